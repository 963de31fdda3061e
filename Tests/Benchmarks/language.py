"""The language beside CPython, jq and elvish: the same programs, outputs compared."""

import json
import random
import shutil

from measuring import expect, expect_the_same

ROWS = 1_000_000
ADDITIONS = 5_000_000
# elvish takes some 60 µs an addition: a part of the loop is measured, and its time multiplied.
ELVISH_ADDITIONS = 50_000

LOOP = (f"let i = 0\nlet s = 0\nwhile $i < {ADDITIONS} {{ set s = $s + $i; set i = $i + 1 }}\nprint $s",
        f"def f():\n  i = 0; s = 0\n  while i < {ADDITIONS}:\n    s = s + i; i = i + 1\n  print(s)\nf()")
ELVISH_LOOP = (f"var i = (num 0); var s = (num 0)\n"
               f"while (< $i {ELVISH_ADDITIONS}) {{ set s = (+ $s $i); set i = (+ $i 1) }}\necho $s")

# One takes less than a process needs to start, so it is done several times over.
FIB_TIMES = 10
FIB = ("def fib [n: int] { if $n < 2 { $n } else { (fib ($n - 1)) + (fib ($n - 2)) } }\n"
       f"for k in {list(range(FIB_TIMES))} {{ print (fib 27) }}",
       "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\n"
       f"for k in range({FIB_TIMES}): print(fib(27))")

# Each begins with the rows in memory: what reading them takes is measured in turn with it and taken off. That takes
# longer than what is measured, and varies: so spotsh and CPython do it several times over, jq once.
ROW_TIMES = 8
ROW_PROGRAMS = [
    ("where", 1.3,
     "print ($rows | where .score > 50000 | count)",
     "print(len([r for r in rows if r['score'] > 50000]))",
     "map(select(.score > 50000)) | length"),
    ("map", 1.3,
     "print ($rows | map {a: .id, b: .score} | last | to json)",
     "print(json.dumps([{'a': r['id'], 'b': r['score']} for r in rows][-1], separators=(',', ':')))",
     "map({a: .id, b: .score}) | last"),
    ("sort", 1 / 1.5,
     "print ($rows | sort .score | first | to json)",
     "print(json.dumps(sorted(rows, key=lambda r: r['score'])[0], separators=(',', ':')))",
     "sort_by(.score) | first"),
    ("group", 1.3,
     "print ($rows | group .group | count)",
     "groups = {}\nfor r in rows: groups.setdefault(r['group'], []).append(r)\nprint(len(groups))",
     "group_by(.group) | length"),
    ("uniq", 1.3,
     "print ($rows | uniq .name | count)",
     "seen = set(); kept = []\nfor r in rows:\n  if r['name'] not in seen:\n    seen.add(r['name']); kept.append(r)\n"
     "print(len(kept))",
     "unique_by(.name) | length"),
]

# With how many times the usual number of runs: what is short beside Python's start needs more.
TEXT_PROGRAMS = [
    # CPython appends in place only in a `for` over a local variable; in a `while` it copies, a hundred times slower.
    ("string of 200,000 pieces",
     "let s = \"\"\nlet i = 0\nwhile $i < 200000 { set s = $s + \"piece \"; set i = $i + 1 }\nprint ($s | count)",
     "def f():\n  s = ''\n  for i in range(200000): s += 'piece '\n  print(len(s))\nf()", 4),
    ("split and join 20 MB",
     "print (open long.txt --format lines | first | split \" \" | join \"-\" | count)",
     "print(len('-'.join(open('long.txt').read().rstrip('\\n').split(' '))))", 1),
]


def language(bench):
    empty = {"spotsh": [bench.spotsh, "-c", "print hi"], "python": [bench.python, "-c", "print('hi')"],
             "elvish": ["elvish", "-c", "echo hi"]}
    measure_loop(bench, empty)
    compare(bench, "fib 27", programs(bench, *FIB), empty, 1.2, times=FIB_TIMES)
    measure_rows(bench)
    (bench.folder / "long.txt").write_text("word " * 4_000_000 + "end\n")
    for name, ours, theirs, times in TEXT_PROGRAMS:
        compare(bench, name, programs(bench, ours, theirs), empty, 1 / 1.5, runs=times * bench.runs)
    measure_check(bench, empty)


def programs(bench, ours, theirs, query=None):
    """A program in each language; without those that are not installed."""
    commands = {"spotsh": [bench.spotsh, "-c", ours], "python": [bench.python, "-c", theirs]}
    if query and shutil.which("jq"):
        commands["jq"] = ["jq", "-c", query, "rows.json"]
    return commands


def compare(bench, name, commands, bases, wanted, runs=None, times=1):
    """One program beside its peers, less what each takes for the part that is not measured; own seconds.

    All but jq do it `times` times over; the seconds are those of one.
    """
    figures = bench.net(commands, bases, expect_the_same(name), runs)
    net = {peer: seconds / (1 if peer == "jq" else times) for peer, (seconds, _) in figures.items()}
    ratio = net["python"] / net["spotsh"]
    text = f"{net['spotsh'] * 1000:.0f} ms, {ratio:.2f} × CPython ({net['python'] * 1000:.0f} ms), {wanted:.2f} wanted"
    reached = ratio >= wanted
    if "jq" in net:
        ratio = net["jq"] / net["spotsh"]
        text += f"; {ratio:.0f} × jq, 5 wanted"
        reached = reached and ratio >= 5
    whole = ", ".join(f"{peer} {seconds * 1000:.0f} ms" for peer, (_, seconds) in figures.items())
    bench.report("language", f"{name}: {text}; whole processes: {whole}", reached)
    return net["spotsh"]


def measure_loop(bench, empty):
    own = compare(bench, f"while loop of {ADDITIONS:,} additions", programs(bench, *LOOP), empty, 3)
    if not shutil.which("elvish"):
        return
    part = {"elvish": ["elvish", "-c", ELVISH_LOOP]}
    taken, _ = bench.net(part, empty, expect(str(sum(range(ELVISH_ADDITIONS)))), runs=1)["elvish"]
    theirs = taken * ADDITIONS / ELVISH_ADDITIONS
    bench.report("language", f"while loop: {theirs / own:.0f} × elvish ({theirs:.0f} s, from {ELVISH_ADDITIONS:,} "
                 "additions), 50 wanted", theirs / own >= 50)


def measure_rows(bench):
    rng = random.Random(11)
    rows = [{"id": n, "name": f"name {rng.randrange(500_000)}", "group": rng.randrange(1000),
             "score": rng.randrange(100_000)} for n in range(ROWS)]
    (bench.folder / "rows.json").write_text(json.dumps(rows))
    ours, theirs = "let rows = (open rows.json)\n", "import json; rows = json.load(open('rows.json'))\n"
    reading = programs(bench, ours + "print ($rows | count)", theirs + "print(len(rows))", "length")
    for name, wanted, program, peer, query in ROW_PROGRAMS:
        often = f"for k in {list(range(ROW_TIMES))} {{ {program} }}"
        lines = "".join(f"  {line}\n" for line in peer.split("\n"))
        commands = programs(bench, ours + often, f"{theirs}for k in range({ROW_TIMES}):\n{lines}", query)
        compare(bench, f"{name} over {ROWS:,} records", commands, reading, wanted, times=ROW_TIMES)


def measure_check(bench, empty):
    script = bench.folder / "long.spot"
    script.write_text("".join(
        f"let x{n} = (liked | where .duration_ms > {n} | first 3)\nprint $x{n}[0].name\n" for n in range(10_000)))
    net, whole = bench.net({"spotsh": [bench.spotsh, "--check", str(script)]}, empty, lambda *_: None)["spotsh"]
    bench.report("language", f"parse and check 20,000 lines: {net * 1000:.0f} ms, 150 wanted; "
                 f"whole process: {whole * 1000:.0f} ms", net <= 0.150)
