"""What is kept of a report when it is sent and accepted, and what its rounds show."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from associations import report_services
from associations.models import PeriodicReport, ReportComment, ReportReview, ReportVersion
from associations.report_content import canonical, content_of, fingerprint, version_differences
from associations.report_drafts import save_texts
from associations.report_rounds import answer_comments, days_by_state, stays
from associations.report_services import Conflict
from enterprises import services
from enterprises.models import Enterprise
from programme import figures, triggers
from programme.figures import Question
from programme.models import Document, Indicator
from tests import builders

Status = PeriodicReport.Status


@pytest.fixture
def report(world):
    """A report of Alpha for half of 2017 with one support, one course and texts."""
    row = builders.report(
        world.alpha.agreement,
        starts_on=dt.date(2017, 1, 1),
        ends_on=dt.date(2017, 6, 30),
        due_on=dt.date(2017, 7, 15),
        narrative="Kết quả",
    )
    days = {"starts_on": dt.date(2017, 6, 1), "ends_on": dt.date(2017, 6, 2), "evidence": world.alpha.document}
    row.support = builders.support(world.alpha.enterprise, world.alpha.package, report=row, **days)
    row.course = builders.course(world.alpha.package, "Khóa một", [world.alpha.trainee], report=row, **days)
    return row


def revision(report):
    return PeriodicReport.objects.get(pk=report.pk).revision


def submit(report, world):
    return report_services.submit_report(report, by=world.alpha.editor, revision=revision(report))


def give_back(report, officer, comments=()):
    act = {"by": officer, "reason": "Xem lại", "revision": revision(report)}
    return report_services.return_report(report, comments=comments, **act)


def answer_all(report, world, text="Đã sửa"):
    said = ReportComment.objects.of_last_return(report)
    answers = {comment.pk: text for comment in said}
    return answer_comments(report, by=world.alpha.editor, revision=revision(report), answers=answers)


def accept(report, approver, **seen):
    return report_services.accept_report(report, by=approver, revision=revision(report), **seen)


def cell(row, field, label, text, section="supports"):
    return {
        "section": section,
        "line": str(row.pk),
        "line_label": str(row),
        "field": field,
        "field_label": label,
        "text": text,
    }


def main_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return re.search(r"<main.*?</main>", page.text, re.DOTALL).group()


def test_one_version_for_each_submission_and_one_for_the_acceptance(world, report, officer, approver):
    submit(report, world)
    give_back(report, officer)
    services.change_support(report.support, by=world.alpha.editor, result="Bổ sung")
    submit(report, world)
    accepted = accept(report, approver)

    versions = list(report.versions.order_by("number"))
    assert [(row.number, row.kind, row.round) for row in versions] == [
        (1, "submission", 1),
        (2, "submission", 2),
        (3, "acceptance", 2),
    ]
    assert versions[2].ledger_sequence == accepted.posting_id
    assert [row.ledger_sequence for row in versions[:2]] == [accepted.posting_id - 1] * 2
    assert versions[1].hash == versions[2].hash != versions[0].hash
    assert all(row.hash == fingerprint(row.content) for row in versions)
    assert list(version_differences()) == []


def test_an_accepted_version_outlives_every_change(world, report, approver, client_for):
    """B6: what can be changed, moved or deleted is; version, page and figure at its position stay byte-equal."""
    submit(report, world)
    accepted = accept(report, approver)
    version = report.versions.get(kind="acceptance")
    boss, alpha = client_for(approver), world.alpha
    known = Question(as_of=dt.date(2017, 12, 31), known=accepted.posting_id)
    guided = Indicator.objects.get(code="enterprises_guided")

    def shown():
        page = main_of(boss, version.get_absolute_url())
        return canonical(version.content), page, figures.figure(guided, known).value

    before = shown()

    other = builders.enterprise("Công ty khác", members_of=[alpha.association])
    Enterprise.objects.filter(pk=alpha.enterprise.pk).update(name="Tên mới", merged_into=other)
    Document.objects.filter(pk=alpha.document.pk).update(title="Giấy khác", sha256="0" * 64)
    type(alpha.package).objects.filter(pk=alpha.package.pk).update(name="Gói mới")
    type(report.support).objects.filter(pk=report.support.pk).update(
        enterprise=other, starts_on=dt.date(2017, 5, 1), ends_on=dt.date(2017, 5, 2)
    )
    report.course.enrolments.all().delete()
    report.course.delete()
    type(alpha.trainee).objects.filter(pk=alpha.trainee.pk).update(full_name="Đã xóa")
    PeriodicReport.objects.filter(pk=report.pk).update(narrative="Khác")
    Indicator.objects.filter(pk=guided.pk).update(name_vi="Chỉ tiêu khác")

    version.refresh_from_db()
    assert shown() == before
    assert fingerprint(content_of(report)) != version.hash
    assert list(version_differences()) == []


def test_names_of_trainees_are_in_no_version(world, report):
    submit(report, world)

    kept = canonical(report.versions.get().content)
    assert world.alpha.trainee.full_name not in kept
    assert world.alpha.trainee.subject_key not in kept
    assert world.alpha.document.sha256 in kept


@pytest.mark.parametrize(
    "statement",
    ["UPDATE associations_reportversion SET number = 9", "DELETE FROM associations_reportversion"],
)
def test_the_database_refuses_to_change_a_version(world, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_verification_finds_a_version_that_was_tampered_with(world, report, capsys):
    submit(report, world)
    triggers.remove(connection)
    ReportVersion.objects.filter(report=report).update(content={"title": "khác"})
    triggers.install(connection)

    with pytest.raises(CommandError):
        call_command("verify_ledger")

    assert f"report {report.pk}, version 1: its content does not match its hash" in capsys.readouterr().err


def test_the_verification_misses_the_version_of_an_acceptance(world, report, approver):
    submit(report, world)
    accept(report, approver)
    triggers.remove(connection)
    report.versions.get(kind="acceptance").delete()
    triggers.install(connection)

    assert list(version_differences()) == [f"report {report.pk}: the version of its acceptance is missing"]


def test_what_is_sent_again_must_differ_in_content_not_in_clicks(world, report, officer):
    submit(report, world)
    give_back(report, officer)
    for words in ("Khác", "Kết  quả\n"):
        save_texts(report, by=world.alpha.editor, revision=None, narrative=words)
    told = ("enterprise", "package", "tool", "starts_on", "ends_on", "result", "evidence")
    same = {name: getattr(report.support, name) for name in told}
    services.remove_support(report.support, by=world.alpha.editor)
    services.record_support(report, by=world.alpha.editor, **same)

    with pytest.raises(ValidationError, match="chưa có thay đổi"):
        submit(report, world)


def test_the_reviewer_accepts_what_he_saw(world, report, approver, client_for):
    """An enterprise renamed after the page was opened does not touch the report's revision, but what it says."""
    submit(report, world)
    boss, page = client_for(approver), reverse("portal:report-accept", args=[report.pk])
    form = boss.get(page).context["form"]
    data = {name: form[name].value() for name in ("revision", "seen")}
    Enterprise.objects.filter(pk=world.alpha.enterprise.pk).update(name="Tên sau")

    answer = boss.post(page, data, follow=True)

    report.refresh_from_db()
    assert report.status == Status.SUBMITTED
    assert len(answer.context["messages"]) == 1
    with pytest.raises(Conflict):
        accept(report, approver, seen=data["seen"])
    form = boss.get(page).context["form"]
    boss.post(page, {name: form[name].value() for name in ("revision", "seen")})
    report.refresh_from_db()
    assert report.status == Status.ACCEPTED


def test_a_decision_is_not_asked_for_on_what_was_not_read(world, report, approver, officer, client_for):
    """The report was returned and sent anew while its page of the round before was still open."""
    submit(report, world)
    boss = client_for(approver)
    link = re.search(r'href="(/reports/\d+/accept/[^"]*)"', boss.get(report.get_absolute_url()).text)[1]
    assert boss.get(link).status_code == 200
    give_back(report, officer)
    save_texts(report, by=world.alpha.editor, revision=None, narrative="Khác")
    submit(report, world)

    assert boss.get(link).url == report.get_absolute_url()


def test_two_rounds_with_comments_on_cells_show_old_and_new(world, report, officer, client_for):
    """B5 on the pages: cells are named in the return, answered, and both rounds are read afterwards."""
    submit(report, world)
    staff, editor = client_for(officer), client_for(world.alpha.editor)
    name = f"supports-{report.support.pk}"
    returned = staff.post(
        reverse("portal:report-return", args=[report.pk]),
        {
            "revision": revision(report),
            "reason": "Sai hai ô",
            name: "Xem lại",
            f"{name}-cell": "Kết quả; Tỉnh, thành phố; Ngày kết thúc",
        },
    )
    assert returned.status_code == 302, returned.context["form"].errors
    said = ReportComment.objects.filter(review__report=report).order_by("pk")
    assert list(said.values_list("field", flat=True)) == ["result", "enterprise.province", "ends_on"]
    services.change_support(report.support, by=world.alpha.editor, result="Giảm 10 % lỗi")
    with pytest.raises(ValidationError) as refused:
        submit(report, world)
    assert len(refused.value.messages) == 3
    data = {f"answer-{comment.pk}": f"Trả lời {comment.field}" for comment in said}
    editor.post(reverse("portal:report-answers", args=[report.pk]), data | {"revision": revision(report)})
    submit(report, world)
    give_back(report, officer, [cell(report.course, "hours", "Số giờ", "Thiếu", "courses")])

    place = str(report.support.enterprise.province)
    rounds = editor.get(reverse("portal:report-rounds", args=[report.pk])).context["rounds"]
    assert [[(row.pairs, row.answer) for row in item.comments] for item in rounds] == [
        [],
        [
            ([("Kết quả", "", "Giảm 10 % lỗi")], "Trả lời result"),
            ([("Tỉnh, thành phố", place, place)], "Trả lời enterprise.province"),
            ([("Ngày kết thúc", "02/06/2017", "02/06/2017")], "Trả lời ends_on"),
        ],
        [([("Số giờ", "16", "16")], "")],
    ]
    assert [(change.label, change.old, change.new) for change in rounds[1].changes] == [
        ("Kết quả", "", "Giảm 10 % lỗi")
    ]


def test_the_words_of_a_report_are_remarked_on_as_its_records_are(world, report, officer, client_for):
    submit(report, world)
    staff, editor = client_for(officer), client_for(world.alpha.editor)
    data = {"reason": "Xem lại", "report-": "Nêu rõ hơn", "report--cell": "Khó khăn, vướng mắc"}
    staff.post(reverse("portal:report-return", args=[report.pk]), data | {"revision": revision(report)})
    said = ReportComment.objects.get(review__report=report)
    assert said.place == "Thuyết minh báo cáo: Khó khăn, vướng mắc"
    [shown] = editor.get(report.get_absolute_url()).context["texts"]["remarks"]
    assert (shown, shown.url) == (said, "#part-texts")
    assert list(editor.get(reverse("portal:report-edit", args=[report.pk])).context["remarks"]) == [said]

    save_texts(report, by=world.alpha.editor, revision=None, difficulties="Thiếu người đo")
    rounds = editor.get(reverse("portal:report-rounds", args=[report.pk])).context["rounds"]
    assert rounds[1].comments[0].pairs == [("Khó khăn, vướng mắc", "", "Thiếu người đo")]


def test_lateness_is_read_after_the_report_was_sent_by_its_first_submission(world, report, officer, client_for):
    submit(report, world)
    moment = timezone.make_aware(dt.datetime(2017, 7, 18, 0, 30))
    report.reviews.filter(action="submitted").update(at=moment)
    give_back(report, officer)
    save_texts(report, by=world.alpha.editor, revision=None, narrative="Khác")
    submit(report, world)
    staff = client_for(officer)

    assert staff.get(report.get_absolute_url()).context["deadline"] == "nộp chậm 3 ngày"
    assert "Nộp chậm 3 ngày" in staff.get(reverse("portal:report-list")).text


def test_an_unknown_cell_is_named_and_nothing_typed_is_lost(world, report, officer, client_for):
    submit(report, world)
    name = f"supports-{report.support.pk}"
    page = client_for(officer).post(
        reverse("portal:report-return", args=[report.pk]),
        {"revision": revision(report), "reason": "Xem lại", name: "Sai", f"{name}-cell": "Màu sắc"},
    )

    assert list(page.context["form"].errors) == [f"{name}-cell"]
    assert "Màu sắc" in page.text
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


def test_an_answer_is_the_associations_and_of_this_return(world, report, officer):
    submit(report, world)
    give_back(report, officer, [cell(report.support, "result", "Kết quả", "Thiếu")])
    answers = {world.alpha.comment.pk: "Của báo cáo khác"}
    with pytest.raises(ValidationError):
        answer_comments(report, by=world.alpha.editor, revision=revision(report), answers=answers)
    old = revision(report)
    answer_all(report, world, "Một")
    with pytest.raises(Conflict):
        answer_comments(report, by=world.alpha.editor, revision=old, answers={})

    said = ReportComment.objects.get(review__report=report)
    assert (said.answer, said.answered_by) == ("Một", world.alpha.editor)
    before = revision(report)
    answer_all(report, world, "Một")
    assert revision(report) == before
    answer_all(report, world, "")
    said.refresh_from_db()
    assert (said.answer, said.answered_by, said.answered_at) == ("", None, None)


def test_days_in_each_state_are_counted_from_the_steps():
    def step(action, day, number=1):
        at = dt.datetime(2017, 6, day, 3, tzinfo=dt.UTC)
        return ReportReview(action=action, round=number, at=at)

    steps = [
        step("opened", 1, 0),
        step("submitted", 5),
        step("started", 6),
        step("returned", 10),
        step("submitted", 12, 2),
        step("accepted", 20, 2),
    ]
    found = stays(steps, dt.datetime(2018, 1, 1, tzinfo=dt.UTC))

    assert [days for _label, days in days_by_state(found)] == [4, 1 + 8, 4, 2]


def test_a_report_accepted_before_versions_says_so(world, approver, client_for):
    report = world.alpha.accepted_report
    boss, page = client_for(approver), reverse("portal:report-rounds", args=[report.pk])
    assert not boss.get(page).context["is_accepted_unfrozen"]

    old = builders.report(
        world.alpha.agreement,
        starts_on=dt.date(2016, 1, 1),
        ends_on=dt.date(2016, 12, 31),
        **builders.accepted(world.alpha.editor, approver),
    )
    assert boss.get(reverse("portal:report-rounds", args=[old.pk])).context["is_accepted_unfrozen"]
