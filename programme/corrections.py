"""Who hears of a correction: a small registry, so that upper apps learn that a record of theirs no longer counts.

``ledger.correct`` announces, in its own transaction, the records all of whose entries are taken back by now.
"""

from collections import defaultdict

from programme.models import Entry

_listeners = {}


def register(model, listener):
    """Have ``listener(ids, posting)`` called for rows of ``model`` that count no more; from an app's ``ready``."""
    _listeners[model._meta.label_lower] = listener


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
