"""Pages that add, change and delete a line of a report: what they share, and those on money and communication."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations.models import Communication, PeriodicReport, ReportComment, Spending
from associations.report_corrections import standing_record
from associations.report_line_forms import CommunicationForm, SpendingForm
from associations.report_lines import change_line, record_line, remove_line, still_there
from associations.report_sections import CommunicationSection, MoneySection
from associations.report_services import locked_for_editing
from common.pages import ChangePage, add_errors
from common.seen import SeenForm

OF_REPORT = ("agreement__association", "report_type")
OF_LINE = tuple(f"report__{name}" for name in OF_REPORT)


def refusal_of(report):
    """Return the sentence that refuses to change the records of ``report``, or ''."""
    if report is not None and report.is_editable:
        return ""
    return _("Its report is no longer open, so this can no longer be changed.")


def saved(report):
    """Say that a record was saved and what the report it belongs to waits for."""
    return _("Saved in the report, which is “%(status)s”: send it when everything is in.") % {
        "status": report.get_status_display()
    }


def deleted(report):
    """Say that a record was taken out and what the report it belonged to waits for."""
    return _("Taken out of the report, which is “%(status)s”: send it when everything is in.") % {
        "status": report.get_status_display()
    }


class LineForm(SeenForm, ChangePage, SingleObjectMixin, FormView, ABC):
    """Adds a record to a report (``object`` is the report) or changes one (``object`` is the record).

    A good upload is kept when another field is wrong, so that nobody has to choose the file again.
    """

    is_new = False
    section = ""
    names: dict[str, str] = {}

    @property
    def report(self):
        return self.object if self.is_new else self.object.report

    def refusal(self, record):
        return refusal_of(self.report)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"by": self.request.user, "report": self.report}
        return kwargs if self.is_new else kwargs | {"instance": self.object, "chosen": self.object.evidence}

    def keep_upload(self, form):
        """Hold a good upload and return its document; None where there is none."""
        return form.keep_upload()

    def form_valid(self, form):
        self.keep_upload(form)
        try:
            with transaction.atomic():
                self.refuse_unseen(form)
                self.save(form)
        except ValidationError as error:
            add_errors(form, error, **self.names)
            return self.form_invalid(form)
        messages.success(self.request, saved(self.report))
        self.after_saving(form)
        return redirect(self.request.path if self.is_new and "again" in self.request.POST else self.report)

    def hold(self):
        """Lock the report, as its services do; refuse a record that is gone."""
        locked_for_editing(self.report, self.request.user)
        return still_there(self.object)

    def after_saving(self, form):
        """Say what else is to be said of the saved record; nothing, unless its kind says more."""

    def form_invalid(self, form):
        if document := self.keep_upload(form):
            messages.info(
                self.request,
                _("The file “%(name)s” was kept and is chosen: you need not attach it again.")
                % {"name": document.file_name},
            )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, is_new=self.is_new, remarks=self.remarks(), **kwargs)

    def remarks(self):
        """Return what the reviewer said about this record when the report last came back."""
        if self.is_new:
            return []
        said = ReportComment.objects.visible_to(self.request.user).of_last_return(self.report)
        return said.filter(section=self.section, line=self.object.pk).select_related("review__by")

    @abstractmethod
    def save(self, form):
        """Save the record by its service; each kind of record says how."""


class LineDelete(ChangePage, DetailView):
    """Asks before a record is taken out of its report, and does it."""

    template_name = "enterprises/line_confirm_delete.html"

    def refusal(self, record):
        return refusal_of(record.report)

    def post(self, request, *args, **kwargs):
        report = self.object.report
        try:
            self.remove(self.object)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, deleted(report))
        return redirect(report)


class Replacing:
    """Records in a correction what is right instead of an accepted record, which is taken back with it.

    Goes before a page that adds a record of ``kind`` by its ``record``. The form opens with what was accepted.
    """

    kind: type
    related_replaced: tuple[str, ...] = ("evidence",)

    def get_object(self, queryset=None):
        report = super().get_object(queryset)
        if not report.is_correction:
            raise Http404
        family = PeriodicReport.objects.family_of(report)
        rows = self.kind.objects.visible_to(self.request.user).filter(report__in=family)
        self.replaced = get_object_or_404(rows.select_related(*self.related_replaced), pk=self.kwargs["line"])
        return report

    def refusal(self, report):
        if sentence := super().refusal(report):
            return sentence
        words = {"record": self.replaced}
        if standing_record(report, self.section, self.replaced.pk) is None:
            return _("“%(record)s” was taken back already: add what is right as a new record.") % words
        if other := self.kind.objects.filter(replaces=self.replaced).first():
            words = {"record": other}
            return _("“%(record)s” is replaced already in this correction: change that record instead.") % words
        return ""

    def get_form_kwargs(self):
        told = {name: getattr(self.replaced, name) for name in self.form_class.Meta.fields}
        row = self.kind(replaces=self.replaced, **told)
        return super().get_form_kwargs() | {"instance": row, "chosen": self.replaced.evidence}

    def get_context_data(self, **kwargs):
        return super().get_context_data(replaced=self.replaced, **kwargs)

    def record(self, **values):
        super().record(replaces=self.replaced, **values)


class _LineAdd(LineForm):
    """Adds a line; the page's title says of which kind."""

    is_new = True
    model = PeriodicReport
    of: type  # the section
    related = OF_REPORT
    template_name = "associations/line_form.html"
    title = ""

    def save(self, form):
        self.record(by=self.request.user, evidence=form.attached(), **form.values())

    def record(self, **values):
        record_line(self.of, self.object, **values)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, **kwargs)


class _LineEdit(_LineAdd):
    is_new = False
    related = ("evidence", *OF_LINE)

    def record(self, **values):
        change_line(self.object, **values)


class _LineRemove(LineDelete):
    related = OF_LINE

    def remove(self, row):
        remove_line(row, by=self.request.user)


class SpendingAdd(_LineAdd):
    of = MoneySection
    section = MoneySection.code
    form_class = SpendingForm
    permission_required = "associations.add_spending"
    title = gettext_lazy("Add an amount spent")


class SpendingReplace(Replacing, SpendingAdd):
    kind = Spending
    title = gettext_lazy("Replace an accepted record")


class SpendingEdit(_LineEdit):
    model = Spending
    section = MoneySection.code
    form_class = SpendingForm
    permission_required = "associations.change_spending"
    title = gettext_lazy("Change an amount spent")


class SpendingDelete(_LineRemove):
    model = Spending
    permission_required = "associations.delete_spending"


class CommunicationAdd(_LineAdd):
    of = CommunicationSection
    section = CommunicationSection.code
    form_class = CommunicationForm
    permission_required = "associations.add_communication"
    title = gettext_lazy("Add a communication activity")


class CommunicationReplace(Replacing, CommunicationAdd):
    kind = Communication
    title = gettext_lazy("Replace an accepted record")


class CommunicationEdit(_LineEdit):
    model = Communication
    section = CommunicationSection.code
    form_class = CommunicationForm
    permission_required = "associations.change_communication"
    title = gettext_lazy("Change a communication activity")


class CommunicationDelete(_LineRemove):
    model = Communication
    permission_required = "associations.delete_communication"
