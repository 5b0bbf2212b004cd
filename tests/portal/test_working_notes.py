"""Working notes on targets, announced figures and standards are for staff, not for those who read the results."""

import datetime as dt

import pytest
from django.urls import reverse

from programme.models import Announcement, Target
from tests import builders

pytestmark = pytest.mark.django_db

NOTE = "Ngày suy từ nội dung"


@pytest.fixture
def pages(world):
    indicator = builders.indicator("ghi_chu", name_vi="Có ghi chú")
    day = {"cut_off_on": dt.date(2017, 1, 1), "programme": world.national.phase.programme, "source": "Báo cáo"}
    Announcement.objects.create(indicator=indicator, value=1, note=NOTE, **day)
    Target.objects.create(indicator=indicator, phase=world.national.phase, value=1, note=NOTE)
    standard = builders.standard("TCVN 9:2017", note=NOTE)
    return {reverse("portal:indicator-detail", args=[indicator.code]): 2, standard.get_absolute_url(): 1}


def test_notes_are_read_by_staff_alone(pages, officer, official, client_for):
    for url, notes in pages.items():
        assert client_for(officer).get(url).text.count(NOTE) == notes
        assert client_for(official).get(url).text.count(NOTE) == 0
