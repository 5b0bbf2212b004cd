"""What dates move by themselves: once, in the right order, and what guards refuse stays."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from accounts import daily
from accounts.management.commands import mail_notifications
from associations.models import Agreement, LockException
from portal.daily import ACTS
from tests import builders

Status = Agreement.Status

pytestmark = pytest.mark.django_db


def run():
    out = StringIO()
    call_command("daily", stdout=out)
    return dict(line.split(": ") for line in out.getvalue().splitlines())


def test_days_that_have_come_move_agreements_once(alpha, officer, approver):
    today = timezone.localdate()
    later = {"ends_on": today + dt.timedelta(100)}

    def make(status, **fields):
        return builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status, **fields)

    rows = {
        "begins today": make(Status.SIGNED, starts_on=today, **later),
        "begins tomorrow": make(Status.SIGNED, starts_on=today + dt.timedelta(1), **later),
        "ended yesterday": make(Status.IN_FORCE, ends_on=today - dt.timedelta(1)),
        "suspended and over": make(Status.SUSPENDED, ends_on=today - dt.timedelta(1)),
        "ends today": make(Status.IN_FORCE, ends_on=today),
        "nobody may sign": make(Status.SIGNED, starts_on=today, **later),
    }
    Agreement.objects.filter(pk=rows["nobody may sign"].pk).update(association_signed_on=dt.date(2000, 1, 1))

    first, second = run(), run()

    assert (first["agreements put in force"], first["agreements expired"]) == ("1", "2")
    assert (second["agreements put in force"], second["agreements expired"]) == ("0", "0")
    states = {name: Agreement.objects.get(pk=row.pk).status for name, row in rows.items()}
    assert states == {
        "begins today": Status.IN_FORCE,
        "begins tomorrow": Status.SIGNED,
        "ended yesterday": Status.EXPIRED,
        "suspended and over": Status.EXPIRED,
        "ends today": Status.IN_FORCE,
        "nobody may sign": Status.SIGNED,
    }
    assert [step.by for step in rows["ended yesterday"].steps.all()] == [None]


def test_an_exception_that_ran_out_is_closed_once(world, approver, second_approver):
    row = world.national.exception
    now = timezone.now()
    LockException.objects.filter(pk=row.pk).update(
        status="approved", decided_by=approver, decided_at=now - dt.timedelta(3), expires_at=now
    )

    assert [run()["exceptions from locks closed"] for _run in range(2)] == ["1", "0"]
    row.refresh_from_db()
    assert row.status == LockException.Status.CLOSED


def test_the_mailer_does_each_day_once_and_what_failed_again_each_hour(monkeypatch, world):
    mailer, days = mail_notifications.Command(stdout=StringIO()), []

    def fails_once(day):
        days.append(day)
        return 1 if len(days) > 1 else days[7]

    monkeypatch.setattr(daily, "_acts", {"an act": fails_once})
    morning = dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
    for minutes in (-1, 0, 30, 60, 90, 200):
        mailer.begin_day(morning + dt.timedelta(minutes=minutes))

    assert days == [morning.date()] * 2
    assert mailer.stdout.getvalue() == "an act: failed\nan act: 1\n"


def test_a_database_that_is_away_does_not_end_the_mailer(world):
    def away(*args):
        raise OperationalError("away")

    mailer = mail_notifications.Command(stderr=StringIO())
    with connection.execute_wrapper(away):
        assert not mailer.take_turn()
    assert mailer.stderr.getvalue() == "The database failed, the queue waits: away\n"


def test_every_act_is_done_in_order_and_one_that_fails_does_not_keep_the_others(monkeypatch, world):
    names = [name for name, _act in ACTS]
    done = {}

    def fails(day):
        raise RuntimeError("a bad row")

    monkeypatch.setitem(daily._acts, names[0], fails)
    monkeypatch.setitem(daily._acts, names[-1], lambda day: done.setdefault("last", 7))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("daily", stdout=out)

    lines = [line.split(": ") for line in out.getvalue().splitlines()]
    assert [name for name, _count in lines] == names
    assert (lines[0][1], lines[-1][1], done) == ("failed", "7", {"last": 7})


def test_packages_begin_on_their_first_day_under_an_agreement_in_force(alpha, officer, approver):
    today = timezone.localdate()
    term = {"starts_on": today - dt.timedelta(5), "ends_on": today + dt.timedelta(100)}

    def package(agreement_status, days, status="preparing"):
        agreement = builders.agreement(
            alpha, prepared_by=officer, approved_by=approver, status=agreement_status, **term
        )
        starts_on = today + dt.timedelta(days)
        return builders.package(agreement, status=status, starts_on=starts_on, ends_on=term["ends_on"])

    rows = {
        "today": package(Status.IN_FORCE, 0),
        "tomorrow": package(Status.IN_FORCE, 1),
        "stopped": package(Status.IN_FORCE, 0, "stopped"),
        "suspended": package(Status.SUSPENDED, 0),
    }

    assert [run()["packages begun"] for _time in range(2)] == ["1", "0"]

    for row in rows.values():
        row.refresh_from_db()
    assert {name: row.status for name, row in rows.items()} == {
        "today": "running",
        "tomorrow": "preparing",
        "stopped": "stopped",
        "suspended": "preparing",
    }
