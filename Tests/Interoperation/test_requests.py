"""Authorization addresses and token requests of spotsh and spotipy, side by side, field by field."""

import http.server
import json
import os
import subprocess
import threading
import time
import urllib.parse

import pytest
from spotipy import oauth2
from spotipy.cache_handler import MemoryCacheHandler

from conftest import SPOTSH

CLIENT, SECRET, REDIRECT = "the-client-id", "the-client-secret", "http://127.0.0.1:8080/callback"
SCOPE = "user-top-read,playlist-read-private"


class Recorder(http.server.ThreadingHTTPServer):
    """A token endpoint that writes down what it is asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), RecorderEndpoint)
        self.url, self.seen = f"http://127.0.0.1:{self.server_port}", []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class RecorderEndpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append((self.path, self.headers.get("Authorization"), self.headers["Content-Type"],
                                 urllib.parse.parse_qsl(body)))
        self.give(b'{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r","scope":""}')

    def do_GET(self):
        # Who signed in (`/me`).
        self.give(b'{"id": "somebody"}')

    def give(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def recorder(monkeypatch):
    running = Recorder()
    for manager in (oauth2.SpotifyClientCredentials, oauth2.SpotifyOAuth, oauth2.SpotifyPKCE):
        monkeypatch.setattr(manager, "OAUTH_TOKEN_URL", running.url + "/api/token")
    yield running
    running.shutdown()
    running.server_close()


def manager(flow, state, show_dialog=False):
    """spotipy's manager of a flow, without a cache."""
    common = {"client_id": CLIENT, "redirect_uri": REDIRECT, "scope": SCOPE, "state": state,
              "cache_handler": MemoryCacheHandler()}
    if flow == "code":
        return oauth2.SpotifyOAuth(client_secret=SECRET, show_dialog=show_dialog, **common)
    if flow == "pkce":
        return oauth2.SpotifyPKCE(**common)
    return oauth2.SpotifyImplicitGrant(show_dialog=show_dialog, **common)


def spotsh(home, server, *arguments):
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "SPOTSH_HOME": str(home), "SPOTSH_CLIENT_ID": CLIENT,
                 "SPOTSH_CLIENT_SECRET": SECRET, "SPOTSH_REDIRECT_URI": REDIRECT}
    if server:
        variables |= {"SPOTSH_ACCOUNTS_URL": server.url, "SPOTSH_API_URL": server.url + "/v1"}
    return subprocess.run([SPOTSH, *arguments], env=variables, capture_output=True, text=True, timeout=60, check=False)


def fields(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", urllib.parse.parse_qsl(parts.query)


@pytest.mark.parametrize("show_dialog", [False, True])
@pytest.mark.parametrize("flow", ["code", "pkce", "implicit"])
def test_authorize_addresses_are_spotipys(tmp_path, flow, show_dialog):
    done = spotsh(tmp_path, None, "auth", "url", "--flow", flow, "--scope", SCOPE, *["--show-dialog"] * show_dialog)
    assert done.returncode == 0, done.stderr
    place, ours = fields(done.stdout.strip())
    own = dict(ours)
    theirs_at, theirs = fields(manager(flow, own["state"], show_dialog).get_authorize_url())
    # Each has a verifier of its own; spotipy's PKCE knows no dialog.
    theirs = [(name, own["code_challenge"] if name == "code_challenge" else value) for name, value in theirs]
    if flow == "pkce" and show_dialog:
        theirs.append(("show_dialog", "True"))
    assert (place, ours) == (theirs_at, theirs)


def expire(home, flow):
    path = home / "state" / "tokens" / "default" / f"{flow}-{CLIENT}.json"
    token = json.loads(path.read_text())
    path.write_text(json.dumps({**token, "expires_at": int(time.time()) - 5}))


@pytest.mark.parametrize("flow", ["code", "pkce"])
def test_token_requests_are_spotipys(recorder, tmp_path, flow):
    begun = spotsh(tmp_path, recorder, "auth", "login", "--flow", flow, "--scope", SCOPE, "--print-url")
    state = dict(fields(begun.stdout.strip())[1])["state"]
    done = spotsh(tmp_path, recorder, "auth", "login", "--code", f"{REDIRECT}?code=the-code&state={state}")
    assert recorder.seen, done.stderr
    spotsh(tmp_path, recorder, "auth", "use", flow)
    expire(tmp_path, flow)
    assert spotsh(tmp_path, recorder, "auth", "token").stdout == "a\n"
    ours, recorder.seen = recorder.seen, []
    theirs = manager(flow, state)
    theirs.get_access_token("the-code", check_cache=False)
    theirs.refresh_access_token("r")

    def comparable(requests):
        return [(*head, [(name, "its own" if name == "code_verifier" else value) for name, value in form])
                for *head, form in requests]

    assert comparable(ours) == comparable(recorder.seen)


def test_a_clients_own_token_request_is_spotipys(recorder, tmp_path):
    done = spotsh(tmp_path, recorder, "auth", "login", "--flow", "client")
    assert done.returncode == 0, done.stderr
    ours, recorder.seen = recorder.seen, []
    oauth2.SpotifyClientCredentials(CLIENT, SECRET, cache_handler=MemoryCacheHandler()).get_access_token(
        as_dict=False)
    assert ours == recorder.seen
