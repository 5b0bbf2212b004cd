"""The dashboard: targets, pace, announced figures, budgets; and the arithmetic of ``portal.headlines`` by hand."""

import datetime as dt
import gzip
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from associations.models import Association
from portal import headlines
from portal.dashboard_forms import Selection
from portal.headlines import Status
from portal.reference_lists import Period, called
from portal.templatetags.dashboard import announced, unit_of
from programme import ledger
from programme.figures import Figure, Question
from programme.ledger import Line
from programme.models import Announcement, Indicator, Industry, LedgerHead, Phase, Posting, Province, Target
from tests import builders
from tests.portal import results

DASHBOARD = "portal:dashboard"
PERIOD = Period("2016-2020", "2016–2020", dt.date(2016, 1, 1), dt.date(2020, 12, 31), (1,))
FLOW = Indicator(pk=1, code="flow", kind=Indicator.Kind.FLOW, name_vi="Dòng")
SHARE = Indicator(pk=2, code="share", kind=Indicator.Kind.SHARE, name_vi="Tỷ lệ")


def target(value, phase_id=1, bound=Target.Bound.EXACT, version=1, **fields):
    return Target(phase_id=phase_id, value=Decimal(value), bound=bound, version=version, **fields)


def question(**fields):
    return Question(**{"as_of": dt.date(2016, 12, 31), "since": dt.date(2016, 1, 1)} | fields)


def judged(value, aim, indicator=FLOW, **fields):
    asked = question(**fields)
    figure = Figure(indicator, asked, value)
    return headlines.headline(indicator, figure, aim, [], Selection(asked, PERIOD))


# --- by hand, without a database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "since", "expected"),
    [
        (dt.date(2016, 12, 31), dt.date(2016, 1, 1), "20.0"),  # 366 of 1,827 days
        (dt.date(2020, 12, 31), dt.date(2016, 1, 1), "100"),
        (dt.date(2022, 6, 30), dt.date(2016, 1, 1), "100"),  # never more than the whole
        (dt.date(2017, 12, 31), dt.date(2017, 1, 1), "20.0"),  # one year against its own part
    ],
)
def test_pace_is_the_share_of_days(as_of, since, expected):
    assert headlines.pace(PERIOD, question(as_of=as_of, since=since)) == Decimal(expected)


def test_pace_of_an_endless_period_is_unknown():
    assert headlines.pace(Period("all", "", None, None), question(since=None)) is None


@pytest.mark.parametrize(
    ("value", "status"), [(0, Status.BEHIND), (199, Status.BEHIND), (200, Status.ON_COURSE), (1000, Status.REACHED)]
)
def test_status_compares_what_is_done_with_the_time_that_passed(value, status):
    assert judged(value, headlines.Aim(Decimal(1000), [])).status == status


def test_levels_have_no_pace():
    line = judged(Decimal("54.0"), headlines.Aim(Decimal(60), []), SHARE)

    assert (line.pace, line.status, line.percent) == (None, Status.NOT_REACHED, Decimal("90.0"))


def test_share_without_denominator_has_no_status_of_success():
    assert judged(None, headlines.Aim(Decimal(60), []), SHARE).status == Status.NO_VALUE


def test_figure_without_target_says_so():
    assert judged(5, None).status == Status.NO_TARGET


def test_part_of_the_programme_is_not_judged():
    line = judged(5, headlines.Aim(Decimal(10), []), association="ALPHA")

    assert (line.status, line.pace, line.percent) == (Status.PART, None, Decimal("50.0"))


def test_announced_figures_of_earlier_days_stand_apart():
    first, last = (
        Announcement(indicator=FLOW, indicator_id=1, value=5, cut_off_on=day)
        for day in (dt.date(2015, 12, 31), dt.date(2016, 1, 1))
    )
    asked = question()
    line = headlines.headline(FLOW, Figure(FLOW, asked, 3), None, [first, last], Selection(asked, PERIOD))
    endless = headlines.headline(
        FLOW, Figure(FLOW, question(since=None), 3), None, [first, last], Selection(asked, PERIOD)
    )

    assert (line.announced_since, line.announced_earlier) == ([last], [first])
    assert (endless.announced_since, endless.announced_earlier) == ([first, last], [])


def test_aim_takes_the_latest_version_and_adds_up_phases():
    rows = [target(4000), target(4500, version=2), target(2000, phase_id=2, confidence="memory: high")]

    aim = headlines.aim_of(FLOW, rows)

    assert (aim.value, aim.is_sum, aim.is_unchecked) == (Decimal(6500), True, True)
    assert headlines.aim_of(SHARE, rows).value == Decimal(2000)
    assert headlines.aim_of(FLOW, []) is None


def test_aim_keeps_both_ends_of_a_range():
    aim = headlines.aim_of(SHARE, [target(70, bound=Target.Bound.LOWER), target(75, bound=Target.Bound.UPPER)])

    assert (aim.value, aim.upper) == (Decimal(70), Decimal(75))


# --- the page --------------------------------------------------------------------------------------------------


@pytest.fixture
def made(alpha, beta, approver):
    return results.build(approver)


@pytest.mark.django_db
def test_announced_figures_stand_beside_and_are_never_added(made, client_for, official):
    context = client_for(official).get(reverse(DASHBOARD), {"phase": "712", "as_of": "31/12/2016"}).context
    guided = next(line for line in context["headlines"] if line.indicator.code == "enterprises_guided")

    assert guided.figure.value <= 40
    assert [announced.value for announced in guided.announced] == [5000]
    assert guided.gap == 5000 - guided.figure.value
    before = client_for(official).get(reverse(DASHBOARD), {"phase": "2010-2015"}).context
    assert not before["headlines"][0].announced


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "days", "typed"),
    [
        ({"phase": "2016-2020"}, ("2016-01-01", "2020-12-31"), ""),
        ({"phase": "2016-2020", "as_of": "30/06/2018"}, ("2016-01-01", "2018-06-30"), "30/06/2018"),
        ({"phase": "2010-2015", "as_of": "31/12/2020"}, ("2010-01-01", "2015-12-31"), ""),
        ({"phase": "2010-2015", "as_of": "31/12/2015"}, ("2010-01-01", "2015-12-31"), ""),
        ({"year": "2014", "as_of": "31/12/2020"}, ("2014-01-01", "2014-12-31"), ""),
        ({"phase": "712", "as_of": "30/06/2012"}, ("2010-01-01", "2012-06-30"), "30/06/2012"),
    ],
)
def test_a_period_ends_with_its_last_day_whatever_the_box_says(made, client_for, official, asked, days, typed):
    page = client_for(official).get(reverse(DASHBOARD), asked)
    selection = page.context["selection"]

    assert (selection.question.since.isoformat(), selection.question.as_of.isoformat()) == days
    assert selection.as_of_text == typed
    assert selection.problems == []
    assert re.search(r'name="as_of"[^>]* value="([^"]*)"', page.content.decode()).group(1) == typed


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("đến hết năm 2016", "hết năm 2016"),
        ("hết năm 2016", "hết năm 2016"),
        ("2013-2015", "2013-2015"),
        ("", "31/12/2016"),
    ],
)
def test_a_cut_off_as_printed_is_said_once(words, shown):
    announced = Announcement(cut_off_on=dt.date(2016, 12, 31), cut_off_text=words)

    for language in ("vi", "en"):
        with translation.override(language):
            assert headlines.cut_off(announced) == shown


@pytest.mark.django_db
def test_announced_figure_of_another_indicator_is_shown_beside(made, client_for, official):
    beside = builders.indicator("tcvn_reported", "TCVN được xây dựng", Indicator.Kind.EXTERNAL)
    beside.shown_beside = made.indicators["tcvn_new"]
    beside.save()
    Announcement.objects.create(
        indicator=beside,
        programme=builders.programme_712(),
        value=9500,
        qualifier="about",
        cut_off_on=dt.date(2016, 12, 31),
        source="x",
    )

    page = client_for(official).get(reverse(DASHBOARD), {"phase": "2016-2020"})
    line = next(line for line in page.context["headlines"] if line.indicator.code == "tcvn_new")

    assert [row.value for row in line.announced] == [9500]
    assert line.gap is None
    assert "≈ 9.500" in page.content.decode()


@pytest.mark.django_db
def test_announced_zero_is_shown_and_breaks_nothing(made, client_for, official):
    Announcement.objects.update(value=0, cut_off_on=dt.date(2015, 12, 31), source="x")

    page = client_for(official).get(reverse(DASHBOARD), {"phase": "2010-2015", "as_of": "31/12/2015"})

    assert page.status_code == 200
    assert next(line.gap for line in page.context["headlines"] if line.own_announced) < 0


@pytest.mark.django_db
def test_share_of_what_the_ledger_does_not_keep_has_no_value(made, client_for, official):
    share = made.indicators["tcvn_share"]
    share.numerator = made.indicators["tfp"]
    share.save()

    page = client_for(official).get(reverse(DASHBOARD), {"phase": "2016-2020"})

    assert next(line for line in page.context["headlines"] if line.indicator == share).figure.value is None


@pytest.mark.django_db
def test_earlier_knowledge_is_said_and_shown(made, client_for, official):
    url = reverse(DASHBOARD)
    client = client_for(official)
    now = client.get(url, {"phase": "712"}).context["headlines"][0].figure.value
    before = client.get(url, {"phase": "712", "known": 1})

    assert before.context["headlines"][0].figure.value < now
    assert before.context["knowledge"].is_past
    assert reverse("portal:posting-detail", args=[1]) in before.content.decode()


@pytest.mark.django_db
def test_a_day_before_the_first_posting_is_said_in_words(made, client_for, official, alpha_editor):
    words = "Theo số liệu đã biết đến 01/01/2000, sổ kết quả chưa có bút toán nào nên mọi số liệu đều bằng 0."
    rows = reverse("portal:figure-rows", args=["enterprises_guided"])
    for reader, page in ((official, reverse(DASHBOARD)), (alpha_editor, rows)):
        client = client_for(reader)
        assert words in client.get(page, {"phase": "712", "known": "01/01/2000"}).text
        assert words not in client.get(page, {"phase": "712", "known": "1"}).text


@pytest.mark.django_db
def test_default_phase_is_that_of_the_latest_result(made, client_for, official):
    context = client_for(official).get(reverse(DASHBOARD)).context

    assert LedgerHead.objects.get().last_happened_on.year == 2019
    assert context["selection"].period.code == "2016-2020"


@pytest.mark.django_db
def test_default_phase_is_the_programme_s_own_though_later_results_exist(made, approver, client_for, official):
    later = Line(indicator=made.indicators["training_courses"], happened_on=dt.date(2023, 5, 1), subject="C-1")
    ledger.post(Posting.Kind.REPORT, [later], by=approver, reason="later")

    page = client_for(official).get(reverse(DASHBOARD))

    assert page.context["selection"].period.code == "2016-2020"


@pytest.mark.django_db
def test_an_empty_installation_has_a_dashboard(client_for, official):
    assert client_for(official).get(reverse(DASHBOARD)).status_code == 200


@pytest.mark.django_db
def test_gross_overlap_and_net_are_stated(approver, alpha, beta, client_for, official):
    builders.phase("2016-2020")
    guided = results.indicators()["enterprises_guided"]
    lines = [
        Line(indicator=guided, happened_on=dt.date(2016, 5, 1), subject="E-1", association=code)
        for code in ("ALPHA", "BETA")
    ]
    ledger.post(Posting.Kind.REPORT, lines, by=approver, reason="x")
    client = client_for(official)

    gross = client.get(reverse(DASHBOARD)).context["gross"]

    assert (gross["gross"], gross["overlap"], gross["net"]) == (2, 1, 1)
    overlaps = client.get(reverse("portal:overlap-list"), {"phase": "2016-2020"}).content.decode()
    assert all(text in overlaps for text in ("E-1", "ALPHA", "BETA"))


@pytest.mark.django_db
def test_associations_have_no_dashboard(client_for, alpha_editor):
    assert client_for(alpha_editor).get(reverse(DASHBOARD)).status_code == 403


def _more_of_everything(approver, count=50):
    """Fifty associations with results, agreements and packages, in as many provinces and industries."""
    guided = Indicator.objects.get(code="enterprises_guided")
    lines = []
    for number in range(count):
        row = builders.association(f"A{number}", f"Hiệp hội ngành hàng có tên dài thứ {number}")
        builders.package(builders.agreement(row, prepared_by=approver, approved_by=approver, status="draft"))
        lines.append(
            Line(
                indicator=guided,
                happened_on=dt.date(2018, 5, 1),
                subject=f"N-{number}",
                association=row.code,
                province=builders.province(f"63-{number + 30:02d}").key,
                sector=builders.industry(f"2018-{number + 20:02d}").key,
            )
        )
    ledger.post(Posting.Kind.REPORT, lines, by=approver, reason="more")


def _page(client, query):
    """Return (number of queries, bytes) of the dashboard once the lists of its select boxes are known."""
    client.get(reverse(DASHBOARD), query)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse(DASHBOARD), query)
    return len(captured), page.content


QUERIES = [{"phase": "2016-2020"}, {"phase": "712"}, {"phase": "2016-2020", "association": "ALPHA"}]


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_dashboard_takes_the_same_queries_at_any_number_of_rows(made, approver, client_for, official, query):
    client = client_for(official)
    few, _content = _page(client, query)
    _more_of_everything(approver)

    many, content = _page(client, query)

    assert many == few <= 12
    assert len(content) <= 45 * 1024


@pytest.mark.django_db
def test_dashboard_keeps_its_weight_with_all_reference_data(reference_data, approver, client_for, official):
    """Every province, industry and association has results; the select boxes hold them all."""
    known = {row.code: row for row in Indicator.objects.all()}
    places = list(Province.objects.filter(catalogue="63").values_list("key", flat=True))
    sectors = list(Industry.objects.filter(level="division").values_list("key", flat=True))
    codes = list(Association.objects.values_list("code", flat=True))
    lines = [
        Line(
            indicator=known[code],
            happened_on=dt.date(2011 + number % 10, 5, 1),
            subject=f"{code[0]}-{number}",
            association=codes[number % len(codes)],
            province=places[number % len(places)],
            sector=sectors[number % len(sectors)],
        )
        for number in range(200)
        for code in ("enterprises_guided", "training_courses", "training_turns")
    ]
    ledger.post(Posting.Kind.REPORT, lines, by=approver, reason="everywhere")

    queries, content = _page(client_for(official), {"phase": "2016-2020"})

    assert queries <= 12
    assert len(content) <= 45 * 1024
    assert len(gzip.compress(content, 6)) <= 9 * 1024


@pytest.mark.django_db
def test_page_has_nothing_inline(made, client_for, official):
    text = client_for(official).get(reverse(DASHBOARD), {"phase": "2016-2020"}).content.decode()

    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src=)", text)


@pytest.mark.django_db
def test_phases_of_a_successor_come_after(made, client_for, official):
    later = builders.phase("2021-2025")
    Phase.objects.filter(pk=later.pk).update(programme=builders.programme_712())

    codes = list(client_for(official).get(reverse(DASHBOARD)).context["form"].periods)

    assert codes == ["2010-2015", "2016-2020", "2021-2025", "712", "all"]


def test_empty_ledger_is_said_once(client_for, official):
    """Nothing was posted: there is no other phase to choose."""
    builders.phase()
    LedgerHead.objects.get_or_create(pk=1)
    page = client_for(official).get(reverse(DASHBOARD))

    assert page.context["sentence"] == ""
    assert page.content.decode().count("chưa có bút toán nào") == 1


def test_units_and_qualifiers_are_written_for_readers():
    """A sign that nobody knows is a word; a number never stands without its unit."""
    share, count = Indicator(unit_vi="%"), Indicator(unit_vi="doanh nghiệp")
    values = [
        Announcement(indicator=share, value=Decimal(54), qualifier="more"),
        Announcement(indicator=count, value=Decimal(500), qualifier="nearly"),
        Announcement(indicator=count, value=Decimal(500), qualifier="nearly", wording="dưới"),
    ]

    assert [strip_tags(announced(row)) for row in values] == [
        "&gt; 54%",
        "gần 500 doanh nghiệp",
        "dưới 500 doanh nghiệp",
    ]
    assert (unit_of("%"), unit_of("TCVN")) == ("%", " TCVN")


def test_name_in_a_sentence_has_no_code_and_ends_with_a_word():
    whole = "10 Sản xuất, chế biến thực phẩm"
    long = "25 Sản xuất sản phẩm từ kim loại đúc sẵn, trừ máy móc, thiết bị"

    assert called(whole) == "Sản xuất, chế biến thực phẩm"
    assert called(long) == "Sản xuất sản phẩm từ kim loại đúc sẵn, trừ máy…"
    assert called("Hà Nội") == "Hà Nội"
