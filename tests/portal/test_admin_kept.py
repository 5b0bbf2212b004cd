"""The admin keeps what others hold on to: codes, published standards, the wording of what was counted."""

import datetime as dt

import pytest
from django.urls import reverse

from programme.models import IndicatorVersion, Phase, Standard
from tests import builders
from tests.portal.test_admin import change_url, move_url

pytestmark = pytest.mark.django_db


def test_codes_and_what_a_decision_set_are_given_once(world, administrator, client_for):
    client = client_for(administrator)
    national = world.national
    kept = {
        national.project: {"code"},
        national.task: {"code"},
        national.phase: {"code", "programme", "project"},
        national.target: {"value", "phase", "decision", "version"},
        builders.province(): {"catalogue", "code"},
        builders.industry(): {"catalogue", "code"},
        builders.indicator("tcvn_new"): {"code", "kind", "counts_entries_of"},
        world.alpha.association: {"code"},
        world.alpha.package: {"code", "agreement"},
        national.standard.issuer: {"code"},
    }
    for row, names in kept.items():
        form = client.get(change_url(row)).context["adminform"].form
        assert form.fields, row
        assert not names & set(form.fields), row


def test_a_standard_that_was_published_is_not_deleted(world, approver, officer, client_for):
    drafted = builders.standard("TCVN 77:2017", status=Standard.Status.DRAFTING)
    posted = builders.standard("TCVN 78:2017", status=Standard.Status.DRAFTING)
    client_for(approver).post(move_url(posted, "publish"), {"_confirmed": "1", "published_on": "07/06/2017"})
    client = client_for(officer)

    for row in (drafted, posted):
        client.post(reverse("admin:programme_standard_delete", args=[row.pk]), {"post": "yes"})
    ticked = {"action": "delete_selected", "_selected_action": [posted.pk], "post": "yes"}
    client.post(reverse("admin:programme_standard_changelist"), ticked)

    assert list(Standard.objects.filter(pk__in=[drafted.pk, posted.pk])) == [posted]


def test_the_wording_that_figures_were_counted_under_stays(world, officer, client_for):
    counted = IndicatorVersion.objects.get(indicator__code="enterprises_guided")
    persons = IndicatorVersion.objects.get(indicator__code="trainees")
    fresh = IndicatorVersion.objects.create(
        indicator=counted.indicator, number=2, valid_from=dt.date(2018, 1, 1), definition_vi="Định nghĩa mới"
    )
    client = client_for(officer)

    assert (counted.is_counted_under, persons.is_counted_under, fresh.is_counted_under) == (True, True, False)
    assert client.post(change_url(counted), {}).status_code == 403
    assert client.post(change_url(fresh), {}).status_code == 200
    page = client.get(change_url(counted.indicator)).text
    assert 'name="versions-0-definition_vi"' not in page
    assert "Định nghĩa mới" in page


def test_main_phases_that_overlap_are_refused_on_the_form(world, officer, client_for):
    data = {"programme": builders.programme_712().pk, "code": "2018-2022", "is_main": "on"}
    days = {"starts_on": "01/01/2018", "ends_on": "31/12/2022"}

    response = client_for(officer).post(reverse("admin:programme_phase_add"), data | days)

    assert "2016–2020" in str(response.context["errors"])
    assert not Phase.objects.filter(code="2018-2022").exists()
