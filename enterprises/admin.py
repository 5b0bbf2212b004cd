"""Enterprises, and what was reported about them. Results themselves are changed on their report only."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import AuditedAdmin, HistoryAdmin, ReadOnlyMixin
from common.admin import PartInline, SelectFilter
from enterprises.models import Affiliation, Branch, Enrolment, Enterprise, Measurement, Support, Trainee, TrainingCourse
from enterprises.sizes import classify
from programme.models import Province


class ProvinceFilter(SelectFilter):
    """Units of both catalogues by name; the catalogue tells two of the same name apart."""

    def field_choices(self, field, request, model_admin):
        rows = Province.objects.order_by("-catalogue", "sort_key")
        return [(row.pk, f"{row.name} ({row.catalogue})") for row in rows]


class IdentityFilter(admin.SimpleListFilter):
    title = _("identity number")
    parameter_name = "identity"

    def lookups(self, request, model_admin):
        return [("tax", _("with tax code")), ("personal", _("household business")), ("none", _("flagged: no number"))]

    def queryset(self, request, queryset):
        conditions = {
            "tax": Q(tax_code__isnull=False),
            "personal": Q(personal_number__isnull=False),
            "none": Q(tax_code=None, personal_number=None),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


class AffiliationInline(PartInline, admin.TabularInline):
    model = Affiliation
    fields = ["association", "starts_on", "ends_on"]
    autocomplete_fields = ["association"]


class BranchInline(PartInline, admin.TabularInline):
    model = Branch
    fields = ["code", "name", "province"]
    autocomplete_fields = ["province"]


@admin.register(Enterprise)
class EnterpriseAdmin(HistoryAdmin):
    """A hundred thousand and more: nothing is counted in full, every order and filter has its index."""

    list_display = ["name", "tax_code", "province", "industry", "size", "flag_column"]
    list_filter = [("province", ProvinceFilter), "size", IdentityFilter]
    list_select_related = ["province", "industry"]
    search_fields = ["folded"]
    search_help_text = _("Name, with or without marks, or tax code.")
    ordering = ["-pk"]
    autocomplete_fields = ["province", "industry"]
    readonly_fields = ["subject_key", "merged_into"]
    inlines = [AffiliationInline, BranchInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", ("tax_code", "personal_number"), "province", "address", "industry"],
                "description": _("The tax code says who it is. Search for it first: one enterprise is one record."),
            },
        ),
        (_("Size"), {"fields": [("employees", "revenue_vnd", "capital_vnd"), "size"]}),
        (_("Contact"), {"fields": ["representative", ("phone", "email")]}),
        (_("Ledger"), {"fields": ["subject_key", "merged_into"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:3]

    def save_model(self, request, obj, form, change):
        if not obj.size:
            obj.size = classify(
                obj.industry,
                employees=obj.employees,
                revenue_vnd=obj.revenue_vnd,
                capital_vnd=obj.capital_vnd,
                on=timezone.localdate(),
            )
        super().save_model(request, obj, form, change)

    @admin.display(description=_("has a number"), boolean=True)
    def flag_column(self, enterprise):
        return not enterprise.is_flagged


@admin.register(Branch)
class BranchAdmin(HistoryAdmin):
    list_display = ["code", "name", "enterprise", "province"]
    list_select_related = ["enterprise", "province"]
    search_fields = ["code__unmarked", "enterprise__folded"]
    autocomplete_fields = ["enterprise", "province"]


@admin.register(Affiliation)
class AffiliationAdmin(HistoryAdmin):
    list_display = ["enterprise", "association", "starts_on", "ends_on"]
    list_filter = [("association", SelectFilter)]
    list_select_related = ["enterprise", "association"]
    search_fields = ["enterprise__folded"]
    autocomplete_fields = ["enterprise", "association"]
    ordering = ["-pk"]


class MeasurementInline(PartInline, admin.StackedInline):
    model = Measurement
    fields = [
        ("name", "unit", "unit_text"),
        ("scope", "method", "measured_by"),
        ("before", "before_on"),
        ("after", "after_on"),
        ("after_6_months", "after_12_months"),
    ]


@admin.register(Support)
class SupportAdmin(HistoryAdmin):
    """The support is changed on its report; staff add what was measured."""

    list_display = ["enterprise", "package_column", "tool", "ends_on", "status_column", "evidence_column"]
    list_filter = ["status", ("package__agreement__association", SelectFilter)]
    list_select_related = ["enterprise", "package", "tool"]
    search_fields = ["enterprise__folded", "package__folded"]
    ordering = ["-ends_on", "-pk"]
    fields = ["enterprise", "package", "tool", "report", ("starts_on", "ends_on"), "result", "evidence", "status"]
    readonly_fields = [
        "enterprise",
        "package",
        "tool",
        "report",
        "starts_on",
        "ends_on",
        "result",
        "evidence",
        "status",
    ]
    inlines = [MeasurementInline]
    judged_when_saved = True  # the support itself is only shown; each measurement below it is judged

    def save_model(self, request, obj, form, change):
        """Nothing of the support is changed here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """What the association reported is only shown; the measurements below it are the programme's to enter."""
        return request.user.has_perm("enterprises.change_measurement")

    @admin.display(description=_("solution package"), ordering="package__code")
    def package_column(self, support):
        return support.package.code

    @admin.display(description=_("evidence"), boolean=True)
    def evidence_column(self, support):
        return support.evidence_id is not None


@admin.register(Measurement)
class MeasurementAdmin(HistoryAdmin):
    list_display = ["name", "support", "unit", "before", "after", "after_on"]
    list_filter = ["unit"]
    list_select_related = ["support__enterprise", "support__package"]
    judged_when_saved = True  # what is measured later comes into boxes that were empty
    search_fields = ["name", "support__enterprise__folded"]
    autocomplete_fields = ["support"]
    ordering = ["-pk"]


@admin.register(TrainingCourse)
class TrainingCourseAdmin(ReadOnlyMixin, HistoryAdmin):
    """Courses are recorded and changed on their report."""

    list_display = ["title", "package_column", "province", "ends_on", "declared_trainees", "status_column"]
    list_filter = ["status", ("package__agreement__association", SelectFilter)]
    list_select_related = ["package", "province"]
    search_fields = ["folded", "package__folded"]
    ordering = ["-ends_on", "-pk"]
    fields = [
        "title",
        ("package", "report"),
        ("starts_on", "ends_on", "hours"),
        ("place", "province", "lecturer"),
        "declared_trainees",
        ("evidence", "status"),
    ]

    @admin.display(description=_("solution package"), ordering="package__code")
    def package_column(self, course):
        return course.package.code


@admin.register(Trainee)
class TraineeAdmin(HistoryAdmin):
    list_display = ["full_name", "birth_year_column", "enterprise", "association"]
    list_filter = [("association", SelectFilter)]
    list_select_related = ["enterprise", "association"]
    search_fields = ["folded"]
    autocomplete_fields = ["enterprise", "association"]
    readonly_fields = ["subject_key"]
    ordering = ["-pk"]

    @admin.display(description=_("year of birth"), ordering="birth_year")
    def birth_year_column(self, trainee):
        return str(trainee.birth_year or "–")


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyMixin, AuditedAdmin):
    list_display = ["trainee", "course", "certificate"]
    list_select_related = ["trainee", "course"]
    search_fields = ["trainee__folded", "course__folded", "^certificate"]
    ordering = ["-pk"]
