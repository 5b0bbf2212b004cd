"""Reference data: entered once, looked up all day."""

from django.contrib import admin

from accounts.admin_base import AuditedAdmin
from common.admin import KeptFieldsMixin
from programme import services
from programme.models import (
    DocumentType,
    IcsField,
    ImprovementTool,
    Industry,
    IssuingBody,
    Programme,
    Province,
    SizeCriterion,
)


@admin.register(Province)
class ProvinceAdmin(KeptFieldsMixin, AuditedAdmin):
    kept_fields = ["catalogue", "code"]
    list_display = ["name", "code", "catalogue", "unit_type", "region", "successor"]
    list_filter = ["catalogue"]
    list_select_related = ["successor"]
    search_fields = ["folded"]
    autocomplete_fields = ["successor"]
    # Units of today first: the same name stands in both catalogues.
    ordering = ["catalogue", "sort_key"]

    def save_model(self, request, obj, form, change):
        services.save_province(obj)

    def choice_label(self, province):
        return f"{province.name} ({province.get_catalogue_display()})"


@admin.register(Industry)
class IndustryAdmin(KeptFieldsMixin, AuditedAdmin):
    kept_fields = ["catalogue", "code"]
    list_display = ["__str__", "level", "catalogue"]
    list_filter = ["level", "catalogue"]
    search_fields = ["folded"]
    autocomplete_fields = ["section"]
    ordering = ["key"]


@admin.register(ImprovementTool)
class ImprovementToolAdmin(KeptFieldsMixin, AuditedAdmin):
    list_display = ["code", "name_vi", "category", "standard"]
    list_filter = ["category"]
    search_fields = ["folded"]
    ordering = ["category", "code"]


@admin.register(IssuingBody)
class IssuingBodyAdmin(KeptFieldsMixin, AuditedAdmin):
    list_display = ["code", "name_vi", "name_en"]
    search_fields = ["code__unmarked", "name_vi__unmarked", "name_en__unmarked"]


@admin.register(DocumentType)
class DocumentTypeAdmin(KeptFieldsMixin, AuditedAdmin):
    list_display = ["name_vi", "code", "group"]
    search_fields = ["code__unmarked", "name_vi__unmarked"]


@admin.register(IcsField)
class IcsFieldAdmin(KeptFieldsMixin, AuditedAdmin):
    list_display = ["code", "name_vi", "name_en"]
    search_fields = ["code__unmarked", "name_vi__unmarked", "name_en__unmarked"]


@admin.register(SizeCriterion)
class SizeCriterionAdmin(AuditedAdmin):
    list_display = ["sector_group", "size", "max_employees", "max_revenue_vnd", "max_capital_vnd", "valid_from"]
    list_filter = ["sector_group", "size"]


@admin.register(Programme)
class ProgrammeAdmin(KeptFieldsMixin, AuditedAdmin):
    list_display = ["code", "name_vi", "decision", "decided_on"]
    search_fields = ["code__unmarked", "name_vi__unmarked", "name_en__unmarked"]
