"""Whole processes, interleaved runs, medians, outputs compared."""

import operator
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


class Bench:
    """What all groups measure with."""

    def __init__(self, spotsh, runs=5):
        self.spotsh = spotsh
        self.python = sys.executable
        self.runs = runs
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="spotsh-bench-"))
        self.environment = {**os.environ, "SPOTSH_HOME": str(self.folder / "home"), "NO_COLOR": "1"}
        self.missed = 0

    def run(self, command, env=None):
        """One run: wall seconds, standard output, peak resident kilobytes."""
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                   env=env or self.environment, cwd=self.folder)
        out = process.stdout.read()
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[:3]} failed ({process.returncode}): {error.decode()[-500:]}")
        return seconds, out.decode(), usage.ru_maxrss

    def measure(self, commands, check=None, runs=None, env=None, warm=True):
        """Interleaved runs of several commands: name -> (median seconds, peak kilobytes)."""
        times, peaks = self.times(commands, check, runs, env, warm)
        return {name: (statistics.median(values), peaks[name]) for name, values in times.items()}

    def net(self, commands, bases, check, runs=None):
        """What commands take beyond their bases, which run in turn with them: name -> (net, whole) median seconds."""
        def check_both(name, out):
            if not name.endswith(" base"):
                check(name, out)
        times, _ = self.times({**commands, **{f"{name} base": bases[name] for name in commands}}, check_both, runs)
        return {name: (max(1e-3, statistics.median(map(operator.sub, times[name], times[f"{name} base"]))),
                       statistics.median(times[name])) for name in commands}

    def times(self, commands, check=None, runs=None, env=None, warm=True):
        """Interleaved runs: the seconds of each, and the largest peak."""
        times = {name: [] for name in commands}
        peaks = {name: 0 for name in commands}
        if warm:
            for command in commands.values():
                self.run(command, env=env)
        for _ in range(runs or self.runs):
            for name, command in commands.items():
                seconds, out, peak = self.run(command, env=env)
                if check:
                    check(name, out)
                times[name].append(seconds)
                peaks[name] = max(peaks[name], peak)
        return times, peaks

    def peak_of(self, line, env):
        """Peak resident kilobytes of a line of sh.

        A small process starts it: a child's peak counts what it was forked from.
        """
        code = ("import resource, subprocess, sys; subprocess.run(['sh', '-c', sys.argv[1]], check=True); "
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        script = self.folder / "peak.sh"
        script.write_text(f"exec {self.python} -c \"{code}\" '{line}'\n")
        done = subprocess.run(["sh", str(script)], env=env, cwd=self.folder, capture_output=True, check=True)
        return int(done.stdout)

    def have(self, module):
        """Whether Python has a module."""
        return subprocess.run([self.python, "-c", f"import {module}"], capture_output=True).returncode == 0

    def report(self, what, text, reached):
        """One line; what was not reached counts."""
        if not reached:
            self.missed += 1
        print(f"{'ok  ' if reached else 'MISS'}  {what}: {text}", flush=True)


def expect(value):
    """A check that every command prints this."""
    def check(name, out):
        if out.strip() != value:
            raise SystemExit(f"{name} printed {out.strip()[:80]!r}, not {value!r}")
    return check


def expect_the_same(what):
    """A check that every command prints what the first one printed."""
    printed = []

    def check(name, out):
        printed.append(out.strip())
        if printed[-1] != printed[0]:
            raise SystemExit(f"{what}: {name} printed {printed[-1][:90]!r}, not {printed[0][:90]!r}")
    return check
