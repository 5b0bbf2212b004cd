"""Every address × GET and POST × every role against one table (``tests.permission_table``), by exact status code.

An address that is in no table fails, so nobody adds a page without saying who may open it. What is asked for belongs to
association Alpha: Beta's editor is the stranger for whom it does not exist (404).
"""

import logging
from copy import copy

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse

from common import locks
from tests import discovery
from tests.permission_table import ARGUMENTS, CAST, PORTAL, SITE_PAGES, admin_code, model_and_verb, portal_codes

METHODS = ("GET", "POST")


@pytest.fixture(autouse=True)
def _quiet():
    """Hundreds of refusals are wanted here; their log would bury the answer."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def patterns():
    return dict(discovery.url_patterns())


def is_admin(name):
    return name.startswith("admin:")


def address(name, world):
    """Return the address of a URL name for Alpha's row."""
    if name in ARGUMENTS:
        return reverse(name, args=ARGUMENTS[name](world))
    return reverse(name)


def admin_address(name, route, world):
    """Return the address of an admin pattern for the first row of its model that nothing locks, else the first.

    The table says what a role may do; what a lock refuses to every role is in ``tests/portal/test_locks.py``.
    """
    if name == "admin:view_on_site":
        return reverse(name, args=[ContentType.objects.get_for_model(world.alpha.package).pk, world.alpha.package.pk])
    if name == "admin:app_list":
        return reverse(name, args=["programme"])
    if name == "admin:(admin/(?P<url>.*)$)":
        return "/admin/no-such-page/"
    if name in SITE_PAGES:
        return reverse(name)
    label, verb = model_and_verb(name)
    rows = apps.get_model(label).objects.order_by("pk")
    if label == "associations.membership":  # the last one of an account in use is not deleted
        rows = rows.filter(user__is_active=False)
    row = next((row for row in rows if not any(locks.locks_of(row))), rows.first())
    assert row is not None, f"the small world has no row of {label}"
    if verb == "short":
        return f"/admin/{label.replace('.', '/')}/{row.pk}/"
    if verb in ("changelist", "add"):
        return reverse(name)
    return reverse(name, args=[row.pk, "no-such-act"] if verb == "move" else [row.pk])


def ask(client, method, path):
    """Return the status code of one request, whose changes are undone; a fault of the page is a 500."""
    client.raise_request_exception = False
    for cache in ("default", "process"):
        caches[cache].clear()
    cookies = copy(client.cookies)  # signing out is undone, too
    with transaction.atomic():
        response = getattr(client, method.lower())(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


def test_every_address_is_in_the_table():
    names = {name for name in patterns() if not is_admin(name)}

    assert names - set(PORTAL) == set(), "say in tests/permission_table.py who may open these"
    assert set(PORTAL) - names == set(), "these are in tests/permission_table.py but are no addresses"


@pytest.mark.slow
@pytest.mark.parametrize("person", CAST)
def test_portal_addresses(person, world, cast, client_for):
    wrong, client = {}, client_for(cast[person])
    for name in PORTAL:
        path = address(name, world)
        for method in METHODS:
            expected = portal_codes(name, method)[person]
            code = ask(client, method, path)
            if code != expected:
                wrong[f"{method} {name}"] = f"answered {code}, the table says {expected}"

    assert wrong == {}, "\n".join(f"{page}: {what}" for page, what in wrong.items())


@pytest.mark.slow
@pytest.mark.parametrize("person", CAST)
def test_admin_addresses(person, world, cast, client_for):
    wrong, client = {}, client_for(cast[person])
    for name, route in patterns().items():
        if not is_admin(name):
            continue
        path = admin_address(name, route, world)
        for method in METHODS:
            expected = admin_code(name, method, cast[person])
            code = ask(client, method, path)
            if code != expected:
                wrong[f"{method} {name}"] = f"answered {code}, expected {expected}"

    assert wrong == {}, "\n".join(f"{page}: {what}" for page, what in wrong.items())
