"""Acts: what may be done to a record now, beside changing its fields.

An admin lists its acts; the record's page shows a button for each that is possible and, for the others, the sentence
that says why not. A button leads to a page that asks for what the act needs; a service does it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from common import locks, seen

CONFIRMED = "_confirmed"


class ActForm(forms.Form):
    """What an act asks for; nothing by itself. Knows the records and the user, so that choices fit both."""

    def __init__(self, *args, records, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = records
        self.user = user
        self.prepare()

    def prepare(self):
        """Fill in the choices and first values that depend on ``self.records`` and ``self.user``."""


class ReasonForm(ActForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def _never(record, user):
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. ``run(records, by=user, **what the form asked)`` calls the service; ``done`` says that it was done.

    ``refusal(record, user)`` returns the sentence that refuses it, or ''. ``many`` offers it for rows ticked in a list.
    ``is_final`` marks one that cannot be undone: it stands last and looks different.
    """

    code: str
    label: str
    run: Callable
    done: str
    permission: str = ""
    explanation: str = ""
    form_class: type[ActForm] = ActForm
    refusal: Callable = _never
    many: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as it stands for one record and user: ``reason`` is empty when it is possible."""

    act: Act
    reason: str
    url: str


class ActsMixin:
    """Gives an admin acts; goes before the other bases."""

    acts: tuple[Act, ...] = ()

    def get_acts(self, request, record):
        """Return the acts to show on the page of ``record``: by default those the user's role may do."""
        return [act for act in self.acts if not act.permission or request.user.has_perm(act.permission)]

    def offers(self, request, record):
        return [
            Offer(
                act,
                act.refusal(record, request.user),
                reverse(self._move_name(), args=[record.pk, act.code], current_app=self.admin_site.name),
            )
            for act in sorted(self.get_acts(request, record), key=lambda act: act.is_final)
        ]

    def get_urls(self):
        opts = self.model._meta
        return [
            path(
                "<path:object_id>/move/<slug:code>/",
                self.admin_site.admin_view(self.move_view),
                name=f"{opts.app_label}_{opts.model_name}_move",
            ),
            *super().get_urls(),
        ]

    def get_actions(self, request):
        actions = super().get_actions(request)
        for act in self.acts:
            if act.many and request.user.has_perm(act.permission):
                actions[act.code] = (self._for_ticked(act), act.code, act.label)
        return actions

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Offer what may be done to the record as it is stored; one that was posted carries what was typed."""
        if obj is not None:
            stored = obj if request.method == "GET" else self.get_object(request, str(obj.pk))
            context |= {"offers": self.offers(request, stored)} if stored else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @method_decorator(require_POST)
    def move_view(self, request, object_id, code):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        back = self._change_url(record)
        offer = next((offer for offer in self.offers(request, record) if offer.act.code == code), None)
        if offer is None:
            return self._refuse(request, record, code, back)
        if offer.act.permission and not request.user.has_perm(offer.act.permission):
            raise PermissionDenied(offer.reason)
        if offer.reason:
            messages.error(request, offer.reason)
            return HttpResponseRedirect(back)
        return self._perform(request, offer.act, [record], back) or HttpResponseRedirect(back)

    def _refuse(self, request, record, code, back):
        """An act that is not on offer: unknown, not for this role, or not in the record's state any more."""
        known = next((act for act in self.acts if act.code == code), None)
        if known is None:
            raise Http404
        if known.permission and not request.user.has_perm(known.permission):
            raise PermissionDenied
        lock = locks.lock_of(record, request.user)
        sentence = _("This is not possible in the record's present state.")
        messages.error(request, locks.in_words(lock, request.user) if lock else sentence)
        return HttpResponseRedirect(back)

    def _for_ticked(self, act):
        def perform(modeladmin, request, queryset):
            return self._perform(request, act, list(queryset), request.get_full_path(), act_name=act.code)

        return perform

    def _perform(self, request, act, records, back, act_name=""):
        """Ask, or do what was asked. Returns the page that asks, or None when the act is done."""
        confirmed = CONFIRMED in request.POST
        data = (request.POST, request.FILES) if confirmed else ()
        form = act.form_class(*data, records=records, user=request.user)
        if confirmed and form.is_valid() and self._run(request, act, records, form):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "records": records,
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
            "back": back,
            "confirmed_name": CONFIRMED,
            "seen": request.POST.get(seen.NAME, ""),
            "action_name": act_name,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/act.html", context)

    def _run(self, request, act, records, form):
        try:
            with transaction.atomic():
                records = self._locked(records)
                if len(records) == 1:
                    self.refuse_unseen(request, records[0])
                for record in records:
                    if reason := act.refusal(record, request.user):
                        raise ValidationError("%(record)s: %(reason)s", params={"record": record, "reason": reason})
                act.run(records, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        messages.success(request, act.done)
        return True

    def _locked(self, records):
        """Return the records as they are now, locked in one order, so that ``refusal`` judges what the act changes."""
        rows = self.model._default_manager.filter(pk__in=[record.pk for record in records])
        rows = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if len(rows) < len(records):
            raise ValidationError(_("A record was deleted meanwhile: go back and look again."))
        return rows

    def _move_name(self):
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_move"

    def _change_url(self, record):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[record.pk], current_app=self.admin_site.name)
