"""What every act on a report shares: the lock, the check of state and revision, the step that is noted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from associations.models import PeriodicReport, ReportReview
from common.locks import Locked, refuse_locked

CHANGED = gettext_lazy("The report was changed after you opened this page: look at it again, then decide.")


class Conflict(ValidationError):
    """Somebody else was faster; the message says what happened meanwhile."""


def require(user, permission):
    """Raise ``PermissionDenied`` unless ``user`` holds ``permission``."""
    if not user.has_perm(permission):
        raise PermissionDenied


def locked(report, by, revision, *states):
    """Return the report locked for a change by ``by``, in one of ``states`` and at ``revision`` (None: whichever)."""
    report = (
        PeriodicReport.objects.select_for_update(of=("self",))
        .select_related(
            "agreement__association",
            "agreement__project",
            "agreement__task",
            "report_type",
            "document",
            "corrects__report_type",
            "corrects__document",
        )
        .get(pk=report.pk)
    )
    try:
        refuse_locked(report, by)
    except Locked as lock:  # somebody was faster: it was open on the page from which this comes
        raise Conflict(lock.messages, code="locked") from lock
    if report.status not in states:
        raise Conflict(no_longer(report))
    if revision is not None and report.revision != revision:
        raise Conflict(CHANGED)
    return report


def no_longer(report):
    """Say in which state a report is, and since when by whom; the daily command opens reports for nobody."""
    words = {"status": report.get_status_display()}
    last = report.reviews.select_related("by").order_by("pk").last()
    if last is None or last.by is None:
        return _("The report is “%(status)s” now: this can no longer be done.") % words
    words |= {"name": last.by.full_name, "time": date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT")}
    return _("The report is “%(status)s” now (%(name)s, %(time)s): this can no longer be done.") % words


def save(report, by):
    """Save ``report`` with the line of its history in the name of ``by``."""
    report._history_user = by
    report.save()


def note_step(report, action, by, reason=""):
    """Write the step into the trail and the report's own story; return the ``ReportReview``."""
    audit.record(f"report.{action}", report, by=by, reason=reason)
    return ReportReview.objects.create(
        report=report, round=report.round, action=action, by=by, reason=reason.strip(), revision=report.revision
    )


def people_of(report):
    """Return the users who act for the report's association."""
    return User.objects.filter(is_active=True, memberships__association=report.agreement.association_id)
