"""Sums by year for a question: from the rollups where they can answer, else from the entries.

Both sources give the same rows, so everything above this module works on one shape.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Expression, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from programme.models import Entry, Indicator, LedgerHead, Province, Rollup
from programme.models.reference import MERGED_ON
from programme.rollups import JOINED, PhaseStarts, Sums, joined_place, unit_of

Kind = Indicator.Kind
Scope = Rollup.Scope
DIMENSIONS = ("province", "sector", "association", "project", "package", "task", "size")
# Kinds whose value depends on what happened before the period.
OVER_TIME = (Kind.STOCK, Kind.DISTINCT_TO_DATE)
# What is read of a rollup row; "joined" is the column that the question picks.
_SUMS = ("quantity", "unlisted", "subjects", "new_subjects", "joined")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the ledger. Dimensions are codes, '' asks for all.

    ``since`` and ``as_of`` bound the days (both included); ``since`` None is from the beginning. ``known`` is a
    posting sequence, None is all that is known now. ``own`` holds the association codes that bind the reader.
    ``units`` says in which catalogue of provinces to count ("63" or "34", '' leaves it to ``catalogue``).
    """

    as_of: date
    since: date | None = None
    known: int | None = None
    province: str = ""
    sector: str = ""
    association: str = ""
    project: str = ""
    package: str = ""
    task: str = ""
    size: str = ""
    units: str = ""
    own: tuple[str, ...] | None = None

    @property
    def catalogue(self):
        """The catalogue of provinces that the question counts in, so that each entry falls into one unit.

        In that of 34, a unit holds the entries of its parts among the 63. In that of 63, a code holds what was recorded
        under it and nothing else, because what was recorded under a unit of 34 cannot be divided. Settled by a unit of
        63 as the question's province; else by ``units``, by the province, or by whether the period ends before the
        merger.
        """
        before, since = Province.Catalogue.BEFORE_2025, Province.Catalogue.SINCE_2025
        if self.province.startswith(f"{before}-"):
            return before
        if self.units or self.province:
            return self.units or since
        return before if self.as_of < MERGED_ON else since

    @property
    def joins_units(self):
        return self.catalogue == Province.Catalogue.SINCE_2025

    def for_user(self, user):
        """Return the question bound to the rows that ``user`` may see: associations ask about themselves only."""
        if not user.is_authenticated or not user.is_active:
            return replace(self, own=())
        return replace(self, own=None if user.sees_all_associations else user.association_codes)

    def replace(self, **changes):
        return replace(self, **changes)


def yearly_sums_by(wanted, question, head=None):
    """Return ``{by: yearly sums}`` for ``wanted`` (``{dimension or None: indicators}``).

    Yearly sums are ``{(part, indicator id): {year: Sums}}``; ``part`` is a code of dimension ``by``, or '' without one.
    ``new_subjects`` counts from the start of the question's period for distinct counts in the period, from the
    beginning for counts to date. Year 0 holds what happened before ``since``, for the kinds that need it.

    Whatever rollups can answer takes one query together; each dimension that they cannot takes one or two. ``head``
    is the ledger head, where the caller has read it already.
    """
    result = {by: {} for by in wanted}
    cuts = {by: _rollup_cut(question, by) for by, indicators in wanted.items() if indicators}
    column = None
    if any(cut is not None for cut in cuts.values()):
        column = _joined_column(question, head, {one.entries_id for some in wanted.values() for one in some})
    rolled = {by: (wanted[by], cut) for by, cut in cuts.items() if cut is not None and column}
    result |= _from_rollups(rolled, question, column)
    for by in cuts.keys() - rolled.keys():
        for over_time in (False, True):
            chosen = [indicator for indicator in wanted[by] if (indicator.kind in OVER_TIME) == over_time]
            if chosen:
                result[by] |= _from_entries(chosen, question, by, over_time)
    return result


def conditions(question):
    """Return the condition on entries that the question's dimensions, reader and state of knowledge set."""
    condition = Q()
    if question.known is not None:
        condition &= Q(posting__lte=question.known)
    if question.own is not None:
        condition &= Q(association__in=question.own)
    if question.province:
        keys = Province.objects.keys_covered_by(question.province) if question.joins_units else [question.province]
        condition &= Q(province__in=keys)
    for name in DIMENSIONS[1:]:
        if value := getattr(question, name):
            condition &= Q(**{name: value})
    return condition


# --- rollups ---------------------------------------------------------------------------------------------------


def _rollup_cut(question, by):
    """Return the condition that selects the question's rollup rows, or None where rollups hold no such slice."""
    scope, codes = _scope(question, by)
    if scope is None or question.task or question.size or by in ("task", "size"):
        return None
    cuts = sum((bool(question.province) or by == "province", bool(question.sector) or by == "sector"))
    allowed = {Scope.PROGRAMME: 2, Scope.PROJECT: 2, Scope.ASSOCIATION: 1, Scope.PACKAGE: 0}[scope]
    if cuts > allowed:
        return None
    cut = Q(scope=scope) & _places(question, by)
    if question.sector or by != "sector":
        cut &= Q(sector=question.sector)
    return cut if codes is None else cut & Q(scope_code__in=codes)


def _places(question, by):
    """Return the condition on the place of rollup rows: one unit, all of them, or none; of 34 with all their parts."""
    if question.province:
        return Q(province=joined_place(question.province) if question.joins_units else question.province)
    if by != "province":
        return Q(province="")
    is_joined = Q(province__contains=JOINED)
    return is_joined if question.joins_units else ~is_joined


def _scope(question, by):
    """Return the rollup scope and its codes (None for any) that the question asks for; scope None where crossed."""
    asked = {name for name in ("project", "association", "package") if getattr(question, name)}
    if by in ("project", "association", "package"):
        asked.add(by)
    if question.own is not None:
        asked.add("association")
    if len(asked) > 1:
        return None, None
    if not asked:
        return Scope.PROGRAMME, [""]
    name = asked.pop()
    codes = [getattr(question, name)] if getattr(question, name) else None
    if question.own is not None:
        codes = list(question.own) if codes is None else [code for code in codes if code in question.own]
        if by != "association" and len(codes) > 1:
            return None, None
    return Scope(name), codes


def _joined_column(question, head, entries_ids):
    """Return the rollup column that counts joining subjects since the question's start; None if there is none."""
    head = head or LedgerHead.objects.first()
    if head is None:
        return "new_subjects"
    if question.known is not None and question.known < head.sequence:
        return None
    ends_year = (question.as_of.month, question.as_of.day) == (12, 31)
    if not ends_year and head.last_happened_on and question.as_of < head.last_happened_on:
        return None
    since = question.since
    if since is None:
        return "new_subjects"
    if (since.month, since.day) != (1, 1):
        return None
    if since.year == question.as_of.year:
        return "subjects"
    phases = PhaseStarts()
    if phases.start_of(since.year) == since.year == phases.start_of(question.as_of.year):
        return "new_in_phase"
    earlier = Rollup.objects.filter(indicator__in=entries_ids, scope=Scope.PROGRAMME, year__lt=since.year)
    return None if earlier.exists() else "new_subjects"


def _from_rollups(rolled, question, column):
    """Return ``{by: yearly sums}`` for ``{by: (indicators, cut)}``, all slices in one query."""
    result = {by: defaultdict(dict) for by in rolled}
    by_entries = {by: _by_entries(indicators) for by, (indicators, _cut) in rolled.items()}
    since_year = question.since.year if question.since else 0
    rows = [_rollup_rows(by, by_entries[by], cut, question, column) for by, (_indicators, cut) in rolled.items()]
    for name, part, entries_id, bucket, *numbers in _union(rows):
        quantity, unlisted, subjects, new_subjects, joined = map(int, numbers)  # PostgreSQL adds up to decimals
        by = name or None
        part = unit_of(part) if by == "province" else part
        year = bucket if bucket >= since_year else 0
        for indicator in by_entries[by][entries_id]:
            over_time = indicator.kind in OVER_TIME
            if year or over_time:
                sums = result[by][part, indicator.pk].setdefault(year, Sums())
                sums.add(Sums(quantity, unlisted, subjects, new_subjects if over_time else joined))
    return {by: dict(sums) for by, sums in result.items()}


def _rollup_rows(by, by_entries, cut, question, column):
    part = {None: Value("", CharField()), "province": F("province"), "sector": F("sector")}.get(by, F("scope_code"))
    rows = Rollup.objects.filter(cut, indicator__in=list(by_entries), year__lte=question.as_of.year).order_by()
    rows = rows.annotate(by=Value(by or "", CharField()), part=part, joined=F(column))
    if by is None:
        return rows.values_list("by", "part", "indicator_id", "year", *_SUMS)
    # Parts have no series, so the database adds their years up: many associations would be many rows.
    bucket: Expression = Value(question.as_of.year, IntegerField())
    if question.since:
        bucket = Case(When(year__lt=question.since.year, then=Value(0)), default=bucket)
    added = [Sum(name) for name in _SUMS]
    return (
        rows.annotate(bucket=bucket)
        .values("by", "part", "indicator_id", "bucket")
        .annotate(*added)
        .values_list("by", "part", "indicator_id", "bucket", *(f"{name}__sum" for name in _SUMS))
    )


def _union(querysets):
    if len(querysets) > 1:
        return querysets[0].union(*querysets[1:], all=True)
    return querysets[0] if querysets else ()


def _by_entries(indicators):
    """Group indicators by the one under which their entries are posted."""
    grouped = defaultdict(list)
    for indicator in indicators:
        grouped[indicator.entries_id].append(indicator)
    return grouped


# --- entries ---------------------------------------------------------------------------------------------------

# The inner query is the ORM's, so scope and filters have one home. Window sums over the net of each subject and year
# tell in which year a subject joins the count (its sum turns positive) or leaves it.
_YEARLY = """
WITH totals AS (
    SELECT part, entries_id, subject, bucket, net,
           SUM(net) OVER (PARTITION BY part, entries_id, subject ORDER BY bucket) AS total
    FROM ({nets}) AS nets
)
SELECT part, entries_id, bucket,
       SUM(net),
       SUM(CASE WHEN subject = '' THEN net ELSE 0 END),
       SUM(CASE WHEN subject <> '' AND net > 0 THEN 1 ELSE 0 END),
       SUM(CASE WHEN subject = '' THEN 0
                WHEN total > 0 AND total - net <= 0 THEN 1
                WHEN total <= 0 AND total - net > 0 THEN -1
                ELSE 0 END)
FROM totals
GROUP BY part, entries_id, bucket
"""


def _from_entries(indicators, question, by, over_time):
    by_entries = _by_entries(indicators)
    found = Entry.objects.filter(
        conditions(question), indicator__in=list(by_entries), happened_on__lte=question.as_of
    ).order_by()
    bucket: Expression = ExtractYear("happened_on")
    if question.since and over_time:
        bucket = Case(When(happened_on__lt=question.since, then=Value(0)), default=bucket)
    elif question.since:
        found = found.filter(happened_on__gte=question.since)
    named = found.annotate(part=_part(question, by), entries_id=F("indicator_id"), bucket=bucket)
    nets = named.values("part", "entries_id", "subject", "bucket")
    result = defaultdict(dict)
    for part_code, entries_id, year, quantity, unlisted, subjects, joined in _rows(nets.annotate(net=Sum("quantity"))):
        for indicator in by_entries[entries_id]:
            result[part_code, indicator.pk][int(year)] = Sums(int(quantity), int(unlisted), int(subjects), int(joined))
    return dict(result)


def _part(question, by):
    """Return the expression of the part that an entry falls into; units of 63 fold into those of 34 where asked."""
    if by is None:
        return Value("", output_field=CharField())
    if by == "province" and question.joins_units:
        successors = Province.objects.filter(key=OuterRef("province")).order_by().values("successor__key")
        return Coalesce(Subquery(successors), F("province"))
    return F(by)


def _rows(nets):
    try:
        sql, parameters = nets.query.sql_with_params()
    except EmptyResultSet:  # the reader may see nothing
        return []
    with connection.cursor() as cursor:
        cursor.execute(_YEARLY.format(nets=sql), parameters)
        return cursor.fetchall()
