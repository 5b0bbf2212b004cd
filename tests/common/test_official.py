"""The layout of Decree 30/2020/NĐ-CP, measured in the files themselves: both formats, the same words."""

import datetime as dt
import io
import unicodedata
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from common.official import amounts, pdf, word
from common.official.documents import (
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    articles,
    paragraphs,
    plain,
)
from tests.pdf_words import page_sizes, pieces

CENTRE, LEFT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
LONG = "Hai bên phối hợp tư vấn, đào tạo, hướng dẫn doanh nghiệp hội viên nâng cao năng suất và chất lượng. " * 3
NAMES = ("Tổng cục Tiêu chuẩn Đo lường Chất lượng", "Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam")
SIDES = [
    Signature("ĐẠI DIỆN BÊN A", "Phó Tổng cục trưởng", "Nguyễn Thị Thùy Dương"),
    Signature("ĐẠI DIỆN BÊN B", "Chủ tịch", "Trương Đình Hoè"),
]


def document(**fields):
    columns = (Column("STT", 12, "centre"), Column("Nguồn", 92), Column("Số tiền (đồng)", 56, "right"))
    rows = [["1", "Ngân sách trung ương", "1.000.000"], ["", "Cộng", "1.000.000"]]
    body = [
        Paragraph("Căn cứ Quyết định số 712/QĐ-TTg;", "ground"),
        *articles(
            [
                ("Kinh phí", [Table(columns, rows, has_sum=True)]),
                ("Bỏ trống", []),
                ("Nội dung", paragraphs(f"{LONG}\n\n" * 20)),
            ]
        ),
    ]
    given = {
        "agencies": NAMES,
        "kind": "Bản ghi nhớ",
        "subject": "Phối hợp nâng cao năng suất, chất lượng cho doanh nghiệp ngành thủy sản",
        "body": body,
        "signatures": SIDES,
        "place": "Hà Nội",
        "recipients": ("Bên A", "Lưu: VT"),
        "number": "03/2017/BGN-712",
        "day": dt.date(2017, 2, 7),
    }
    return OfficialDocument(**given | fields)


def as_word(described):
    return Document(io.BytesIO(word.render(plain(described))))


def as_pieces(described):
    return pieces(pdf.render(plain(described)))


def word_paragraphs(file):
    return [WordParagraph(found, file) for found in file.element.body.iter(qn("w:p"))]


def said_in_word(file):
    return "".join("".join(paragraph.text.split()) for paragraph in word_paragraphs(file))


def said_in_pdf(found):
    """The words without the page numbers, which stand in the upper margin."""
    return "".join("".join(piece.text.split()) for piece in found if piece.top > 20)


def one(file, text):
    found = [paragraph for paragraph in word_paragraphs(file) if paragraph.text == text]
    assert len(found) == 1, text
    return found[0]


def look_of(paragraph):
    """``(size, bold, italic, alignment)`` of a paragraph as Word shows it: the run's own, else the style's."""
    run, style = paragraph.runs[0], paragraph.style.font
    size = run.font.size or style.size
    bold = style.bold if run.bold is None else run.bold
    italic = style.italic if run.italic is None else run.italic
    alignment = paragraph.alignment if paragraph.alignment is not None else paragraph.style.paragraph_format.alignment
    return size.pt, bool(bold), bool(italic), alignment


# --- the words --------------------------------------------------------------------------------


def test_both_formats_say_the_same_words():
    described = document()

    in_word, in_pdf = said_in_word(as_word(described)), said_in_pdf(as_pieces(described))

    assert in_word == in_pdf
    assert in_word.startswith("TỔNGCỤCTIÊUCHUẨNĐOLƯỜNGCHẤTLƯỢNG-HIỆPHỘICHẾBIẾNVÀXUẤTKHẨUTHỦYSẢNVIỆTNAM")
    assert in_word.endswith("Nơinhận:-BênA;-Lưu:VT.")


def test_marks_are_kept_and_decomposed_letters_composed():
    typed = "Ứng dụng kỹ thuật, quỹ, nghĩa, ĐƯỜNG, đẵm, ằẳẵặ, ỗ, ỡ, ữ, ệ, ĩ, Ỹ"
    described = document(body=[Paragraph(unicodedata.normalize("NFD", typed))])

    for words in (said_in_word(as_word(described)), said_in_pdf(as_pieces(described))):
        assert typed.replace(" ", "") in words


def test_what_looks_like_markup_or_cannot_be_printed_stays_text():
    typed = "#set page() *đậm* $x$ <b>&amp;</b> `mã` @tên [x] \\n {a}"
    described = document(body=[Paragraph(f"\x00\x0b{typed}\x1f\ud800")])

    assert typed.replace(" ", "") in said_in_word(as_word(described))
    assert typed.replace(" ", "") in said_in_pdf(as_pieces(described))


@pytest.mark.parametrize("renderer", [word, pdf])
def test_the_same_document_has_the_same_bytes(renderer):
    assert renderer.render(plain(document())) == renderer.render(plain(document()))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2017, 2, 7), "ngày 07 tháng 02 năm 2017"),
        (dt.date(2020, 1, 31), "ngày 31 tháng 01 năm 2020"),
        (dt.date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
        (dt.date(2020, 12, 10), "ngày 10 tháng 12 năm 2020"),
    ],
)
def test_days_are_padded_as_the_decree_asks(day, words):
    assert plain(document(day=day))["day"] == f"Hà Nội, {words}"


def test_a_day_not_known_yet_is_left_to_be_written():
    assert plain(document(day=None))["day"] == "Hà Nội, ngày …… tháng …… năm ………"


def test_articles_are_numbered_without_those_that_say_nothing():
    titles = [block["text"] for block in plain(document())["body"] if block["type"] == "heading"]

    assert [title.split(". ")[1] for title in titles] == ["Kinh phí", "Nội dung"]
    assert [title.split(". ")[0][-1] for title in titles] == ["1", "2"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_205_000, "Một triệu hai trăm linh năm nghìn đồng"),
        (1_492_000_000, "Một tỷ bốn trăm chín mươi hai triệu đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (1_001_015_025, "Một tỷ không trăm linh một triệu không trăm mười lăm nghìn không trăm hai mươi lăm đồng"),
        (2_000_000_000_000, "Hai nghìn tỷ đồng"),
    ],
)
def test_amounts_in_words(amount, words):
    assert amounts.in_words(amount) == words


# --- the measures of the DOCX --------------------------------------------------------------------------------


def test_word_page_is_a4_with_the_decrees_margins():
    section = as_word(document()).sections[0]

    measured = {name: round(getattr(section, name).mm, 1) for name in ("page_width", "page_height")}
    assert measured == {"page_width": 210.0, "page_height": 297.0}
    assert 20 <= section.top_margin.mm <= 25
    assert 20 <= section.bottom_margin.mm <= 25
    assert 30 <= section.left_margin.mm <= 35
    assert 15 <= section.right_margin.mm <= 20.02  # Word keeps twentieths of a point


def test_word_numbers_pages_top_centre_but_not_the_first():
    section = as_word(document()).sections[0]
    paragraph = section.header.paragraphs[0]

    assert section.different_first_page_header_footer is True
    assert section.first_page_header.is_linked_to_previous is True  # it has none of its own: nothing stands there
    assert [mark.text for mark in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert paragraph.alignment == CENTRE
    assert paragraph.style.font.size.pt == 13


def test_word_letters_of_each_part():
    file = as_word(document())

    assert {
        text: look_of(one(file, text))
        for text in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            NAMES[0].upper(),
            "Số: 03/2017/BGN-712",
            "Hà Nội, ngày 07 tháng 02 năm 2017",
            "BẢN GHI NHỚ",
            "Căn cứ Quyết định số 712/QĐ-TTg;",
            "Điều 1. Kinh phí",
            "CHỦ TỊCH",
            "Trương Đình Hoè",
            "Nơi nhận:",
            "- Lưu: VT.",
        )
    } == {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False, CENTRE),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False, CENTRE),
        NAMES[0].upper(): (12, True, False, CENTRE),
        "Số: 03/2017/BGN-712": (13, False, False, CENTRE),
        "Hà Nội, ngày 07 tháng 02 năm 2017": (13, False, True, CENTRE),
        "BẢN GHI NHỚ": (14, True, False, CENTRE),
        "Căn cứ Quyết định số 712/QĐ-TTg;": (13, False, True, JUSTIFIED),
        "Điều 1. Kinh phí": (13, True, False, JUSTIFIED),
        "CHỦ TỊCH": (13, True, False, CENTRE),
        "Trương Đình Hoè": (13, True, False, CENTRE),
        "Nơi nhận:": (12, True, True, LEFT),
        "- Lưu: VT.": (11, False, False, LEFT),
    }


def test_word_body_is_spaced_as_the_decree_asks():
    shape = as_word(document()).styles["Body Text"].paragraph_format

    assert 10 <= shape.first_line_indent.mm <= 12.7
    assert shape.space_before.pt == 6
    assert 1 <= shape.line_spacing <= 1.5


def test_word_names_times_new_roman_and_nothing_else():
    with zipfile.ZipFile(io.BytesIO(word.render(plain(document())))) as parts:
        body = parts.read("word/document.xml").decode()
    file = as_word(document())
    fonts = file.styles["Normal"].element.rPr.rFonts

    assert {fonts.get(qn(f"w:{letters}")) for letters in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert "w:rFonts" not in body
    used = {paragraph.style.name for paragraph in word_paragraphs(file)}
    assert used == {"Normal", "Body Text", "Heading 1", "Heading 2"}
    for name in used - {"Normal"}:
        assert file.styles[name].element.rPr.rFonts.get(qn("w:ascii")) == "Times New Roman"


def test_word_elements_stand_in_the_order_of_the_schema():
    """Those that python-docx did not put there itself; Word may refuse another order, LibreOffice never does."""
    orders = {
        "w:tblPr": "tblStyle tblW jc tblLayout tblCellMar tblLook",
        "w:pPr": "pStyle keepNext pBdr spacing ind jc",
        "w:trPr": "cantSplit tblHeader",
        "w:tcPr": "tcW vMerge",
    }
    joint, single = as_word(document()), as_word(document(signatures=SIDES[:1]))

    for file in (joint, single):
        for tag, names in orders.items():
            order = [qn(f"w:{name}") for name in names.split()]
            for found in file.element.body.iter(qn(tag)):
                places = [order.index(child.tag) for child in found]
                assert places == sorted(places), tag
        for cell in file.element.body.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p")  # a cell ends with a paragraph


def test_word_draws_rules_below_the_motto_and_the_names():
    """Drawn, not underlined: as long as the motto, and a third to half of a name's line."""
    file = as_word(document())
    ruled = [found for found in word_paragraphs(file) if found._p.find(f".//{qn('w:pBdr')}") is not None]
    issuer, motto, subject = (found.paragraph_format for found in ruled)

    assert round(94 - motto.left_indent.mm - motto.right_indent.mm) == 56
    assert 66 / 3 <= 66 - issuer.left_indent.mm - issuer.right_indent.mm <= 66 / 2
    assert 160 / 3 <= 160 - subject.left_indent.mm - subject.right_indent.mm <= 160 / 2


# --- the measures of the PDF --------------------------------------------------------------------------------


def find(found, text):
    matching = [piece for piece in found if piece.text.strip() == text]
    assert len(matching) == 1, text
    return matching[0]


def test_pdf_pages_are_a4_within_the_margins():
    data = pdf.render(plain(document()))
    found = [piece for piece in pieces(data) if piece.top > 20]

    assert set(page_sizes(data)) == {(210.0, 297.0)}
    assert min(piece.left for piece in found) == 30
    assert max(piece.top for piece in found) <= 297 - 20


def test_pdf_letters_of_each_part():
    found = as_pieces(document())
    look = {
        text: (find(found, text).size, find(found, text).font)
        for text in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 03/2017/BGN-712",
            "Hà Nội, ngày 07 tháng 02 năm 2017",
            "BẢN GHI NHỚ",
            "Căn cứ Quyết định số 712/QĐ-TTg;",
            "Điều 1. Kinh phí",
            "Trương Đình Hoè",
            "Nơi nhận:",
            "- Lưu: VT.",
        )
    }

    assert look == {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, "Tinos-Bold"),
        "Độc lập - Tự do - Hạnh phúc": (13, "Tinos-Bold"),
        "Số: 03/2017/BGN-712": (13, "Tinos-Regular"),
        "Hà Nội, ngày 07 tháng 02 năm 2017": (13, "Tinos-Italic"),
        "BẢN GHI NHỚ": (14, "Tinos-Bold"),
        "Căn cứ Quyết định số 712/QĐ-TTg;": (13, "Tinos-Italic"),
        "Điều 1. Kinh phí": (13, "Tinos-Bold"),
        "Trương Đình Hoè": (13, "Tinos-Bold"),
        "Nơi nhận:": (12, "Tinos-BoldItalic"),
        "- Lưu: VT.": (11, "Tinos-Regular"),
    }
    assert {piece.font.split("-")[0] for piece in found} == {"Tinos"}


def test_pdf_numbers_pages_top_centre_but_not_the_first():
    found = as_pieces(document())
    numbers = [piece for piece in found if piece.top < 20]

    assert max(piece.page for piece in found) == 3
    assert [(piece.page, piece.text, piece.size) for piece in numbers] == [(2, "2", 13), (3, "3", 13)]
    assert {round(piece.left) for piece in numbers} == {109}  # the middle of 30 to 190 is 110, a digit is 2.3 wide


def test_pdf_first_lines_are_indented_and_lines_spaced():
    found = [piece for piece in as_pieces(document()) if piece.text.startswith("Hai bên phối hợp")]
    lines = [piece for piece in as_pieces(document()) if piece.page == 2 and piece.top > 20]
    gaps = {round((low.top - high.top) * 72 / 25.4, 1) for high, low in pairwise(lines)}

    assert {piece.left for piece in found} <= {42.0}
    assert round(13 * 1.149 * 1.15, 1) in gaps
    assert round(13 * 1.149 * 1.15 + 6, 1) in gaps


# --- how it is signed --------------------------------------------------------------------------------


def test_two_sides_sign_in_one_line():
    found = as_pieces(document())
    left, right = find(found, SIDES[0].name), find(found, SIDES[1].name)

    assert left.top == right.top
    assert left.left < 105 < right.left
    assert find(found, "Nơi nhận:").top > left.top


def test_one_agency_signs_right_of_the_recipients():
    described = document(above="Bộ Khoa học và Công nghệ", agencies=NAMES[:1], signatures=SIDES[:1])
    found, file = as_pieces(described), as_word(described)

    assert find(found, "Nơi nhận:").left == 30
    assert abs(find(found, "Nơi nhận:").top - find(found, "ĐẠI DIỆN BÊN A").top) < 1
    assert find(found, SIDES[0].name).left > 105
    assert said_in_word(file) == said_in_pdf(found)
    assert look_of(one(file, "BỘ KHOA HỌC VÀ CÔNG NGHỆ")) == (12, False, False, CENTRE)


def test_a_mark_stands_instead_of_the_number():
    described = document(number="", mark="DỰ THẢO")
    file = as_word(described)

    assert "Số:" not in said_in_word(file)
    assert look_of(one(file, "DỰ THẢO")) == (13, True, False, CENTRE)
    assert find(as_pieces(described), "DỰ THẢO").font == "Tinos-Bold"


def test_a_heading_stays_with_what_follows_and_the_end_with_the_signatures():
    described = replace(document(), body=[Heading("1. Đầu"), Paragraph("Giữa"), Paragraph("Cuối")])
    stays = [block["stays"] for block in plain(described)["body"]]

    assert stays == [True, False, True]
    assert as_word(described).styles["Heading 2"].paragraph_format.keep_with_next is True
