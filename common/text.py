"""Text as pages show and compare it: one rule for folding (search), one for ordering (lists), plain numbers."""

import re
import unicodedata
from decimal import Decimal

_SPACES = re.compile(r"\s+")

# Vietnamese alphabetical order: Ă, Â after A; Đ after D; Ê after E; Ô, Ơ after O; Ư after U. f, j, w, z stand where
# dictionaries put loan words, in their Latin place.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: 64 + rank for rank, letter in enumerate(_ALPHABET)}
# Tones decide only between words that are otherwise equal: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_SORT_KEY_BYTES = 240


def squeeze(text: str) -> str:
    """Return ``text`` in NFC with runs of white space (also non-breaking) made one space, trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def plain_number(value: Decimal | int) -> Decimal | int:
    """Return ``value`` without idle zeros: 40000.00 as 40000, 43.50 as 43.5."""
    return int(value) if value == int(value) else Decimal(value).normalize()


def fold(text: str) -> str:
    """Return the search form of ``text``: no diacritics, đ as d, lower case, single spaces.

    "Dệt May", "DET  MAY" and a decomposed "dệt may" all give "det may".
    """
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.casefold()).strip()


def sort_key(text: str) -> bytes:
    """Return bytes whose plain order is the Vietnamese alphabetical order of ``text``.

    Letters first, tones as tie-break. Kept in a binary column because both databases compare bytes alike,
    whatever collation the server was made with. At most 240 bytes.
    """
    letters = bytearray()
    tones = bytearray()
    for char in unicodedata.normalize("NFC", text).casefold():
        base, tone = _split_tone(char)
        letters.append(_RANK.get(base) or _plain_rank(base))
        tones.append(tone)
    half = _SORT_KEY_BYTES // 2
    return bytes(letters[:half]) + b"\x00" + bytes(tones[: half - 1])


def _split_tone(char: str) -> tuple[str, int]:
    """Return the letter without its tone mark (but with breve, circumflex, horn) and the tone's rank."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in decomposed[1:] if mark in _TONES), 1)
    base = decomposed[0] + "".join(mark for mark in decomposed[1:] if mark not in _TONES)
    return unicodedata.normalize("NFC", base), tone


def _plain_rank(char: str) -> int:
    """Return a rank for what is no Vietnamese letter: spaces, then digits, below letters; the rest above."""
    if char == " ":
        return 1
    code = ord(char[0])
    if code < 64:
        return max(2, code)
    return 250


def capitalise(text) -> str:
    """Return ``text`` with its first letter large: labels of models are kept in lower case."""
    words = str(text)
    return words[:1].upper() + words[1:]
