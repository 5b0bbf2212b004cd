"""The agreement form: terms, money, packages, signing, and what can be done now."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from accounts.admin_base import HistoryAdmin, ReadOnlyMixin, ReasonModelForm
from associations import lifecycle, refusals
from associations.admin.documents import KnownLink
from associations.admin.money import FundingFormSet, FundingPageForm, MilestoneForm, MilestonePageForm
from associations.admin.parts import (
    AgreedPartMixin,
    AgreementPartForm,
    AgreementPartMixin,
    AgreementPartPageMixin,
    PapersMixin,
)
from associations.annexes import keep_change
from associations.locks import papers_of
from associations.models import Agreement, AgreementStep, Annex, Funding, Milestone, SolutionPackage
from associations.money import funding_table, refuse_unbalanced
from associations.services import move_agreement
from common.acts import Act, ActForm, ActsMixin, ReasonForm
from common.admin import PartInline, SelectFilter
from programme import documents
from programme.documents import EvidenceField
from programme.models import Document

Status = Agreement.Status

TERMS = ["kind", "association", "title", "summary", "starts_on", "ends_on", "project", "task"]
SIGNING = [
    "programme_authority",
    "programme_signed_on",
    "association_authority",
    "association_signed_on",
    "signed_document",
]
# As printed in the agreement, copied when it is recorded as signed.
SIGNATORIES = [
    ("programme_signatory", "programme_signatory_position"),
    ("association_signatory", "association_signatory_position"),
]
STEPS = [
    "number",
    "terms_column",
    "status_column",
    "status_reason",
    "prepared_by",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
]


# What the rounds of acceptance in the portal say of a milestone.
DECIDED = ["status", "accepted_on", "document"]


class AnnexInline(AgreementPartMixin, PartInline, admin.StackedInline):
    model = Annex
    paper_kind = Document.Kind.ANNEX
    fields = ["number", "title", "content", ("signed_on", "effective_on"), "document"]
    autocomplete_fields = ["document"]

    def get_queryset(self, request):
        """Papers that stand beside the agreement; what amends it is prepared on the agreement's page."""
        return super().get_queryset(request).filter(kind=Annex.Kind.DETAIL)


class MilestoneInline(AgreedPartMixin, PartInline, admin.TabularInline):
    model = Milestone
    paper_kind = Document.Kind.ACCEPTANCE
    form = MilestoneForm
    fields = ["position", "title", "due_on", *DECIDED]
    readonly_fields = DECIDED
    ordering = ["position"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document")


class FundingInline(AgreementPartMixin, PartInline, admin.TabularInline):
    model = Funding
    formset = FundingFormSet
    fields = ["source", "state", "milestone", "amount_vnd", "happened_on", "document"]
    autocomplete_fields = ["document"]

    def get_formset(self, request, obj=None, **kwargs):
        """Milestones are entered in the table above, so four buttons beside each would only push the rest out."""
        formset = super().get_formset(request, obj, **kwargs)
        if milestone := formset.form.base_fields.get("milestone"):
            milestone.widget = milestone.widget.widget
        return formset


class PackageInline(AgreementPartMixin, PartInline, admin.StackedInline):
    """The outline only; the link leads to the package's own form with its content."""

    model = SolutionPackage
    fields = [
        "name",
        ("code", "starts_on", "ends_on"),
        ("quota_enterprises", "quota_courses", "quota_trainees"),
    ]
    show_change_link = True

    def has_add_permission(self, request, *above):
        is_open = all(agreement.takes_packages for agreement in above if agreement)
        return is_open and super().has_add_permission(request, *above)

    def has_change_permission(self, request, obj=None):
        """What was agreed changes in the draft, later only by an amending annex."""
        return super().has_change_permission(request, obj) and (obj is None or obj.terms_are_open)


class StepInline(ReadOnlyMixin, PartInline, admin.TabularInline):
    """What was done, when, by whom and on what ground; the portal's own steps have no name."""

    model = AgreementStep
    fields = ["at", "action_column", "from_status", "to_status", "by", "reason", "document"]
    readonly_fields = fields
    ordering = ["at", "pk"]
    verbose_name_plural = gettext_lazy("steps so far")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "document")

    @admin.display(description=gettext_lazy("action"))
    def action_column(self, step):
        return lifecycle.label_of(step.action)


class DecisionForm(ReasonForm):
    """A step that is taken by a decision or with minutes: they become a document of the association."""

    file = EvidenceField(label=gettext_lazy("Decision or minutes"))
    number = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=60)


def _mover(row):
    def run(records, *, by, reason="", file=None, number=""):
        for agreement in records:
            document = file and documents.store(
                file,
                title=f"{row.label}: {agreement}"[:300],
                kind=Document.Kind.DECISION,
                by=by,
                association=agreement.association.code,
                number=number,
            )
            move_agreement(agreement, row.action, by=by, reason=reason, document=document)

    return run


def _form_class(row):
    if row.needs_document:
        return DecisionForm
    return ReasonForm if row.needs_reason else ActForm


def _act(row):
    """Return the act of one row of the table of transitions."""
    return Act(
        code=row.action,
        label=row.label,
        run=_mover(row),
        done=format_lazy(
            gettext_lazy("Done: {step}. The agreement is now “{status}”."),
            step=row.label,
            status=Status(row.target).label,
        ),
        permission=row.permission,
        form_class=_form_class(row),
        refusal=lambda agreement, user: lifecycle.refusal(row, agreement, user),
        is_final=row.is_final,
    )


class AgreementForm(ReasonModelForm):
    def clean_association(self):
        """Nobody gets to see the papers of another association by taking over its draft."""
        association = self.cleaned_data["association"]
        moves = self.instance.pk and "association" in self.changed_data
        if moves and papers_of(self.instance).exclude(association=association.code).exists():
            raise ValidationError(
                gettext("Papers of the other association are attached to it: remove them, or prepare a new draft.")
            )
        return association


@admin.register(Agreement)
class AgreementAdmin(PapersMixin, ActsMixin, HistoryAdmin):
    form = AgreementForm
    paper_kind = Document.Kind.AGREEMENT
    list_display = ["__str__", "association_column", "kind", "starts_on", "ends_on", "prepared_by", "status_column"]
    list_filter = ["status", "kind", ("association", SelectFilter)]
    search_fields = ["folded", "association__folded"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    autocomplete_fields = [
        *("association", "project", "task", "report_type", "signed_document"),
        *("programme_authority", "association_authority"),
    ]
    inlines = [PackageInline, MilestoneInline, FundingInline, AnnexInline, StepInline]
    fieldsets = [
        (
            gettext_lazy("Terms"),
            {
                "fields": [
                    "kind",
                    "association",
                    "title",
                    "summary",
                    ("starts_on", "ends_on"),
                    "project",
                    "task",
                    "report_type",
                ],
                "description": gettext_lazy(
                    "The terms can be changed while the agreement is a draft; after approval an annex changes them."
                ),
            },
        ),
        (
            gettext_lazy("Signing"),
            {
                "fields": [
                    ("programme_authority", "programme_signed_on"),
                    ("association_authority", "association_signed_on"),
                    "signed_document",
                ],
                "description": gettext_lazy(
                    "Fill this in when both sides have signed. In force it needs both signatories, who might sign on "
                    "that day, both dates, none in the future, and the signed file."
                ),
            },
        ),
        (
            gettext_lazy("State"),
            {
                "fields": [
                    ("number", "status_column"),
                    "terms_column",
                    "status_reason",
                    "prepared_by",
                    ("submitted_by", "submitted_at"),
                    ("approved_by", "approved_at"),
                ],
                "description": gettext_lazy("The number is given at approval. Who prepared it does not approve it."),
            },
        ),
    ]
    acts = tuple(_act(row) for row in lifecycle.TRANSITIONS if row.permission)

    def get_queryset(self, request):
        """With everybody and everything that the form names."""
        named = ("association", "project", "task", "signed_document", "prepared_by", "submitted_by", "approved_by")
        named += ("report_type", "programme_authority", "association_authority")
        return super().get_queryset(request).select_related(*named)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Who is entered beside the box of the association's signatory signs for this association."""
        form = super().get_form(request, obj, change=change, **kwargs)
        box = form.base_fields.get("association_authority")
        if box and obj:
            box.widget = KnownLink(box.widget, association=obj.association_id)
        return form

    def get_acts(self, request, record):
        """Every step that starts in the present state, also those refused: the page says why."""
        possible = {row.action for row in lifecycle.TRANSITIONS if record.status in row.sources}
        return [act for act in self.acts if act.code in possible]

    def get_inlines(self, request, obj):
        """What is not saved yet has taken no steps."""
        return [inline for inline in self.inlines if obj or inline is not StepInline]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets[:2]
        if obj.programme_signatory:
            signing = {**fieldsets[1][1], "fields": [*SIGNATORIES, *fieldsets[1][1]["fields"]]}
            fieldsets = [fieldsets[0], (fieldsets[1][0], signing), *fieldsets[2:]]
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        """Terms while it is a draft, signing until it is recorded as signed."""
        locked = [*STEPS, *(name for row in SIGNATORIES for name in row)]
        if obj is not None and not obj.is_editable:
            locked += TERMS
            if obj.status != Status.APPROVED:
                locked += SIGNING
            if obj.is_ended:
                locked.append("report_type")
        return locked

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Status.DRAFT)

    def save_related(self, request, form, formsets, change):
        """A package that is added while the agreement is in force makes a version of its terms."""
        super().save_related(request, form, formsets, change)
        keep_change(form.instance, request.user)

    @admin.display(description=gettext_lazy("change of terms"))
    def terms_column(self, agreement):
        """How the terms change now, with the way there."""
        if not (sentence := refusals.terms_refusal(agreement)):
            return "–"
        words = gettext("Open the agreement's page")
        return format_html('{} <a href="{}">{}</a>', sentence, agreement.get_absolute_url(), words)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.prepared_by = request.user
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["funding"] = funding_table(Funding.objects.filter(agreement=obj.pk))
            context["stopped"] = refusals.stop(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("association"), ordering="association__sort_key")
    def association_column(self, agreement):
        return agreement.association.label

    @admin.display(description=gettext_lazy("number"))
    def number(self, agreement):
        return agreement.number or "–"


@admin.register(Annex)
class AnnexAdmin(AgreementPartPageMixin, HistoryAdmin):
    paper_kind = Document.Kind.ANNEX
    form = AgreementPartForm
    exclude = ["kind"]  # an amendment is prepared on the agreement's page
    list_display = ["title", "number", "kind", "agreement", "effective_on", "signed_on"]
    list_filter = ["kind"]
    list_select_related = ["agreement"]
    search_fields = ["title__unmarked", "agreement__folded"]
    autocomplete_fields = ["agreement", "document"]

    def has_change_permission(self, request, obj=None):
        """What amends the agreement is shown here and changed on its page alone."""
        return super().has_change_permission(request, obj) and (obj is None or obj.kind == Annex.Kind.DETAIL)


@admin.register(Milestone)
class MilestoneAdmin(AgreementPartPageMixin, HistoryAdmin):
    paper_kind = Document.Kind.ACCEPTANCE
    form = MilestonePageForm
    list_display = ["title", "agreement", "due_on", "status_column", "accepted_on"]
    list_filter = ["status"]
    list_select_related = ["agreement"]
    search_fields = ["title__unmarked", "agreement__folded"]
    autocomplete_fields = ["agreement"]
    ordering = ["-due_on", "pk"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *DECIDED]


@admin.register(Funding)
class FundingAdmin(AgreementPartPageMixin, HistoryAdmin):
    form = FundingPageForm
    list_display = ["agreement", "source", "state", "amount_vnd", "happened_on"]
    list_filter = ["source", "state"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__folded"]
    autocomplete_fields = ["agreement", "milestone", "document"]
    ordering = ["-pk"]

    def delete_model(self, request, obj):
        """The other lines still add up without it."""
        refuse_unbalanced(obj.agreement.funding.exclude(pk=obj.pk))
        super().delete_model(request, obj)
