"""Many processes over one token file: one refresh, nobody signed out, nothing half-written, whoever is killed when."""

import http.server
import json
import os
import random
import signal
import stat
import subprocess
import threading
import time
import urllib.parse

import pytest

from conftest import SPOTSH, Service

CLIENT = "client-of-the-test"


class RotatingServer(http.server.ThreadingHTTPServer):
    """A token endpoint that rotates refresh tokens and refuses every one that was used, as RFC 9700 §4.14.2 has it."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        super().__init__(("127.0.0.1", 0), RotatingEndpoint)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.lock = threading.Lock()
        self.valid, self.requests, self.refusals = "refresh-0", 0, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class RotatingEndpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        server = self.server
        with server.lock:
            server.requests += 1
            if form["refresh_token"] == [server.valid]:
                server.valid = f"refresh-{server.requests}"
                status, answer = 200, {"access_token": f"access-{server.requests}", "token_type": "Bearer",
                                       "expires_in": 3600, "refresh_token": server.valid, "scope": ""}
            else:
                server.refusals += 1
                status, answer = 400, {"error": "invalid_grant", "error_description": "Refresh token revoked"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    running = RotatingServer()
    yield running
    running.shutdown()
    running.server_close()


def token_file(home, client):
    return home / "state" / "tokens" / "default" / f"pkce-{client}.json"


def put(path, **fields):
    """An expired token, as spotsh keeps them."""
    token = {"access_token": "old", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "refresh-0", "scope": "",
             "expires_at": int(time.time()) - 5, "manager": "pkce", **fields}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in (path.parent, *list(path.parents)[1:4]):
        folder.chmod(0o700)
    path.touch(mode=0o600)
    path.write_text(json.dumps(token))


def expire(path):
    token = json.loads(path.read_text())
    token["expires_at"] = int(time.time()) - 5
    path.write_text(json.dumps(token))


def start(environment, *arguments):
    return subprocess.Popen([SPOTSH, *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def environment(home, **variables):
    return {"PATH": os.environ["PATH"], "HOME": str(home), "SPOTSH_HOME": str(home), "LC_ALL": "C.UTF-8", **variables}


def at(server, home):
    return environment(home, SPOTSH_ACCOUNTS_URL=server.url, SPOTSH_API_URL=server.url + "/v1", SPOTSH_CLIENT_ID=CLIENT)


def ask_at_once(server, home, count):
    """`auth token` in so many processes at the same time: what they printed."""
    running = [start(at(server, home), "auth", "token") for _ in range(count)]
    ended = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * count, ended
    return [out.strip() for out, _ in ended]


def test_64_processes_that_meet_an_expired_token_make_one_request(server, tmp_path):
    put(token_file(tmp_path, CLIENT))
    assert set(ask_at_once(server, tmp_path, 64)) == {"access-1"}
    assert (server.requests, server.refusals) == (1, 0)


def test_in_200_rounds_nobody_is_signed_out_by_a_server_that_refuses_used_refresh_tokens(server, tmp_path):
    path = token_file(tmp_path, CLIENT)
    put(path)
    # Sixty-four in every round take some minutes more.
    count = int(os.environ.get("SPOTSH_PROCESSES", "6"))
    for number in range(1, 201):
        assert set(ask_at_once(server, tmp_path, count)) == {f"access-{number}"}
        assert (server.requests, server.refusals) == (number, 0)
        assert json.loads(path.read_text())["refresh_token"] == server.valid
        expire(path)


# What is killed: mostly renewals; also what writes the cache, the profiles and the history's database.
WORK = [["auth", "refresh"]] * 6 + [["liked", "--limit", "3"], ["profile", "add", "other", "--market", "DE"]]


def check_files(home, path):
    """Nothing that a program may trip over: the token file is whole and private, and leftovers are private too."""
    token = json.loads(path.read_text())
    assert token["access_token"] and token["refresh_token"] and token["expires_at"], token
    for folder, _, names in os.walk(home):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700, folder
        for name in names:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600, name


def test_500_kills_at_random_moments_leave_whole_files_and_sign_nobody_out(tmp_path):
    seed = int(os.environ.get("SPOTSH_SEED", "20261125"))
    chance = random.Random(seed)
    service = Service(tmp_path)
    try:
        home = tmp_path / "user"
        home.mkdir(mode=0o700)
        here = environment(home, SPOTSH_ACCOUNTS_URL=service.accounts_url, SPOTSH_API_URL=service.api_url,
                           SPOTSH_CLIENT_ID=service.client_id)
        printed = subprocess.run([SPOTSH, "auth", "login", "--print-url"], env=here, capture_output=True, text=True,
                                 check=True)
        subprocess.run([SPOTSH, "auth", "login", "--code", service.approve(printed.stdout.strip())], env=here,
                       capture_output=True, check=True)
        path = token_file(home, service.client_id)
        started = time.monotonic()
        subprocess.run([SPOTSH, "auth", "refresh"], env=here, capture_output=True, check=True)
        span = 1.3 * (time.monotonic() - started)
        killed = 0
        while killed < 500:
            running = [start(here, *chance.choice(WORK)) for _ in range(chance.choice([1, 1, 2, 4]))]
            victim = chance.choice(running)
            time.sleep(chance.uniform(0, span))
            victim.send_signal(signal.SIGKILL)
            for process in running:
                _, said = process.communicate(timeout=120)
                assert process.returncode in ((0, -signal.SIGKILL) if process is victim else (0,)), (seed, killed, said)
            killed += victim.returncode == -signal.SIGKILL
            check_files(home, path)
        subprocess.run([SPOTSH, "auth", "refresh"], env=here, capture_output=True, check=True)
        done = subprocess.run([SPOTSH, "-c", "liked | first 1 | count"], env=here, capture_output=True, text=True,
                              check=False)
        assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
        # What the killed left behind was swept by those who came after.
        assert sorted(name for name in os.listdir(path.parent) if name.endswith(".tmp")) == []
    finally:
        service.stop()
