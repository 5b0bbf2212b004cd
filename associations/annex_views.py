"""Pages on annexes: prepare, edit, compare, decide, resolve."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations import annexes
from associations.annex_forms import (
    AnnexForm,
    Editor,
    MoveForm,
    MoveWithReasonForm,
    NewAnnexForm,
    ResolveForm,
    SignForm,
)
from associations.annex_lifecycle import TRANSITIONS, agreement_takes_annexes, available_actions, merged, transition
from associations.models import Agreement, Annex
from associations.report_services import Conflict
from associations.term_writing import faults_of
from associations.terms import difference
from common.pages import ChangePage, RecordPage, add_errors

# While an annex is under way, others may change the same terms.
UNDER_WAY = ("draft", "submitted", "approved", "signed")


class AnnexAdd(ChangePage, SingleObjectMixin, FormView):
    """Starts an annex as a copy of the terms of now."""

    model = Agreement
    form_class = NewAnnexForm
    template_name = "associations/annex_add.html"
    permission_required = "associations.add_annex"
    related = ("association",)

    def refusal(self, agreement):
        return agreement_takes_annexes(agreement)

    def form_valid(self, form):
        try:
            annex = annexes.prepare_annex(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Annex %(number)d was started: enter what it changes.") % {"number": annex.number}
        )
        return redirect("associations:annex-edit", annex.agreement_id, annex.number)


class AnnexPage:
    """Looks an annex up by its agreement and number, among those that the reader may see."""

    model = Annex
    related = ("agreement__association", "document", "prepared_by", "submitted_by", "approved_by")
    pk_url_kwarg = "annex"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return super().get_queryset().filter(agreement=self.kwargs["pk"])


class AnnexDetail(AnnexPage, RecordPage, DetailView):
    """What an annex changes, field by field, what conflicts, and what can be done."""

    template_name = "associations/annex_detail.html"
    permission_required = "associations.view_annex"

    def get_context_data(self, **kwargs):
        annex, user = self.object, self.request.user
        conflicts = merged(annex)[1] if annex.status in UNDER_WAY else []
        return super().get_context_data(
            agreement=annex.agreement,
            changes=difference(annex.base, annex.proposed) if annex.has_terms else [],
            conflicts=conflicts,
            resolving_refused=annexes.resolving_refused(annex, user) if conflicts else "",
            actions=available_actions(annex, user, conflicts),
            can_edit=annex.is_editable and user.has_perm("associations.change_annex"),
            **kwargs,
        )


class AnnexAct(AnnexPage, ChangePage, SingleObjectMixin, FormView, ABC):
    """A page that asks and a service that does; a ``Conflict`` sends the user back to the annex as it is now."""

    done = ""

    def get_initial(self):
        return {"revision": self.object.revision}

    def get_context_data(self, **kwargs):
        return super().get_context_data(annex=self.object, agreement=self.object.agreement, **kwargs)

    def form_valid(self, form):
        try:
            self.act(form)
        except Conflict as conflict:
            return self.lost(form, conflict)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        return redirect(self.object)

    def lost(self, form, conflict):
        for message in conflict.messages:
            messages.error(self.request, message)
        return redirect(self.object)

    @abstractmethod
    def act(self, form):
        """Do it by the service; each page of this kind says how."""


class AnnexEdit(AnnexAct):
    """The draft with all terms in one form."""

    form_class = AnnexForm
    template_name = "associations/annex_form.html"
    permission_required = "associations.change_annex"

    def refusal(self, annex):
        if annex.is_editable:
            return ""
        return _("The annex is “%(status)s” now and is not changed any more.") % {"status": annex.get_status_display()}

    def get_initial(self):
        names = ("title", "content", "effective_on", "revision")
        return {name: getattr(self.object, name) for name in names}

    def editor(self):
        if not hasattr(self, "_editor"):
            self._editor = Editor(self.object, self.request.user, self.request.POST or None)
        return self._editor

    def get_context_data(self, **kwargs):
        editor = self.editor()
        return super().get_context_data(editor=editor, parts=editor.error_parts(), **kwargs)

    def form_valid(self, form):
        if not self.editor().is_valid():
            return self.form_invalid(form)
        return super().form_valid(form)

    def lost(self, form, conflict):
        """Somebody was faster: the page stays with what was typed."""
        add_errors(form, ValidationError(conflict.messages))
        return self.form_invalid(form)

    def act(self, form):
        words = {name: form.cleaned_data[name] for name in ("title", "content", "effective_on")}
        annex = annexes.change_annex(
            self.object,
            by=self.request.user,
            revision=form.cleaned_data["revision"],
            terms=self.editor().terms(),
            **words,
        )
        messages.success(self.request, _("The annex was changed."))
        terms, conflicts = merged(annex)
        for fault in () if conflicts else faults_of(annex.agreement, terms):
            messages.warning(self.request, _("To be mended before it is sent: %(fault)s") % {"fault": fault})


class AnnexMove(AnnexAct):
    """One step of an annex: asks for what it needs and takes it."""

    template_name = "associations/annex_move.html"

    def dispatch(self, request, *args, **kwargs):
        if kwargs["action"] not in {row.action for row in TRANSITIONS}:
            raise Http404
        self.row = transition(kwargs["action"])
        self.permission_required = self.row.permission
        return super().dispatch(request, *args, **kwargs)

    def refusal(self, annex):
        if annex.status in self.row.sources:
            return ""
        return _("The annex is “%(status)s” now: this can no longer be done.") % {"status": annex.get_status_display()}

    def get_form_class(self):
        if self.row.action == "sign":
            return SignForm
        return MoveWithReasonForm if self.row.needs_reason else MoveForm

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.row.action == "sign":
            association = self.object.agreement.association
            kwargs |= {"by": self.request.user, "association": association, "chosen": self.object.document}
        return kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row, **kwargs)

    def form_invalid(self, form):
        if self.row.action == "sign":
            form.keep_upload()
        return super().form_invalid(form)

    def act(self, form):
        if self.row.action == "sign":
            form.keep_upload()
        with transaction.atomic():
            annex = annexes.move_annex(self.object, self.row.action, by=self.request.user, **form.values())
        said = _("Done: %(step)s. The annex is now “%(status)s”.")
        messages.success(self.request, said % {"step": self.row.label, "status": annex.get_status_display()})


class AnnexResolve(AnnexAct):
    """Each conflict with the base, theirs and mine, and a choice."""

    form_class = ResolveForm
    template_name = "associations/annex_resolve.html"
    permission_required = "associations.change_annex"

    def refusal(self, annex):
        if sentence := annexes.resolving_refused(annex, self.request.user):
            return sentence
        return "" if self.conflicts() else _("Nothing conflicts: no other annex changed these terms.")

    def conflicts(self):
        if not hasattr(self, "_conflicts"):
            self._conflicts = merged(self.object)[1]
        return self._conflicts

    def get_form_kwargs(self):
        needs_reason = self.object.status == Annex.Status.SIGNED
        return super().get_form_kwargs() | {"conflicts": self.conflicts(), "needs_reason": needs_reason}

    def act(self, form):
        annexes.resolve_conflicts(self.object, by=self.request.user, **form.values())
        messages.success(self.request, _("The conflict is resolved; the annex starts from the terms of today now."))
