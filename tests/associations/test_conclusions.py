"""Conclusions of workshops: who closes them how, and who is told. Shares of needs answered."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from associations import need_shares
from associations.conclusions import close_conclusion
from associations.models import Need, Workshop
from associations.services import answer_need
from portal.work_queue import queues_for
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def conclusion(alpha, alpha_editor):
    row = builders.workshop("Hội thảo", [alpha]).conclusions.get()
    row.owner_user = alpha_editor
    row.save()
    return row


def test_the_owner_records_what_was_done_and_the_programme_is_told(conclusion, alpha_editor, officer):
    close_conclusion(conclusion, by=alpha_editor, status="done", outcome="Đã gửi danh mục", done_on=builders.DAY)

    conclusion.refresh_from_db()
    assert (conclusion.status, conclusion.done_on, conclusion.closed_by) == ("done", builders.DAY, alpha_editor)
    assert [row.event for row in Notification.objects.filter(recipient=officer)] == ["conclusion.closed"]


def test_the_programme_drops_a_conclusion_with_a_reason_and_its_owner_is_told(conclusion, alpha_editor, officer):
    with pytest.raises(ValidationError, match="vì sao"):
        close_conclusion(conclusion, by=officer, status="dropped", outcome=" ")
    close_conclusion(conclusion, by=officer, status="dropped", outcome="Không còn phù hợp")

    notice = Notification.objects.get(recipient=alpha_editor)
    assert (notice.event, notice.body) == ("conclusion.closed", "Không còn phù hợp")


@pytest.mark.parametrize(
    ("status", "given"),
    [
        ("done", {"outcome": "x"}),
        ("done", {"outcome": "", "done_on": builders.DAY}),
        ("done", {"outcome": "x", "done_on": builders.DAY - dt.timedelta(days=1)}),
        ("done", {"outcome": "x", "done_on": dt.date(2999, 1, 1)}),
        ("dropped", {"outcome": "x"}),
    ],
)
def test_what_is_not_complete_is_refused_and_changes_nothing(status, given, conclusion, alpha_editor):
    with pytest.raises(ValidationError):
        close_conclusion(conclusion, by=alpha_editor, status=status, **given)

    conclusion.refresh_from_db()
    assert (conclusion.status, conclusion.closed_by) == ("open", None)


def test_a_conclusion_is_closed_once_and_by_nobody_else(conclusion, alpha, officer, approver, alpha_viewer):
    stranger = builders.member("editor", alpha)
    for user in (stranger, alpha_viewer):
        with pytest.raises(PermissionDenied):
            close_conclusion(conclusion, by=user, status="done", outcome="x", done_on=builders.DAY)
    close_conclusion(conclusion, by=officer, status="done", outcome="x", done_on=builders.DAY)

    with pytest.raises(ValidationError):
        close_conclusion(conclusion, by=approver, status="dropped", outcome="y")


def test_the_owner_closes_it_on_a_page_with_a_paper(conclusion, alpha_editor, beta, beta_editor, client_for):
    client = client_for(alpha_editor)
    url = reverse("associations:conclusion-close", args=[conclusion.pk])
    refused = client.post(url, {"status": "done", "done_on": "07/06/2017", "outcome": ""})
    dropped = client.post(url, {"status": "dropped", "outcome": "x"})
    done = client.post(url, {"status": "done", "done_on": "07/06/2017", "paper": builders.upload()})

    assert (refused.status_code, dropped.status_code) == (200, 200)
    assert list(refused.context["form"].errors) == ["outcome"]
    assert list(dropped.context["form"].errors) == ["status"]
    assert done.url == conclusion.workshop.get_absolute_url()
    conclusion.refresh_from_db()
    assert conclusion.document.association == "ALPHA"
    page = client.get(done.url)
    assert conclusion.document.title in page.content.decode()
    assert client.get(url).url == conclusion.workshop.get_absolute_url()  # closed once, said in a message

    conclusion.workshop.participants.add(beta)
    other = client_for(beta_editor).get(done.url).text
    assert [word in other for word in (conclusion.text, conclusion.document.title, str(alpha_editor))] == [
        True,
        False,
        False,
    ]


def test_an_association_reads_who_of_its_own_people_took_part(alpha, beta, alpha_editor, officer, client_for):
    """Design 4.13: the programme has the whole list of those who came, an association the lines of its own."""
    workshop = builders.workshop("Hội thảo", [alpha, beta])
    workshop.attendance.create(organisation="Viện Năng suất", number=2)

    def read(user):
        rows = client_for(user).get(workshop.get_absolute_url()).context["attendance"]
        return [row.association and row.association.code for row in rows]

    assert (read(alpha_editor), read(officer)) == (["ALPHA"], ["ALPHA", "BETA", None])


def test_it_waits_for_its_owner_and_for_nobody_else(conclusion, alpha_editor, officer, approver, alpha):
    free = builders.workshop("Khác", [alpha]).conclusions.get()

    def waiting(user):
        found = next((row for row in queues_for(user) if row.queue.code == "conclusions"), None)
        return found and [line.text for line in found.lines]

    assert waiting(alpha_editor) == [str(conclusion)]
    assert waiting(officer) == [str(free)]
    assert waiting(approver) == []

    alpha_editor.memberships.all().delete()  # who acts for the association no longer cannot do it: the office looks
    assert waiting(officer) == [str(conclusion), str(free)]


def test_an_answer_waits_for_the_association_until_it_is_opened(alpha, alpha_editor, officer, client_for):
    need = builders.need(alpha, alpha_editor)
    answer_need(need, by=officer, status="declined", answer="Chưa có kinh phí")
    client = client_for(alpha_editor)

    def lines():
        return [
            line for waiting in queues_for(alpha_editor) if waiting.queue.code == "answers" for line in waiting.lines
        ]

    [line] = lines()
    assert client.get(reverse("portal:home")).text.count(line.url) == 2  # what waits, and the unread message
    assert client.post(line.url).url == need.get_absolute_url()
    assert lines() == []


def test_shares_of_needs_answered_by_year(alpha, beta, alpha_editor, beta_editor, officer, client_for):
    def stated(association, editor, year, **answer):
        row = builders.need(association, editor, **answer)
        Need.objects.filter(pk=row.pk).update(stated_at=timezone.make_aware(dt.datetime(year, 12, 31, 23, 30)))

    answer = {"status": "declined", "answer": "x", "answered_by": officer, "answered_at": timezone.now()}
    stated(alpha, alpha_editor, 2024, **answer)
    stated(alpha, alpha_editor, 2025, **answer)
    stated(alpha, alpha_editor, 2025)
    stated(beta, beta_editor, 2025)

    years = [(row["year"], row["stated"], row["answered"], row["share"]) for row in shares(Need.objects.all())]
    assert years == [(2025, 3, 1, 33), (2024, 1, 1, 100)]
    listed = client_for(officer).get(reverse("associations:need-list"), {"association": "BETA"}).context["years"]
    assert [(row["year"], row["share"]) for row in listed] == [(2025, 0)]
    # What the filter refuses narrows nothing; a database would not even take the sign.
    wrong = client_for(officer).get(reverse("associations:need-list"), {"association": "\x00"}).context["years"]
    assert [(row["year"], row["share"]) for row in wrong] == [(2025, 33), (2024, 100)]
    assert [association for association, _years in need_shares.by_association(alpha_editor)] == [alpha]


def shares(rows):
    return need_shares.by_year(rows)


def test_a_need_is_overdue_after_thirty_days(alpha, alpha_editor):
    row = builders.need(alpha, alpha_editor)
    today = timezone.localdate()
    for days, is_overdue in ((30, False), (31, True)):
        moment = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=days), dt.time(12)))
        Need.objects.filter(pk=row.pk).update(stated_at=moment)
        row.refresh_from_db()
        assert (row.is_overdue, Need.objects.overdue_on(today).exists()) == (is_overdue, is_overdue)


def _workshop_form(**more):
    form = {"title": "Hội thảo", "held_on": "07/06/2017", "attendance-0-number": 1}
    for prefix in ("attendance", "conclusions"):
        form |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    conclusion = {"position": 1, "due_on": "30/06/2017", "owner": "Hiệp hội", "text": "Lập danh sách"}
    return form | {f"conclusions-0-{name}": value for name, value in conclusion.items()} | more


def test_an_association_on_the_list_of_attendance_took_part_and_its_owner_is_told(
    alpha, alpha_editor, officer, client_for
):
    came = {"attendance-0-organisation": "Alpha", "attendance-0-association": alpha.pk, "attendance-0-number": 3}
    form = _workshop_form(**came, **{"conclusions-0-owner_user": alpha_editor.pk})
    client_for(officer).post(reverse("admin:associations_workshop_add"), form)

    workshop = Workshop.objects.visible_to(alpha_editor).get()
    assert list(workshop.participants.all()) == [alpha]
    assert [row.event for row in Notification.objects.filter(recipient=alpha_editor)] == ["conclusion.assigned"]


def test_an_owner_who_cannot_read_the_workshop_is_not_told_and_the_officer_learns_why(
    alpha_editor, officer, client_for
):
    form = _workshop_form(**{"conclusions-0-owner_user": alpha_editor.pk})
    page = client_for(officer).post(reverse("admin:associations_workshop_add"), form, follow=True)

    assert not Notification.objects.filter(recipient=alpha_editor).exists()
    sentences = [str(message) for message in page.context["messages"]]
    assert f"{alpha_editor} không xem được kết luận 1" in " ".join(sentences)
