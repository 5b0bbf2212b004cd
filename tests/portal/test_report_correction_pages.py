"""Pages on which an accepted report is corrected and both figures are read."""

import pytest
from django.urls import reverse

from associations.models import PeriodicReport, TakenBack
from associations.report_corrections import open_correction
from tests.portal.corrections import accept, accepted_report, choose, revision, submit

Status = PeriodicReport.Status


@pytest.fixture
def report(world, approver):
    return accepted_report(world, approver)


@pytest.fixture
def editor(world):
    return world.alpha.editor


@pytest.fixture
def correction(report, editor):
    return open_correction(report, by=editor, cause="Doanh nghiệp chưa hoàn thành")


def test_the_whole_way_on_the_pages(world, report, editor, approver, client_for):
    alpha, boss = client_for(editor), client_for(approver)
    page = alpha.get(report.get_absolute_url())
    assert reverse("portal:report-correct", args=[report.pk]) in page.text
    empty = alpha.post(reverse("portal:report-correct", args=[report.pk]), {"revision": 1, "cause": ""})
    assert list(empty.context["form"].errors) == ["cause"]
    alpha.post(reverse("portal:report-correct", args=[report.pk]), {"revision": 1, "cause": "Ghi nhầm"})
    correction = report.corrections.get()

    boxes = alpha.get(reverse("portal:report-take-back", args=[correction.pk]))
    replace_url = reverse("enterprises:support-replace", args=[correction.pk, report.second.pk])
    assert replace_url in boxes.text
    data = {"revision": revision(correction), "supports": [report.support.pk]}
    assert alpha.post(reverse("portal:report-take-back", args=[correction.pk]), data).status_code == 302
    form = alpha.get(replace_url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "file"}
    data |= {"starts_on": "31/05/2017", "ends_on": "02/06/2017", "result": "Đúng"}
    replaced = alpha.post(replace_url, data)
    assert replaced.status_code == 302, replaced.context["form"].errors
    alpha.post(reverse("portal:report-submit", args=[correction.pk]), {"revision": revision(correction)})
    asked = boss.get(reverse("portal:report-accept", args=[correction.pk]))
    assert [line[3:] for line in asked.context["lines"]] == [(2, 1)]
    form = asked.context["form"]
    boss.post(asked.request["PATH_INFO"], {name: form[name].value() for name in ("revision", "seen")})
    correction.refresh_from_db()
    assert correction.status == Status.ACCEPTED

    original = alpha.get(report.get_absolute_url())
    assert [row.pk for row in original.context["corrections"]] == [correction.pk]
    assert "Ghi nhầm" in original.text
    both = alpha.get(reverse("portal:report-figures", args=[correction.pk]))
    rows = {row.indicator.code: row for row in both.context["rows"]}
    guided = rows["enterprises_guided"]
    assert (guided.accepted.value, guided.after.value, guided.change_in_words) == (2, 2, "0")
    turns = rows["enterprise_support_turns"]
    assert (turns.accepted.value, turns.after.value, turns.change_in_words) == (3, 2, "−1")
    for cell in (turns.accepted, turns.after):
        behind = alpha.get(cell.url)
        assert (behind.status_code, behind.context["figure"].value) == (200, cell.value)


def test_a_record_taken_back_already_is_not_replaced_again(report, correction, editor, approver, client_for):
    choose(correction, editor, report.support)
    submit(correction, editor)
    accept(correction, approver)
    again = open_correction(report, by=editor, cause="Nữa")
    page = client_for(editor).get(reverse("enterprises:support-replace", args=[again.pk, report.support.pk]))

    assert page.status_code == 302
    assert not again.supports.exists()


def test_a_page_of_corrections_does_not_exist_for_a_report_of_a_period(world, editor, client_for):
    for name in ("report-take-back", "report-withdraw", "report-figures"):
        assert client_for(editor).get(reverse(f"portal:{name}", args=[world.alpha.report.pk])).status_code == 404


def test_beta_finds_nothing_of_alphas_correction(world, report, correction, editor, client_for, beta_editor):
    choose(correction, editor, report.support)
    beta = client_for(beta_editor)
    addresses = [
        correction.get_absolute_url(),
        *(reverse(f"portal:report-{name}", args=[correction.pk]) for name in ("take-back", "withdraw", "figures")),
        reverse("portal:report-correct", args=[report.pk]),
        reverse("enterprises:support-replace", args=[correction.pk, report.support.pk]),
    ]
    assert [beta.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert not TakenBack.objects.visible_to(beta_editor).filter(report=correction).exists()
    foreign = reverse("enterprises:support-replace", args=[world.beta.correction.pk, report.support.pk])
    assert beta.get(foreign).status_code == 404
