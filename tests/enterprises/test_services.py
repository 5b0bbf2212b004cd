"""Reports from opening to the ledger, enterprises by tax code, lists of trainees."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent, Notification
from associations import report_services
from associations.models import PeriodicReport, ReportReview
from associations.report_drafts import save_texts
from associations.report_rounds import answer_comments
from enterprises import quotas, services
from enterprises.models import Support, Trainee, TrainingCourse
from enterprises.services import TraineeRow, parse_trainees
from enterprises.sizes import classify
from programme import figures, ledger
from programme.figures import Question
from programme.models import Entry, Indicator, LedgerPeriod, Posting, SizeCriterion
from programme.verification import differences
from tests import builders

Kind = Indicator.Kind
Status = PeriodicReport.Status
YEAR = Question(as_of=builders.END, since=builders.START)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def indicators(db):
    turns = builders.indicator("training_turns", kind=Kind.FLOW)
    return [
        builders.indicator("enterprises_guided", kind=Kind.DISTINCT_PERIOD),
        builders.indicator("training_courses", kind=Kind.FLOW),
        turns,
        builders.indicator("trainees", kind=Kind.DISTINCT_PERIOD, counts_entries_of=turns),
    ]


@pytest.fixture
def agreement(alpha, officer, approver):
    return builders.agreement(alpha, prepared_by=officer, approved_by=approver)


@pytest.fixture
def package(agreement):
    return builders.package(agreement, quota_enterprises=2)


@pytest.fixture
def report(agreement, officer):
    return report_services.open_report(
        agreement,
        builders.report_type(),
        by=officer,
        period_starts_on=builders.START,
        period_ends_on=builders.END,
        due_on=dt.date(2018, 1, 15),
    )


@pytest.fixture
def evidence(alpha_editor):
    return builders.document("Biên bản nghiệm thu", by=alpha_editor, association="ALPHA")


@pytest.fixture
def add_support(report, package, evidence, alpha, alpha_editor):
    def add(**changes):
        enterprise, _created = services.find_or_register_enterprise(
            association=alpha,
            by=alpha_editor,
            name="Công ty May",
            tax_code=changes.pop("tax_code", builders.tax_code()),
            province=builders.province(),
            industry=builders.industry(),
        )
        values = {
            "enterprise": enterprise,
            "package": package,
            "starts_on": dt.date(2017, 3, 1),
            "ends_on": builders.DAY,
            "evidence": evidence,
        }
        return services.record_support(report, by=alpha_editor, **(values | changes))

    return add


@pytest.fixture
def add_course(report, package, evidence, alpha_editor):
    def add(trainees, **changes):
        values = {
            "package": package,
            "title": "Nhận thức 5S",
            "starts_on": dt.date(2017, 3, 1),
            "ends_on": dt.date(2017, 3, 2),
            "province": builders.province(),
            "declared_trainees": len(trainees),
            "evidence": evidence,
        }
        return services.record_course(report, by=alpha_editor, trainees=trainees, **(values | changes))

    return add


def seen(report):
    report.refresh_from_db()
    return report.revision


def submit(report, by):
    return report_services.submit_report(report, by=by, revision=seen(report))


def accept(report, by):
    return report_services.accept_report(report, by=by, revision=seen(report))


def people(count, start=0):
    return [TraineeRow(f"Nguyễn Văn {chr(65 + number)}", 1980 + number) for number in range(start, start + count)]


def test_three_supports_and_a_course_reach_the_figures(
    report, add_support, add_course, alpha_editor, officer, approver, indicators
):
    supports = [add_support() for _number in range(3)]
    add_course(people(12))
    submit(report, alpha_editor)
    report_services.return_report(
        report,
        by=officer,
        reason="Thiếu chữ ký",
        revision=seen(report),
        comments=[
            {"section": "supports", "line": str(supports[0].pk), "line_label": str(supports[0]), "text": "Ảnh mờ"}
        ],
    )
    with pytest.raises(ValidationError, match="Nothing was changed"):
        submit(report, alpha_editor)
    services.change_support(supports[0], by=alpha_editor, result="Bổ sung ảnh")
    with pytest.raises(ValidationError, match="Ảnh mờ"):
        submit(report, alpha_editor)
    said = ReportReview.objects.get(action="returned").comments.get()
    answer_comments(report, by=alpha_editor, revision=seen(report), answers={said.pk: "Đã thay ảnh"})
    submit(report, alpha_editor)
    accepted = accept(report, approver)

    assert accepted.status == Status.ACCEPTED
    assert accepted.posting.entry_count == 3 + 1 + 12
    assert [item.value for item in figures.answer(indicators, YEAR).values()] == [3, 1, 12, 12]
    assert list(report.reviews.values_list("action", "round")) == [
        ("opened", 0),
        ("submitted", 1),
        ("returned", 1),
        ("submitted", 2),
        ("accepted", 2),
    ]
    assert ReportReview.objects.get(action="returned").comments.get().text == "Ảnh mờ"
    assert set(Support.objects.values_list("status", flat=True)) == {"accepted"}
    assert list(differences()) == []


def test_three_courses_of_one_person_are_three_turns_and_one_person(
    report, add_course, alpha_editor, approver, indicators
):
    for number in range(3):
        add_course(people(1), title=f"Khóa {number}")
    submit(report, alpha_editor)
    accept(report, approver)

    assert [item.value for item in figures.answer(indicators, YEAR).values()] == [0, 3, 3, 1]
    assert Trainee.objects.count() == 1


def test_missing_names_warn_and_are_not_counted(report, add_course, alpha_editor, approver, indicators):
    add_course(people(22), declared_trainees=25)

    found = report_services.problems(report)
    assert [(problem.section, problem.is_blocking) for problem in found] == [("courses", False)]
    assert "3 of 25" in found[0].message
    submit(report, alpha_editor)
    accept(report, approver)

    assert figures.figure(indicators[2], YEAR).value == 22


def test_all_problems_are_listed_at_once_and_nothing_is_submitted(report, add_support, add_course, alpha_editor):
    add_support(evidence=None)
    add_support(starts_on=dt.date(2016, 3, 1), ends_on=dt.date(2016, 6, 1))
    add_course(people(3), declared_trainees=2)

    with pytest.raises(ValidationError) as error:
        submit(report, alpha_editor)

    assert len(error.value.messages) == 4  # evidence; period and package term; names over declared
    report.refresh_from_db()
    assert report.status == Status.OPEN


def test_an_empty_report_says_why_there_is_nothing(report, alpha_editor, approver):
    with pytest.raises(ValidationError, match="neither records nor text"):
        submit(report, alpha_editor)

    save_texts(report, by=alpha_editor, revision=None, narrative="Chưa triển khai.")
    submit(report, alpha_editor)

    assert accept(report, approver).posting is None
    assert not Posting.objects.exists()


def test_the_reviewer_decides_on_the_version_he_saw(report, add_support, alpha_editor, officer, approver):
    add_support()
    submitted = submit(report, alpha_editor)
    stale = submitted.revision
    report_services.return_report(report, by=officer, reason="Bổ sung", revision=stale)
    add_support()
    submit(report, alpha_editor)

    with pytest.raises(report_services.Conflict, match="changed after"):
        report_services.accept_report(report, by=approver, revision=stale)

    assert not Posting.objects.exists()


def test_a_report_is_accepted_once(report, add_support, alpha_editor, approver, second_approver):
    add_support()
    submit(report, alpha_editor)
    accept(report, approver)

    with pytest.raises(report_services.Conflict, match="approver"):
        accept(report, second_approver)

    assert Posting.objects.count() == 1
    assert Notification.objects.filter(event="report.accepted", recipient=alpha_editor).count() == 1


def test_a_return_needs_a_reason(report, add_support, alpha_editor, officer):
    add_support()
    submit(report, alpha_editor)

    with pytest.raises(ValidationError, match="Say why"):
        report_services.return_report(report, by=officer, reason=" ", revision=seen(report))


def test_a_record_deleted_meanwhile_says_so(report, add_support, alpha_editor):
    support = add_support()
    services.remove_support(Support.objects.get(pk=support.pk), by=alpha_editor)

    with pytest.raises(report_services.Conflict, match="deleted"):
        services.change_support(support, by=alpha_editor, result="x")
    with pytest.raises(report_services.Conflict, match="deleted"):
        services.remove_support(support, by=alpha_editor)


def test_rights(report, add_support, alpha_editor, alpha_viewer, officer):
    support = add_support()

    with pytest.raises(PermissionDenied):
        services.change_support(support, by=alpha_viewer, result="x")
    with pytest.raises(PermissionDenied):
        submit(report, officer)
    submit(report, alpha_editor)
    with pytest.raises(PermissionDenied):
        accept(report, officer)


def test_a_submitted_report_takes_no_changes(report, add_support, alpha_editor):
    support = add_support()
    submit(report, alpha_editor)

    for act in (
        lambda: add_support(),
        lambda: services.change_support(support, by=alpha_editor, result="x"),
        lambda: services.remove_support(support, by=alpha_editor),
        lambda: save_texts(report, by=alpha_editor, revision=None, narrative="x"),
    ):
        with pytest.raises(report_services.Conflict):
            act()

    assert Support.objects.get().result == ""


def test_a_closed_period_stops_submission_with_its_sentence(report, add_support, alpha_editor, administrator):
    add_support()
    period = LedgerPeriod.objects.create(name="Năm 2017", starts_on=builders.START, ends_on=builders.END)
    ledger.close_period(period, by=administrator, reason="quyết toán")

    with pytest.raises(ValidationError, match="Năm 2017"):
        submit(report, alpha_editor)


def test_more_than_the_quota_warns(report, package, add_support):
    for _number in range(3):
        add_support()

    found = report_services.problems(report)

    assert [(problem.section, problem.is_blocking) for problem in found] == [("supports", False)]
    assert "3 enterprises of 2" in found[0].message


def test_an_enterprise_supported_before_and_again_counts_once_towards_the_quota(
    report, package, add_support, alpha_editor, approver
):
    """Two of two are supported and accepted; supporting one of them again needs no annex."""
    package.quota_enterprises = 2
    package.save()
    first = add_support(tax_code="0100233488")
    add_support(tax_code="0100109106")
    Support.objects.update(status="accepted")
    add_support(tax_code="0100233488", ends_on=dt.date(2017, 6, 8))

    assert report_services.problems(report) == []
    use = quotas.uses(quotas.with_use(type(package).objects).get())["enterprises"]
    assert (use.used, use.planned) == (2, 2)
    assert first.status == "recorded"


def test_courses_and_trainees_above_their_quotas_warn_too(report, package, add_course):
    package.quota_courses, package.quota_trainees = 1, 3
    package.save()
    add_course(people(2))
    add_course(people(2), title="Công cụ Kaizen")

    warnings = [problem.message for problem in report_services.problems(report)]

    assert ["2 courses of 1" in warnings[0], "4 trainees of 3" in warnings[1]] == [True, True]
    assert len(warnings) == 2


def test_a_course_is_recorded_once_and_again_when_it_was_taken_back(report, add_course):
    add_course(people(1))
    with pytest.raises(ValidationError, match="is recorded for this package already"):
        add_course(people(1))

    TrainingCourse.objects.update(status="corrected")
    assert add_course(people(1)).pk


def test_names_that_differ_by_their_marks_are_two_people(report, add_course, alpha):
    add_course([TraineeRow("Nguyễn Văn Zz", 1985), TraineeRow("Nguyen Van Zz", 1985)])
    add_course([TraineeRow("NGUYỄN VĂN ZZ", 1985)], title="Khóa 2")

    assert Trainee.objects.filter(association=alpha).count() == 2


def test_people_known_by_name_only_are_never_merged_and_that_is_said(report, add_course, alpha_editor):
    course = add_course([TraineeRow("Nguyễn Văn An"), TraineeRow("Lê Bình", 1985)])
    add_course([TraineeRow("Nguyễn Văn An"), TraineeRow("Lê Bình", 1985)], title="Khóa 2")
    assert Trainee.objects.count() == 3

    found = report_services.problems(report)
    assert [problem.is_blocking for problem in found] == [False, False]
    assert "1 trainee has neither year of birth" in found[0].message

    before = set(course.enrolments.values_list("trainee", flat=True))
    services.change_course(course, by=alpha_editor, trainees=parse_trainees(services.format_trainees(course)))
    assert set(course.enrolments.values_list("trainee", flat=True)) == before
    event = AuditEvent.objects.filter(action="course.change").get()
    assert event.changes["trainees"] == [2, 2]


def test_quota_use_counts_accepted_and_waiting_apart(report, package, add_support, alpha_editor, approver):
    add_support(tax_code="0100233488")
    add_support(tax_code="0100233488", ends_on=dt.date(2017, 6, 8))

    use = quotas.uses(quotas.with_use(type(package).objects).get())["enterprises"]
    assert (use.used, use.planned, use.remaining, use.excess) == (0, 1, 2, 0)

    submit(report, alpha_editor)
    accept(report, approver)
    use = quotas.uses(quotas.with_use(type(package).objects).get())["enterprises"]
    assert (use.used, use.planned, use.remaining, use.percent) == (1, 1, 1, 50)


def test_what_is_taken_back_uses_no_quota_and_can_be_reported_again(
    report, package, add_support, add_course, alpha_editor, approver, indicators
):
    support, kept = add_support(), add_support()
    course = add_course(people(2))
    submit(report, alpha_editor)
    accept(report, approver)
    entries = Entry.objects.filter(source_type="enterprises.support", source_id=support.pk)

    ledger.correct(entries, by=approver, reason="recorded by mistake")
    ledger.correct(Entry.objects.filter(source_type="enterprises.trainingcourse"), by=approver, reason="not held")

    for row, status in ((support, "corrected"), (kept, "accepted"), (course, "corrected")):
        row.refresh_from_db()
        assert row.status == status
    newest = support.history.latest()
    assert (newest.history_user, newest.history_change_reason) == (approver, "recorded by mistake")
    use = quotas.uses(quotas.with_use(type(package).objects).get())
    values = {code: figure.value for code, figure in figures.answer(indicators, YEAR).items()}
    assert use["enterprises"].used == values["enterprises_guided"] == 1
    assert use["courses"].used == values["training_courses"] == 0
    again = {name: getattr(support, name) for name in ("enterprise", "package", "starts_on", "ends_on")}
    assert Support.objects.create(**again).status == "recorded"


def test_a_list_of_trainees_is_read():
    text = "Nguyễn Văn An; 1985; 0100233488\n\n  Trần Thị  Bình ;1990\nLê Cường"

    assert parse_trainees(text) == [
        TraineeRow("Nguyễn Văn An", 1985, "0100233488"),
        TraineeRow("Trần Thị Bình", 1990, ""),
        TraineeRow("Lê Cường", None, ""),
    ]


def test_every_fault_of_a_list_names_line_and_field():
    with pytest.raises(ValidationError) as error:
        parse_trainees("An Bình; 85\n; 1990\nChi Mai; 1985; 0100233489\nChi Mai; 1985; 0100233489\nD Đ; 1985; ; x")

    faults = error.value.messages
    assert [fault.split(":")[0] for fault in faults] == ["Line 1", "Line 2", "Line 3", "Line 4", "Line 4", "Line 5"]
    assert "year of birth" in faults[0]
    assert "full name" in faults[1]
    assert "tax code" in faults[2]


@pytest.mark.parametrize(("line", "field"), [("A" * 151, "full name"), (f"An Bình; {'9' * 5000}", "year of birth")])
def test_what_no_column_takes_is_a_fault_of_its_line(line, field):
    with pytest.raises(ValidationError, match=f"Line 1: {field}"):
        parse_trainees(line)


def test_places_are_those_of_the_day():
    new = builders.province("34-15", "Lào Cai")
    old = builders.province("63-15", "Yên Bái", successor=new)

    assert old.key_on(dt.date(2025, 6, 30)) == "63-15"
    assert old.key_on(dt.date(2025, 7, 1)) == "34-15"
    assert new.key_on(dt.date(2016, 1, 1)) == "34-15"


def test_the_list_of_a_course_reads_back_as_it_was_written(report, add_course, add_support):
    add_support(tax_code="0100233488")
    text = "Nguyễn Văn An; 1985; 0100233488\nTrần Bình; ; 0100233488\nLê Cường; 1990\nVõ Dung"
    course = add_course(parse_trainees(text))

    assert services.format_trainees(course) == text


def test_a_trainee_of_an_unknown_enterprise_is_refused(report, add_course):
    with pytest.raises(ValidationError, match="0314409058"):
        add_course([TraineeRow("Nguyễn Văn An", 1985, "0314409058")])

    assert not Trainee.objects.exists()


@pytest.mark.parametrize(
    ("employees", "revenue", "capital", "size"),
    [
        (10, 3, None, "micro"),
        (10, 4, 3, "micro"),
        (10, 4, 4, "small"),
        (11, 1, None, "small"),
        (200, 200, None, "medium"),
        (201, 1, 1, "large"),
        (5, 500, 500, "large"),
        (None, 1, 1, ""),
        (5, None, None, ""),
    ],
)
def test_size_follows_the_decree(employees, revenue, capital, size):
    for name, staff, money, wealth in (("micro", 10, 3, 3), ("small", 100, 50, 20), ("medium", 200, 200, 100)):
        SizeCriterion.objects.create(
            sector_group="production",
            size=name,
            max_employees=staff,
            max_revenue_vnd=money * 10**9,
            max_capital_vnd=wealth * 10**9,
            valid_from=dt.date(2021, 10, 15),
        )
    billions = [value and value * 10**9 for value in (revenue, capital)]

    found = classify(
        builders.industry(),
        employees=employees,
        revenue_vnd=billions[0],
        capital_vnd=billions[1],
        on=dt.date(2022, 1, 1),
    )

    assert found == size
    before = classify(builders.industry(), employees=5, revenue_vnd=1, capital_vnd=1, on=dt.date(2020, 1, 1))
    assert before == ""
