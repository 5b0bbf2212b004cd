"""Filters of the programme's lists."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.filters import ListFilterSet, TextFilter
from programme import choices
from programme.models import Standard


class StandardFilter(ListFilterSet):
    text = TextFilter(label=_("Number or title"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Standard.Kind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=Standard.Status.choices)
    issuer = filters.ChoiceFilter(label=_("Issuing body"), field_name="issuer__code", choices=choices.issuing_bodies)

    class Meta:
        model = Standard
        fields = []
