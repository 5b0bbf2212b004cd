"""The calendar of an agreement's reports: which there are, which are missing, and one act that opens those."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from associations.models import Agreement
from associations.report_periods import schedule
from associations.report_schedule import open_missing
from common.access import permission_required
from common.pages import RecordPage


class AgreementSchedule(RecordPage, DetailView):
    """Every period of the term with its reports; its association reads it too and knows what it will be asked."""

    model = Agreement
    permission_required = "associations.view_periodicreport"
    template_name = "associations/agreement_schedule.html"
    related = ("association", "report_type")

    def get_context_data(self, **kwargs):
        agreement, today, problem = self.object, timezone.localdate(), ""
        try:
            slots = schedule(agreement)
        except ValidationError as error:
            slots, problem = [], " ".join(error.messages)
        rows = [(slot, slot.is_missing(today)) for slot in slots]
        missing = sum(is_missing for _slot, is_missing in rows)
        may_open = self.request.user.has_perm("associations.open_periodicreport") and agreement.takes_reports
        return super().get_context_data(
            rows=rows, problem=problem, missing=missing, can_open=bool(missing and may_open), **kwargs
        )


@require_POST
@permission_required("associations.open_periodicreport")
def open_reports(request, pk):
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    try:
        new = open_missing(agreement, by=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        words = ngettext(
            "%(count)d report was opened; the association was told.",
            "%(count)d reports were opened; the association was told.",
            len(new),
        )
        messages.success(
            request, words % {"count": len(new)} if new else _("Nothing was missing: no report was opened.")
        )
    return redirect("associations:agreement-schedule", pk=agreement.pk)
