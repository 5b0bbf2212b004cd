"""Every figure of the portal comes from here: ``answer`` for values, ``entries`` and ``subjects`` for what is behind.

A figure is a sum or a distinct count over the entries with ``happened_on`` in the period and a posting sequence up to
``known``. Rollups answer what they can; the entries answer the rest. Both give the same number: tests compare them.
Design §2.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.cache import caches
from django.db.models import Case, Count, Max, Min, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from programme.models import Entry, Indicator, Posting
from programme.rollups import Sums
from programme.yearly import OVER_TIME, Question, conditions, yearly_sums_by

Kind = Indicator.Kind
_NOTHING = Sums()


@dataclass(slots=True)
class Figure:
    """A value with what a page needs beside it.

    ``value`` is an int; for a share a ``Decimal`` in percent with one decimal, or None where the denominator is
    unknown or zero. ``unlisted`` is the part of it that is a number without a list. ``series`` holds
    ``(year, value in the year, value from the start of the period to the end of the year)``.
    """

    indicator: Indicator
    question: Question
    value: int | Decimal | None = 0
    unlisted: int = 0
    series: list = field(default_factory=list)


def known_at(moment):
    """Return the sequence of the last posting recorded at or before ``moment`` (a datetime, or a day's end)."""
    if not isinstance(moment, datetime):
        moment = timezone.make_aware(datetime.combine(moment, datetime.max.time()))
    return Posting.objects.filter(recorded_at__lte=moment).aggregate(last=Max("sequence"))["last"] or 0


def answer(indicators, question):
    """Return ``{indicator code: Figure}`` for ``indicators``.

    One query or two where rollups answer, at most two more where the entries must; never one an indicator.
    """
    return sheet(indicators, question, {})[0]


def sheet(indicators, question, parts, head=None):
    """Return the figures of ``indicators`` and the breakdowns by the dimensions of ``parts`` together.

    ``parts`` is ``{dimension: indicators}``; the result is ``({code: Figure}, {dimension: breakdown})``. A page that
    shows both asks once instead of once a dimension. ``head`` is the ledger head, where the caller has it already.
    """
    wanted = _with_parts(indicators)
    asked = {None: _counted(wanted)} | {by: _counted(some) for by, some in parts.items()}
    values, breakdowns = _worked_out(asked, question, head)
    figures = {
        indicator.code: Figure(indicator, question, *values.get(indicator.pk, (None, 0, []))) for indicator in wanted
    }
    for indicator in wanted:
        if indicator.kind == Kind.SHARE:
            figures[indicator.code].value = _share(indicator, figures)
    return {indicator.code: figures[indicator.code] for indicator in indicators}, breakdowns


def _worked_out(asked, question, head):
    """Return ``({indicator id: (value, unlisted, series)}, {dimension: breakdown})`` for ``{dimension: indicators}``.

    What a ledger says never changes, and the head's hash tells one ledger from any other: while it stands, an answer
    given once is kept for a minute in this process. So a figure is never older than the head that the page read.
    """

    def work_out():
        sums = yearly_sums_by(asked, question, head)
        whole = {one.pk: _combine(one, question, sums[None].get(("", one.pk), {})) for one in asked[None]}
        return whole, {by: _breakdown(some, question, sums[by]) for by, some in asked.items() if by}

    if head is None or not head.hash:
        return work_out()
    counted = [(by, [(one.pk, one.kind, one.entries_id, one.code) for one in some]) for by, some in asked.items()]
    key = hashlib.sha256(repr((head.hash, question, counted)).encode()).hexdigest()
    return caches["figures"].get_or_set(key, work_out)


def figure(indicator, question):
    """Return the ``Figure`` of one indicator."""
    return answer([indicator], question)[indicator.code]


def breakdown(indicators, question, by):
    """Return ``{code of dimension by: {indicator code: value}}`` for the codes under which something is counted.

    For distinct counts the parts need not add up to the whole: one subject may have entries in two parts.
    """
    return sheet([], question, {by: indicators})[1][by]


def _breakdown(indicators, question, sums):
    counted = {indicator.pk: indicator for indicator in indicators}
    result = defaultdict(dict)
    for (part, indicator_id), years in sums.items():
        indicator = counted[indicator_id]
        value, _unlisted, _series = _combine(indicator, question, years)
        if part and value:
            result[part][indicator.code] = value
    return dict(result)


def entries(indicator, question):
    """Return the entries that a figure is made of (a queryset); a flow or stock is the sum of their quantities."""
    found = Entry.objects.filter(conditions(question), indicator=indicator.entries_id, happened_on__lte=question.as_of)
    if question.since and indicator.kind not in OVER_TIME:
        found = found.filter(happened_on__gte=question.since)
    # Numbers without a list have no subject; they add to sums, never to distinct counts.
    return found.exclude(subject="") if indicator.is_distinct else found


def subjects(indicator, question):
    """Return the subjects that a distinct figure counts (a queryset of dicts); their ``count`` adds up to its value.

    Keys: ``subject``, ``count`` (1, or -1 for one that left after the start of a count to date), ``entry_count``,
    ``first_on``, ``last_on``.
    """
    counts_to_date = indicator.kind == Kind.DISTINCT_TO_DATE and question.since
    earlier = Coalesce(Sum("quantity", filter=Q(happened_on__lt=question.since)), 0) if counts_to_date else Value(0)
    joined = When(net__gt=0, before__lte=0, then=Value(1))
    left = When(net__lte=0, before__gt=0, then=Value(-1))
    return (
        entries(indicator, question)
        .order_by()
        .values("subject")
        .annotate(net=Sum("quantity"), before=earlier)
        .annotate(count=Case(joined, left, default=Value(0)))
        .exclude(count=0)
        .annotate(entry_count=Count("pk"), first_on=Min("happened_on"), last_on=Max("happened_on"))
    )


def gross_and_net(indicator, question):
    """Return ``(gross, overlap, net)`` of a distinct figure: gross adds up the associations, net counts a subject once.

    Entries of such an indicator always name their association.
    """
    parts = breakdown([indicator], question, "association")
    gross = sum(values[indicator.code] for values in parts.values())
    net = figure(indicator, question).value
    return gross, gross - net, net


def overlaps(indicator, question):
    """Return ``{subject: [association codes]}`` for subjects that more than one association counts in the period.

    Adds up to the overlap of ``gross_and_net`` for distinct counts in the period; not for counts to date.
    """
    nets = (
        entries(indicator, question)
        .order_by("subject", "association")
        .values("subject", "association")
        .annotate(net=Sum("quantity"))
        .filter(net__gt=0)
    )
    claims = defaultdict(list)
    for subject, association in nets.values_list("subject", "association"):
        claims[subject].append(association)
    return {subject: codes for subject, codes in claims.items() if len(codes) > 1}


def _with_parts(indicators):
    """Add the numerators and denominators of shares."""
    wanted = {indicator.pk: indicator for indicator in indicators}
    for indicator in indicators:
        for part in (indicator.numerator, indicator.denominator):
            if part is not None:
                wanted.setdefault(part.pk, part)
    return list(wanted.values())


def _counted(indicators):
    return [indicator for indicator in indicators if indicator.kind not in (Kind.SHARE, Kind.EXTERNAL)]


def _combine(indicator, question, years):
    """Return ``(value, unlisted, series)`` from the sums of each year; year 0 holds what lies before ``since``."""
    distinct = indicator.is_distinct
    total = unlisted = 0
    if indicator.kind == Kind.STOCK and 0 in years:
        total, unlisted = years[0].quantity, years[0].unlisted
    series = []
    for year in range(_first_year(question, years), question.as_of.year + 1):
        sums = years.get(year, _NOTHING)
        gained = sums.new_subjects if distinct else sums.quantity
        total += gained
        unlisted += 0 if distinct else sums.unlisted
        series.append((year, sums.subjects if indicator.kind == Kind.DISTINCT_PERIOD else gained, total))
    return total, unlisted, series


def _first_year(question, years):
    if question.since:
        return question.since.year
    return min((year for year in years if year), default=question.as_of.year)


def _share(indicator, figures):
    if indicator.numerator_id is None or indicator.denominator_id is None:
        return None
    whole = figures[indicator.denominator.code].value
    if not whole:
        return None
    part = figures[indicator.numerator.code].value
    if part is None:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
