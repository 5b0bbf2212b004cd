"""Recompute the ledger: sequence, hash chain, triggers, rollups. Read-only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from programme import rollups, triggers
from programme.ledger import COVERED, fingerprint_of
from programme.models import Entry, Indicator, LedgerHead, Posting, Rollup

_CHUNK = 2_000
_more: list[Callable[[], Iterator[str]]] = []


def register(check):
    """Have ``check()`` looked at too: a generator of sentences, as ``differences``; from an upper app's ``ready``."""
    _more.append(check)


def differences():
    """Yield one sentence (English, for the operator) for every place where the ledger is not what it must be.

    Nothing is yielded for a sound ledger. Holds one posting and the sums of one indicator in memory at a time, and sees
    the ledger as it was at one moment: what is posted meanwhile is neither waited for nor seen.
    """
    with _one_moment():
        for name in triggers.missing(connection):
            yield f"trigger {name} is missing: the database no longer refuses changes"
        yield from _chain()
        yield from _orphans()
        yield from _rollups()
        for check in _more:
            yield from check()


@contextmanager
def _one_moment():
    """A transaction that sees the database as it was at its first look and keeps nobody from posting."""
    if connection.in_atomic_block:  # the caller's transaction says what is seen
        yield
    elif connection.vendor == "sqlite":
        sqlite: Any = connection  # what only SQLite has is unknown to Django's types
        sqlite.ensure_connection()
        mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"  # IMMEDIATE would hold up writers
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _chain():
    expected, previous_hash = 1, ""
    entries = _entries_by_posting()
    pending = next(entries, None)
    for posting in Posting.objects.select_related("document").order_by("sequence").iterator(chunk_size=_CHUNK):
        while posting.sequence > expected:
            yield f"posting {expected} is missing"
            expected += 1
        while pending and pending[0] < posting.sequence:
            pending = next(entries, None)
        lines = pending[1] if pending and pending[0] == posting.sequence else []
        yield from _posting(posting, lines, previous_hash)
        expected, previous_hash = posting.sequence + 1, posting.hash
    head = LedgerHead.objects.first()
    last, last_hash = (head.sequence, head.hash) if head else (0, "")
    if last != expected - 1:
        yield f"the ledger head says {last} postings, there are {expected - 1}"
    elif last_hash != previous_hash:
        yield f"the ledger head's hash differs from that of posting {last}"


def _posting(posting, lines, previous_hash):
    if posting.previous_hash != previous_hash:
        yield f"posting {posting.sequence} does not follow the hash of posting {posting.sequence - 1}"
    missing = sorted(set(range(1, posting.entry_count + 1)) - {line for line, *_others in lines})
    if missing:
        yield f"posting {posting.sequence}: line {', '.join(map(str, missing))} is missing"
    if fingerprint_of(posting, lines) != posting.hash:
        yield f"posting {posting.sequence}: its content does not match its hash"


def _entries_by_posting():
    """Yield the number of each posting that has entries, and of each entry in order the values that its hash covers."""
    rows = Entry.objects.order_by("posting_id", "line").values_list("posting_id", *COVERED)
    for sequence, group in groupby(rows.iterator(chunk_size=_CHUNK), lambda row: row[0]):
        yield sequence, [values for _sequence, *values in group]


def _orphans():
    """Entries whose posting is gone (possible only with foreign keys off, behind the application's back)."""
    orphans = Entry.objects.exclude(posting_id__in=Posting.objects.values("sequence"))
    for posting_id in orphans.values_list("posting_id", flat=True).distinct():
        yield f"posting {posting_id} is missing but has entries"


def _rollups():
    for indicator in Indicator.objects.order_by("pk"):
        wanted = rollups.recompute(indicator.pk)
        for cell, year, stored in rollups.stored(Rollup.objects.filter(indicator=indicator)):
            expected = wanted.pop((cell, year), rollups.Sums())
            if stored != expected:
                yield (
                    f"rollup {indicator.code} {cell.scope} {cell.scope_code or '-'} province {cell.province or 'all'} "
                    f"sector {cell.sector or 'all'} {year}: stored {stored}, the entries give {expected}"
                )
        for (cell, year), expected in sorted(wanted.items()):
            yield f"rollup for {cell} {year} is missing: the entries give {expected}"
