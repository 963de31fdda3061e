"""Measures the spotsh binary beside its peers: one file for each group.

usage: bench.py SPOTSH [--runs N] [GROUP ...]
"""

import shutil
import sys

from api import api
from json_file import json_file
from language import language
from library import library
from measuring import Bench
from start import start
from table import table
from terminal import terminal

GROUPS = {"start": start, "json": json_file, "library": library, "language": language, "api": api,
          "terminal": terminal, "table": table}


def main():
    spotsh, *names = sys.argv[1:]
    bench = Bench(spotsh)
    if names[:1] == ["--runs"]:
        bench.runs = int(names[1])
        names = names[2:]
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        raise SystemExit(f"no group {unknown[0]!r}: {' '.join(GROUPS)}")
    try:
        for name in names or GROUPS:
            GROUPS[name](bench)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    print(f"{bench.missed} figures missed" if bench.missed else "every figure reached")
    sys.exit(1 if bench.missed else 0)


main()
