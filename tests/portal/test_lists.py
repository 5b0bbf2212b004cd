"""What lists find and where the pages before them lead: provinces, days of postings, work queues, missing files."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from enterprises.models import Enterprise
from programme.models import Posting
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_unit_of_34_finds_the_enterprises_of_its_parts(world, client_for, officer):
    merged = builders.province("34-15", "Lào Cai")
    part = builders.province("63-15", "Yên Bái", merged)
    Enterprise.objects.filter(pk=world.alpha.enterprise.pk).update(province=part)
    client = client_for(officer)

    for key, is_found in (("34-15", True), ("63-15", True), ("63-01", False)):
        text = client.get(reverse("enterprises:enterprise-list"), {"province": key}).content.decode()
        assert (world.alpha.enterprise.get_absolute_url() in text) == is_found, key


def test_postings_are_found_by_the_day_in_this_country(world, client_for, official):
    client = client_for(official)
    last = Posting.objects.first()
    day = timezone.localdate(last.recorded_at)
    url = reverse("portal:posting-list")

    def is_found(**query):
        return last.get_absolute_url() in client.get(url, query).content.decode()

    today, before, after = (day + dt.timedelta(days=shift) for shift in (0, -1, 1))
    assert is_found(recorded_from=today.isoformat(), recorded_to=today.isoformat())
    assert not is_found(recorded_to=before.isoformat())
    assert not is_found(recorded_from=after.isoformat())
    assert is_found(recorded_from="0001-01-01", recorded_to="9999-12-31")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER])
def test_every_queue_opens_its_list(world, client_for, role):
    client = client_for(builders.user(role))
    page = client.get(reverse("admin:index"))
    queues = page.context["queues"]

    assert queues
    for waiting in queues:
        assert client.get(waiting.list_url).status_code == 200, waiting.list_url


def test_a_file_that_is_gone_is_said_to_be_missing(world, client_for, officer):
    document = world.alpha.document
    document.file.storage.delete(document.file.name)

    page = client_for(officer).get(document.get_download_url())

    assert page.status_code == 404
    assert document.title in page.content.decode()
