"""Corrections of accepted reports: opened with a cause, reviewed like any report, posted, read with both figures."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from associations import report_services
from associations.models import PeriodicReport, ReportComment, Spending, TakenBack
from associations.report_content import canonical, fingerprint, version_differences
from associations.report_corrections import open_correction, standing, take_back, withdraw_correction
from associations.report_drafts import save_texts
from associations.report_periods import schedule
from associations.report_rounds import answer_comments
from associations.report_services import Conflict
from associations.spending import compared
from enterprises import quotas, services
from enterprises.models import Measurement, Support
from programme import ledger
from programme.models import Entry, Indicator, LedgerPeriod, Posting
from programme.verification import differences
from tests import builders
from tests.portal.corrections import DAYS, accept, accepted_report, choose, known, replace, revision, submit

Status = PeriodicReport.Status


@pytest.fixture
def report(world, approver):
    return accepted_report(world, approver)


@pytest.fixture
def editor(world):
    return world.alpha.editor


@pytest.fixture
def correction(report, editor):
    return open_correction(report, by=editor, cause="Doanh nghiệp chưa hoàn thành")


# --- opening ---------------------------------------------------------------------------------------------------


def test_a_correction_is_opened_with_a_cause_and_copies_nothing(report, correction, editor):
    assert (correction.corrects, correction.correction_number, correction.status) == (report, 1, Status.OPEN)
    assert (correction.period_starts_on, correction.period_ends_on) == (report.period_starts_on, report.period_ends_on)
    assert correction.reviews.get().reason == "Doanh nghiệp chưa hoàn thành"
    assert not correction.supports.exists()
    assert correction.narrative == ""
    assert str(correction) == "Bản điều chỉnh số 1 của Báo cáo năm 01/01/2017 – 30/06/2017"


@pytest.mark.parametrize("cause", ["", "  \n"])
def test_no_correction_without_a_cause(report, editor, cause):
    with pytest.raises(ValidationError):
        open_correction(report, by=editor, cause=cause)
    assert not report.corrections.exists()


def test_one_correction_at_a_time(report, correction, editor):
    with pytest.raises(Conflict, match="số 1"):
        open_correction(report, by=editor, cause="Nữa")


def test_only_an_accepted_report_is_corrected_and_no_correction(world, report, correction, editor, approver):
    with pytest.raises(ValidationError):
        open_correction(world.alpha.report, by=editor, cause="Sai")
    choose(correction, editor, report.support)
    submit(correction, editor)
    accept(correction, approver)
    with pytest.raises(ValidationError):
        open_correction(correction, by=editor, cause="Sai")
    assert open_correction(report, by=editor, cause="Sai nữa").correction_number == 2


def test_who_only_reads_opens_none(report, alpha_viewer, official):
    for reader in (alpha_viewer, official):
        with pytest.raises(PermissionDenied):
            open_correction(report, by=reader, cause="Sai")


def test_what_was_measured_of_a_replaced_support_is_not_forgotten(report, correction, editor):
    """It goes with its support: until it is entered for the right one, the correction says so and does not block."""
    measured = {"name": "Tỷ lệ lỗi", "unit": "percent", "before": 5, "before_on": DAYS["starts_on"]}
    Measurement.objects.create(support=report.support, **measured)
    Measurement.objects.create(support=report.second, **measured)
    right = replace(correction, editor, report.support, result="Giảm lỗi")

    def told():
        found = report_services.problems(correction)
        return [(row.message.split(":")[0], row.is_blocking) for row in found if "hồ sơ được thay" in row.message]

    assert told() == [(f"{report.support.enterprise} – Tỷ lệ lỗi", False)]
    Measurement.objects.create(support=right, **measured)
    assert told() == []


def test_a_correction_stands_outside_the_series(world, report, correction, editor, approver):
    """It neither waits for reports of its series nor keeps them waiting, and takes nobody's period."""
    later = builders.report(
        world.alpha.agreement, starts_on=dt.date(2017, 7, 1), ends_on=dt.date(2017, 11, 30), narrative="Sau"
    )
    choose(correction, editor, report.support)
    submit(correction, editor)
    submit(later, editor)
    assert accept(later, approver).status == Status.ACCEPTED
    assert accept(correction, approver).status == Status.ACCEPTED

    world.alpha.agreement.report_type = builders.report_type()
    covered = [row for slot in schedule(world.alpha.agreement) for row in slot.reports]
    assert report in covered
    assert correction not in covered


# --- what it takes back ------------------------------------------------------------------------------------------


def test_only_what_stands_in_the_accepted_report_is_taken_back(world, report, correction, editor):
    found = {section.code: [row.pk for row in rows] for section, rows in standing(correction).items()}
    assert found == {
        "supports": [report.support.pk, report.second.pk],
        "courses": [report.course.pk],
        "money": [report.spending.pk],
        "communication": [],
    }
    with pytest.raises(ValidationError):
        choose(correction, editor, world.alpha.accepted_support)
    with pytest.raises(ValidationError):
        choose(correction, editor, world.beta.accepted_support)
    assert not correction.taken_back.exists()


def test_a_choice_replaces_the_one_before(report, correction, editor):
    choose(correction, editor, report.support, report.course)
    choose(correction, editor, report.course)

    assert [(row.section, row.line) for row in correction.taken_back.all()] == [("courses", report.course.pk)]


def test_of_two_who_choose_the_second_is_told(report, correction, editor):
    seen = revision(correction)
    choose(correction, editor, report.support)
    with pytest.raises(Conflict):
        take_back(correction, by=editor, revision=seen, chosen=set())


def test_a_replaced_record_is_taken_back_with_it_and_put_back_after_it(report, correction, editor):
    """The same enterprise, package, tool and day may stand twice until the correction is accepted."""
    right = replace(correction, editor, report.support, result="Đã hoàn thành")
    assert correction.taken_back.get().line == report.support.pk
    with pytest.raises(ValidationError, match="được thay"):
        choose(correction, editor)
    with pytest.raises(ValidationError):
        replace(correction, editor, report.support)
    services.remove_support(right, by=editor)
    choose(correction, editor)

    assert not correction.taken_back.exists()


def test_a_report_of_a_period_replaces_nothing(world, report, editor):
    with pytest.raises(ValidationError):
        replace(world.alpha.report, editor, report.support)


def test_what_replaces_a_record_does_not_use_the_quota_twice(world, report, correction, editor):
    def planned():
        return quotas.uses(quotas.with_use(type(world.alpha.package).objects.filter(pk=world.alpha.package.pk)).get())

    before = planned()
    replace(correction, editor, report.support)
    told = {name: getattr(report.course, name) for name in ("package", "title", *DAYS, "province", "evidence")}
    services.record_course(correction, by=editor, replaces=report.course, declared_trainees=1, **told)

    assert planned() == before


# --- sending -----------------------------------------------------------------------------------------------------


def test_a_correction_that_changes_nothing_is_refused(report, correction, editor):
    with pytest.raises(ValidationError, match="không thay đổi gì"):
        submit(correction, editor)

    right = replace(correction, editor, report.support)
    save_texts(correction, by=editor, revision=None, narrative="Kết quả")
    with pytest.raises(ValidationError, match="không thay đổi gì"):
        submit(correction, editor)

    services.change_support(right, by=editor, result="Khác")
    assert submit(correction, editor).status == Status.SUBMITTED


def test_words_alone_are_corrected_without_a_posting(report, correction, editor, approver):
    save_texts(correction, by=editor, revision=None, narrative="Đính chính")
    submit(correction, editor)
    accept(correction, approver)

    correction.refresh_from_db()
    assert (correction.status, correction.posting) == (Status.ACCEPTED, None)


def test_what_was_taken_back_meanwhile_blocks(report, correction, editor, approver):
    choose(correction, editor, report.support, report.second)
    ledger.correct(Entry.objects.of_source(report.support), by=approver, reason="Nhầm")

    with pytest.raises(ValidationError) as refused:
        submit(correction, editor)
    assert len(refused.value.messages) == 1
    assert str(report.support) in refused.value.messages[0]


def test_it_is_returned_answered_and_sent_again_like_any_report(report, correction, editor, officer):
    choose(correction, editor, report.support)
    submit(correction, editor)
    line = correction.taken_back.get()
    remark = {
        "section": "taken_back",
        "line": str(line.pk),
        "line_label": str(line),
        "field": "ends_on",
        "field_label": "Ngày kết thúc",
        "text": "Chỉ sai ngày",
    }
    act = {"by": officer, "reason": "Thay, đừng rút", "revision": revision(correction)}
    report_services.return_report(correction, comments=[remark], **act)
    said = ReportComment.objects.get(review__report=correction)
    answer_comments(correction, by=editor, revision=revision(correction), answers={said.pk: "Đã thay"})
    with pytest.raises(ValidationError, match="chưa có thay đổi"):
        submit(correction, editor)
    replace(correction, editor, report.support, ends_on=dt.date(2017, 6, 5))

    assert submit(correction, editor).status == Status.RESUBMITTED
    assert [row.round for row in correction.versions.order_by("number")] == [1, 2]


def test_who_sent_it_does_not_accept_it(report, correction, approver, editor):
    choose(correction, editor, report.support)
    submit(correction, editor)
    PeriodicReport.objects.filter(pk=correction.pk).update(submitted_by=approver)
    with pytest.raises(ValidationError):
        accept(correction, approver)
    assert Posting.objects.filter(kind="correction").count() == 0


# --- accepting ---------------------------------------------------------------------------------------------------


def test_acceptance_posts_once_and_leaves_the_accepted_report_byte_equal(world, report, correction, editor, approver):
    """B6: both figures readable, the cause in the ledger, version and figures as known then untouched."""
    version = report.versions.get(kind="acceptance")
    frozen = canonical(version.content), version.hash, version.ledger_sequence
    assert (known("enterprises_guided", None), known("enterprise_support_turns", None)) == (2, 3)
    right = replace(correction, editor, report.support, ends_on=dt.date(2017, 6, 9), result="Xong ngày 9/6")
    choose(correction, editor, report.support, report.course, report.second)
    submit(correction, editor)
    accepted = accept(correction, approver)

    posting = accepted.posting
    assert (posting.kind, posting.corrects, posting.source_id) == ("correction", report.posting, correction.pk)
    assert posting.reason.endswith("Nguyên nhân: Doanh nghiệp chưa hoàn thành")
    lines = [(row.corrects and row.corrects.posting_id, row.quantity) for row in posting.entries.order_by("line")]
    assert lines == [(report.posting_id, -1)] * 4 + [(None, 1)]
    statuses = {row.pk: row.status for row in Support.objects.filter(report__in=[report, correction])}
    assert statuses == {report.support.pk: "corrected", report.second.pk: "corrected", right.pk: "accepted"}
    report.course.refresh_from_db()
    assert report.course.status == "corrected"

    version.refresh_from_db()
    report.refresh_from_db()
    assert (canonical(version.content), version.hash, version.ledger_sequence) == frozen
    assert report.status == Status.ACCEPTED
    assert [known("enterprises_guided", place) for place in (report.posting_id, posting.pk)] == [2, 1]
    assert [known("enterprise_support_turns", place) for place in (report.posting_id, posting.pk)] == [3, 2]
    assert [known("trainees", place) for place in (report.posting_id, posting.pk)] == [1, 1]
    kept = correction.versions.get(kind="acceptance")
    assert kept.ledger_sequence == posting.pk
    told = {item["field"]: item["value"] for item in kept.content["head"]}
    assert (told["corrects"], told["cause"]) == (str(report), "Doanh nghiệp chưa hoàn thành")
    assert [line["label"] for line in kept.content["sections"][0]["lines"]] == [
        str(report.support),
        str(report.second),
        str(report.course),
    ]
    figures_kept = {row["indicator"]: (row["entries"], row["quantity"]) for row in kept.content["figures"]}
    assert figures_kept == {"enterprises_guided": (3, -1), "training_courses": (1, -1), "training_turns": (1, -1)}
    assert fingerprint(kept.content) == kept.hash
    assert list(version_differences()) == []
    assert list(differences()) == []


def test_after_a_correction_both_versions_outlive_every_change(report, correction, editor, approver, client_for):
    """B6: what can be changed, deleted or moved is; both versions, their pages and both figures stay byte-equal."""
    right = replace(correction, editor, report.support, result="Đúng")
    choose(correction, editor, report.support, report.second)
    submit(correction, editor)
    posting = accept(correction, approver).posting
    versions = [row.versions.get(kind="acceptance") for row in (report, correction)]
    boss = client_for(approver)

    def shown():
        pages = [boss.get(version.get_absolute_url()).text.partition("<main")[2] for version in versions]
        kept = [(canonical(version.content), version.hash) for version in versions]
        return pages, kept, [known("enterprise_support_turns", place) for place in (report.posting_id, posting.pk)]

    before = shown()
    Support.objects.filter(pk=report.second.pk).update(report=None, ends_on=dt.date(2017, 6, 29), result="Khác")
    Support.objects.filter(pk=right.pk).update(enterprise=report.second.enterprise, replaces=None)
    TakenBack.objects.filter(report=correction).delete()
    report.course.enrolments.all().delete()
    Indicator.objects.filter(code="enterprises_guided").update(name_vi="Chỉ tiêu khác")
    PeriodicReport.objects.filter(pk=correction.pk).update(cause="Nguyên nhân khác", narrative="Khác")
    for version in versions:
        version.refresh_from_db()

    assert shown() == before
    assert list(version_differences()) == []


def test_a_second_correction_takes_back_what_the_first_recorded(report, correction, editor, approver):
    right = replace(correction, editor, report.support, result="Sai lần hai")
    submit(correction, editor)
    accept(correction, approver)

    again = open_correction(report, by=editor, cause="Vẫn sai")
    found = {section.code: [row.pk for row in rows] for section, rows in standing(again).items()}
    assert found["supports"] == [report.second.pk, right.pk]
    choose(again, editor, right)
    submit(again, editor)
    posting = accept(again, approver).posting

    assert [row.corrects.posting for row in posting.entries.all()] == [correction_posting(correction)]
    assert posting.corrects == report.posting
    right.refresh_from_db()
    assert right.status == "corrected"


def correction_posting(correction):
    return PeriodicReport.objects.get(pk=correction.pk).posting


def test_a_closed_period_keeps_its_figure_and_takes_the_correction_today(report, correction, editor, approver):
    period = LedgerPeriod.objects.create(name="2017", starts_on=builders.START, ends_on=builders.END)
    ledger.close_period(period, by=approver, reason="Quyết toán")
    right = replace(correction, editor, report.support, starts_on=dt.date(2017, 5, 30))
    submit(correction, editor)
    posting = accept(correction, approver).posting

    assert {row.happened_on for row in posting.entries.all()} == {dt.date.today()}
    assert known("enterprise_support_turns", posting.pk) == known("enterprise_support_turns", report.posting_id) == 3
    right.refresh_from_db()
    assert (right.ends_on, right.status) == (DAYS["ends_on"], "accepted")


def test_money_taken_back_is_no_longer_spent_before(world, report, correction, editor, approver):
    choose(correction, editor, report.spending)
    rows = [Spending.objects.create(report=correction, source="association", purpose="Thuê", amount_vnd=4_000_000)]
    assert [(use.before, use.now) for use in compared(correction, rows)] == [(0, 4_000_000)]
    submit(correction, editor)
    accept(correction, approver)

    later = builders.report(world.alpha.agreement, starts_on=dt.date(2017, 7, 1), ends_on=dt.date(2017, 9, 30))
    assert [use.before for use in compared(later, [])] == [4_000_000]


# --- withdrawing -------------------------------------------------------------------------------------------------


def test_a_correction_is_withdrawn_with_a_reason_and_its_number_is_used_up(report, correction, editor):
    choose(correction, editor, report.support)
    right = replace(correction, editor, report.second, result="x")
    with pytest.raises(ValidationError):
        withdraw_correction(correction, by=editor, reason=" ", revision=revision(correction))
    with pytest.raises(ValidationError, match="xóa"):
        withdraw_correction(correction, by=editor, reason="Không sai", revision=revision(correction))
    services.remove_support(right, by=editor)
    withdraw_correction(correction, by=editor, reason="Không sai", revision=revision(correction))

    correction.refresh_from_db()
    assert correction.status == Status.WITHDRAWN
    assert correction.reviews.last().reason == "Không sai"
    with pytest.raises(Conflict):
        choose(correction, editor)
    assert open_correction(report, by=editor, cause="Lại").correction_number == 2
    report.support.refresh_from_db()
    assert report.support.status == "accepted"


def test_a_report_of_a_period_is_not_withdrawn(world, editor):
    with pytest.raises(ValidationError):
        withdraw_correction(world.alpha.report, by=editor, reason="Thôi", revision=None)
