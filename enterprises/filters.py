"""Filters of the lists on enterprises and courses."""

import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from associations.filters import AssociationScopedFilter, association_choices
from common.filters import TextFilter, YearFilter
from enterprises.models import Affiliation, Enterprise, TrainingCourse
from programme import choices
from programme.models.reference import Size


class EnterpriseFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Name or tax code"))
    province = filters.ChoiceFilter(label=_("Province"), field_name="province__key", choices=choices.provinces)
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
    province = filters.ChoiceFilter(label=_("Province"), field_name="province__key", choices=choices.provinces)
    status = filters.ChoiceFilter(label=_("Status"), choices=TrainingCourse.Status.choices)
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="package__agreement__association__code", choices=association_choices
    )

    class Meta:
        model = TrainingCourse
        fields = []
