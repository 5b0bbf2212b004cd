"""Forms of the supports and courses of a report. What they save goes through ``enterprises.services``."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations.models import PeriodicReport, ReportComment, SolutionPackage
from common.pages import ChangePage, add_errors
from common.text import fold
from enterprises import quotas, services
from enterprises.forms import CourseForm, SupportForm
from enterprises.models import Support, TrainingCourse
from enterprises.sections import CourseSection, SupportSection

_OF_REPORT = ("agreement__association", "report_type")
_OF_LINE = tuple(f"report__{name}" for name in _OF_REPORT)


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


class LineForm(ChangePage, SingleObjectMixin, FormView, ABC):
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

    def form_valid(self, form):
        form.keep_upload()
        try:
            with transaction.atomic():
                self.save(form)
        except ValidationError as error:
            add_errors(form, error, **self.names)
            return self.form_invalid(form)
        messages.success(self.request, saved(self.report))
        self.warn_of_quota(form)
        return redirect(self.request.path if self.is_new and "again" in self.request.POST else self.report)

    def warn_of_quota(self, form):
        """Say that the saved record goes beyond what was agreed; it is kept, and an annex must cover it."""
        package = quotas.with_use(SolutionPackage.objects.filter(pk=form.cleaned_data["package"].pk)).get()
        for sentence in quotas.exceeded(package, form.quotas):
            words = format_html(
                '{} <a href="{}">{}</a>', sentence, self.report.agreement.get_absolute_url(), _("Open the agreement")
            )
            messages.warning(self.request, words)

    def form_invalid(self, form):
        if document := form.keep_upload():
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


class SupportAdd(LineForm):
    is_new = True
    section = SupportSection.code
    model = PeriodicReport
    related = _OF_REPORT
    form_class = SupportForm
    template_name = "enterprises/support_form.html"
    permission_required = "enterprises.add_support"
    found = None  # the registered enterprise that a tax code led to though another name was typed
    names = {
        "enterprise": "enterprise_text",
        "name": "new_name",
        "tax_code": "new_tax_code",
        "province": "new_province",
        "industry": "new_industry",
    }

    def save(self, form):
        values = form.values() | {"enterprise": self.enterprise(form), "evidence": form.attached()}
        self.record(by=self.request.user, **values)

    def record(self, **values):
        services.record_support(self.report, **values)

    def enterprise(self, form):
        """Return the enterprise chosen, or register the new one with the report's association."""
        if known := form.cleaned_data.get("known_enterprise"):
            return known
        typed = form.new_enterprise()
        association = self.report.agreement.association
        found, _is_new = services.find_or_register_enterprise(association=association, by=self.request.user, **typed)
        self.found = found if fold(found.name) != fold(typed["name"]) else None
        return found

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.found is not None and not form.errors:
            messages.info(
                self.request,
                _("The number %(number)s is registered as “%(name)s”: that enterprise was taken, and its name stays.")
                % {"number": self.found.tax_code or self.found.personal_number, "name": self.found.name},
            )
        return response


class SupportEdit(SupportAdd):
    is_new = False
    model = Support
    related = ("enterprise", "evidence", *_OF_LINE)
    permission_required = "enterprises.change_support"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"enterprise": self.object.enterprise}

    def record(self, **values):
        services.change_support(self.object, **values)


class CourseAdd(LineForm):
    is_new = True
    section = CourseSection.code
    model = PeriodicReport
    related = _OF_REPORT
    form_class = CourseForm
    template_name = "enterprises/course_form.html"
    permission_required = "enterprises.add_trainingcourse"

    def save(self, form):
        values = form.values() | {"evidence": form.attached(), "trainees": form.cleaned_data["trainees"]}
        self.record(by=self.request.user, **values)

    def record(self, **values):
        services.record_course(self.report, **values)


class CourseEdit(CourseAdd):
    is_new = False
    model = TrainingCourse
    related = ("evidence", *_OF_LINE)
    permission_required = "enterprises.change_trainingcourse"

    def get_initial(self):
        return super().get_initial() | {"trainees": services.format_trainees(self.object)}

    def record(self, **values):
        services.change_course(self.object, **values)


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


class SupportDelete(LineDelete):
    model = Support
    related = ("enterprise", "package", *_OF_LINE)
    permission_required = "enterprises.delete_support"

    def remove(self, support):
        services.remove_support(support, by=self.request.user)


class CourseDelete(LineDelete):
    model = TrainingCourse
    related = ("package", *_OF_LINE)
    permission_required = "enterprises.delete_trainingcourse"

    def remove(self, course):
        services.remove_course(course, by=self.request.user)
