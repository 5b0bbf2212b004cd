"""Readers find the tasks and the groups that come first in a year; the search knows tasks and workshops."""

import pytest
from django.urls import reverse

from associations.models import Agreement, Need
from portal.search import search
from programme.models import Task, TaskGroup

pytestmark = pytest.mark.django_db


def test_groups_stand_in_their_order_with_the_latest_year_first(world, client_for, official):
    TaskGroup.objects.create(year=2018, position=3, title="Ba")
    TaskGroup.objects.create(year=2018, position=2, title="Hai")
    TaskGroup.objects.create(year=2019, position=1, title="Năm sau")

    years = client_for(official).get(reverse("programme:task-list")).context["years"]

    assert [(year, [(group.title, group.task_count) for group in groups]) for year, groups in years] == [
        (2019, [("Năm sau", 0)]),
        (2018, [(world.national.group.title, 1), ("Hai", 0), ("Ba", 0)]),
    ]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("", True), ("project=DA-1", True), ("text=nhiem+vu", True), ("text=khac", False)],
)
def test_tasks_are_found_by_project_and_words(world, client_for, official, query, is_found):
    page = client_for(official).get(f"{reverse('programme:task-list')}?{query}")

    assert len(page.context["rows"]) == is_found


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "years"),
    [
        ("2018-03-01", "2019-06-30", ["2018", "2019"]),
        ("2018-03-01", None, ["2018", "2019", "2020"]),
        (None, None, []),
    ],
)
def test_task_without_an_end_goes_on(world, client_for, official, starts_on, ends_on, years):
    Task.objects.update(starts_on=starts_on, ends_on=ends_on)
    client, url = client_for(official), reverse("programme:task-list")

    found = [year for year in ("2017", "2018", "2019", "2020") if client.get(url, {"year": year}).context["rows"]]

    assert found == years


def test_group_leads_to_its_tasks(world, client_for, official):
    other = TaskGroup.objects.create(year=2018, position=2, title="Hai")
    client, url = client_for(official), reverse("programme:task-list")

    for group, count in ((world.national.group, 1), (other, 0)):
        assert f"?group={group.pk}" in client.get(url).content.decode()
        assert len(client.get(url, {"group": group.pk}).context["rows"]) == count


def test_task_shows_the_agreements_and_needs_that_belong_to_it(world, client_for, official):
    task, alpha = world.national.task, world.alpha
    Agreement.objects.filter(pk=alpha.agreement.pk).update(task=task)
    Agreement.objects.filter(pk=world.beta.agreement.pk).update(task=None)
    Need.objects.filter(pk=alpha.need.pk).update(task=task)

    page = client_for(official).get(task.get_absolute_url())

    assert list(page.context["agreements"]) == [alpha.agreement]
    assert list(page.context["needs"]) == [alpha.need]
    agreement = client_for(official).get(alpha.agreement.get_absolute_url()).content.decode()
    assert f'href="{task.get_absolute_url()}"' in agreement
    own = client_for(alpha.editor).get(alpha.agreement.get_absolute_url()).content.decode()
    assert task.name in own
    assert task.get_absolute_url() not in own


def found(user, text, code):
    return [hit["title"] for group in search(user, text) if group["code"] == code for hit in group["hits"]]


def test_search_finds_tasks_and_the_workshops_that_one_may_read(world, official):
    alpha, beta = world.alpha, world.beta

    assert found(official, "nhiem vu mot", "task") == [world.national.task.name]
    assert found(alpha.editor, "nhiem vu mot", "task") == []
    assert sorted(found(official, "hoi thao", "workshop")) == sorted([alpha.workshop.title, beta.workshop.title])
    assert found(alpha.editor, "hoi thao", "workshop") == [alpha.workshop.title]
