"""Official documents made from the record: what they say, when they have a number, who gets them."""

import copy
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from docx import Document

from associations import annexes as annex_services
from associations import milestones
from associations.models import Acceptance, Agreement, Funding, Milestone, SolutionPackage
from common.official.documents import plain
from portal.official import acceptances, agreements, annexes
from tests import builders
from tests.pdf_words import pieces
from tests.world import MARK

pytestmark = pytest.mark.django_db
LONG_NAME = "Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam tại các tỉnh đồng bằng sông Cửu Long"


@pytest.fixture
def association(alpha):
    alpha.name_vi, alpha.address = LONG_NAME, "Số 7 đường Nguyễn Quý Cảnh, phường An Phú, Thành phố Hồ Chí Minh"
    alpha.save()
    return alpha


@pytest.fixture
def agreement(association, officer, approver):
    """A memorandum in force with a package, a milestone and money of two sources for it."""
    row = builders.agreement(
        association,
        prepared_by=officer,
        approved_by=approver,
        title="Bản ghi nhớ phối hợp nâng cao năng suất, chất lượng ngành thủy sản",
        summary="Tư vấn, đào tạo.\nHướng dẫn doanh nghiệp.",
    )
    days = {"programme_signed_on": dt.date(2017, 2, 7), "association_signed_on": dt.date(2017, 2, 6)}
    Agreement.objects.filter(pk=row.pk).update(year=2017, serial=3, **days)
    row.refresh_from_db()
    builders.package(row, "ALPHA-1", name="Gói một", quota_enterprises=1_000)
    step = Milestone.objects.create(agreement=row, position=1, title="Khảo sát nhu cầu", due_on=dt.date(2017, 6, 30))
    for source, amount in (("central", 1_200_000_000), ("association", 5_000_000)):
        Funding.objects.create(agreement=row, milestone=step, source=source, amount_vnd=amount)
    annex_services.keep_first_version(row, officer)
    return row


@pytest.fixture
def annex(agreement, officer):
    """A draft: the term longer, one package larger, one milestone gone, one package more."""
    row = annex_services.prepare_annex(
        agreement,
        by=officer,
        title="Phụ lục gia hạn",
        content="Theo đề nghị của Bên B;",
        effective_on=dt.date(2017, 9, 2),
    )
    terms = copy.deepcopy(row.proposed)
    terms["values"]["ends_on"] = "2018-06-30"
    terms["parts"]["packages"][0]["values"]["quota_enterprises"] = 1_500
    more = copy.deepcopy(terms["parts"]["packages"][0])
    more["key"], more["parts"]["items"] = "n1", []
    more["values"] |= {"code": "ALPHA-2", "name": "Gói hai"}
    terms["parts"]["packages"].append(more)
    terms["parts"]["milestones"] = []
    terms["parts"]["funding"] = []
    return annex_services.change_annex(row, by=officer, revision=row.revision, terms=terms)


@pytest.fixture
def waiting(agreement, alpha_editor):
    """A delivery of the milestone that waits for the panel."""
    return Acceptance.objects.create(
        milestone=agreement.milestones.get(),
        round=1,
        delivered_by=alpha_editor,
        delivered_at=timezone.make_aware(dt.datetime(2017, 6, 5, 10)),
        note="Báo cáo khảo sát và danh sách",
        deliverable=builders.document("Báo cáo khảo sát", by=alpha_editor, association="ALPHA", number="05/BC"),
    )


@pytest.fixture
def accepted(waiting, officer):
    Milestone.objects.filter(pk=waiting.milestone_id).update(status="delivered")
    paper = builders.document("Biên bản", by=officer, association="ALPHA", number="12/BB-TĐC")
    return milestones.accept(
        waiting,
        by=officer,
        held_on=dt.date(2017, 7, 9),
        panel="Chủ tịch: Trần Thị Hường\n- Thư ký: Lê Văn Ổn",
        conclusion="Sản phẩm đạt yêu cầu.",
        document=paper,
    )


def described(kind, row):
    with override("vi"):
        return kind.describe(type(row).objects.get(pk=row.pk))


def texts(document):
    """The paragraphs and headings of a document, in their order."""
    return [block["text"] for block in plain(document)["body"] if block["type"] != "table"]


def tables(document):
    return [block["rows"] for block in plain(document)["body"] if block["type"] == "table"]


def path_of(name, row, file_format):
    arguments = {
        "agreement-file": lambda: [row.pk],
        "annex-file": lambda: [row.agreement_id, row.number],
        "acceptance-file": lambda: [row.milestone_id, row.round],
    }
    return reverse(f"portal:{name}", args=[*arguments[name](), file_format])


# --- what they say -------------------------------------------------------------------------------------------------


def test_the_head_of_an_agreement_names_both_sides(agreement):
    said = plain(described(agreements, agreement))

    assert said["agencies"] == ["TỔNG CỤC TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG", LONG_NAME.upper()]
    assert (said["number"], said["mark"]) == ("Số: 03/2017/BGN-712", "")
    assert said["day"] == "Hà Nội, ngày 07 tháng 02 năm 2017"
    assert said["kind"] == "BẢN GHI NHỚ"
    assert said["subject"] == "Phối hợp nâng cao năng suất, chất lượng ngành thủy sản"
    assert [(side["title"], side["position"], side["name"]) for side in said["signatures"]] == [
        ("ĐẠI DIỆN BÊN A", "PHÓ TỔNG CỤC TRƯỞNG", "Người ký của Chương trình"),
        ("ĐẠI DIỆN BÊN B", "CHỦ TỊCH", "Đại diện ALPHA"),
    ]
    assert said["recipients"] == ["- Bên A;", "- Bên B;", "- Lưu: VT."]


def test_the_articles_of_an_agreement_come_from_its_terms(agreement):
    document = described(agreements, agreement)

    assert texts(document)[texts(document).index("Hai bên thống nhất các điều khoản sau đây:") + 1 :] == [
        "Điều 1. Mục đích và phạm vi",
        "Tư vấn, đào tạo.",
        "Hướng dẫn doanh nghiệp.",
        "Điều 2. Thời hạn",
        "Từ ngày 01 tháng 01 năm 2017 đến hết ngày 31 tháng 12 năm 2017.",
        "Điều 3. Gói giải pháp",
        "Bên B triển khai các gói giải pháp sau đây đến doanh nghiệp:",
        "Nội dung gói ALPHA-1: (1) ISO9001 – Hệ thống quản lý chất lượng; (2) Đào tạo nhận thức, 16 giờ.",
        "Điều 4. Sản phẩm và thời hạn",
        "Bên B bàn giao cho Bên A nghiệm thu các sản phẩm sau đây:",
        "Điều 5. Kinh phí",
        "Kinh phí dự kiến theo nguồn:",
        "Bằng chữ: Một tỷ hai trăm linh năm triệu đồng.",
        "Điều 6. Điều khoản thi hành",
        "1. Mọi sửa đổi, bổ sung được hai bên thỏa thuận bằng phụ lục có chữ ký của hai bên.",
        "2. Bản ghi nhớ này được lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản.",
    ]
    assert tables(document) == [
        [["1", "Gói một (ALPHA-1)", "01/01/2017 –\n31/12/2017", "1.000", "3", "60"]],
        [["1", "Khảo sát nhu cầu", "30/06/2017", "Ngân sách trung ương: 1.200.000.000\nHiệp hội: 5.000.000"]],
        [
            ["1", "Ngân sách trung ương", "1.200.000.000"],
            ["2", "Hiệp hội", "5.000.000"],
            ["", "Cộng", "1.205.000.000"],
        ],
    ]


def test_the_sides_say_who_stands_for_them_and_why(agreement):
    document = described(agreements, agreement)

    found = texts(document)
    assert found[found.index("Hai bên gồm:") + 1 : found.index("Hai bên thống nhất các điều khoản sau đây:")] == [
        "BÊN A: Tổng cục Tiêu chuẩn Đo lường Chất lượng",
        "Người đại diện: Người ký của Chương trình",
        "Chức vụ: Phó Tổng cục trưởng",
        "Căn cứ thẩm quyền ký: Quyết định số 01/QĐ",
        f"BÊN B: {LONG_NAME}",
        "Địa chỉ: Số 7 đường Nguyễn Quý Cảnh, phường An Phú, Thành phố Hồ Chí Minh",
        "Người đại diện: Đại diện ALPHA",
        "Chức vụ: Chủ tịch",
        "Căn cứ thẩm quyền ký: Quyết định số 01/QĐ",
    ]


def test_grounds_name_the_decision_and_who_took_it(agreement):
    programme = builders.programme_712()
    programme.decision, programme.decided_on = "Quyết định 712/QĐ-TTg", dt.date(2010, 5, 21)
    programme.save()

    assert texts(described(agreements, agreement))[:2] == [
        "Căn cứ Quyết định số 712/QĐ-TTg ngày 21 tháng 5 năm 2010 của Thủ tướng Chính phủ phê duyệt "
        "“Chương trình 712”;",
        "Căn cứ nhu cầu và khả năng của hai bên.",
    ]


def test_an_agreement_reads_as_it_was_signed_whatever_an_annex_changed(agreement):
    before = plain(described(agreements, agreement))

    SolutionPackage.objects.filter(agreement=agreement).update(quota_enterprises=7, name="Gói khác")
    Agreement.objects.filter(pk=agreement.pk).update(title="Tên khác", ends_on=dt.date(2019, 1, 1))

    assert plain(described(agreements, agreement)) == before


def test_an_agreement_without_money_says_so(alpha, officer, approver):
    row = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.DRAFT)
    document = described(agreements, row)

    assert tables(document) == []
    assert "Hai bên không thỏa thuận kinh phí." in texts(document)


@pytest.mark.parametrize(
    ("status", "mark", "has_number"),
    [
        ("draft", "DỰ THẢO", False),
        ("submitted", "DỰ THẢO", False),
        ("approved", "", True),
        ("cancelled", "ĐÃ HỦY", False),
    ],
)
def test_a_draft_is_marked_and_has_no_number(alpha, officer, approver, status, mark, has_number):
    row = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status)

    said = plain(described(agreements, row))

    assert said["mark"] == mark
    assert bool(said["number"]) is has_number
    assert said["day"] == "Hà Nội, ngày …… tháng …… năm ………"
    assert {side["note"] for side in said["signatures"]} == {"(Ký, ghi rõ họ tên, đóng dấu)"}


def test_an_annex_says_each_change_in_articles(annex):
    found = texts(described(annexes, annex))

    assert found[0] == "(Kèm theo Bản ghi nhớ số 03/2017/BGN-712 ngày 07 tháng 02 năm 2017)"
    assert found[1:3] == [
        "Căn cứ Bản ghi nhớ số 03/2017/BGN-712 ngày 07 tháng 02 năm 2017;",
        "Theo đề nghị của Bên B;",
    ]
    articles = found[found.index("Hai bên thống nhất các điều khoản sau đây:") + 1 :]
    assert articles[:4] == [
        "Điều 1. Sửa đổi các điều khoản chung",
        "1. Ngày kết thúc: thay “31/12/2017” bằng “30/06/2018”.",
        "Điều 2. Sửa đổi gói giải pháp “ALPHA-1”",
        "1. Số doanh nghiệp theo thỏa thuận: thay “1.000” bằng “1.500”.",
    ]
    assert [line for line in articles if line.startswith("Điều ")][2:] == [
        "Điều 3. Bổ sung gói giải pháp “ALPHA-2”",
        "Điều 4. Bãi bỏ mốc thực hiện “Khảo sát nhu cầu”",
        "Điều 5. Bãi bỏ dòng kinh phí “Ngân sách trung ương”",
        "Điều 6. Bãi bỏ dòng kinh phí “Hiệp hội”",
        "Điều 7. Hiệu lực",
    ]
    assert articles[-2] == "1. Phụ lục này có hiệu lực từ ngày 02 tháng 9 năm 2017."


def test_an_annex_has_its_number_once_it_is_approved(annex):
    before = plain(described(annexes, annex))
    type(annex).objects.filter(pk=annex.pk).update(status="approved")

    after = plain(described(annexes, annex))

    assert (before["mark"], before["number"]) == ("DỰ THẢO", "")
    assert (after["mark"], after["number"]) == ("", "Số: 01/PL-03/2017/BGN-712")


def test_who_signed_the_agreement_signs_its_annex_while_his_authority_lasts(annex):
    assert [side["name"] for side in plain(described(annexes, annex))["signatures"]] == [
        "Người ký của Chương trình",
        "Đại diện ALPHA",
    ]
    authority = annex.agreement.association_authority
    authority.valid_to = annex.effective_on - dt.timedelta(1)
    authority.save()

    assert plain(described(annexes, annex))["signatures"][1] == {
        "title": "ĐẠI DIỆN BÊN B",
        "position": "",
        "name": "",
        "note": "(Ký, ghi rõ họ tên, đóng dấu)",
    }


def test_minutes_read_as_they_were_whatever_an_annex_changed(accepted):
    before = plain(described(acceptances, accepted))
    Milestone.objects.filter(pk=accepted.milestone_id).update(title="Tên khác", due_on=dt.date(2019, 1, 1))

    accepted.milestone.refresh_from_db()
    assert plain(described(acceptances, accepted)) == before


def test_minutes_say_who_what_how_much_and_the_conclusion(accepted):
    document = described(acceptances, accepted)
    said = plain(document)

    assert (said["above"], said["agencies"]) == (
        "BỘ KHOA HỌC VÀ CÔNG NGHỆ",
        ["TỔNG CỤC TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG"],
    )
    assert (said["number"], said["mark"], said["day"]) == ("Số: 12/BB-TĐC", "", "Hà Nội, ngày 09 tháng 7 năm 2017")
    assert said["subject"] == "Nghiệm thu sản phẩm “Khảo sát nhu cầu”"
    assert texts(document) == [
        "1. Căn cứ",
        "Bản ghi nhớ số 03/2017/BGN-712 ngày 07 tháng 02 năm 2017.",
        "2. Thời gian và thành phần",
        "Thời gian nghiệm thu: ngày 09 tháng 7 năm 2017.",
        "Bên nhận: Tổng cục Tiêu chuẩn Đo lường Chất lượng.",
        f"Bên giao: {LONG_NAME}.",
        "Hội đồng nghiệm thu:",
        "- Chủ tịch: Trần Thị Hường",
        "- Thư ký: Lê Văn Ổn",
        "Người ghi nhận kết quả: officer.",
        "3. Sản phẩm được bàn giao",
        "Sản phẩm: Khảo sát nhu cầu; thời hạn: 30/06/2017.",
        "Bàn giao lần 1, ngày 05 tháng 6 năm 2017, do alpha-editor ghi nhận:",
        "Báo cáo khảo sát và danh sách",
        "Tài liệu: 05/BC – Báo cáo khảo sát.",
        f"Mã băm của tài liệu (SHA-256): {accepted.deliverable.sha256}.",
        "4. Kinh phí của sản phẩm theo nguồn",
        "Bằng chữ: Một tỷ hai trăm linh năm triệu đồng.",
        "5. Kết luận",
        "Sản phẩm đạt yêu cầu.",
    ]
    assert tables(document) == [
        [
            ["1", "Ngân sách trung ương", "1.200.000.000"],
            ["2", "Hiệp hội", "5.000.000"],
            ["", "Cộng", "1.205.000.000"],
        ]
    ]


def test_minutes_before_the_decision_are_a_draft(waiting):
    said = plain(described(acceptances, waiting))

    assert (said["mark"], said["number"]) == ("DỰ THẢO", "")
    assert said["day"] == "Hà Nội, ngày …… tháng …… năm ………"


# --- the files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_files_are_vietnamese_attachments_with_plain_names(agreement, officer, client_for, language):
    client = client_for(officer)
    client.cookies["django_language"] = language
    types = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
    }

    for file_format, content_type in types.items():
        response = client.get(path_of("agreement-file", agreement, file_format))

        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'attachment; filename="ban-ghi-nho-03-2017-bgn-712.{file_format}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert words_of(response.content, file_format).startswith("TỔNG CỤC TIÊU CHUẨN")


def words_of(content, file_format):
    if file_format == "pdf":
        return " ".join(piece.text for piece in pieces(content))
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join([*cells, *(paragraph.text for paragraph in file.paragraphs)])


def test_each_file_is_the_record_s_and_no_strangers(world, client_for, beta_editor, alpha_editor):
    """Alpha's documents hold Alpha's words and none of Beta's; Beta gets 404 for each of them in each format."""
    rows = {
        "agreement-file": world.alpha.agreement,
        "annex-file": world.alpha.annex,
        "acceptance-file": world.alpha.delivery,
    }
    own, stranger = client_for(alpha_editor), client_for(beta_editor)
    for name, row in rows.items():
        for file_format in ("docx", "pdf"):
            path = path_of(name, row, file_format)
            words = words_of(own.get(path).content, file_format)

            assert MARK["ALPHA"] in words
            assert MARK["BETA"] not in words
            assert stranger.get(path).status_code == 404


def test_what_an_association_may_not_read_is_no_file_for_it(world, client_for, alpha_editor, officer, approver):
    """Drafts are the programme's own; a milestone's round is asked for under its own milestone."""
    draft = builders.agreement(world.alpha.association, prepared_by=officer, approved_by=approver, status="draft")
    own = client_for(alpha_editor)

    assert own.get(path_of("agreement-file", draft, "pdf")).status_code == 404
    assert own.get(path_of("annex-file", world.alpha.draft_annex, "pdf")).status_code == 404
    elsewhere = reverse("portal:acceptance-file", args=[world.beta.delivery.milestone_id, 1, "pdf"])
    assert own.get(elsewhere).status_code == 404


def test_a_refused_delivery_has_no_minutes(waiting, officer, client_for):
    Acceptance.objects.filter(pk=waiting.pk).update(
        outcome="refused", reason="Thiếu", decided_by=officer, decided_at=timezone.now()
    )

    assert client_for(officer).get(path_of("acceptance-file", waiting, "pdf")).status_code == 404


def test_no_other_format_is_an_address(agreement, officer, client_for):
    path = path_of("agreement-file", agreement, "pdf")

    assert client_for(officer).get(path.replace(".pdf", ".exe")).status_code == 404


def test_pages_of_records_link_their_documents(agreement, annex, waiting, officer, client_for):
    client = client_for(officer)
    for row, name, page in (
        (agreement, "agreement-file", agreement),
        (annex, "annex-file", annex),
        (waiting, "acceptance-file", waiting.milestone),
    ):
        body = client.get(page.get_absolute_url()).content.decode()
        for file_format in ("docx", "pdf"):
            assert f'href="{path_of(name, row, file_format)}"' in body


def test_a_file_takes_the_same_queries_at_any_size(agreement, officer, client_for, django_assert_num_queries):
    client = client_for(officer)
    path = path_of("agreement-file", agreement, "docx")
    client.get(path)
    counts = []
    for _round in range(2):
        with django_assert_num_queries(5):  # session, user, agreement, programme, version
            counts.append(client.get(path).status_code)
        for number in range(3):
            builders.package(agreement, f"MORE-{_round}-{number}")
        agreement.versions.all().delete()
        annex_services.keep_first_version(agreement, officer)

    assert counts == [200, 200]


def test_a_renamed_agency_is_set_not_programmed(agreement, settings):
    settings.AGENCY_NAME = "Ủy ban Tiêu chuẩn Đo lường Chất lượng Quốc gia"
    settings.AGENCY_PLACE = "Huế"

    said = plain(described(agreements, agreement))

    assert said["agencies"][0] == "ỦY BAN TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG QUỐC GIA"
    assert said["day"].startswith("Huế, ngày")
