"""The acts of each day in their order; ``accounts.daily`` runs them."""

from collections.abc import Callable
from datetime import date

from accounts import daily
from accounts.notifications import queue_digests
from associations.annexes import take_due_effect
from associations.locks import close_expired
from associations.report_schedule import open_due_reports
from associations.services import move_due, start_due_packages
from portal.reminders import send_reminders

# An annex may prolong a term, and the last report is opened before the term is over; digests carry what came before.
ACTS: list[tuple[str, Callable[[date], int]]] = [
    ("agreements put in force", lambda today: move_due("start")),
    ("annexes taken effect", lambda today: take_due_effect(today)[0]),
    ("packages begun", lambda today: start_due_packages()),
    ("reports opened", open_due_reports),
    ("agreements expired", lambda today: move_due("expire")),
    ("exceptions from locks closed", lambda today: close_expired()),
    ("reminders written", send_reminders),
    ("digests queued", queue_digests),
]


def register():
    """Tell ``accounts.daily`` what there is to do."""
    for name, act in ACTS:
        daily.register(name, act)
