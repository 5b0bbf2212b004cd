"""Reports through the pages: written, sent, returned, sent again, accepted, posted; and what may go wrong."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from associations.models import PeriodicReport, ReportComment, ReportReview
from enterprises.models import Enterprise, Support, Trainee, TrainingCourse
from programme.models import Document, Posting
from tests import builders

Status = PeriodicReport.Status
DAY = "07/06/2018"


@pytest.fixture
def editor(world, client_for):
    return client_for(world.alpha.editor)


@pytest.fixture
def report(world):
    """An empty report of Alpha, open for half of 2017."""
    return builders.report(
        world.alpha.agreement,
        starts_on=dt.date(2017, 1, 1),
        ends_on=dt.date(2017, 6, 30),
        due_on=dt.date(2017, 7, 15),
    )


def address(name, row):
    return reverse(name, args=[row.pk])


def support_data(package, **changes):
    return {
        "package": package.pk,
        "starts_on": "01/06/2017",
        "ends_on": "08/06/2017",
        "evidence_number": "12/BB-ALPHA",
        "evidence_file": builders.upload("bien-ban.pdf"),
    } | changes


def course_data(package, province, **changes):
    return {
        "package": package.pk,
        "title": "Nhận thức chung về ISO 9001",
        "starts_on": "25/06/2017",
        "ends_on": "26/06/2017",
        "place": "Hà Nội",
        "province": province.pk,
        "declared_trainees": "3",
        "trainees": "Nguyễn Văn An; 1985\nTrần Thị Bích; 1990",
        "evidence_file": builders.upload("danh-sach.pdf"),
    } | changes


def test_from_an_empty_report_to_a_posting(world, report, editor, officer, approver, client_for):
    package, firm = world.alpha.package, world.alpha.enterprise
    page = address("portal:report-detail", report)
    staff, boss = client_for(officer), client_for(approver)

    known = support_data(package, enterprise_text=f"{firm.name} – {firm.tax_code}")
    assert editor.post(address("enterprises:support-add", report), known).status_code == 302
    new = support_data(
        package,
        new_name="Công ty Mới",
        new_tax_code="0100109106",
        new_province=firm.province_id,
        new_industry=firm.industry_id,
    )
    assert editor.post(address("enterprises:support-add", report), new).status_code == 302
    course = course_data(package, firm.province)
    assert editor.post(address("enterprises:course-add", report), course).status_code == 302
    report.refresh_from_db()
    sent = editor.post(address("portal:report-submit", report), {"revision": report.revision})
    assert sent.headers["Location"] == page

    staff.post(address("portal:report-start-review", report))
    line = report.supports.order_by("pk").first()
    staff.post(
        address("portal:report-return", report),
        {"revision": report.revision, "reason": "Thiếu chữ ký", f"supports-{line.pk}": "Bổ sung chữ ký trang 2"},
    )
    returned = editor.get(page).content.decode()
    assert "Thiếu chữ ký" in returned
    assert "Bổ sung chữ ký trang 2" in returned
    editor.post(address("portal:report-edit", report), {"revision": report.revision, "narrative": "Đã bổ sung chữ ký."})
    report.refresh_from_db()
    comment = ReportComment.objects.get(review__report=report)
    answer = {"revision": report.revision, f"answer-{comment.pk}": "Đã ký trang 2"}
    editor.post(address("portal:report-answers", report), answer)
    report.refresh_from_db()
    editor.post(address("portal:report-submit", report), {"revision": report.revision})

    shown = boss.get(address("portal:report-accept", report))
    assert [(indicator.code, lines) for indicator, lines, *_counts in shown.context["lines"]] == [
        ("enterprises_guided", 2),
        ("training_courses", 1),
        ("training_turns", 2),
    ]
    boss.post(address("portal:report-accept", report), {"revision": report.revision, "reason": ""})

    report.refresh_from_db()
    assert report.status == Status.ACCEPTED
    assert report.posting.entry_count == 5
    assert report.posting.get_absolute_url() in boss.get(page).content.decode()
    assert list(report.reviews.order_by("pk").values_list("action", "round")) == [
        ("opened", 0),
        ("submitted", 1),
        ("started", 1),
        ("returned", 1),
        ("submitted", 2),
        ("accepted", 2),
    ]
    assert Enterprise.objects.get(tax_code="0100109106").affiliations.get().association == world.alpha.association


def test_a_remark_stands_at_its_line_until_the_report_comes_back_again(world, editor, officer, client_for):
    staff, sent = client_for(officer), world.alpha.sent_report
    first, second = (
        builders.support(
            builders.enterprise(members_of=[world.alpha.association]), world.alpha.package, report=sent, evidence=None
        )
        for _time in range(2)
    )
    course = builders.course(world.alpha.package, "Khóa một", report=sent)

    def give_back(**remarks):
        PeriodicReport.objects.filter(pk=sent.pk).update(status=Status.IN_REVIEW)
        data = {"revision": PeriodicReport.objects.get(pk=sent.pk).revision, "reason": "Xem lại"}
        staff.post(address("portal:report-return", sent), data | remarks)

    def said(name, row):
        return [remark.text for remark in editor.get(address(name, row)).context["remarks"]]

    give_back(**{f"supports-{first.pk}": "Thiếu chữ ký", f"courses-{course.pk}": "Thiếu ngày"})
    assert said("enterprises:support-edit", first) == ["Thiếu chữ ký"]
    assert said("enterprises:support-edit", second) == []
    assert said("enterprises:course-edit", course) == ["Thiếu ngày"]
    assert "Thiếu chữ ký" in editor.get(address("enterprises:support-edit", first)).text
    page = editor.get(address("portal:report-detail", sent)).text
    assert f'href="#supports-{first.pk}"' in page
    assert f'id="supports-{first.pk}"' in page
    assert f'<a href="{address("enterprises:support-edit", first)}">Thiếu chữ ký</a>' in page

    give_back(**{f"supports-{second.pk}": "Sai ngày"})
    assert said("enterprises:support-edit", first) == []
    assert said("enterprises:support-edit", second) == ["Sai ngày"]


def test_a_long_section_has_pages_and_a_remark_leads_to_its_own(world, editor, officer, client_for):
    sent = world.alpha.sent_report
    rows = [builders.course(world.alpha.package, f"Khóa {number:02d}", report=sent) for number in range(25)]
    data = {"revision": sent.revision, "reason": "Xem lại", f"courses-{rows[-1].pk}": "Thiếu ngày"}
    assert client_for(officer).post(address("portal:report-return", sent), data).status_code == 302

    def shown(page):
        return next(part for part in page.context["parts"] if part.code == "courses").rows

    first, other = (editor.get(address("portal:report-detail", sent), query) for query in ({}, {"courses": "2"}))

    assert (len(shown(first)), len(shown(other))) == (20, sent.courses.count() - 20)
    assert f'<a href="?courses=2#courses-{rows[-1].pk}">' in first.text
    assert '<a href="?courses=2#part-courses" rel="next"' in first.text
    assert f'<a href="#courses-{rows[-1].pk}">' in other.text
    assert f'id="courses-{rows[-1].pk}"' in other.text


def test_only_what_stops_a_report_is_called_to_mend(world, report, editor):
    builders.course(
        world.alpha.package,
        "Chỉ cần lưu ý",
        report=report,
        evidence=world.alpha.document,
        starts_on=dt.date(2017, 6, 1),
        ends_on=dt.date(2017, 6, 2),
        declared_trainees=5,
    )
    page = editor.get(address("portal:report-detail", report))
    row = next(part for part in page.context["parts"] if part.code == "courses").rows[0]
    assert (row.is_blocking, row.has_warning) == (False, True)
    assert "Cần sửa" not in page.text
    assert '<span class="tag tag-neutral">Cần lưu ý</span>' in page.text

    TrainingCourse.objects.filter(report=report).update(evidence=None)
    assert '<span class="tag tag-attention">Cần sửa</span>' in editor.get(address("portal:report-detail", report)).text


def test_every_act_says_the_new_state_and_who_is_next(world, report, editor, officer, approver, client_for):
    staff, boss = client_for(officer), client_for(approver)
    line = builders.support(
        world.alpha.enterprise,
        world.alpha.package,
        report=report,
        evidence=world.alpha.document,
        starts_on=dt.date(2017, 6, 1),
        ends_on=dt.date(2017, 6, 2),
    )

    def told(client, name, row=report, **data):
        data["revision"] = PeriodicReport.objects.get(pk=report.pk).revision
        answer = client.post(address(name, row), data, follow=True)
        return " ".join(map(str, answer.context["messages"]))

    sent = told(editor, "portal:report-submit")
    assert "“đã nộp”; bước tiếp theo: Chương trình thẩm định" in sent
    assert "“đang thẩm định”; bước tiếp theo: Chương trình chấp nhận hoặc trả lại" in told(
        staff, "portal:report-start-review"
    )
    back = told(staff, "portal:report-return", reason="Thiếu chữ ký")
    assert "“bị trả lại”; bước tiếp theo: ALPHA sửa và nộp lại" in back
    written = told(editor, "portal:report-edit", narrative="Đã bổ sung")
    assert "“bị trả lại”; bước tiếp theo: ALPHA sửa và nộp lại" in written
    assert "“đã nộp lại”; bước tiếp theo: Chương trình thẩm định" in told(editor, "portal:report-submit")
    assert "“đã chấp nhận”; không còn việc phải làm" in told(boss, "portal:report-accept", reason="")
    steps = boss.get(address("portal:report-detail", report)).context["reviews"]
    assert [str(step.label) for step in steps if step.action == "submitted"] == ["đã nộp", "đã nộp lại"]
    line.refresh_from_db()
    assert line.get_status_display() == report.Status.ACCEPTED.label


def test_a_saved_line_says_what_its_report_waits_for(world, report, editor):
    known = support_data(world.alpha.package, enterprise_text=world.alpha.enterprise.tax_code)
    answer = editor.post(address("enterprises:support-add", report), known, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Đã lưu vào báo cáo (trạng thái: “đang mở”). Khi đã nhập đủ, hãy nộp báo cáo."
    ]
    answer = editor.post(address("enterprises:support-delete", report.supports.get()), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Đã xóa khỏi báo cáo (trạng thái: “đang mở”). Khi đã nhập đủ, hãy nộp báo cáo."
    ]


def test_the_tool_is_one_of_the_chosen_package(world, report, editor):
    own, foreign = builders.tool(), builders.tool("5S", "5S")
    add = address("enterprises:support-add", report)
    offered = dict(editor.get(add).context["form"].fields["tool"].choices)
    assert offered[str(world.alpha.package)] == [(own.pk, str(own))]
    assert foreign.pk not in [pk for group in offered.values() if group != "---------" for pk, _name in group]

    data = support_data(world.alpha.package, enterprise_text=world.alpha.enterprise.tax_code)
    refused = editor.post(add, data | {"tool": foreign.pk})
    assert refused.context["form"].errors["tool"] == [
        f"Gói {world.alpha.package.code} gồm các công cụ: {own.label}. Hãy chọn một trong các công cụ này."
    ]
    assert not report.supports.exists()

    world.alpha.package.items.all().delete()
    names = [name for name, _group in editor.get(add).context["form"].fields["tool"].choices]
    assert names[-1] == "Công cụ khác"
    editor.post(add, data | {"tool": foreign.pk, "evidence_file": builders.upload("bien-ban.pdf")})
    assert report.supports.get().tool == foreign


def test_a_tool_that_stood_there_before_may_stay(world, editor):
    support, foreign = world.alpha.support, builders.tool("5S", "5S")
    Support.objects.filter(pk=support.pk).update(tool=foreign)
    edit = address("enterprises:support-edit", support)
    form = editor.get(edit).context["form"]
    assert ("Đang chọn", [(foreign.pk, str(foreign))]) in form.fields["tool"].choices

    data = support_data(support.package, enterprise_text=support.enterprise.tax_code, tool=foreign.pk, result="Tốt")
    editor.post(edit, data)

    support.refresh_from_db()
    assert (support.tool, support.result) == (foreign, "Tốt")


def test_only_what_can_prove_something_is_offered_its_kind_first(world, report, editor):
    kinds = Document.Kind
    papers = {
        kind: builders.document(str(kind), by=world.alpha.editor, association="ALPHA", kind=kind)
        for kind in (kinds.ACCEPTANCE, kinds.ATTENDANCE, kinds.AGREEMENT, kinds.ANNEX, kinds.DECISION, kinds.NEWS)
    }
    form = editor.get(address("enterprises:support-add", report)).context["form"]
    offered = list(form.fields["evidence"].queryset)
    assert [row for row in papers.values() if row in offered] == [papers[kinds.ACCEPTANCE], papers[kinds.ATTENDANCE]]
    assert offered[0] == papers[kinds.ACCEPTANCE]
    course = editor.get(address("enterprises:course-add", report)).context["form"]
    assert course.fields["evidence"].queryset[0] == papers[kinds.ATTENDANCE]

    data = support_data(world.alpha.package, enterprise_text=world.alpha.enterprise.tax_code)
    refused = editor.post(
        address("enterprises:support-add", report), data | {"evidence": papers[kinds.AGREEMENT].pk, "evidence_file": ""}
    )
    assert refused.context["form"].errors["evidence"]


def test_of_two_who_write_the_report_the_second_is_told(report, editor):
    seen = {"revision": report.revision}
    editor.post(address("portal:report-edit", report), seen | {"narrative": "Bản thứ nhất"})

    second = editor.post(address("portal:report-edit", report), seen | {"narrative": "Bản thứ hai"})

    report.refresh_from_db()
    assert report.narrative == "Bản thứ nhất"
    assert second.status_code == 200
    assert "Bản thứ hai" in second.text
    assert second.context["form"].non_field_errors()


def test_trainees_with_faults_lose_nothing(world, report, editor):
    data = course_data(
        world.alpha.package, world.alpha.enterprise.province, trainees="Nguyễn Văn An; 1985\nTrần Thị Bích; 85x"
    )

    answer = editor.post(address("enterprises:course-add", report), data)

    assert not TrainingCourse.objects.filter(report=report).exists()
    form = answer.context["form"]
    assert any("2" in message and "85x" in message for message in form.errors["trainees"])
    assert "Trần Thị Bích; 85x" in answer.content.decode()
    kept = Document.objects.latest("pk")
    assert (kept.file_name, kept.association) == ("danh-sach.pdf", "ALPHA")
    assert str(form["evidence"].value()) == str(kept.pk)

    again = {**data, "trainees": "Nguyễn Văn An; 1985", "evidence": kept.pk}
    del again["evidence_file"]
    editor.post(address("enterprises:course-add", report), again)
    assert TrainingCourse.objects.get(report=report).evidence == kept


def test_a_course_keeps_its_people_when_it_is_changed(world, editor):
    course = world.alpha.course
    form = editor.get(address("enterprises:course-edit", course)).context["form"]
    people = Trainee.objects.count()

    editor.post(
        address("enterprises:course-edit", course),
        course_data(world.alpha.package, course.province, trainees=form["trainees"].value(), title="Tên mới")
        | {"starts_on": DAY, "ends_on": DAY},
    )

    course.refresh_from_db()
    assert course.title == "Tên mới"
    assert (course.starts_on, course.enrolments.get().trainee) == (dt.date(2018, 6, 7), world.alpha.trainee)
    assert Trainee.objects.count() == people


def test_an_enterprise_is_found_by_words_or_named_as_ambiguous(world, report, editor):
    for name in ("Công ty May Sông Đà", "Công ty May Sông Hồng"):
        builders.enterprise(name, members_of=[world.alpha.association], province=world.alpha.enterprise.province)
    add = address("enterprises:support-add", report)

    unclear = editor.post(add, support_data(world.alpha.package, enterprise_text="may song"))
    assert "Sông Đà" in str(unclear.context["form"].errors["enterprise_text"])
    foreign = editor.post(add, support_data(world.alpha.package, enterprise_text=world.beta.enterprise.tax_code))
    assert world.beta.mark not in foreign.content.decode()
    assert foreign.context["form"].errors["enterprise_text"]
    editor.post(add, support_data(world.alpha.package, enterprise_text="song da"))

    assert report.supports.get().enterprise.name == "Công ty May Sông Đà"


def test_what_blocks_a_report_is_listed_at_once_with_links(world, report, editor):
    for _time in range(2):
        builders.support(
            builders.enterprise(members_of=[world.alpha.association]),
            world.alpha.package,
            report=report,
            evidence=None,
            starts_on=dt.date(2017, 7, 1),
            ends_on=dt.date(2017, 7, 7),
        )

    shown = editor.get(address("portal:report-submit", report))
    editor.post(address("portal:report-submit", report), {"revision": report.revision})

    assert len(shown.context["blocking"]) == 4
    first = report.supports.order_by("pk").first()
    assert address("enterprises:support-edit", first) in shown.content.decode()
    report.refresh_from_db()
    assert report.status == Status.OPEN


def test_who_is_slower_is_told_what_happened(world, approver, second_approver, client_for):
    report = world.alpha.sent_report
    slow, fast = client_for(approver), client_for(second_approver)
    seen = {"revision": report.revision, "reason": "Thiếu biên bản"}

    fast.post(address("portal:report-return", report), seen)
    answer = slow.post(address("portal:report-accept", report), seen, follow=True)

    assert any(second_approver.full_name in str(m) or "trả lại" in str(m) for m in answer.context["messages"])
    assert not Posting.objects.filter(source_type="associations.periodicreport", source_id=report.pk).exists()
    assert report.reviews.order_by("pk").last().action == ReportReview.Action.RETURNED


def test_a_sent_report_is_closed_to_its_association(world, editor):
    report = world.alpha.sent_report
    for name in ("portal:report-edit", "portal:report-submit", "enterprises:support-add", "enterprises:course-add"):
        for answer in (editor.get(address(name, report)), editor.post(address(name, report), {})):
            assert answer.headers["Location"] == report.get_absolute_url()


def test_a_viewer_reads_without_buttons(world, alpha_viewer, client_for):
    viewer = client_for(alpha_viewer)
    page = viewer.get(address("portal:report-detail", world.alpha.report)).content.decode()

    for name, row in forms_of(world.alpha):
        assert address(name, row) not in page
        assert viewer.get(address(name, row)).status_code == 403
        assert viewer.post(address(name, row)).status_code == 403


def test_beta_finds_nothing_of_alpha(world, client_for):
    beta = client_for(world.beta.editor)
    for name, row in [("portal:report-detail", world.alpha.report), *forms_of(world.alpha)]:
        assert beta.get(address(name, row)).status_code == 404
        assert beta.post(address(name, row)).status_code in (404, 405)
    assert world.alpha.mark not in beta.get(reverse("portal:report-list")).content.decode()


def forms_of(side):
    """The pages that change a report of ``side``, with the record each is about."""
    return [
        *((name, side.report) for name in ("portal:report-edit", "portal:report-submit")),
        *((name, side.report) for name in ("enterprises:support-add", "enterprises:course-add")),
        *((name, side.support) for name in ("enterprises:support-edit", "enterprises:support-delete")),
        *((name, side.course) for name in ("enterprises:course-edit", "enterprises:course-delete")),
    ]


def test_deleting_asks_first(world, editor):
    world.alpha.open_measurement.delete()  # what is measured of a support goes first
    asked = editor.get(address("enterprises:support-delete", world.alpha.support))
    assert asked.status_code == 200
    assert Support.objects.filter(pk=world.alpha.support.pk).exists()

    editor.post(address("enterprises:support-delete", world.alpha.support))
    assert not Support.objects.filter(pk=world.alpha.support.pk).exists()


def test_pages_take_the_same_queries_at_any_number(world, report, editor, client_for, approver):
    pages = [
        (editor, address("portal:report-detail", report)),
        (editor, address("portal:report-submit", report)),
        (editor, address("portal:package-detail", world.alpha.package)),
        (editor, reverse("portal:home")),
        (editor, reverse("portal:report-list")),
        (editor, reverse("portal:package-list")),
    ]

    def add(number):
        for count in range(number):
            builders.support(
                builders.enterprise(members_of=[world.alpha.association]),
                world.alpha.package,
                report=report,
                evidence=world.alpha.document,
            )
            builders.course(
                world.alpha.package,
                f"Khóa {builders.number()}",
                [world.alpha.trainee],
                report=report,
                declared_trainees=5,
            )
            builders.need(world.alpha.association, world.alpha.editor, f"Nhu cầu {count}")
            builders.package(world.alpha.agreement)
            builders.report(
                world.alpha.agreement,
                starts_on=dt.date(2021, 1, 1),
                ends_on=dt.date(2021, 1, 1) + dt.timedelta(days=Support.objects.count()),
            )

    add(1)
    before = [queries_of(client, page) for client, page in pages]
    add(20)
    assert [queries_of(client, page) for client, page in pages] == before


def queries_of(client, page):
    client.get(page)  # what a process keeps for a minute
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
