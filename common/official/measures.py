"""The measures of Decree 30/2020/NĐ-CP (Annex I) that both renderers use: millimetres, and points for letters.

Where the decree gives a range, one value within it is chosen. Quốc hiệu 12 goes with tiêu ngữ and date 13.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    # the page: A4, 20-25 above and below, 30-35 left, 15-20 right
    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20
    page_number_from_top: float = 10
    # letters: a range is the decree's
    nation: float = 12  # 12-13, bold capitals
    motto: float = 13  # 13-14, bold
    agency: float = 12  # 12-13, bold capitals
    number: float = 13  # 13
    day: float = 13  # 13-14, italic
    mark: float = 13
    title: float = 14  # 13-14, bold
    body: float = 13  # 13-14
    signature: float = 13  # 13-14
    recipients_label: float = 12  # 12, bold italic
    recipients: float = 11  # 11
    page_number: float = 13  # 13-14
    # the body: first line 10-12.7 in, single to 1.5 lines, at least 6 points between paragraphs
    indent: float = 12
    line_spacing: float = 1.15
    paragraph_gap: float = 6
    # the head: who issues it on the left, the nation on the right
    head_left: float = 66
    head_right: float = 94
    signing_room: float = 25

    @property
    def text_width(self):
        return self.width - self.left - self.right


MEASURES = Measures()

# How long bold letters of Times are, in parts of their size: one capital, one small letter, and the motto as a whole.
_CAPITAL, _SMALL, _MOTTO = 0.71, 0.48, 12.23
_MM_PER_POINT = 25.4 / 72


def as_plain():
    """Return the measures as plain data for the PDF's template."""
    return asdict(MEASURES) | {"motto_rule": motto_rule()}


def motto_rule():
    """Return how long the rule below the motto is: as long as the motto itself."""
    return round(_MOTTO * MEASURES.motto * _MM_PER_POINT, 1)


def rule_below(text, room, size, *, is_capital=False):
    """Return the length of the rule below ``text`` in bold: between a third and half of its line in that ``room``."""
    written = len(text) * (_CAPITAL if is_capital else _SMALL) * size * _MM_PER_POINT
    return round(min(written, room) * 0.4, 1)
