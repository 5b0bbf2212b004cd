"""Who hears of a correction: a small registry, so that upper apps learn that a record of theirs no longer counts.

``ledger.correct`` announces, in its own transaction, the records all of whose entries are taken back by now.
"""

from collections import defaultdict

from simple_history.utils import bulk_update_with_history

from programme.models import Entry

_listeners = {}
_REASON_LENGTH = 100


def register(model, listener):
    """Have ``listener(ids, posting)`` called for rows of ``model`` that count no more; from an app's ``ready``."""
    _listeners[model._meta.label_lower] = listener


def marker(model, before, after):
    """Return a listener that gives rows of ``model`` whose status is among ``before`` the status ``after``."""

    def mark(ids, posting):
        rows = list(model.objects.filter(pk__in=ids, status__in=before))
        for row in rows:
            row.status = after
        bulk_update_with_history(
            rows,
            model,
            ["status"],
            batch_size=500,
            default_user=posting.recorded_by,
            default_change_reason=posting.reason[:_REASON_LENGTH],
            default_date=posting.recorded_at,
        )

    return mark


def announce(entries, posting):
    """Tell the listeners which records have no entry left after ``posting`` took ``entries`` back."""
    touched = defaultdict(set)
    for entry in entries:
        if entry.source_type in _listeners:
            touched[entry.source_type].add(entry.source_id)
    for source_type, ids in touched.items():
        kept = Entry.objects.filter(source_type=source_type, source_id__in=ids, corrects=None, corrections=None)
        gone = ids - set(kept.values_list("source_id", flat=True))
        if gone:
            _listeners[source_type](gone, posting)
