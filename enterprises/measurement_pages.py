"""Pages that add, change and delete a measurement of a report."""

from django.utils.translation import gettext_lazy

from associations.models import PeriodicReport
from associations.report_pages import OF_REPORT, LineDelete, LineForm
from enterprises.forms import MeasurementForm
from enterprises.measuring import change_measurement, record_measurement, remove_measurement
from enterprises.models import Measurement
from enterprises.sections import MeasurementSection

_RELATED = (
    "support__enterprise",
    "support__package__agreement__association",
    *(f"support__report__{name}" for name in OF_REPORT),
)


class MeasurementAdd(LineForm):
    """The right is that to write the report: staff hold the rights on measurements, too, for those they enter later."""

    is_new = True
    section = MeasurementSection.code
    model = PeriodicReport
    related = OF_REPORT
    form_class = MeasurementForm
    template_name = "associations/line_form.html"
    permission_required = "associations.change_periodicreport"
    title = gettext_lazy("Add a measurement")

    def get_form_kwargs(self):
        kwargs = super(LineForm, self).get_form_kwargs() | {"report": self.report}
        return kwargs if self.is_new else kwargs | {"instance": self.object}

    def keep_upload(self, form):
        return None

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, **kwargs)

    def save(self, form):
        record_measurement(self.object, by=self.request.user, **form.values())


class MeasurementEdit(MeasurementAdd):
    is_new = False
    model = Measurement
    related = _RELATED
    title = gettext_lazy("Change a measurement")

    def save(self, form):
        change_measurement(self.object, by=self.request.user, **form.values())


class MeasurementDelete(LineDelete):
    model = Measurement
    related = _RELATED
    permission_required = "associations.change_periodicreport"

    def remove(self, row):
        remove_measurement(row, by=self.request.user)
