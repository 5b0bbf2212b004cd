"""Reads the words of the PDFs that typst writes, with their font, size and place: enough to measure a page anywhere.

No general reader: it knows the one way in which typst writes objects, texts and tables of letters.
"""

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
_TEXT = re.compile(rb"1 0 0 -1 ([\d.-]+) ([\d.-]+) cm[^\n]*\nBT [^/]*/(f\d+) ([\d.]+) Tf [^\[(]*(.*?)T[jJ]\s*ET", re.S)
_TOKEN = re.compile(rb"\\([0-7]{3}|.)|(.)", re.S)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of letters; ``left`` and ``top`` (of the foot of its letters) in millimetres from the page's corner."""

    page: int
    font: str
    size: float
    left: float
    top: float
    text: str


def page_sizes(data):
    """Return ``[(width, height)]`` of the pages in millimetres."""
    boxes = re.findall(rb"/Type/Page/.*?/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", data)
    return [tuple(round(float(side) / _POINTS_PER_MM, 1) for side in box) for box in boxes]


def pieces(data):
    """Return every ``Piece`` of the PDF in the order in which it is written."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return [piece for number, page in enumerate(pages, start=1) for piece in _on_page(number, page, objects)]


def _on_page(number, page, objects):
    height = float(re.search(rb"/MediaBox\[0 0 [\d.]+ ([\d.]+)\]", page)[1])
    resources = objects[int(re.search(rb"/Resources (\d+) 0 R", page)[1])]
    fonts = {name: objects[int(at)] for name, at in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
    letters = {
        name: _letters(objects[int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])]) for name, font in fonts.items()
    }
    content = _unpacked(objects[int(re.search(rb"/Contents (\d+) 0 R", page)[1])])
    for x, y, font, size, strings in _TEXT.findall(content):
        codes = b"".join(_bytes_of(strings))
        text = "".join(letters[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
        name = re.search(rb"/BaseFont/\w+\+([\w-]+)", fonts[font])[1].decode()
        left, top = float(x) / _POINTS_PER_MM, (height - float(y)) / _POINTS_PER_MM
        yield Piece(number, name, float(size), round(left, 2), round(top, 2), text)


def _letters(table):
    text = _unpacked(table)
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letter in re.findall(rb"<(\w+)> <(\w+)>", block):
            found[bytes.fromhex(code.decode())] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return found


def _unpacked(body):
    return zlib.decompress(re.split(rb"stream\r?\n", body, maxsplit=1)[1])


def _bytes_of(strings):
    """Yield the bytes of strings in parentheses, which may hold parentheses in pairs; between them stand kernings."""
    depth = 0
    for escaped, plain in _TOKEN.findall(strings):
        if depth and escaped:
            yield bytes([int(escaped, 8)]) if len(escaped) == 3 else _PLAIN.get(escaped, escaped)
            continue
        depth -= plain == b")"
        if depth:
            yield plain
        depth += plain == b"("
