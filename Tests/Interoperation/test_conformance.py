"""What spotsh sends against Spotify's own OpenAPI document: every command, with every parameter used."""

import base64
import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest
import yaml
from conftest import Service, sign_in, SCOPES
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from test_answers import DOCUMENT

pytestmark = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="Spotify's OpenAPI document is not in $SPOTSH_SHARED/reference")

JPEG = base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9")

# What the document does not have, and who asks for it: spotipy's own calls, which Spotify no longer serves.
UNDOCUMENTED = {("GET", "/users/{}/starred"), ("DELETE", "/users/{}/playlists/{}/tracks")}


class Recorder(http.server.ThreadingHTTPServer):
    """Stands between spotsh and the demo service: takes requests down, and passes them on."""

    daemon_threads = True

    def __init__(self, service):
        self.service, self.taken = service, []
        self.command = None
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        split = urllib.parse.urlsplit(self.path)
        path = split.path.removeprefix("/v1")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path.startswith("/marker/"):
            self.server.command = urllib.parse.unquote(path.removeprefix("/marker/"))
            return self.reply(200, b"{}")
        self.server.taken.append((self.server.command, self.command, path, split.query, body,
                                  self.headers.get("Content-Type")))
        kept = ("Authorization", "Content-Type", "Accept")
        headers = {name: self.headers[name] for name in kept if self.headers.get(name)}
        request = urllib.request.Request(
            self.server.service.api_url + self.path.removeprefix("/v1"), method=self.command, data=body or None,
            headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        # Links lead to where they were asked for.
        return self.reply(status, content.replace(self.server.service.api_url.encode(), self.server.url.encode()))

    def reply(self, status, content):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


class Judge:
    """The document: says what is wrong with a request."""

    def __init__(self):
        self.document = yaml.safe_load(DOCUMENT.read_text())
        self.registry = Registry().with_resource("doc", Resource(contents=self.document, specification=DRAFT4))
        self.operations = {
            (method.upper(), path): operation for path, item in self.document["paths"].items()
            for method, operation in item.items() if method in ("get", "post", "put", "delete")}
        self.reached = set()

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].split("/")[1:]:
                target = target[part]
            node = target
        return node

    def find(self, method, path):
        """The operation of a path; fixed words win over parameters."""
        words = path.split("/")
        found = []
        for (verb, template), operation in self.operations.items():
            parts = template.split("/")
            if verb == method and len(parts) == len(words) and all(
                    p.startswith("{") or p == w for p, w in zip(parts, words)):
                found.append((template.count("{"), template, operation))
        return min(found, default=(0, None, None), key=lambda each: each[0])[1:]

    def problems(self, method, path, query, body, content_type):
        template, operation = self.find(method, path)
        if operation is None:
            return ["the document has no such operation"]
        self.reached.add(operation["operationId"])
        if any(word == "" for word in path.split("/")[1:]):
            return ["an empty word stands in the path"]
        parameters = {p["name"]: p for p in map(self.resolve, operation.get("parameters", [])) if p["in"] == "query"}
        given = urllib.parse.parse_qsl(query, keep_blank_values=True)
        wrong = [f"{name} is no parameter" for name, _ in given if name not in parameters]
        names = [name for name, _ in given]
        wrong += [f"{name} stands there twice" for name in set(names) if names.count(name) > 1]
        # The seeds of recommendations are marked as required each; the prose asks for one of them.
        wrong += [f"{name} is missing" for name, p in parameters.items()
                  if p.get("required") and name not in names and not name.startswith("seed_")]
        for name, value in given:
            if name in parameters:
                wrong += self.value(name, value, self.resolve(parameters[name]["schema"]))
        return wrong + self.body(operation, body, content_type)

    def value(self, name, text, schema):
        kind = schema.get("type")
        try:
            if kind == "array":
                return [p for word in text.split(",") for p in self.value(name, word, self.resolve(schema["items"]))]
            value = {"integer": int, "number": float}.get(kind, str)(text)
        except ValueError:
            return [f"{name}={text} is no {kind}"]
        if kind == "boolean" and text not in ("true", "false"):
            return [f"{name}={text} is no boolean"]
        if kind == "boolean":
            return []
        return [f"{name}={text}: {error.message}" for error in OAS30Validator(schema).iter_errors(value)]

    def body(self, operation, body, content_type):
        described = self.resolve(operation.get("requestBody", {})).get("content", {})
        if not body:
            required = self.resolve(operation.get("requestBody", {})).get("required")
            return ["the body is missing"] if required else []
        if not described:
            return ["there is a body, and the document knows none"]
        if content_type not in described:
            return [f"the body is {content_type}, not {' or '.join(described)}"]
        if content_type != "application/json":
            return [] if base64.b64decode(body, validate=True).startswith(b"\xff\xd8\xff") else ["that is no JPEG"]
        schema = self.resolve(described[content_type].get("schema", {}))
        # Two bodies of the document require a field that they do not have.
        required = [name for name in schema.get("required", []) if name in schema.get("properties", {})]
        schema = {**{key: value for key, value in schema.items() if key != "required"},
                  **({"required": required} if required else {})}
        content = json.loads(body)
        wrong = [f"the body has {name}, which the document does not know" for name in content
                 if name not in schema.get("properties", {})]
        return wrong + [f"body: {error.message}" for error in
                        OAS30Validator(rebase(schema), registry=self.registry).iter_errors(content)]


def rebase(node):
    """References inside the document, for a schema that stands outside."""
    if isinstance(node, dict):
        return {k: ("doc" + v if k == "$ref" and v.startswith("#") else rebase(v)) for k, v in node.items()}
    return [rebase(item) for item in node] if isinstance(node, list) else node


class Known:
    """Values for parameters, by their types and names."""

    def __init__(self, sp, folder):
        saved = [item["track"] for item in sp.current_user_saved_tracks(limit=3)["items"]]
        show = sp.current_user_saved_shows()["items"][0]["show"]["id"]
        book = sp.search("a", type="audiobook", limit=1)["audiobooks"]["items"][0]["id"]
        picture = folder / "cover.jpg"
        picture.write_bytes(base64.b64decode(JPEG))
        made = sp.current_user_playlist_create("Requests", public=False)["id"]
        sp.playlist_add_items(made, [track["uri"] for track in saved])
        self.me = sp.me()["id"]
        self.uris = [track["uri"] for track in saved]
        self.types = {
            "track": saved[0]["id"], "album": saved[0]["album"]["id"], "artist": saved[0]["artists"][0]["id"],
            "show": show, "episode": sp.show_episodes(show, limit=1)["items"][0]["id"], "audiobook": book,
            "chapter": sp.get_audiobook_chapters(book, limit=1)["items"][0]["id"], "playlist": made, "user": "oddvar",
            "item": self.uris[0], "device": sp.devices()["devices"][0]["id"], "market": "SE", "int": "1", "number": "1",
            "bool": "true", "string": "love", "duration": "1s", "path": str(picture)}
        t = self.types
        # spotipy's names, whose values have no types.
        self.names = {
            **{kind + "_id": t[kind] for kind in ("track", "album", "artist", "show", "episode", "playlist", "device")},
            **{kind + "s": [t[kind]] for kind in ("track", "album", "artist", "show", "episode")},
            "user": self.me, "playlist_owner_id": self.me, "user_ids": [self.me], "id": book, "country": "SE",
            "market": "SE", "markets": ["SE"], "limit": 2, "offset": 1, "total": 2, "category_id": "ambient",
            "locale": "sv_SE", "timestamp": None, "fields": "items", "additional_types": ["track", "episode"],
            "album_type": None, "include_groups": "album,single", "q": "love", "type": "track",
            "time_range": "short_term", "name": "A name", "public": True, "collaborative": False,
            "description": "About it", "items": self.uris[:2], "uris": self.uris[:2], "uri": self.uris[0],
            "position": 0, "image_b64": JPEG.decode(), "range_start": 0, "insert_before": 2, "range_length": 1,
            "snapshot_id": None, "force_play": True, "context_uri": None, "position_ms": 1000, "state": True,
            "volume_percent": 40, "seed_artists": [t["artist"]], "seed_tracks": [t["track"]],
            "seed_genres": ["ambient"], "before": None, "after": None}

    def option(self, parameter):
        return self.values(parameter) if parameter["kind"] != "flag" else ""

    def values(self, parameter):
        if parameter["type"] == "enum":
            return " ".join(parameter["values"] if parameter["list"] else parameter["values"][:1])
        return self.types[parameter["type"]]


def quoted(value):
    return "'" + value + "'" if isinstance(value, str) else json.dumps(value)


# Of these only one may be given at a time.
EXCLUSIVE = [("after", "before"), ("public", "collaborative")]

# Rows of the session, and those that say nothing of what they send.
NO_REQUEST = {"undo", "redo", "undo list", "api"}


def named(row, known):
    """A native command, once for each set of parameters that go together."""
    p, positional = known.types["playlist"], []
    special = {
        "playlist remove": [f"playlist remove {p} {known.uris[2]}",
                            f"playlist items {p} --limit 1 | playlist remove {p} --occurrence"],
        "playlist replace": [f"playlist replace {p} {' '.join(known.uris)} --skip-local", f"playlist replace {p} --empty []",
                             f"playlist add {p} {' '.join(known.uris)}"],
        "playlist move": [f"playlist move {p} 0 2 --count 1"],
        "playlist edit": [f"playlist edit {p} --name Requests --description 'About it' --public false "
                          "--collaborative true", f"playlist edit {p} --collaborative false --public true"],
        "playlist find": ["playlist find Requests"],
        "playlist unfollow": ["playlist unfollow (playlist create Gone)"],
        "user follow": ["user follow oddvar"],
        "browse category": ["browse category ambient --locale sv_SE"],
        "browse category-playlists": ["browse category-playlists ambient --limit 1 --offset 1",
                                      "browse category-playlists ambient --limit 1 --page"],
        "player play": [f"player play {known.uris[0]} --at 1s --device {known.types['device']}",
                        f"player play spotify:album:{known.types['album']} --from 2",
                        f"player play spotify:album:{known.types['album']} --at 1s", "player pause; player play"],
        "search": ["search love --limit 1"],
        "recommend": None, "me following": [f"me following --after {known.types['artist']} --limit 1 --page"],
    }.get(row["name"])
    if special:
        return special
    options = [q for q in row["parameters"] if q["kind"] != "positional" and q["name"] not in COMMON]
    positional = [known.values(q) for q in row["parameters"] if q["kind"] == "positional"]
    return spread(row["name"], positional, options, known)


COMMON = {"output", "no-cache", "timeout", "wait"}


def spread(name, positional, options, known):
    given = {q["name"]: f"--{q['name']} {known.option(q)}".rstrip() for q in options}
    sets = [given]
    for one, other in EXCLUSIVE:
        if one in given and other in given:
            sets = [{k: v for k, v in each.items() if k != out} for each in sets for out in (one, other)]
    # Flags that change what is asked for: with and without.
    if "page" in given:
        sets += [{k: v for k, v in each.items() if k != "page"} for each in sets]
    return [" ".join([name, *positional, *each.values()]) for each in sets]


def called(row, known, judge):
    """`call OPERATION` with all its parameters, and with a body as the document describes one."""
    operation = next((o for o in judge.operations.values() if o["operationId"] == row["operation"]), None)
    options = [q for q in row["parameters"] if q["kind"] != "positional" and q["name"] not in COMMON | {"body"}]
    fixed = {"category-id": "ambient", "type": "artist" if "follow" in row["name"] else None, "user-id": known.me,
             "state": "context" if "repeat" in row["name"] else None, "fields": "id", "year": "2020"}
    words = []
    for q in options:
        if q["name"] == "snapshot-id":
            continue
        words.append({**q, "type": "string", "value": fixed[q["name"]]} if fixed.get(q["name"]) else q)
    text = {q["name"]: f"--{q['name']} {q.get('value') or known.option(q)}" for q in words}
    body = body_of(operation, known, judge) if any(q["name"] == "body" for q in row["parameters"]) else None
    if body is not None:
        text["body"] = f"--body {quoted(body)}" if isinstance(body, str) else f"--body {json.dumps(body)}"
    sets = [text]
    for one, other in EXCLUSIVE:
        if one in text and other in text:
            sets = [{k: v for k, v in each.items() if k != out} for each in sets for out in (one, other)]
    return [" ".join([row["name"], *each.values()]) for each in sets]


def body_of(operation, known, judge):
    if operation is None:
        return {"tracks": [{"uri": known.uris[0], "positions": [0]}]}
    content = judge.resolve(operation["requestBody"])["content"]
    if "image/jpeg" in content:
        return JPEG.decode()
    fields = judge.resolve(content["application/json"]["schema"])["properties"]
    values = {
        "uris": known.uris[:2], "ids": [known.types["artist" if "follow" in operation["operationId"] else "track"]],
        "device_ids": [known.types["device"]], "tracks": [{"uri": known.uris[0]}], "items": [{"uri": known.uris[0]}],
        "name": "A name", "description": "About it", "public": False, "collaborative": False, "play": True,
        "context_uri": "spotify:album:" + known.types["album"], "offset": {"position": 1}, "position_ms": 1000,
        "position": 0, "range_start": 0, "insert_before": 2, "range_length": 1,
        "timestamped_ids": [{"id": known.types["track"], "added_at": "2026-01-01T00:00:00Z"}]}
    # One kind of change at a time: items or a move, ids or ids with times, a context or items.
    for one, others in (("context_uri", ["uris"]), ("timestamped_ids", ["ids"]), ("range_start", ["uris"])):
        if one in fields:
            fields = {name: field for name, field in fields.items() if name not in others}
    return {name: values[name] for name in fields if name in values}


def spotipys(row, known):
    method = row["name"].removeprefix("spotipy ")
    if method in ("next", "previous", "set_auth"):
        return []
    names = [q["name"].replace("-", "_") for q in row["parameters"] if q["kind"] == "positional"]
    values = {**known.names}
    if "users" in method and "ids" in names:
        values["ids"] = ["oddvar"]
    elif "audiobooks" in method:
        values["ids"] = [known.types["audiobook"]]
    else:
        values["ids"] = [known.types["artist"]]
    if method == "repeat":
        values["state"] = "context"
    if "specific" in method:
        values["tracks"] = values["items"] = [{"uri": known.uris[0], "positions": [0]}]
    if method == "current_user_followed_artists":
        values["after"] = known.types["artist"]
    if method == "start_playback":
        values["offset"] = {"position": 0}
    if method in ("new_releases", "categories", "category", "featured_playlists", "category_playlists"):
        values["country"] = None
    return [" ".join([row["name"], *(json.dumps(values[name]) for name in names)])]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Everything that all commands send, with the command; and what the commands said."""
    folder = tmp_path_factory.mktemp("requests")
    judge = Judge()
    taken, errors, tried = [], {}, []
    for mode in ("extended", "development"):
        (folder / mode).mkdir()
        service = Service(folder / mode, "--mode", mode)
        recorder = Recorder(service)
        try:
            cache = folder / mode / ".cache"
            sp = sign_in(service, cache, SCOPES)
            known = Known(sp, folder)
            status, _, err = service.spotsh("auth", "import", str(cache), "--flow", "code")
            assert status == 0, err
            rows = json.loads(service.spotsh("commands", "--json")[1])
            lines = []
            for row in rows:
                name = row["name"]
                if name.startswith("call "):
                    codes = called(row, known, judge)
                elif name.startswith("spotipy "):
                    codes = spotipys(row, known)
                elif row["operation"] and name != "whoami":
                    codes = named(row, known)
                else:
                    continue
                for code in codes:
                    tried.append((mode, name))
                    lines.append(f"api GET /marker/{urllib.parse.quote(name, safe='')}\n"
                                 f"try {{ {code} }} catch as e {{ log {quoted(name + ' ')} $e.kind $e.message }}")
            script = folder / mode / "all.spot"
            script.write_text("\n".join(lines) + "\n")
            status, _, err = service.spotsh("--no-cache", str(script), SPOTSH_API_URL=recorder.url)
            assert status == 0, err[-4000:]
            errors[mode] = err
            taken += [(mode, *each) for each in recorder.taken]
        finally:
            recorder.shutdown()
            service.stop()
    return judge, taken, errors, tried


def test_every_request_is_as_the_document_has_it(recorded):
    judge, taken, _, _ = recorded
    wrong = set()
    for _, command, method, path, query, body, content_type in taken:
        problems = judge.problems(method, path, query, body, content_type)
        if command.startswith(("spotipy ", "call spotipy-")) and problems == ["the document has no such operation"]:
            continue
        if command in ("spotipy playlist_remove_specific_occurrences_of_items", "call spotipy-remove-occurrences"):
            continue
        wrong |= {f"{command}: {method} {path}?{query} {problem}" for problem in problems}
    assert not wrong, "\n".join(sorted(wrong))


def test_no_operation_is_unreached(recorded):
    judge, taken, _, _ = recorded
    for _, _, method, path, query, body, content_type in taken:
        judge.problems(method, path, query, body, content_type)
    every = {operation["operationId"] for operation in judge.operations.values()}
    assert len(every) == 96
    assert every - judge.reached == set()


def test_every_command_of_an_operation_sends_something(recorded):
    _, taken, errors, tried = recorded
    sent = {(mode, command) for mode, command, *_ in taken}
    silent = [each for each in set(tried) if each not in sent]
    assert not silent, f"{silent}\n{errors}"


def test_current_commands_work_in_development_mode(recorded):
    """Whatever the oracle chooses, what is not retired is not refused."""
    _, _, errors, _ = recorded
    refused = [line for line in errors["development"].splitlines()
               if not line.startswith(("call ", "spotipy ")) and ("forbidden" in line or "refused" in line)]
    retired = ("artist top-tracks", "artist related", "track features", "track analysis", "recommend", "markets",
               "genres", "browse ", "user ")
    assert not [line for line in refused if not line.startswith(retired)], refused
