"""Locks that bind everyone: one function tells why a record is locked, one refuses to write it.

Every path that writes asks here: forms, parts, deletions and actions of the admin (``common.admin``), pages that change
a record (``common.pages``), services. Each app says for its models what locks them: closed ledger periods in
``programme.locks``, accepted reports and ended agreements in ``associations.locks``, which also gives the exceptions.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _


class Locked(ValidationError):
    """Refused because the record is locked; the one sentence names the cause and what can be done."""

    def __init__(self, lock):
        super().__init__(lock.sentence, code="locked")
        self.lock = lock


@dataclass(frozen=True, slots=True)
class Lock:
    """Why a record is locked. ``cause`` is what was closed; an exception may name it where ``takes_exceptions``.

    ``association`` is the code of the association whose record it is, '' for the programme's own.
    """

    sentence: str
    cause: Any
    association: str = ""
    takes_exceptions: bool = False


class Exceptions:
    """Who is let through; replaced by the app that keeps them (``keep_exceptions``)."""

    def find(self, lock, by, *, hold=False):
        """Return the exception from ``lock`` that is valid now for ``by``, or None; ``hold`` keeps it from closing."""
        return None

    def note(self, found, record, by):
        """Write down that ``by`` changes ``record`` under the exception ``found``."""

    def ask_url(self, lock, by):
        """Return the page on which ``by`` may ask for an exception from ``lock``; '' where there is none for him."""
        return ""


_finders: dict[str, list[Callable]] = defaultdict(list)
_comparing: set[str] = set()
_kept = Exceptions()


def register(model, find, *, compares=False):
    """Have ``find(record, hold=bool)`` yield the locks of rows of ``model``; called once from an app's ``ready``.

    With ``hold`` the causes are read locked, so that nothing is closed between the look and the writing. One that
    ``compares`` looks itself at what is stored: it locks some changes and not others.
    """
    _finders[model._meta.label_lower].append(find)
    if compares:
        _comparing.add(model._meta.label_lower)


def register_part(model, *above):
    """Rows of ``model`` are locked with the records that the attributes ``above`` name."""

    def find(record, *, hold):
        for name in above:
            yield from locks_of(getattr(record, name, None), hold=hold)

    register(model, find)


def keep_exceptions(exceptions):
    """Ask ``exceptions`` from now on who is let through."""
    global _kept
    _kept = exceptions


def is_lockable(model):
    """Whether something may lock rows of ``model``."""
    return model._meta.label_lower in _finders


def locks_of(record, *, hold=False):
    """Yield every lock on ``record``, exceptions or not; nothing for None."""
    if record is not None:
        for find in _finders.get(record._meta.label_lower, ()):
            yield from find(record, hold=hold)


def lock_of(record, by=None):
    """Return the first lock on ``record`` from which no exception frees ``by``, or None: it may be changed."""
    return next((lock for lock in locks_of(record) if excuse(lock, by) is None), None)


def excuse(lock, by, *, hold=False):
    """Return the exception that frees ``by`` from ``lock`` now, or None."""
    return _kept.find(lock, by, hold=hold) if lock.takes_exceptions else None


def note(found, record, by):
    """Write down a change of ``record`` under the exception ``found``."""
    _kept.note(found, record, by)


def in_words(lock, by):
    """Return the sentence of ``lock``, with the link to ask for an exception where ``by`` may."""
    url = _kept.ask_url(lock, by)
    if not url:
        return lock.sentence
    return format_html('{} <a href="{}">{}</a>', lock.sentence, url, _("Ask for an exception"))


def refuse_locked(record, by):
    """Raise ``Locked`` if ``record`` is locked for ``by``, as it is stored or as it is about to be written.

    Call it in the transaction of the change. What an exception lets through is written down with its number.
    """
    used = {}
    for state in (None if record._meta.label_lower in _comparing else _stored(record), record):
        for lock in locks_of(state, hold=True):
            found = excuse(lock, by, hold=True)
            if found is None:
                raise Locked(lock)
            used[found.pk] = found
    for found in used.values():
        note(found, record, by)


def _stored(record):
    return type(record)._base_manager.filter(pk=record.pk).first() if record.pk else None
