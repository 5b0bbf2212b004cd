"""What dates move by themselves: once, in the right order, and what guards refuse stays."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from associations.models import Agreement
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
