"""Filters of the lists on agreements, packages, reports, needs and workshops."""

import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import (
    Agreement,
    Association,
    Need,
    PackageItem,
    PeriodicReport,
    SolutionPackage,
    Workshop,
    WorkshopConclusion,
)
from common.filters import ListFilterSet, TextFilter, UnderWayFilter, YearFilter
from programme import choices


def association_choices():
    """Return ``(code, label)`` of every association; only for readers who see all of them.

    Full names would be a fifth of a list page's weight.
    """
    return choices.cached("associations", lambda: [(row.code, row.label) for row in _by_abbreviation()])


def _by_abbreviation():
    return Association.objects.order_by("abbreviation", "code")


class AssociationScopedFilter(ListFilterSet):
    """A filter set whose ``association`` box is there only for readers who see more than their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.sees_all_associations:
            self.filters.pop("association", None)


class PackageFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Code or name"))
    tool = filters.ChoiceFilter(label=_("Tool"), choices=choices.tools, method="with_tool")
    status = filters.ChoiceFilter(label=_("Status"), choices=SolutionPackage.Status.choices)
    year = UnderWayFilter()
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="agreement__association__code", choices=association_choices
    )

    class Meta:
        model = SolutionPackage
        fields = []

    def with_tool(self, rows, name, value):
        return rows.filter(Exists(PackageItem.objects.filter(package=OuterRef("pk"), tool__code=value)))


class AgreementFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Number or title"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Agreement.Kind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=Agreement.Status.choices)
    year = UnderWayFilter()
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="association__code", choices=association_choices
    )

    class Meta:
        model = Agreement
        fields = []


class ReportFilter(AssociationScopedFilter):
    status = filters.ChoiceFilter(label=_("Status"), choices=PeriodicReport.Status.choices)
    due = filters.ChoiceFilter(
        label=_("Deadline"),
        choices=[("overdue", _("overdue")), ("waiting", _("still to be sent")), ("review", _("waiting for review"))],
        method="by_deadline",
    )
    kind = filters.ChoiceFilter(
        label=_("Kind"),
        choices=[("periodic", _("reports of a period")), ("correction", _("corrections"))],
        method="by_kind",
    )
    year = YearFilter(field_name="period_ends_on")
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="agreement__association__code", choices=association_choices
    )

    class Meta:
        model = PeriodicReport
        fields = []

    def by_kind(self, rows, name, value):
        return rows.periodic() if value == "periodic" else rows.exclude(corrects=None)

    def by_deadline(self, rows, name, value):
        if value == "overdue":
            return rows.overdue_on(timezone.localdate())
        return rows.waiting_for_association() if value == "waiting" else rows.waiting_for_review()


class NeedFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Text"))
    status = filters.ChoiceFilter(label=_("Status"), choices=Need.Status.choices)
    priority = filters.ChoiceFilter(label=_("Priority"), choices=Need.Priority.choices)
    answer = filters.ChoiceFilter(label=_("Answer"), choices=[("overdue", _("overdue"))], method="by_answer")
    association = filters.ChoiceFilter(
        label=_("Association"), field_name="association__code", choices=association_choices
    )

    class Meta:
        model = Need
        fields = []

    def by_answer(self, rows, name, value):
        return rows.overdue_on(timezone.localdate())


class WorkshopFilter(AssociationScopedFilter):
    text = TextFilter(label=_("Text"))
    year = YearFilter(field_name="held_on")
    open = filters.ChoiceFilter(
        label=_("Conclusions"), choices=[("1", _("some are still to be done"))], method="with_open_conclusions"
    )
    association = filters.ChoiceFilter(label=_("Association"), choices=association_choices, method="attended_by")

    class Meta:
        model = Workshop
        fields = []

    def attended_by(self, rows, name, value):
        attended = Workshop.participants.through.objects.filter(workshop=OuterRef("pk"), association__code=value)
        return rows.filter(Exists(attended))

    def with_open_conclusions(self, rows, name, value):
        return rows.filter(Exists(WorkshopConclusion.objects.filter(workshop=OuterRef("pk"), status="open")))
