"""Search by parts of names on a PostgreSQL that has pg_trgm; the same search works without, only slower."""

import pytest
from django.db import connection

from enterprises.models import Enterprise
from tests import builders

pytestmark = [pytest.mark.trigram, pytest.mark.django_db]


def test_parts_of_names_are_found_through_the_index():
    found = builders.enterprise("Công ty Dệt may Đông Á")
    builders.enterprise("Công ty Thép Miền Trung")

    rows = Enterprise.objects.search("DET dong")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a table of two rows is always read whole

    assert list(rows) == [found]
    assert "enterprises_enterprise_folded_trigram" in rows.order_by().explain()
