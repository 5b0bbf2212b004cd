"""The rounds of a report's review: what was remarked, what the association answered, how long each state took."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from associations.models import PeriodicReport, ReportComment, ReportReview, ReportVersion
from associations.report_content import content_of, differences, shown, values_of
from associations.report_services import locked_for_editing, touch

Status = PeriodicReport.Status
Step = ReportReview.Action


@transaction.atomic
def answer_comments(report, *, by, revision, answers):
    """Keep the association's ``answers`` ``{comment id: text}`` to what was said at the last return.

    Returns the report. An answer may be bettered, or taken out, until the report is sent again; the audit trail keeps
    what it was.
    Raises ``Conflict`` when the report changed since the user saw ``revision`` of it.
    """
    if not by.has_perm("associations.change_periodicreport"):
        raise PermissionDenied
    report = locked_for_editing(report, by, revision)
    known = {comment.pk: comment for comment in ReportComment.objects.of_last_return(report)}
    if report.status != Status.RETURNED or not set(answers) <= set(known):
        raise ValidationError(_("Only what was said at the last return is answered, while the report is returned."))
    changed = {pk: text.strip() for pk, text in answers.items() if text.strip() != known[pk].answer}
    for pk, text in changed.items():
        comment = known[pk]
        audit.record("report.answer", report, by=by, changes={comment.place or "answer": [comment.answer, text]})
        comment.answer = text
        comment.answered_by, comment.answered_at = (by, timezone.now()) if text else (None, None)
        comment.save(update_fields=["answer", "answered_by", "answered_at"])
    if changed:
        touch(report)
    return report


@dataclass(slots=True)
class Stay:
    """How long a report was in one state, once: whole days by the calendar."""

    status: str
    round: int
    since: datetime
    until: datetime

    @property
    def label(self):
        return Status(self.status).label

    @property
    def days(self):
        return (timezone.localdate(self.until) - timezone.localdate(self.since)).days


def stays(reviews, now):
    """Return the ``Stay`` in every state that ``reviews`` (steps in order) led to, the present one until ``now``."""
    into = {
        Step.OPENED: Status.OPEN,
        Step.SUBMITTED: Status.SUBMITTED,
        Step.STARTED: Status.IN_REVIEW,
        Step.RETURNED: Status.RETURNED,
    }
    ending = (Step.ACCEPTED, Step.WITHDRAWN)
    steps = [step for step in reviews if step.action in into or step.action in ending]
    ends = [step.at for step in steps[1:]] + [now]
    return [
        Stay(into[step.action], step.round, step.at, end)
        for step, end in zip(steps, ends, strict=True)
        if step.action in into
    ]


def days_by_state(found):
    """Return ``[(label, days)]``: what the stays in each state add up to, in the order of a report's life."""
    states = (Status.OPEN, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED)
    return [
        (status.label, sum(stay.days for stay in found if stay.status == status))
        for status in states
        if any(stay.status == status for stay in found)
    ]


@dataclass(slots=True)
class Round:
    """One round as its page shows it; ``changes`` are those from its submission to the next."""

    number: int
    steps: list = field(default_factory=list)
    versions: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    is_compared: bool = False


def rounds_of(report, reviews, versions):
    """Return every ``Round`` of ``report``, first to last; ``reviews`` (with comments) and ``versions`` are all its.

    Each comment gets ``pairs``: ``(label, old, new)`` of the cell, or of what was changed in the line, it is on.
    """
    found = {}
    for step in reviews:
        found.setdefault(step.round, Round(step.round)).steps.append(step)
    for version in versions:
        found.setdefault(version.round, Round(version.round)).versions.append(version)
    sent = {row.round: row.content for row in versions if row.kind == ReportVersion.Kind.SUBMISSION}
    if report.status == Status.RETURNED and report.round in sent:
        sent[report.round + 1] = content_of(report)  # what would be sent now
    for number, of_round in found.items():
        old, new = sent.get(number), sent.get(number + 1)
        of_round.is_compared = old is not None and new is not None
        of_round.changes = differences(old, new) if of_round.is_compared else []
        of_round.comments = [comment for step in of_round.steps for comment in step.comments.all()]
        for comment in of_round.comments:
            comment.pairs = _pairs(comment, old, new, of_round.changes)
    return [found[number] for number in sorted(found)]


def _pairs(comment, old, new, changes):
    if comment.field and old is not None:
        place = comment.section, comment.line, comment.field
        was = values_of(old).get(place)
        now = values_of(new).get(place) if new is not None else None
        return [(comment.field_label, shown(was, now), shown(now, was))]
    of_line = [row for row in changes if (row.section, row.line) == (comment.section, comment.line)]
    return [(row.label, row.old, row.new) for row in of_line]
