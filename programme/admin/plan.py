"""What the programme set out to do, and what was announced."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import AuditedAdmin, HistoryAdmin, ReasonModelForm
from common.admin import KeptFieldsMixin, PartInline, SelectFilter
from programme import services
from programme.models import Announcement, Indicator, IndicatorVersion, Phase, Project, Target, Task, TaskGroup


def _measured(value, unit):
    """A decimal without needless zeros, and what it counts; a percentage reads as one: 45%."""
    number = number_format(value.normalize(), use_l10n=True, force_grouping=True) if value else "0"
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}".strip()


@admin.register(Project)
class ProjectAdmin(KeptFieldsMixin, HistoryAdmin):
    list_display = ["code", "name", "level", "host_organisation", "starts_on", "ends_on"]
    list_filter = ["level", "programme"]
    search_fields = ["folded"]
    autocomplete_fields = ["programme"]


@admin.register(Phase)
class PhaseAdmin(KeptFieldsMixin, AuditedAdmin):
    """Nobody deletes a phase: no role may, because targets and sums hang on it."""

    kept_fields = ["programme", "project", "code"]
    list_display = ["__str__", "programme", "project", "starts_on", "ends_on", "is_main"]
    list_filter = ["programme", "is_main"]
    list_select_related = ["programme", "project"]
    search_fields = ["code__unmarked"]
    autocomplete_fields = ["programme", "project"]

    def save_model(self, request, obj, form, change):
        services.save_phase(obj)

    def get_search_results(self, request, queryset, search_term):
        """Years are shown with a dash and stored with a hyphen."""
        return super().get_search_results(request, queryset, search_term.replace("–", "-"))


@admin.register(TaskGroup)
class TaskGroupAdmin(HistoryAdmin):
    list_display = ["title", "year_column", "position"]
    search_fields = ["title__unmarked", "description__unmarked"]
    autocomplete_fields = ["document"]
    ordering = ["-year", "position"]

    @admin.display(description=_("year"), ordering="year")
    def year_column(self, group):
        return str(group.year)  # a year is no quantity: 2018, not 2.018


@admin.register(Task)
class TaskAdmin(KeptFieldsMixin, HistoryAdmin):
    list_display = ["code", "name", "project", "host_organisation", "starts_on", "ends_on", "status_column"]
    list_filter = ["status", ("project", SelectFilter)]
    list_select_related = ["project"]
    search_fields = ["folded"]
    autocomplete_fields = ["project", "group"]


class IndicatorVersionInline(PartInline, admin.StackedInline):
    model = IndicatorVersion
    fields = [
        ("number", "valid_from"),
        "definition_vi",
        "definition_en",
        "denominator_vi",
        ("decision", "decided_on"),
        ("source", "confidence"),
    ]
    show_change_link = True  # one that counts nothing yet is changed on its own page
    can_delete = False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Indicator)
class IndicatorAdmin(KeptFieldsMixin, AuditedAdmin):
    """The wording has versions: add one instead of rewriting what closed figures were counted under."""

    kept_fields = ["code", "kind", "counts_entries_of"]
    list_display = ["name_vi", "code", "kind", "unit_vi", "headline_position"]
    list_filter = ["kind"]
    search_fields = ["folded"]
    autocomplete_fields = ["counts_entries_of", "numerator", "denominator", "shown_beside"]
    inlines = [IndicatorVersionInline]
    fieldsets = [
        (None, {"fields": ["name_vi", "name_en", "code", ("unit_vi", "unit_en"), "headline_position"]}),
        (
            _("How it adds up"),
            {
                "fields": ["kind", "counts_entries_of", "numerator", "denominator", "shown_beside"],
                "description": _("A change here changes every figure of this indicator, past ones too."),
            },
        ),
    ]


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(AuditedAdmin):
    list_display = ["indicator", "number", "valid_from", "decision"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__folded", "decision__unmarked"]
    autocomplete_fields = ["indicator"]

    def has_change_permission(self, request, obj=None):
        """What figures were counted under stays as it was worded; a new wording is a new version."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_counted_under)


@admin.register(Target)
class TargetAdmin(KeptFieldsMixin, HistoryAdmin):
    """What a decision set stays readable; only its source and note can be completed."""

    kept_fields = [
        "indicator",
        "phase",
        "value",
        "value_column",
        "bound",
        "qualifier",
        "decision",
        "decided_on",
        "version",
    ]
    list_display = ["indicator", "phase", "value_column", "bound", "version", "decision"]
    list_filter = ["phase", "bound"]
    list_select_related = ["indicator", "phase"]
    search_fields = ["indicator__folded", "decision__unmarked"]
    autocomplete_fields = ["indicator", "phase"]
    fieldsets = [
        (
            None,
            {
                "fields": ["indicator", "phase", "value", "bound", "qualifier"],
                "description": _("The value to reach by the end of the phase, as the decision sets it."),
            },
        ),
        (
            _("Decision"),
            {
                "fields": [("decision", "decided_on"), "version", "source", "confidence", "note"],
                "description": _("A new decision is a new version: add a target, do not overwrite the old one."),
            },
        ),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        hints = {"value": _("In the unit of the indicator; for a share in per cent, for instance 45.")}
        return super().get_form(request, obj, change=change, help_texts=hints, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """What was set is read with its unit."""
        (name, options), *others = super().get_fieldsets(request, obj)
        fields = ["value_column" if obj and field == "value" else field for field in options["fields"]]
        return [(name, {**options, "fields": fields}), *others]

    @admin.display(description=_("value"), ordering="value")
    def value_column(self, target):
        return _measured(target.value, target.indicator.unit)


class AnnouncementForm(ReasonModelForm):
    """Asks before the same figure is entered again.

    One source may print two figures for one indicator and day, in its text and in its table, and both are kept as
    printed; two sources may print one figure. So nothing forbids a second one. The same value is mostly a slip, however
    its source is spelt, and is asked about.
    """

    is_meant = forms.BooleanField(label=_("Enter it all the same"), required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        twin = None if data.get("is_meant") else self._twin(data)
        if twin:
            self.fields["is_meant"].widget = forms.CheckboxInput()
            sentence = gettext(
                "This figure is there already: <a href='{url}'>{twin}</a> ({source}). Tick the box to keep both."
            )
            url = reverse("admin:programme_announcement_change", args=[twin.pk])
            self.add_error("is_meant", format_html(sentence, url=url, twin=twin, source=twin.source or twin.document))
        return data

    def _twin(self, data):
        """Another announcement of the same value and day, whatever its source and its indicator are called.

        A number may be there under the words of its source, beside which one of ours is easily taken for another.
        """
        names = ("cut_off_on", "value")
        if not set(names) <= set(data):
            return None
        rows = Announcement.objects.filter(**{name: data[name] for name in names})
        return rows.exclude(pk=self.instance.pk).select_related("indicator", "document").first()


@admin.register(Announcement)
class AnnouncementAdmin(HistoryAdmin):
    """An announced figure stands beside the ledger and is never added to it."""

    form = AnnouncementForm
    list_display = ["indicator", "value_column", "cut_off_on", "published_on", "source"]
    list_filter = ["qualifier", "programme"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__folded", "source__unmarked", "note__unmarked"]
    date_hierarchy = "cut_off_on"
    autocomplete_fields = ["indicator", "programme", "document"]
    fieldsets = [
        (
            None,
            {
                "fields": ["programme", "indicator", ("qualifier", "value", "unit"), "wording", "is_meant"],
                "description": _(
                    "Enter the figure exactly as it was published, with its qualifier (about, more than, nearly). "
                    "It is shown beside the recorded figure and never added to it."
                ),
            },
        ),
        (_("Which day it stands for"), {"fields": [("period_starts_on", "cut_off_on"), "cut_off_text"]}),
        (_("Source"), {"fields": ["source", "document", "published_on", "confidence", "note"]}),
    ]

    @admin.display(description=_("value"), ordering="value")
    def value_column(self, announcement):
        value = _measured(announcement.value, announcement.unit or announcement.indicator.unit)
        return f"{announcement.sign} {value}".strip()
