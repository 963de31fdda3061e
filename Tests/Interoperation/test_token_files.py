"""spotipy and spotsh share one sign-in, both ways."""

import json
import time

import pytest
from spotipy import oauth2

SCOPE = "user-library-read user-read-private"


def code_manager(service, cache):
    return oauth2.SpotifyOAuth(client_id=service.client_id, client_secret=service.client_secret,
                               redirect_uri=service.redirect_uri, scope=SCOPE, cache_path=str(cache), open_browser=False)


def pkce_manager(service, cache):
    return oauth2.SpotifyPKCE(client_id=service.client_id, redirect_uri=service.redirect_uri, scope=SCOPE,
                              cache_path=str(cache), open_browser=False)


def sign_in(service, manager):
    location = service.approve(manager.get_authorize_url())
    code = manager.parse_response_code(location)
    if isinstance(manager, oauth2.SpotifyPKCE):
        manager.get_access_token(code, check_cache=False)
    else:
        manager.get_access_token(code, as_dict=False, check_cache=False)


@pytest.mark.parametrize("make, flow", [(code_manager, "code"), (pkce_manager, "pkce")])
def test_spotsh_uses_what_spotipy_signed_in(extended, monkeypatch, tmp_path, make, flow):
    extended.patch(monkeypatch)
    cache = tmp_path / ".cache"
    sign_in(extended, make(extended, cache))
    home = str(tmp_path / "home")
    status, out, err = extended.spotsh("auth", "import", str(cache), "--flow", flow, SPOTSH_HOME=home)
    assert status == 0, err
    status, out, err = extended.spotsh("-c", "liked | first 2 | count", SPOTSH_HOME=home)
    assert (status, out.strip()) == (0, "2"), err


@pytest.mark.parametrize("make, flow", [(code_manager, "code"), (pkce_manager, "pkce")])
def test_spotsh_refreshes_what_spotipy_signed_in(extended, monkeypatch, tmp_path, make, flow):
    extended.patch(monkeypatch)
    cache = tmp_path / ".cache"
    sign_in(extended, make(extended, cache))
    token = json.loads(cache.read_text())
    token["expires_at"] = int(time.time()) - 10
    cache.write_text(json.dumps(token))
    home = str(tmp_path / "home")
    status, out, err = extended.spotsh("auth", "import", str(cache), "--flow", flow, SPOTSH_HOME=home)
    assert status == 0, err
    status, out, err = extended.spotsh("-c", "liked | first 2 | count", SPOTSH_HOME=home)
    assert (status, out.strip()) == (0, "2"), err


@pytest.mark.parametrize("make, flow", [(code_manager, "code"), (pkce_manager, "pkce")])
def test_spotipy_uses_and_refreshes_what_spotsh_signed_in(extended, monkeypatch, tmp_path, make, flow):
    extended.patch(monkeypatch)
    cache = tmp_path / ".cache"
    sign_in(extended, make(extended, cache))
    home = str(tmp_path / "home")
    assert extended.spotsh("auth", "import", str(cache), "--flow", flow, SPOTSH_HOME=home)[0] == 0
    assert extended.spotsh("auth", "refresh", SPOTSH_HOME=home)[0] == 0
    exported = tmp_path / "exported"
    status, _, err = extended.spotsh("auth", "export", str(exported), SPOTSH_HOME=home)
    assert status == 0, err
    token = json.loads(exported.read_text())
    token["expires_at"] = int(time.time()) - 10
    exported.write_text(json.dumps(token))
    client = extended.client(make(extended, exported))
    assert client.current_user_saved_tracks(limit=3)["items"]
    assert json.loads(exported.read_text())["expires_at"] > time.time()
