"""Signing in without a browser, profiles, and everything that can be wrong around them, with the real binary."""

import http.server
import json
import os
import shutil
import socket
import stat
import subprocess
import threading
import time
import urllib.parse
import urllib.request

import pytest

from conftest import SPOTSH, Service
from person import User, shown_address
from terminal import Terminal


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    running = Service(tmp_path_factory.mktemp("service"))
    yield running
    running.stop()


# Without a browser


def test_over_a_pipe_nothing_prompts_and_the_way_is_said(user):
    status, out, err = user.run("auth", "login")
    assert (status, out) == (3, "")
    assert "--print-url" in err and "--code" in err


@pytest.mark.parametrize("shape", ["url", "query", "code=", "code", "quoted", "stdin"])
def test_two_processes_and_the_answer_in_any_shape(user, service, shape):
    url = user.does("auth", "login", "--print-url", "--scope", "user-read-private").strip()
    answer = service.approve(url)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(answer).query)["code"][0]
    given = {"url": answer, "query": "?" + answer.split("?")[1], "code=": "code=" + code, "code": code,
             "quoted": f' "<{answer}>"\n', "stdin": "-"}[shape]
    _, _, err = user.run("auth", "login", "--code", given, stdin=answer + "\n" if shape == "stdin" else "")
    assert "signed in as Robin Vale" in err
    assert user.record("auth", "status")["scopes"] == ["user-read-private"]
    # Used once, gone.
    assert list((user.home / "spotsh/state/pending").iterdir()) == []
    assert user.run("auth", "login", "--code", given if shape != "stdin" else answer)[0] == 3


def test_an_answer_with_another_state_is_refused_and_uses_nothing_up(user, service):
    url = user.does("auth", "login", "--print-url").strip()
    answer = service.approve(url)
    status, _, err = user.run("auth", "login", "--code", answer.split("&state=")[0] + "&state=guessed")
    assert status == 3 and "no sign-in waits for that answer" in err
    assert "signed in as" in user.run("auth", "login", "--code", answer)[2]


def test_after_ten_minutes_the_answer_is_too_late(user, service):
    answer = service.approve(user.does("auth", "login", "--print-url").strip())
    pending = next((user.home / "spotsh/state/pending").iterdir())
    kept = json.loads(pending.read_text())
    pending.write_text(json.dumps({**kept, "begun_at": kept["begun_at"] - 601_000}))
    status, _, err = user.run("auth", "login", "--code", answer)
    assert status == 3 and "ten minutes" in err


def test_over_ssh_the_address_is_shown_and_a_paste_is_enough(terminal, service):
    one = terminal("auth", "login")
    url = shown_address(one)
    assert "A browser was asked" not in one.shown
    one.type("what?\n")
    one.wait_for("there is no code in that")
    one.type(service.approve(url) + "\n")
    assert one.wait_for_end() == 0
    assert "signed in as Robin Vale" in one.shown


def test_the_browser_may_answer_while_a_paste_is_awaited(terminal, service):
    one = terminal("auth", "login")
    answer = service.approve(shown_address(one))
    with urllib.request.urlopen(answer) as page:
        assert "You are signed in" in page.read().decode()
    assert one.wait_for_end() == 0


def test_ctrl_c_ends_it_with_130(terminal):
    one = terminal("auth", "login")
    shown_address(one)
    one.type("\x03")
    assert one.wait_for_end() == 130


def test_a_browser_that_cannot_be_started_leaves_the_paste(terminal, service):
    one = terminal("auth", "login", BROWSER="/nonexistent/browser")
    one.type(service.approve(shown_address(one)) + "\n")
    assert one.wait_for_end() == 0


def test_a_taken_port_is_said_and_the_paste_remains(terminal, service):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        one = terminal("auth", "login", "--port", str(port))
        url = shown_address(one)
        assert f"another program listens on port {port}" in one.shown and "--port 0" in one.shown
        one.type(service.approve(url) + "\n")
        assert one.wait_for_end() == 0


def test_with_nothing_configured_it_guides(tmp_path, service, variables):
    user = User(tmp_path, variables)
    one = Terminal(user.variables, "auth", "login")
    one.wait_for("Client ID: ")
    for part in ("developer.spotify.com/dashboard", "Create app", "http://127.0.0.1/callback"):
        assert part in one.shown
    one.type(service.client_id + "\n")
    one.type(service.approve(shown_address(one)) + "\n")
    assert one.wait_for_end() == 0
    one.close()
    profile = user.record("profile", "show")
    assert (profile["client_id"], profile["user"]) == (service.client_id, "Robin Vale")
    # Asked once.
    assert user.run("auth", "login", "--print-url")[0] == 0
    # Without a terminal nobody is asked.
    assert user.run("auth", "login", SPOTSH_HOME=str(tmp_path / "other"))[0] == 3


# Redirect addresses


@pytest.mark.parametrize("given, instead", [
    ("http://localhost:8888/callback", "http://127.0.0.1:8888/callback"),
    ("http://example.org/callback", "https://example.org/callback"),
    ("http://127.0.0.1:8888/callback#top", "http://127.0.0.1:8888/callback"),
    ("nonsense", "http://127.0.0.1/callback"),
])
def test_a_redirect_that_spotify_refuses_is_refused_before_any_request(user, given, instead):
    for words in (["auth", "login", "--print-url"], ["auth", "url"]):
        status, out, err = user.run(*words, SPOTIPY_REDIRECT_URI=given)
        assert status != 0 and out == ""
        assert "use " + instead in err
    assert user.run("profile", "add", "x", "--redirect-uri", given)[0] != 0


def test_a_redirect_without_a_port_takes_a_free_one(terminal, service):
    one = terminal("auth", "login", SPOTIPY_REDIRECT_URI="http://127.0.0.1/callback")
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(shown_address(one)).query)
    assert urllib.parse.urlsplit(query["redirect_uri"][0]).port
    one.type("\x03")
    assert one.wait_for_end() == 130


# Profiles


def test_two_accounts_side_by_side(user, service):
    assert "signed in as Robin Vale" in user.sign_in(service)[2]
    _, _, err = user.sign_in(service, "--as", "second", user="demo-guest")
    assert "signed in as Kim Osterly (profile second)" in err
    assert user.record("whoami")["user"] == "demo-listener"
    assert user.record("--profile", "second", "whoami")["user"] == "demo-guest"
    assert user.record("whoami", SPOTSH_PROFILE="second")["profile"] == "second"
    both = user.does("-c", "print (whoami).user; as \"second\" { print (whoami).user }; print (whoami).user")
    assert both.split() == ["demo-listener", "demo-guest", "demo-listener"]
    listed = {row["name"]: row for row in user.record("profile", "list")}
    assert {name: row["in_use"] for name, row in listed.items()} == {"default": True, "second": False}
    user.does("profile", "use", "second")
    assert user.record("whoami")["user"] == "demo-guest"
    one = Terminal(user.variables, "--quiet")
    one.wait_for("second>")
    one.type("profile use default\n")
    one.wait_for("spotsh>")
    one.type("quit\n")
    assert one.wait_for_end() == 0
    one.close()
    user.does("profile", "use", "second")
    user.does("profile", "rename", "second", "guest")
    assert user.record("whoami")["profile"] == "guest"
    user.does("profile", "remove", "guest")
    assert not user.token_file(service.client_id, "guest").exists()
    assert user.record("whoami")["user"] == "demo-listener"
    status, _, err = user.run("--profile", "defautl", "whoami")
    assert status != 0 and "did you mean default?" in err


def test_the_profile_in_use_can_be_renamed_and_removed_within_a_session(user, service):
    user.sign_in(service)
    user.sign_in(service, "--as", "second", user="demo-guest")
    said = user.does("-c", "profile use second; profile rename second third; print (whoami).profile; "
                           "profile remove third; print (whoami).profile; profile rename default home; "
                           "print (whoami).profile")
    assert said.split() == ["third", "default", "home"]
    assert user.record("whoami")["profile"] == "home"


def test_the_first_profile_is_the_one_that_is_used(user):
    user.does("profile", "add", "work", "--market", "DE")
    user.does("profile", "add", "play")
    assert {row["name"]: row["in_use"] for row in user.record("profile", "list")} == {"work": True, "play": False}


def test_another_account_than_the_profiles_is_refused_and_nothing_is_lost(user, service):
    user.sign_in(service)
    before = user.token_file(service.client_id).read_text()
    status, _, err = user.sign_in(service, user="demo-guest")
    assert status == 3 and "Kim Osterly signed in, but" in err and "--as NAME" in err
    assert user.token_file(service.client_id).read_text() == before
    assert user.record("whoami")["user"] == "demo-listener"


def test_status_says_where_each_value_comes_from(user, service):
    sources = user.record("auth", "status")["sources"]
    assert (sources["profile"], sources["client_id"], sources["redirect_uri"], sources["manager"]) == (
        "default", "SPOTIPY_CLIENT_ID", "default", "default")
    user.does("profile", "add", "mine", "--client-id", "x" * 32, "--flow", "code", "--redirect-uri",
              "http://127.0.0.1:9/callback", "--cache", "memory")
    shown = user.record("--profile", "mine", "auth", "status", SPOTIPY_CLIENT_ID="")
    sources = shown["sources"]
    assert (sources["profile"], sources["client_id"], sources["manager"], sources["cache"]) == (
        "command line", "profile mine", "profile mine", "profile mine")
    assert shown["redirect_uri"] == "http://127.0.0.1:9/callback"
    assert user.record("auth", "status", SPOTSH_PROFILE="mine")["sources"]["profile"] == "SPOTSH_PROFILE"
    user.does("profile", "use", "mine")
    assert user.record("auth", "status")["sources"]["profile"] == "profile mine"


def test_two_weeks_before_a_sign_in_ends_it_is_said(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    token = json.loads(path.read_text())
    now = int(time.time())
    for age, warns in ((160, False), (170, True)):
        path.write_text(json.dumps({**token, "authorized_at": now - age * 86400}))
        assert ("this sign-in ends on" in user.run("auth", "status")[2]) == warns
        # Who never asks for the status hears it when the token is renewed.
        assert ("this sign-in ends on" in user.run("auth", "refresh")[2]) == warns
        token = json.loads(path.read_text())


def test_a_missing_scope_is_named_before_the_request_and_grant_asks_for_the_union(user, service):
    user.sign_in(service, "--scope", "user-top-read,user-read-private")
    status, _, err = user.run("--trace", "liked")
    assert status == 3 and "user-library-read" in err and "auth grant user-library-read" in err
    assert "Bearer" not in err
    url = user.does("auth", "scopes", "liked", "--output", "json")
    assert [(row["scope"], row["needed"], row["granted"]) for row in json.loads(url)][0] == (
        "user-library-read", True, False)
    script = user.home / "week.spot"
    script.write_text("liked | first 3\n")
    assert {row["scope"] for row in user.record("auth", "scopes", str(script))} >= {"user-library-read"}
    assert {row["scope"] for row in user.record("auth", "scopes", "week.spot")} >= {"user-library-read"}
    one = Terminal(user.variables, "auth", "grant", "user-library-read")
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(shown_address(one)).query)
    assert asked["scope"] == ["user-library-read user-read-private user-top-read"]
    assert asked["show_dialog"] == ["True"]
    one.type(service.approve(shown_address(one)) + "\n")
    assert one.wait_for_end() == 0
    one.close()
    assert user.does("-c", "liked | first 1 | count") == "1\n"


@pytest.mark.parametrize("scopes", [["a,b"], ["user-top-read", "user-libary-read"]])
def test_an_unknown_scope_is_an_error_with_a_suggestion(user, scopes):
    status, _, err = user.run("auth", "login", "--print-url", "--scope", *scopes)
    assert status != 0 and "Spotify has no scope" in err
    assert user.run("auth", "login", "--print-url", "--scope", *scopes, "--scope-unchecked")[0] == 0


def test_what_a_sign_in_depends_on_is_checked(user, service):
    user.sign_in(service)
    rows = {row["check"]: row for row in user.record("auth", "check")}
    assert all(row["ok"] for row in rows.values()), rows
    assert set(rows) == {"client id", "redirect URI", "token file", "accounts server", "clock"}
    bad = {row["check"]: row for row in user.record("auth", "check", SPOTIPY_CLIENT_ID="",
                                                    SPOTSH_HOME=str(user.home / "other"),
                                                    SPOTIPY_REDIRECT_URI="http://localhost/",
                                                    SPOTSH_ACCOUNTS_URL="http://127.0.0.1:9")}
    for name in ("client id", "redirect URI", "accounts server"):
        assert not bad[name]["ok"] and bad[name]["remedy"], bad[name]


def test_import_export_url_token_and_logout(user, service):
    user.sign_in(service)
    user.does("auth", "export", "here.cache")
    assert stat.S_IMODE((user.home / "here.cache").stat().st_mode) == 0o600
    token = user.does("auth", "token").strip()
    user.does("auth", "logout")
    assert user.run("whoami")[0] == 3
    assert "took over the sign-in of Robin Vale" in user.run("auth", "import", "here.cache", "--flow", "pkce")[2]
    assert user.does("auth", "token", "--header") == f"Authorization: Bearer {token}\n"
    url = user.does("auth", "url", "--scope", "user-top-read").strip()
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["scope"] == ["user-top-read"]
    assert user.run("auth", "login", "--code", service.approve(url))[0] == 0


# Token files that are not as they should be


@pytest.mark.parametrize("content", [b"", b'{"access_token":"a', b"hello", b"[1,2]", b"null", b"\xff\xfe\x00", b"{}"])
def test_a_damaged_token_file_is_said_and_mended_by_signing_in(user, service, content):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    path.write_bytes(content)
    status, _, err = user.run("whoami")
    assert status == 3 and str(path) in err and "auth login" in err, err
    assert path.read_bytes() == content
    assert "signed in as" in user.sign_in(service)[2]
    assert json.loads(path.read_text())["access_token"]


def refused(user, service, mend):
    """The token file is refused with a remedy that, typed, mends it."""
    path = user.token_file(service.client_id)
    for words in (["whoami"], ["auth", "status"]):
        status, _, err = user.run(*words)
        assert status == 3 and str(path) in err and "hint:" in err, err
    mend(path, err)
    if not path.exists():
        user.sign_in(service)
    assert user.run("whoami")[0] == 0


def test_a_folder_in_the_place_of_the_token_file(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    path.unlink()
    path.mkdir()
    refused(user, service, lambda path, _: path.rmdir())


def test_a_link_in_the_place_of_the_token_file(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    target = user.home / "elsewhere.json"
    path.rename(target)
    path.symlink_to(target)

    def mend(path, err):
        assert f"rm {path}" in err
        path.unlink()

    refused(user, service, mend)
    assert json.loads(target.read_text())["access_token"]


def test_a_token_file_that_the_group_can_read(user, service):
    user.sign_in(service)
    user.token_file(service.client_id).chmod(0o640)

    def mend(path, err):
        assert f"chmod 600 {path}" in err
        path.chmod(0o600)

    refused(user, service, mend)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_token_file_of_somebody_else(user, service):
    user.sign_in(service)
    os.chown(user.token_file(service.client_id), 65534, 65534)

    def mend(path, err):
        assert "chown" in err
        os.chown(path, 0, 0)

    refused(user, service, mend)


def can_mount():
    return os.geteuid() == 0 and shutil.which("unshare") and subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"], capture_output=True,
        check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a small file system cannot be mounted here")
def test_on_a_full_disk_the_token_stays_and_the_server_is_not_asked(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    token = json.loads(path.read_text())
    path.write_text(json.dumps({**token, "expires_at": 1000}))
    home = user.variables["SPOTSH_HOME"]
    script = (f"set -e; mount -t tmpfs -o size=256k,mode=700 tmpfs /mnt; cp -a {home}/. /mnt/; "
              "dd if=/dev/zero of=/mnt/fill bs=1k 2>/dev/null || true; "
              f"SPOTSH_HOME=/mnt {SPOTSH} --trace whoami 2>&1 || echo status $?; cat /mnt/state/tokens/default/*.json; "
              f"rm /mnt/fill; SPOTSH_HOME=/mnt {SPOTSH} -c '(whoami).user'")
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], env=user.variables, capture_output=True, text=True,
                          timeout=120, check=False)
    assert "No space left" in done.stdout or "disk is full" in done.stdout, done.stdout + done.stderr
    assert "status 3" in done.stdout and "hint:" in done.stdout
    assert "/api/token" not in done.stdout.split("status 3")[0]
    assert token["refresh_token"] in done.stdout
    assert done.stdout.rstrip().endswith('"demo-listener"')


# Servers that do not answer as they should


class OddServer(http.server.ThreadingHTTPServer):
    """A token endpoint that answers with the given bytes."""

    daemon_threads = True

    def __init__(self, status, body, missing=0, delay=0.0):
        super().__init__(("127.0.0.1", 0), OddEndpoint)
        self.status, self.body, self.missing, self.delay, self.requests = status, body, missing, delay, 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class OddEndpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests += 1
        time.sleep(self.server.delay)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body) + self.server.missing))
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_):
        pass


GOOD = '"access_token": "fresh"'
ODD = {
    "a page of HTML": (200, "<html>hello</html>", {}, 5, "no JSON record"),
    "an empty answer": (200, "", {}, 5, "no JSON record"),
    "a list": (200, "[1]", {}, 5, "no JSON record"),
    "no access token": (200, '{"token_type": "Bearer"}', {}, 5, "without an access token"),
    "another token type": (200, f'{{{GOOD}, "token_type": "mac"}}', {}, 5, "unknown token type"),
    "an error with 200": (200, '{"error": "server_error", "error_description": "later"}', {}, 3, "server_error: later"),
    "503": (503, "<html>busy</html>", {}, 5, "503"),
    "500 with a list": (500, "[]", {}, 5, "500"),
    "slow": (200, f"{{{GOOD}}}", {"delay": 3.0}, 7, ""),
    "cut": (200, f"{{{GOOD}}}", {"missing": 10}, 7, ""),
    "no expires_in": (200, f"{{{GOOD}}}", {}, 0, ""),
    "expires_in as a string": (200, f'{{{GOOD}, "expires_in": "1800"}}', {}, 0, ""),
    "a negative expires_in": (200, f'{{{GOOD}, "expires_in": -5}}', {}, 0, ""),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_server_that_answers_with(tmp_path, kind):
    status, body, how, expected, words = ODD[kind]
    server = OddServer(status, body, **how)
    user = User(tmp_path, {"SPOTSH_ACCOUNTS_URL": server.url, "SPOTSH_API_URL": server.url, "SPOTSH_CLIENT_ID": "id"})
    path = user.token_file("id")
    path.parent.mkdir(parents=True)
    for folder in list(path.parents)[:4]:
        folder.chmod(0o700)
    path.touch(mode=0o600)
    path.write_text(json.dumps({"access_token": "old", "token_type": "Bearer", "expires_in": 3600,
                                "refresh_token": "precious", "scope": "", "expires_at": 1000}))
    code, out, err = user.run("--timeout", "300ms", "auth", "token")
    assert code == expected and words in err, err
    kept = json.loads(path.read_text())
    # Whatever it was, the sign-in is not lost.
    assert kept["refresh_token"] == "precious"
    if expected == 0:
        assert out == "fresh\n"
        left = kept["expires_at"] - time.time()
        assert 1700 < left <= 3600
    server.shutdown()
    server.server_close()
