"""Standards and aggregate counts: what they post, and what refuses them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from programme import figures, services
from programme.figures import Question
from programme.models import AggregateRecord, Indicator, Posting, Standard
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
