"""The session on a terminal: first prompt, echo beside bare libedit, TAB among 50,000 names."""

import fcntl
import http.server
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import termios
import threading
import time
import urllib.parse

NAMES = 50_000


class Terminal:
    """A program on a pseudo-terminal, and how long it takes to answer."""

    def __init__(self, command, env):
        self.start = time.perf_counter()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    def wait(self, wanted, since, timeout=60):
        """Reads until the bytes have come: seconds since then."""
        seen = b""
        while wanted not in seen:
            if not select.select([self.file], [], [], timeout)[0]:
                raise SystemExit(f"{wanted!r} did not come, but {seen[-300:]!r}")
            seen += os.read(self.file, 65536)
        return time.perf_counter() - since

    def type(self, keys, wanted):
        since = time.perf_counter()
        os.write(self.file, keys)
        return self.wait(wanted, since)

    def rest(self, seconds=0.02):
        """Takes what is still drawn, until the program rests."""
        while select.select([self.file], [], [], seconds)[0]:
            os.read(self.file, 65536)

    def close(self):
        os.close(self.file)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def terminal(bench):
    env = {**bench.environment, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "EDITRC": "/dev/null"}
    env.pop("NO_COLOR", None)
    first_prompt(bench, env)
    echo(bench, env)
    completion(bench, env)


def first_prompt(bench, env):
    times = []
    for _ in range(bench.runs * 6):
        session = Terminal([bench.spotsh, "--quiet"], env)
        times.append(session.wait(b"> ", session.start))
        session.close()
    median = statistics.median(times) * 1000
    bench.report("terminal", f"first prompt after {median:.1f} ms; 15 wanted", median <= 15)


def echo(bench, env):
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        return print("      terminal: no C compiler, the echo is not measured", flush=True)
    bare = bench.folder / "bare"
    source = pathlib.Path(__file__).with_name("bare_libedit.c")
    subprocess.run([compiler, "-O2", "-o", str(bare), str(source), "-ledit"], check=True)
    programs = {"spotsh": Terminal([bench.spotsh, "--quiet"], env), "bare": Terminal([str(bare)], env)}
    times = {name: [] for name in programs}
    for program in programs.values():
        program.wait(b"> ", program.start)
        program.rest(0.3)
    for _ in range(bench.runs * 8):
        for name, program in programs.items():
            for key in b"liked where mix":
                times[name].append(program.type(bytes([key]), bytes([key])))
                program.rest()
            os.write(program.file, b"\x15")
            program.rest()
    for program in programs.values():
        program.close()
    own, other = (statistics.median(times[name]) * 1e6 for name in ("spotsh", "bare"))
    bench.report("terminal", f"keystroke to echo {own:.0f} µs, {own / other:.2f} × bare libedit ({other:.0f} µs); "
                 "at most 1.20 wanted", own <= 1.2 * other)


class Playlists(http.server.BaseHTTPRequestHandler):
    """An account of very many playlists."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        limit, offset = (int(query.get(name, [default])[0]) for name, default in (("limit", 50), ("offset", 0)))
        base = f"http://{self.headers['Host']}/v1/me/playlists"
        last = offset + limit
        body = json.dumps({
            "href": base, "limit": limit, "offset": offset, "total": NAMES, "previous": None,
            "next": f"{base}?offset={last}&limit={limit}" if last < NAMES else None,
            "items": [{"id": f"{n:022d}", "uri": f"spotify:playlist:{n:022d}", "name": f"Mix {n} of Björk", "type":
                       "playlist", "owner": {"id": "me", "display_name": "Me"}} for n in range(offset, min(last, NAMES))],
        }).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def completion(bench, env):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Playlists)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    env = {**env, "SPOTSH_API_URL": f"http://127.0.0.1:{server.server_port}/v1", "SPOTSH_TOKEN": "bench"}
    session = Terminal([bench.spotsh, "--quiet"], env)
    session.wait(b"> ", session.start)
    deadline = time.perf_counter() + 120
    seen = b""
    while f"of {NAMES}".encode() not in seen:
        if time.perf_counter() > deadline:
            raise SystemExit("the names did not come")
        os.write(session.file, b"\x15playlist tracks \t")
        time.sleep(0.3)
        seen = os.read(session.file, 1 << 20)
    texts = [b"", b"mix 4", b"mix 49999", b"of bj", b"99 of", b"m4b", b"zzz", b"BJ\xc3\x96", b"x 12 o", b"mix 1"]
    times = []
    for number in range(bench.runs * 60):
        os.write(session.file, b"\x15playlist tracks " + texts[number % len(texts)])
        session.rest()
        since = time.perf_counter()
        os.write(session.file, b"\t")
        # A list, a completed word or the bell: whatever comes first after the key is the answer.
        select.select([session.file], [], [], 10)
        times.append(time.perf_counter() - since)
        session.rest()
    session.close()
    server.shutdown()
    times.sort()
    median, late = statistics.median(times) * 1000, times[int(len(times) * 0.99)] * 1000
    bench.report("terminal", f"TAB among {NAMES:,} names: median {median:.1f} ms, p99 {late:.1f} ms from the key to the "
                 "list on the terminal; 10 wanted", late <= 10)
