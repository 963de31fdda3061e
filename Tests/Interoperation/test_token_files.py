"""spotipy and spotsh share one sign-in, both ways."""

import json
import os
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


# spotipy's file as the store itself (`--cache spotipy`): nothing is imported or exported.


@pytest.fixture
def shared(home, tmp_path, service):
    """Runs spotsh with spotipy's file in `tmp_path` as its store: what it prints; it must succeed."""

    def run(flow, *arguments, **variables):
        service.spotsh("profile", "add", "default", "--flow", flow, "--cache", "spotipy", "--cache-path",
                       str(tmp_path / ".cache"), SPOTSH_HOME=str(home))
        status, out, err = service.spotsh(*arguments, SPOTSH_HOME=str(home), **variables)
        assert status == 0, err
        return out.strip()

    return run


@BOTH
def test_one_sign_in_serves_both_and_each_refreshes_for_the_other(service, cache, shared, home, make, flow):
    sign_in(service, make(service, cache))
    first = json.loads(cache.read_text())
    cache.chmod(0o644)
    assert shared(flow, "-c", "liked | first 2 | count") == "2"
    assert shared(flow, "auth", "token") == first["access_token"]
    for _ in range(2):
        expired = expire(cache)
        token = shared(flow, "auth", "token")
        kept = json.loads(cache.read_text())
        assert token != expired and kept["access_token"] == token
        # As spotipy writes it: its fields, its order; and private from now on.
        assert list(kept) == list(first) and kept["scope"].split() == first["scope"].split()
        assert stat.S_IMODE(cache.stat().st_mode) == 0o600
        manager = make(service, cache)
        assert manager.validate_token(manager.cache_handler.get_cached_token()) == kept
        expire(cache)
        assert service.client(make(service, cache)).current_user_saved_tracks(limit=3)["items"]
        assert json.loads(cache.read_text())["access_token"] == shared(flow, "auth", "token") != token
    assert not (home / "state" / "tokens").exists()


@BOTH
def test_spotsh_signs_in_for_spotipy(service, cache, shared, make, flow):
    address = shared(flow, "auth", "login", "--print-url", "--scope", SCOPE)
    shared(flow, "auth", "login", "--code", service.approve(address))
    manager = make(service, cache)
    assert manager.validate_token(manager.cache_handler.get_cached_token())
    assert service.client(manager).current_user_saved_tracks(limit=3)["items"]
    shared(flow, "auth", "logout")
    assert not cache.exists()


def test_the_file_is_found_where_spotipy_looks(service, home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for username in ("", "ann"):
        if username:
            monkeypatch.setenv("SPOTIPY_CLIENT_USERNAME", username)
        manager = oauth2.SpotifyOAuth(client_id=service.client_id, client_secret=service.client_secret,
                                      redirect_uri=service.redirect_uri, scope=SCOPE, open_browser=False)
        sign_in(service, manager)
        name = f".cache-{username}" if username else ".cache"
        spotsh(service, home, "auth", "use", "code")
        status, out, err = service.spotsh("auth", "token", SPOTSH_HOME=str(home), SPOTSH_CACHE="spotipy")
        assert (status, out.strip()) == (0, json.loads((tmp_path / name).read_text())["access_token"]), err


def test_a_clients_own_token_never_overwrites_a_users(service, cache, shared):
    sign_in(service, code_manager(service, cache))
    before = cache.read_text()
    own = shared("client", "auth", "token")
    assert own and own not in before
    assert cache.read_text() == before


def test_a_token_in_memory_leaves_no_file(service, home):
    token = spotsh(service, home, "auth", "use", "client")
    status, out, err = service.spotsh("auth", "token", SPOTSH_HOME=str(home), SPOTSH_CACHE="memory")
    assert (status, token) == (0, "") and out.strip(), err
    assert not list(home.rglob("*client*"))


@BOTH
def test_folders_that_share_one_file_by_links_go_on_sharing_it(service, home, tmp_path, monkeypatch, make, flow):
    real = tmp_path / "shared" / "token"
    real.parent.mkdir()
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        (folder / ".cache").symlink_to("../shared/token")
    sign_in(service, make(service, folders[0] / ".cache"))
    spotsh(service, home, "auth", "use", flow)
    for folder in folders * 2:
        expired = expire(real)
        monkeypatch.chdir(folder)
        status, out, err = service.spotsh("auth", "token", SPOTSH_HOME=str(home), SPOTSH_CACHE="spotipy")
        assert status == 0 and out.strip() == json.loads(real.read_text())["access_token"] != expired, err
        assert (folder / ".cache").is_symlink() and not real.is_symlink()
        # spotipy in the other folder goes on with it, and so does spotsh with what spotipy renews.
        expire(real)
        assert service.client(make(service, folders[0] / ".cache")).current_user_saved_tracks(limit=1)["items"]
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert [path.name for path in real.parent.iterdir() if path.suffix == ".tmp"] == []
    for folder in folders:
        assert sorted(path.name for path in folder.iterdir()) == [".cache"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another user's link")
def test_a_link_that_another_user_put_there_is_not_followed(service, cache, home, tmp_path, monkeypatch):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    cache.symlink_to(victim)
    os.lchown(cache, 65534, 65534)
    monkeypatch.chdir(tmp_path)
    spotsh(service, home, "auth", "use", "client")
    for words in (["auth", "login", "--flow", "client"], ["auth", "status"]):
        status, _, err = service.spotsh(*words, SPOTSH_HOME=str(home), SPOTSH_CACHE="spotipy")
        assert status == 3 and "another user's link" in err and f"rm {cache}" in err, err
    assert victim.read_text() == "precious"
