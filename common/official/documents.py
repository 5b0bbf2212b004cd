"""A small plain description of an official document; who describes needs no fonts and no file formats.

``plain`` turns it into data that is the whole text of the document: both renderers write exactly that.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.official.measures import MEASURES, as_plain, rule_below

LANGUAGE = "vi"  # official documents are Vietnamese, whatever language the reader has chosen
BLANK = "………………………………"  # to be filled in by hand
SHORT_TABLE = 6
# What neither Word nor PDF can hold; forms let most of it through.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """An article or a numbered part: bold, it stays with what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style``: ``text``, ``fact`` (its lines are not stretched), ``ground`` (italic), ``party`` (bold), ``note``
    (italic, centred)."""

    text: str
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float  # millimetres
    align: str = "left"  # or centre, right


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; its head repeats on each page. The last row is bold where it is a sum."""

    columns: tuple[Column, ...]
    rows: list[list[str]]
    has_sum: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One side's block: for whom, in what position, the room to sign, the name; ``note`` says how to sign."""

    title: str
    position: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """What is issued by one agency (``above`` it stands its ministry) or by several parties together.

    ``day`` is None while it is not known. ``mark`` stands instead of a number: a draft has none. One signature stands
    beside the recipients, two stand left and right above them.
    """

    agencies: tuple[str, ...]
    kind: str
    subject: str
    body: list[Heading | Paragraph | Table]
    signatures: list[Signature]
    place: str
    recipients: tuple[str, ...] = ()
    above: str = ""
    number: str = ""
    mark: str = ""
    day: date | None = None


def articles(parts, first=1):
    """Return the blocks of numbered articles from ``(title, blocks)``; a part without blocks gets no number."""
    blocks = []
    for number, (title, inside) in enumerate(((title, inside) for title, inside in parts if inside), start=first):
        blocks.append(Heading(_("Article %(number)d. %(title)s") % {"number": number, "title": title}))
        blocks += inside
    return blocks


def paragraphs(text, style="text"):
    """Return a paragraph for each line of ``text`` that says something."""
    return [Paragraph(line.strip(), style) for line in text.splitlines() if line.strip()]


def day_in_words(day):
    """Write a day as the decree asks: days below 10 and the months 1 and 2 get a nought before; dots for None."""
    if day is None:
        return _("day %(day)s month %(month)s year %(year)s") % {"day": "……", "month": "……", "year": "………"}
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return _("day %(day)s month %(month)s year %(year)s") % {"day": f"{day.day:02d}", "month": month, "year": day.year}


def plain(document):
    """Return all words of ``document`` as plain data, ready to be rendered; its fixed words are Vietnamese."""
    with override(LANGUAGE):
        said = asdict(document)
        said |= {
            "body": _blocks(document.body),
            "agencies": [name.upper() for name in document.agencies],
            "above": document.above.upper(),
            "agency_rule": rule_below(document.agencies[-1], MEASURES.head_left, MEASURES.agency, is_capital=True),
            "kind": document.kind.upper(),
            "subject_rule": rule_below(document.subject, MEASURES.text_width, MEASURES.title),
            "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
            "motto": _("Independence - Freedom - Happiness"),
            "number": _("No.: %(number)s") % {"number": document.number} if document.number else "",
            "day": f"{document.place}, {day_in_words(document.day)}",
            "recipients_label": _("Recipients:"),
            "recipients": _listed(document.recipients),
            "signatures": [asdict(side) | {"position": side.position.upper()} for side in document.signatures],
            "page_title": f"{document.kind} – {document.subject}",
        }
        return _printable(said) | {"measures": as_plain()}


def _blocks(body):
    """``stays``: not parted from what follows, which is its table or, of the last one, the signatures.

    ``whole``: not parted in itself, which a short table need not be.
    """
    return [
        {
            "type": type(block).__name__.lower(),
            "stays": isinstance(block, Heading) or after is None or isinstance(after, Table),
            "whole": isinstance(block, Table) and len(block.rows) <= SHORT_TABLE,
            **asdict(block),
        }
        for block, after in zip_longest(body, body[1:])
    ]


def _listed(names):
    """Each line begins with a dash and ends with a semicolon, the last one with a full stop."""
    return [f"- {name}{'.' if number == len(names) else ';'}" for number, name in enumerate(names, start=1)]


def _printable(value):
    """Return ``value`` with every text in it composed (NFC) and without what cannot be printed."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {key: _printable(inside) for key, inside in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(inside) for inside in value]
    return value
