"""spotsh's `spotipy NAME` against spotipy itself: the same arguments in the same order, and the same answers."""

import inspect
import json

import pytest
import spotipy

# Arguments as spotipy takes them, by position; "@name" stands for what is known under the name. Not here: the methods
# whose `country` spotipy sends under that name (artist_top_tracks; artist_albums with one), where spotsh sends `market`,
# as Spotify's document has it; and what moves with the clock.
CALLS = {
    "track": ["@track", "US"],
    "tracks": ["@tracks"],
    "artist": ["@artist"],
    "artists": ["@artists"],
    "artist_albums": ["@artist", None, "album,single", None, 5, 0],
    "album": ["@album"],
    "album_tracks": ["@album", 3, 1],
    "albums": ["@albums"],
    "show": ["@show", "US"],
    "show_episodes": ["@show", 2, 1],
    "episode": ["@episode", "US"],
    "search": ["the", 3, 1, "artist"],
    "user": ["oddvar"],
    "user_playlists": ["@me", 2, 1],
    "current_user": [],
    "me": [],
    "current_user_playlists": [3, 2],
    "current_user_saved_tracks": [3, 1],
    "current_user_saved_albums": [2, 1, "US"],
    "current_user_saved_shows": [1, 0],
    "current_user_saved_episodes": [],
    "current_user_saved_tracks_contains": ["@tracks"],
    "current_user_saved_items": ["@uris"],
    "current_user_followed_artists": [2],
    "current_user_following_artists": ["@artists"],
    "current_user_top_artists": [4, 1, "short_term"],
    "current_user_top_tracks": [2],
    "current_user_recently_played": [3],
    "playlist": ["@playlist"],
    "playlist_tracks": ["@playlist", "items(item(uri)),total", 5],
    "playlist_items": ["@playlist", None, 4, 1],
    "user_playlist": ["@me", "@playlist"],
    "user_playlist_tracks": ["@me", "@playlist", None, 3],
    "playlist_cover_image": ["@playlist"],
    "categories": [None, None, 2, 1],
    "new_releases": [None, 3],
    "artist_related_artists": ["@artist"],
    "category": ["@category"],
    "category_playlists": ["@category", None, 2],
    "audio_features": ["@tracks"],
    "recommendation_genre_seeds": [],
    "available_markets": [],
    "devices": [],
    "get_audiobook": ["@audiobook", "US"],
    "get_audiobook_chapters": ["@audiobook", "US", 2, 1],
}

# What spotipy took until 2.25.2, and spotsh still takes.
EARLIER = {"current_user_follow_playlist": ["public"]}


@pytest.fixture(scope="module")
def sp(extended_client):
    return extended_client


@pytest.fixture(scope="module")
def known(sp):
    saved = [item["track"] for item in sp.current_user_saved_tracks(limit=3)["items"]]
    show = sp.current_user_saved_shows()["items"][0]["show"]["id"]
    return {
        "track": saved[0]["id"], "tracks": [track["id"] for track in saved], "uris": [track["uri"] for track in saved],
        "artist": saved[0]["artists"][0]["id"], "artists": [track["artists"][0]["id"] for track in saved],
        "album": saved[0]["album"]["id"], "albums": [track["album"]["id"] for track in saved],
        "show": show, "episode": sp.show_episodes(show, limit=1)["items"][0]["id"],
        "audiobook": sp.search("a", type="audiobook", limit=1)["audiobooks"]["items"][0]["id"],
        "playlist": next(p["id"] for p in sp.current_user_playlists()["items"] if p["name"] == "Long Drives"),
        "category": sp.categories()["categories"]["items"][0]["id"], "me": sp.me()["id"],
    }


@pytest.fixture(scope="module")
def home(extended, sp, tmp_path_factory):
    """A state folder of spotsh's, signed in with spotipy's token."""
    folder = tmp_path_factory.mktemp("compat") / "home"
    cache = sp.auth_manager.cache_handler.cache_path
    status, _, err = extended.spotsh("auth", "import", cache, "--flow", "code", SPOTSH_HOME=str(folder))
    assert status == 0, err
    return str(folder)


def written(arguments):
    """Arguments as a script writes them: JSON is that."""
    return " ".join(json.dumps(argument) for argument in arguments)


@pytest.mark.parametrize("name", CALLS)
def test_it_answers_as_spotipy_does(extended, sp, known, home, name):
    arguments = [known[a[1:]] if isinstance(a, str) and a.startswith("@") else a for a in CALLS[name]]
    if all(isinstance(argument, (str, int)) for argument in arguments):
        command = ["spotipy", name, *map(str, arguments), "--output", "json"]
    else:
        command = ["--output", "json", "-c", f"spotipy {name} {written(arguments)}"]
    status, out, err = extended.spotsh(*command, SPOTSH_HOME=home)
    assert status == 0, err
    assert json.loads(out) == getattr(sp, name)(*arguments)


def test_a_name_with_an_underscore_stands_by_itself(extended, sp, home):
    status, out, err = extended.spotsh("current_user_saved_tracks", "2", "1", "--output", "json", SPOTSH_HOME=home)
    assert status == 0, err
    assert json.loads(out) == sp.current_user_saved_tracks(2, 1)


def test_arguments_by_name_are_spotipys(extended, sp, home):
    status, out, err = extended.spotsh("current_user_top_tracks", "--time-range", "long_term", "--limit", "2",
                                       "--output", "json", SPOTSH_HOME=home)
    assert status == 0, err
    assert json.loads(out) == sp.current_user_top_tracks(time_range="long_term", limit=2)


def test_every_method_is_there_with_its_arguments_in_order(extended):
    status, out, err = extended.spotsh("commands", "--json")
    assert status == 0, err
    commands = {command["name"]: command for command in json.loads(out)}
    different = []
    for name, method in inspect.getmembers(spotipy.Spotify, inspect.isfunction):
        if name.startswith("_"):
            continue
        theirs = [p.name for p in list(inspect.signature(method).parameters.values())[1:] if p.kind != p.VAR_KEYWORD]
        command = commands.get("spotipy " + name)
        ours = command and [p["name"].replace("-", "_") for p in command["parameters"] if p["kind"] == "positional"]
        if ours != theirs + EARLIER.get(name, []):
            different.append(f"{name}: {ours}, in spotipy {theirs}")
    assert not different, "\n".join(different)
