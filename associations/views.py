"""Pages on agreements and needs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, FormView, TemplateView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from associations import need_shares, services
from associations.annex_lifecycle import agreement_takes_annexes
from associations.annexes import version_on
from associations.filters import AgreementFilter, NeedFilter
from associations.forms import NeedAnswerForm, NeedForm
from associations.lifecycle import available_actions, label_of, table_of_states
from associations.lists import AssociationListPage
from associations.locks import exception_for
from associations.models import Agreement, Milestone, Need
from associations.money_views import milestones_and_money
from associations.refusals import packages_refused, stop
from associations.terms import readable
from common.access import RequiresPermission
from common.forms import DayField
from common.lists import Column
from common.pages import ChangePage, RecordPage, add_errors
from common.seen import SeenForm
from common.text import capitalise


class AgreementList(AssociationListPage):
    model = Agreement
    permission_required = "associations.view_agreement"
    filterset_class = AgreementFilter
    select_related = ["association"]
    title = gettext_lazy("agreements")
    sentence = gettext_lazy(
        "What was agreed with each association: memoranda, agreements and contracts with their terms."
    )
    columns = [
        Column(
            "number",
            gettext_lazy("Number"),
            order=("year", "serial"),
            value=lambda row: row.number or capitalise(_("no number yet")),
        ),
        Column("title", gettext_lazy("Title"), link=True, order="folded"),
        Column("association", gettext_lazy("Association"), order="association__sort_key"),
        Column("kind", gettext_lazy("Kind"), value=lambda row: capitalise(row.get_kind_display()), order="kind"),
        Column("starts_on", gettext_lazy("From"), order="starts_on"),
        Column("ends_on", gettext_lazy("To"), order="ends_on"),
        Column("status", gettext_lazy("Status"), status=True, order="status"),
    ]
    default_order = "-starts_on"
    empty_text = gettext_lazy("No agreement matches. The programme prepares agreements together with the association.")


class AgreementDetail(RecordPage, DetailView):
    """The terms of an agreement and everything that belongs to it."""

    model = Agreement
    permission_required = "associations.view_agreement"
    related = ("association", "project", "task", "signed_document", "prepared_by", "approved_by")

    def get_context_data(self, **kwargs):
        user, agreement = self.request.user, self.object
        actions = available_actions(agreement, user) if user.has_perm("associations.change_agreement") else []
        work = milestones_and_money(agreement, user)
        return super().get_context_data(
            sentence=sentence_of(agreement, **work),
            actions=actions,
            annexes=agreement.annexes.visible_to(user).select_related("document"),
            packages=agreement.packages.visible_to(user),
            reports=agreement.reports.visible_to(user).periodic().select_related("report_type"),
            **work,
            takes_annexes=user.has_perm("associations.add_annex") and not agreement_takes_annexes(agreement),
            as_of=reading_as_of(agreement, self.request.GET.get("as_of", "")),
            steps=[
                (label_of(step.action), step)
                for step in agreement.steps.visible_to(user).select_related("by", "document").order_by("at", "pk")
            ],
            packages_refused=packages_refused(agreement) if agreement.has_begun else "",
            stopped=stop(agreement),
            exception=exception_for(agreement, user),
            **kwargs,
        )


def sentence_of(agreement, *, milestones, funding, **_others):
    """What a reader asks first: with whom, for how long, how far the work and the money are."""
    words = {
        "association": agreement.association,
        "from": localize(agreement.starts_on),
        "to": localize(agreement.ends_on),
    }
    parts = [_("%(association)s; term %(from)s – %(to)s") % words]
    if milestones:
        accepted = sum(step.status == Milestone.Status.ACCEPTED for step, *_rest in milestones)
        words = {"accepted": accepted, "all": len(milestones)}
        parts.append(_("%(accepted)d of %(all)d milestones accepted") % words)
    if funding["percent"] is not None:
        parts.append(_("%(percent)d%% of the planned money disbursed") % funding)
    return "; ".join(parts) + "."


def reading_as_of(agreement, typed):
    """Return what the page says when a day is asked for: the version of that day, or the sentence why there is none."""
    if not typed:
        return None
    field = DayField(localize=True)
    try:
        day = field.clean(typed)
    except ValidationError as error:
        return {"typed": typed, "sentence": " ".join(error.messages)}
    version = version_on(agreement, day)
    if version is None:
        sentence = _("Nothing was in force yet on that day: the first terms are of a later day.")
        return {"typed": typed, "sentence": sentence}
    facts, tables = readable(version.terms)
    return {"typed": typed, "day": day, "version": version, "facts": facts, "tables": tables}


def answer_due(need):
    """The day by which a need is to be answered, marked once it has passed; nothing for one that was answered."""
    if need.status != Need.Status.STATED:
        return None
    day = localize(need.answer_due_on)
    return _("%(day)s, overdue") % {"day": day} if need.is_overdue else day


class AgreementStates(RequiresPermission, TemplateView):
    """Every state of an agreement with the steps out of it: who may take them and what must hold."""

    permission_required = "associations.view_agreement"
    template_name = "associations/agreement_states.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(states=table_of_states(), **kwargs)


class NeedList(AssociationListPage):
    model = Need
    permission_required = "associations.view_need"
    filterset_class = NeedFilter
    select_related = ["association"]
    title = gettext_lazy("needs")
    sentence = gettext_lazy("What associations need, and what the programme answered.")
    columns = [
        Column("title", gettext_lazy("Need"), link=True),
        Column("association", gettext_lazy("Association"), order="association__sort_key"),
        Column("priority", gettext_lazy("Priority"), value=lambda row: capitalise(row.get_priority_display())),
        Column("enterprises_affected", gettext_lazy("Enterprises affected"), align="end", order="enterprises_affected"),
        Column(
            "stated_at",
            gettext_lazy("Stated on"),
            value=lambda row: timezone.localdate(row.stated_at),
            order="stated_at",
        ),
        Column("answer_due_on", gettext_lazy("To be answered by"), value=answer_due),
        Column(
            "answered_at",
            gettext_lazy("Answered on"),
            value=lambda row: row.answered_at and timezone.localdate(row.answered_at),
            order="answered_at",
        ),
        Column("status", gettext_lazy("Status"), status=True, order="status"),
    ]
    default_order = "-stated_at"
    empty_text = gettext_lazy(
        "No need matches. An association states what its enterprises lack; the programme answers."
    )
    actions_template = "associations/need_list_actions.html"
    template_name = "associations/need_list.html"

    def get_context(self):
        """The share answered, of the reader's own needs or of the association that the list is narrowed to."""
        rows = self.get_queryset()
        if code := self._filters.form.cleaned_data.get("association"):
            rows = rows.filter(association__code=code)
        return {"years": need_shares.by_year(rows)}


class NeedDetail(RecordPage, DetailView):
    model = Need
    permission_required = "associations.view_need"
    related = ("association", "stated_by", "answered_by", "task", "package")


class NeedCreate(RecordPage, CreateView):
    """States a need of the own association."""

    model = Need
    form_class = NeedForm
    permission_required = "associations.add_need"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        need = services.state_need(form.chosen_association(), by=self.request.user, **form.values())
        messages.success(self.request, " ".join([_("The need was sent."), state_and_next(need)]))
        return redirect(need)


class NeedEdit(SeenForm, ChangePage, UpdateView):
    """Changes a need that nobody has answered yet."""

    model = Need
    form_class = NeedForm
    permission_required = "associations.change_need"
    related = ("association", "answered_by")

    def refusal(self, need):
        return answered_already(need)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.refuse_unseen(form)
                need = services.change_need(self.object, by=self.request.user, **form.values())
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, " ".join([_("The need was changed."), state_and_next(need)]))
        return redirect(need)


class NeedAnswer(ChangePage, SingleObjectMixin, FormView):
    """The programme answers a need."""

    model = Need
    form_class = NeedAnswerForm
    template_name = "associations/need_answer.html"
    permission_required = "associations.answer_need"
    related = ("association", "stated_by", "answered_by")

    def refusal(self, need):
        return answered_already(need)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user, "need": self.object}

    def form_valid(self, form):
        try:
            need = services.answer_need(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, " ".join([_("The need was answered."), state_and_next(need)]))
        return redirect(need)


def state_and_next(need):
    """Say, after an act, what state a need has now and who acts next."""
    words = {"status": need.get_status_display()}
    if need.status == Need.Status.STATED:
        return _("It is “%(status)s” now; next, the programme answers it.") % words
    return _("It is “%(status)s” now; the association was told.") % words


def answered_already(need):
    """Return the sentence that refuses to change an answered need, or ''."""
    if need.status == Need.Status.STATED:
        return ""
    return _("This need was answered already, by %(name)s.") % {"name": need.answered_by}
