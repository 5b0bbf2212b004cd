"""Two people at one report: one wins, the other is told, and nothing that was acknowledged is lost."""

import pytest

from accounts.models import Notification
from associations import report_services
from associations.models import PeriodicReport, ReportVersion
from associations.report_corrections import open_correction, take_back
from programme.models import Posting
from tests.racing import TRIALS, call, one_won

Status = PeriodicReport.Status
REPORTS = "associations.report_services"
DRAFTS = "associations.report_drafts.save_texts"
TYPED_BY_BOTH = (
    "alpha-editor vừa sửa cùng phần này (đánh giá chung về kết quả). Hai bản được hiển thị bên dưới: hãy "
    "ghép lại rồi lưu."
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def postings(report):
    return Posting.objects.filter(source_type="associations.periodicreport", source_id=report.pk).count()


def kinds(report):
    return list(report.versions.order_by("number").values_list("kind", flat=True))


def test_of_two_acceptances_one_counts(reports, racers, approver, second_approver):
    rows, people = reports(Status.SUBMITTED, TRIALS), (approver, second_approver)
    running = racers(*people)
    accept = f"{REPORTS}.accept_report"
    answers = [running.race(*[call(accept, row, revision=row.revision) for _ in people]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.accepted_by) == (Status.ACCEPTED, people[winner])
        assert told.startswith(f"Báo cáo “{row}” đã được {people[winner].full_name} chấp nhận")
        assert (postings(row), kinds(row)) == (1, ["acceptance"])
        notices = Notification.objects.filter(event="report.accepted", path=row.get_absolute_url())
        assert notices.count() == 1
    assert Posting.objects.filter(kind=Posting.Kind.REPORT, source_id__in=[row.pk for row in rows]).count() == TRIALS


def corrected(report, editor, approver):
    """Accept ``report`` and send a correction of it that takes its support back."""
    report_services.accept_report(report, by=approver, revision=report.revision)
    correction = open_correction(report, by=editor, cause="Ghi nhầm")
    chosen = {("supports", report.supports.get().pk)}
    correction = take_back(correction, by=editor, revision=correction.revision, chosen=chosen)
    return report_services.submit_report(correction, by=editor, revision=correction.revision)


def test_of_two_acceptances_of_a_correction_one_posts(reports, racers, world, approver, second_approver):
    """What is taken back is taken back once, in one posting that names the entry."""
    rows = [corrected(row, world.alpha.editor, approver) for row in reports(Status.SUBMITTED, TRIALS)]
    people = (approver, second_approver)
    running = racers(*people)
    accept = f"{REPORTS}.accept_report"
    answers = [running.race(*[call(accept, row, revision=row.revision) for _ in people]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.accepted_by) == (Status.ACCEPTED, people[winner])
        assert told.startswith(f"Báo cáo “{row}” đã được {people[winner].full_name} chấp nhận")
        assert (postings(row), kinds(row)) == (1, ["submission", "acceptance"])
        assert [(line.quantity, line.corrects.posting) for line in row.posting.entries.all()] == [
            (-1, row.corrects.posting)
        ]
        assert row.corrects.supports.get().status == "corrected"
        notices = Notification.objects.filter(event="report.accepted", path=row.get_absolute_url())
        assert notices.count() == 1


def test_of_two_corrections_opened_at_once_one_is_opened(reports, racers, world, approver):
    rows = reports(Status.SUBMITTED, TRIALS)
    for row in rows:
        report_services.accept_report(row, by=approver, revision=row.revision)
    running = racers(world.alpha.editor, world.alpha.editor)
    start = "associations.report_corrections.open_correction"
    answers = [running.race(*[call(start, row, cause=words) for words in ("Một", "Hai")]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        correction = row.corrections.get()
        assert (correction.correction_number, correction.cause) == (1, ("Một", "Hai")[winner])
        assert told.startswith(f"“{correction}” đang ở trạng thái")


def test_acceptance_or_return_but_not_both(reports, racers, approver, officer):
    rows, running = reports(Status.SUBMITTED, TRIALS), racers(approver, officer)
    answers = [
        running.race(
            call(f"{REPORTS}.accept_report", row, revision=row.revision),
            call(f"{REPORTS}.return_report", row, revision=row.revision, reason="Thiếu"),
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert row.status == (Status.ACCEPTED, Status.RETURNED)[winner]
        assert told
        assert (postings(row), kinds(row)) == ((1, ["acceptance"]), (0, []))[winner]


def test_of_two_editors_of_one_text_the_second_is_told(reports, racers, world):
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers = [
        running.race(
            *[call(DRAFTS, row, revision=row.revision, narrative=words, give="narrative") for words in ("Một", "Hai")]
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert row.narrative == found[winner].done
        assert told == TYPED_BY_BOTH


def test_of_two_editors_of_two_texts_both_are_kept(reports, racers, world):
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers = [
        running.race(
            *[call(DRAFTS, row, revision=row.revision, **{name: "Mới"}) for name in ("narrative", "proposals")]
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        assert [answer.refused for answer in found] == ["", ""]
        row.refresh_from_db()
        assert (row.narrative, row.proposals) == ("Mới", "Mới")


def test_what_is_sent_holds_every_acknowledged_edit(reports, racers, world):
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers = [
        running.race(
            call(DRAFTS, row, revision=row.revision, narrative="Mới"),
            call(f"{REPORTS}.submit_report", row, revision=row.revision),
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, _told = one_won(found)
        row.refresh_from_db()
        assert (row.status, row.narrative, kinds(row)) == (
            (Status.OPEN, "Mới", []),
            (Status.SUBMITTED, "", ["submission"]),
        )[winner]


def test_what_is_sent_holds_every_acknowledged_line(reports, racers, world):
    """The line is changed by one, the report sent by the other, who saw it before the change."""
    rows, running = reports(Status.OPEN, TRIALS), racers(world.alpha.editor, world.alpha.editor)
    answers = [
        running.race(
            call("enterprises.services.change_support", row.supports.get(), result="Mới"),
            call(f"{REPORTS}.submit_report", row, revision=row.revision),
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, _told = one_won(found)
        assert row.supports.get().result == ("Mới", "Ban đầu")[winner]
        sent = ReportVersion.objects.filter(report=row)
        assert [said(version) for version in sent] == ([], ["Ban đầu"])[winner]


def said(version):
    """The result of the only support, as the version has it."""
    [line] = next(section["lines"] for section in version.content["sections"] if section["code"] == "supports")
    return next(value["value"] for value in line["values"] if value["field"] == "result")


def test_nothing_is_edited_into_what_is_accepted(reports, racers, world, approver):
    """Text and line of a report under review are refused, whichever comes first; the version says what was sent."""
    rows = reports(Status.SUBMITTED, TRIALS)
    running = racers(world.alpha.editor, world.alpha.editor, approver)
    answers = [
        running.race(
            call(DRAFTS, row, revision=row.revision, narrative="Mới"),
            call("enterprises.services.change_support", row.supports.get(), result="Mới"),
            call(f"{REPORTS}.accept_report", row, revision=row.revision),
        )
        for row in rows
    ]
    running.end()

    for row, (text, line, accepted) in zip(rows, answers, strict=True):
        assert text.refused
        assert line.refused
        assert not accepted.refused
        row.refresh_from_db()
        assert (row.narrative, row.supports.get().result) == ("", "Ban đầu")
        assert said(row.versions.get()) == "Ban đầu"


def test_nobody_accepts_a_report_that_came_back_meanwhile(reports, racers, world, approver, officer):
    """Returned, mended and sent again while the approver reads: his decision is on what he did not see."""
    rows, running = reports(Status.SUBMITTED, TRIALS), racers(approver, officer, world.alpha.editor)
    answers = []
    for row in rows:
        seen = row.revision
        running.at_once([[], [call(f"{REPORTS}.return_report", row, revision=seen, reason="Thiếu")], []])
        mend = call("enterprises.services.change_support", row.supports.get(), result="Mới")
        [[answer]] = running.at_once([[], [], [mend]])[2:]
        assert not answer.refused
        again = call(f"{REPORTS}.submit_report", row, revision=seen + 1)
        accept = call(f"{REPORTS}.accept_report", row, revision=seen)
        answers.append(running.at_once([[accept], [], [again]]))
    running.end()

    for row, ([accepted], _none, [sent]) in zip(rows, answers, strict=True):
        assert not sent.refused
        assert accepted.refused
        row.refresh_from_db()
        assert (row.status, postings(row)) == (Status.RESUBMITTED, 0)
