"""The whole main path in a browser: from a signed memorandum to a figure on the dashboard, and back to its evidence."""

import datetime as dt
import re

from playwright.sync_api import expect

from associations.models import Agreement, PeriodicReport, SolutionPackage
from associations.models import Workshop as WorkshopRow
from programme.models import Announcement, TaskGroup
from programme.verification import differences
from tests import builders
from tests.browser import steps

ANNOUNCED = [
    ("tcvn_reported_built", "about", "9.500", "khoảng"),
    ("qcvn_reported_built", "about", "650", "khoảng"),
    ("enterprises_guided", "about", "5.000", "khoảng"),
    ("training_courses", "more", "200", "hơn"),
]
SOURCE = "Tin ngày 08/06/2017 của Tổng cục Tiêu chuẩn Đo lường Chất lượng (nguồn: tcvn)"
TASK_GROUPS = [
    "Tuyên truyền, phổ biến kiến thức về năng suất chất lượng",
    "Đào tạo đội ngũ chuyên gia",
    "Nghiên cứu, xây dựng hệ thống TCVN cho các nhóm sản phẩm, hàng hóa chủ lực",
    "Triển khai các gói giải pháp qua hiệp hội ngành hàng",
]
CONCLUSIONS = ["Phối hợp tuyên truyền với hiệp hội", "Triển khai gói giải pháp gắn với đào tạo"]
TRAINEES = [f"Học viên thứ {number}; {1970 + number}" for number in range(1, 13)]


def test_from_agreement_to_figure(visit, association, editor, officer, approver, official):
    staff, chief = visit(), visit(approver)
    steps.sign_in(staff, officer)
    enter_announced_figures(staff)
    enter_workshop(staff, association)
    enter_task_groups(staff)
    agreement = conclude_memorandum(staff, chief, association)
    package = enter_package(staff, agreement)
    report = open_report(staff, agreement)

    writer = visit()
    steps.sign_in(writer, editor)
    browse(writer, package)
    for number in range(3):
        steps.record_support(writer, report, package, f"Công ty Thử nghiệm {number}", builders.tax_code())
    steps.record_course(writer, report, package, "Nhận thức ISO 9001", TRAINEES)
    steps.submit(writer, report)

    send_back(staff, report, "Thiếu chữ ký trên biên bản thứ hai")
    writer.goto(f"/reports/{report}/")
    expect(writer.locator("main")).to_contain_text("Thiếu chữ ký trên biên bản thứ hai")
    steps.mend(writer, report)
    steps.submit(writer, report)
    accept(chief, report)

    see_figures(visit(official))
    assert list(differences()) == []
    assert staff.complaints + chief.complaints + writer.complaints == []


def enter_announced_figures(page):
    for indicator, qualifier, value, wording in ANNOUNCED:
        steps.add(
            page,
            "programme/announcement",
            {
                "qualifier": qualifier,
                "value": value,
                "wording": wording,
                "cut_off_on": "31/12/2016",
                "published_on": "08/06/2017",
                "source": SOURCE,
            },
            {"programme": "712", "indicator": indicator},
        )
    rows = Announcement.objects.values_list("indicator__code", "value", "cut_off_on")
    expected = {(code, int(value.replace(".", "")), dt.date(2016, 12, 31)) for code, _sign, value, _words in ANNOUNCED}
    assert set(rows) == expected


def enter_workshop(page, association):
    def conclusions():
        for number, text in enumerate(CONCLUSIONS):
            steps.add_line(page, "conclusions")
            page.fill(f"[name=conclusions-{number}-position]", str(number + 1))
            page.fill(f"[name=conclusions-{number}-owner]", "Văn phòng Chương trình")
            page.fill(f"[name=conclusions-{number}-due_on]", "31/12/2017")
            page.fill(f"[name=conclusions-{number}-text]", text)

    steps.add(
        page,
        "associations/workshop",
        {
            "title": "Hội thảo phối hợp với hiệp hội ngành hàng",
            "held_on": "07/06/2017",
            "place": "Hà Nội",
            "source": SOURCE,
        },
        {"participants": association.code},
        before_saving=conclusions,
    )
    workshop = WorkshopRow.objects.get()
    assert workshop.held_on == dt.date(2017, 6, 7)
    assert workshop.conclusions.count() == 2


def enter_task_groups(page):
    for position, title in enumerate(TASK_GROUPS, start=1):
        steps.add(page, "programme/taskgroup", {"year": "2018", "position": str(position), "title": title})
    assert TaskGroup.objects.filter(year=2018).count() == 4


def conclude_memorandum(page, chief, association):
    """Draft, approval by somebody else, signatures and signed file, in force."""
    steps.add(
        page,
        "associations/agreement",
        {
            "kind": "memorandum",
            "title": "Bản ghi nhớ hợp tác",
            "starts_on": "01/07/2017",
            "ends_on": "31/12/2018",
        },
        {"association": association.code},
        button="_continue",
    )
    agreement = Agreement.objects.get()
    address = f"/admin/associations/agreement/{agreement.pk}/change/"
    steps.act(page, "submit")
    chief.goto(address)
    steps.act(chief, "approve")

    steps.keep_signed_file(page, association, "Bản ghi nhớ đã ký")
    names = steps.keep_authorities(page, association)
    steps.sign(page, address, names, "01/07/2017", "ban ghi nho")
    steps.act(page, "start")
    agreement.refresh_from_db()
    assert agreement.status == Agreement.Status.IN_FORCE
    assert agreement.number.startswith("01/")
    return agreement


def enter_package(page, agreement):
    def content():
        for number, tool in enumerate(("ISO9001", "5S")):
            steps.add_line(page, "items")
            page.fill(f"[name=items-{number}-position]", str(number + 1))
            steps.choose(page, f"items-{number}-tool", tool)
        steps.add_line(page, "items")
        page.fill("[name=items-2-position]", "3")
        page.fill("[name=items-2-training]", "Nhận thức ISO 9001")

    steps.add(
        page,
        "associations/solutionpackage",
        {
            "code": "GOI-2017-01",
            "name": "Gói ISO 9001 và 5S",
            "starts_on": "01/07/2017",
            "ends_on": "31/12/2018",
            "status": "running",
            "quota_enterprises": "10",
            "quota_courses": "2",
            "quota_trainees": "40",
        },
        {"agreement": "ban ghi nho"},
        before_saving=content,
    )
    package = SolutionPackage.objects.get()
    assert package.items.count() == 3
    return package.pk


def open_report(page, agreement):
    steps.add(
        page,
        "associations/periodicreport",
        {"period_starts_on": "01/01/2018", "period_ends_on": "31/12/2018", "due_on": "15/01/2019"},
        {"agreement": "ban ghi nho", "report_type": "bao cao nam"},
    )
    return PeriodicReport.objects.get().pk


def browse(page, package):
    expect(page).to_have_url(re.compile("/home/"))
    page.goto("/packages/")
    page.locator(f"a[href='/packages/{package}/']").first.click()
    expect(page.locator("main")).to_contain_text("ISO9001")


def send_back(page, report, reason):
    page.goto(f"/reports/{report}/return/")
    page.fill("[name=reason]", reason)
    steps.send(page)
    expect(page).to_have_url(re.compile(rf"/reports/{report}/$"))


def accept(page, report):
    page.goto(f"/reports/{report}/accept/")
    steps.send(page)
    expect(page).to_have_url(re.compile(rf"/reports/{report}/$"))
    assert PeriodicReport.objects.get(pk=report).status == PeriodicReport.Status.ACCEPTED


def see_figures(page):
    """3 enterprises, 1 course, 12 trainees, beside the announced figures; three clicks from a figure to its paper."""
    page.goto("/dashboard/")
    for code, value in {"enterprises_guided": "3", "training_courses": "1", "trainees": "12"}.items():
        expect(page.locator(f"main a[href*='/indicators/{code}/rows/']").first).to_contain_text(
            re.compile(rf"(?<!\d){value}(?!\d)")
        )
    expect(page.locator("main")).to_contain_text("5.000")
    expect(page.locator("main")).to_contain_text("31/12/2016")

    page.locator("main a[href*='/indicators/enterprises_guided/rows/']").first.click()
    expect(page.locator("main table").first).to_contain_text("Công ty Thử nghiệm")
    page.locator("main a[href*='/documents/'], main a[href*='/ledger/entries/']").first.click()
    with page.expect_download() as download:
        page.locator("main a[href*='/download/']").first.click()
    assert download.value.path().read_bytes() == builders.PDF
    assert page.complaints == []
