"""What follows what: conclusions a workshop, the days of a report its type, a package its agreement."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from associations.models import Agreement, ReportType, Workshop, WorkshopConclusion
from associations.report_services import check_opening
from tests import builders
from tests.portal.admin_steps import no_parts


@pytest.mark.parametrize("name", ["due_on", "done_on"])
def test_a_conclusion_is_neither_due_nor_done_before_its_workshop(name):
    workshop = Workshop(title="Hội thảo", held_on=dt.date(2017, 6, 7))
    days = {"due_on": dt.date(2017, 6, 7), name: dt.date(2017, 6, 6)}

    with pytest.raises(ValidationError) as refused:
        WorkshopConclusion(workshop=workshop, **days).clean()

    assert list(refused.value.message_dict) == [name]
    WorkshopConclusion(workshop=workshop, due_on=workshop.held_on, done_on=workshop.held_on).clean()


@pytest.mark.parametrize(
    ("frequency", "first", "latest"),
    [
        ("half", dt.date(2017, 12, 15), dt.date(2018, 6, 14)),
        ("half", dt.date(2017, 1, 1), dt.date(2017, 6, 30)),
        ("half", dt.date(2017, 8, 31), dt.date(2018, 2, 28)),
        ("quarter", dt.date(2017, 10, 1), dt.date(2017, 12, 31)),
        ("year", dt.date(2016, 2, 29), dt.date(2017, 2, 28)),
    ],
)
def test_a_full_period_has_its_last_day(frequency, first, latest):
    assert ReportType(frequency=frequency).latest_end(first) == latest


def test_a_period_fits_the_type_of_its_report(alpha, officer, approver):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    half = ReportType.objects.create(code="half", name="Báo cáo 6 tháng", frequency="half")
    first = agreement.starts_on

    check_opening(agreement, half, first, half.latest_end(first))
    with override("vi"), pytest.raises(ValidationError) as refused:
        check_opening(agreement, half, dt.date(2017, 1, 1), dt.date(2017, 12, 31))

    sentence = "“Báo cáo 6 tháng” bắt đầu từ 01/01/2017 thì kết thúc muộn nhất vào 30/06/2017: hãy sửa ngày của kỳ."
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize("status", ["running", "completed"])
def test_a_package_follows_its_agreement(status, alpha, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.DRAFT)
    in_force = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    data = {
        "code": "P-1",
        "name": "Gói",
        "starts_on": draft.starts_on.strftime("%d/%m/%Y"),
        "ends_on": draft.ends_on.strftime("%d/%m/%Y"),
        "status": status,
        "quota_enterprises": "1",
        "quota_courses": "0",
        "quota_trainees": "0",
        **no_parts("items"),
    }
    client, url = client_for(officer), reverse("admin:associations_solutionpackage_add")

    refused = client.post(url, data | {"agreement": draft.pk})

    assert list(refused.context["adminform"].form.errors) == ["status"]
    assert client.post(url, data | {"agreement": in_force.pk}).status_code == 302
