"""An association's first page: what is due, what came back, what runs, and its own figures."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from accounts.models import Notification
from associations.models import Agreement, Need, PeriodicReport, ReportReview, SolutionPackage
from common.access import RequiresPermission
from enterprises import quotas
from enterprises.models import Enterprise, TrainingCourse
from portal.own_figures import own_figures
from portal.packages import quota_lines
from portal.reports import deadline
from portal.work_queue import queues_for

_LATEST = 5
_SOON = 60  # days within which an agreement's end is pointed out


class HomePage(RequiresPermission, TemplateView):
    """Everything here is what ``visible_to`` gives the reader: the rows of the own association."""

    template_name = "portal/home.html"
    permission_required = "programme.view_own_figures"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        reports = waiting_reports(user)
        packages = running_packages(user)
        return super().get_context_data(
            title=" · ".join(map(str, user.own_associations)),
            sentence=sentence(reports, packages) if user.association_codes else no_association(),
            reports=reports,
            queues=[waiting for waiting in queues_for(user) if waiting.count],
            packages=[(package, quota_lines(package)) for package in packages],
            agreements=[(row, days_left(row, today)) for row in running_agreements(user)],
            courses=TrainingCourse.objects.visible_to(user).with_named_trainees()[:_LATEST],
            enterprises=Enterprise.objects.visible_to(user).kept().select_related("province")[:_LATEST],
            needs=Need.objects.visible_to(user)[:_LATEST],
            unread=Notification.objects.visible_to(user).unread()[:_LATEST],
            figures=own_figures(user),
            soon=_SOON,
            **kwargs,
        )


def no_association():
    return _("This account acts for no association yet. Ask the programme's administrator to assign one.")


def waiting_reports(user):
    """Return the reports that the association can send now, most urgent first, each with deadline and last return."""
    returns = ReportReview.objects.filter(action=ReportReview.Action.RETURNED).order_by("-pk")
    found = list(
        PeriodicReport.objects.visible_to(user)
        .waiting_for_association()
        .filter(agreement__status__in=Agreement.UNDER_WAY)
        .select_related("report_type", "agreement")
        .prefetch_related(Prefetch("reviews", queryset=returns, to_attr="returns"))
        .order_by("due_on", "pk")
    )
    for report in found:
        report.deadline = deadline(report)
        is_returned = report.status == PeriodicReport.Status.RETURNED
        report.last_return = report.returns[0] if is_returned and report.returns else None
    return found


def running_packages(user):
    running = SolutionPackage.objects.visible_to(user).filter(status=SolutionPackage.Status.RUNNING)
    return list(quotas.with_use(running))


def running_agreements(user):
    states = (Agreement.Status.SIGNED, Agreement.Status.IN_FORCE, Agreement.Status.SUSPENDED)
    return Agreement.objects.visible_to(user).filter(status__in=states).order_by("ends_on")


def days_left(agreement, today):
    return (agreement.ends_on - today).days


def sentence(reports, packages):
    """Say what waits for the reader, most urgent first."""
    overdue = sum(report.is_overdue for report in reports)
    returned = sum(report.status == PeriodicReport.Status.RETURNED for report in reports)
    parts = []
    if not reports:
        parts.append(_("No report is due."))
    else:
        words = ngettext("%d report is to be sent", "%d reports are to be sent", len(reports)) % len(reports)
        if overdue:
            words += ", " + ngettext("%d of them is late", "%d of them are late", overdue) % overdue
        if returned:
            words += ", " + ngettext("%d came back", "%d came back", returned) % returned
        parts.append(f"{words}.")
    if packages:
        count = len(packages)
        parts.append(ngettext("%d package is under way.", "%d packages are under way.", count) % count)
    return " ".join(parts)
