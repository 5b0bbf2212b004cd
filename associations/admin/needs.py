"""What associations need, and workshops with their conclusions."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import HistoryAdmin
from associations.conclusions import owner_refusal, tell_owner
from associations.models import Need, SolutionPackage, Workshop, WorkshopConclusion, WorkshopParticipant
from associations.services import answer_need, state_need
from common.acts import Act, ActForm, ActsMixin
from common.admin import PartInline, SelectFilter
from programme.models import Task


class AnswerForm(ActForm):
    status = forms.ChoiceField(
        label=gettext_lazy("answer"),
        choices=[(Need.Status.MET, Need.Status.MET.label), (Need.Status.DECLINED, Need.Status.DECLINED.label)],
        widget=forms.RadioSelect,
    )
    package = forms.ModelChoiceField(
        SolutionPackage.objects.none(),
        label=gettext_lazy("package that meets it"),
        required=False,
        help_text=gettext_lazy("One of the association's own packages."),
    )
    task = forms.ModelChoiceField(
        Task.objects.none(),
        label=gettext_lazy("task that meets it"),
        required=False,
        widget=AutocompleteSelect(Need._meta.get_field("task"), admin.site),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer in words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The association reads this. Where a need cannot be met, say why."),
    )

    def prepare(self):
        own = SolutionPackage.objects.visible_to(self.user).filter(
            agreement__association=self.records[0].association_id, agreement__serial__isnull=False
        )
        self.fields["package"].queryset = own
        self.fields["task"].queryset = Task.objects.visible_to(self.user)


def _answer(records, *, by, **answer):
    for need in records:
        answer_need(need, by=by, **answer)


def _refuse_answered(need, user):
    return "" if need.status == Need.Status.STATED else _("It was answered already.")


@admin.register(Need)
class NeedAdmin(ActsMixin, HistoryAdmin):
    list_display = ["title", "association", "priority", "enterprises_affected", "stated_at", "status_column"]
    list_filter = ["status", "priority", ("association", SelectFilter)]
    list_select_related = ["association"]
    search_fields = ["folded", "association__folded"]
    date_hierarchy = "stated_at"
    ordering = ["-stated_at", "-pk"]
    autocomplete_fields = ["association"]
    fieldsets = [
        (None, {"fields": ["association", "title", "description", ("priority", "enterprises_affected")]}),
        (
            gettext_lazy("Answer"),
            {
                "fields": ["status", "package", "task", "answer", ("answered_by", "answered_at")],
                "description": gettext_lazy("A need is answered with the button above, once."),
            },
        ),
    ]
    acts = (
        Act(
            code="answer",
            label=gettext_lazy("Answer the need"),
            run=_answer,
            done=gettext_lazy("Answered; the association is told."),
            explanation=gettext_lazy("Name the package or task that meets it, or say why it cannot be met."),
            permission="associations.answer_need",
            form_class=AnswerForm,
            refusal=_refuse_answered,
        ),
    )

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:1]

    def get_readonly_fields(self, request, obj=None):
        answer = ["status", "package", "task", "answer", "answered_by", "answered_at"]
        stated = ["association", "title", "description", "priority", "enterprises_affected"]
        return [*answer, *(stated if obj and obj.answered_at else ())]

    def save_form(self, request, form, change):
        """A new need goes through the service, which tells those who answer."""
        if change:
            return super().save_form(request, form, change)
        form.save_m2m = lambda: None
        data = dict(form.cleaned_data)
        data.pop("change_reason", None)
        return state_need(data.pop("association"), by=request.user, **data)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)


class ConclusionInline(PartInline, admin.StackedInline):
    model = WorkshopConclusion
    fields = [("position", "due_on"), ("owner", "owner_user"), "text", ("status", "done_on", "outcome")]
    readonly_fields = ["status", "done_on", "outcome"]
    autocomplete_fields = ["owner_user"]
    ordering = ["position"]


class ParticipantInline(PartInline, admin.TabularInline):
    model = WorkshopParticipant
    fields = ["organisation", "association", "name", "number"]
    autocomplete_fields = ["association"]


def _name_owner(request, conclusion):
    tell_owner(conclusion, by=request.user)
    if sentence := owner_refusal(conclusion):
        messages.warning(request, sentence)


@admin.register(Workshop)
class WorkshopAdmin(HistoryAdmin):
    list_display = ["title", "held_on", "place", "chair"]
    search_fields = ["folded"]
    date_hierarchy = "held_on"
    autocomplete_fields = ["participants", "document"]
    inlines = [ParticipantInline, ConclusionInline]
    fieldsets = [
        (None, {"fields": ["title", ("held_on", "place"), "chair", "participants", "summary"]}),
        (gettext_lazy("Papers"), {"fields": ["document", "source"]}),
    ]

    def save_formset(self, request, form, formset, change):
        """Whose people came took part and reads the workshop; who is named as a conclusion's owner is told."""
        super().save_formset(request, form, formset, change)
        if formset.model is WorkshopParticipant:
            form.instance.take_in_attendance()
        if formset.model is WorkshopConclusion:
            changed = [row for row, names in formset.changed_objects if "owner_user" in names]
            for row in [*formset.new_objects, *changed]:
                _name_owner(request, row)


@admin.register(WorkshopConclusion)
class WorkshopConclusionAdmin(HistoryAdmin):
    list_display = ["text_column", "workshop", "owner", "due_on", "status_column"]
    list_filter = ["status"]
    list_select_related = ["workshop"]
    search_fields = ["text__unmarked", "owner__unmarked", "workshop__folded"]
    ordering = ["due_on", "pk"]
    autocomplete_fields = ["workshop", "owner_user"]
    readonly_fields = ["status", "done_on", "outcome", "document", "closed_by"]
    fieldsets = [
        (None, {"fields": ["workshop", ("position", "due_on"), ("owner", "owner_user"), "text"]}),
        (gettext_lazy("Outcome"), {"fields": [("status", "done_on"), "outcome", "document", "closed_by"]}),
    ]

    @admin.display(description=gettext_lazy("conclusion"))
    def text_column(self, conclusion):
        return str(conclusion)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "owner_user" in form.changed_data:
            _name_owner(request, obj)
