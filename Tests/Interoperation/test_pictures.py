"""What `image` writes is what terminals read: decoded here from the protocols' descriptions, not by who wrote it."""

import base64
import os
import re
import shutil
import struct
import subprocess
import zlib

import pytest

from terminal import SPOTSH, Terminal

pytestmark = pytest.mark.skipif(shutil.which("chafa") is None, reason="chafa draws the pictures")

COVER = "(me playlists | where .name == 'Slow Sundays' | first)"


def environment(folder):
    """No settings, and no hint of the terminal that runs the tests."""
    known = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {"LC_ALL": "C.UTF-8", **known, "HOME": str(folder), "SPOTSH_HOME": str(folder / "home"),
            "COLORTERM": "truecolor"}


def drawn(folder, *options):
    """The bytes that reach the terminal."""
    screen = Terminal(environment(folder), "--demo", "-c", f"image {' '.join(options)} {COVER}", term="xterm-256color")
    try:
        assert screen.wait_for_end(60) == 0, screen.shown
        return screen.bytes
    finally:
        screen.close()


@pytest.fixture(scope="module")
def cover(tmp_path_factory):
    """The picture itself, as a pipe gets it: rows of (red, green, blue)."""
    png = subprocess.run([SPOTSH, "--demo", "-c", f"image {COVER}"], check=True, capture_output=True,
                         env=environment(tmp_path_factory.mktemp("home"))).stdout
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert png[24:29] == bytes([8, 2, 0, 0, 0]), "eight bits of red, green and blue, not interlaced"
    data, place = b"", 8
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        data += png[place + 8:place + 8 + size] if kind == b"IDAT" else b""
        place += size + 12
    lines = zlib.decompress(data)
    step = width * 3 + 1
    assert all(lines[row * step] == 0 for row in range(height)), "no line is filtered"
    return [pixels(lines[row * step + 1:(row + 1) * step], 3) for row in range(height)]


def pixels(line, samples):
    return [tuple(line[start:start + 3]) for start in range(0, len(line), samples)]


def grid(rows, count=8):
    """The mean colours of count × count fields."""
    height, width = len(rows), len(rows[0])
    fields = []
    for down in range(count):
        for across in range(count):
            field = [rows[y][x] for y in range(down * height // count, (down + 1) * height // count)
                     for x in range(across * width // count, (across + 1) * width // count)]
            fields.append(tuple(sum(pixel[part] for pixel in field) / len(field) for part in range(3)))
    return fields


def assert_alike(rows, cover):
    """The same picture, but for its size and the colours that a palette has."""
    assert len(rows) >= 16 and len({len(row) for row in rows}) == 1
    differences = [abs(one - other) for left, right in zip(grid(rows), grid(cover)) for one, other in zip(left, right)]
    assert sum(differences) / len(differences) < 16, differences


def test_sixel(tmp_path, cover):
    """DEC's sixels (VT330/VT340 Programmer Reference, chapter 14)."""
    found = re.search(rb"\x1bP[0-9;]*q(.*?)\x1b\\", drawn(tmp_path, "--format", "sixel", "--width", "20"), re.DOTALL)
    palette, dots, color, x, top = {}, {}, None, 0, 0
    for command, numbers, data, repeat, repeated in re.findall(
            rb'(["#])([0-9;]*)|([?-~$\-])|!([0-9]+)([?-~])', found[1]):
        if command == b"#":
            color, *rest = map(int, numbers.split(b";"))
            if rest:
                assert rest[0] == 2, "red, green and blue in hundredths"
                palette[color] = tuple(round(part * 255 / 100) for part in rest[1:])
        elif data == b"$":
            x = 0
        elif data == b"-":
            x, top = 0, top + 6
        elif data or repeated:
            bits = (data or repeated)[0] - 63
            for _ in range(int(repeat or 1)):
                for bit in range(6):
                    if bits >> bit & 1:
                        dots[x, top + bit] = palette[color]
                x += 1
    width, height = (max(dot[part] for dot in dots) + 1 for part in (0, 1))
    assert len(dots) > width * height * 0.95
    assert_alike([[dots.get((x, y), (0, 0, 0)) for x in range(width)] for y in range(height)], cover)


def test_kitty(tmp_path, cover):
    """kitty's graphics protocol: chunks of base64, the first with the keys."""
    chunks = re.findall(rb"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\", drawn(tmp_path, "--format", "kitty", "--width", "20"))
    keys = [dict(pair.split(b"=") for pair in head.split(b",") if pair) for head, _ in chunks]
    start = next(index for index, entry in enumerate(keys) if entry.get(b"a") in (b"T", b"t"))
    assert all(int(entry.get(b"m", 0)) == 1 for entry in keys[start:len(keys) - 1])
    assert keys[-1].get(b"m", b"0") == b"0", "the last chunk says that it is"
    assert all(len(data) <= 4096 for _, data in chunks), "no chunk is longer than allowed"
    assert all(len(data) % 4 == 0 for _, data in chunks), "each chunk is base64 by itself"
    data = b"".join(base64.b64decode(data) for _, data in chunks[start:])
    if keys[start].get(b"o") == b"z":
        data = zlib.decompress(data)
    samples = int(keys[start].get(b"f", 32)) // 8
    width, height = int(keys[start][b"s"]), int(keys[start][b"v"])
    assert len(data) == width * height * samples
    assert_alike([pixels(data[row * width * samples:(row + 1) * width * samples], samples) for row in range(height)],
                 cover)


def test_iterm(tmp_path, cover):
    """iTerm2's inline images: a file in base64, here a TIFF 6.0 without compression."""
    found = re.search(rb"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)",
                      drawn(tmp_path, "--format", "iterm", "--width", "20"))
    assert b"inline=1" in found[1]
    file = base64.b64decode(found[2])
    order = {b"II": "<", b"MM": ">"}[file[:2]]
    magic, directory = struct.unpack(order + "HI", file[2:8])
    assert magic == 42
    fields = {}
    for index in range(struct.unpack(order + "H", file[directory:directory + 2])[0]):
        entry = file[directory + 2 + index * 12:directory + 14 + index * 12]
        tag, kind, count = struct.unpack(order + "HHI", entry[:8])
        form = {1: "B", 3: "H", 4: "I"}.get(kind)
        if form is None:
            continue
        size = struct.calcsize(form) * count
        place = struct.unpack(order + "I", entry[8:])[0]
        data = entry[8:8 + size] if size <= 4 else file[place:place + size]
        fields[tag] = struct.unpack(f"{order}{count}{form}", data)
    width, height, samples = fields[256][0], fields[257][0], fields[277][0]
    assert fields.get(259, (1,)) == (1,)
    data = b"".join(file[start:start + size] for start, size in zip(fields[273], fields[279]))
    assert len(data) == width * height * samples
    assert_alike([pixels(data[row * width * samples:(row + 1) * width * samples], samples) for row in range(height)],
                 cover)


def test_blocks(tmp_path, cover):
    """Where nothing else is known: characters in the picture's colours, no wider than asked for."""
    text = drawn(tmp_path, "--width", "20").decode()
    assert "\x1b_G" not in text and "\x1bP" not in text and "\x1b]1337" not in text
    colors = {tuple(map(int, found)) for found in re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", text)}
    assert colors
    original = {pixel for row in cover for pixel in row}
    near = [color for color in colors if min(sum(map(abs, (color[0] - one[0], color[1] - one[1], color[2] - one[2])))
                                             for one in original) < 60]
    assert len(near) > len(colors) / 2
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in text.splitlines()]
    lines = [line for line in lines if line.strip()]
    assert 5 <= len(lines) <= 20 and all(len(line) <= 20 for line in lines)
