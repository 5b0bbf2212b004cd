"""Exceptions from locks: asked for here, decided on by somebody else, and what was changed under each."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.admin_base import AuditedAdmin
from accounts.models import AuditEvent
from associations import locks
from associations.models import LockException
from common.acts import Act, ActForm, ActsMixin, ReasonForm
from common.templatetags.components import status_tag, tag

Status = LockException.Status
_SHOWN = 100


class DecisionForm(ActForm):
    decision = forms.CharField(
        label=gettext_lazy("Words of the decision"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _approve(records, *, by, decision):
    for row in records:
        locks.approve_exception(row, by=by, decision=decision)


def _refuse(records, *, by, reason):
    for row in records:
        locks.refuse_exception(row, by=by, reason=reason)


def _close(records, *, by, reason):
    for row in records:
        locks.close_exception(row, by=by, reason=reason)


def _refuse_closing(row, user):
    return "" if row.is_valid else _("Only an exception that is valid now is closed.")


def _names(row):
    return [row] if isinstance(row, str) else row


@admin.register(LockException)
class LockExceptionAdmin(ActsMixin, AuditedAdmin):
    """Nobody changes one: it is decided on, and closes by itself."""

    view_on_site = False  # this page is where it is seen

    list_display = ["__str__", "holder_column", "requested_by", "requested_at", "expires_at", "state_column"]
    list_filter = ["status"]
    list_select_related = ["period", "agreement", "person", "association", "requested_by"]
    search_fields = ["reason__unmarked", "period__name__unmarked", "agreement__folded"]
    ordering = ["-pk"]
    autocomplete_fields = ["agreement", "person", "association"]
    add_fieldsets = [
        (
            None,
            {
                "fields": [("period", "agreement"), ("person", "association"), "reason", "days"],
                "description": gettext_lazy(
                    "For what has to be changed although a period is closed or an agreement has ended. Somebody else "
                    "approves it; until it runs out, each change under it is written down with its number. Accepted "
                    "reports take no exception: they are corrected."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["cause_column", "holder_column", "reason", "days"]}),
        (
            gettext_lazy("Decision"),
            {
                "fields": [
                    "state_column",
                    ("requested_by", "requested_at"),
                    ("decided_by", "decided_at"),
                    "decision",
                    "expires_at",
                ]
            },
        ),
        (gettext_lazy("Changed under it"), {"fields": ["changes_column"]}),
    ]
    acts = (
        Act(
            code="approve",
            label=gettext_lazy("Approve the exception"),
            run=_approve,
            done=gettext_lazy("Approved; it closes by itself when its days are over."),
            explanation=gettext_lazy("It is valid from now on for as many days as were asked for."),
            permission="associations.approve_lockexception",
            form_class=DecisionForm,
            refusal=locks.decision_refusal,
        ),
        Act(
            code="refuse",
            label=gettext_lazy("Refuse the exception"),
            run=_refuse,
            done=gettext_lazy("Refused; who asked for it was told."),
            permission="associations.approve_lockexception",
            form_class=ReasonForm,
            refusal=locks.decision_refusal,
        ),
        Act(
            code="close",
            label=gettext_lazy("Close the exception now"),
            run=_close,
            done=gettext_lazy("Closed; nobody is let through any more."),
            permission="associations.approve_lockexception",
            form_class=ReasonForm,
            refusal=_refuse_closing,
            is_final=True,
        ),
    )

    def get_queryset(self, request):
        named = ("period", "agreement", "person", "association", "requested_by", "decided_by")
        return super().get_queryset(request).select_related(*named)

    def get_acts(self, request, record):
        """Those of its state: what is over offers nothing."""
        possible = {Status.WAITING: ("approve", "refuse"), Status.APPROVED: ("close",)}.get(record.status, ())
        return [act for act in super().get_acts(request, record) if act.code in possible]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        """On the page of one all is shown and nothing typed."""
        if obj is None:
            return []
        return [name for _label, part in self.fieldsets for row in part["fields"] for name in _names(row)]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """What is locked and who may change it are chosen here, not made or changed."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            for act in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{act}_related", False)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "period":
            field.queryset = field.queryset.exclude(closed_at=None)
        return field

    def save_form(self, request, form, change):
        """A request goes through the service, which tells those who decide."""
        form.save_m2m = lambda: None
        return locks.request_exception(by=request.user, **form.cleaned_data)

    def save_model(self, request, obj, form, change):
        """The service has saved it."""

    @admin.display(description=gettext_lazy("what is locked"))
    def cause_column(self, row):
        name = "programme_ledgerperiod" if row.period_id else "associations_agreement"
        return format_html('<a href="{}">{}</a>', reverse(f"admin:{name}_change", args=[row.cause.pk]), row.cause_label)

    @admin.display(description=pgettext_lazy("exception", "holder"))
    def holder_column(self, row):
        return row.holder

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state_column(self, row):
        if row.status == Status.APPROVED and not row.is_valid:
            return tag(pgettext("exception", "ran out"), "neutral")
        return status_tag(row.status, row.get_status_display())

    @admin.display(description=gettext_lazy("changes"))
    def changes_column(self, row):
        events = AuditEvent.objects.filter(action="lock.excused", changes__exception__1=row.pk)
        lines = [
            (date_format(localtime(event.at), "SHORT_DATETIME_FORMAT"), event.actor or "–", event.object_label)
            for event in events.select_related("actor").order_by("pk")[:_SHOWN]
        ]
        if not lines:
            return _("Nothing was changed under it.")
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} – {}: {}</li>", lines))
