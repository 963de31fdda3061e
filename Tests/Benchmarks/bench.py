"""Measures the spotsh binary beside its peers: whole processes, interleaved runs, medians, outputs compared.

usage: bench.py SPOTSH [--runs N] [GROUP ...]      groups: start json library language
"""

import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SPOTSH = sys.argv[1]
PYTHON = sys.executable
RUNS = 5
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="spotsh-bench-"))
ENVIRONMENT = {**os.environ, "SPOTSH_HOME": str(FOLDER / "home"), "NO_COLOR": "1"}
failures = 0


def run(command, stdin=None, env=None):
    """One run: wall seconds, standard output, peak resident kilobytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                               env=env or ENVIRONMENT, cwd=FOLDER)
    out = process.stdout.read()
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:3]} failed ({process.returncode}): {error.decode()[-500:]}")
    return seconds, out.decode(), usage.ru_maxrss


def measure(commands, check=None, runs=None, env=None):
    """Interleaved runs of several commands: name -> (median seconds, peak kilobytes)."""
    times = {name: [] for name in commands}
    peaks = {name: 0 for name in commands}
    for name, command in commands.items():
        run(command, env=env)
    for _ in range(runs or RUNS):
        for name, command in commands.items():
            seconds, out, peak = run(command, env=env)
            if check:
                check(name, out)
            times[name].append(seconds)
            peaks[name] = max(peaks[name], peak)
    return {name: (statistics.median(values), peaks[name]) for name, values in times.items()}


def peak_of(line, env):
    """Peak resident kilobytes of a line of sh. A small process starts it: a child's peak counts what it was forked from."""
    code = ("import resource, subprocess, sys; subprocess.run(['sh', '-c', sys.argv[1]], check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    script = FOLDER / "peak.sh"
    script.write_text(f"exec {PYTHON} -c \"{code}\" '{line}'\n")
    return int(subprocess.run(["sh", str(script)], env=env, cwd=FOLDER, capture_output=True, check=True).stdout)


def report(what, text, reached):
    global failures
    if not reached:
        failures += 1
    print(f"{'ok  ' if reached else 'MISS'}  {what}: {text}", flush=True)


def expect(value):
    def check(name, out):
        if out.strip() != value:
            raise SystemExit(f"{name} printed {out.strip()[:80]!r}, not {value!r}")
    return check


def have(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


def start():
    commands = {"spotsh": [SPOTSH, "-c", "print hi"], "bash": ["bash", "-c", "echo hi"],
                "python": [PYTHON, "-c", "print('hi')"]}
    if shutil.which("elvish"):
        commands["elvish"] = ["elvish", "-c", "echo hi"]
    figures = measure(commands, expect("hi"), runs=RUNS * 6)
    own = figures["spotsh"][0]
    others = ", ".join(f"{name} {seconds * 1000:.1f} ms" for name, (seconds, _) in figures.items() if name != "spotsh")
    limit = max(10e-3, 5 * figures["bash"][0])
    report("start", f"print hi {own * 1000:.1f} ms beside {others}; at most 10 ms where bash takes 2", own <= limit)
    if have("spotipy"):
        pair = measure({"spotsh": [SPOTSH, "-c", "print hi"], "spotipy": [PYTHON, "-c", "import spotipy"]}, runs=RUNS * 2)
        ratio = pair["spotipy"][0] / pair["spotsh"][0]
        report("start", f"{ratio:.1f} times faster than importing spotipy ({pair['spotipy'][0] * 1000:.0f} ms); 15 wanted",
               ratio >= 15)


def saved_tracks(count):
    """Saved tracks as Spotify sends them, from a seed."""
    rng = random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    def new_id():
        return "".join(rng.choices(letters, k=22))

    def artist():
        i = new_id()
        return {"external_urls": {"spotify": f"https://open.spotify.com/artist/{i}"},
                "href": f"https://api.spotify.com/v1/artists/{i}", "id": i,
                "name": " ".join(rng.choices(["Velvet", "Ørsted", "Midnight", "Paper", "Trio", "Lune"], k=2)),
                "type": "artist", "uri": f"spotify:artist:{i}"}

    markets = ["AD", "AE", "AG", "AL", "AM", "AR", "AT", "AU", "BA", "BE", "BG", "BR", "CA", "CH", "CL", "DE", "DK"]
    for n in range(count):
        track, album, by = new_id(), new_id(), artist()
        yield {"added_at": f"20{n % 25:02d}-0{n % 9 + 1}-12T08:{n % 60:02d}:00Z", "track": {
            "album": {"album_type": "album", "artists": [by], "available_markets": markets, "href":
                      f"https://api.spotify.com/v1/albums/{album}", "id": album, "images":
                      [{"height": s, "width": s, "url": f"https://i.scdn.co/image/{album}{s}"} for s in (640, 300, 64)],
                      "name": f"Songs for a Long Evening, Volume {n % 90}", "release_date": f"{1960 + n % 65}-04-01",
                      "release_date_precision": "day", "total_tracks": 12, "type": "album", "uri": f"spotify:album:{album}"},
            "artists": [by], "available_markets": markets, "disc_number": 1, "duration_ms": 120000 + n * 37 % 300000,
            "explicit": n % 7 == 0, "external_ids": {"isrc": f"QZ{n:010d}"}, "href":
            f"https://api.spotify.com/v1/tracks/{track}", "id": track, "is_local": False,
            "name": f"The {n}th Thing I Meant to Say", "popularity": n % 100, "preview_url": None,
            "track_number": n % 12 + 1, "type": "track", "uri": f"spotify:track:{track}"}}


def json_file():
    path = FOLDER / "saved.json"
    items = []
    size = 0
    for item in saved_tracks(100000):
        items.append(item)
        size += 1950
        if size > 40_000_000:
            break
    path.write_text(json.dumps(items))
    megabytes = path.stat().st_size / 1e6
    commands = {"spotsh": [SPOTSH, "-c", f"open {path} | count | print"],
                "python": [PYTHON, "-c", f"import json; print(len(json.load(open({str(path)!r}))))"]}
    if shutil.which("jq"):
        commands["jq"] = ["jq", "length", str(path)]
    figures = measure(commands, expect(str(len(items))))
    own = figures["spotsh"][0]
    ratio = figures["python"][0] / own
    report("json", f"{megabytes:.0f} MB counted in {own * 1000:.0f} ms ({megabytes / own:.0f} MB/s), {ratio:.1f} × CPython; "
           "5 wanted", ratio >= 5)
    if "jq" in figures:
        ratio = figures["jq"][0] / own
        report("json", f"{ratio:.1f} × jq; 8 wanted", ratio >= 8)


def library():
    ready = FOLDER / "ready.json"
    server = subprocess.Popen([SPOTSH, "demo", "serve", "--library", "10000", "--mode", "extended", "--auto-approve",
                               "--ready-file", str(ready)], env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(500):
            if ready.exists() and ready.read_text().strip():
                break
            time.sleep(0.02)
        service = json.loads(ready.read_text())
        token = user_token(service)
        env = {**ENVIRONMENT, "SPOTSH_API_URL": service["api_url"], "SPOTSH_ACCOUNTS_URL": service["accounts_url"],
               "SPOTSH_TOKEN": token}
        base = service["api_url"] + "/"
        script = FOLDER / "library.py"
        script.write_text(
            "import json, spotipy\n"
            f"sp = spotipy.Spotify(auth={token!r})\n"
            f"sp.prefix = {base!r}\n"
            "page = sp.current_user_saved_tracks(limit=50)\n"
            "items = page['items']\n"
            "while page['next']:\n"
            "    page = sp.next(page)\n"
            "    items += page['items']\n"
            "json.dump(items, open('spotipy.json', 'w'))\n"
            "print(len(items))\n")
        commands = {"spotsh": [SPOTSH, "--no-cache", "-c",
                               "liked | save spotsh.json\nopen spotsh.json | count | print"]}
        if have("spotipy"):
            commands["spotipy"] = [PYTHON, str(script)]
        figures = measure(commands, expect("10000"), env=env)
        own = figures["spotsh"][0]
        if "spotipy" in figures:
            theirs = json.load(open(FOLDER / "spotipy.json"))
            ours = json.load(open(FOLDER / "spotsh.json"))
            if [item["track"]["uri"] for item in theirs] != [item["uri"] for item in ours]:
                raise SystemExit("spotsh and spotipy saved different tracks")
            ratio = figures["spotipy"][0] / own
            report("library", f"10,000 saved tracks to a file in {own:.2f} s, {ratio:.1f} × spotipy; 4 wanted", ratio >= 4)
        peak = peak_of(f"exec {SPOTSH} --no-cache --output ndjson -c liked > stream.ndjson", env) / 1024
        lines = sum(1 for _ in open(FOLDER / "stream.ndjson"))
        report("library", f"{lines} tracks streamed to ndjson with {peak:.0f} MB at most; 64 wanted",
               lines == 10000 and peak <= 64)
    finally:
        server.terminate()
        server.wait()


def user_token(service):
    """Signs in as the demo user: the code flow, approved by the service itself."""
    import base64
    import urllib.parse
    import urllib.request

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    query = urllib.parse.urlencode({
        "client_id": service["client_id"], "response_type": "code", "redirect_uri": service["redirect_uri"],
        "scope": "user-library-read user-top-read", "state": "bench"})
    try:
        urllib.request.build_opener(NoRedirect).open(f"{service['accounts_url']}/authorize?{query}")
        raise SystemExit("the demo service did not redirect")
    except urllib.error.HTTPError as answer:
        location = answer.headers["Location"]
    code = urllib.parse.parse_qs(urllib.parse.urlparse(location).query)["code"][0]
    body = urllib.parse.urlencode({"grant_type": "authorization_code", "code": code,
                                   "redirect_uri": service["redirect_uri"]}).encode()
    basic = base64.b64encode(f"{service['client_id']}:{service['client_secret']}".encode()).decode()
    request = urllib.request.Request(f"{service['accounts_url']}/api/token", body, {"Authorization": f"Basic {basic}"})
    return json.load(urllib.request.urlopen(request))["access_token"]


RECORDS = "records.json"


def language():
    rng = random.Random(11)
    records = [{"id": n, "name": f"name {rng.randrange(500_000)}", "group": rng.randrange(1000),
                "score": rng.randrange(100_000)} for n in range(1_000_000)]
    (FOLDER / RECORDS).write_text(json.dumps(records))
    load = f"import json; rows = json.load(open('{RECORDS}'))\n"
    opened = f"let rows = (open {RECORDS})\n"
    programs = [
        ("while loop of 5,000,000 additions", 3.0, "let i = 0\nlet s = 0\nwhile $i < 5000000 { set s = $s + $i; set i = $i + 1 }\nprint $s",
         "def f():\n  i = 0; s = 0\n  while i < 5000000:\n    s = s + i; i = i + 1\n  print(s)\nf()", None),
        ("fib 27", 1.2, "def fib [n: int] { if $n < 2 { $n } else { (fib ($n - 1)) + (fib ($n - 2)) } }\nprint (fib 27)",
         "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(27))", None),
        ("where over 1,000,000 records", 1.3, opened + "print ($rows | where .score > 50000 | count)",
         load + "print(len([r for r in rows if r['score'] > 50000]))", "rows"),
        ("map over 1,000,000 records", 1.3, opened + "print ($rows | map {a: .id, b: .score} | last | to json)",
         load + "import sys; print(json.dumps([{'a': r['id'], 'b': r['score']} for r in rows][-1], separators=(',', ':')))", "rows"),
        ("sort 1,000,000 records", 1 / 1.5, opened + "print ($rows | sort .score | first | to json)",
         load + "print(json.dumps(sorted(rows, key=lambda r: r['score'])[0], separators=(',', ':')))", "rows"),
        ("group 1,000,000 records", 1.3, opened + "print ($rows | group .group | count)",
         load + "g = {}\nfor r in rows: g.setdefault(r['group'], []).append(r)\nprint(len(g))", "rows"),
        ("uniq 1,000,000 records", 1.3, opened + "print ($rows | uniq .name | count)",
         load + "seen = set(); out = []\nfor r in rows:\n  if r['name'] not in seen:\n    seen.add(r['name']); out.append(r)\nprint(len(out))", "rows"),
        ("string of 200,000 pieces", 1 / 1.5, "let s = \"\"\nfor n in (open numbers.json) { set s = $s + \"piece \" }\nprint ($s | count)",
         "import json\ndef f():\n  s = ''\n  for n in json.load(open('numbers.json')): s += 'piece '\n  print(len(s))\nf()", "numbers"),
        ("split and join 20 MB", 1 / 1.5, "print (open long.txt --format lines | first | split \" \" | join \"-\" | count)",
         "print(len('-'.join(open('long.txt').read().rstrip('\\n').split(' '))))", None),
    ]
    (FOLDER / "numbers.json").write_text(json.dumps(list(range(200_000))))
    (FOLDER / "long.txt").write_text("word " * 4_000_000 + "end\n")
    base = measure({"spotsh": [SPOTSH, "-c", opened + "print ($rows | count)"],
                    "python": [PYTHON, "-c", load + "print(len(rows))"]}, expect("1000000"))
    small = measure({"spotsh": [SPOTSH, "-c", "print hi"], "python": [PYTHON, "-c", "print('hi')"]}, expect("hi"))
    for name, wanted, ours, theirs, reads in programs:
        outputs = {}
        figures = measure({"spotsh": [SPOTSH, "-c", ours], "python": [PYTHON, "-c", theirs]},
                          lambda who, out: outputs.__setitem__(who, out.strip()))
        if outputs["spotsh"] != outputs["python"]:
            raise SystemExit(f"{name}: spotsh printed {outputs['spotsh'][:90]!r}, python {outputs['python'][:90]!r}")
        less = base if reads == "rows" else small
        own = max(1e-4, figures["spotsh"][0] - less["spotsh"][0])
        other = max(1e-4, figures["python"][0] - less["python"][0])
        ratio = other / own
        report("language", f"{name}: {own * 1000:.0f} ms, {ratio:.2f} × CPython ({other * 1000:.0f} ms); {wanted:.2f} wanted",
               ratio >= wanted)
    script = FOLDER / "long.spot"
    script.write_text("".join(f"let x{n} = (liked | where .duration_ms > {n} | first 3)\nprint $x{n}[0].name\n" for n in range(10_000)))
    figures = measure({"spotsh": [SPOTSH, "--check", str(script)]})
    own = figures["spotsh"][0] - small["spotsh"][0]
    report("language", f"parse and check 20,000 lines: {own * 1000:.0f} ms; 150 wanted", own <= 0.150)


GROUPS = {"start": start, "json": json_file, "library": library, "language": language}


def main():
    global RUNS
    arguments = sys.argv[2:]
    if arguments[:1] == ["--runs"]:
        RUNS = int(arguments[1])
        arguments = arguments[2:]
    try:
        for name in arguments or GROUPS:
            GROUPS[name]()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"{failures} figures missed" if failures else "every figure reached")
    sys.exit(1 if failures else 0)


main()
