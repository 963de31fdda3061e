"""Saving and streaming a library of 10,000 tracks from the demo service, beside spotipy."""

import base64
import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request


def library(bench):
    ready = bench.folder / "ready.json"
    server = subprocess.Popen([bench.spotsh, "demo", "serve", "--library", "10000", "--mode", "extended",
                               "--auto-approve", "--ready-file", str(ready)],
                              env=bench.environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(500):
            if ready.exists() and ready.read_text().strip():
                break
            time.sleep(0.02)
        service = json.loads(ready.read_text())
        token = user_token(service)
        env = {**bench.environment, "SPOTSH_API_URL": service["api_url"],
               "SPOTSH_ACCOUNTS_URL": service["accounts_url"], "SPOTSH_TOKEN": token}
        base = service["api_url"] + "/"
        script = bench.folder / "library.py"
        script.write_text(
            "import json, spotipy\n"
            f"sp = spotipy.Spotify(auth={token!r})\n"
            f"sp.prefix = {base!r}\n"
            "page = sp.current_user_saved_tracks(limit=50)\n"
            "items = page['items']\n"
            "while page['next']:\n"
            "    page = sp.next(page)\n"
            "    items += page['items']\n"
            "json.dump(items, open('spotipy.json', 'w'))\n")
        commands = {"spotsh": [bench.spotsh, "--no-cache", "-c",
                               "liked | save spotsh.json"]}
        if bench.have("spotipy"):
            commands["spotipy"] = [bench.python, str(script)]
        figures = bench.measure(commands, env=env)
        own = figures["spotsh"][0]
        if "spotipy" in figures:
            theirs = json.load(open(bench.folder / "spotipy.json"))
            ours = json.load(open(bench.folder / "spotsh.json"))
            if len(ours) != 10000 or [item["track"]["uri"] for item in theirs] != [item["uri"] for item in ours]:
                raise SystemExit("spotsh and spotipy saved different tracks")
            ratio = figures["spotipy"][0] / own
            bench.report("library", f"10,000 saved tracks to a file in {own:.2f} s, {ratio:.1f} × spotipy; 4 wanted",
                         ratio >= 4)
        peak = bench.peak_of(f"exec {bench.spotsh} --no-cache --output ndjson -c liked > stream.ndjson", env) / 1024
        lines = sum(1 for _ in open(bench.folder / "stream.ndjson"))
        bench.report("library", f"{lines} tracks streamed to ndjson with {peak:.0f} MB at most; 64 wanted",
                     lines == 10000 and peak <= 64)
    finally:
        server.terminate()
        server.wait()


def user_token(service):
    """Signs in as the demo user: the code flow, approved by the service itself."""
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
