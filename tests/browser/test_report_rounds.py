"""A report goes round: returned twice with remarks on cells, answered, mended, sent again, accepted, corrected."""

import re

import pytest
from playwright.sync_api import expect

from associations.models import PeriodicReport
from enterprises.models import Support
from programme.verification import differences
from tests import builders
from tests.browser import steps

FIRST = "Ngày kết thúc chưa khớp với biên bản"
SECOND = "Biên bản thiếu chữ ký của doanh nghiệp"


@pytest.fixture
def report(association, officer, approver):
    """An open report under an agreement with one package."""
    agreement = builders.agreement(association, prepared_by=officer, approved_by=approver, ends_on="2018-12-31")
    builders.package(agreement, ends_on="2018-12-31")
    return builders.report(agreement, starts_on="2018-01-01", ends_on="2018-12-31", due_on="2019-01-15").pk


def test_a_report_through_two_returns_to_acceptance_and_a_correction(visit, report, editor, officer, approver):
    writer, reader, chief = visit(editor), visit(officer), visit(approver)
    support = write(writer, report)
    send_report(writer, report)

    start_review(reader, report)
    send_back(reader, report, support, "Ngày kết thúc", FIRST)
    refuse_unchanged(writer, report, support, FIRST)
    move_end(writer, support, "20/12/2018")
    send_report(writer, report)

    send_back(chief, report, support, "Minh chứng", SECOND)
    answer(writer, report, "Đã thay bằng biên bản có đủ chữ ký")
    replace_evidence(writer, support)
    send_report(writer, report)

    read_rounds(reader, report)
    accept(chief, report)
    kept = read_versions(writer, report)
    correct(writer, chief, report)
    writer.goto(f"/reports/{report}/versions/4/")
    assert writer.locator("main").inner_text() == kept
    assert list(differences()) == []
    assert steps.faults(writer, reader, chief) == []


def page_of(report):
    return f"/reports/{report}/"


def write(page, report):
    """One enterprise, one amount, one activity and the text; each form is looked at with its first mistakes."""
    package = PeriodicReport.objects.get(pk=report).agreement.packages.get().pk
    steps.record_support(page, report, package, "Công ty Thử nghiệm", builders.tax_code())
    page.goto(f"/reports/{report}/money/add/")
    steps.send(page)
    steps.look(page)
    expect(page.locator(".error-summary li")).to_have_count(3)
    page.select_option("[name=source]", "association")
    page.fill("[name=purpose]", "Thuê chuyên gia")
    page.fill("[name=amount_vnd]", "12.500.000")
    steps.attach(page, "evidence_file", "hoa-don.pdf")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(rf"{page_of(report)}(#.*)?$"))
    steps.mend(page, report)
    steps.look(page)
    return Support.objects.get().pk


def send_report(page, report):
    page.goto(f"/reports/{report}/submit/")
    steps.look(page)
    steps.send(page)
    expect(page.locator(".messages .notice-success")).to_be_visible()
    steps.look(page)


def start_review(page, report):
    page.goto(page_of(report))
    page.locator("form[action$='/start-review/'] button").click()
    expect(page.locator("main h1")).to_contain_text("Đang thẩm định")


def send_back(page, report, support, cell, remark):
    """Return the report with a remark on one cell of the support; without a reason it stays."""
    page.goto(f"/reports/{report}/return/")
    page.fill(f"[name=supports-{support}]", remark)
    page.fill(f"[name=supports-{support}-cell]", cell)
    steps.send(page)
    expect(page.locator(".error-summary li")).to_have_count(1)
    steps.look(page)
    page.fill("[name=reason]", "Đề nghị đối chiếu lại hồ sơ")
    steps.send(page)
    expect(page.locator("main h1")).to_contain_text("Bị trả lại")
    expect(page.locator("main .notice-warning")).to_contain_text(remark)
    steps.look(page)


def answer(page, report, text):
    page.goto(page_of(report))
    page.get_by_role("link", name="Trả lời nhận xét", exact=True).click()
    steps.look(page)
    page.locator("textarea[name^=answer-]").fill(text)
    steps.send(page)
    expect(page).to_have_url(re.compile(f"{page_of(report)}$"))


def refuse_unchanged(page, report, support, remark):
    """The remark waits for its answer; answered but unchanged, the report is not taken again."""
    steps.look(page, f"/reports/{report}/submit/")
    expect(page.locator("main .notice-error")).to_contain_text(remark)
    expect(page.locator("main form[method=post] button")).to_have_count(0)
    answer(page, report, "Đã đối chiếu với biên bản")
    page.goto(f"/reports/{report}/submit/")
    steps.send(page)
    expect(page.locator("main .error-summary")).to_be_visible()
    steps.look(page)
    assert PeriodicReport.objects.get(pk=report).status == PeriodicReport.Status.RETURNED


def move_end(page, support, day):
    page.goto(f"/supports/{support}/edit/")
    steps.look(page)
    page.fill("[name=ends_on]", day)
    steps.send(page)


def replace_evidence(page, support):
    page.goto(f"/supports/{support}/edit/")
    page.select_option("[name=evidence]", "")
    steps.attach(page, "evidence_file", "bien-ban-du-chu-ky.pdf")
    steps.send(page)


def read_rounds(page, report):
    """Both rounds with their remarks, old value beside new value, and the answers."""
    steps.look(page, f"/reports/{report}/rounds/")
    first, second = page.locator("section.card", has=page.locator("h2", has_text=re.compile(r"^Lần [12]$"))).all()[:2]
    expect(first.locator("tbody tr").first).to_contain_text(FIRST)
    expect(first.locator("tbody tr").first.locator("td").nth(2)).to_have_text("25/12/2018")
    expect(first.locator("tbody tr").first.locator("td").nth(3)).to_have_text("20/12/2018")
    expect(second.locator("tbody tr").first).to_contain_text(SECOND)
    expect(second.locator("tbody tr").first).to_contain_text("Đã thay bằng biên bản có đủ chữ ký")


def accept(page, report):
    page.goto(f"/reports/{report}/accept/")
    steps.look(page)
    steps.send(page)
    expect(page.locator("main h1")).to_contain_text("Đã chấp nhận")


def read_versions(page, report):
    """Three were sent and one was accepted; the accepted one says what the second round mended."""
    kept = [version.kind for version in PeriodicReport.objects.get(pk=report).versions.order_by("number")]
    assert kept == ["submission", "submission", "submission", "acceptance"]
    steps.look(page, page_of(report))
    steps.look(page, f"/reports/{report}/versions/4/")
    expect(page.locator("main")).to_contain_text("bien-ban-du-chu-ky")
    expect(page.locator("main")).to_contain_text("20/12/2018")
    return page.locator("main").inner_text()


def correct(page, chief, report):
    """The enterprise should not have been counted: a correction takes it back, and both figures can be read."""
    page.goto(page_of(report))
    page.locator("main a[href$='/correct/']").click()
    steps.look(page)
    steps.send(page)
    expect(page.locator(".error-summary li")).to_have_count(1)
    page.fill("[name=cause]", "Doanh nghiệp không tham gia gói giải pháp")
    steps.send(page)
    expect(page).not_to_have_url(re.compile(page_of(report)))
    correction = PeriodicReport.objects.exclude(pk=report).get().pk
    steps.look(page, page_of(correction))
    page.locator("main a[href$='/take-back/']").first.click()
    page.check("main form [type=checkbox]")
    steps.look(page)
    steps.send(page)
    send_report(page, correction)

    accept(chief, correction)
    steps.look(chief, f"/reports/{correction}/figures/")
    row = chief.locator("main tbody tr", has=chief.locator("a[href*='/enterprises_guided/']")).first
    assert row.locator("td").all_inner_texts()[1:] == ["1", "0", "−1"]
    steps.look(page, page_of(report))
    expect(page.locator("main")).to_contain_text("Doanh nghiệp không tham gia gói giải pháp")
