"""spotipy and spotsh share one sign-in, both ways."""

import json
import stat
import time

import pytest
from spotipy import oauth2

SCOPE = "user-library-read user-read-private"


def code_manager(service, cache):
    return oauth2.SpotifyOAuth(client_id=service.client_id, client_secret=service.client_secret,
                               redirect_uri=service.redirect_uri, scope=SCOPE,
                               cache_handler=oauth2.CacheFileHandler(cache_path=str(cache)), open_browser=False)


def pkce_manager(service, cache):
    return oauth2.SpotifyPKCE(client_id=service.client_id, redirect_uri=service.redirect_uri, scope=SCOPE,
                              cache_handler=oauth2.CacheFileHandler(cache_path=str(cache)), open_browser=False)


def sign_in(service, manager):
    location = service.approve(manager.get_authorize_url())
    code = manager.parse_response_code(location)
    if isinstance(manager, oauth2.SpotifyPKCE):
        manager.get_access_token(code, check_cache=False)
    else:
        manager.get_access_token(code, as_dict=False, check_cache=False)


def expire(cache):
    """Makes the file's token look expired; the access token that it had."""
    token = json.loads(cache.read_text())
    token["expires_at"] = int(time.time()) - 10
    cache.write_text(json.dumps(token))
    return token["access_token"]


def spotsh(service, home, *arguments):
    """What spotsh prints; it must succeed."""
    status, out, err = service.spotsh(*arguments, SPOTSH_HOME=str(home))
    assert status == 0, err
    return out.strip()


BOTH = pytest.mark.parametrize("make, flow", [(code_manager, "code"), (pkce_manager, "pkce")])


@pytest.fixture
def cache(tmp_path):
    return tmp_path / ".cache"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def service(extended, monkeypatch):
    extended.patch(monkeypatch)
    return extended


@BOTH
def test_spotsh_uses_what_spotipy_signed_in(service, cache, home, make, flow):
    sign_in(service, make(service, cache))
    spotsh(service, home, "auth", "import", str(cache), "--flow", flow)
    assert spotsh(service, home, "-c", "liked | first 2 | count") == "2"
    assert spotsh(service, home, "auth", "token") == json.loads(cache.read_text())["access_token"]


@BOTH
def test_spotsh_refreshes_what_spotipy_signed_in(service, cache, home, make, flow):
    sign_in(service, make(service, cache))
    expired = expire(cache)
    spotsh(service, home, "auth", "import", str(cache), "--flow", flow)
    assert spotsh(service, home, "-c", "liked | first 2 | count") == "2"
    assert spotsh(service, home, "auth", "token") != expired


@BOTH
def test_spotipy_uses_what_spotsh_exports(service, cache, home, tmp_path, make, flow):
    sign_in(service, make(service, cache))
    spotsh(service, home, "auth", "import", str(cache), "--flow", flow)
    spotsh(service, home, "auth", "refresh")
    exported = tmp_path / "exported"
    spotsh(service, home, "auth", "export", str(exported))
    before, after = json.loads(cache.read_text()), json.loads(exported.read_text())
    assert after["access_token"] != before["access_token"]
    assert after.keys() == before.keys()
    assert after["scope"].split() == before["scope"].split()
    assert stat.S_IMODE(exported.stat().st_mode) == 0o600
    manager = make(service, exported)
    assert manager.validate_token(manager.cache_handler.get_cached_token()) == after
    assert service.client(manager).current_user_saved_tracks(limit=3)["items"]
    assert json.loads(exported.read_text()) == after


@BOTH
def test_each_refreshes_what_the_other_refreshed(service, cache, home, make, flow):
    sign_in(service, make(service, cache))
    seen = [json.loads(cache.read_text())["access_token"]]
    for _ in range(2):
        spotsh(service, home, "auth", "import", str(cache), "--flow", flow)
        spotsh(service, home, "auth", "refresh")
        spotsh(service, home, "auth", "export", str(cache))
        seen.append(expire(cache))
        assert service.client(make(service, cache)).current_user_saved_tracks(limit=3)["items"]
        token = json.loads(cache.read_text())
        assert token["expires_at"] > time.time()
        seen.append(token["access_token"])
    assert len(set(seen)) == 5


def test_a_clients_own_token_is_shared_too(service, cache, home, tmp_path):
    manager = oauth2.SpotifyClientCredentials(
        client_id=service.client_id, client_secret=service.client_secret,
        cache_handler=oauth2.CacheFileHandler(cache_path=str(cache)))
    token = manager.get_access_token(as_dict=False)
    spotsh(service, home, "auth", "import", str(cache), "--flow", "client")
    assert spotsh(service, home, "auth", "token") == token
    spotsh(service, home, "auth", "export", str(tmp_path / "exported"))
    assert json.loads((tmp_path / "exported").read_text()) == json.loads(cache.read_text())


def test_a_file_that_others_can_read_is_told_of(service, cache, home):
    sign_in(service, code_manager(service, cache))
    cache.chmod(0o644)
    status, _, err = service.spotsh("auth", "import", str(cache), "--flow", "code", SPOTSH_HOME=str(home))
    assert status == 0
    assert "can be read by others" in err
