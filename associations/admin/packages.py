"""Solution packages with their content in order."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import AuditedAdmin, HistoryAdmin
from associations.admin.parts import AgreedPartForm, AgreedPartMixin, AgreementPartPageMixin, PackageForm
from associations.models import PackageItem, SolutionPackage
from associations.terms import PACKAGES
from common.admin import KeptFieldsMixin, PartInline, SelectFilter


class PackageItemInline(AgreedPartMixin, PartInline, admin.TabularInline):
    model = PackageItem
    fields = ["position", "tool", "training", "hours", "description"]
    autocomplete_fields = ["tool"]
    ordering = ["position"]


# What the two sides agreed on.
AGREED = PACKAGES.fields


@admin.register(SolutionPackage)
class SolutionPackageAdmin(KeptFieldsMixin, AgreementPartPageMixin, HistoryAdmin):
    form = PackageForm
    list_display = ["code", "name", "association_column", "starts_on", "ends_on", "quota_enterprises", "status_column"]
    list_filter = ["status", ("agreement__association", SelectFilter)]
    list_select_related = ["agreement__association"]
    search_fields = ["folded", "agreement__association__folded"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["agreement", "documents"]
    inlines = [PackageItemInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["agreement", "code", "name", "description", ("starts_on", "ends_on"), "status"],
                "description": _(
                    "What the association delivers to enterprises. It runs within the term of its agreement."
                ),
            },
        ),
        (
            _("Quota"),
            {
                "fields": [("quota_enterprises", "quota_courses", "quota_trainees")],
                "description": _(
                    "How much was agreed; 0 means none. Once the agreement has left the draft, these numbers and the "
                    "days change only by an annex."
                ),
            },
        ),
        (_("Papers"), {"fields": ["documents"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        agreed = AGREED if obj and not obj.agreement.terms_are_open else []
        return [*super().get_readonly_fields(request, obj), *agreed]

    @admin.display(description=_("association"), ordering="agreement__association__sort_key")
    def association_column(self, package):
        return package.agreement.association.label


@admin.register(PackageItem)
class PackageItemAdmin(AgreementPartPageMixin, AuditedAdmin):
    form = AgreedPartForm
    above = "package"
    list_display = ["__str__", "package", "hours"]
    list_select_related = ["package", "tool"]
    search_fields = ["package__folded", "tool__folded", "training__unmarked"]
    autocomplete_fields = ["package", "tool"]
