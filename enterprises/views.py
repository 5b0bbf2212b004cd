"""Pages on enterprises, courses and supports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from associations.lists import AssociationListPage, association_column
from common.lists import Column, ListPage
from common.models import name_of
from common.pages import ChangePage, RecordPage, add_errors
from common.seen import SeenForm
from common.text import capitalise
from enterprises import services, sharing
from enterprises.filters import CourseFilter, EnterpriseFilter
from enterprises.forms import EnterpriseForm
from enterprises.models import Enterprise, Measurement, Support, TrainingCourse
from programme.models import Entry, Industry, Size

# A page shows the latest rows of a record; the lists have the rest.
_LATEST = 50


def size_label(size):
    return capitalise(Size(size).label) if size else ""


def province_column(**how):
    fields = ("province__name_vi", "province__name_en")
    return Column("province", gettext_lazy("Province"), value=name_of, fields=fields, **how)


class EnterpriseList(ListPage):
    """Newest first: any order by name would read every row of 100,000 before the first."""

    model = Enterprise
    permission_required = "enterprises.view_enterprise"
    filterset_class = EnterpriseFilter
    select_related = ["province", "industry"]
    title = gettext_lazy("enterprises")
    sentence = gettext_lazy("Each enterprise once, told by its tax code.")
    columns = [
        Column("name", gettext_lazy("Name"), link=True, order="sort_key"),
        Column(
            "tax_code",
            gettext_lazy("Tax code"),
            value=lambda tax_code, personal_number: tax_code or personal_number,
            fields=("tax_code", "personal_number"),
        ),
        province_column(),
        Column(
            "industry",
            gettext_lazy("Industry"),
            value=Industry.label_of,
            fields=("industry__code", "industry__name_vi", "industry__name_en"),
        ),
        Column("size", gettext_lazy("Size"), value=size_label, fields=("size",)),
    ]
    actions_template = "enterprises/enterprise_list_actions.html"
    empty_text = gettext_lazy("No enterprise matches. Change the filters, or register the enterprise by its tax code.")

    def get_queryset(self):
        return super().get_queryset().kept()


class EnterpriseDetail(RecordPage, DetailView):
    """Who the enterprise is, and what the reader may see of its associations, supports and people."""

    model = Enterprise
    permission_required = "enterprises.view_enterprise"
    related = ("province", "industry", "merged_into")

    def get_context_data(self, **kwargs):
        user, enterprise = self.request.user, self.object
        supports = enterprise.supports.visible_to(user).select_related("package", "tool", "evidence")
        measurements = Measurement.objects.visible_to(user).filter(support__enterprise=enterprise)
        return super().get_context_data(
            branches=enterprise.branches.visible_to(user).select_related("province"),
            affiliations=enterprise.affiliations.visible_to(user).select_related("association"),
            supports=supports[:_LATEST],
            trainees=enterprise.trainees.visible_to(user).annotate(course_count=Count("enrolments"))[:_LATEST],
            measurements=measurements.select_related("support__package"),
            access=sharing.access(enterprise, user),
            **kwargs,
        )


class EnterpriseCreate(RecordPage, CreateView):
    """Registers an enterprise with the own association, or links one that is registered already."""

    model = Enterprise
    form_class = EnterpriseForm
    permission_required = "enterprises.add_enterprise"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            enterprise, is_new = services.find_or_register_enterprise(
                association=form.chosen_association(), by=self.request.user, **form.values()
            )
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if is_new:
            messages.success(self.request, _("The enterprise was registered."))
        else:
            messages.info(
                self.request,
                _("This number is registered already as “%(name)s”. It is on the association's list now.")
                % {"name": enterprise.name},
            )
        return redirect(enterprise)


class EnterpriseEdit(SeenForm, ChangePage, UpdateView):
    model = Enterprise
    form_class = EnterpriseForm
    permission_required = "enterprises.change_enterprise"
    related = ("merged_into",)

    def refusal(self, enterprise):
        if enterprise.merged_into is None:
            return "" if sharing.access(enterprise, self.request.user).can_change else sharing.SHARED
        return _("This record was merged into “%(name)s”: change that one.") % {"name": enterprise.merged_into}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.refuse_unseen(form)
                enterprise = services.change_enterprise(self.object, by=self.request.user, **form.values())
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The enterprise was changed."))
        return redirect(enterprise)


class CourseList(AssociationListPage):
    model = TrainingCourse
    permission_required = "enterprises.view_trainingcourse"
    filterset_class = CourseFilter
    select_related = ["province", "package__agreement__association"]
    title = gettext_lazy("training courses")
    sentence = gettext_lazy("Courses held under solution packages, with the trainees declared and those named.")
    columns = [
        Column("title", gettext_lazy("Course"), link=True, order="folded"),
        association_column("package__agreement__association"),
        Column("ends_on", gettext_lazy("Finished on"), order="ends_on"),
        province_column(order="province__sort_key"),
        Column("declared_trainees", gettext_lazy("Declared"), align="end", order="declared_trainees"),
        Column("named_trainees", gettext_lazy("Named"), align="end", order="named_trainees"),
        Column("status", gettext_lazy("Status"), status=True, order="status"),
    ]
    default_order = "-ends_on"
    empty_text = gettext_lazy("No course matches. Courses are recorded in a periodic report.")

    def get_queryset(self):
        return super().get_queryset().with_named_trainees()


class CourseDetail(RecordPage, DetailView):
    """A course, its trainees declared and named, its evidence and its lines in the ledger."""

    model = TrainingCourse
    permission_required = "enterprises.view_trainingcourse"
    template_name = "enterprises/course_detail.html"
    context_object_name = "course"
    related = ("province", "package__agreement__association", "report__report_type", "evidence")

    def get_context_data(self, **kwargs):
        user, course = self.request.user, self.object
        places = list(course.enrolments.visible_to(user).select_related("trainee__enterprise"))
        return super().get_context_data(
            places=places,
            missing=max(0, course.declared_trainees - len(places)),
            entries=Entry.objects.visible_to(user).of_source(course).select_related("indicator"),
            **kwargs,
        )


class SupportDetail(RecordPage, DetailView):
    """A support, what it changed, its evidence and its lines in the ledger."""

    model = Support
    permission_required = "enterprises.view_support"
    related = ("enterprise", "package__agreement__association", "tool", "report__report_type", "evidence")

    def get_context_data(self, **kwargs):
        user, support = self.request.user, self.object
        return super().get_context_data(
            measurements=support.measurements.visible_to(user),
            entries=Entry.objects.visible_to(user).of_source(support).select_related("indicator"),
            **kwargs,
        )
