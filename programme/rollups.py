"""Sums kept beside the ledger: which slices an entry falls into, and how a posting changes them.

One home for the arithmetic: posting adjusts rollups with it, ``rebuild`` and ``verify_ledger`` recompute with it.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from itertools import islice

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from programme.models import Entry, LedgerHead, Phase, Province, Rollup

Scope = Rollup.Scope
_CHUNK = 2_000
_SUBJECT_CHUNK = 500
_SUMS = ("quantity", "unlisted", "subjects", "new_subjects", "new_in_phase")
_deferred = ContextVar("rollups_deferred", default=False)


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """One set of entries of an indicator: a scope with a province and a sector ('' is all)."""

    indicator_id: int
    scope: str
    scope_code: str
    province: str
    sector: str


@dataclass(slots=True)
class Sums:
    """The columns of one rollup row; see ``Rollup``."""

    quantity: int = 0
    unlisted: int = 0
    subjects: int = 0
    new_subjects: int = 0
    new_in_phase: int = 0

    def add(self, other):
        self.quantity += other.quantity
        self.unlisted += other.unlisted
        self.subjects += other.subjects
        self.new_subjects += other.new_subjects
        self.new_in_phase += other.new_in_phase


# What marks the place of a slice that holds a whole unit of 34: "34+15" is Lào Cai with the parts among the 63 that
# merged into it, "34-15" only what was recorded under its own code.
JOINED = "+"


def joined_place(key):
    """Return the place under which rollups hold everything that falls into the unit of 34 with ``key``."""
    return key.replace("-", JOINED)


def unit_of(place):
    """Return the key of the unit that a slice's ``place`` stands for: "34-15" for "34+15", else the place itself."""
    return place.replace(JOINED, "-")


def slices_of(entry, units):
    """Return the slices that ``entry`` falls into; ``units`` tells the unit of 34 for each province (``Units``).

    Programme and project are crossed with province and sector, an association is cut by each of the two, a package is
    taken whole. A province is there twice: as recorded, and as part of its unit since 2025. What is not here is
    answered from the entries; more would cost every posting.
    """
    sector = entry.sector
    places = {"", entry.province, units.place_of(entry.province)}
    whole = sorted({(place, cut) for place in places for cut in ("", sector)})
    found = [Slice(entry.indicator_id, Scope.PROGRAMME, "", *cut) for cut in whole]
    if entry.project:
        found += [Slice(entry.indicator_id, Scope.PROJECT, entry.project, *cut) for cut in whole]
    if entry.association:
        cuts = sorted({*((place, "") for place in places), ("", sector)})
        found += [Slice(entry.indicator_id, Scope.ASSOCIATION, entry.association, *cut) for cut in cuts]
    if entry.package:
        found.append(Slice(entry.indicator_id, Scope.PACKAGE, entry.package, "", ""))
    return found


class Units:
    """Tells into which unit of 34 each province falls; read once, used for many entries."""

    def __init__(self):
        pairs = Province.objects.filter(successor__isnull=False).order_by().values_list("key", "successor__key")
        self._successors = dict(pairs)

    def place_of(self, province):
        """Return the place of the joined slice for ``province``: "34+15" for "63-10" and for "34-15"; '' for ''."""
        return joined_place(self._successors.get(province, province)) if province else ""


class PhaseStarts:
    """Tells in which year the main phase began that holds a year."""

    def __init__(self):
        phases = Phase.objects.filter(is_main=True).values_list("starts_on__year", "ends_on__year")
        self._starts = {year: start for start, end in phases for year in range(start, end + 1)}

    def start_of(self, year):
        """The first year of the phase of ``year``; the year itself where there is no phase."""
        return self._starts.get(year, year)


def adjust(new_entries):
    """Bring the rollups up to date with ``new_entries``, which are already in the ledger.

    Runs in the posting's transaction, whose lock on the ledger head keeps other postings out. The cost depends on the
    subjects touched, not on the size of the ledger.
    """
    if _deferred.get():
        return
    changes, units = defaultdict(Sums), Units()
    _add_quantities(changes, new_entries, units)
    _add_subjects(changes, new_entries, units, PhaseStarts())
    _write(changes)


@contextmanager
def rebuilt_at_the_end():
    """One transaction for a whole set of postings: rollups are made once, before it ends, not with every posting."""
    token = _deferred.set(True)
    try:
        with transaction.atomic():
            yield
            rebuild()
    finally:
        _deferred.reset(token)


def recompute():
    """Return ``{(Slice, year): Sums}`` worked out from every entry, one indicator after the other."""
    changes = defaultdict(Sums)
    units, phases = Units(), PhaseStarts()
    rows = Entry.objects.order_by("indicator_id", "subject").iterator(chunk_size=_CHUNK)
    for _key, group in _grouped(rows, lambda entry: (entry.indicator_id, entry.subject)):
        _add_quantities(changes, group, units)
        if group[0].subject:
            _add_subject(changes, [], group, units, phases)
    return {key: sums for key, sums in changes.items() if any(astuple(sums))}


def rebuild():
    """Replace every rollup row by what the entries say; call inside a transaction. Returns the number of rows."""
    # The head keeps postings out until the new sums are in place.
    head = LedgerHead.locked()
    wanted = recompute()
    Rollup.objects.all().delete()
    rows = (_row(cell, year, sums) for (cell, year), sums in sorted(wanted.items()))
    while chunk := list(islice(rows, _CHUNK)):
        Rollup.objects.bulk_create(chunk)
    head.rollup_layout = Rollup.LAYOUT
    head.save(update_fields=["rollup_layout"])
    return len(wanted)


def rebuild_after_migrate(apps, **_signal):
    """Receive ``post_migrate``: make the rollups anew where they still have an older layout."""
    try:
        apps.get_model("programme", "LedgerHead")._meta.get_field("rollup_layout")
    except (LookupError, FieldDoesNotExist):
        return  # migrated back to before there was a layout
    with transaction.atomic():
        if LedgerHead.objects.exclude(rollup_layout=Rollup.LAYOUT).exists():
            rebuild()


def _add_quantities(changes, entries, units):
    for entry in entries:
        for cell in slices_of(entry, units):
            sums = changes[cell, entry.happened_on.year]
            sums.quantity += entry.quantity
            if not entry.subject:
                sums.unlisted += entry.quantity


def _add_subjects(changes, new_entries, units, phases):
    by_subject = defaultdict(list)
    for entry in new_entries:
        if entry.subject:
            by_subject[entry.indicator_id, entry.subject].append(entry)
    by_indicator = defaultdict(list)
    for indicator_id, subject in by_subject:
        by_indicator[indicator_id].append(subject)
    new_ids = {entry.pk for entry in new_entries}
    for indicator_id, subjects in by_indicator.items():
        for start in range(0, len(subjects), _SUBJECT_CHUNK):
            chunk = subjects[start : start + _SUBJECT_CHUNK]
            earlier = defaultdict(list)
            for entry in Entry.objects.filter(indicator_id=indicator_id, subject__in=chunk):
                if entry.pk not in new_ids:
                    earlier[entry.subject].append(entry)
            for subject in chunk:
                _add_subject(changes, earlier[subject], by_subject[indicator_id, subject], units, phases)


def _add_subject(changes, earlier, new, units, phases):
    """Add what ``new`` entries of one subject change in the distinct counts of the slices they touch."""
    before, after = defaultdict(dict), defaultdict(dict)
    for entry in new:
        for cell in slices_of(entry, units):
            _count(after[cell], entry)
    for entry in earlier:
        for cell in slices_of(entry, units):
            if cell in after:
                _count(before[cell], entry)
                _count(after[cell], entry)
    for cell, years_after in after.items():
        years_before = before.get(cell, {})
        states = set(years_before) | set(years_after)
        old = _distinct(years_before, states, phases)
        new_counts = _distinct(years_after, states, phases)
        for year in states:
            sums = changes[cell, year]
            sums.subjects += new_counts[year][0] - old[year][0]
            sums.new_subjects += new_counts[year][1] - old[year][1]
            sums.new_in_phase += new_counts[year][2] - old[year][2]


def _count(years, entry):
    years[entry.happened_on.year] = years.get(entry.happened_on.year, 0) + entry.quantity


def _distinct(years, wanted, phases):
    """Return for each wanted year whether the subject counts in it, joins (or leaves) ever, and joins in the phase."""
    result = {}
    total, in_phase, phase = 0, 0, None
    for year in sorted(wanted):
        quantity = years.get(year, 0)
        if phases.start_of(year) != phase:
            in_phase, phase = 0, phases.start_of(year)
        result[year] = (
            int(quantity > 0),
            int(total + quantity > 0) - int(total > 0),
            int(in_phase + quantity > 0) - int(in_phase > 0),
        )
        total += quantity
        in_phase += quantity
    return result


def _write(changes):
    """Add ``changes`` to the stored rows: one read and one upsert a chunk."""
    items = sorted((key, sums) for key, sums in changes.items() if any(astuple(sums)))
    for start in range(0, len(items), _CHUNK):
        chunk = dict(items[start : start + _CHUNK])
        for cell, year, stored in _stored(chunk):
            chunk[cell, year].add(stored)
        Rollup.objects.bulk_create(
            [_row(cell, year, sums) for (cell, year), sums in chunk.items()],
            update_conflicts=True,
            unique_fields=["indicator", "scope", "scope_code", "province", "sector", "year"],
            update_fields=_SUMS,
        )


def _stored(keys):
    """Yield ``(slice, year, sums)`` of the stored rows among ``keys``, read by indicator and scope."""
    groups = defaultdict(lambda: (set(), set(), set()))
    for cell, year in keys:
        codes, provinces, years = groups[cell.indicator_id, cell.scope]
        codes.add(cell.scope_code)
        provinces.add(cell.province)
        years.add(year)
    for (indicator_id, scope), (codes, provinces, years) in groups.items():
        rows = Rollup.objects.filter(
            indicator_id=indicator_id, scope=scope, scope_code__in=codes, province__in=provinces, year__in=years
        )
        for row in rows.iterator():
            key = Slice(row.indicator_id, row.scope, row.scope_code, row.province, row.sector), row.year
            if key in keys:
                yield *key, sums_of(row)


def sums_of(row):
    """Return the sums that a stored rollup row holds."""
    return Sums(*(getattr(row, name) for name in _SUMS))


def _row(cell, year, sums):
    return Rollup(
        indicator_id=cell.indicator_id,
        scope=cell.scope,
        scope_code=cell.scope_code,
        province=cell.province,
        sector=cell.sector,
        year=year,
        **{name: getattr(sums, name) for name in _SUMS},
    )


def _grouped(rows, key):
    """Yield ``(key, list of rows)`` for runs of equal keys; the empty subject comes in pieces to bound memory."""
    current, group = None, []
    for row in rows:
        if key(row) != current or (len(group) >= _CHUNK and not row.subject):
            if group:
                yield current, group
            current, group = key(row), []
        group.append(row)
    if group:
        yield current, group
