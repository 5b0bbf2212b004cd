"""The one place that writes the results ledger.

``post`` appends a posting with its entries, ``correct`` takes entries back by new ones, ``close_period`` shuts a
stretch of days. Everything runs in one transaction that holds the ledger head, so numbers have no gap and hashes no
fork. Design §2.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from common import locks
from programme import corrections, rollups
from programme.models import Document, Entry, Indicator, IndicatorVersion, LedgerHead, LedgerPeriod, Posting

_CHUNK = 2_000
# What the hash covers of an entry, in its order. A corrected entry by posting and line, not by id: ids are given by the
# database after the hash is made.
COVERED = (
    "line",
    "indicator__code",
    "version",
    "quantity",
    "happened_on",
    "subject",
    "association",
    "package",
    "project",
    "task",
    "province",
    "sector",
    "size",
    "source_type",
    "source_id",
    "document__sha256",
    "corrects__posting_id",
    "corrects__line",
)


class LedgerError(ValidationError):
    """A posting that must not be made; the message says why and what to do."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One line to post. Dimensions are codes as they are on that day; see ``Entry``."""

    indicator: Indicator
    happened_on: date
    quantity: int = 1
    subject: str = ""
    association: str = ""
    package: str = ""
    project: str = ""
    task: str = ""
    province: str = ""
    sector: str = ""
    size: str = ""
    source_type: str = ""
    source_id: int | None = None
    document: Document | None = None
    corrects: Entry | None = None

    @classmethod
    def taking_back(cls, entry, *, happened_on):
        """Return the line that cancels ``entry``: same subject and dimensions, opposite quantity."""
        same = ("subject", "association", "package", "project", "task", "province", "sector", "size")
        return cls(
            indicator=entry.indicator,
            happened_on=happened_on,
            quantity=-entry.quantity,
            source_type=entry.source_type,
            source_id=entry.source_id,
            document=entry.document,
            corrects=entry,
            **{name: getattr(entry, name) for name in same},
        )


def post(kind, lines, *, by, reason, document=None, source=None, corrects=None, is_demonstration=False, at=None):
    """Append one posting with ``lines`` to the ledger and return it.

    ``source`` is the record that gave rise to it (a report, a standard), ``document`` its evidence. ``at`` is only for
    the demonstration set, which replays years; the ledger's moments never run backwards.
    Raises ``LedgerError`` for an empty posting, a missing reason, a line in the future or in a closed period, and for
    an indicator that cannot be posted. Nothing is written then.
    """
    lines = list(lines)
    _check(lines, reason)
    with transaction.atomic():
        head = LedgerHead.locked()
        excused = _refuse_closed_periods(lines, by)
        posting = Posting(
            sequence=head.sequence + 1,
            kind=kind,
            recorded_at=_moment(at, head),
            recorded_by=by,
            reason=reason.strip(),
            document=document,
            corrects=corrects,
            source_type=source._meta.label_lower if source is not None else "",
            source_id=source.pk if source is not None else None,
            entry_count=len(lines),
            is_demonstration=is_demonstration,
            previous_hash=head.hash,
        )
        entries = _entries(posting, lines)
        posting.hash = fingerprint(posting, entries)
        posting.save(force_insert=True)
        Entry.objects.bulk_create(entries, batch_size=_CHUNK)
        rollups.adjust(entries)
        days = [line.happened_on for line in lines]
        head.sequence, head.hash = posting.sequence, posting.hash
        head.last_happened_on = max(filter(None, [head.last_happened_on, *days]))
        head.save()
        audit.record("ledger.post", posting, by=by, reason=posting.reason)
        for exception in excused:
            locks.note(exception, posting, by)
    return posting


def correct(
    entries, *, by, reason, lines=(), corrects=None, source=None, document=None, is_demonstration=None, at=None
):
    """Take ``entries`` back by a new posting, put ``lines`` in their place, and return it.

    Records left without any entry hear of it. A line has the day of the entry it cancels, or of what it counts, or
    today where that day's period is closed: a closed figure stays as it was. ``corrects`` is the posting that is
    corrected; without it the one of the entries, where they have one. Raises ``LedgerError`` when an entry was taken
    back before or is a correction itself, and where there is nothing to take back and nothing to add.
    """
    with transaction.atomic():
        # Locked before the look, so that of two corrections of one entry the second finds the first.
        LedgerHead.locked()
        rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk")
        entries = list(rows.select_related("indicator", "posting", "document"))
        _refuse_taken_back(entries, lines)
        postings = {entry.posting for entry in entries}
        if corrects is None and len(postings) == 1:
            corrects = next(iter(postings))
        if is_demonstration is None:
            is_demonstration = all(entry.posting.is_demonstration for entry in entries)
        back = [Line.taking_back(entry, happened_on=entry.happened_on) for entry in entries]
        posting = post(
            Posting.Kind.CORRECTION,
            _in_open_periods([*back, *lines]),
            by=by,
            reason=reason,
            document=document,
            source=source,
            corrects=corrects,
            is_demonstration=is_demonstration,
            at=at,
        )
        corrections.announce(entries, posting)
    return posting


def _in_open_periods(lines):
    """Return ``lines`` with today in place of days of closed periods."""
    closed, today = _closed_periods(), timezone.localdate()
    return [replace(line, happened_on=today) if _period_of(line.happened_on, closed) else line for line in lines]


def close_period(period, *, by, reason):
    """Close ``period`` for good and return it. Raises ``LedgerError`` when it is closed already or has no reason."""
    if not reason.strip():
        raise LedgerError(_("Closing a period needs a reason."))
    with transaction.atomic():
        # The head is locked so that no posting slips in between the check of another transaction and this one.
        LedgerHead.locked()
        closed = LedgerPeriod.objects.filter(pk=period.pk, closed_at=None).update(
            closed_at=timezone.now(), closed_by=by, close_reason=reason.strip()
        )
        if not closed:
            period.refresh_from_db()
            raise LedgerError(closed_sentence(period), code="closed_period")
        period.refresh_from_db()
        audit.record("ledger.close_period", period, by=by, reason=reason.strip())
    return period


def refuse_closed(days, *, by=None, association=""):
    """Raise ``LedgerError`` if any of ``days`` lies in a closed period from which no exception frees ``by``.

    Every path that changes what has been or will be posted asks here or in ``common.locks``: forms, services, commands.
    """
    for error in closed_days(days, by=by, association=association).values():
        raise error


def closed_days(days, *, by=None, association=""):
    """Return ``{day: LedgerError}`` for those of ``days`` closed to ``by`` and ``association``, earliest first.

    One query, and one more where some are.
    """
    found = period_locks(days, association=association)
    free = {lock.cause for lock in set(found.values()) if locks.excuse(lock, by)}
    return {
        day: LedgerError(lock.sentence, code="closed_period") for day, lock in found.items() if lock.cause not in free
    }


def period_locks(days, *, association="", hold=False):
    """Return ``{day: Lock}`` for those of ``days`` that lie in a closed period, earliest first; one query.

    ``hold`` locks the periods of the days, so that none is closed before the transaction ends. Whoever posts in the
    same transaction must not: posting waits for the ledger's head, and closing holds that while it waits here.
    """
    days = sorted(set(days))
    if not days:
        return {}
    rows = LedgerPeriod.objects.filter(starts_on__lte=days[-1], ends_on__gte=days[0]).order_by("pk")
    closed = [period for period in (rows.select_for_update() if hold else rows) if period.is_closed]
    periods = {day: _period_of(day, closed) for day in days}
    return {day: period_lock(period, association=association) for day, period in periods.items() if period}


def period_lock(period, *, association=""):
    """Return the lock of a closed ``period`` on a record of ``association``."""
    return locks.Lock(closed_sentence(period), period, association, takes_exceptions=True)


def closed_sentence(period):
    """Say that ``period`` is closed, since when and why, and what can be done: the same words on every path."""
    return _(
        "The ledger period %(period)s was closed on %(closed)s (%(reason)s): nothing dated in it can be recorded, "
        "changed or posted. Post a correction in the open period, or ask for an exception."
    ) % {
        "period": period.name,
        "closed": date_format(timezone.localtime(period.closed_at), "SHORT_DATE_FORMAT"),
        "reason": period.close_reason,
    }


def fingerprint(posting, entries):
    """Return the SHA-256 (hex) of a posting, its entries in line order, and the hash of the posting before."""
    return fingerprint_of(posting, ([_value(entry, path) for path in COVERED] for entry in entries))


def fingerprint_of(posting, lines):
    """Return the fingerprint where ``lines`` are the values of ``COVERED`` of each entry: no instances are needed."""
    text = json.dumps([_header(posting), list(map(_content, lines))], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check(lines, reason):
    if not lines:
        raise LedgerError(_("There is nothing to post."))
    if not reason.strip():
        raise LedgerError(_("A posting needs a reason."))
    today = timezone.localdate()
    for line in lines:
        if not line.indicator.is_postable:
            raise LedgerError(
                _("Nothing is posted under “%(indicator)s”: it is worked out from others or only announced."),
                params={"indicator": line.indicator},
            )
        if line.indicator.is_distinct and not line.subject:
            raise LedgerError(
                _("“%(indicator)s” counts each subject once, so every line needs its subject."),
                params={"indicator": line.indicator},
            )
        if not line.quantity:
            raise LedgerError(_("A line of a posting needs a quantity other than zero."))
        if line.happened_on > today:
            raise LedgerError(
                _("%(day)s lies in the future; only what has happened is posted."),
                params={"day": date_format(line.happened_on, "SHORT_DATE_FORMAT")},
            )


def _refuse_taken_back(entries, lines):
    if not entries and not lines:
        raise LedgerError(_("Choose the entries to take back."))
    if any(entry.corrects_id for entry in entries):
        raise LedgerError(_("A correction is not taken back: post what is right instead."))
    taken = Entry.objects.filter(corrects__in=entries).select_related("corrects").first()
    if taken:
        raise LedgerError(
            _("Entry %(entry)s was taken back already by posting %(posting)s."),
            params={"entry": str(taken.corrects), "posting": taken.posting_id},
        )


def _refuse_closed_periods(lines, by):
    """Raise ``LedgerError`` for a line dated in a closed period; return the exceptions that let lines through."""
    days = {}
    for line in lines:
        days.setdefault(line.association, set()).add(line.happened_on)
    excused = {}
    for lock in _locks_of_lines(days):
        exception = locks.excuse(lock, by, hold=True)
        if exception is None:
            raise LedgerError(lock.sentence, code="closed_period")
        excused[exception.pk] = exception
    return list(excused.values())


def _locks_of_lines(days):
    """Yield the locks on ``{association: days}``, each period and association once; one query."""
    closed = _closed_periods()
    for association in sorted(days):
        periods = {_period_of(day, closed) for day in days[association]} - {None}
        yield from (period_lock(period, association=association) for period in periods)


def _closed_periods():
    return list(LedgerPeriod.objects.exclude(closed_at=None))


def _period_of(day, periods):
    return next((period for period in periods if period.starts_on <= day <= period.ends_on), None)


def _moment(at, head):
    """The moment to record: now or the given one, but never before the last posting's (clocks are set back)."""
    moment = at or timezone.now()
    last = Posting.objects.filter(sequence=head.sequence).values_list("recorded_at", flat=True).first()
    return max(moment, last) if last else moment


def _entries(posting, lines):
    versions = _versions({line.indicator.pk for line in lines})
    return [
        Entry(
            posting=posting,
            line=number,
            version=_version_on(versions.get(line.indicator.pk, ()), line.happened_on),
            **{name: getattr(line, name) for name in Line.__slots__},
        )
        for number, line in enumerate(lines, start=1)
    ]


def _versions(indicator_ids):
    found = {}
    rows = IndicatorVersion.objects.filter(indicator__in=indicator_ids).order_by("valid_from")
    for indicator_id, valid_from, number in rows.values_list("indicator_id", "valid_from", "number"):
        found.setdefault(indicator_id, []).append((valid_from, number))
    return found


def _version_on(versions, day):
    """The version of a definition in force on ``day``; the first where the day lies before all."""
    current = [number for valid_from, number in versions if valid_from <= day]
    return current[-1] if current else (versions[0][1] if versions else 1)


def _header(posting):
    return [
        posting.sequence,
        posting.kind,
        posting.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        posting.recorded_by_id,
        posting.reason,
        posting.document.sha256 if posting.document_id else "",
        posting.corrects_id,
        posting.source_type,
        posting.source_id,
        posting.entry_count,
        posting.is_demonstration,
        posting.previous_hash,
    ]


def _content(values):
    line, code, version, quantity, day, *codes, sha256, corrected_posting, corrected_line = values
    corrected = None if corrected_posting is None else [corrected_posting, corrected_line]
    return [line, code, version, quantity, day.isoformat(), *codes, sha256 or "", corrected]


def _value(row, path):
    for name in path.split("__"):
        row = None if row is None else getattr(row, name)
    return row
