"""Measurements, money and communication as sections of a report, and its calendar."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from associations import report_services
from associations.models import Agreement, Communication, Funding, PeriodicReport, ReportType, Spending
from associations.sections import Contents, sections_of
from associations.spending import compared
from enterprises import services
from enterprises.models import Measurement
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    return world.alpha.report


@pytest.fixture
def editor(world, client_for):
    return client_for(world.alpha.editor)


def address(name, row):
    return reverse(name, args=[row.pk])


def of_section(report, code):
    return [
        (problem.line, problem.url.partition("#")[2], problem.is_blocking)
        for problem in report_services.problems(report)
        if problem.section == code
    ]


def test_sections_stand_in_one_order(report):
    order = ["supports", "courses", "measurements", "money", "communication"]

    assert [section.code for section in sections_of(report)] == order
    report.corrects_id = report.pk
    assert [section.code for section in sections_of(report)] == ["taken_back", *order]


def test_what_is_right_instead_is_found_on_the_page_of_its_section(world, editor):
    alpha = world.alpha
    kept = {"report": alpha.correction}
    for day in [dt.date(2017, 5, day) for day in range(1, 21)]:
        builders.support(alpha.enterprise, alpha.package, starts_on=day, ends_on=day, **kept)
    last = {"starts_on": dt.date(2017, 5, 31), "ends_on": dt.date(2017, 5, 31)}
    right = builders.support(alpha.enterprise, alpha.package, replaces=alpha.accepted_support, **last, **kept)

    first, other = (editor.get(alpha.correction.get_absolute_url(), query) for query in ({}, {"supports": "2"}))

    assert f'<a href="?supports=2#supports-{right.pk}">' in first.text
    assert f'id="supports-{right.pk}"' not in first.text
    assert f'<a href="#supports-{right.pk}">' in other.text
    assert f'id="supports-{right.pk}"' in other.text


# --- money -----------------------------------------------------------------------------------------------------


def test_an_amount_is_added_changed_and_deleted(world, report, editor):
    data = {
        "source": "central",
        "purpose": "Thuê chuyên gia",
        "amount_vnd": "45.000.000",
        "evidence": world.alpha.document.pk,
    }
    assert editor.post(address("associations:spending-add", report), data).status_code == 302
    row = Spending.objects.get(purpose="Thuê chuyên gia")
    assert (row.report, row.amount_vnd, row.evidence) == (report, 45_000_000, world.alpha.document)

    editor.post(address("associations:spending-edit", row), data | {"amount_vnd": "50.000.000"})
    row.refresh_from_db()
    assert row.amount_vnd == 50_000_000
    assert "50.000.000" in editor.get(report.get_absolute_url()).text

    before = PeriodicReport.objects.get(pk=report.pk).revision
    assert editor.post(address("associations:spending-delete", row)).status_code == 302
    assert not Spending.objects.filter(pk=row.pk).exists()
    assert PeriodicReport.objects.get(pk=report.pk).revision == before + 1


def test_amounts_are_compared_with_what_was_committed(world, report):
    Funding.objects.create(
        agreement=world.alpha.agreement, source="association", amount_vnd=20_000_000, state="committed"
    )
    Funding.objects.create(agreement=world.alpha.agreement, source="central", amount_vnd=9_000_000, state="committed")
    Spending.objects.filter(pk=world.alpha.accepted_spending.pk).update(amount_vnd=15_000_000)
    Spending.objects.create(report=world.alpha.sent_report, source="association", purpose="2019", amount_vnd=1_000_000)

    uses = compared(report, Contents(report)["money"])
    assert [(use.source, use.committed, use.before, use.now, use.left, use.over) for use in uses] == [
        ("central", 9_000_000, 0, 0, 9_000_000, 0),
        ("association", 20_000_000, 15_000_000, 12_345_678, -7_345_678, 7_345_678),
    ]
    assert of_section(report, "money") == [("", "part-money", False)]


def test_an_amount_without_a_paper_only_warns(report):
    Funding.objects.create(agreement=report.agreement, source="association", amount_vnd=50_000_000, state="committed")
    row = report.spendings.get()
    Spending.objects.update(evidence=None)

    assert of_section(report, "money") == [(str(row.pk), "id_evidence", False)]


@pytest.mark.parametrize("amount", ["0", "-5", "1,5"])
def test_an_amount_is_whole_dong_above_zero(report, editor, amount):
    data = {"source": "central", "purpose": "Sai", "amount_vnd": amount}
    page = editor.post(address("associations:spending-add", report), data)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Spending.objects.filter(purpose="Sai").exists()


# --- communication ---------------------------------------------------------------------------------------------


def test_an_activity_needs_a_link_or_a_document_and_a_day_in_the_period(report, editor):
    data = {"happened_on": "02/01/2017", "channel": "press", "title": "Bài báo mới", "outlet": "Báo Công Thương"}
    assert editor.post(address("associations:communication-add", report), data).status_code == 302
    row = Communication.objects.get(title="Bài báo mới")
    assert of_section(report, "communication") == [
        (str(row.pk), "id_happened_on", True),
        (str(row.pk), "id_link", True),
    ]

    mended = data | {"happened_on": "02/01/2018", "link": "https://baocongthuong.example/bai-1"}
    editor.post(address("associations:communication-edit", row), mended)
    assert of_section(report, "communication") == []
    assert 'href="https://baocongthuong.example/bai-1"' in editor.get(report.get_absolute_url()).text


def test_a_link_that_is_no_address_of_the_web_is_refused(report, editor):
    data = {"happened_on": "02/01/2018", "channel": "press", "title": "Xấu", "link": "javascript:alert(1)"}
    page = editor.post(address("associations:communication-add", report), data)

    assert list(page.context["form"].errors) == ["link"]


# --- measurements ----------------------------------------------------------------------------------------------


def measured(world, **changes):
    return {
        "support": world.alpha.support.pk,
        "name": "Năng suất lao động",
        "unit": "percent",
        "method": "Đếm sản phẩm theo ca",
        "measured_by": "Phòng kỹ thuật",
        "before": "5",
        "before_on": "02/01/2018",
        "after": "3",
        "after_on": "07/06/2018",
    } | changes


def test_a_measurement_is_added_changed_and_deleted(world, report, editor):
    assert editor.post(address("enterprises:measurement-add", report), measured(world)).status_code == 302
    row = Measurement.objects.get(name="Năng suất lao động")
    assert (row.support, row.before, row.after) == (world.alpha.support, 5, 3)

    editor.post(address("enterprises:measurement-edit", row), measured(world, after="2,5"))
    row.refresh_from_db()
    assert str(row.after) == "2.5000"
    assert editor.post(address("enterprises:measurement-delete", row)).status_code == 302
    assert not Measurement.objects.filter(pk=row.pk).exists()


def test_what_was_measured_stays_while_the_report_is_reviewed(world, report, officer, client_for):
    """Staff hold the right to later measurements; what an association sent is decided on as it was sent."""
    row = world.alpha.open_measurement
    PeriodicReport.objects.filter(pk=report.pk).update(status="submitted")
    typed = measured(world, before="9") | {"after_6_months": "", "after_12_months": ""}
    url = reverse("admin:enterprises_measurement_change", args=[row.pk])
    page = client_for(officer).post(url, typed)

    row.refresh_from_db()
    assert (page.status_code, row.before) == (200, 5)
    assert "đang được thẩm định" in page.text


def test_a_support_of_another_report_is_not_measured_here(world, report, editor):
    for other in (world.alpha.accepted_support, world.beta.support):
        page = editor.post(address("enterprises:measurement-add", report), measured(world, support=other.pk))
        assert list(page.context["form"].errors) == ["support"]


def test_half_a_measurement_warns_and_one_of_later_days_blocks(world, report):
    row = world.alpha.open_measurement
    assert of_section(report, "measurements") == [
        (str(row.pk), "id_after", False),
        (str(row.pk), "id_method", False),
    ]

    Measurement.objects.filter(pk=row.pk).update(after=4, after_on=dt.date(2019, 1, 5), method="Đếm", measured_by="Tổ")
    assert of_section(report, "measurements") == [(str(row.pk), "id_after_on", True)]


@pytest.mark.parametrize(
    ("unit", "before", "after", "words"),
    [
        ("percent", 5, 3, "−2 điểm phần trăm (−40%)"),
        ("points", 5, 3, "−2 điểm phần trăm"),
        ("minutes", 40, 50, "+10 phút (+25%)"),
        ("pieces", 0, 12, "+12 cái"),
        ("vnd", 1_000_000, 1_250_000, "+250.000 đồng (+25%)"),
        ("percent", 5, None, ""),
    ],
)
def test_percent_and_percentage_points_are_told_apart(unit, before, after, words):
    with translation.override("vi"):
        said = Measurement(unit=unit, before=before, after=after).change_in_words
        pieces = str(Measurement.Unit.PIECES.label)
    assert said == words.replace("cái", pieces)


def test_a_measured_support_is_not_deleted_by_the_way(world):
    with pytest.raises(ValidationError) as refusal:
        services.remove_support(world.alpha.support, by=world.alpha.editor)
    assert len(refusal.value.messages) == 1

    world.alpha.open_measurement.delete()
    services.remove_support(world.alpha.support, by=world.alpha.editor)


# --- all of them -----------------------------------------------------------------------------------------------


def test_a_closed_report_takes_no_line(world, report, editor):
    PeriodicReport.objects.filter(pk=report.pk).update(status="submitted")
    for name, row in {
        "associations:spending-edit": world.alpha.spending,
        "associations:communication-edit": world.alpha.communication,
        "enterprises:measurement-edit": world.alpha.open_measurement,
        "associations:spending-add": report,
        "associations:communication-add": report,
        "enterprises:measurement-add": report,
    }.items():
        assert editor.get(address(name, row)).status_code == 302, name


def test_every_problem_leads_to_a_box_that_its_form_has(world, report, editor):
    """Whoever clicks on it stands at the box to mend."""
    for row in (world.alpha.support, world.alpha.course):
        type(row).objects.filter(pk=row.pk).update(
            evidence=None, starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2016, 1, 2)
        )
    world.alpha.course.__class__.objects.filter(pk=world.alpha.course.pk).update(declared_trainees=0)
    Communication.objects.filter(report=report).update(happened_on=dt.date(2017, 1, 2), evidence=None)
    Spending.objects.filter(report=report).update(evidence=None)
    found = [problem for problem in report_services.problems(report) if problem.section != "series"]
    places = {problem.url for problem in found if "#id_" in problem.url}

    assert len(places) >= 9
    for place in places:
        path, _mark, box = place.partition("#")
        assert f'id="{box}"' in editor.get(path).text, place


# --- the calendar ----------------------------------------------------------------------------------------------


@pytest.fixture
def running(world, officer, approver):
    """An agreement in force whose second half-year runs today."""
    kind = ReportType.objects.create(code="half", name="Báo cáo 6 tháng", frequency="half", cut_offs="14/06,14/12")
    today = timezone.localdate()
    return builders.agreement(
        world.alpha.association,
        prepared_by=officer,
        approved_by=approver,
        report_type=kind,
        starts_on=today - dt.timedelta(200),
        ends_on=today + dt.timedelta(400),
    )


def test_staff_open_what_is_missing_from_the_calendar(running, officer, client_for):
    staff, path = client_for(officer), address("associations:agreement-schedule", running)
    shown = staff.get(path)
    assert shown.context["can_open"]
    missing = shown.context["missing"]
    assert missing == sum(slot.period.starts_on <= timezone.localdate() for slot, _is_missing in shown.context["rows"])

    staff.post(address("associations:agreement-open-reports", running))
    assert running.reports.count() == missing
    again = staff.get(path)
    assert (again.context["missing"], again.context["can_open"]) == (0, False)


def test_the_association_reads_the_calendar_and_opens_nothing(running, world, client_for):
    page = client_for(world.alpha.editor).get(address("associations:agreement-schedule", running))

    assert page.status_code == 200
    assert page.context["can_open"] is False
    assert "<form" not in page.text.partition("<main")[2]


def test_a_type_that_cannot_be_reckoned_says_so_on_the_calendar(running, officer, client_for):
    ReportType.objects.filter(pk=running.report_type_id).update(cut_offs="14/06")
    page = client_for(officer).get(address("associations:agreement-schedule", running))

    assert page.context["rows"] == []
    assert "14/06" in page.context["problem"]


def test_nothing_can_be_opened_while_the_agreement_is_suspended(running, officer, client_for):
    Agreement.objects.filter(pk=running.pk).update(status=Agreement.Status.SUSPENDED)
    staff = client_for(officer)
    assert staff.get(address("associations:agreement-schedule", running)).context["can_open"] is False

    staff.post(address("associations:agreement-open-reports", running))
    assert running.reports.count() == 0
