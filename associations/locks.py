"""What accepted reports and ended agreements lock, and the exceptions that free a person or an association for a while.

``refuse_locked(record, by)`` is what every path that writes calls; ``common.locks`` holds it, ``programme.ledger`` the
sentence of closed periods. An accepted report takes no exception: what it says is corrected by a correction of it.
"""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations import models
from associations.models import Agreement, LockException, PeriodicReport
from common import locks
from common.locks import Lock, Locked, is_lockable, lock_of, refuse_locked
from programme.locks import dated
from programme.models import Document, LedgerPeriod

__all__ = ["Locked", "is_lockable", "lock_of", "refuse_locked"]

Status = LockException.Status

# From an agreement, or a report, to the papers that prove something of it.
_PAPERS_OF_AGREEMENTS = (
    "signed_document",
    "packages__documents",
    "annexes__document",
    "steps__document",
    "milestones__document",
    "milestones__acceptances__deliverable",
    "milestones__acceptances__document",
    "funding__document",
)
_PAPERS_OF_REPORTS = ("document", "spendings__evidence", "communications__evidence")


def register():
    """Tell ``common.locks`` about the records of this app, and who is let through."""
    locks.register(Agreement, _of_agreement)
    locks.register(PeriodicReport, _of_report)
    locks.register(Document, _of_document)
    for model in (
        models.AgreementStep,
        models.AgreementVersion,
        models.Annex,
        models.Milestone,
        models.Funding,
        models.SolutionPackage,
    ):
        locks.register_part(model, "agreement")
    locks.register_part(models.Acceptance, "milestone")
    locks.register_part(models.PackageItem, "package")
    for model in (models.ReportReview, models.ReportVersion, models.Spending, models.TakenBack):
        locks.register_part(model, "report")
    locks.register(models.Communication, _of_communication)
    locks.register_part(models.ReportComment, "review")
    locks.keep_exceptions(_Kept())


def _of_agreement(agreement, *, hold):
    if agreement.is_ended:
        sentence = _(
            "The agreement “%(agreement)s” is “%(status)s”: nothing that belongs to it is changed any more. Ask for an "
            "exception if something has to be."
        ) % {"agreement": agreement, "status": agreement.get_status_display()}
        yield Lock(sentence, agreement, agreement.association.code, takes_exceptions=True)


def _of_report(report, *, hold):
    if report.status == PeriodicReport.Status.ACCEPTED:
        sentence = _(
            "The report “%(report)s” was accepted on %(day)s by %(name)s: its content is never changed again, not even "
            "by an exception. Correct it by a correction."
        ) % {
            "report": report,
            "day": date_format(timezone.localtime(report.accepted_at), "SHORT_DATE_FORMAT"),
            "name": report.accepted_by.full_name,
        }
        yield Lock(sentence, report, report.agreement.association.code)
    yield from locks.locks_of(report.agreement, hold=hold)


def _of_communication(row, *, hold):
    yield from locks.locks_of(row.report, hold=hold)
    yield from dated_in(row.report, row.happened_on, association=row.report.agreement.association.code, hold=hold)


def dated_in(report, *days, association, hold):
    """Yield the lock of every closed period in which one of ``days`` of a record of ``report`` (or of none) lies.

    Not for a correction: it tells what happened in a closed period and is posted in the open one.
    """
    if report is None or not report.is_correction:
        yield from dated(*days, association=association, hold=hold)


def _of_document(document, *, hold):
    """A paper stays as it was when the agreement ended, or the report was accepted, that it proves."""
    if document.pk is None:
        return
    of_agreements = reduce(or_, (Q(**{path: document}) for path in _PAPERS_OF_AGREEMENTS))
    of_reports = reduce(or_, (Q(**{path: document}) for path in _PAPERS_OF_REPORTS))
    agreements = Agreement.objects.select_related("association")
    reports = PeriodicReport.objects.select_related("report_type", "accepted_by", "agreement__association")
    ended = agreements.filter(pk__in=agreements.filter(of_agreements, status__in=Agreement.ENDED).values("pk"))
    closed = Q(status=PeriodicReport.Status.ACCEPTED) | Q(agreement__status__in=Agreement.ENDED)
    settled = reports.filter(pk__in=reports.filter(of_reports & closed).values("pk"))
    for record in (*ended, *settled):
        yield from locks.locks_of(record, hold=hold)
    for row in document.communications.select_related("report__agreement__association"):
        yield from dated(row.happened_on, association=row.report.agreement.association.code, hold=hold)


def papers_of(agreement):
    """Return the documents that prove something of ``agreement`` or of what belongs to it."""
    rows = Agreement.objects.filter(pk=agreement.pk)
    return Document.objects.filter(reduce(or_, (Q(pk__in=rows.values(path)) for path in _PAPERS_OF_AGREEMENTS)))


class _Kept(locks.Exceptions):
    """Exceptions as the database keeps them."""

    def find(self, lock, by, *, hold=False):
        """For a person whatever he writes; for an association its own records, whoever may write them.

        ``hold`` keeps the exception from being closed until the change is written.
        """
        mine = Q(association__code=lock.association) if lock.association else Q(pk__in=())
        if by is not None:
            mine |= Q(person=by)
        cause = "period" if isinstance(lock.cause, LedgerPeriod) else "agreement"
        rows = LockException.objects.valid_at(timezone.now()).filter(mine, **{cause: lock.cause}).order_by("pk")
        return (rows.select_for_update(of=("self",)) if hold else rows).first()

    def ask_url(self, lock, by):
        if not lock.takes_exceptions or by is None or not by.has_perm("associations.add_lockexception"):
            return ""
        cause = "period" if isinstance(lock.cause, LedgerPeriod) else "agreement"
        return f"{reverse('admin:associations_lockexception_add')}?{cause}={lock.cause.pk}"

    def note(self, found, record, by):
        audit.record(
            "lock.excused",
            record,
            by=by,
            changes={"exception": ["", found.pk]},
            reason=_("Exception no. %(number)s: %(reason)s") % {"number": found.pk, "reason": found.reason},
        )


@transaction.atomic
def request_exception(*, by, reason, days, period=None, agreement=None, person=None, association=None):
    """Ask that ``person``, or the records of ``association``, may be changed although the cause is closed.

    Returns the waiting ``LockException`` and tells the approvers. Raises ``ValidationError`` where nothing is locked.
    """
    _require(by, "associations.add_lockexception")
    row = LockException(
        period=period,
        agreement=agreement,
        person=person,
        association=association,
        reason=reason.strip(),
        days=days,
        requested_by=by,
    )
    row.full_clean()
    if lock_of(row.cause) is None:
        raise ValidationError(
            _("“%(cause)s” is not closed: it can be changed as it is."), params={"cause": row.cause_label}
        )
    if agreement and association and agreement.association_id != association.pk:
        raise ValidationError(_("This agreement belongs to another association: choose its own."))
    row.save()
    audit.record("lockexception.request", row, by=by, reason=row.reason)
    approvers = User.objects.with_permission("associations.approve_lockexception").exclude(pk=by.pk)
    _tell(approvers, row, "requested", gettext_noop("Exception to approve: %(cause)s"), row.reason)
    return row


@transaction.atomic
def approve_exception(row, *, by, decision=""):
    """Approve a waiting exception; it is valid from now for its days. Returns it; the holder is told."""
    row = _waiting(row, by)
    row.status, row.decided_by, row.decided_at, row.decision = Status.APPROVED, by, timezone.now(), decision.strip()
    row.expires_at = row.decided_at + timedelta(days=row.days)
    row.save()
    audit.record("lockexception.approve", row, by=by, reason=row.decision)
    _tell(_people_of(row), row, "approved", gettext_noop("Exception approved: %(cause)s"), _until(row))
    return row


@transaction.atomic
def refuse_exception(row, *, by, reason):
    """Refuse a waiting exception with a reason. Returns it; who asked is told."""
    if not reason.strip():
        raise ValidationError(_("Say why the exception is refused."))
    row = _waiting(row, by)
    row.status, row.decided_by, row.decided_at, row.decision = Status.REFUSED, by, timezone.now(), reason.strip()
    row.save()
    audit.record("lockexception.refuse", row, by=by, reason=row.decision)
    _tell(User.objects.filter(pk=row.requested_by_id), row, "refused", gettext_noop("Exception refused: %(cause)s"))
    return row


@transaction.atomic
def close_exception(row, *, by, reason=""):
    """Close an approved exception before it runs out. Returns it; the holder is told."""
    _require(by, "associations.approve_lockexception")
    row = LockException.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.status != Status.APPROVED:
        raise ValidationError(_("It is “%(status)s” already."), params={"status": row.get_status_display()})
    return _close(row, "close", by, reason)


@transaction.atomic
def close_expired():
    """Mark the exceptions that ran out, and tell their holders; the daily command calls it. Returns how many.

    They let nobody through since their moment came: this only says so.
    """
    rows = LockException.objects.expired_at(timezone.now()).select_for_update(of=("self",)).order_by("pk")
    return len([_close(row, "expire", None) for row in rows])


def _close(row, action, by, reason=""):
    row.status = Status.CLOSED
    row.save(update_fields=["status"])
    audit.record(f"lockexception.{action}", row, by=by, reason=reason)
    _tell(_people_of(row), row, "closed", gettext_noop("Exception closed: %(cause)s"), reason)
    return row


def exception_for(agreement, user):
    """Return the exception that lets ``user`` change an ended ``agreement`` now, or None."""
    kept = _Kept()
    return next((row for lock in _of_agreement(agreement, hold=False) if (row := kept.find(lock, user))), None)


def _waiting(row, by):
    _require(by, "associations.approve_lockexception")
    row = LockException.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if sentence := decision_refusal(row, by):
        raise ValidationError(sentence)
    return row


def decision_refusal(row, by):
    """Return the sentence that keeps ``by`` from deciding on an exception, or ''."""
    if row.status != Status.WAITING:
        return _("It is “%(status)s” already.") % {"status": row.get_status_display()}
    if by.pk in (row.requested_by_id, row.person_id):
        return _("You asked for this exception or it is for you; somebody else must decide on it.")
    return ""


def _until(row):
    moment = date_format(timezone.localtime(row.expires_at), "SHORT_DATETIME_FORMAT")
    return _("Valid until %(moment)s.") % {"moment": moment}


def _people_of(row):
    """Those who may change something now, and who asked for it."""
    people = Q(pk=row.requested_by_id) | Q(pk=row.person_id)
    if row.association_id:
        people |= Q(memberships__association=row.association_id)
    return User.objects.filter(people, is_active=True).distinct()


def _tell(people, row, event, subject, words=""):
    """The notice leads staff to the exception, an association to where the records are that it frees."""
    freed = row.agreement.get_absolute_url() if row.agreement_id else reverse("portal:report-list")
    people, values = list(people), {"cause": row.cause_label, "words": words or row.decision or row.reason}
    for is_staff, path in ((True, row.get_absolute_url()), (False, freed)):
        readers = [user for user in people if user.has_perm("associations.view_lockexception") == is_staff]
        notify(readers, f"lockexception.{event}", subject=subject, body="%(words)s", values=values, path=path)


def _require(user, permission):
    if not user.has_perm(permission):
        raise PermissionDenied
