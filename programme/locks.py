"""What closed ledger periods lock: standards and counts dated in them, the papers that prove those, the periods."""

from common import locks
from programme import ledger
from programme.models import AggregateRecord, Document, Entry, LedgerPeriod, Standard


def dated(*days, association="", hold=False):
    """Yield the lock of every closed period in which one of ``days`` lies; days not known yet are None."""
    yield from ledger.period_locks(filter(None, days), association=association, hold=hold).values()


def register():
    """Tell ``common.locks`` about the records of this app."""
    locks.register(LedgerPeriod, _of_period)
    locks.register(Standard, _of_standard)
    locks.register(AggregateRecord, _of_aggregate)
    locks.register(Document, _of_document)


def _of_period(period, *, hold):
    if period.is_closed:
        yield locks.Lock(ledger.closed_sentence(period), period)


def _of_standard(standard, *, hold):
    return dated(standard.published_on, standard.ended_on, hold=hold)


def _of_aggregate(record, *, hold):
    return dated(record.happened_on, hold=hold)


def _of_document(document, *, hold):
    """A paper is evidence of what was counted by it; it stays as it was when that was closed."""
    if document.pk is None:
        return
    for row in (*document.standards.all(), *document.aggregate_records.all()):
        yield from locks.locks_of(row, hold=hold)
    closed = LedgerPeriod.objects.exclude(closed_at=None)
    for period in closed if Entry.objects.filter(document=document).exists() else ():
        if Entry.objects.filter(
            document=document, happened_on__gte=period.starts_on, happened_on__lte=period.ends_on
        ).exists():
            yield ledger.period_lock(period, association=document.association)
