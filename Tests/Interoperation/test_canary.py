"""Known secrets go through whole sessions, errors and a crash: they are found in their own files, and nowhere else."""

import base64
import http.server
import json
import os
import resource
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request

import pytest

from conftest import SPOTSH, Service
from terminal import Terminal

SECRET = "canary-client-secret-7f3a91"


class Relay(http.server.ThreadingHTTPServer):
    """Stands before the demo service's accounts server and knows every code, verifier and token that passes."""

    daemon_threads = True

    def __init__(self, service):
        super().__init__(("127.0.0.1", 0), RelayEndpoint)
        self.service, self.secrets, self.answer = service, set(), None
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class RelayEndpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = urllib.parse.parse_qs(body.decode())
        server = self.server
        for name in ("code", "code_verifier", "refresh_token"):
            server.secrets.update(form.get(name, []))
        if callable(server.answer):
            status, answer = server.answer(form, base64.b64decode(self.headers.get("Authorization", " ").split(" ")[1]))
        else:
            status, answer = server.answer or self.ask(body)
        if isinstance(answer, dict):
            server.secrets.update(answer[name] for name in ("access_token", "refresh_token") if name in answer)
            answer = json.dumps(answer)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def ask(self, body):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if "Authorization" in self.headers:
            name, secret = base64.b64decode(self.headers["Authorization"].split()[1]).decode().split(":")
            assert secret == SECRET
            pair = base64.b64encode(f"{name}:{self.server.service.client_secret}".encode()).decode()
            headers["Authorization"] = "Basic " + pair
        request = urllib.request.Request(self.server.service.accounts_url + "/api/token", body, headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def log_message(self, *_):
        pass


@pytest.fixture
def relay(tmp_path):
    service = Service(tmp_path)
    running = Relay(service)
    yield running
    running.shutdown()
    running.server_close()
    service.stop()


class Watched:
    """Runs of spotsh whose every output is kept, and what the system shows of them to others."""

    def __init__(self, relay, home):
        self.relay, self.home, self.seen = relay, home, []
        self.variables = {
            "PATH": os.environ["PATH"], "HOME": str(home), "SPOTSH_HOME": str(home / "spotsh"), "LC_ALL": "C.UTF-8",
            "SPOTSH_API_URL": relay.service.api_url, "SPOTSH_ACCOUNTS_URL": relay.url,
            "SPOTSH_CLIENT_ID": relay.service.client_id}

    def run(self, *arguments, secret=False, **variables):
        process = subprocess.Popen(
            [SPOTSH, *arguments], env={**self.variables, **({"SPOTSH_CLIENT_SECRET": SECRET} if secret else {}),
                                       **variables},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.home)
        out, err = process.communicate(timeout=120)
        self.seen += [out, err]
        return process.returncode, out, err

    def leaks(self):
        """(what leaked, where)"""
        secrets = {*self.relay.secrets, SECRET, self.relay.service.client_secret}
        found = [(secret, text) for secret in secrets for text in self.seen if secret in text]
        for folder, _, names in os.walk(self.home):
            # Tokens, secrets and what waits for a code are where they belong.
            if os.path.relpath(folder, self.home).split(os.sep)[1:] in (
                    ["state", "tokens", "default"], ["config", "secrets"], ["state", "pending"]):
                continue
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                found += [(secret, os.path.join(folder, name)) for secret in secrets if secret.encode() in content]
        return found


@pytest.fixture
def watched(relay, tmp_path):
    home = tmp_path / "user"
    home.mkdir()
    return Watched(relay, home)


def sign_in(watched, *options, **rest):
    _, url, _ = watched.run("--trace", "auth", "login", "--print-url", *options, **rest)
    # The address goes to the demo service itself; the relay takes only the token requests.
    real = url.strip().replace(watched.relay.url, watched.relay.service.accounts_url)
    answer = watched.relay.service.approve(real)
    status, _, err = watched.run("--trace", "auth", "login", "--code", answer, **rest)
    assert status == 0, err
    return answer


def test_nothing_leaks_in_whole_sessions_and_on_every_error_path(relay, watched):
    answers = [sign_in(watched), sign_in(watched, "--flow", "code", secret=True)]
    for flow in ("pkce", "code"):
        secret = flow == "code"
        watched.run("auth", "use", flow, secret=secret)
        for words in (["auth", "refresh"], ["auth", "status"], ["auth", "check"], ["auth", "url"], ["whoami"],
                      ["profile", "show"], ["profile", "list"], ["liked", "--limit", "2"],
                      ["auth", "login", "--code", answers[0]], ["auth", "scopes"], ["commands", "--json"],
                      ["call", "GET", "/nothing/there"], ["play", "spotify:track:0000000000000000000000"],
                      ["-c", "!env"], ["-c", "!sh -c 'env; ps -ef'"], ["-c", "let x = (whoami); print $x"],
                      ["-c", "env SPOTSH_CLIENT_SECRET"], ["-c", "fail {kind: user, message: oh}"], ["history"],
                      ["config", "list"], ["explain", "liked"]):
            watched.run("--trace", *words, secret=secret)
        # It looked at all that there is: files, token, servers, account.
        status, out, _ = watched.run("--trace", "doctor", "--output", "json", secret=secret)
        assert status == 0 and {"token", "client id", "account"} <= {row["check"] for row in json.loads(out)}
    # A server that says back what it was sent.
    relay.answer = lambda form, basic: (400, {"error": "invalid_request", "error_uri": str(form),
                                              "error_description": f"not {form} of {basic.decode()}"})
    for flow in ("pkce", "code"):
        watched.run("auth", "use", flow, secret=True)
        _, _, err = watched.run("--trace", "auth", "refresh", secret=True)
        assert "invalid_request: not {" in err and "•••" in err.split("invalid_request")[1]
    # Every way in which a token request can go wrong.
    for status, answer in ((400, {"error": "invalid_client"}), (500, "<html>"), (200, "<html>"), (200, "[]"),
                           (200, {"access_token": "canary-access-9912345", "token_type": "mac"}),
                           (200, {"error": "x", "error_description": "y"}),
                           (400, {"error": "invalid_grant", "error_description": "revoked"})):
        relay.answer = (status, answer)
        watched.run("--trace", "auth", "refresh", secret=True)
        watched.run("--trace", "auth", "login", "--flow", "client", secret=True)
        watched.run("--trace", "auth", "login", "--code", "canary-code-77aa88bb99")
    relay.answer = None
    # Files that are refused, and servers that are not there.
    path = watched.home / "spotsh/state/tokens/default" / f"pkce-{relay.service.client_id}.json"
    path.chmod(0o644)
    watched.run("--trace", "whoami")
    path.chmod(0o600)
    watched.run("--trace", "whoami", SPOTSH_API_URL="http://127.0.0.1:9/v1")
    watched.run("--trace", "auth", "refresh", SPOTSH_ACCOUNTS_URL="http://127.0.0.1:9")
    watched.run("--trace", "auth", "login", SPOTSH_CLIENT_SECRET=SECRET, SPOTIPY_REDIRECT_URI="http://localhost/")
    watched.run("--trace", "whoami", SPOTSH_TOKEN="canary-ready-token-55667788")
    relay.secrets.add("canary-ready-token-55667788")
    assert len(relay.secrets) >= 12
    assert watched.leaks() == []
    assert any("/api/token" in text and "•••" in text for text in watched.seen)
    # The one command that is for it.
    sign_in(watched, "--flow", "pkce")
    status, out, _ = watched.run("auth", "token")
    assert status == 0 and out.strip() in relay.secrets


def test_a_session_at_the_prompt_keeps_no_secret(relay, watched):
    sign_in(watched)
    _, token, _ = watched.run("auth", "token")
    watched.seen.pop(-2)
    (refresh,) = {json.loads(path.read_text())["refresh_token"]
                  for path in (watched.home / "spotsh/state/tokens/default").glob("*.json")}
    variables = {**watched.variables, "SPOTSH_CLIENT_SECRET": SECRET}
    one = Terminal(variables, "--quiet")
    one.wait_for("spotsh>")
    for line in (f"print {token.strip()}", f"let x = '{refresh}'", f"print {SECRET}", f"nonsense {refresh}",
                 "auth login --code canary-code-0123456789", "profile add x --secret canary-secret-0123456789",
                 f"!echo {SECRET}", "print kept-in-the-history"):
        one.type(line + "\n")
    one.type("print done-with-it\n")
    deadline = time.monotonic() + 60
    while one.shown.count("done-with-it") < 2:
        assert time.monotonic() < deadline and one._read(deadline), one.shown
    one.type("quit\n")
    assert one.wait_for_end() == 0
    one.close()
    # What was typed is on the screen; what was kept is not.
    assert watched.leaks() == []
    state = watched.home / "spotsh/state"
    kept = b"".join(path.read_bytes() for path in state.glob("*sqlite*"))
    assert b"kept-in-the-history" in kept
    for word in (b"canary-code-0123456789", b"canary-secret-0123456789"):
        assert word not in kept
    errors = [line for line in one.shown.splitlines() if "| " in line]
    assert errors and not any(refresh in line for line in errors)


@pytest.mark.parametrize("backtrace", [False, True])
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL])
def test_a_crash_shows_nothing_and_leaves_no_core(relay, watched, number, backtrace):
    sign_in(watched)
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)

    def with_cores():
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    process = subprocess.Popen(
        [SPOTSH, "-c", "let me = (whoami); print ready; !sleep 4"], cwd=watched.home, preexec_fn=with_cores,
        env={**watched.variables, "SPOTSH_CLIENT_SECRET": SECRET,
             # What Swift's own crash reporter shows, registers and memory included, where it is switched on.
             "SWIFT_BACKTRACE": "enable=yes,color=no,limit=8,registers=all" if backtrace else "enable=no"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    with open(f"/proc/{process.pid}/cmdline", encoding="utf-8") as file:
        watched.seen.append(file.read())
    process.send_signal(number)
    watched.seen += process.communicate(timeout=120)
    # With the reporter, a signal that came from outside is survived.
    assert backtrace or process.returncode == -number
    assert not list(watched.home.glob("core*"))
    assert watched.leaks() == []
