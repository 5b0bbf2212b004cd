"""Official documents as DOCX, made to be opened and edited in Word: real styles, Times New Roman by name.

What python-docx has no word for is added as elements. The schema wants them in its order, and Word may refuse a file
that has them in another.
"""

import io
import zipfile
from datetime import datetime
from math import ceil

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from common.official.measures import MEASURES, motto_rule

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justified": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_TWIP = 635  # Word's unit, in EMU
# The same record gives the same bytes: a file inside has this day, the first that the format knows.
_FIXED = (1980, 1, 1, 0, 0, 0)


def render(said):
    """Return the bytes of the DOCX that says ``said``, as ``common.official.documents.plain`` gives it."""
    file = Document()
    _set_up(file, said)
    _head(file, said)
    _title(file, said)
    for block in said["body"]:
        _BLOCKS[block["type"]](file, block)
    _end(file, said)
    buffer = io.BytesIO()
    file.save(buffer)
    return _without_clock(buffer)


# --- the page and its styles ---------------------------------------------------------------------------------------


def _mm(value):
    """Return millimetres as Word keeps them, rounded up so that a least measure is not undercut."""
    return Emu(ceil(value * 36000 / _TWIP) * _TWIP)


def _set_up(file, said):
    section = file.sections[0]
    section.page_width, section.page_height = _mm(MEASURES.width), _mm(MEASURES.height)
    section.top_margin, section.bottom_margin = _mm(MEASURES.top), _mm(MEASURES.bottom)
    section.left_margin, section.right_margin = _mm(MEASURES.left), _mm(MEASURES.right)
    section.header_distance = _mm(MEASURES.page_number_from_top)
    section.different_first_page_header_footer = True
    _style(file.styles["Normal"], MEASURES.body)
    _style(file.styles["Header"], MEASURES.page_number)
    _style(file.styles["Body Text"], MEASURES.body, align="justified", is_body=True)
    _style(file.styles["Heading 1"], MEASURES.title, align="centre", bold=True)
    _style(file.styles["Heading 2"], MEASURES.body, align="justified", bold=True, is_body=True)
    file.styles["Heading 2"].paragraph_format.keep_with_next = True
    number = section.header.paragraphs[0]
    number.alignment = _ALIGN["centre"]
    _page_number(number)
    about = file.core_properties
    about.title, about.author, about.language = said["page_title"], " – ".join(said["agencies"]), "vi-VN"
    about.comments, about.last_modified_by = "", ""
    about.created = about.modified = datetime(*_FIXED)


def _style(style, size, *, align="left", bold=False, is_body=False):
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for letters in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{letters}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    shape = style.paragraph_format
    shape.alignment = _ALIGN[align]
    shape.space_before, shape.space_after = Pt(MEASURES.paragraph_gap if is_body else 0), Pt(0)
    shape.first_line_indent = _mm(MEASURES.indent) if is_body else Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if is_body:
        shape.line_spacing = MEASURES.line_spacing


def _page_number(paragraph):
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


# --- the head and the title ----------------------------------------------------------------------------------------


def _head(file, said):
    table = _grid(file, (MEASURES.head_left, MEASURES.head_right), rows=2)
    issuer, nation = table.rows[0].cells
    if said["above"]:
        _line(issuer, said["above"], MEASURES.agency)
    for position, name in enumerate(said["agencies"]):
        if position:
            _line(issuer, "-", MEASURES.agency)
        _line(issuer, name, MEASURES.agency, bold=True)
    _rule(issuer, said["agency_rule"], MEASURES.head_left)
    _line(nation, said["nation"], MEASURES.nation, bold=True)
    _line(nation, said["motto"], MEASURES.motto, bold=True)
    _rule(nation, motto_rule(), MEASURES.head_right)
    number, day = table.rows[1].cells
    if said["number"]:
        _line(number, said["number"], MEASURES.number)
    if said["mark"]:
        _box(_line(number, said["mark"], MEASURES.mark, bold=True), MEASURES.head_left)
    _line(day, said["day"], MEASURES.day, italic=True)
    for row in table.rows:
        for cell in row.cells:
            _drop_first(cell)


def _title(file, said):
    kind = file.add_paragraph(said["kind"], style="Heading 1")
    kind.paragraph_format.space_before = Pt(18)
    _line(file, said["subject"], MEASURES.title, bold=True)
    _rule(file, said["subject_rule"], MEASURES.text_width)


def _line(place, text, size, *, bold=False, italic=False, align="centre"):
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return paragraph


def _drop_first(cell):
    """Take away the empty paragraph that a new cell has, unless it is all there is."""
    if len(cell.paragraphs) > 1 and not cell.paragraphs[0].runs:
        cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)


def _rule(place, length, room):
    """Draw a rule of ``length`` in the middle of ``room``: the upper border of a low paragraph."""
    paragraph = place.add_paragraph()
    side = _mm((room - length) / 2)
    shape = paragraph.paragraph_format
    shape.left_indent, shape.right_indent = side, side
    shape.space_before = Pt(2)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    _border(paragraph, ("top",))


def _box(paragraph, room):
    width = 34
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = _mm((room - width) / 2)
    shape.space_before = Pt(4)
    _border(paragraph, ("top", "left", "bottom", "right"))


def _border(paragraph, sides):
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


# --- the body ------------------------------------------------------------------------------------------------------


def _heading(file, block):
    file.add_paragraph(block["text"], style="Heading 2")


def _paragraph(file, block):
    paragraph = file.add_paragraph(style="Body Text")
    paragraph.paragraph_format.keep_with_next = block["stays"]
    run = paragraph.add_run(block["text"])
    style = block["style"]
    run.italic = style in ("ground", "note") or None
    run.bold = style == "party" or None
    if style == "fact":
        paragraph.alignment = _ALIGN["left"]
    if style == "note":
        paragraph.alignment = _ALIGN["centre"]
        paragraph.paragraph_format.first_line_indent = Pt(0)


def _table(file, block):
    widths = [column["width"] for column in block["columns"]]
    gap = file.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(MEASURES.paragraph_gap)
    gap.paragraph_format.keep_with_next = True
    table = _grid(file, widths, rows=1 + len(block["rows"]), style="Table Grid", padding=(1.5, 1))
    _repeat(table.rows[0])
    titles = [column["title"] for column in block["columns"]]
    for number, (row, texts) in enumerate(zip(table.rows, [titles, *block["rows"]], strict=True)):
        is_strong = number == 0 or (block["has_sum"] and number == len(block["rows"]))
        for cell, column, text in zip(row.cells, block["columns"], texts, strict=True):
            align = "centre" if number == 0 else column["align"]
            for line in text.split("\n"):
                _line(cell, line, MEASURES.body, bold=is_strong, align=align)
            _drop_first(cell)
    for row in list(table.rows)[: -1 if block["whole"] else 1]:
        _keep_with_next(row)


def _grid(file, widths, *, rows, style=None, padding=(0, 0)):
    """Add a table of fixed widths whose rows stay whole; without a ``style`` it has no lines."""
    table = file.add_table(rows=rows, cols=len(widths), style=style)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side, width in zip(("top", "left", "bottom", "right"), padding[::-1] * 2, strict=True):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_mm(width) // _TWIP))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = _mm(width)
    return table


def _keep_with_next(row):
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _repeat(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


_BLOCKS = {"heading": _heading, "paragraph": _paragraph, "table": _table}


# --- the end -------------------------------------------------------------------------------------------------------


def _end(file, said):
    """Sign in a table of two columns: titles, names in one line whatever the titles' length, recipients."""
    file.add_paragraph().paragraph_format.keep_with_next = True
    half = MEASURES.text_width / 2
    signatures = said["signatures"]
    is_joint = len(signatures) > 1
    table = _grid(file, (half, half), rows=3 if is_joint and said["recipients"] else 2)
    titles, names = (row.cells for row in table.rows[:2])
    for place, signature in enumerate(signatures, start=2 - len(signatures)):
        _sign(titles[place], names[place], signature)
    if said["recipients"]:
        _recipients(table.cell(2, 0) if is_joint else titles[0].merge(names[0]), said)
    for row in table.rows:
        for cell in row.cells:
            _drop_first(cell)
        _keep_with_next(row)  # what is signed stays on one page


def _sign(above, below, signature):
    size = MEASURES.signature
    for text in (signature["title"], signature["position"]):
        if text:
            _line(above, text, size, bold=True)
    if signature["note"]:
        _line(above, signature["note"], size, italic=True)
    _line(below, signature["name"], size, bold=True).paragraph_format.space_before = _mm(MEASURES.signing_room)


def _recipients(place, said):
    label = _line(place, said["recipients_label"], MEASURES.recipients_label, bold=True, italic=True, align="left")
    if len(said["signatures"]) > 1:
        label.paragraph_format.space_before = Pt(MEASURES.paragraph_gap)
    for text in said["recipients"]:
        _line(place, text, MEASURES.recipients, align="left")


def _without_clock(buffer):
    """Pack the parts again with a fixed day: otherwise the same document would have other bytes each second."""
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed:
        for part in made.infolist():
            entry = zipfile.ZipInfo(part.filename, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(part))
    return packed.getvalue()
