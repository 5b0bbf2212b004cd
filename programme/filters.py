"""Filters of the programme's lists."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.filters import ListFilterSet, TextFilter, UnderWayFilter
from programme import choices
from programme.models import Standard, Task


class StandardFilter(ListFilterSet):
    text = TextFilter(label=_("Number or title"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Standard.Kind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=Standard.Status.choices)
    issuer = filters.ChoiceFilter(label=_("Issuing body"), field_name="issuer__code", choices=choices.issuing_bodies)

    class Meta:
        model = Standard
        fields = []


class TaskFilter(ListFilterSet):
    text = TextFilter(label=_("Code, name or host"))
    project = filters.ChoiceFilter(label=_("Project"), field_name="project__code", choices=choices.projects)
    group = filters.ChoiceFilter(label=_("Priority group"), field_name="group", choices=choices.task_groups)
    year = UnderWayFilter(label=_("Under way in"))
    status = filters.ChoiceFilter(label=_("Status"), choices=Task.Status.choices)

    class Meta:
        model = Task
        fields = []
