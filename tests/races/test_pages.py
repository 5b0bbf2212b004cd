"""The same races through the real pages: the loser reads a sentence, and nobody decides on what he did not see.

Both people open the page before either sends it. A page that fails (500) is a fault of its process, which fails the
test.
"""

import pytest
from django.urls import reverse

from accounts.models import Notification
from associations.models import Agreement, PeriodicReport, SolutionPackage
from programme.models import Posting
from tests import builders
from tests.portal.admin_steps import change_url, move_url
from tests.racing import TRIALS, call, look, one_won, press, send

Status = PeriodicReport.Status
UNSEEN = "Có người đã sửa bản ghi này sau khi bạn mở, nên chưa có gì được lưu: hãy xem lại bản ghi rồi quyết định."
ADDED_LATE = "Thỏa thuận đang ở trạng thái “đã trình phê duyệt”: hiện không thể bổ sung hoặc thay đổi nội dung."

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def page(name, row):
    return reverse(f"portal:report-{name}", args=[row.pk])


def race_pages(running, orders):
    """Let each open his page, one after the other, then send all at once; return an ``Answer`` each."""
    running.at_once([[look(order["path"])] for order in orders])
    return running.race(*orders)


def postings(report):
    return Posting.objects.filter(source_type="associations.periodicreport", source_id=report.pk).count()


def test_of_two_acceptances_one_counts(reports, racers, approver, second_approver):
    rows, people = reports(Status.SUBMITTED, TRIALS), (approver, second_approver)
    running = racers(*people)
    answers = [race_pages(running, [send(page("accept", row)) for _ in people]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.accepted_by, postings(row)) == (Status.ACCEPTED, people[winner], 1)
        assert people[winner].full_name in told
        assert Notification.objects.filter(event="report.accepted", path=row.get_absolute_url()).count() == 1


def test_acceptance_or_return_but_not_both(reports, racers, approver, officer):
    rows, running = reports(Status.SUBMITTED, TRIALS), racers(approver, officer)
    answers = [
        race_pages(running, [send(page("accept", row)), send(page("return", row), reason="Thiếu")]) for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, postings(row)) == ((Status.ACCEPTED, 1), (Status.RETURNED, 0))[winner]
        assert (approver, officer)[winner].full_name in told


def test_the_reviewer_accepts_what_he_saw(reports, racers, approver, officer):
    """An enterprise is renamed beside the report: its revision stays, what it says does not."""
    rows, running = reports(Status.SUBMITTED, TRIALS), racers(approver, officer)
    answers = []
    for number, row in enumerate(rows):
        firm = change_url(row.supports.get().enterprise)
        running.at_once([[look(page("accept", row))], []])
        [_none, [_seen, renamed]] = running.at_once([[], [look(firm), send(firm, name=f"Tên mới {number}")]])
        assert renamed.refused == ""
        [[accepted], _none] = running.at_once([[send(page("accept", row))], []])
        answers.append(accepted)
    running.end()

    for row, accepted in zip(rows, answers, strict=True):
        seen = row.revision
        row.refresh_from_db()
        assert accepted.refused == (
            "Nội dung báo cáo đã thay đổi sau khi trang này được mở: hãy xem lại rồi quyết định."
        )
        assert (row.status, row.revision, postings(row)) == (Status.SUBMITTED, seen, 0)


def test_what_is_sent_holds_every_acknowledged_edit(reports, racers, world):
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers = [
        race_pages(running, [send(page("edit", row), narrative="Mới"), send(page("submit", row))]) for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        assert told
        row.refresh_from_db()
        assert (row.status, row.narrative) == ((Status.OPEN, "Mới"), (Status.SUBMITTED, ""))[winner]


def test_of_two_editors_of_one_line_the_second_is_told(reports, racers, world):
    """He reads what the line says now, and what he typed is put in its place when he saves again."""
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers, again = [], []
    for row in rows:
        path = reverse("enterprises:support-edit", args=[row.supports.get().pk])
        answers.append(race_pages(running, [send(path, result=words) for words in ("Một", "Hai")]))
        winner, _told = one_won(answers[-1])
        again.append(running.at_once([[look(path), send(path, result="Ba")] if n == winner else [] for n in (1, 0)]))
    running.end()

    for row, found, saved in zip(rows, answers, again, strict=True):
        winner, told = one_won(found)
        now = ("Một", "Hai")[winner]
        assert told == (
            f"Có người đã sửa bản ghi này sau khi bạn mở (nội dung hiện nay: Kết quả: {now}). Nội dung bạn nhập vẫn ở "
            "bên dưới: hãy lưu lại nếu muốn thay nội dung hiện nay."
        )
        assert [answer.refused for mine in saved for answer in mine] == ["", ""]
        assert row.supports.get().result == "Ba"


# --- agreements in the admin ------------------------------------------------------------------------------------------


@pytest.fixture
def drafts(alpha, officer, approver):
    """Return a function that makes agreements in one state, each with a package."""

    def make(count, status=Agreement.Status.DRAFT):
        rows = [
            builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status) for _ in range(count)
        ]
        for row in rows:
            builders.package(row, status=SolutionPackage.Status.PREPARING)
        return rows

    return make


def act(row, code):
    """The button on the record's page, with what that page showed."""
    return press(change_url(row), move_url(row, code), _confirmed="1")


def test_what_is_submitted_holds_every_acknowledged_edit(drafts, racers, officer, administrator):
    """The form that was open while the draft was sent changes nothing, and says so."""
    rows, running = drafts(TRIALS), racers(officer, administrator)
    answers = [race_pages(running, [act(row, "submit"), send(change_url(row), title="Mới")]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert told == UNSEEN
        assert (row.status, row.title) == (("submitted", "Bản ghi nhớ với ALPHA"), ("draft", "Mới"))[winner]


def test_what_is_submitted_holds_every_acknowledged_part(drafts, racers, officer, administrator):
    """A milestone that is added on its own page is seen by who sends the agreement, or refused."""
    rows, running = drafts(TRIALS), racers(officer, administrator)
    add = reverse("admin:associations_milestone_add")
    answers = []
    for row in rows:
        part = send(f"{add}?agreement={row.pk}", position=1, title="Sản phẩm", due_on="07/06/2017")
        answers.append(race_pages(running, [act(row, "submit"), part]))
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.milestones.count()) == (("submitted", 0), ("draft", 1))[winner]
        assert told == (ADDED_LATE, UNSEEN)[winner]


def test_of_two_editors_of_a_draft_the_second_is_told(drafts, racers, officer, administrator):
    rows, running = drafts(TRIALS), racers(officer, administrator)
    answers = [
        race_pages(running, [send(change_url(row), title="Một"), send(change_url(row), summary="Hai")]) for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert told == UNSEEN
        assert (row.title, row.summary) == (("Một", ""), ("Bản ghi nhớ với ALPHA", "Hai"))[winner]


def test_of_two_editors_of_one_package_the_second_is_told(drafts, racers, officer, administrator):
    """One on the page of the agreement, the other on the package's own."""
    rows, running = drafts(TRIALS), racers(officer, administrator)
    answers = [
        race_pages(
            running,
            [
                send(change_url(row), **{"packages-0-quota_enterprises": "11"}),
                send(change_url(row.packages.get()), quota_enterprises="12"),
            ],
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        assert told == UNSEEN
        assert row.packages.get().quota_enterprises == (11, 12)[winner]


def test_of_two_approvers_one_approves(drafts, racers, approver, second_approver):
    rows, people = drafts(TRIALS, Agreement.Status.SUBMITTED), (approver, second_approver)
    running = racers(*people)
    answers = [race_pages(running, [act(row, "approve") for _ in people]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.approved_by) == ("approved", people[winner])
        assert told
    assert sorted(row.serial for row in rows) == list(range(1, TRIALS + 1))


def test_nobody_approves_an_agreement_that_was_changed_meanwhile(drafts, racers, approver, officer):
    """It went back, was changed and submitted again while the approver read it."""
    rows, running = drafts(TRIALS, Agreement.Status.SUBMITTED), racers(approver, officer)
    answers = []
    for row in rows:
        path = change_url(row)
        running.at_once([[look(path)], []])
        move = "associations.services.move_agreement"
        orders = [
            call(move, row, action="return", reason="Sửa"),
            look(path),
            send(path, title="Mới"),
            call(move, row, action="submit"),
        ]
        [_none, done] = running.at_once([[], orders])
        assert [answer.refused for answer in done] == [""] * 4
        [[approved], _none] = running.at_once([[act(row, "approve")], []])
        answers.append(approved)
    running.end()

    for row, approved in zip(rows, answers, strict=True):
        row.refresh_from_db()
        assert approved.refused == UNSEEN
        assert (row.status, row.title, row.serial) == ("submitted", "Mới", None)
