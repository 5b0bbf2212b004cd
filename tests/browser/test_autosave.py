"""A report is written while the connection breaks and while a colleague writes too; nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from associations.models import PeriodicReport
from tests import builders
from tests.browser import steps


@pytest.fixture
def report(association, editor):
    officer, approver = builders.user(Role.OFFICER), builders.user(Role.APPROVER)
    return builders.report(builders.agreement(association, prepared_by=officer, approved_by=approver))


def write(page, text):
    page.locator("[name=narrative]").fill(text)


def stored(report):
    return PeriodicReport.objects.get(pk=report.pk).narrative


def test_what_is_written_without_a_connection_is_kept_sent_and_offered(report, editor, visit):
    page = visit(editor)
    page.goto(f"/reports/{report.pk}/edit/")
    state = page.locator("[data-autosave-status]")

    write(page, "Kết quả quý một")
    expect(state).to_have_text(re.compile(r"^Đã lưu lúc \d\d:\d\d"))
    assert stored(report) == "Kết quả quý một"

    page.context.set_offline(True)
    write(page, "Kết quả quý một và quý hai")
    expect(state).to_have_text(re.compile("^Mất kết nối"))
    assert stored(report) == "Kết quả quý một"

    page.context.set_offline(False)
    expect(state).to_have_text(re.compile("^Đã lưu"))
    assert stored(report) == "Kết quả quý một và quý hai"

    # The server saves it but its answer is lost: what stands there next time is nobody else's change.
    page.route("**/autosave/", lambda route: (route.fetch(), route.abort()))
    write(page, "Ba quý")
    expect(state).to_have_text(re.compile("^Mất kết nối"))
    assert stored(report) == "Ba quý"
    page.unroute("**/autosave/")
    write(page, "Cả năm")
    expect(state).to_have_text(re.compile("^Đã lưu"))
    assert stored(report) == "Cả năm"

    # The window is closed before the connection is back: the next visit offers what was kept.
    page.context.set_offline(True)
    write(page, "Viết trên tàu")
    expect(state).to_have_text(re.compile("^Mất kết nối"))
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    steps.listen(page)
    state = page.locator("[data-autosave-status]")
    page.goto(f"/reports/{report.pk}/edit/")
    expect(page.locator("[data-autosave-offer]")).to_be_visible()
    assert steps.violations(page) == []
    page.locator("[data-autosave-take]").click()
    expect(page.locator("[name=narrative]")).to_have_value("Viết trên tàu")
    expect(state).to_have_text(re.compile("^Đã lưu"))
    assert stored(report) == "Viết trên tàu"

    page.reload()
    expect(page.locator("[data-autosave-offer]")).to_be_hidden()


def test_two_people_at_one_text_see_both(report, editor, association, visit):
    one, other = visit(editor), visit(builders.member(Role.ASSOCIATION_EDITOR, association, "colleague"))
    for page in (one, other):
        page.goto(f"/reports/{report.pk}/edit/")
    write(other, "Bản của đồng nghiệp")
    expect(other.locator("[data-autosave-status]")).to_have_text(re.compile("^Đã lưu"))

    write(one, "Bản của tôi")
    expect(one.locator("[data-autosave-status]")).to_have_text(re.compile("^Người khác"))
    assert stored(report) == "Bản của đồng nghiệp"

    steps.send(one)
    expect(one.locator("[name=narrative]")).to_have_value("Bản của tôi")
    expect(one.locator("form .notice-warning")).to_contain_text("Bản của đồng nghiệp")
    write(one, "Hai bản ghép lại")
    steps.send(one)
    expect(one).to_have_url(re.compile(rf"/reports/{report.pk}/$"))
    assert stored(report) == "Hai bản ghép lại"
