"""The rounds of a report: every remark with its answer, what was changed in between, and the versions that are kept."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from associations.models import PeriodicReport, ReportComment, ReportVersion
from associations.report_rounds import answer_comments, days_by_state, rounds_of, stays
from common.access import permission_required
from common.pages import RecordPage
from portal.report_forms import AnswerForm
from portal.reports import ReportAct

_RELATED = ("agreement__association", "agreement__project", "agreement__task", "report_type", "document")


class ReportRounds(RecordPage, DetailView):
    """Every round, the old value beside the new one; nothing here was ever overwritten."""

    model = PeriodicReport
    permission_required = "associations.view_periodicreport"
    template_name = "portal/report_rounds.html"
    context_object_name = "report"
    related = _RELATED

    def get_context_data(self, **kwargs):
        report, user = self.object, self.request.user
        reviews = report.reviews.visible_to(user).select_related("by").prefetch_related("comments__answered_by")
        reviews = list(reviews.order_by("pk"))
        versions = list(report.versions.visible_to(user).select_related("by").order_by("number"))
        found = stays(reviews, timezone.now())
        return super().get_context_data(
            rounds=rounds_of(report, reviews, versions),
            stays=found,
            days=days_by_state(found),
            is_accepted_unfrozen=report.status == PeriodicReport.Status.ACCEPTED
            and not any(version.kind == ReportVersion.Kind.ACCEPTANCE for version in versions),
            **kwargs,
        )


class ReportAnswers(ReportAct):
    """The association answers each remark of the last return before it sends the report again."""

    form_class = AnswerForm
    template_name = "portal/report_answers.html"
    permission_required = "associations.change_periodicreport"
    states = (PeriodicReport.Status.RETURNED,)
    done = gettext_lazy("The answers were saved.")

    def get_form_kwargs(self):
        said = ReportComment.objects.visible_to(self.request.user).of_last_return(self.object)
        return super().get_form_kwargs() | {"comments": said.order_by("pk")}

    def act(self, form):
        revision = form.cleaned_data["revision"]
        return answer_comments(self.object, by=self.request.user, revision=revision, answers=form.answers())


@require_safe
@permission_required("associations.view_periodicreport")
def report_version(request, pk, number):
    """A report as it was sent or accepted, from what was kept then and nothing else."""
    versions = ReportVersion.objects.visible_to(request.user).select_related("report__report_type", "by")
    version = get_object_or_404(versions, report=pk, number=number)
    title = _("Version %(number)d") % {"number": version.number}
    return render(
        request, "portal/report_version.html", {"version": version, "content": version.content, "title": title}
    )
