"""Reading a file of saved tracks beside CPython and jq."""

import json
import random
import shutil

from measuring import expect


def saved_tracks(count):
    """Saved tracks as Spotify sends them, from a seed."""
    rng = random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    def new_id():
        return "".join(rng.choices(letters, k=22))

    def artist():
        i = new_id()
        return {"external_urls": {"spotify": f"https://open.spotify.com/artist/{i}"},
                "href": f"https://api.spotify.com/v1/artists/{i}", "id": i,
                "name": " ".join(rng.choices(["Velvet", "Ørsted", "Midnight", "Paper", "Trio", "Lune"], k=2)),
                "type": "artist", "uri": f"spotify:artist:{i}"}

    markets = ["AD", "AE", "AG", "AL", "AM", "AR", "AT", "AU", "BA", "BE", "BG", "BR", "CA", "CH", "CL", "DE", "DK"]
    for n in range(count):
        track, album, by = new_id(), new_id(), artist()
        yield {"added_at": f"20{n % 25:02d}-0{n % 9 + 1}-12T08:{n % 60:02d}:00Z", "track": {
            "album": {"album_type": "album", "artists": [by], "available_markets": markets, "href":
                      f"https://api.spotify.com/v1/albums/{album}", "id": album, "images":
                      [{"height": s, "width": s, "url": f"https://i.scdn.co/image/{album}{s}"} for s in (640, 300, 64)],
                      "name": f"Songs for a Long Evening, Volume {n % 90}", "release_date": f"{1960 + n % 65}-04-01",
                      "release_date_precision": "day", "total_tracks": 12, "type": "album", "uri": f"spotify:album:{album}"},
            "artists": [by], "available_markets": markets, "disc_number": 1, "duration_ms": 120000 + n * 37 % 300000,
            "explicit": n % 7 == 0, "external_ids": {"isrc": f"QZ{n:010d}"}, "href":
            f"https://api.spotify.com/v1/tracks/{track}", "id": track, "is_local": False,
            "name": f"The {n}th Thing I Meant to Say", "popularity": n % 100, "preview_url": None,
            "track_number": n % 12 + 1, "type": "track", "uri": f"spotify:track:{track}"}}


def json_file(bench):
    path = bench.folder / "saved.json"
    items = []
    size = 0
    for item in saved_tracks(100000):
        items.append(item)
        size += 1950
        if size > 40_000_000:
            break
    path.write_text(json.dumps(items))
    megabytes = path.stat().st_size / 1e6
    commands = {"spotsh": [bench.spotsh, "-c", f"open {path} | count | print"],
                "python": [bench.python, "-c", f"import json; print(len(json.load(open({str(path)!r}))))"]}
    if shutil.which("jq"):
        commands["jq"] = ["jq", "length", str(path)]
    figures = bench.measure(commands, expect(str(len(items))))
    own = figures["spotsh"][0]
    ratio = figures["python"][0] / own
    bench.report("json", f"{megabytes:.0f} MB counted in {own * 1000:.0f} ms ({megabytes / own:.0f} MB/s), "
                 f"{ratio:.1f} × CPython; 5 wanted", ratio >= 5)
    if "jq" in figures:
        ratio = figures["jq"][0] / own
        bench.report("json", f"{ratio:.1f} × jq; 8 wanted", ratio >= 8)
