"""The life of a periodic report: open, submit, review, return, accept. Acceptance posts to the ledger.

Each act locks the report, reads its state again and compares the revision that the user saw, so that of two users who
act at once exactly one wins and a reviewer decides on what he read. Design §4.8.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.notifications import notify
from associations import refusals
from associations.models import Agreement, PeriodicReport, ReportComment, ReportReview, ReportVersion
from associations.report_content import changes_nothing, content_of, fingerprint, freeze, says_the_same
from associations.report_periods import schedule
from associations.report_steps import Conflict, locked, note_step, people_of, require, save
from associations.sections import Contents, Problem, sections_of
from common.locks import Locked, locks_of
from programme import ledger
from programme.models import Posting

Status = PeriodicReport.Status
Step = ReportReview.Action


@transaction.atomic
def open_report(agreement, report_type, *, by, period_starts_on, period_ends_on, due_on):
    """Open a report on ``agreement`` for a period and tell the association. Returns the ``PeriodicReport``.

    ``by`` is None for the daily command, which opens what the agreement's calendar asks for. Raises
    ``ValidationError`` when the agreement is not in force or the period is taken or runs outside its term.
    """
    if by is not None:
        require(by, "associations.open_periodicreport")
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("association").get(pk=agreement.pk)
    check_opening(agreement, report_type, period_starts_on, period_ends_on)
    report = PeriodicReport(
        agreement=agreement,
        report_type=report_type,
        period_starts_on=period_starts_on,
        period_ends_on=period_ends_on,
        due_on=due_on,
    )
    report.full_clean()
    report.save()
    note_step(report, Step.OPENED, by)
    notify(
        people_of(report),
        "report.opened",
        subject=gettext_noop("Report to write: %(report)s"),
        body=gettext_noop("Please submit it by %(day)s."),
        values={"report": report, "day": date_format(due_on, "SHORT_DATE_FORMAT")},
        path=report.get_absolute_url(),
    )
    return report


def check_opening(agreement, report_type, first, last, report=None):
    """Raise ``ValidationError`` unless a report of this type on the days from ``first`` to ``last`` may be opened.

    ``report`` is one that is open already and whose period is mended.
    """
    for lock in locks_of(agreement):
        raise Locked(lock)
    if sentence := refusals.reports_refused(agreement):
        raise ValidationError(sentence)
    if not agreement.covers(first, last):
        raise ValidationError(
            _("The period runs outside the term of the agreement (%(term)s): correct its days."),
            params={"term": agreement.term},
        )
    if last > (latest := report_type.latest_end(first)):
        raise ValidationError(
            _("A report “%(type)s” that begins on %(first)s ends on %(latest)s at the latest: correct its days."),
            params={
                "type": report_type,
                "first": date_format(first, "SHORT_DATE_FORMAT"),
                "latest": date_format(latest, "SHORT_DATE_FORMAT"),
            },
        )
    if agreement.report_type_id != report_type.pk:
        _refuse_after_acceptance(agreement, report_type, first)
    elif report is None:
        _refuse_gap(agreement, first)
    others = agreement.reports.periodic().filter(
        report_type=report_type, period_starts_on__lte=last, period_ends_on__gte=first
    )
    if report is not None:
        others = others.exclude(pk=report.pk)
    if other := others.select_related("report_type").first():
        raise ValidationError(
            _("Some of these days are reported already, in “%(report)s”: correct the period."),
            params={"report": other},
        )


def _refuse_after_acceptance(agreement, report_type, first):
    """Where no calendar says which periods there are, none is opened before one that was accepted."""
    done = agreement.reports.periodic().filter(report_type=report_type, period_starts_on__gt=first)
    if later := done.filter(status=Status.ACCEPTED).select_related("report_type").first():
        raise ValidationError(
            _(
                "“%(report)s” was accepted already, and reports are accepted in order: report earlier days by "
                "correcting it."
            ),
            params={"report": later},
        )


def _refuse_gap(agreement, first):
    """A period left out would be opened after a later one was accepted, which never happens in a series."""
    gap = next((row.period for row in schedule(agreement) if not row.reports and row.period.ends_on < first), None)
    if gap is not None:
        words = {"first": gap.starts_on, "last": gap.ends_on}
        raise ValidationError(
            _("No report was opened for %(first)s – %(last)s: open that one first, since they are accepted in order."),
            params={name: date_format(day, "SHORT_DATE_FORMAT") for name, day in words.items()},
        )


def period_is_open(report):
    """Whether the days of a report may still be mended: before anything was recorded in it or sent.

    A correction has the days of the report that it corrects.
    """
    if report.is_correction or report.round:
        return False
    return report.status == Status.OPEN and not any(Contents(report).values())


def problems(report, contents=None):
    """Return everything that is to be mended, blocking and not. The same list at submission and at acceptance.

    Who needs the records too passes them, so that they are read once.
    """
    contents = Contents(report) if contents is None else contents
    found = []
    if not report.agreement.takes_reports:
        found.append(
            Problem(
                "report",
                "",
                refusals.stop(report.agreement)
                or _("The agreement is “%(status)s”; nothing can be reported on it now.")
                % {"status": report.agreement.get_status_display()},
                report.agreement.get_absolute_url(),
            )
        )
    if report.status == Status.RETURNED:
        found += _unanswered(report)
    for section in sections_of(report):
        found += section.problems(contents)
    found += _empty(contents)
    return found + [_waits_for(earlier, report) for earlier in earlier_reports(report)]


def _empty(contents):
    """Say that a report says nothing, or that a correction changes nothing."""
    report = contents.report
    if report.is_correction:
        if changes_nothing(contents):
            sentence = _(
                "The correction changes nothing: take records back or replace them by what is right, add what is "
                "missing, or write what is to be read instead."
            )
            yield Problem("report", "", sentence, reverse("portal:report-take-back", args=[report.pk]))
    elif not any(contents.values()) and not report.narrative.strip():
        sentence = _("The report has neither records nor text: add them, or write why there are no results.")
        yield Problem("report", "", sentence, f"{reverse('portal:report-edit', args=[report.pk])}#id_narrative")


def earlier_reports(report):
    """Return the reports of the same series (agreement and type) for earlier days that are not accepted, in order.

    One that is under review counts: it may still be returned, and then a later one would be accepted before it. A
    correction neither waits, as its report was accepted in turn, nor keeps a later one waiting.
    """
    if report.is_correction:
        return PeriodicReport.objects.none()
    earlier = report.agreement.reports.periodic().filter(
        report_type=report.report_type_id, period_ends_on__lt=report.period_starts_on
    )
    return earlier.exclude(status=Status.ACCEPTED).select_related("report_type").order_by("period_ends_on")


def _waits_for(earlier, report):
    """Say that ``report`` is accepted after ``earlier``. It may be sent before that, so then it only warns."""
    sentence = _("Reports are accepted in the order of their periods: “%(earlier)s” is “%(status)s”; that one first.")
    words = {"earlier": earlier, "status": earlier.get_status_display()}
    return Problem(
        "series",
        str(earlier.pk),
        sentence % words,
        earlier.get_absolute_url(),
        is_blocking=report.is_reviewable,
        is_open_to_readers=True,
    )


def _unanswered(report):
    url = reverse("portal:report-answers", args=[report.pk])
    for comment in ReportComment.objects.of_last_return(report).filter(answer=""):
        words = {"place": comment.place or _("the report"), "text": str(comment).rstrip(".")}
        yield Problem("answers", str(comment.pk), _("%(place)s: answer the remark “%(text)s”.") % words, url)


@transaction.atomic
def submit_report(report, *, by, revision):
    """Send an open or returned report for review. Returns the report as it is then.

    Raises ``ValidationError`` listing every blocking problem, ``Conflict`` when it changed since the user saw it.
    """
    require(by, "associations.submit_periodicreport")
    report = locked(report, by, revision, Status.OPEN, Status.RETURNED)
    contents = Contents(report)
    content = content_of(report, contents)
    _refuse_unchanged(report, content)
    _refuse_blocking(report, contents)
    report.round += 1
    report.status = Status.SUBMITTED if report.round == 1 else Status.RESUBMITTED
    report.submitted_by, report.submitted_at = by, timezone.now()
    save(report, by)
    for section in sections_of(report):
        section.set_status(report, "submitted", by)
    freeze(report, ReportVersion.Kind.SUBMISSION, by, content)
    note_step(report, Step.SUBMITTED, by)
    notify(
        User.objects.with_permission("associations.review_periodicreport"),
        "report.submitted",
        subject=gettext_noop("Report to review: %(association)s, %(report)s"),
        body=gettext_noop("Round %(round)d."),
        values={
            "association": report.agreement.association.label,
            "report": report,
            "round": report.round,
        },
        path=report.get_absolute_url(),
    )
    return report


@transaction.atomic
def start_review(report, *, by):
    """Mark a submitted report as being reviewed, so that the association sees it. Returns the report."""
    require(by, "associations.review_periodicreport")
    report = locked(report, by, None, Status.SUBMITTED, Status.RESUBMITTED)
    report.status = Status.IN_REVIEW
    save(report, by)
    note_step(report, Step.STARTED, by)
    return report


@transaction.atomic
def return_report(report, *, by, reason, revision, comments=()):
    """Send a report back with a reason and comments: the fields of ``ReportComment`` each. Returns the report.

    Raises ``ValidationError`` without a reason, ``Conflict`` when somebody was faster.
    """
    require(by, "associations.return_periodicreport")
    if not reason.strip():
        raise ValidationError(_("Say why the report goes back: the association must know what to mend."))
    report = locked(report, by, revision, Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW)
    report.status = Status.RETURNED
    save(report, by)
    for section in sections_of(report):
        section.set_status(report, "recorded", by)
    review = note_step(report, Step.RETURNED, by, reason)
    ReportComment.objects.bulk_create(
        ReportComment(review=review, **comment) for comment in comments if comment["text"].strip()
    )
    notify(
        people_of(report),
        "report.returned",
        subject=gettext_noop("Report returned: %(report)s"),
        body="%(reason)s",
        values={"report": report, "reason": reason.strip()},
        path=report.get_absolute_url(),
    )
    return report


@transaction.atomic
def accept_report(report, *, by, revision, seen=None, reason="", at=None):
    """Accept a report and post its results to the ledger, in one transaction. Returns the report.

    ``seen`` is the fingerprint of the content that the reviewer read (None: whichever); ``revision`` alone would not
    tell of an enterprise renamed meanwhile. ``report.posting`` is None when there was nothing to count. Raises
    ``ValidationError`` with every blocking problem or the ledger's refusal, ``Conflict`` when somebody was faster;
    nothing changes then.
    """
    require(by, "associations.accept_periodicreport")
    report = locked(report, by, revision, Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW)
    if report.submitted_by_id == by.pk:
        raise ValidationError(_("You submitted this report yourself; somebody else must accept it."))
    contents = Contents(report)
    _refuse_blocking(report, contents)
    lines = contents.lines()
    content = content_of(report, contents, lines)
    if seen is not None and seen != fingerprint(content):
        raise Conflict(_("What the report says was changed after you opened this page: look at it again, then decide."))
    if lines:
        report.posting = post_lines(report, lines, by, reason.strip(), at)
    report.status = Status.ACCEPTED
    report.accepted_by, report.accepted_at = by, timezone.now()
    save(report, by)
    for section in sections_of(report):
        section.set_status(report, "accepted", by)
    freeze(report, ReportVersion.Kind.ACCEPTANCE, by, content)
    note_step(report, Step.ACCEPTED, by, reason)
    notify(
        people_of(report),
        "report.accepted",
        subject=gettext_noop("Report accepted: %(report)s"),
        body=gettext_noop("Its results are in the ledger now."),
        values={"report": report},
        path=report.get_absolute_url(),
    )
    return report


def post_lines(report, lines, by, words, at):
    """Post what a report counts and return the posting; a correction names the entries that it takes back, its cause.

    Called by ``accept_report``, and by the demonstration set, which replays years.
    """
    names = {"association": report.agreement.association.label, "report": report}
    shared = {
        "by": by,
        "document": report.document,
        "source": report,
        "is_demonstration": report.agreement.is_demonstration,
        "at": at,
    }
    if not report.is_correction:
        reason = words or _("Report of %(association)s accepted: %(report)s") % names
        return ledger.post(Posting.Kind.REPORT, lines, reason=reason, **shared)
    cause = _("%(association)s, %(report)s. Cause: %(cause)s") % {**names, "cause": report.cause}
    return ledger.correct(
        [line.corrects for line in lines if line.corrects],
        lines=[line for line in lines if not line.corrects],
        corrects=report.corrects.posting,
        reason=f"{cause} {words}".strip(),
        **shared,
    )


def locked_for_editing(report, by, revision=None):
    """Lock and return ``report`` for a change of its content; call inside a transaction, then ``touch`` it.

    Raises ``ValidationError`` when it is no longer the association's to change.
    """
    require(by, "associations.change_periodicreport")
    return locked(report, by, revision, Status.OPEN, Status.RETURNED)


def touch(report):
    """Count a change of content, so that nobody decides on a version he did not see."""
    report.revision += 1
    report.save(update_fields=["revision"])


def _refuse_blocking(report, contents):
    blocking = [problem.message for problem in problems(report, contents) if problem.is_blocking]
    if blocking:
        raise ValidationError(blocking)


def _refuse_unchanged(report, content):
    """A report that came back is sent again only with something else in it; those sent before go by their revision."""
    last = report.reviews.filter(action=Step.RETURNED).order_by("pk").last()
    if last is None:
        return
    sent = report.versions.filter(kind=ReportVersion.Kind.SUBMISSION).order_by("number").last()
    if says_the_same(sent.content, content) if sent else last.revision == report.revision:
        raise ValidationError(
            _(
                "Nothing was changed since the report was returned: mend what was asked, or write in the report why it "
                "stays, then send it again."
            )
        )
