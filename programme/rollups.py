"""Sums kept beside the ledger: which slices an entry falls into, and how a posting changes them.

One home for the arithmetic: posting adjusts rollups with it, ``rebuild`` and ``verify_ledger`` recompute with it.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from django.core.cache import caches
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction

from programme.models import Entry, Indicator, LedgerHead, Phase, Province, Rollup

Scope = Rollup.Scope
_CHUNK = 2_000
_SUBJECT_CHUNK = 500
_DIMENSIONS = ("province", "sector", "project", "association", "package")
_deferred = ContextVar("rollups_deferred", default=False)


class Slice(NamedTuple):
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


_NOTHING = Sums()
_SUMS = tuple(field.name for field in fields(Sums))
_values = attrgetter(*_SUMS)  # dataclasses.astuple copies every number
_COLUMNS = (*Slice._fields, "year", *_SUMS)
# What bulk_create cannot say: add to what is there. SQLite and PostgreSQL read it alike.
_UPSERT = (
    f"INSERT INTO programme_rollup ({', '.join(_COLUMNS)}) VALUES {{}} "  # noqa: S608  names of columns only
    f"ON CONFLICT ({', '.join((*Slice._fields, 'year'))}) DO UPDATE SET "
    + ", ".join(f"{name} = programme_rollup.{name} + excluded.{name}" for name in _SUMS)
)


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
        phases = Phase.objects.filter(is_main=True).values_list("starts_on", "ends_on")
        self._starts = {year: start.year for start, end in phases for year in range(start.year, end.year + 1)}

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
    new_by_indicator = defaultdict(lambda: defaultdict(list))
    for entry in new_entries:
        new_by_indicator[entry.indicator_id][entry.subject].append(entry)
    changes, units, phases = defaultdict(Sums), Units(), PhaseStarts()
    for indicator_id, new_by_subject in new_by_indicator.items():
        earlier = _earlier(indicator_id, new_by_subject, new_entries)
        for subject, new in new_by_subject.items():
            _add(changes, earlier[subject], new, units, phases)
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


def recompute(indicator_id):
    """Return ``{(Slice, year): Sums}`` of one indicator worked out from every entry of it."""
    changes, units, phases = defaultdict(Sums), Units(), PhaseStarts()
    rows = _lines().filter(indicator=indicator_id).order_by("subject").iterator(chunk_size=_CHUNK)
    for subject, group in groupby(rows, attrgetter("subject")):
        # A subject is looked at as a whole; what has none comes in pieces to bound memory.
        while entries := list(group if subject else islice(group, _CHUNK)):
            _add(changes, [], entries, units, phases)
    return {key: sums for key, sums in changes.items() if sums != _NOTHING}


def rebuild():
    """Replace every rollup row by what the entries say; call inside a transaction. Returns the number of rows."""
    # The head keeps postings out until the new sums are in place.
    head = LedgerHead.locked()
    Rollup.objects.all().delete()
    count = 0
    for indicator_id in Indicator.objects.order_by("pk").values_list("pk", flat=True):
        rows = [_row(cell, year, sums) for (cell, year), sums in sorted(recompute(indicator_id).items())]
        Rollup.objects.bulk_create(rows, batch_size=_CHUNK)
        count += len(rows)
    head.rollup_layout = Rollup.LAYOUT
    head.save(update_fields=["rollup_layout"])
    # The ledger is the same, yet its answers by unit or phase may not be. Other processes forget within a minute.
    transaction.on_commit(caches["figures"].clear)
    return count


def rebuild_after_migrate(apps=None, **_signal):
    """Receive ``post_migrate``: make the rollups anew where they still have an older layout."""
    if apps is None:
        return  # ``flush`` sends the same signal with less, and leaves nothing to add up
    try:
        apps.get_model("programme", "LedgerHead")._meta.get_field("rollup_layout")
    except (LookupError, FieldDoesNotExist):
        return  # migrated back to before there was a layout
    with transaction.atomic():
        if LedgerHead.objects.exclude(rollup_layout=Rollup.LAYOUT).exists():
            rebuild()


def _lines():
    """Entries with no more than what rollups are made of; rows that are read like an ``Entry`` but cost a fraction."""
    columns = ("indicator_id", "subject", "happened_on", "quantity", *_DIMENSIONS)
    return Entry.objects.order_by().values_list(*columns, named=True)


def _earlier(indicator_id, subjects, new_entries):
    """Return the entries of each of ``subjects`` that were in the ledger before ``new_entries``."""
    found = defaultdict(list)
    listed = [subject for subject in subjects if subject]
    before = _lines().filter(indicator=indicator_id).exclude(posting=new_entries[0].posting_id)
    for start in range(0, len(listed), _SUBJECT_CHUNK):
        for entry in before.filter(subject__in=listed[start : start + _SUBJECT_CHUNK]):
            found[entry.subject].append(entry)
    return found


def _add(changes, earlier, new, units, phases):
    """Add to ``changes`` what ``new`` entries of one subject, or of none, change in the slices they touch."""
    before, after = defaultdict(dict), defaultdict(dict)
    for entry in new:
        for cell in slices_of(entry, units):
            _count(after[cell], entry)
    for entry in earlier:
        for cell in slices_of(entry, units):
            if cell in after:
                _count(before[cell], entry)
                _count(after[cell], entry)
    add = partial(_add_subject, phases=phases) if new[0].subject else _add_unlisted
    for cell, years in after.items():
        add(changes, cell, years)
    for cell, years in before.items():
        add(changes, cell, years, sign=-1)


def _count(years, entry):
    years[entry.happened_on.year] = years.get(entry.happened_on.year, 0) + entry.quantity


def _add_unlisted(changes, cell, years, sign=1):
    for year, quantity in years.items():
        sums = changes[cell, year]
        sums.quantity += sign * quantity
        sums.unlisted += sign * quantity


def _add_subject(changes, cell, years, sign=1, *, phases):
    """Add one subject with ``{year: quantity}``: does it count in the year, does it join (or leave) ever, or the phase?

    A year without entries changes nothing.
    """
    total, in_phase, phase = 0, 0, None
    for year in sorted(years):
        quantity = years[year]
        if phases.start_of(year) != phase:
            in_phase, phase = 0, phases.start_of(year)
        sums = changes[cell, year]
        sums.quantity += sign * quantity
        sums.subjects += sign * (quantity > 0)
        sums.new_subjects += sign * ((total + quantity > 0) - (total > 0))
        sums.new_in_phase += sign * ((in_phase + quantity > 0) - (in_phase > 0))
        total += quantity
        in_phase += quantity


def _write(changes):
    """Add ``changes`` to the stored rows, which are made where there are none yet."""
    rows = sorted((*cell, year, *_values(sums)) for (cell, year), sums in changes.items() if sums != _NOTHING)
    # SQLite takes so many values a statement, PostgreSQL all; and neither none.
    size = max(1, min(_CHUNK, connection.ops.bulk_batch_size(_COLUMNS, rows)))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            chunk = rows[start : start + size]
            marks = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(chunk))
            cursor.execute(_UPSERT.format(marks), list(chain.from_iterable(chunk)))


def stored(rows):
    """Yield ``(slice, year, sums)`` of a queryset of rollups."""
    for row in rows.order_by().values_list(*_COLUMNS).iterator(chunk_size=_CHUNK):
        yield Slice(*row[:5]), row[5], Sums(*row[6:])


def _row(cell, year, sums):
    return Rollup(**dict(zip(_COLUMNS, (*cell, year, *_values(sums)), strict=True)))
