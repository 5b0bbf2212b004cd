"""What dates move: the daily acts, run by ``manage.py daily`` and, once a day, by the mailer that `serve` starts.

Each act is safe to run twice: what it moved once is no longer due. They act as the portal itself, without a user.
"""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from associations.annexes import take_due_effect
from associations.report_schedule import open_due_reports
from associations.services import move_due

# In this order: an annex may prolong a term, and the last report is opened before the term is over.
ACTS: list[tuple[str, Callable[[date], int]]] = [
    ("agreements put in force", lambda today: move_due("start")),
    ("annexes taken effect", lambda today: take_due_effect(today)[0]),
    ("reports opened", open_due_reports),
    ("agreements expired", lambda today: move_due("expire")),
]


def run_daily(today=None):
    """Do every daily act; return ``[(name, how many)]`` in the order in which they were done."""
    today = today or timezone.localdate()
    return [(name, act(today)) for name, act in ACTS]


def move_what_is_due(today):
    """``run_daily`` for the mailer's day, which asks for one number."""
    return sum(count for _name, count in run_daily(today))
