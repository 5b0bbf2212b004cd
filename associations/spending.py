"""What reports say was spent, beside what was committed."""

from dataclasses import dataclass

from django.db.models import Q, Sum, Value

from associations.models import Funding, PeriodicReport, Spending, TakenBack


@dataclass(frozen=True, slots=True)
class SourceUse:
    """The money of one source: committed in the agreement, reported before, reported now."""

    source: str
    label: str
    committed: int
    before: int
    now: int

    @property
    def spent(self):
        return self.before + self.now

    @property
    def left(self):
        """What is still to be spent of what was committed; negative when more was spent."""
        return self.committed - self.spent

    @property
    def over(self):
        """By how much more was spent than committed."""
        return max(-self.left, 0)


def compared(report, rows):
    """Return a ``SourceUse`` for each source that ``report`` (its spendings are ``rows``) or its agreement names.

    Before are the accepted reports of the agreement for earlier days, without what corrections took back; for a
    correction also what the report that it corrects still says. One query.
    """
    committed = _sums(
        Funding.objects.filter(agreement=report.agreement_id, state=Funding.State.COMMITTED), Value("committed")
    )
    earlier = Q(report__period_ends_on__lt=report.period_starts_on)
    if report.is_correction:
        earlier |= Q(report__in=PeriodicReport.objects.family_of(report)) & ~Q(report=report)
    gone = Q(report__status=PeriodicReport.Status.ACCEPTED) | Q(report=report.pk)
    before = Spending.objects.filter(
        earlier,
        report__agreement=report.agreement_id,
        report__status=PeriodicReport.Status.ACCEPTED,
    ).exclude(pk__in=TakenBack.objects.filter(gone, section="money").values("line"))
    sums = {
        (kind, source): amount for kind, source, amount in committed.union(_sums(before, Value("before")), all=True)
    }
    for row in rows:
        sums["now", row.source] = sums.get(("now", row.source), 0) + row.amount_vnd
    named = {source for _kind, source in sums}
    return [
        SourceUse(source, source.label, *(sums.get((kind, source), 0) for kind in ("committed", "before", "now")))
        for source in Funding.Source
        if source in named
    ]


def _sums(rows, kind):
    return (
        rows.order_by().values("source").annotate(kind=kind, sum=Sum("amount_vnd")).values_list("kind", "source", "sum")
    )
