"""Two at once on a real database: an exception that closes while somebody saves, a period while a posting waits."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from associations import locks
from associations.models import LockException
from enterprises import services
from enterprises.models import Support
from programme import ledger
from programme.ledger import LedgerError, Line
from programme.models import Entry, LedgerHead, LedgerPeriod, Posting
from tests import builders
from tests.portal import lock_worlds

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HEAD_START = 1.0


def in_thread(act):
    """Start ``act`` on another connection; return the thread and what it ended with."""
    ended = []

    def run():
        try:
            act()
        except Exception as error:
            ended.append(error)
        else:
            ended.append(None)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, ended


def test_an_exception_that_runs_out_while_somebody_saves_lets_nothing_through(
    world, officer, approver, administrator, alpha_editor
):
    it = lock_worlds.closed_period(world, officer, administrator)
    row = locks.request_exception(by=officer, reason="x", days=1, period=it.period, association=it.alpha.association)
    locks.approve_exception(row, by=approver)
    with transaction.atomic():
        # Closing has begun and is not committed yet when the other one looks.
        closing = LockException.objects.select_for_update().get(pk=row.pk)
        thread, ended = in_thread(lambda: services.change_support(it.support, by=alpha_editor, result="muộn"))
        thread.join(HEAD_START)
        assert ended == []  # it waits
        closing.status, closing.expires_at = "closed", timezone.now()
        closing.save()
    thread.join()

    assert isinstance(ended[0], locks.Locked)
    assert Support.objects.get(pk=it.support.pk).result != "muộn"


def test_a_period_closed_while_a_posting_waits_refuses_it(administrator, approver):
    indicator = builders.indicator("tcvn_new")
    builders.phase("2016-2020")
    day = dt.date(2018, 6, 7)
    period = LedgerPeriod.objects.create(name="2018", starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31))
    lines = [Line(indicator=indicator, happened_on=day)]
    with transaction.atomic():
        LedgerHead.locked()
        thread, ended = in_thread(lambda: ledger.post(Posting.Kind.STANDARD, lines, by=approver, reason="x"))
        thread.join(HEAD_START)
        assert ended == []
        ledger.close_period(period, by=administrator, reason="Quyết toán")
    thread.join()

    assert isinstance(ended[0], LedgerError)
    assert not Entry.objects.exists()


def test_a_period_closed_while_a_record_is_saved_waits_for_it(world, officer, administrator, alpha_editor):
    """Whichever is first, nothing is written into a period that is closed already."""
    period = LedgerPeriod.objects.create(name="2018", starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31))
    with transaction.atomic():
        services.change_support(world.alpha.support, by=alpha_editor, result="kịp")
        thread, ended = in_thread(lambda: ledger.close_period(period, by=administrator, reason="Quyết toán"))
        thread.join(HEAD_START)
        assert ended == []
    thread.join()

    assert ended == [None]
    assert Support.objects.get(pk=world.alpha.support.pk).result == "kịp"
    with pytest.raises(locks.Locked):
        services.change_support(world.alpha.support, by=alpha_editor, result="muộn")
