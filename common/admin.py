"""What every admin page shares: which rows, how they are found, how days and money are typed."""

from decimal import Decimal
from functools import reduce
from operator import or_

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common import locks
from common.forms import DayField
from common.querysets import CappedPaginator
from common.seen import SeenMixin
from common.templatetags.components import status_tag
from common.text import capitalise, fold, plain_number


class DayWidget(AdminDateWidget):
    """A day as Vietnamese offices write it, with Django's calendar beside it."""

    def __init__(self, attrs=None, format=None):
        super().__init__(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", **(attrs or {})}, format=format)


class GroupedNumberWidget(forms.TextInput):
    """A number with its thousands grouped; a number input of the browser would refuse 1.234.567."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"inputmode": "numeric", "class": "grouped-number", **(attrs or {})})

    def format_value(self, value):
        """Return 9.500 for 9500.00: what is whole is shown whole."""
        return super().format_value(plain_number(value) if isinstance(value, Decimal) else value)


WIDGETS = {
    models.DateField: {"widget": DayWidget, "form_class": DayField},
    models.BigIntegerField: {"widget": GroupedNumberWidget, "localize": True},
    models.PositiveIntegerField: {"widget": GroupedNumberWidget, "localize": True},
    models.DecimalField: {"widget": GroupedNumberWidget, "localize": True},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})},
    models.URLField: {"assume_scheme": "https"},
}


class KeysOnly:
    """Goes before a searched box of Django, which fails on what is no key instead of leaving it to the field."""

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if not key or (key.isdecimal() and len(key) < 19)]
        return super().optgroups(name, keys, attr)


class SearchedMany(KeysOnly, AutocompleteSelectMultiple):
    """A box of several rows that is searched."""


class ChosenAutocomplete(KeysOnly, AutocompleteSelect):
    """A box that is searched; it does not read again the chosen row that the page has read with the record."""

    chosen = None

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or list(map(str, value)) != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.chosen)
        options.append(self.create_option(name, self.chosen.pk, label, True, len(options)))
        return [(None, options, 0)]


def tell_chosen(form):
    """Tell the boxes of a record's ``form`` the rows that were read together with the record."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)  # Django wraps it in the links that add and change
        if isinstance(widget, ChosenAutocomplete):
            widget.chosen = form.instance._state.fields_cache.get(name)


class OurFields:
    """Form fields of records and of their parts."""

    formfield_overrides = WIDGETS

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Rows are labelled as their own admin labels them."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        model = db_field.remote_field.model
        if field is not None and self.admin_site.is_registered(model):
            field.label_from_instance = self.admin_site.get_model_admin(model).choice_label
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Each chosen row has its own cross. The one for all would stand among them, where only rows may stand."""
        is_searched = db_field.name in self.get_autocomplete_fields(request)
        if is_searched:
            kwargs.setdefault("widget", SearchedMany(db_field, self.admin_site, using=kwargs.get("using")))
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and is_searched:
            field.widget.is_required = True  # asked for the cross alone; whether one must be chosen, the field knows
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.choices = [(value, capitalise(label)) for value, label in field.choices]
        return field


class RecordAdmin(SeenMixin, OurFields, admin.ModelAdmin):
    """Lists that stay fast at any size, forms that read Vietnamese days and amounts, rows from ``visible_to``.

    ``search_fields`` name folded columns; the database folds the other ones of small tables while it looks.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    # Whether some changes of a locked record are allowed: its form stays open, and saving judges what was changed.
    judged_when_saved = False

    def get_queryset(self, request):
        queryset = self.model._default_manager.get_queryset().visible_to(request.user)
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def get_object(self, request, object_id, from_field=None):
        """A record about to be written is read locked: a form writes every column, so nobody may change it meanwhile.

        Django changes and deletes in a transaction; pages that only show the record read it without one.
        """
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return record
        record = self.lock(request, record)
        if getattr(request, "is_form", False):
            self.refuse_unseen(request, record)
        return record

    def lock(self, request, record):
        """Return ``record`` as it is once nobody else holds it; None when it is gone meanwhile."""
        return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=record.pk).first()

    def get_search_results(self, request, queryset, search_term):
        """Every word must stand in one of ``search_fields``, which say how they are searched.

        ``folded`` columns and ``title__unmarked`` without regard to marks, ``^code`` from its beginning (an index
        serves it), any other column as it is written.
        """
        for word in search_term.split():
            found = (Q(**_looked_up(column, word)) for column in self.get_search_fields(request))
            queryset = queryset.filter(reduce(or_, found, Q()))
        return queryset, False

    # --- locks: every form, part, deletion and bulk action of every record passes here

    def lock_of(self, request, record):
        """Return what locks ``record`` for the user, or None; looked up once a request, since a page asks often."""
        if record is None or record.pk is None:
            return None
        known = request.__dict__.setdefault("_locks", {})
        key = record._meta.label, record.pk
        if key not in known:
            known[key] = locks.lock_of(record, request.user)
        return known[key]

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return self.judged_when_saved or self.lock_of(request, obj) is None

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.lock_of(request, obj) is None

    def save_model(self, request, obj, form, change):
        locks.refuse_locked(obj, request.user)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for part in (*formset.save(commit=False), *formset.deleted_objects):
            locks.refuse_locked(part, request.user)
        super().save_formset(request, form, formset, change)

    def delete_model(self, request, obj):
        locks.refuse_locked(obj, request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            locks.refuse_locked(record, request.user)
        super().delete_queryset(request, queryset)

    def delete_view(self, request, object_id, extra_context=None):
        if response := self._refused(request, object_id, self.has_delete_permission):
            return response
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:  # a rule that ``delete_model`` asks; nothing was deleted
            for message in error.messages:
                messages.error(request, message)
            return self._back_to(unquote(object_id))

    def _back_to(self, key):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[key], current_app=self.admin_site.name))

    def _refused(self, request, object_id, may):
        """Send whose role would allow it back to a locked record with the sentence; None for anything else."""
        record = super().get_object(request, unquote(object_id))
        lock = self.lock_of(request, record)
        if lock is None or not may(request):
            return None
        self._say_locked(request, lock)
        return self._back_to(record.pk)

    def _say_locked(self, request, lock):
        messages.error(request, locks.in_words(lock, request.user))

    def view_on_site(self, obj):
        """The record's page in the portal; no redirect in between."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A service or a lost race may refuse what the form let through.

        Nothing of it is written then, and the page comes again with all that was typed and the reason.
        """
        if object_id and request.method == "POST" and not self.judged_when_saved:
            if response := self._refused(request, object_id, self.has_change_permission):
                return response
        request.is_form = True
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            request.refusal = ValidationError(
                _("Not saved: another record has one of these values already. Search for it and look again.")
            )
        except ValidationError as error:
            request.refusal = error
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def changelist_view(self, request, extra_context=None):
        """The list is titled by what it holds, not by what one might do with it."""
        context = {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page of a record is titled by the record."""
        tell_chosen(context["adminform"].form)
        if obj is not None:
            context |= {"title": str(obj), "subtitle": None, "seen": self.shown_mark(request, context, obj)}
            if lock := self.lock_of(request, obj):
                context["locked"] = locks.in_words(lock, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def choice_label(self, obj):
        """How the row reads in a box that is searched."""
        return str(obj)

    @admin.display(description=_("status"), ordering="status")
    def status_column(self, obj):
        return status_tag(obj.status, obj.get_status_display())


def _looked_up(column, word):
    if column.startswith("^"):
        return {f"{column[1:]}__startswith": word}
    if column.endswith(("folded", "__unmarked")):
        return {f"{column}__contains": fold(word)}
    return {f"{column}__icontains": word}


class Refused:
    """Goes before a form class: the form says why saving it was refused, unless it finds the reason itself by now."""

    refusal: ValidationError

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        for name, errors in getattr(self.refusal, "error_dict", {None: self.refusal}).items():
            self.add_error(name if name in self.fields else None, errors)


class KeptFieldsMixin:
    """Fields that are given once, because others hold on to them; goes before the other bases.

    A code is kept by the ledger's entries, by which figures are asked, and by the loaders of reference data.
    """

    kept_fields = ["code"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(self.kept_fields if obj else ())]


class NamedFieldsFormSet(forms.BaseInlineFormSet):
    """In a table only the column has a heading: every field carries its name itself."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        setattr(form.instance, self.fk.name, self.instance)  # parts are judged against the record as it is typed
        tell_chosen(form)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", capitalise(field.label or ""))


class PartInline(OurFields):
    """Parts of a record, edited on its page; goes before Django's inline."""

    extra = 0
    formset = NamedFieldsFormSet

    def get_queryset(self, request):
        """With the rows that searched boxes show, so that the page takes as many queries for one part as for many."""
        fields = map(self.opts.get_field, self.get_autocomplete_fields(request))
        shown = [field.name for field in fields if field.many_to_one]
        parts = super().get_queryset(request)
        return parts.select_related(*shown) if shown else parts  # without names Django would join everything


class SelectFilter(admin.RelatedFieldListFilter):
    """A filter by a related row as one select box: a list of sixty links would push everything else away."""

    template = "admin/filter_select.html"

    def choices(self, changelist):
        self.query = changelist.query
        self.other_parameters = [
            (name, value)
            for name, values in changelist.get_filters_params().items()
            if name not in (self.lookup_kwarg, self.lookup_kwarg_isnull)
            for value in values
        ]
        for value, label in self.lookup_choices:
            yield {"value": value, "display": label, "selected": str(value) in (self.lookup_val or [])}
