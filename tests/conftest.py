"""The cast and the world of every test. Builders are in ``tests.builders``, the world's rows in ``tests.world``."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from django.test import Client, TransactionTestCase

from accounts.roles import Role
from programme import triggers
from tests import builders
from tests import world as small_world

# --- the database ----------------------------------------------------------------------------------------------

_flush = TransactionTestCase._fixture_teardown


def _flush_around_the_triggers(self):
    """Empty the database although the ledger refuses it: take the triggers off, flush, put them back.

    This is the deliberate way around that only tests have; the running portal has none.
    """
    names = self._databases_names(include_mirrors=False)
    for name in names:
        triggers.remove(connections[name])
    try:
        _flush(self)
    finally:
        for name in names:
            triggers.install(connections[name])


TransactionTestCase._fixture_teardown = _flush_around_the_triggers


@pytest.fixture(autouse=True)
def _nothing_remembered(settings, tmp_path_factory):
    """Each test starts with empty caches and an own folder for files."""
    for cache in ("default", "process", "figures"):
        caches[cache].clear()
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def reference_data(db):
    """The reference data of a real installation; tests of small things use builders instead."""
    call_command("load_reference_data", verbosity=0)


# --- the cast: one user a role, and a visitor who has not signed in ----------------------------------------------


@pytest.fixture
def alpha(db):
    return builders.association("ALPHA", f"Hiệp hội {small_world.MARK['ALPHA']}")


@pytest.fixture
def beta(db):
    return builders.association("BETA", f"Hiệp hội {small_world.MARK['BETA']}")


@pytest.fixture
def officer(db):
    return builders.user(Role.OFFICER, "officer")


@pytest.fixture
def approver(db):
    return builders.user(Role.APPROVER, "approver")


@pytest.fixture
def second_approver(db):
    return builders.user(Role.APPROVER, "second-approver")


@pytest.fixture
def administrator(db):
    return builders.user(Role.ADMINISTRATOR, "administrator")


@pytest.fixture
def official(db):
    return builders.user(Role.OFFICIAL, "official")


@pytest.fixture
def auditor(db):
    return builders.user(Role.AUDITOR, "auditor")


@pytest.fixture
def alpha_editor(alpha):
    return builders.member(Role.ASSOCIATION_EDITOR, alpha, "alpha-editor")


@pytest.fixture
def alpha_viewer(alpha):
    return builders.member(Role.ASSOCIATION_VIEWER, alpha, "alpha-viewer")


@pytest.fixture
def beta_editor(beta):
    return builders.member(Role.ASSOCIATION_EDITOR, beta, "beta-editor")


@pytest.fixture
def visitor(db):
    """A client of nobody."""
    return Client()


@pytest.fixture
def client_for(db):
    """Return a function that gives a client signed in as a user, or nobody's for None."""

    def sign_in(user):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def cast(officer, approver, administrator, official, auditor, alpha_editor, alpha_viewer, beta_editor):
    """Everybody by name, in the order of the permission table's columns."""
    return {
        "visitor": None,
        "officer": officer,
        "approver": approver,
        "administrator": administrator,
        "official": official,
        "auditor": auditor,
        "alpha_editor": alpha_editor,
        "alpha_viewer": alpha_viewer,
        "beta_editor": beta_editor,
    }


# --- the world -------------------------------------------------------------------------------------------------


@pytest.fixture
def world(alpha, beta, alpha_editor, beta_editor, officer, approver):
    """``world.alpha`` and ``world.beta`` own a row of every kind; ``world.national`` are rows of everybody.

    ``world.rows`` is empty here; tests of scoping fill it (``recorded_world``).
    """
    return small_world.build({"ALPHA": (alpha, alpha_editor), "BETA": (beta, beta_editor)}, officer, approver)


@pytest.fixture
def recorded_world(alpha, beta, alpha_editor, beta_editor, officer, approver):
    """The same world; ``world.rows["ALPHA"]`` says which rows of which model were made for Alpha."""
    associations = {"ALPHA": (alpha, alpha_editor), "BETA": (beta, beta_editor)}
    return small_world.build(associations, officer, approver, is_recorded=True)
