"""The life of an agreement in a browser: draft, approval, signatures, an annex, a milestone, a rest, the settlement."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from associations.models import Agreement, Milestone
from tests import builders
from tests.browser import steps

TODAY = timezone.localdate()
YESTERDAY, BEGAN, ENDS = (TODAY + dt.timedelta(days) for days in (-1, -30, 300))
TITLE = "Hợp đồng hỗ trợ doanh nghiệp áp dụng ISO 9001"
PROLONGED = ENDS + dt.timedelta(90)


def written(day):
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def pages(visit, officer, approver, editor):
    """The officer who prepares, the approver who decides, the association."""
    return visit(officer), visit(approver), visit(editor)


def test_an_agreement_from_draft_to_settlement(pages, association):
    staff, chief, partner = pages
    agreement = draft(staff, association)
    approve_and_sign(staff, chief, association, agreement)
    home = agreement.get_absolute_url()
    steps.look(partner, home)
    expect(partner.locator("main h1")).to_contain_text("Đang hiệu lực")

    deliver_and_accept(partner, chief, agreement)
    prolong(staff, chief, agreement)
    read_as_of(partner, home)
    suspend_and_resume(staff, partner, agreement)
    complete_and_settle(staff, chief, agreement)

    steps.look(partner, home)
    expect(partner.locator("main h1")).to_contain_text("Đã thanh lý")
    expect(partner.locator("main .page-head")).to_contain_text(f"{written(BEGAN)} – {written(PROLONGED)}")
    assert list(Agreement.objects.values_list("status", "ends_on")) == [("settled", PROLONGED)]
    assert steps.faults(*pages) == []


def admin_page(agreement):
    return f"/admin/associations/agreement/{agreement.pk}/change/"


def draft(page, association):
    """A contract with one milestone and the money for it; its preparer may not approve it."""

    def milestone_and_money():
        steps.add_line(page, "milestones")
        page.fill("[name=milestones-0-position]", "1")
        page.fill("[name=milestones-0-title]", "Khảo sát nhu cầu")
        page.fill("[name=milestones-0-due_on]", written(ENDS))
        steps.add_line(page, "funding")
        page.select_option("[name=funding-0-source]", "central")
        page.fill("[name=funding-0-amount_vnd]", "500.000.000")
        steps.look(page)

    steps.add(
        page,
        "associations/agreement",
        {"kind": "contract", "title": TITLE, "starts_on": written(BEGAN), "ends_on": written(ENDS)},
        {"association": association.code},
        button="_continue",
        before_saving=milestone_and_money,
    )
    steps.act(page, "submit")
    expect(page.locator(".acts li", has_text="Phê duyệt và cấp số").locator("button")).to_be_disabled()
    return Agreement.objects.get()


def approve_and_sign(staff, chief, association, agreement):
    chief.goto(admin_page(agreement))
    steps.act(chief, "approve")
    agreement.refresh_from_db()
    expect(chief.locator("#content")).to_contain_text(agreement.number)
    steps.keep_signed_file(staff, association, "Hợp đồng đã ký")
    names = steps.keep_authorities(staff, association)
    steps.sign(staff, admin_page(agreement), names, written(BEGAN), "hop dong da ky")
    steps.act(staff, "start")


def deliver_and_accept(partner, chief, agreement):
    """A delivery is refused for its reason, delivered again and accepted with minutes."""
    milestone = Milestone.objects.get(agreement=agreement)
    deliver(partner, milestone, "Báo cáo khảo sát, bản đầu")
    chief.goto(f"/milestones/{milestone.pk}/refuse/")
    steps.look(chief)
    chief.fill("[name=reason]", "Thiếu danh sách doanh nghiệp")
    steps.send(chief)
    steps.look(partner, milestone.get_absolute_url())
    expect(partner.locator("main")).to_contain_text("Thiếu danh sách doanh nghiệp")
    deliver(partner, milestone, "Báo cáo khảo sát kèm danh sách doanh nghiệp")

    chief.goto(f"/milestones/{milestone.pk}/accept/")
    steps.send(chief)
    expect(chief.locator(".error-summary li")).to_have_count(4)  # the day, the panel, the conclusion, the minutes
    steps.look(chief)
    chief.fill("[name=held_on]", written(TODAY))
    chief.fill("[name=panel]", "Ông A, chủ tịch hội đồng\nBà B, thư ký")
    chief.fill("[name=conclusion]", "Đạt yêu cầu")
    steps.attach(chief, "evidence_file")
    steps.send(chief)
    steps.look(chief)
    expect(chief.locator("main h1")).to_contain_text("Đã nghiệm thu")
    expect(chief.locator("main")).to_contain_text("Bà B, thư ký")


def deliver(page, milestone, note):
    page.goto(milestone.get_absolute_url())
    page.get_by_role("link", name="Bàn giao", exact=True).click()
    steps.look(page)
    page.fill("[name=note]", note)
    steps.attach(page, "evidence_file", "khao-sat.pdf")
    steps.send(page)
    expect(page.locator("main h1")).to_contain_text("Đã bàn giao")


def prolong(staff, chief, agreement):
    """An annex is prepared as a copy, its difference is read, and it takes effect once both sides signed."""
    staff.goto(agreement.get_absolute_url())
    staff.get_by_role("link", name="Lập phụ lục").click()
    steps.look(staff)
    staff.fill("[name=title]", "Gia hạn và thêm kinh phí")
    staff.fill("[name=effective_on]", written(TODAY))
    steps.send(staff)
    steps.look(staff)
    staff.fill("[name=terms-ends_on]", written(PROLONGED))
    staff.fill("[name=funding-0-amount_vnd]", "650.000.000")
    steps.send(staff)
    steps.look(staff)
    rows = staff.locator("main tbody tr").all_inner_texts()
    assert [re.split(r"\s*[\t\n]\s*", row.strip()) for row in rows] == [
        ["Ngày kết thúc", written(ENDS), written(PROLONGED), "Đã sửa"],
        ["Dòng kinh phí “Ngân sách trung ương” · Số tiền (đồng)", "500.000.000", "650.000.000", "Đã sửa"],
    ]
    address = staff.url
    take(staff, address, "submit")
    take(chief, address, "approve")
    staff.goto(address)
    staff.locator("a[href$='/sign/']").click()
    steps.look(staff)
    staff.fill("[name=programme_signed_on]", written(TODAY))
    staff.fill("[name=association_signed_on]", written(TODAY))
    steps.attach(staff, "evidence_file", "phu-luc.pdf")
    steps.send(staff)
    expect(staff.locator("main h1")).to_contain_text("Đã ký")
    take(chief, address, "apply")
    expect(chief.locator("main h1")).to_contain_text("Đang có hiệu lực")


def take(page, address, action):
    """Take one step of an annex from its page."""
    page.goto(address)
    page.locator(f"a[href$='/{action}/']").click()
    steps.look(page)
    steps.send(page)
    steps.look(page)
    expect(page.locator(".messages .notice-success")).to_be_visible()


def read_as_of(page, home):
    """The day before the annex reads as it was agreed at first, the day itself as it was changed."""
    for day, end, amount in ((YESTERDAY, ENDS, "500.000.000"), (TODAY, PROLONGED, "650.000.000")):
        page.goto(home)
        page.fill("[name=as_of]", written(day))
        page.get_by_role("button", name="Xem", exact=True).click()
        steps.look(page)
        expect(page.locator("main")).to_contain_text(written(day))
        expect(page.locator("main .facts")).to_contain_text(written(end))
        expect(page.locator("main table", has_text="Ngân sách trung ương").first).to_contain_text(amount)


def suspend_and_resume(staff, partner, agreement):
    staff.goto(admin_page(agreement))
    steps.act(staff, "suspend", file="quyet-dinh.pdf", reason="Hiệp hội kiện toàn bộ máy")
    steps.look(partner, agreement.get_absolute_url())
    expect(partner.locator("main .notice", has_text="không thêm gói giải pháp").first).to_contain_text(
        "Hiệp hội kiện toàn bộ máy"
    )
    steps.act(staff, "resume", reason="Đã kiện toàn xong")
    partner.reload()
    expect(partner.locator("main h1")).to_contain_text("Đang hiệu lực")
    expect(partner.locator("main .notice", has_text="không thêm gói giải pháp")).to_have_count(0)


def complete_and_settle(staff, chief, agreement):
    staff.goto(admin_page(agreement))
    steps.act(staff, "complete")
    chief.goto(admin_page(agreement))
    steps.act(chief, "settle", file="bien-ban.pdf", reason="Hai bên đã hoàn thành nghĩa vụ")
    steps.look(chief)
    expect(chief.locator("#content form[action*='/move/']")).to_have_count(0)
    assert builders.PDF == agreement.steps.get(action="settle").document.file.read()
