"""Filters of list pages: what may be asked, by whom."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import localize_fields

_FIRST_YEAR = 2010


class ListFilterSet(django_filters.FilterSet):
    """A filter set whose choices are limited to the rows that the reader may see.

    Pass ``request``. A choice over rows (``ModelChoiceFilter``) is narrowed through ``visible_to``.
    """

    def __init__(self, data=None, queryset=None, *, request, prefix=None):
        super().__init__(data, queryset, request=request, prefix=prefix)
        for filter_ in self.filters.values():
            rows = getattr(filter_, "queryset", None)
            if rows is not None and not callable(rows):
                rows = rows.all()
                filter_.queryset = rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    @property
    def form(self):
        is_new = not hasattr(self, "_form")
        form = super().form
        if is_new:
            localize_fields(form)
        return form

    def filter_queryset(self, queryset):
        """Apply what was understood; a value that was not is named by the form and filters nothing."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset


class TextFilter(django_filters.CharFilter):
    """Words anywhere in the folded column, without regard to marks and case. The queryset has ``search``."""

    def __init__(self, *, label=None, **kwargs):
        widget = forms.TextInput(attrs={"type": "search"})
        super().__init__(label=label or _("Search"), widget=widget, **kwargs)

    def filter(self, queryset, value):
        return queryset.search(value) if value else queryset


def _years():
    """From the programme's first year to five years ahead, as a choice list."""
    last = timezone.localdate().year + 5
    return [(str(year), str(year)) for year in range(last, _FIRST_YEAR - 1, -1)]


class YearFilter(django_filters.ChoiceFilter):
    """Rows whose date ``field_name`` lies in one year; the condition is a range, so that an index serves it."""

    def __init__(self, *, label=None, **kwargs):
        super().__init__(choices=_years, label=label or _("Year"), **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(**{f"{self.field_name}__range": (f"{value}-01-01", f"{value}-12-31")})


class UnderWayFilter(YearFilter):
    """Rows whose term, ``starts_on`` to ``ends_on``, touches a year; a term without an end goes on."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        has_not_ended = Q(ends_on__gte=f"{value}-01-01")
        if queryset.model._meta.get_field("ends_on").null:
            has_not_ended |= Q(ends_on=None)
        return queryset.filter(has_not_ended, starts_on__lte=f"{value}-12-31")
