"""Standards and aggregate counts: what they post, and what refuses them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from programme import figures, ledger, reference_plan, rollups, services
from programme.figures import Question
from programme.ledger import Line
from programme.models import AggregateRecord, Indicator, Phase, Posting, Standard
from programme.verification import differences
from tests import builders

Kind = Indicator.Kind
DAY = dt.date(2017, 6, 7)
YEAR = Question(as_of=dt.date(2017, 12, 31), since=dt.date(2017, 1, 1))


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def indicators(db):
    return {
        code: builders.indicator(code, kind=kind)
        for code, kind in {
            "tcvn_new": Kind.FLOW,
            "tcvn_system_total": Kind.STOCK,
            "tcvn_harmonised_new": Kind.FLOW,
            "tcvn_harmonised_total": Kind.STOCK,
        }.items()
    }


def draft(number="TCVN 2:2017", **fields):
    return builders.standard(number, **({"status": "drafting"} | fields))


def values(indicators, question=YEAR):
    return {code: item.value for code, item in figures.answer(list(indicators.values()), question).items()}


def test_a_harmonised_standard_counts_as_new_and_in_force(approver, indicators):
    services.publish_standard(draft(identical_to="ISO 2:2015"), by=approver, published_on=DAY)

    assert set(values(indicators).values()) == {1}


def test_a_national_standard_is_not_harmonised(approver, indicators):
    services.publish_standard(draft(), by=approver, published_on=DAY)

    assert values(indicators) == {
        "tcvn_new": 1,
        "tcvn_system_total": 1,
        "tcvn_harmonised_new": 0,
        "tcvn_harmonised_total": 0,
    }


def test_an_amendment_is_no_standard_of_its_own(approver, indicators):
    amendment = draft("Sửa đổi 1:2017 TCVN 2:2015")

    assert services.publish_standard(amendment, by=approver, published_on=DAY) is None
    amendment.refresh_from_db()
    assert amendment.status == Standard.Status.PUBLISHED
    assert set(values(indicators).values()) == {0}


def test_a_withdrawn_standard_stays_new_and_leaves_the_stock(approver, indicators):
    standard = draft()
    services.publish_standard(standard, by=approver, published_on=DAY)
    services.withdraw_standard(standard, by=approver, ended_on=dt.date(2018, 3, 1), reason="obsolete")

    assert values(indicators)["tcvn_system_total"] == 1
    later = Question(as_of=dt.date(2018, 12, 31), since=dt.date(2017, 1, 1))
    assert values(indicators, later)["tcvn_system_total"] == 0
    assert values(indicators, later)["tcvn_new"] == 1


def test_a_standard_is_published_once(approver):
    standard = draft()
    services.publish_standard(standard, by=approver, published_on=DAY)

    with pytest.raises(ValidationError, match="TCVN 2:2017"):
        services.publish_standard(standard, by=approver, published_on=DAY)

    assert Posting.objects.count() == 1


def test_a_standard_from_before_the_ledger_ends_without_a_posting(approver):
    standard = builders.standard("TCVN 3:2008", status="published")
    successor = builders.standard("TCVN 3:2017", status="published")

    assert services.replace_standard(standard, successor, by=approver, ended_on=DAY) is None
    standard.refresh_from_db()
    assert (standard.status, standard.replaced_by) == (Standard.Status.REPLACED, successor)


def test_a_share_without_a_denominator_has_no_value(approver, indicators):
    share = Indicator.objects.create(
        code="share",
        name_vi="Tỷ lệ",
        unit_vi="%",
        kind=Kind.SHARE,
        numerator=indicators["tcvn_harmonised_total"],
        denominator=indicators["tcvn_system_total"],
    )
    assert figures.figure(share, YEAR).value is None

    services.publish_standard(draft(identical_to="ISO 2:2015"), by=approver, published_on=DAY)
    for number in range(3, 5):
        services.publish_standard(draft(f"TCVN {number}:2017"), by=approver, published_on=DAY)

    assert str(figures.figure(share, YEAR).value) == "33.3"


def test_an_aggregate_count_is_marked_as_unlisted_and_posted_once(officer, approver, indicators):
    record = AggregateRecord.objects.create(
        indicator=indicators["tcvn_new"],
        quantity=120,
        happened_on=DAY,
        document=builders.document("Báo cáo", by=officer),
        prepared_by=officer,
    )
    services.post_aggregate(record, by=approver)
    services.publish_standard(draft(), by=approver, published_on=DAY)

    figure = figures.figure(indicators["tcvn_new"], YEAR)
    assert (figure.value, figure.unlisted) == (121, 120)
    with pytest.raises(ValidationError):
        services.post_aggregate(record, by=approver)


def test_who_prepared_an_aggregate_count_does_not_post_it(approver, indicators):
    record = AggregateRecord.objects.create(
        indicator=indicators["tcvn_new"],
        quantity=120,
        happened_on=DAY,
        document=builders.document("Báo cáo", by=approver),
        prepared_by=approver,
    )

    with pytest.raises(ValidationError, match="yourself"):
        services.post_aggregate(record, by=approver)


# --- what is counted already ---------------------------------------------------------------------------------------


def test_a_standard_entered_again_is_not_counted_again(approver, indicators):
    services.publish_standard(draft(), by=approver, published_on=DAY)
    Standard.objects.all().delete()

    with pytest.raises(ValidationError, match="counted already"):
        services.publish_standard(draft(), by=approver, published_on=DAY)

    assert values(indicators)["tcvn_new"] == 1


def test_what_was_taken_back_is_not_set_off_a_second_time(approver, indicators):
    standard = draft()
    posting = services.publish_standard(standard, by=approver, published_on=DAY)
    ledger.correct(posting.entries.all(), by=approver, reason="published by mistake")

    assert services.withdraw_standard(standard, by=approver, ended_on=DAY, reason="obsolete") is None
    assert set(values(indicators).values()) == {0}


# --- main phases ---------------------------------------------------------------------------------------------------


@pytest.fixture
def guided(approver):
    """An enterprise guided in 2016 and again in 2018, and another one in 2018."""
    indicator = builders.indicator("guided", kind=Kind.DISTINCT_PERIOD)
    lines = [("E1", 2016), ("E1", 2018), ("E2", 2018)]
    builders.phase("2010-2015")
    builders.phase("2016-2020")
    ledger.post(
        Posting.Kind.REPORT,
        [Line(indicator=indicator, happened_on=dt.date(year, 6, 1), subject=subject) for subject, year in lines],
        by=approver,
        reason="report",
    )
    return indicator


def test_figures_follow_a_main_phase_that_changes(guided):
    phase = Phase.objects.get(code="2016-2020")
    phase.starts_on = dt.date(2017, 1, 1)
    services.save_phase(phase)
    question = Question(as_of=phase.ends_on, since=phase.starts_on)

    assert figures.figure(guided, question).value == len(list(figures.subjects(guided, question))) == 2
    assert list(differences()) == []


def test_figures_follow_a_province_that_falls_into_another_unit(guided, client_for, administrator):
    one, other = builders.province("34-15", "Lào Cai"), builders.province("34-25", "Phú Thọ")
    province = builders.province("63-10", "Lào Cai", one)
    by = Posting.objects.first().recorded_by
    line = Line(indicator=guided, happened_on=dt.date(2018, 5, 1), subject="E-9", association="ALPHA", province="63-10")
    ledger.post(Posting.Kind.REPORT, [line], by=by, reason="report")

    page = reverse("admin:programme_province_change", args=[province.pk])
    form = client_for(administrator).get(page).context["adminform"].form
    typed = {name: form.initial.get(name) or "" for name in form.fields} | {"successor": other.pk}
    assert client_for(administrator).post(page, typed).status_code == 302

    asked = {"as_of": dt.date(2025, 12, 31), "units": "34"}
    assert figures.figure(guided, Question(province="34-15", **asked)).value == 0
    assert figures.figure(guided, Question(province="34-25", **asked)).value == 1
    assert list(differences()) == []


def test_main_phases_share_no_year(guided):
    phase = Phase(
        programme=builders.programme_712(),
        code="2018-2022",
        starts_on=dt.date(2018, 1, 1),
        ends_on=dt.date(2022, 12, 31),
        is_main=True,
    )
    with pytest.raises(ValidationError, match="2016–2020"):
        services.save_phase(phase)

    phase.is_main = False
    services.save_phase(phase)
    assert Phase.objects.filter(code="2018-2022").exists()


def test_reference_data_loaded_into_a_used_ledger_keeps_its_sums(guided):
    Phase.objects.all().delete()
    rollups.rebuild()

    reference_plan.programmes()
    reference_plan.projects()
    reference_plan.phases()

    assert list(differences()) == []
