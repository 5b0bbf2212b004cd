"""Exceptions from locks: one that is valid now, one that ran out, one that waits for its decision."""

import datetime as dt

from associations import locks
from associations.models import LockException
from portal.demonstration.world import World
from programme.models import LedgerPeriod

_ALLOWED = "VITAS"


def make(world: World, plans):
    """Go the way that users go; ``closed`` is the first year, which the administrator has closed by now."""
    closed = LedgerPeriod.objects.exclude(closed_at=None).get()
    settled = next(plan.row for plan in plans if plan.code == _ALLOWED and plan.status == "settled")
    association = world.associations[_ALLOWED]
    _run_out(world, _approved(world, "settled", 2, agreement=settled, person=world.users["officer"]))
    _approved(world, "period", 5, period=closed, association=association)
    _asked(world, "waiting", 3, agreement=settled, association=association)


def _asked(world, text, days, **named):
    reason = world.texts["exceptions"][text][0]
    return locks.request_exception(by=world.users["officer"], reason=reason, days=days, **named)


def _approved(world, text, days, **named):
    decision = world.texts["exceptions"][text][1]
    return locks.approve_exception(_asked(world, text, days, **named), by=world.users["approver"], decision=decision)


def _run_out(world, row):
    """Let it have begun three weeks ago, and have the daily command find it."""
    asked = world.moment(world.today - dt.timedelta(21))
    LockException.objects.filter(pk=row.pk).update(
        requested_at=asked,
        decided_at=asked + dt.timedelta(hours=5),
        expires_at=asked + dt.timedelta(days=row.days, hours=5),
    )
    locks.close_expired()
