"""Reports of one series are accepted in the order of their periods."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from associations import report_services
from associations.models import PeriodicReport, ReportType
from tests import builders

Status = PeriodicReport.Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(alpha, officer, approver):
    return builders.agreement(alpha, prepared_by=officer, approved_by=approver, ends_on=dt.date(2018, 12, 31))


@pytest.fixture(autouse=True)
def indicators(db):
    """What acceptance asks for, though these reports have text only."""
    return [builders.indicator(code) for code in ("enterprises_guided", "training_courses", "training_turns")]


@pytest.fixture
def earlier(agreement):
    return builders.report(agreement, narrative="Kết quả 2017")


@pytest.fixture
def later(agreement):
    return builders.report(
        agreement, starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31), narrative="Kết quả 2018"
    )


def submit(report, by):
    return report_services.submit_report(report, by=by, revision=None)


def accept(report, by):
    return report_services.accept_report(report, by=by, revision=None)


def of_series(report):
    report.refresh_from_db()
    return [problem for problem in report_services.problems(report) if problem.section == "series"]


def test_a_later_report_may_be_sent_but_waits_for_the_earlier(earlier, later, alpha_editor, approver):
    [warning] = of_series(later)
    assert (warning.is_blocking, warning.url) == (False, earlier.get_absolute_url())
    assert str(earlier) in warning.message

    submit(later, alpha_editor)
    [problem] = of_series(later)
    assert (problem.is_blocking, problem.url) == (True, earlier.get_absolute_url())
    with pytest.raises(ValidationError) as refusal:
        accept(later, approver)
    assert refusal.value.messages == [problem.message]
    later.refresh_from_db()
    assert (later.status, later.posting) == (Status.SUBMITTED, None)


@pytest.mark.parametrize(
    "status", [Status.OPEN, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.RESUBMITTED]
)
def test_every_state_but_accepted_keeps_the_later_waiting(earlier, later, alpha_editor, approver, status):
    submit(later, alpha_editor)
    PeriodicReport.objects.filter(pk=earlier.pk).update(status=status)

    with pytest.raises(ValidationError):
        accept(later, approver)


def test_the_later_follows_once_the_earlier_is_accepted(earlier, later, alpha_editor, approver):
    submit(later, alpha_editor)
    submit(earlier, alpha_editor)
    accept(earlier, approver)

    assert of_series(later) == []
    assert accept(later, approver).status == Status.ACCEPTED


def test_the_earlier_does_not_wait_for_the_later(earlier, later, alpha_editor, approver):
    submit(earlier, alpha_editor)
    assert accept(earlier, approver).status == Status.ACCEPTED


def test_another_series_does_not_wait(earlier, later, beta, alpha_editor, officer, approver):
    quarter = ReportType.objects.create(code="quarter", name="Báo cáo quý", frequency="quarter")
    PeriodicReport.objects.filter(pk=earlier.pk).update(report_type=quarter)
    other = builders.agreement(beta, prepared_by=officer, approved_by=approver)
    builders.report(other)

    submit(later, alpha_editor)
    assert accept(later, approver).status == Status.ACCEPTED


def test_staff_see_the_link_to_the_earlier_report(earlier, later, alpha_editor, approver, client_for):
    submit(later, alpha_editor)
    page = client_for(approver).get(f"{later.get_absolute_url()}accept/").text

    assert f'<a href="{earlier.get_absolute_url()}">' in page.split('class="problems"')[1]


def test_nothing_is_opened_before_what_was_accepted(agreement, later, alpha_editor, approver, officer):
    submit(later, alpha_editor)
    accept(later, approver)
    days = {"period_starts_on": dt.date(2017, 1, 1), "period_ends_on": dt.date(2017, 12, 31)}

    with pytest.raises(ValidationError) as refusal:
        report_services.open_report(agreement, later.report_type, by=officer, due_on=dt.date(2018, 1, 15), **days)

    assert refusal.value.messages == [
        f"“{later}” đã được chấp nhận, mà báo cáo được chấp nhận theo thứ tự: báo cáo những ngày trước đó bằng bản "
        "điều chỉnh của báo cáo ấy."
    ]
    assert agreement.reports.count() == 1
