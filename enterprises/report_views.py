"""Forms of the supports and courses of a report. What they save goes through ``enterprises.services``."""

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _

from associations.models import PeriodicReport, SolutionPackage
from associations.report_pages import OF_LINE, OF_REPORT, LineDelete, LineForm, Replacing
from common.seen import mark
from common.text import fold
from enterprises import quotas, services
from enterprises.forms import CourseForm, SupportForm
from enterprises.models import Support, TrainingCourse
from enterprises.sections import CourseSection, SupportSection

# What locks a record of a package: its report, its agreement, the periods closed to its association.
_OF_PACKAGE = ("package__agreement__association", *OF_LINE)


class _PackageLineForm(LineForm):
    """A record of a package, whose quota it may exceed."""

    def after_saving(self, form):
        """Say that the saved record goes beyond what was agreed; it is kept, and an annex must cover it."""
        package = quotas.with_planned(SolutionPackage.objects.filter(pk=form.cleaned_data["package"].pk)).get()
        for sentence in quotas.exceeded(package, form.quotas):
            words = format_html(
                '{} <a href="{}">{}</a>', sentence, self.report.agreement.get_absolute_url(), _("Open the agreement")
            )
            messages.warning(self.request, words)


class SupportAdd(_PackageLineForm):
    is_new = True
    section = SupportSection.code
    model = PeriodicReport
    related = OF_REPORT
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
    related = ("enterprise", "tool", "evidence", *_OF_PACKAGE)
    permission_required = "enterprises.change_support"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"enterprise": self.object.enterprise}

    def record(self, **values):
        services.change_support(self.object, **values)


class SupportReplace(Replacing, SupportAdd):
    kind = Support
    related_replaced = ("evidence", "package")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"enterprise": self.replaced.enterprise}


class CourseAdd(_PackageLineForm):
    is_new = True
    section = CourseSection.code
    model = PeriodicReport
    related = OF_REPORT
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
    related = ("evidence", *_OF_PACKAGE)
    permission_required = "enterprises.change_trainingcourse"

    def get_initial(self):
        return super().get_initial() | {"trainees": services.format_trainees(self.object)}

    def mark(self, row):
        """With its people: the list is typed on the same page."""
        return mark([row], sorted(row.enrolments.values_list("trainee", flat=True)))

    def record(self, **values):
        services.change_course(self.object, **values)


class CourseReplace(Replacing, CourseAdd):
    kind = TrainingCourse
    related_replaced = ("evidence", "package")

    def get_initial(self):
        return super().get_initial() | {"trainees": services.format_trainees(self.replaced)}


class SupportDelete(LineDelete):
    model = Support
    related = ("enterprise", *_OF_PACKAGE)
    permission_required = "enterprises.delete_support"

    def remove(self, support):
        services.remove_support(support, by=self.request.user)


class CourseDelete(LineDelete):
    model = TrainingCourse
    related = _OF_PACKAGE
    permission_required = "enterprises.delete_trainingcourse"

    def remove(self, course):
        services.remove_course(course, by=self.request.user)
