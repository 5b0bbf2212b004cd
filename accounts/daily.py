"""What is done once a day: one list that apps fill, run by ``manage.py daily`` and by the mailer that `serve` starts.

Each act is safe to run twice: what it did once is no longer due. They act as the portal itself, without a user.
"""

import logging
from collections.abc import Callable
from datetime import date

from django.utils import timezone

log = logging.getLogger(__name__)

_acts: dict[str, Callable[[date], int]] = {}


def register(name, act):
    """Have ``act(day)``, which returns how many it moved or wrote, done every day, in the order of registration.

    Called from an app's ``ready``; ``name`` is what the command prints before the number.
    """
    _acts[name] = act


def run(day=None):
    """Do every act for ``day``, today if none; return ``[(name, how many)]`` in the order in which they were done.

    One that fails is logged and counts None: a bad row must keep neither the other acts nor the mailer from working.
    """
    day = day or timezone.localdate()
    return [(name, _done(name, act, day)) for name, act in _acts.items()]


def in_words(done):
    """Return a line for each of what ``run`` returned."""
    return [f"{name}: {'failed' if count is None else count}" for name, count in done]


def _done(name, act, day):
    try:
        return act(day)
    except Exception:
        log.exception("Daily act “%s” failed on %s", name, day)
        return None
