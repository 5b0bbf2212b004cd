"""What every admin page shares: which rows, how they are found, how days and money are typed."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.querysets import CappedPaginator
from common.templatetags.components import status_tag
from common.text import capitalise, fold, squeeze


class DayWidget(AdminDateWidget):
    """A day as Vietnamese offices write it, with Django's calendar beside it."""

    def __init__(self, attrs=None, format=None):
        super().__init__(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", **(attrs or {})}, format=format)


class GroupedNumberWidget(forms.TextInput):
    """A number with its thousands grouped; a number input of the browser would refuse 1.234.567."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"inputmode": "numeric", "class": "grouped-number", **(attrs or {})})


WIDGETS = {
    models.DateField: {"widget": DayWidget},
    models.BigIntegerField: {"widget": GroupedNumberWidget, "localize": True},
    models.PositiveIntegerField: {"widget": GroupedNumberWidget, "localize": True},
    models.DecimalField: {"widget": GroupedNumberWidget, "localize": True},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})},
}


class OurFields:
    """Form fields of records and of their parts."""

    formfield_overrides = WIDGETS

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Rows are labelled as their own admin labels them."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        model = db_field.remote_field.model
        if field is not None and self.admin_site.is_registered(model):
            field.label_from_instance = self.admin_site.get_model_admin(model).choice_label
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.choices = [(value, capitalise(label)) for value, label in field.choices]
        return field


class RecordAdmin(OurFields, admin.ModelAdmin):
    """Lists that stay fast at any size, forms that read Vietnamese days and amounts, rows from ``visible_to``.

    ``search_fields`` name folded columns, which find words whatever their marks; other columns match as typed.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator

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
        return self.lock(request, record)

    def lock(self, request, record):
        """Return ``record`` as it is once nobody else holds it; None when it is gone meanwhile."""
        return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=record.pk).first()

    def get_search_results(self, request, queryset, search_term):
        for word in squeeze(search_term).split():
            condition = Q()
            for column in self.get_search_fields(request):
                if column.endswith("folded"):
                    condition |= Q(**{f"{column}__contains": fold(word)})
                else:
                    condition |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(condition)
        return queryset, False

    def view_on_site(self, obj):
        """The record's page in the portal; no redirect in between."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A service or a lost race may refuse what the form let through: say why, keep the record as it was."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            sentence = _("Not saved: another record has one of these values already. Search for it and look again.")
            messages.error(request, sentence)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request, extra_context=None):
        """The list is titled by what it holds, not by what one might do with it."""
        context = {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page of a record is titled by the record."""
        if obj is not None:
            context |= {"title": str(obj), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def choice_label(self, obj):
        """How the row reads in a box that is searched."""
        return str(obj)

    @admin.display(description=_("status"), ordering="status")
    def status_column(self, obj):
        return status_tag(obj.status, obj.get_status_display())


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
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", capitalise(field.label or ""))


class PartInline(OurFields):
    """Parts of a record, edited on its page; goes before Django's inline."""

    extra = 0
    formset = NamedFieldsFormSet


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
