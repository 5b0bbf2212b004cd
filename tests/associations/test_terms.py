"""What was agreed stays as agreed: packages after the draft, periods of reports."""

import datetime as dt

import pytest
from django.urls import reverse

from associations.models import Agreement, Annex, SolutionPackage
from associations.services import move_agreement
from tests import builders


def fields_of(client, package):
    page = client.get(reverse("admin:associations_solutionpackage_change", args=[package.pk]))
    return set(page.context["adminform"].form.fields)


def test_quotas_change_in_the_draft_and_then_not_in_the_admin(alpha, officer, approver, client_for):
    client = client_for(officer)
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.DRAFT)
    running = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    agreed = {"quota_enterprises", "ends_on"}
    package = builders.package(running)

    assert agreed <= fields_of(client, builders.package(draft))
    assert not agreed & fields_of(client, package)

    Annex.objects.create(
        agreement=running,
        number=1,
        kind=Annex.Kind.AMENDMENT,
        title="Tăng số doanh nghiệp",
        effective_on=builders.DAY,
        signed_on=builders.DAY,
        document=builders.document("Phụ lục", by=officer, association=alpha.code),
    )
    assert not agreed & fields_of(client, package)


def test_packages_start_with_their_agreement(alpha, officer, approver):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.SIGNED)
    package = builders.package(agreement, status=SolutionPackage.Status.PREPARING)

    move_agreement(agreement, "start", by=officer)

    package.refresh_from_db()
    assert package.status == SolutionPackage.Status.RUNNING
    assert package.history.first().history_user == officer


@pytest.mark.parametrize("recorded", [False, True])
def test_an_empty_report_can_be_given_other_days(recorded, world, officer, client_for):
    side = world.alpha
    report = (
        builders.report(side.agreement, starts_on=dt.date(2017, 1, 1), ends_on=dt.date(2017, 3, 31))
        if (not recorded)
        else side.report
    )
    page = client_for(officer).get(reverse("admin:associations_periodicreport_change", args=[report.pk]))

    assert ("period_ends_on" in page.context["adminform"].form.fields) is not recorded
