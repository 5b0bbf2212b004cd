"""Filters of the lists on enterprises and courses."""

import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from associations.filters import AssociationScopedFilter, association_choices
from common.filters import TextFilter, YearFilter
from enterprises.models import Affiliation, Enterprise, TrainingCourse
from programme import choices
from programme.models import Province, Size


class ProvinceFilter(filters.ChoiceFilter):
    """Rows in a province; a unit of 34 holds its parts among the 63, too."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Province"), choices=choices.provinces, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(province__key__in=Province.objects.keys_covered_by(value))


class EnterpriseFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Name or tax code"))
    province = ProvinceFilter()
    industry = filters.ChoiceFilter(label=_("Industry"), field_name="industry__section__key", choices=choices.sections)
    size = filters.ChoiceFilter(label=_("Size"), choices=Size.choices)
    association = filters.ChoiceFilter(label=_("Association"), choices=association_choices, method="members_of")

    class Meta:
        model = Enterprise
        fields = []

    def members_of(self, rows, name, value):
        return rows.filter(Exists(Affiliation.objects.filter(enterprise=OuterRef("pk"), association__code=value)))


class CourseFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Title, place or lecturer"))
    year = YearFilter(field_name="ends_on")
    province = ProvinceFilter()
    status = filters.ChoiceFilter(label=_("Status"), choices=TrainingCourse.Status.choices)
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="package__agreement__association__code", choices=association_choices
    )

    class Meta:
        model = TrainingCourse
        fields = []
