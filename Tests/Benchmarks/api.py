"""The Web API with 20 ms of latency: lists, the cache and objects by id, beside spotipy and curl."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

from library import user_token

LATENCY = "20ms"
# spotsh opens no more connections than this; curl gets as many.
CONNECTIONS = 10


def api(bench):
    service, token = None, None
    ready = bench.folder / "api-ready.json"
    server = subprocess.Popen([bench.spotsh, "demo", "serve", "--library", "10000", "--latency", LATENCY,
                               "--auto-approve", "--ready-file", str(ready)],
                              env=bench.environment, stdout=subprocess.DEVNULL)
    try:
        while not (ready.exists() and ready.read_text().endswith("}\n")):
            if server.poll() is not None:
                raise SystemExit("the demo service did not start")
            time.sleep(0.02)
        service = json.loads(ready.read_text())
        token = user_token(service)
        env = {**bench.environment, "SPOTSH_API_URL": service["api_url"], "SPOTSH_ACCOUNTS_URL": service["accounts_url"],
               "SPOTSH_TOKEN": token}
        saved_tracks(bench, service, token, env)
        by_id(bench, service, token, env)
    finally:
        server.terminate()
        server.wait()


def saved_tracks(bench, service, token, env):
    """All pages of a list of 10,000."""
    commands = {"spotsh": [bench.spotsh, "--no-cache", "-c", "liked | count | print"]}
    config = bench.folder / "curl.txt"
    url = service["api_url"] + "/me/tracks?limit=50&offset="
    config.write_text("".join(f'url = "{url}{offset}"\noutput = "/dev/null"\n' for offset in range(0, 10000, 50)))
    if shutil.which("curl"):
        commands["curl"] = ["sh", "-c", f"curl -sf --parallel --parallel-max {CONNECTIONS} --compressed "
                            f"-H 'Authorization: Bearer {token}' -K {config} && echo 10000"]
    if bench.have("spotipy"):
        commands["spotipy"] = spotipy_script(bench, "saved", service, token, """
page = sp.current_user_saved_tracks(limit=50)
count = len(page['items'])
while page['next']:
    page = sp.next(page)
    count += len(page['items'])
print(count)
""")
    figures = measure(bench, commands, env, "10000")
    own, cpu = figures["spotsh"]
    if "spotipy" in figures:
        theirs, their_cpu = figures["spotipy"]
        bench.report("api", f"10,000 saved tracks in {own:.2f} s, {theirs / own:.1f} × spotipy's next(); 8 wanted",
                     theirs / own >= 8)
        bench.report("api", f"{cpu * 100:.0f} ms of CPU for 1,000 of them, {cpu / their_cpu:.2f} of spotipy's; "
                     "0.25 wanted", cpu / their_cpu <= 0.25)
    if "curl" in figures:
        ratio = own / figures["curl"][0]
        bench.report("api", f"10,000 saved tracks in {ratio:.2f} × curl --parallel; 1.5 wanted", ratio <= 1.5)


def by_id(bench, service, token, env):
    """A thousand tracks, each by itself: development mode has no batches."""
    ids = bench.folder / "ids.txt"
    bench.run([bench.spotsh, "--no-cache", "-c", f"liked --limit 1000 | map .id | save {ids} --format lines"], env=env)
    code = f"open {ids} | track get | where . != null | count | print"
    commands = {"spotsh": [bench.spotsh, "--no-cache", "-c", code]}
    if bench.have("spotipy"):
        commands["spotipy"] = spotipy_script(bench, "tracks", service, token, f"""
tracks = [sp.track(id) for id in open({str(ids)!r}).read().split()]
print(len(tracks))
""")
    figures = measure(bench, commands, env, "1000")
    if "spotipy" in figures:
        ratio = figures["spotipy"][0] / figures["spotsh"][0]
        bench.report("api", f"1,000 tracks by id in {figures['spotsh'][0]:.2f} s, {ratio:.1f} × spotipy one by one; "
                     "8 wanted", ratio >= 8)
    first, second = [], []
    for number in range(bench.runs):
        home = {**env, "SPOTSH_HOME": str(bench.folder / f"cold-{number}")}
        first.append(once([bench.spotsh, "-c", code], home, bench.folder, "1000")[0])
        second.append(once([bench.spotsh, "-c", code], home, bench.folder, "1000")[0])
    first, second = statistics.median(first), statistics.median(second)
    bench.report("api", f"the same again from the cache in {second * 1000:.0f} ms, {first / second:.1f} × faster; "
                 "20 wanted", first / second >= 20)


def measure(bench, commands, env, expected):
    """Interleaved runs: the median of wall and CPU seconds of each."""
    taken = {name: [] for name in commands}
    for _ in range(bench.runs):
        for name, command in commands.items():
            taken[name].append(once(command, env, bench.folder, expected))
    return {name: tuple(map(statistics.median, zip(*each))) for name, each in taken.items()}


def once(command, env, folder, expected):
    """One run: wall and CPU seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                               env=env, cwd=folder)
    out, error = process.stdout.read().decode(), process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or out.strip() != expected:
        raise SystemExit(f"{command[:3]} printed {out.strip()[:80]!r} ({process.returncode}): {error[-500:]}")
    return seconds, usage.ru_utime + usage.ru_stime


def spotipy_script(bench, name, service, token, body):
    """A program for spotipy, which asks as it asks by itself."""
    script = pathlib.Path(bench.folder) / f"{name}.py"
    script.write_text(f"import spotipy\nsp = spotipy.Spotify(auth={token!r})\nsp.prefix = {service['api_url'] + '/'!r}\n"
                      + body)
    return [bench.python, str(script)]
