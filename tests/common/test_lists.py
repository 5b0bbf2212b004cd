"""What lists write: cells, options and exported rows, whichever way they are read."""

import csv
import io

import pytest
from django import forms
from django.test import RequestFactory
from django.urls import get_resolver, reverse
from django.utils import translation

from common.lists import ListPage
from enterprises.models import Enterprise
from enterprises.views import CourseList, EnterpriseList
from portal.packages import PackageList
from tests import builders

pytestmark = pytest.mark.django_db


def lists():
    """Return every list page of the portal."""
    get_resolver().url_patterns  # noqa: B018  imports the views
    found, waiting = [], [ListPage]
    while waiting:
        page = waiting.pop()
        waiting += page.__subclasses__()
        found += [page] if page.model else []
    return sorted(found, key=lambda page: page.__name__)


def opened(page, user, query=""):
    request = RequestFactory().get(f"/{query}")
    request.user = user
    view = page()
    view.setup(request)
    return view


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rows_are_exported_alike_from_columns_and_from_instances(world, officer, language):
    compared = []
    with translation.override(language):
        for page in lists():
            view = opened(page, officer)
            columns = [column for column in view.get_columns() if column.is_exported]
            read = list(map(list, view._exported_rows(columns)))
            assert read == [[column.exported(row) for column in columns] for row in view._rows], page
            compared += [page] if read and all(column.read_from(view._rows) for column in columns) else []

    assert {EnterpriseList, CourseList, PackageList} <= set(compared)


@pytest.mark.slow
def test_an_export_of_many_rows_holds_each_once_and_runs_no_formula(world, officer, client_for):
    rows = [
        Enterprise(
            name=f"={number}", subject_key=f"E-{number}", province=builders.province(), industry=builders.industry()
        )
        for number in range(4500)
    ]
    Enterprise.objects.bulk_create(rows)

    page = client_for(officer).get(reverse("enterprises:enterprise-list"), {"format": "csv"})
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))][1:]

    assert len(names) == Enterprise.objects.count()
    assert {name for name in names if "=" in name} == {f"'={number}" for number in range(4500)}


def test_cells_and_options_are_escaped(world, officer, client_for):
    Enterprise.objects.filter(pk=world.alpha.enterprise.pk).update(name='<b class="x">Dệt & May\'</b>')

    class Choice(forms.Form):
        kind = forms.ChoiceField(choices=[("", "<i>"), ("Nhóm <", [('"><b>', "dệt & may")])])

    page = client_for(officer).get(reverse("enterprises:enterprise-list")).content.decode()

    written = "&lt;b class=&quot;x&quot;&gt;Dệt &amp; May&#x27;&lt;/b&gt;"
    assert f'<td><a href="{world.alpha.enterprise.get_absolute_url()}">{written}</a><td>' in page
    assert (
        '<option value="" selected>&lt;i&gt;<optgroup label="Nhóm &lt;">'
        '<option value="&quot;&gt;&lt;b&gt;">Dệt &amp; may</optgroup>'
    ) in str(Choice()["kind"])
