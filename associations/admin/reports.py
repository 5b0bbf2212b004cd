"""Periodic reports: staff open them here and review them on their page in the portal."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import AuditedAdmin, HistoryAdmin, ReadOnlyMixin, ReasonModelForm
from associations.models import Communication, PeriodicReport, ReportComment, ReportReview, ReportType, Spending
from associations.report_services import check_opening, open_report, period_is_open
from common.admin import PartInline, SelectFilter


@admin.register(ReportType)
class ReportTypeAdmin(AuditedAdmin):
    list_display = ["name", "code", "frequency", "cut_offs", "days_to_submit"]
    search_fields = ["name__unmarked", "code__unmarked"]


class PeriodicReportForm(ReasonModelForm):
    def clean(self):
        data = super().clean()
        names = ("agreement", "report_type", "period_starts_on", "period_ends_on")
        is_new = self.instance.pk is None
        opening = [data.get(name) if is_new or name in data else getattr(self.instance, name) for name in names]
        if all(opening) and (is_new or "period_ends_on" in data):
            check_opening(*opening, report=None if is_new else self.instance)
        return data


class ReviewInline(ReadOnlyMixin, PartInline, admin.TabularInline):
    model = ReportReview
    fields = ["at", "round", "action", "by", "reason"]
    readonly_fields = fields
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(PeriodicReport)
class PeriodicReportAdmin(HistoryAdmin):
    """Opening and the due date belong here; what the association writes is changed by it alone."""

    form = PeriodicReportForm
    list_display = ["__str__", "association_column", "due_on", "round", "status_column", "page_column"]
    list_filter = ["status", "report_type", ("agreement__association", SelectFilter)]
    list_select_related = ["agreement__association", "report_type"]
    search_fields = ["agreement__folded", "agreement__association__folded"]
    date_hierarchy = "period_ends_on"
    autocomplete_fields = ["agreement", "report_type"]
    inlines = [ReviewInline]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["agreement", "report_type", ("period_starts_on", "period_ends_on"), "due_on"],
                "description": gettext_lazy(
                    "Opens a report for an agreement in force and tells the association, which then fills it in."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["agreement", "report_type", ("period_starts_on", "period_ends_on"), "due_on"]}),
        (
            gettext_lazy("State"),
            {
                "fields": [
                    "page_column",
                    ("status", "round", "revision"),
                    ("submitted_by", "submitted_at"),
                    ("accepted_by", "accepted_at"),
                    "posting",
                    "document",
                    ("corrects", "correction_number"),
                    "cause",
                ],
                "description": gettext_lazy(
                    "Reports are reviewed, returned and accepted on their page in the portal, where every line is seen."
                ),
            },
        ),
    ]

    def has_add_permission(self, request):
        return request.user.has_perm("associations.open_periodicreport")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("associations.open_periodicreport")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        """Everything but the day it is due, while the association works on it, and its days, while it is empty."""
        if obj is None:
            return []
        changeable = {"due_on"} if obj.is_editable else set()
        if period_is_open(obj):
            changeable |= {"period_starts_on", "period_ends_on"}
        return [name for name in flatten_fieldsets(self.fieldsets) if name not in changeable]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        form.save_m2m = lambda: None
        data = dict(form.cleaned_data)
        data.pop("change_reason", None)
        return open_report(data.pop("agreement"), data.pop("report_type"), by=request.user, **data)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("association"), ordering="agreement__association__sort_key")
    def association_column(self, report):
        return report.agreement.association.label

    @admin.display(description=gettext_lazy("page"))
    def page_column(self, report):
        return format_html('<a href="{}">{}</a>', report.get_absolute_url(), _("Open the report"))


@admin.register(ReportReview)
class ReportReviewAdmin(ReadOnlyMixin, AuditedAdmin):
    list_display = ["report", "round", "action", "by", "at"]
    list_filter = ["action"]
    list_select_related = ["report__report_type", "by"]
    search_fields = ["report__agreement__folded", "by__folded"]
    ordering = ["-pk"]


@admin.register(ReportComment)
class ReportCommentAdmin(ReadOnlyMixin, AuditedAdmin):
    list_display = ["line_label", "section", "text", "review"]
    list_select_related = ["review__report__report_type"]
    search_fields = ["text__unmarked", "line_label__unmarked"]
    ordering = ["-pk"]


@admin.register(Spending)
class SpendingAdmin(ReadOnlyMixin, HistoryAdmin):
    """Written by the association on its report; the admin only shows it."""

    list_display = ["purpose", "source", "amount_vnd", "report"]
    list_filter = ["source"]
    list_select_related = ["report__report_type"]
    search_fields = ["purpose__unmarked", "report__agreement__folded"]
    ordering = ["-pk"]


@admin.register(Communication)
class CommunicationAdmin(ReadOnlyMixin, HistoryAdmin):
    """Written by the association on its report; the admin only shows it."""

    list_display = ["title", "happened_on", "channel", "report"]
    list_filter = ["channel"]
    list_select_related = ["report__report_type"]
    search_fields = ["title__unmarked", "outlet__unmarked", "report__agreement__folded"]
    ordering = ["-happened_on", "-pk"]
