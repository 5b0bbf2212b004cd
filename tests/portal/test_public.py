"""The public page: announced figures as their sources word them, and nothing of the ledger."""

import datetime as dt

import pytest
from django.urls import reverse

from programme.models import Announcement, Target
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    guided = builders.indicator("enterprises_guided", "Số doanh nghiệp được hướng dẫn", headline_position=1)
    built = builders.indicator("tcvn_reported", "TCVN được xây dựng", "external")
    built.shown_beside = builders.indicator("tcvn_new", "TCVN mới", headline_position=2)
    built.save()
    rows = [
        (guided, 4000, "about", dt.date(2015, 12, 31), ""),
        (guided, 5000, "more", dt.date(2018, 12, 31), "12/2018"),
        (built, 9500, "about", dt.date(2016, 12, 31), ""),
        (builders.indicator("tfp", "TFP", "external"), 43, "exact", dt.date(2018, 12, 31), ""),
    ]
    for indicator, value, qualifier, day, text in rows:
        Announcement.objects.create(
            indicator=indicator,
            programme=builders.programme_712(),
            value=value,
            qualifier=qualifier,
            cut_off_on=day,
            cut_off_text=text,
            source="https://example.org/a-very-long-path",
        )
    Target.objects.create(
        indicator=guided, phase=builders.phase("2016-2020"), value=60_000, confidence="memory: medium", source="712"
    )


def test_anybody_reads_the_latest_announced_figures(announced, visitor):
    text = visitor.get(reverse("portal:public")).content.decode()

    assert "&gt; 5.000" in text or "> 5.000" in text
    assert "12/2018" in text
    assert "≈ 9.500" in text
    assert "31/12/2016" in text
    assert "4.000" not in text
    assert "example.org" in text
    assert "60.000" in text
    assert "TFP" not in text  # neither a headline nor shown beside one


def test_remarks_of_the_analyst_stay_inside(announced, visitor):
    Announcement.objects.update(note="Không khớp về số học")

    assert "Không khớp về số học" not in visitor.get(reverse("portal:public")).text


def test_unchecked_targets_are_marked(announced, visitor):
    page = visitor.get(reverse("portal:public"))

    assert "unchecked" in page.content.decode()


def test_order_follows_the_headlines(announced, visitor):
    published = visitor.get(reverse("portal:public")).context["published"]

    assert [row.indicator.code for row in published] == ["enterprises_guided", "tcvn_reported"]


def test_ledger_figures_stay_inside(world, visitor):
    text = visitor.get(reverse("portal:public")).content.decode()

    assert "/rows/" not in text
    assert "/ledger/" not in text


def test_signed_in_readers_find_their_first_page(client_for, official):
    text = client_for(official).get(reverse("portal:public")).content.decode()

    assert reverse("portal:go") in text


def test_page_of_an_empty_installation(visitor):
    assert visitor.get(reverse("portal:public")).status_code == 200
