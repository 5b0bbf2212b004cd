"""The agreement form: terms, money, packages, signing, and what can be done now."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import HistoryAdmin, ReasonModelForm
from associations import lifecycle
from associations.models import Agreement, Annex, Funding, Milestone, SolutionPackage
from associations.services import move_agreement
from common.acts import Act, ActForm, ActsMixin, ReasonForm
from common.admin import PartInline, SelectFilter

Status = Agreement.Status

TERMS = ["kind", "association", "title", "summary", "starts_on", "ends_on", "project", "task"]
SIGNING = [
    "programme_signatory",
    "programme_signatory_position",
    "programme_signed_on",
    "association_signatory",
    "association_signatory_position",
    "association_signed_on",
    "signed_document",
]
STEPS = [
    "number",
    "status_column",
    "status_reason",
    "prepared_by",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
]
# In these states nothing that belongs to the agreement changes any more.
ENDED = (Status.SETTLED, Status.CANCELLED)


class AgreementForm(ReasonModelForm):
    def clean(self):
        data = super().clean()
        document = data.get("signed_document")
        association = data.get("association") or getattr(self.instance, "association", None)
        if document and association and document.association not in ("", association.code):
            raise ValidationError(
                {"signed_document": _("This document belongs to another association: choose the right one.")}
            )
        return data


class AgreementPartInline(PartInline):
    """Closed with the agreement."""

    def _may(self, agreement):
        return agreement is None or agreement.status not in ENDED

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._may(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_editable)


class AnnexInline(AgreementPartInline, admin.StackedInline):
    model = Annex
    fields = [("number", "kind"), "title", "content", ("signed_on", "effective_on"), "document"]
    autocomplete_fields = ["document"]


class MilestoneInline(AgreementPartInline, admin.TabularInline):
    model = Milestone
    fields = ["position", "title", "due_on", "accepted_on", "document"]
    autocomplete_fields = ["document"]
    ordering = ["position"]


class FundingInline(AgreementPartInline, admin.TabularInline):
    model = Funding
    fields = ["source", "state", "amount_vnd", "happened_on", "document"]
    autocomplete_fields = ["document"]


class PackageInline(AgreementPartInline, admin.TabularInline):
    """The outline only; the link leads to the package's own form with its content."""

    model = SolutionPackage
    fields = ["code", "name", "starts_on", "ends_on", "quota_enterprises", "quota_courses", "quota_trainees"]
    show_change_link = True


def _mover(action):
    def run(records, *, by, reason=""):
        for agreement in records:
            move_agreement(agreement, action, by=by, reason=reason)

    return run


def _act(row):
    """Return the act of one row of the table of transitions."""
    return Act(
        code=row.action,
        label=row.label,
        run=_mover(row.action),
        done=gettext_lazy("Done: the agreement has its new state."),
        permission=row.permission,
        form_class=ReasonForm if row.needs_reason else ActForm,
        refusal=lambda agreement, user: lifecycle.refusal(row, agreement, user),
    )


@admin.register(Agreement)
class AgreementAdmin(ActsMixin, HistoryAdmin):
    form = AgreementForm
    list_display = ["__str__", "association_column", "kind", "starts_on", "ends_on", "prepared_by", "status_column"]
    list_filter = ["status", "kind", ("association", SelectFilter)]
    list_select_related = ["association", "prepared_by"]
    search_fields = ["folded", "association__folded"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    autocomplete_fields = ["association", "project", "task", "signed_document"]
    inlines = [PackageInline, MilestoneInline, FundingInline, AnnexInline]
    fieldsets = [
        (
            gettext_lazy("Terms"),
            {
                "fields": ["kind", "association", "title", "summary", ("starts_on", "ends_on"), "project", "task"],
                "description": gettext_lazy(
                    "The terms can be changed until the agreement is approved; afterwards an annex changes them."
                ),
            },
        ),
        (
            gettext_lazy("Signing"),
            {
                "fields": [
                    ("programme_signatory", "programme_signatory_position", "programme_signed_on"),
                    ("association_signatory", "association_signatory_position", "association_signed_on"),
                    "signed_document",
                ],
                "description": gettext_lazy(
                    "Fill this in when both sides have signed. In force it needs both signatories, both dates, none "
                    "in the future, and the signed file."
                ),
            },
        ),
        (
            gettext_lazy("State"),
            {
                "fields": [
                    ("number", "status_column"),
                    "status_reason",
                    "prepared_by",
                    ("submitted_by", "submitted_at"),
                    ("approved_by", "approved_at"),
                ],
                "description": gettext_lazy("The number is given at approval. Who prepared it does not approve it."),
            },
        ),
    ]
    acts = tuple(_act(row) for row in lifecycle.TRANSITIONS)

    def get_acts(self, request, record):
        """Every step that starts in the present state, also those refused: the page says why."""
        possible = {row.action for row in lifecycle.TRANSITIONS if record.status in row.sources}
        return [act for act in self.acts if act.code in possible]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:2]

    def get_readonly_fields(self, request, obj=None):
        """Terms until approval, signing until it is recorded as signed."""
        locked = [*STEPS]
        if obj is not None and not obj.is_editable:
            locked += TERMS
            if obj.status != Status.APPROVED:
                locked += SIGNING
        return locked

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Status.DRAFT)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.prepared_by = request.user
        super().save_model(request, obj, form, change)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"funding": funding_table(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("association"), ordering="association__sort_key")
    def association_column(self, agreement):
        return agreement.association.abbreviation

    @admin.display(description=gettext_lazy("number"))
    def number(self, agreement):
        return agreement.number or "–"


def funding_table(agreement_id):
    """Return the money of an agreement by source and state, with sums: ``states``, ``rows`` of cells, ``total``."""
    states = Funding.State
    sums = Funding.objects.filter(agreement=agreement_id).order_by().values_list("source", "state")
    amounts = {(source, state): amount for source, state, amount in sums.annotate(Sum("amount_vnd"))}
    if not amounts:
        return None
    used = [source for source in Funding.Source if any((source, state) in amounts for state in states)]
    return {
        "states": [state.label for state in states],
        "rows": [(source.label, [amounts.get((source, state), 0) for state in states]) for source in used],
        "total": [sum(amounts.get((source, state), 0) for source in used) for state in states],
    }


@admin.register(Annex)
class AnnexAdmin(HistoryAdmin):
    list_display = ["title", "number", "kind", "agreement", "effective_on", "signed_on"]
    list_filter = ["kind"]
    list_select_related = ["agreement"]
    search_fields = ["title", "agreement__folded"]
    autocomplete_fields = ["agreement", "document"]


@admin.register(Milestone)
class MilestoneAdmin(HistoryAdmin):
    list_display = ["title", "agreement", "due_on", "accepted_on"]
    list_filter = [("accepted_on", admin.EmptyFieldListFilter)]
    list_select_related = ["agreement"]
    search_fields = ["title", "agreement__folded"]
    autocomplete_fields = ["agreement", "document"]
    ordering = ["-due_on", "pk"]


@admin.register(Funding)
class FundingAdmin(HistoryAdmin):
    list_display = ["agreement", "source", "state", "amount_vnd", "happened_on"]
    list_filter = ["source", "state"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__folded"]
    autocomplete_fields = ["agreement", "milestone", "document"]
    ordering = ["-pk"]
