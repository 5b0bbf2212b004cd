"""Every figure equals the rows its link opens: on the dashboard, on the pages of indicators, for every reader."""

import datetime as dt
import html
import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from portal.dashboard_forms import question_query, read_selection
from programme import figures, ledger
from programme.figures import Question
from programme.ledger import Line
from programme.models import Entry, Posting
from tests import builders
from tests.portal import results

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINK = re.compile(r'<a href="([^"]+)" data-value="([^"]+)"')
TOTAL = re.compile(r'data-total="([^"]+)"')
QUANTITY = re.compile(r'data-quantity="(-?\d+)"')
PAGES = re.compile(r'href="(\?[^"]*page=\d+[^"]*)"')


@pytest.fixture
def made(alpha, beta, approver):
    return results.build(approver)


@pytest.fixture
def opened():
    """Addresses walked already: the same figure stands on many pages."""
    return {}


def rows_behind(client, url, opened):
    """Return (total on top, sum of the rows of all pages) of the page behind a figure."""
    if url not in opened:
        text = client.get(url).content.decode()
        total = TOTAL.search(text)
        total = Decimal(total.group(1).replace(",", ".")) if total else None
        added = sum(int(quantity) for quantity in QUANTITY.findall(text))
        number = 2
        while f"page={number}" in text:
            text = client.get(f"{url}&page={number}").content.decode()
            added += sum(int(quantity) for quantity in QUANTITY.findall(text))
            number += 1
        opened[url] = total, added
    return opened[url]


def assert_figures_add_up(client, url, opened):
    """Walk every figure of the page at ``url``. Returns how many were walked."""
    text = client.get(url).content.decode()
    links = [(html.unescape(link), Decimal(value)) for link, value in LINK.findall(text)]
    for link, value in links:
        total, added = rows_behind(client, link, opened)
        assert total == value, (url, link)
        if "tcvn_share" not in link:  # a share has no rows; its two parts are figures of their own
            assert added == value, (url, link)
    return len(links)


@pytest.mark.slow
@pytest.mark.parametrize(("role", "count"), [(Role.OFFICER, 20), (Role.OFFICIAL, 5)])
def test_every_figure_of_the_dashboard_equals_its_rows(made, client_for, opened, role, count):
    client = client_for(builders.user(role, f"reader-{role}"))

    walked = sum(
        assert_figures_add_up(client, f"{reverse('portal:dashboard')}?{urlencode(choice)}", opened)
        for choice in results.random_filters(count, made.last)
    )

    assert walked > 10 * count


@pytest.mark.parametrize("code", ["enterprises_guided", "enterprises_ever", "tcvn_system_total", "tcvn_share"])
def test_every_figure_of_an_indicator_equals_its_rows(made, client_for, official, opened, code):
    client = client_for(official)
    for choice in ({"phase": "2016-2020"}, {"phase": "2010-2015", "as_of": "01/06/2014", "known": 4}):
        url = f"{reverse('portal:indicator-detail', args=[code])}?{urlencode(choice)}"
        assert assert_figures_add_up(client, url, opened) or code == "tcvn_share"
    assert assert_figures_add_up(client, f"{reverse('portal:indicator-list')}?phase=712", opened)


@pytest.fixture
def merged(approver, alpha):
    """Results on both sides of 01/07/2025 in two provinces that became one, and in one that stayed."""
    for code in ("2016-2020", "2021-2025"):
        builders.phase(code)
    one = builders.province("34-15", "Lào Cai")
    for key, name, successor in (("63-10", "Lào Cai", one), ("63-15", "Yên Bái", one), ("63-01", "Hà Nội", None)):
        builders.province(key, name, successor)
    known = results.indicators()
    places = [
        ("E-1", dt.date(2019, 5, 1), "63-10"),
        ("E-2", dt.date(2024, 5, 1), "63-10"),
        ("E-2", dt.date(2024, 6, 1), "63-15"),
        ("E-3", dt.date(2024, 6, 1), "63-15"),
        ("E-3", dt.date(2025, 8, 1), "34-15"),
        ("E-4", dt.date(2025, 9, 1), "34-15"),
        ("E-5", dt.date(2024, 3, 1), "63-01"),
    ]
    lines = [
        Line(indicator=known[code], happened_on=day, subject=subject, association="ALPHA", province=province)
        for code in ("enterprises_guided", "training_courses")
        for subject, day, province in places
    ]
    ledger.post(Posting.Kind.REPORT, lines, by=approver, reason="both sides of the merger")
    return known


@pytest.mark.slow
@pytest.mark.parametrize("units", ["", "63", "34"])
@pytest.mark.parametrize(
    "query", ["phase=2021-2025", "phase=all", "phase=all&province=34-15", "phase=all&province=63-15"]
)
def test_provinces_open_their_rows_on_both_sides_of_the_merger(merged, client_for, official, opened, units, query):
    client = client_for(official)
    for page in (reverse("portal:dashboard"), reverse("portal:indicator-detail", args=["enterprises_ever"])):
        assert assert_figures_add_up(client, f"{page}?{query}&units={units}", opened)


def by_province(client, query):
    """Return {name: figure} of the breakdown by province and the sum that its page states."""
    context = client.get(f"{reverse('portal:indicator-detail', args=['training_courses'])}?{query}").context
    chart = next(part for part in context["parts"] if part.key == "province")
    names = [row.name for row in chart.rows]
    assert len(names) == len(set(names))
    return {row.name: row.cells[0].value for row in chart.rows}, context["line"].figure.value


def test_each_entry_falls_into_one_unit_of_the_chosen_catalogue(merged, client_for, official):
    client = client_for(official)
    old, total = by_province(client, "phase=2021-2025&units=63")
    new, again = by_province(client, "phase=2021-2025&units=34")

    assert sum(old.values()) == sum(new.values()) == total == again == 6
    assert old == {"Lào Cai": 1, "Yên Bái": 2, "Hà Nội": 1, "Lào Cai (đơn vị từ năm 2025)": 2}
    assert new == {"Lào Cai": 5, "Hà Nội": 1}
    assert by_province(client, "phase=2021-2025")[0] == new
    assert by_province(client, "phase=2021-2025&as_of=30/06/2025")[0] == {"Lào Cai": 1, "Yên Bái": 2, "Hà Nội": 1}


def test_a_subject_in_two_parts_of_a_merged_unit_counts_once(merged):
    guided = merged["enterprises_guided"]
    question = Question(as_of=dt.date(2025, 12, 31), since=dt.date(2021, 1, 1))

    found = figures.breakdown([guided], question, "province")

    assert {place: values["enterprises_guided"] for place, values in found.items()} == {"34-15": 3, "63-01": 1}


@pytest.mark.parametrize("units", ["63", "34"])
@pytest.mark.parametrize("province", ["", "34-15", "63-15"])
@pytest.mark.parametrize("association", ["", "ALPHA"])
def test_units_of_either_catalogue_come_from_rollups_and_equal_the_entries(merged, units, province, association):
    indicators = [merged[code] for code in ("enterprises_guided", "enterprises_ever", "training_courses")]
    for since in (None, dt.date(2021, 1, 1), dt.date(2025, 1, 1)):
        rolled = Question(
            as_of=dt.date(2025, 12, 31), since=since, units=units, province=province, association=association
        )
        # As known before the last posting, only the entries can answer.
        counted = rolled.replace(as_of=dt.date(2025, 12, 30), known=Posting.objects.count())
        ledger.post(
            Posting.Kind.REPORT,
            [Line(indicator=indicators[0], happened_on=dt.date(2026, 1, 5), subject="E-9", association="BETA")],
            by=Posting.objects.first().recorded_by,
            reason="after the year",
        )
        with CaptureQueriesContext(connection) as asked:
            parts = figures.breakdown(indicators, rolled, "province")

        assert not [query for query in asked.captured_queries if "programme_entry" in query["sql"]]
        assert parts == figures.breakdown(indicators, counted, "province")
        for code, found in figures.answer(indicators, rolled).items():
            other = figures.answer(indicators, counted)[code]
            assert (found.value, found.series) == (other.value, other.series), (code, rolled)


@pytest.mark.slow
def test_associations_find_their_own_rows_behind_their_own_figures(made, client_for, alpha_editor, beta_editor, rf):
    for user in (alpha_editor, beta_editor):
        client, opened = client_for(user), {}
        for choice in results.random_filters(20, made.last):
            request = rf.get("/", choice)
            request.user = user
            question = read_selection(request)[1].question
            for code in ("enterprises_guided", "trainees", "training_courses", "enterprises_ever"):
                value = figures.figure(made.indicators[code], question).value
                url = f"{reverse('portal:figure-rows', args=[code])}?{urlencode(choice)}"
                assert rows_behind(client, url, opened) == (value, value), url
    whole = figures.figure(made.indicators["enterprises_guided"], question.replace(own=None, known=None)).value
    assert whole


def test_home_of_an_association_walks_too(world, client_for, alpha_editor):
    client = client_for(alpha_editor)

    assert assert_figures_add_up(client, reverse("portal:home"), {})


def test_association_sees_no_row_of_another(made, client_for, alpha_editor):
    url = f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all&association=BETA"

    text = client_for(alpha_editor).get(url).content.decode()

    own = figures.figure(made.indicators["enterprises_guided"], Question(as_of=timezone.localdate(), own=("ALPHA",)))
    assert TOTAL.search(text).group(1) == str(own.value)
    assert ">BETA<" not in text


def test_question_survives_its_address(made, official, rf):
    for choice in results.random_filters(40, made.last):
        request = rf.get("/", choice)
        request.user = official
        question = read_selection(request)[1].question
        again = rf.get(f"/?{question_query(question)}")
        again.user = official

        assert read_selection(again)[1].question == question, choice


@pytest.mark.parametrize(
    "query",
    [
        "phase=nonsense",
        "as_of=99/99/9999",
        "as_of=01/01/2999",
        "as_of=01/01/1900",
        "known=abc",
        "known=999999999999",
        "known=0",
        "year=1",
        "year=x",
        "province=%00",
        "province=zz&sector=yy&association=xx&project=ww&size=vv",
        "indicator=../../etc",
        "since=2016-13-45",
        "page=abc",
    ],
)
def test_bad_values_never_break_a_page(made, client_for, official, query):
    client = client_for(official)
    for url in (
        reverse("portal:dashboard"),
        reverse("portal:overlap-list"),
        reverse("portal:indicator-list"),
        reverse("portal:indicator-detail", args=["trainees"]),
        reverse("portal:figure-rows", args=["trainees"]),
    ):
        assert client.get(f"{url}?{query}").status_code == 200, url


def test_export_holds_every_row(made, client_for, official):
    client = client_for(official)
    url = f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all"
    value = int(TOTAL.search(client.get(url).content.decode()).group(1))

    text = b"".join(client.get(f"{url}&format=csv").streaming_content).decode()

    assert len(text.strip().splitlines()) == value + 1
    assert client.get(f"{url}&format=xlsx").status_code == 200
    assert client.get(f"{url}&format=exe").status_code == 404


@pytest.mark.parametrize("code", ["enterprises_guided", "training_courses", "tcvn_new"])
def test_export_reads_a_file_once_whatever_is_posted_meanwhile(made, client_for, official, approver, monkeypatch, code):
    client = client_for(official)
    url = f"{reverse('portal:figure-rows', args=[code])}?phase=all&format=csv"
    monkeypatch.setattr("portal.figure_exports.CHUNK", 5)
    with CaptureQueriesContext(connection) as captured:
        before = b"".join(client.get(url).streaming_content).decode().splitlines()
    assert 0 < len(captured) <= 12
    lines = client.get(url).streaming_content
    first = [next(lines), next(lines)]
    late = [
        Line(indicator=made.indicators[code], happened_on=dt.date(2019, 12, 31), quantity=1, subject=subject)
        for subject in (["A-1", "A-2"] if code != "tcvn_new" else ["", ""])
    ]
    ledger.post(Posting.Kind.REPORT, late, by=approver, reason="while the file is read")

    text = b"".join([*first, *lines]).decode().splitlines()

    assert text == before


def test_only_readers_of_every_posting_get_a_link_to_the_last(made, client_for, official, alpha_editor):
    url = f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all"
    last = reverse("portal:posting-detail", args=[made.last])

    assert last in client_for(official).get(url).content.decode()
    assert last not in client_for(alpha_editor).get(url).content.decode()


def test_three_clicks_reach_the_evidence(world, client_for, official):
    """Figure, row, evidence: the second page already has the file."""
    client = client_for(official)
    dashboard = client.get(f"{reverse('portal:dashboard')}?phase=2016-2020").content.decode()
    link = next(html.unescape(url) for url, value in LINK.findall(dashboard) if "enterprises_guided" in url)

    rows = client.get(link).content.decode()
    evidence = re.search(r'href="(/documents/\d+/download/)"', rows).group(1)

    assert client.get(evidence).status_code == 200


def test_ledger_pages_show_chain_and_corrections(made, client_for, official, alpha_editor):
    client = client_for(official)
    correction = client.get(reverse("portal:posting-detail", args=[made.last])).content.decode()
    corrected = client.get(reverse("portal:posting-detail", args=[3])).content.decode()
    assert reverse("portal:posting-detail", args=[3]) in correction
    assert reverse("portal:posting-detail", args=[made.last]) in corrected

    entry = Entry.objects.filter(corrects__isnull=False).first()
    page = client.get(entry.get_absolute_url()).content.decode()
    assert entry.corrects.get_absolute_url() in page
    assert entry.get_absolute_url() in client.get(entry.corrects.get_absolute_url()).content.decode()

    stranger = client_for(alpha_editor)
    theirs = Entry.objects.filter(association="BETA").first()
    assert stranger.get(theirs.get_absolute_url()).status_code == 404
    own = Entry.objects.filter(association="ALPHA").first()
    assert stranger.get(own.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["figure-rows", "posting-detail"])
def test_rows_take_the_same_queries_at_any_number(made, client_for, official, django_assert_max_num_queries, name):
    client = client_for(official)
    few, many = {
        "figure-rows": (
            f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?since=2013-01-01&as_of=2013-01-31",
            f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all",
        ),
        "posting-detail": (reverse("portal:posting-detail", args=[9]), reverse("portal:posting-detail", args=[1])),
    }[name]
    client.get(many)
    with django_assert_max_num_queries(14):
        client.get(many)
    with django_assert_max_num_queries(14):
        client.get(few)


def test_rows_name_people_and_enterprises_and_lead_to_what_was_counted(world, client_for, official, alpha_editor):
    """Keys of the ledger are not for readers; an enterprise has a tax code, a person a course."""
    alpha, beta = world.alpha, world.beta
    people = f"{reverse('portal:figure-rows', args=['trainees'])}?phase=all"
    firms = f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all"

    rows = client_for(official).get(people).context["rows"]
    assert [row.subject.label for row in rows] == sorted(row.full_name for row in (alpha.trainee, beta.trainee))
    assert [[link.url for link in row.sources] for row in rows] == [
        [side.accepted_course.get_absolute_url()] for side in (alpha, beta)
    ]
    text = client_for(alpha_editor).get(people).content.decode()
    assert alpha.trainee.full_name in text
    assert beta.trainee.full_name not in text
    assert alpha.trainee.subject_key[:8] not in text

    rows = client_for(official).get(firms).context["rows"]
    assert [(row.subject.label, row.subject.number) for row in rows] == [
        (side.enterprise.name, side.enterprise.tax_code) for side in (alpha, beta)
    ]
    assert [[link.url for link in row.sources] for row in rows] == [
        [side.accepted_support.get_absolute_url()] for side in (alpha, beta)
    ]


def test_person_without_a_name_is_called_so(made, client_for, official, approver):
    key = "P-0123456789abcdef0123456789abcdef"
    line = Line(
        indicator=made.indicators["training_turns"], happened_on=dt.date(2019, 3, 1), subject=key, association="ALPHA"
    )
    ledger.post(Posting.Kind.REPORT, [line], by=approver, reason="a person whose data were erased")
    url = f"{reverse('portal:figure-rows', args=['trainees'])}?since=2019-03-01&as_of=2019-03-01"

    page = client_for(official).get(url)

    unnamed = next(row.subject for row in page.context["rows"] if row.subject.key == key)
    assert unnamed.label == "Người không nêu tên"
    assert key not in page.content.decode()


def test_page_counts_subjects_not_their_entries(made, client_for, official):
    """Two courses of one person are one row."""
    url = f"{reverse('portal:figure-rows', args=['enterprises_guided'])}?phase=all"

    context = client_for(official).get(url).context

    assert context["page"].paginator.count == context["figure"].value
    assert context["page"].paginator.count < sum(row.entry_count for row in context["rows"])
