"""Old and new values of a history read as on the record itself."""

import datetime as dt

import pytest
from django.utils.translation import override

from accounts.admin_base import changes_in_words, value_in_words
from associations.models import Agreement
from programme.models import Announcement, TaskGroup

EVENING = dt.datetime(2026, 11, 21, 18, 30, tzinfo=dt.UTC)  # past midnight in Hà Nội


@pytest.mark.parametrize(
    ("model", "name", "value", "shown"),
    [
        (Agreement, "approved_at", EVENING, "01:30 22/11/2026"),
        (Agreement, "approved_at", EVENING.isoformat(), "01:30 22/11/2026"),
        (Agreement, "year", 2026, "2026"),
        (TaskGroup, "year", 2018, "2018"),
        (Agreement, "status", "draft", "Dự thảo"),
        (Agreement, "starts_on", "2026-11-22", "22/11/2026"),
        (Announcement, "value", "40000.00", "40.000"),
        (Agreement, "title", "", "–"),
    ],
)
def test_a_value_reads_as_on_its_record(model, name, value, shown):
    with override("vi"):
        assert value_in_words(model._meta.get_field(name), value) == shown


def test_the_trail_names_choices():
    with override("vi"):
        words = changes_in_words({"status": ["draft", "submitted"]}, Agreement)
    assert words == "<ul><li><strong>Trạng thái</strong>: Dự thảo → Đã trình phê duyệt</li></ul>"
