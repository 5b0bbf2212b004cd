"""The grammar of TCVN and QCVN numbers.

``TCVN 7790-1:2007``, ``TCVN ISO/IEC 17025:2017``, ``QCVN 01-1:2018/BYT``, ``QCVN 08-MT:2015/BTNMT`` and amendments like
``Sửa đổi 1:2017 QCVN 1:2015/BKHCN``. Source: TCVN 1-2:2008 and circular 26/2019/TT-BKHCN on numbering; checked against
the numbers in ``programme/fixtures``.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import squeeze

_NUMBER = re.compile(
    r"""
    ^(?:Sửa\ đổi\ (?P<amendment>\d{1,2}):(?P<amended>\d{4})\ )?
    (?P<kind>TCVN|QCVN)\ ?
    (?P<family>(?:[A-Z]{2,6}(?:/[A-Z]{2,6})*(?:\ (?:Guide|GUIDE))?)\ )?
    (?P<base>\d{1,5})
    (?P<parts>(?:-(?:\d{1,3}|[A-Z]{1,3}))*)
    :(?P<year>\d{4})
    (?:/(?P<issuer>[A-ZĐ]{2,12}))?$
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """The parts of a number. ``text`` is its canonical form, ``key`` orders numbers as numbers."""

    text: str
    kind: str
    family: str
    base: int
    parts: tuple[str, ...]
    year: int
    issuer: str
    amendment: int
    amended: int

    @property
    def key(self):
        """A string of fixed-width ASCII fields, so that every collation sorts it alike."""
        family = re.sub(r"[^A-Z]", "", self.family.upper()).ljust(12, "0")
        parts = "".join(part.zfill(4) for part in (*self.parts, "", "", "")[:3])
        version = f"{self.year}{self.amended:04d}{self.amendment:02d}"
        return f"{self.kind.upper()}{family}{self.base:06d}{parts}{version}"


def parse(text):
    """Return the ``StandardNumber`` that ``text`` writes.

    Raises ``ValidationError`` with the grammar in words when it is none, or when a QCVN lacks its issuing body.
    """
    plain = squeeze(text)
    match = _NUMBER.match(plain)
    if match is None:
        raise ValidationError(
            _(
                "“%(number)s” is not the number of a standard. Write it like TCVN ISO 9001:2015, TCVN 7790-1:2007 "
                "or QCVN 01-1:2018/BYT."
            ),
            params={"number": plain},
            code="standard_number",
        )
    if match["kind"] == "QCVN" and not match["issuer"]:
        raise ValidationError(
            _("“%(number)s” lacks its issuing body: write it after a slash, for instance QCVN 01-1:2018/BYT."),
            params={"number": plain},
            code="standard_issuer",
        )
    return StandardNumber(
        text=plain,
        kind=match["kind"].lower(),
        family=(match["family"] or "").strip(),
        base=int(match["base"]),
        parts=tuple(part for part in match["parts"].split("-") if part),
        year=int(match["year"]),
        issuer=match["issuer"] or "",
        amendment=int(match["amendment"] or 0),
        amended=int(match["amended"] or 0),
    )
