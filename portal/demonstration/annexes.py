"""Versions of the terms of all agreements in force, one annex that took effect, and a draft that conflicts with it."""

import copy
import datetime as dt

from associations import annexes
from portal.demonstration.agreements import authority
from portal.demonstration.world import World

_SHOWN = "VITAS"


def make(world: World, plans):
    """Go the way that users go, so that what is shown is what the services do."""
    officer = world.users["officer"]
    for plan in plans:
        if plan.row.has_begun:
            annexes.keep_first_version(plan.row, officer)
    agreement = next(plan.row for plan in plans if plan.code == _SHOWN and plan.status == "in_force")
    day = world.today - dt.timedelta(20)
    wider = _prepared(world, agreement, "quota", day, 5)
    _prepared(world, agreement, "both", world.today + dt.timedelta(30), 12)
    _take_effect(world, wider, day - dt.timedelta(5))


def _prepared(world, agreement, text, day, more):
    """Prepare an annex that gives the first package ``more`` enterprises; the second one also a later end."""
    officer = world.users["officer"]
    title, content = world.texts["annexes"][text]
    annex = annexes.prepare_annex(agreement, by=officer, title=title, content=content, effective_on=day)
    terms = copy.deepcopy(annex.proposed)
    terms["parts"]["packages"][0]["values"]["quota_enterprises"] += more
    if text == "both":
        terms["values"]["ends_on"] = (agreement.ends_on + dt.timedelta(180)).isoformat()
    return annexes.change_annex(annex, by=officer, revision=annex.revision, terms=terms)


def _take_effect(world, annex, signed_on):
    officer, approver = world.users["officer"], world.users["approver"]
    annexes.move_annex(annex, "submit", by=officer)
    annexes.move_annex(annex, "approve", by=approver)
    paper = world.document(
        world.texts["annex_file"].format(number=f"{annex.number:02d}", agreement=annex.agreement.number),
        "annex",
        by=officer,
        on=signed_on,
        number=f"{annex.number:02d}/PL-{annex.agreement.number}",
        association=_SHOWN,
    )
    for side, association in (("programme", None), ("association", annex.agreement.association)):
        authority(world, association, world.texts[f"{side}_position"], signed_on.year)
    days = {"programme_signed_on": signed_on, "association_signed_on": signed_on - dt.timedelta(1)}
    annexes.move_annex(annex, "sign", by=officer, document=paper, **days)
    annexes.move_annex(annex, "apply", by=approver)
