"""Pages on milestones (what was delivered and decided) and on the money of an agreement."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations import milestones
from associations.models import Agreement, Milestone
from associations.money import funding_table, planned_by_milestone, record_money, recording_refusal, warnings
from associations.money_forms import AcceptForm, DeliverForm, FundingForm, RefuseForm
from associations.report_services import Conflict
from common.pages import ChangePage, RecordPage, add_errors


def milestones_and_money(agreement, user):
    """Return what an agreement's page shows of its milestones and money, each read once."""
    today = timezone.localdate()
    steps = list(agreement.milestones.visible_to(user).select_related("document"))
    lines = list(agreement.funding.visible_to(user))
    planned = planned_by_milestone(lines)
    return {
        "milestones": [(step, planned.get(step.pk, []), step.is_late(today)) for step in steps],
        "funding": funding_table(lines),
        "money_warnings": warnings(agreement, steps, lines, today),
    }


class MilestoneDetail(RecordPage, DetailView):
    """A milestone: its money, every round of delivery and decision, and what the reader can do now."""

    model = Milestone
    permission_required = "associations.view_milestone"
    related = ("agreement__association", "document")

    def get_context_data(self, **kwargs):
        user, milestone = self.request.user, self.object
        people = ("delivered_by", "decided_by", "deliverable", "document")
        rounds = list(milestone.acceptances.visible_to(user).select_related(*people))
        waiting = next((row for row in rounds if row.outcome == milestones.Outcome.WAITING), None)
        planned = planned_by_milestone(milestone.funding.visible_to(user))
        return super().get_context_data(
            rounds=rounds,
            planned=planned.get(milestone.pk, []),
            is_late=milestone.is_late(timezone.localdate()),
            may_deliver=user.has_perm("associations.deliver_milestone") and not milestones.delivery_refusal(milestone),
            decision=self._decision(milestone, waiting),
            **kwargs,
        )

    def _decision(self, milestone, waiting):
        """Whether the reader can decide now, with the sentence that says why not; None where nothing waits."""
        if waiting is None or not self.request.user.has_perm("associations.accept_milestone"):
            return None
        refusal = milestones.decision_refusal(milestone, waiting, self.request.user)
        return {"is_open": not refusal, "refusal": refusal}


class _EvidencePage(ChangePage, SingleObjectMixin, FormView, ABC):
    """A form with a file: a good upload is kept when another field is wrong. ``act`` does it by the service."""

    names: dict[str, str] = {}

    def form_valid(self, form):
        keep_upload(form)
        try:
            with transaction.atomic():
                self.act(form)
        except Conflict as conflict:
            for message in conflict.messages:
                messages.error(self.request, message)
        except ValidationError as error:
            add_errors(form, error, **self.names)
            return self.form_invalid(form)
        else:
            messages.success(self.request, self.done)
        return redirect(self.object)

    def form_invalid(self, form):
        if document := keep_upload(form):
            messages.info(
                self.request,
                _("The file “%(name)s” was kept and is chosen: you need not attach it again.")
                % {"name": document.file_name},
            )
        return super().form_invalid(form)

    @abstractmethod
    def act(self, form):
        """Do it by the service; each page of this kind says how."""


def keep_upload(form):
    return form.keep_upload() if hasattr(form, "keep_upload") else None


class _MilestonePage(_EvidencePage):
    model = Milestone
    related = ("agreement__association",)

    def get_form_kwargs(self):
        association = self.object.agreement.association
        return super().get_form_kwargs() | {"by": self.request.user, "association": association}


class MilestoneDeliver(_MilestonePage):
    """The association delivers; staff may record what came on paper."""

    form_class = DeliverForm
    template_name = "associations/milestone_deliver.html"
    permission_required = "associations.deliver_milestone"
    names = {"deliverable": "evidence_file"}
    done = gettext_lazy("The deliverable was handed in; next, the programme accepts or refuses it.")

    def refusal(self, milestone):
        return milestones.delivery_refusal(milestone)

    def act(self, form):
        words = form.cleaned_data["note"]
        milestones.deliver(self.object, by=self.request.user, note=words, document=form.attached())


class _Decision(_MilestonePage):
    permission_required = "associations.accept_milestone"

    @property
    def waiting(self):
        if not hasattr(self, "_waiting"):
            self._waiting = milestones.waiting_round(self.object)
        return self._waiting

    def refusal(self, milestone):
        return milestones.decision_refusal(milestone, self.waiting, self.request.user)

    def get_initial(self):
        return super().get_initial() | {"round": self.waiting.round}

    def seen(self, form):
        """Return the round that the user saw; raise ``Conflict`` when another waits now."""
        if form.cleaned_data["round"] != self.waiting.round:
            raise Conflict(_("Something else was delivered after you opened this page: look at it, then decide."))
        return self.waiting

    def get_context_data(self, **kwargs):
        return super().get_context_data(waiting=self.waiting, **kwargs)


class MilestoneAccept(_Decision):
    """Accepts what was delivered, with the minutes of the panel."""

    form_class = AcceptForm
    template_name = "associations/milestone_accept.html"
    names = {"document": "evidence_file"}
    done = gettext_lazy("The deliverable was accepted; the association was told.")

    def act(self, form):
        words = {name: form.cleaned_data[name] for name in AcceptForm.field_order}
        milestones.accept(self.seen(form), by=self.request.user, document=form.attached(), **words)


class MilestoneRefuse(_Decision):
    """Refuses what was delivered, with a reason."""

    form_class = RefuseForm
    template_name = "associations/milestone_refuse.html"
    done = gettext_lazy("The deliverable was refused; the association was told why and delivers again.")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {name: value for name, value in kwargs.items() if name not in ("by", "association")}

    def act(self, form):
        milestones.refuse(self.seen(form), by=self.request.user, reason=form.cleaned_data["reason"])


class FundingAdd(_EvidencePage):
    """Records money of an agreement; the sums of its sources are checked."""

    model = Agreement
    form_class = FundingForm
    template_name = "associations/funding_form.html"
    permission_required = "associations.add_funding"
    related = ("association",)
    names = {"document": "evidence_file"}
    done = gettext_lazy("The amount was recorded.")

    def refusal(self, agreement):
        return recording_refusal(agreement)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user, "agreement": self.object}

    def get_context_data(self, **kwargs):
        return super().get_context_data(funding=funding_table(self.object.funding.all()), **kwargs)

    def act(self, form):
        record_money(self.object, by=self.request.user, document=form.attached(), **form.values())
