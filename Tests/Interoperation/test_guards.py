"""What stands round a sign-in: its deadline, its listener, whose the account is, odd files and hostile words."""

import http.server
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from conftest import Service
from person import shown_address
from terminal import Terminal

SECRET = "canary-secret-5521904c"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    running = Service(tmp_path_factory.mktemp("service"))
    yield running
    running.stop()


# The four flows, one after the other


def test_every_flow_signs_in_and_each_keeps_a_token_of_its_own(user, service):
    user.variables["SPOTIPY_CLIENT_SECRET"] = service.client_secret
    for flow in ("pkce", "code", "implicit"):
        said = user.sign_in(service, "--flow", flow)[2]
        assert "signed in as Robin Vale" in said
        assert user.record("whoami")["manager"] == flow
    status, _, said = user.run("auth", "login", "--flow", "client")
    assert status == 0 and "this client has a token of its own" in said
    tokens = {user.token_file(service.client_id, flow=flow).read_text() for flow in ("pkce", "code", "implicit", "client")}
    assert len(tokens) == 4
    assert "ended the implicit grant on 2025-11-27" in user.run("auth", "login", "--flow", "implicit", "--print-url")[2]
    # auth use switches between what is there, without a sign-in.
    for flow in ("pkce", "client", "code", "implicit"):
        user.does("auth", "use", flow)
        kept = json.loads(user.token_file(service.client_id, flow=flow).read_text())
        assert user.does("auth", "token").strip() == kept["access_token"]
    user.does("auth", "logout", "--all")
    assert not list(user.token_file(service.client_id).parent.glob("*.json"))


@pytest.mark.parametrize("flow", ["client", "code"])
def test_a_wrong_secret_is_said_and_not_shown(user, service, flow):
    user.variables["SPOTIPY_CLIENT_SECRET"] = SECRET
    if flow == "client":
        status, out, err = user.run("auth", "login", "--flow", "client")
    else:
        status, out, err = user.sign_in(service, "--flow", "code")
    assert status == 3 and "Invalid client secret" in err and "auth check" in err
    assert SECRET not in out + err


# The deadline


def test_a_sign_in_ends_at_its_deadline(terminal):
    one = terminal("auth", "login", "--deadline", "800ms")
    shown_address(one)
    assert one.wait_for_end() == 3
    assert "nobody finished the sign-in in time" in one.shown and "--deadline 10min" in one.shown


def test_a_sign_in_waits_for_five_minutes_where_nothing_is_said(user):
    assert "else 5 minutes" in user.does("auth", "login", "--help")


@pytest.mark.parametrize("given", ["0s", "25h"])
def test_a_deadline_of_no_time_or_of_days_is_refused(terminal, given):
    one = terminal("auth", "login", "--deadline", given)
    assert one.wait_for_end() == 1
    assert "at most a day" in one.shown


# The listener


def ask(port, request):
    """The status line of an answer to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        return connection.makefile("rb").readline().decode()


def test_only_who_asks_by_the_loopback_address_is_answered(terminal, service):
    one = terminal("auth", "login")
    answer = urllib.parse.urlsplit(service.approve(shown_address(one)))
    target = f"{answer.path}?{answer.query}"
    for host in (f"Host: evil.example:{answer.port}\r\n", "Host: evil.example\r\n", f"Host: localhost:{answer.port}\r\n",
                 "Host: 127.0.0.1.evil.example\r\n", ""):
        assert " 200 " not in ask(answer.port, f"GET {target} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), host
    assert " 404 " in ask(answer.port, f"GET {target} HTTP/1.0\r\n\r\n")
    with urllib.request.urlopen(answer.geturl()) as page:
        assert "You are signed in" in page.read().decode()
    assert one.wait_for_end() == 0


def test_nobody_beyond_the_loopback_address_can_reach_it(terminal):
    one = terminal("auth", "login")
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(shown_address(one)).query)
    port = urllib.parse.urlsplit(query["redirect_uri"][0]).port
    listening = []
    for table in ("tcp", "tcp6"):
        with open(f"/proc/net/{table}", encoding="ascii") as file:
            rows = [line.split() for line in file]
        listening += [row[1] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"]
    assert listening == [f"0100007F:{port:04X}"]
    one.type("\x03")
    assert one.wait_for_end() == 130
    with pytest.raises(OSError):
        ask(port, "GET / HTTP/1.0\r\n\r\n")


def test_two_sign_ins_at_once_do_not_disturb_each_other(terminal, service):
    both = [terminal("auth", "login"), terminal("auth", "login", "--as", "second")]
    answers = [service.approve(shown_address(one)) for one in both]
    # The second's answer at the first's door is none.
    first, second = (urllib.parse.urlsplit(answer) for answer in answers)
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(second._replace(netloc=first.netloc).geturl())
    for answer in reversed(answers):
        with urllib.request.urlopen(answer) as page:
            assert "You are signed in" in page.read().decode()
    assert [one.wait_for_end() for one in both] == [0, 0]


# Whose account it is


class Failing(http.server.ThreadingHTTPServer):
    """A Web API that answers 500, or 503, to everything."""

    daemon_threads = True

    def __init__(self, status):
        super().__init__(("127.0.0.1", 0), FailingEndpoint)
        self.status = status
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class FailingEndpoint(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(params=[500, 503, None])
def failing(request):
    """The address of a Web API that cannot say who signed in."""
    if request.param is None:
        yield "http://127.0.0.1:9/v1"
        return
    server = Failing(request.param)
    yield server.url
    server.shutdown()
    server.server_close()


def sign_in_at(user, service, api, account=None):
    """Signs in while the Web API is at another address: (status, standard error)."""
    address = user.does("auth", "login", "--print-url").strip()
    answer = service.approve(address + (f"&login_hint={account}" if account else ""))
    status, _, err = user.run("--wait", "0s", "auth", "login", "--code", answer, SPOTSH_API_URL=api)
    return status, err


def test_a_sign_in_whose_account_cannot_be_asked_is_kept_and_asked_for_later(user, service, failing):
    status, err = sign_in_at(user, service, failing)
    assert status == 0 and "who signed in could not be asked" in err, err
    assert user.record("whoami")["user"] == "demo-listener"
    # From now on the profile knows whose it is.
    assert user.record("profile", "show")["user"] == "Robin Vale"
    assert "Kim Osterly signed in, but" in user.sign_in(service, user="demo-guest")[2]


def test_the_account_of_a_known_profile_is_made_sure_of_before_such_a_sign_in_is_used(user, service, failing):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    before = path.read_text()
    status, err = sign_in_at(user, service, failing, "demo-guest")
    # A sign-in that still serves stays.
    assert status in (5, 7) and "the sign-in of before stands" in err, err
    assert path.read_text() == before
    user.does("auth", "logout")
    status, err = sign_in_at(user, service, failing)
    assert status == 0 and "account_id" not in json.loads(path.read_text()), err
    assert user.does("-c", "liked | first 1 | count") == "1\n"
    assert json.loads(path.read_text())["account_id"]
    user.does("auth", "logout")
    assert sign_in_at(user, service, failing, "demo-guest")[0] == 0
    status, _, err = user.run("-c", "liked | first 1 | count")
    assert status == 3 and "Kim Osterly signed in, but the profile default belongs to Robin Vale" in err
    assert not path.exists()


def test_as_and_profile_refuse_another_account_than_theirs(user, service):
    user.sign_in(service)
    user.sign_in(service, "--as", "second", user="demo-guest")
    kept = user.token_file(service.client_id, "second").read_text()
    for begin, finish in (
            (["--profile", "second", "auth", "login", "--print-url"], ["--profile", "second", "auth", "login", "--code"]),
            (["-c", 'as "second" { auth login --print-url }'], None)):
        answer = service.approve(user.does(*begin).strip())
        if finish:
            status, _, err = user.run(*finish, answer)
        else:
            status, _, err = user.run("-c", f"as \"second\" {{ auth login --code '{answer}' }}")
        assert status == 3 and "Robin Vale signed in, but the profile second belongs to Kim Osterly" in err, err
        assert user.token_file(service.client_id, "second").read_text() == kept
    assert user.does("-c", 'as "second" { print (whoami).user }') == "demo-guest\n"
    status, _, err = user.run("-c", 'as "secnod" { whoami }')
    assert status != 0 and "did you mean second?" in err


def test_the_name_of_a_removed_profile_can_be_given_to_another(user, service):
    user.sign_in(service)
    user.sign_in(service, "--as", "second", user="demo-guest")
    user.does("--profile", "second", "auth", "refresh")
    user.does("profile", "remove", "second")
    user.does("profile", "rename", "default", "second")
    assert user.record("whoami")["profile"] == "second"
    assert user.token_file(service.client_id, "second").exists()


# Files, variables and words that are not as they should be


@pytest.mark.parametrize("field", ["expires_at", "authorized_at", "expires_in"])
@pytest.mark.parametrize("value", [
    2**63 - 1, -2**63, 2**64, 1e300, -1e300, "1700000000", "NaN", None, [], {"a": [[[]]]}, True])
def test_an_odd_token_file_ends_nothing(user, service, field, value):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))
    for words in (["auth", "status"], ["doctor"], ["whoami"], ["auth", "refresh"]):
        status, _, err = user.run(*words)
        assert status == 0, (words, err)


def test_odd_waiting_sign_ins_are_passed_over(user, service):
    answer = service.approve(user.does("auth", "login", "--print-url").strip())
    folder = user.home / "spotsh/state/pending"
    good = json.loads(next(folder.iterdir()).read_text())
    for number, begun in enumerate([2**63 - 1, -2**63, 0, "soon", None]):
        odd = folder / f"odd{number}.json"
        odd.touch(mode=0o600)
        odd.write_text(json.dumps({**good, "id": f"odd{number}", "state": "", "begun_at": begun}))
    assert "signed in as" in user.run("auth", "login", "--code", answer)[2]
    assert list(folder.iterdir()) == []


def test_a_clock_that_was_set_back_costs_a_refresh_and_never_the_sign_in(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    token = json.loads(path.read_text())
    # More time left than it ever had.
    path.write_text(json.dumps({**token, "expires_at": int(time.time()) + 3 * 3600}))
    assert user.record("whoami")["user"] == "demo-listener"
    renewed = json.loads(path.read_text())
    assert renewed["access_token"] != token["access_token"]
    assert renewed["expires_at"] <= time.time() + 3600


@pytest.mark.parametrize("token", ["two words", "a\r\nX-Evil: 1", "schlüssel", "a\x1b[2Jb"])
def test_a_ready_token_that_no_header_can_carry_is_refused_before_any_request(user, token):
    for words in (["whoami"], ["auth", "token", "--header"]):
        status, out, err = user.run("--trace", *words, SPOTSH_TOKEN=token)
        assert (status, out) == (3, "") and "SPOTSH_TOKEN" in err and token not in err
        assert "GET" not in err


def test_env_tells_no_secret(user):
    secrets = {"SPOTSH_TOKEN": SECRET, "SPOTSH_CLIENT_SECRET": SECRET, "SPOTIPY_CLIENT_SECRET": SECRET}
    for name in secrets:
        for code in (f"env {name}", f"(env {name})? ?? 1", f"try {{ env {name} }} catch as e {{ print $e }}"):
            _, out, err = user.run("-c", code, **secrets)
            assert SECRET not in out + err and "holds a secret" in out + err
    assert user.does("-c", "env LC_ALL", **secrets) == '"C.UTF-8"\n'


class Hostile(http.server.BaseHTTPRequestHandler):
    """Says things that would move the cursor, change the title and clear the screen."""

    WORDS = "\x1b]0;owned\x07\x1b[2J\x9b31mred\r\nerror: forged\x00"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(400, {"error": "invalid_grant", "error_description": self.WORDS, "error_uri": self.WORDS})

    def do_GET(self):
        self.answer(200, {"id": self.WORDS, "display_name": self.WORDS, "account_id": self.WORDS})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_what_a_hostile_server_says_cannot_move_the_cursor(user, service):
    user.sign_in(service)
    path = user.token_file(service.client_id)
    token = json.loads(path.read_text())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    variables = {**user.variables, "SPOTSH_ACCOUNTS_URL": address, "SPOTSH_API_URL": address + "/v1"}
    cases = [(["auth", "refresh"], 3000), (["whoami"], 30), (["whoami"], 3000), (["whoami"], -10),
             (["auth", "login", "--flow", "client"], 3000), (["auth", "status"], 3000)]
    for words, left in cases:
        path.write_text(json.dumps({**token, "expires_at": int(time.time()) + left}))
        one = Terminal({**variables, "SPOTSH_CLIENT_SECRET": "x"}, *words)
        one.wait_for_end()
        one.close()
        # What the terminal's own colours and titles need is made by the program; none of it is the server's.
        assert "\x1b]0;owned" not in one.shown and "\x1b[2J" not in one.shown and "\x9b" not in one.shown
        assert "\x07" not in one.shown and not re.search(r"^error: forged", one.shown, re.MULTILINE), one.shown
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("hours, word", [(1, "behind"), (-1, "ahead")])
def test_a_clock_that_is_an_hour_off_is_told_with_a_remedy(user, hours, word):
    class Elsewhen(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response_only(200)
            self.send_header("Date", self.date_time_string(time.time() + hours * 3600))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = {row["check"]: row for row in user.record(
        "auth", "check", SPOTSH_ACCOUNTS_URL=f"http://127.0.0.1:{server.server_port}")}
    server.shutdown()
    server.server_close()
    assert not rows["clock"]["ok"] and word in rows["clock"]["found"] and "set-ntp" in rows["clock"]["remedy"]
