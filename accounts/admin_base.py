"""Admin pages that leave a trail: every change is audited, and every record shows its history."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django import forms
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import DateField, DecimalField, Model, PositiveSmallIntegerField, QuerySet, SmallIntegerField
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

from accounts import audit
from accounts.models import AuditEvent
from common.admin import RecordAdmin
from common.text import plain_number

_EMPTY = "–"

# What the codes of ``audit.record`` say to people: the part after the dot; the record says of what kind it is.
ACTS = {
    "accept": gettext_lazy("accepted"),
    "accepted": gettext_lazy("accepted"),
    "add": gettext_lazy("added"),
    "answer": gettext_lazy("answered"),
    "approve": gettext_lazy("approved"),
    "cancel": gettext_lazy("cancelled"),
    "change": gettext_lazy("changed"),
    "change_password": gettext_lazy("password changed"),
    "close": gettext_lazy("closed"),
    "close_period": gettext_lazy("closed"),
    "complete": gettext_lazy("completed"),
    "create": gettext_lazy("added"),
    "delete": gettext_lazy("deleted"),
    "deliver": gettext_lazy("delivered"),
    "excused": gettext_lazy("changed under an exception"),
    "expire": gettext_lazy("expired"),
    "link": gettext_lazy("linked"),
    "opened": gettext_lazy("opened"),
    "post": gettext_lazy("posted"),
    "publish": gettext_lazy("published"),
    "record": gettext_lazy("recorded"),
    "refuse": gettext_lazy("refused"),
    "register": gettext_lazy("registered"),
    "remove": gettext_lazy("removed"),
    "replaced": gettext_lazy("replaced"),
    "request": gettext_lazy("requested"),
    "resume": gettext_lazy("resumed"),
    "return": gettext_lazy("returned to draft"),
    "returned": gettext_lazy("returned"),
    "retry": gettext_lazy("sent again"),
    "settle": gettext_lazy("settled"),
    "sign": gettext_lazy("signed"),
    "start": gettext_lazy("put in force"),
    "started": gettext_lazy("review started"),
    "state": gettext_lazy("stated"),
    "store": gettext_lazy("stored"),
    "submit": gettext_lazy("submitted for approval"),
    "submitted": gettext_lazy("submitted"),
    "suspend": gettext_lazy("suspended"),
    "terminate": gettext_lazy("terminated"),
    "withdrawn": gettext_lazy("withdrawn"),
}


def act_in_words(action):
    """Return what ``AuditEvent.action`` says; a code without words stays as it is."""
    return ACTS.get(action.partition(".")[2], action)


class AuditedAdmin(RecordAdmin):
    """Writes ``AuditEvent`` rows instead of Django's own log: one trail for admin, portal and commands."""

    history_per_page = 50

    def construct_change_message(self, request, form, formsets, add=False):
        """Return ``{field or part: [old, new]}``, which ``log_addition`` and ``log_change`` receive as message."""
        changes = {} if add else _form_changes(form)
        for formset in formsets or ():
            changes.update(_formset_changes(formset))
        return changes

    def log_addition(self, request, obj, message):
        return audit.record("admin.add", obj, by=request.user, changes=message or None)

    def log_change(self, request, obj, message):
        reason = getattr(obj, "_change_reason", None) or ""
        return audit.record("admin.change", obj, by=request.user, changes=message or None, reason=reason)

    def log_deletions(self, request, queryset):
        return [audit.record("admin.delete", obj, by=request.user) for obj in queryset]

    def history_view(self, request, object_id, extra_context=None):
        """What was done to the record, from the audit trail."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        events = AuditEvent.objects.filter(object_type=self.opts.label_lower, object_id=str(record.pk))
        page = Paginator(events.select_related("actor").order_by("-pk"), self.history_per_page)
        page = page.get_page(request.GET.get("p"))
        for event in page:
            event.act = act_in_words(event.action)
            event.changes_in_words = changes_in_words(event.changes, self.model)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": record},
            "page": page,
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)


def value_in_words(field, value):
    """Return a value of ``field`` as people read it; the trail keeps days, moments and decimals as text.

    Moments are told on the programme's clock. Small whole numbers are years and positions, whose digits nobody groups.
    """
    if value in (None, "", []):
        return _EMPTY
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Model) or field is None:
        return str(value)
    if field.choices:
        return capfirst(str(dict(field.flatchoices).get(value, value)))
    if isinstance(field, DateField | DecimalField) and isinstance(value, str):
        try:
            value = field.to_python(value)
        except ValidationError:
            return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        value = localtime(value)
    if isinstance(value, Decimal):
        value = plain_number(value)
    return str(value) if isinstance(field, SmallIntegerField | PositiveSmallIntegerField) else str(localize(value))


class HistoryHelper(HistoricalRecordContextHelper):
    """Old and new values in words: labels of choices, days and numbers as the reader writes them."""

    def prepare_delta_change_value(self, change, value):
        return value_in_words(
            self.model._meta.get_field(change.field), super().prepare_delta_change_value(change, value)
        )


class ReasonModelForm(forms.ModelForm):
    """A form that lets the officer say why; the reason stays with the history."""

    change_reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Optional. It is kept in the history of the record."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def add_error(self, field, error):
        """What the record says of a field that is only shown here stands above the form."""
        for name, found in getattr(error, "error_dict", {field: error}).items():
            super().add_error(name if name in self.fields else None, found)


class HistoryAdmin(SimpleHistoryAdmin, AuditedAdmin):
    """A record with versions. Its history is read, never restored: a service must see every change of state."""

    form = ReasonModelForm
    object_history_list_template = "admin/version_list.html"
    history_list_per_page = 50

    def get_urls(self):
        # Without the address that opens an old version as a form: saving it would pass by every guard.
        return super(SimpleHistoryAdmin, self).get_urls()

    def revert_disabled(self, request, obj=None):
        return True

    def get_historical_record_context_helper(self, request, historical_record):
        return HistoryHelper(self.model, historical_record)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        """Compare each version with the one before, in all fields: ``diff_against`` leaves out those of no form."""
        for newer, older in pairwise(historical_records):
            helper = self.get_historical_record_context_helper(request, newer)
            newer.history_delta_changes = [
                helper.format_delta_change(ModelChange(field.name, _of(older, field), _of(newer, field)))
                for field in newer.tracked_fields
                if getattr(newer, field.attname) != getattr(older, field.attname)
            ]

    def history_view_title(self, request, obj):
        return _("History: %(record)s") % {"record": obj}

    def get_fieldsets(self, request, obj=None):
        fieldsets = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "change_reason"]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ["change_reason"]}))
        return fieldsets

    def save_model(self, request, obj, form, change):
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)


class ReadOnlyMixin:
    """For tables that only services write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _of(version, field):
    """The value of a field in a version; the key of a row that is deleted meanwhile."""
    try:
        return getattr(version, field.name)
    except ObjectDoesNotExist:
        return getattr(version, field.attname)


def _form_changes(form):
    changes = {}
    recorded = {field.name for field in (*form.instance._meta.fields, *form.instance._meta.many_to_many)}
    for name in form.changed_data:  # questions that only the form asks are no part of the record
        if name in form.fields and name in recorded:
            changes[name] = [
                _in_words(form, name, form.get_initial_for_field(form.fields[name], name)),
                _in_words(form, name, form.cleaned_data.get(name)),
            ]
    return changes


def _formset_changes(formset):
    """Return the added, changed and deleted parts, each under its kind and name."""
    kind = capfirst(str(formset.model._meta.verbose_name))
    changes = {f"{kind}: {part}": ["", _("added")] for part in formset.new_objects}
    for part, names in formset.changed_objects:
        changes[f"{kind}: {part}"] = ["", _("changed: %(fields)s") % {"fields": ", ".join(names)}]
    for part in formset.deleted_objects:
        changes[f"{kind}: {part}"] = ["", _("deleted")]
    return changes


def _in_words(form, name, value):
    """Passwords never reach the trail; a foreign key's first value is an id and becomes its row."""
    if "password" in name:
        return "…"
    if isinstance(value, QuerySet):
        return [str(row) for row in value]
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(row) for row in value or ()]
    if isinstance(field, forms.ModelChoiceField) and value and not isinstance(value, Model):
        return str(field.queryset.filter(pk=value).first() or value)
    if isinstance(value, (str, int, float, bool, list)) or value is None:
        return value
    return str(value)


def changes_in_words(changes, model=None):
    """Return a list of ``field: old → new``; fields of ``model`` by their names, a dash for what was or is empty."""
    if not changes:
        return _EMPTY
    fields = {name: _field(name, model) for name in changes}
    rows = (
        (_field_name(name, fields[name]), *(value_in_words(fields[name], side) for side in _sides(pair)))
        for name, pair in changes.items()
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong>: {} → {}</li>", rows))


def _field(name, model):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _field_name(name, field):
    return capfirst(str(field.verbose_name)) if field else name


def _sides(pair):
    """Old and new value; what is no pair was noted whole."""
    return pair if isinstance(pair, list) and len(pair) == 2 else (pair, pair)
