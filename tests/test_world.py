"""The world that the other tests stand on is itself sound."""

import pytest
from django.db import connection

from programme import triggers
from programme.models import Entry, Posting
from programme.verification import differences
from tests import builders


def test_world_has_a_sound_ledger(world):
    assert list(differences()) == []
    assert Posting.objects.count() == 2
    assert set(Entry.objects.values_list("association", flat=True)) == {"ALPHA", "BETA"}


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_its_triggers(officer):
    """Two transactional tests in a row would fail at the first flush if the triggers were in its way."""
    builders.document(by=officer)
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_world_can_be_flushed(world):
    assert triggers.missing(connection) == []


def test_nothing_is_left_of_flushed_tests(db):
    assert not Posting.objects.exists()
    assert triggers.missing(connection) == []


def test_made_tax_codes_are_valid():
    codes = {builders.tax_code() for _ in range(50)}

    assert len(codes) == 50
    assert all(builders.mst.is_valid(code) for code in codes)
