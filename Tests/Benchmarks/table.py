"""A table of 10,000 rows beside column -t on the same text."""

import random
import re
import shutil

ROWS = 10_000


def songs(count):
    """Rows of text as a list of tracks has them, from a seed."""
    rng = random.Random(11)
    words = ["Velvet", "Midnight", "Paper", "Harbour", "Lantern", "Juniper", "Signal", "Meadow", "Copper", "Ballroom"]
    for n in range(count):
        yield (" ".join(rng.choices(words, k=rng.randrange(1, 6))), "The " + " ".join(rng.choices(words, k=2)),
               f"Songs for a {rng.choice(words)}, Volume {n % 90}", f"{1960 + n % 65}-0{n % 9 + 1}-12",
               f"{rng.randrange(1, 9)}:{rng.randrange(60):02d}")


def cells(line):
    return re.split(r" {2,}", line.strip())


def table(bench):
    if not shutil.which("column"):
        print("      table: `column` is not installed (bsdextrautils); left out")
        return
    path = bench.folder / "songs.tsv"
    head = ("name", "artist", "album", "released", "length")
    path.write_text("".join("\t".join(row) + "\n" for row in [head, *songs(ROWS)]))
    wanted = [cells(line) for line in bench.run(["column", "-t", "-s", "\t", str(path)])[1].splitlines()]

    def check(name, out):
        lines = [cells(line) for line in out.splitlines()]
        if name == "spotsh":
            # Its first column is the row's number.
            lines = [line[1:] for line in lines]
        if lines != wanted:
            raise SystemExit(f"table: {name} printed other cells than column -t")

    figures = bench.measure({"spotsh": [bench.spotsh, "--output", "table", "-c", f"open {path}"],
                             "column": ["column", "-t", "-s", "\t", str(path)]}, check, runs=max(bench.runs, 11))
    own, other = (figures[name][0] for name in ("spotsh", "column"))
    bench.report("table", f"{ROWS:,} rows in {own * 1000:.0f} ms, column -t in {other * 1000:.0f} ms "
                 f"(ratio {own / other:.2f}; below 1 wanted)", own < other)
