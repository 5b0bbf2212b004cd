"""Which reports an agreement asks for, and how they are opened."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent, Notification
from associations.models import Agreement, PeriodicReport, ReportType
from associations.report_periods import periods, schedule
from associations.report_schedule import open_due_reports, open_missing
from associations.report_services import open_report
from tests import builders

pytestmark = pytest.mark.django_db


def report_type(frequency="half", cut_offs="14/06,14/12", **fields):
    return ReportType(code=frequency, name=f"Báo cáo {frequency}", frequency=frequency, cut_offs=cut_offs, **fields)


def days(kind, first, last):
    return [
        (f"{row.starts_on:%d/%m/%Y}", f"{row.ends_on:%d/%m/%Y}", f"{row.due_on:%d/%m/%Y}")
        for row in periods(kind, dt.date(*first), dt.date(*last))
    ]


# --- the periods -----------------------------------------------------------------------------------------------


def test_first_and_last_period_are_cut_by_the_term():
    assert days(report_type(), (2018, 3, 1), (2019, 9, 30)) == [
        ("01/03/2018", "14/06/2018", "29/06/2018"),
        ("15/06/2018", "14/12/2018", "29/12/2018"),
        ("15/12/2018", "14/06/2019", "29/06/2019"),
        ("15/06/2019", "30/09/2019", "15/10/2019"),
    ]


def test_a_term_from_cut_off_to_cut_off_has_whole_periods_only():
    assert days(report_type(days_to_submit=0), (2018, 6, 15), (2018, 12, 14)) == [
        ("15/06/2018", "14/12/2018", "14/12/2018")
    ]


def test_a_term_that_ends_the_day_after_a_cut_off_has_a_period_of_one_day():
    assert days(report_type(), (2018, 6, 14), (2018, 6, 15)) == [
        ("14/06/2018", "14/06/2018", "29/06/2018"),
        ("15/06/2018", "15/06/2018", "30/06/2018"),
    ]


@pytest.mark.parametrize(
    ("frequency", "cut_offs", "number"),
    [("quarter", "14/03,14/06,14/09,14/12", 5), ("half", "14/06,14/12", 3), ("year", "14/12", 2)],
)
def test_every_frequency_covers_each_day_of_the_term_once(frequency, cut_offs, number):
    first, last = dt.date(2018, 1, 1), dt.date(2018, 12, 31)
    found = periods(report_type(frequency, cut_offs), first, last)

    covered = [
        row.starts_on + dt.timedelta(day) for row in found for day in range((row.ends_on - row.starts_on).days + 1)
    ]
    assert covered == [first + dt.timedelta(day) for day in range(365)]
    assert len(found) == number


def test_no_period_is_longer_than_its_type_allows():
    for frequency, cut_offs in [("quarter", "14/03,14/06,14/09,14/12"), ("half", "14/06,14/12"), ("year", "28/02")]:
        kind = report_type(frequency, cut_offs)
        for row in periods(kind, dt.date(2015, 2, 11), dt.date(2021, 3, 30)):
            assert row.ends_on <= kind.latest_end(row.starts_on), (frequency, row)


def test_a_cut_off_on_29_february_is_the_last_of_the_month_in_other_years():
    found = periods(report_type("year", "29/02"), dt.date(2019, 1, 1), dt.date(2020, 12, 31))
    assert [row.ends_on for row in found] == [dt.date(2019, 2, 28), dt.date(2020, 2, 29), dt.date(2020, 12, 31)]


def test_a_type_without_a_cut_off_for_each_period_is_refused():
    with pytest.raises(ValidationError) as refusal:
        periods(report_type("quarter", "14/06,14/12"), dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    assert "14/06,14/12" in refusal.value.messages[0]


# --- opening ---------------------------------------------------------------------------------------------------


@pytest.fixture
def agreement(alpha, officer, approver):
    kind = report_type()
    kind.save()
    return builders.agreement(
        alpha,
        prepared_by=officer,
        approved_by=approver,
        report_type=kind,
        starts_on=dt.date(2018, 3, 1),
        ends_on=dt.date(2019, 9, 30),
    )


def opened(agreement):
    return [
        (row.period_starts_on, row.period_ends_on, row.due_on) for row in agreement.reports.order_by("period_starts_on")
    ]


def test_missing_reports_are_opened_when_their_period_has_begun(agreement, alpha_editor, officer):
    new = open_missing(agreement, by=officer, today=dt.date(2018, 12, 14))

    assert opened(agreement) == [
        (dt.date(2018, 3, 1), dt.date(2018, 6, 14), dt.date(2018, 6, 29)),
        (dt.date(2018, 6, 15), dt.date(2018, 12, 14), dt.date(2018, 12, 29)),
    ]
    assert [row.period_ends_on for row in new] == [dt.date(2018, 6, 14), dt.date(2018, 12, 14)]
    assert Notification.objects.filter(recipient=alpha_editor, event="report.opened").count() == 2
    assert open_missing(agreement, by=officer, today=dt.date(2018, 12, 14)) == []


def test_who_may_not_open_reports_opens_none(agreement, alpha_editor):
    with pytest.raises(PermissionDenied):
        open_missing(agreement, by=alpha_editor, today=dt.date(2018, 12, 14))
    assert opened(agreement) == []


def test_a_report_with_other_days_covers_its_periods(agreement, officer):
    """Also one of another type: when the type was changed in the middle of the term, no day is asked for twice."""
    odd = builders.report(agreement, starts_on=dt.date(2018, 6, 1), ends_on=dt.date(2018, 7, 31))

    slots = schedule(agreement)
    assert [slot.reports for slot in slots] == [(odd,), (odd,), (), ()]
    assert [slot.is_missing(dt.date(2018, 12, 15)) for slot in slots] == [False, False, True, False]
    assert [row.period_starts_on for row in open_missing(agreement, by=officer, today=dt.date(2018, 12, 15))] == [
        dt.date(2018, 12, 15)
    ]


def test_no_period_of_the_calendar_is_left_out_by_hand(agreement, officer):
    """It would be opened daily later on, after a report of later days may have been accepted."""
    later = {"period_starts_on": dt.date(2018, 6, 15), "period_ends_on": dt.date(2018, 12, 14)}
    with pytest.raises(ValidationError, match="01/03/2018 – 14/06/2018"):
        open_report(agreement, agreement.report_type, by=officer, due_on=dt.date(2018, 12, 29), **later)
    assert opened(agreement) == []
    open_missing(agreement, by=officer, today=dt.date(2018, 3, 1))

    open_report(agreement, agreement.report_type, by=officer, due_on=dt.date(2018, 12, 29), **later)
    assert len(opened(agreement)) == 2


def test_an_agreement_without_a_type_asks_for_nothing(agreement, officer):
    Agreement.objects.update(report_type=None)
    agreement.refresh_from_db()

    assert schedule(agreement) == []
    assert open_missing(agreement, by=officer) == []


def test_the_daily_command_opens_a_period_on_its_first_day_and_not_twice(agreement):
    open_due_reports(dt.date(2018, 3, 1))

    assert open_due_reports(dt.date(2018, 6, 14)) == 0
    assert open_due_reports(dt.date(2018, 6, 15)) == 1
    assert open_due_reports(dt.date(2018, 6, 15)) == 0
    step = PeriodicReport.objects.latest("pk").reviews.get()
    assert (step.action, step.by) == ("opened", None)
    assert list(AuditEvent.objects.filter(action="report.opened").values_list("actor", flat=True)) == [None, None]


def test_nothing_is_opened_on_a_suspended_agreement(agreement, officer):
    Agreement.objects.update(status=Agreement.Status.SUSPENDED)

    assert open_due_reports(dt.date(2018, 6, 15)) == 0
    with pytest.raises(ValidationError):
        open_missing(agreement, by=officer, today=dt.date(2018, 6, 15))
    assert opened(agreement) == []


def test_one_calendar_that_cannot_be_reckoned_does_not_stop_the_others(agreement, beta, officer, approver):
    wrong = report_type("quarter", "14/06")
    wrong.save()
    builders.agreement(beta, prepared_by=officer, approved_by=approver, report_type=wrong)

    assert open_due_reports(dt.date(2018, 3, 1)) == 1
