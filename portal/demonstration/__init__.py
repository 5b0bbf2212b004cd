"""The demonstration set: made-up associations' work over 2011-2020 and around today, posted through the ledger.

Deterministic, marked as demonstration wherever a record can be, loaded once. Texts are in ``texts.json``; people,
enterprises and papers are invented.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enterprises.models import Enterprise
from portal.demonstration import (
    agreements,
    annexes,
    contents,
    cooperation,
    corrections,
    enterprises,
    locks,
    packages,
    people,
    programme_side,
    results,
)
from portal.demonstration.world import World, backdate
from programme import rollups
from programme.models import Posting, Programme

ACCOUNTS_FILE = "demonstration_accounts.txt"


def is_loaded():
    return Programme.objects.filter(code="712", demonstration_loaded_at__isnull=False).exists()


def has_own_records():
    """Whether somebody works here already: made-up records must not mix with his."""
    return User.objects.exists() or Posting.objects.exists() or Enterprise.objects.exists()


@transaction.atomic
def load():
    """Create the whole set in one transaction, into an installation that has reference data only."""
    world = World()
    world.read_reference()
    people.make(world)
    enterprises.make(world)
    programme_side.make(world)
    plans = agreements.make(world, results.half_years(world.today))
    reports = results.make(world, plans)
    results.plan_correction(world, reports)
    corrected = corrections.make(world, reports)
    programme_side.plan_standards(world)
    programme_side.plan_aggregates(world)
    with rollups.rebuilt_at_the_end():
        world.replay()
    results.finish(world, reports, corrected)
    programme_side.close_first_year(world)
    packages.set_quotas(world, plans, contents.used_quotas(reports))
    annexes.make(world, plans)
    locks.make(world, plans)
    cooperation.make(world, plans, reports)
    backdate(world.documents, "uploaded_at")
    Programme.objects.filter(code="712").update(demonstration_loaded_at=timezone.now())
    write_accounts(world.texts)


def write_accounts(texts):
    """Leave the accounts where ``serve`` finds and prints them."""
    (Path(settings.VAR_DIR, ACCOUNTS_FILE)).write_text(people.listing(texts), encoding="utf-8")
