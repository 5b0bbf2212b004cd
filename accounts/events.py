"""What users are told about: one table that says how urgent each event is and under which heading a digest lists it.

An event that is not in the table is news: it waits for the daily digest. Upper apps name their events here, as they do
with permissions in ``accounts.roles``, so that whoever asks "which messages come at once?" reads one file.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heading(models.TextChoices):
    """Parts of a digest, in the order in which they are read."""

    ACT = "act", _("Waiting for you")
    DUE = "due", _("Due dates")
    NEWS = "news", _("For your information")


@dataclass(frozen=True, slots=True)
class Event:
    heading: Heading
    is_urgent: bool = False  # mailed at once, whatever the user chose


_NEWS = Event(Heading.NEWS)
EVENTS = {
    "agreement.submit": Event(Heading.ACT),
    "agreement.return": Event(Heading.ACT, is_urgent=True),
    "agreement.approve": Event(Heading.ACT),
    "agreement.cancel": _NEWS,
    "agreement.sign": _NEWS,
    "agreement.start": _NEWS,
    "agreement.complete": _NEWS,
    "agreement.settle": _NEWS,
    # Its last day has passed: what is still open must be reported and settled.
    "agreement.expire": Event(Heading.ACT),
    "agreement.suspend": Event(Heading.NEWS, is_urgent=True),
    "agreement.resume": Event(Heading.NEWS, is_urgent=True),
    "agreement.terminate": Event(Heading.NEWS, is_urgent=True),
    "annex.submit": Event(Heading.ACT),
    "annex.return": Event(Heading.ACT, is_urgent=True),
    "annex.approve": Event(Heading.ACT),
    "annex.cancel": _NEWS,
    "annex.withdraw": Event(Heading.NEWS, is_urgent=True),
    "annex.sign": _NEWS,
    "annex.apply": Event(Heading.NEWS, is_urgent=True),
    "milestone.delivered": Event(Heading.ACT),
    "milestone.refused": Event(Heading.ACT, is_urgent=True),
    "milestone.accepted": _NEWS,
    "report.opened": Event(Heading.ACT),
    "report.submitted": Event(Heading.ACT),
    "report.returned": Event(Heading.ACT, is_urgent=True),
    "report.accepted": _NEWS,
    "report.withdrawn": _NEWS,
    "need.stated": Event(Heading.ACT),
    "need.answered": _NEWS,
    "conclusion.assigned": Event(Heading.ACT),
    "conclusion.closed": _NEWS,
    "lockexception.requested": Event(Heading.ACT),
    # It lasts some days from the approval on: who may change something must know now.
    "lockexception.approved": Event(Heading.ACT, is_urgent=True),
    "lockexception.refused": _NEWS,
    "lockexception.closed": _NEWS,
    "reminder.week_before": Event(Heading.DUE),
    "reminder.day_before": Event(Heading.DUE, is_urgent=True),
    "reminder.late": Event(Heading.DUE, is_urgent=True),
    "reminder.superior": Event(Heading.DUE),
}


def event_of(code):
    """Return the ``Event`` of a notification's code; news for one that is not in the table."""
    return EVENTS.get(code, _NEWS)
