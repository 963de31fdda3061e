"""A demo service for each mode, and spotipy pointed at it."""

import json
import os
import subprocess
import time
import urllib.parse
import urllib.request

import pytest
import spotipy
from spotipy import oauth2

from person import User
from terminal import Terminal

SPOTSH = os.environ["SPOTSH_BINARY"]
SHARED = os.environ.get("SPOTSH_SHARED", "")


class Service:
    """A running `spotsh demo serve`; it agrees by itself unless a person is to click."""

    def __init__(self, folder, *options, agrees=True):
        ready = self.ready = folder / "ready.json"
        self.home = folder / "home"
        self.process = subprocess.Popen(
            [SPOTSH, "demo", "serve", "--ready-file", str(ready), *(["--auto-approve"] if agrees else []), *options],
            env={**os.environ, "SPOTSH_HOME": str(self.home)}, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not (ready.exists() and ready.read_text().endswith("}\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError("the demo service did not start")
            time.sleep(0.02)
        facts = json.loads(ready.read_text())
        self.__dict__.update(facts)

    def environment(self, **more):
        """Variables that point spotsh at it."""
        return {**os.environ, "SPOTSH_HOME": str(self.home), "SPOTSH_API_URL": self.api_url,
                "SPOTSH_ACCOUNTS_URL": self.accounts_url, "SPOTIPY_CLIENT_ID": self.client_id,
                "SPOTIPY_CLIENT_SECRET": self.client_secret, "SPOTIPY_REDIRECT_URI": self.redirect_uri, **more}

    def spotsh(self, *arguments, **variables):
        """Runs spotsh against it: (status, standard output, standard error)."""
        done = subprocess.run([SPOTSH, *arguments], env=self.environment(**variables), capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def patch(self, monkeypatch):
        """Points spotipy's four managers at it."""
        for manager in (oauth2.SpotifyClientCredentials, oauth2.SpotifyOAuth, oauth2.SpotifyPKCE,
                        oauth2.SpotifyImplicitGrant):
            if hasattr(manager, "OAUTH_TOKEN_URL"):
                monkeypatch.setattr(manager, "OAUTH_TOKEN_URL", self.accounts_url + "/api/token")
            if hasattr(manager, "OAUTH_AUTHORIZE_URL"):
                monkeypatch.setattr(manager, "OAUTH_AUTHORIZE_URL", self.accounts_url + "/authorize")

    def client(self, manager):
        """spotipy, unchanged but for its addresses."""
        client = spotipy.Spotify(auth_manager=manager)
        client.prefix = self.api_url + "/"
        return client

    def approve(self, url):
        """Follows an authorize URL as a browser would: the address that it is redirected to."""

        class NoRedirect(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        try:
            urllib.request.build_opener(NoRedirect).open(url)
        except urllib.error.HTTPError as answer:
            return answer.headers["Location"]
        raise AssertionError("the service did not redirect")

    def stop(self):
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="session")
def extended(tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("extended"), "--mode", "extended")
    yield service
    service.stop()


@pytest.fixture(scope="session")
def development(tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("development"))
    yield service
    service.stop()


SCOPES = "user-library-read user-library-modify user-follow-read user-follow-modify playlist-read-private " \
    "playlist-read-collaborative playlist-modify-public playlist-modify-private user-read-email user-read-private " \
    "user-top-read user-read-recently-played user-read-playback-state user-read-currently-playing " \
    "user-modify-playback-state user-read-playback-position ugc-image-upload"


def sign_in(service, cache, scope):
    """spotipy signed in by the code flow, its token in `cache`."""
    with pytest.MonkeyPatch.context() as patch:
        service.patch(patch)
        manager = oauth2.SpotifyOAuth(
            client_id=service.client_id, client_secret=service.client_secret, redirect_uri=service.redirect_uri,
            scope=scope, cache_handler=oauth2.CacheFileHandler(cache_path=str(cache)), open_browser=False)
        location = service.approve(manager.get_authorize_url())
        manager.get_access_token(manager.parse_response_code(location), as_dict=False, check_cache=False)
    return service.client(manager)


@pytest.fixture
def signed_in(extended, tmp_path):
    """spotipy signed in with every scope."""
    return sign_in(extended, tmp_path / ".cache", SCOPES)


@pytest.fixture(scope="module")
def extended_client(extended, tmp_path_factory):
    """The same, one for a whole file of tests."""
    return sign_in(extended, tmp_path_factory.mktemp("client") / ".cache", SCOPES)


# Of the `service` that a file of tests has.


@pytest.fixture
def variables(service):
    return {"SPOTSH_API_URL": service.api_url, "SPOTSH_ACCOUNTS_URL": service.accounts_url}


@pytest.fixture
def user(tmp_path, service, variables):
    return User(tmp_path, {**variables, "SPOTIPY_CLIENT_ID": service.client_id})


@pytest.fixture
def terminal(user):
    """Starts `spotsh …` of the user on a terminal."""
    running = []

    def start(*arguments, **variables):
        running.append(Terminal({**user.variables, **variables}, *arguments))
        return running[-1]

    yield start
    for one in running:
        one.close()
