"""What a form and a report say to somebody who sees them for the first time."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from common.admin import WIDGETS
from common.forms import DayField, unknown_day
from tests import builders
from tests.portal.test_reports import address, support_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world, client_for):
    return client_for(world.alpha.editor)


def test_only_what_may_stay_empty_is_marked(world, editor):
    marked = {}
    for name in ("support", "course"):
        form = editor.get(address(f"enterprises:{name}-add", world.alpha.report)).context["form"]
        marked[name] = [field.name for field in form if field.is_marked_optional]
        assert form["evidence_number"].as_field_group().count("(không bắt buộc)") == 1
        assert "(không bắt buộc)" not in form["package"].as_field_group()

    paper = ["evidence_number", "evidence_issued_on", "evidence_signatory"]
    assert marked["support"] == ["tool", "result", *paper]
    assert sorted(marked["course"]) == sorted(["hours", "place", "lecturer", "trainees", *paper])


def test_filters_carry_no_marks(world, editor):
    assert "(không bắt buộc)" not in editor.get(reverse("portal:report-list")).text


@pytest.mark.parametrize("running", [0, 1, 2])
def test_the_only_package_under_way_is_chosen(world, editor, running):
    packages = [world.alpha.package, builders.package(world.alpha.agreement, "ALPHA-2")]
    for position, package in enumerate(packages):
        package.status = "running" if position < running else "completed"
        package.save()

    for name in ("support", "course"):
        form = editor.get(address(f"enterprises:{name}-add", world.alpha.report)).context["form"]
        assert form["package"].value() == (packages[0].pk if running == 1 else None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2017", "Ngày 31/02/2017 không có trong lịch: hãy nhập dạng nn/tt/nnnn, ví dụ 07/06/2017."),
        ("hôm nay", "“hôm nay” không phải là ngày: hãy nhập dạng nn/tt/nnnn, ví dụ 07/06/2017."),
    ],
)
def test_a_day_that_is_none_is_named(world, editor, typed, sentence):
    data = support_data(world.alpha.package, enterprise_text=world.alpha.enterprise.tax_code, ends_on=typed)

    form = editor.post(address("enterprises:support-add", world.alpha.report), data).context["form"]

    assert form.errors["ends_on"] == [sentence]
    with translation.override("vi"):
        assert unknown_day(typed).messages == [sentence]
    assert all(
        model_field["form_class"] is DayField for key, model_field in WIDGETS.items() if key.__name__ == "DateField"
    )


def test_who_sends_a_report_sees_how_many_trainees(world, editor):
    course = world.alpha.course
    type(course).objects.filter(pk=course.pk).update(declared_trainees=17)
    report = course.report

    twice = report.supports.get()
    builders.support(twice.enterprise, twice.package, report=report, tool=builders.tool("LEAN", "Lean", "tool"))

    counts = dict(editor.get(address("portal:report-submit", report)).context["counts"])

    declared = sum(report.courses.values_list("declared_trainees", flat=True))
    assert (counts["Học viên đã khai"], counts["Trong đó có tên"]) == (declared, report.courses.count())
    assert (counts["Doanh nghiệp được hỗ trợ"], counts["Lượt hỗ trợ"]) == (1, 2)


@pytest.mark.parametrize(("days", "runs"), [(0, False), (1, True)])
def test_who_sends_a_report_while_its_period_runs_is_told(days, runs, world, editor):
    report = world.alpha.report
    ends_on = timezone.localdate() + dt.timedelta(days)
    type(report).objects.filter(pk=report.pk).update(period_ends_on=ends_on, due_on=ends_on)

    page = editor.get(address("portal:report-submit", report))

    assert page.context["period_runs"] is runs
    assert (f"Kỳ báo cáo còn đến ngày {ends_on:%d/%m/%Y}" in page.text) is runs


def test_a_sent_report_is_under_review_only_when_the_review_began(world, editor):
    report = world.alpha.report
    type(report).objects.filter(pk=report.pk).update(
        status="submitted", submitted_at="2018-01-05T00:00Z", submitted_by=world.alpha.editor
    )
    page = address("portal:report-detail", report)

    sent = editor.get(page).context["sentence"]
    type(report).objects.filter(pk=report.pk).update(status="in_review")

    assert "chưa bắt đầu thẩm định" in sent
    assert "đang thẩm định" in editor.get(page).context["sentence"]


def test_a_place_that_is_the_province_is_written_once(world, editor):
    course = world.alpha.course
    type(course).objects.filter(pk=course.pk).update(place=course.province.name_vi)

    page = editor.get(course.get_absolute_url()).text

    assert f"{course.province.name_vi}, {course.province}" not in page
