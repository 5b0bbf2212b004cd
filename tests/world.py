"""A small world: associations Alpha and Beta, each with a row of every kind, every row with a word that betrays it.

What Alpha owns carries ``MARK["ALPHA"]`` in each free text, what Beta owns ``MARK["BETA"]``: a page shown to Beta that
contains Alpha's word has leaked.
"""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from accounts import audit
from accounts.models import Mail, Notification, Reminder
from accounts.roles import Role
from associations.annexes import keep_first_version, prepare_annex
from associations.models import (
    Acceptance,
    AgreementStep,
    Annex,
    Communication,
    Funding,
    LockException,
    Milestone,
    PeriodicReport,
    ReportComment,
    ReportReview,
    ReportVersion,
    Spending,
    TakenBack,
)
from associations.report_content import content_of, freeze
from enterprises.models import Branch, Measurement, Support
from programme import ledger
from programme.ledger import Line
from programme.models import (
    AggregateRecord,
    Announcement,
    Document,
    DocumentType,
    IcsField,
    Indicator,
    LedgerPeriod,
    Posting,
    SizeCriterion,
    Target,
    Task,
    TaskGroup,
)
from tests import builders
from tests.discovery import our_models

MARK = {"ALPHA": "Bímật-Alpha", "BETA": "Bímật-Beta"}

# The indicators under which the portal posts, by the codes that services name; see the reference data.
INDICATORS = [
    ("enterprises_guided", "Số doanh nghiệp được hướng dẫn", Indicator.Kind.DISTINCT_PERIOD, 1, ""),
    ("enterprise_support_turns", "Số lượt hỗ trợ", Indicator.Kind.FLOW, None, "enterprises_guided"),
    ("enterprises_ever", "Số doanh nghiệp lũy kế", Indicator.Kind.DISTINCT_TO_DATE, None, "enterprises_guided"),
    ("tcvn_new", "Số TCVN xây dựng mới", Indicator.Kind.FLOW, 2, ""),
    ("tcvn_system_total", "Tổng số TCVN đang hiệu lực", Indicator.Kind.STOCK, None, ""),
    ("training_courses", "Số khóa đào tạo", Indicator.Kind.FLOW, 3, ""),
    ("training_turns", "Số lượt học viên", Indicator.Kind.FLOW, None, ""),
    ("trainees", "Số người được đào tạo", Indicator.Kind.DISTINCT_PERIOD, 4, "training_turns"),
]


def build(associations, officer, approver, *, is_recorded=False):
    """Return the world for ``{code: (association, editor)}``; see the fixtures ``world`` and ``recorded_world``."""
    national = everybodys(officer, approver)
    places = {"ALPHA": ("63-01", "2018-14"), "BETA": ("63-79", "2018-13")}
    world = SimpleNamespace(national=national, rows={})
    for code, (association, editor) in associations.items():
        before = _keys() if is_recorded else {}
        province, industry = places[code]
        made = side(
            code,
            editor,
            officer,
            approver,
            association=association,
            province=builders.province(province),
            industry=builders.industry(industry),
            task=national.task,
        )
        setattr(world, code.lower(), made)
        if is_recorded:
            world.rows[code] = {model: keys - before[model] for model, keys in _keys().items()}
    return world


def _keys():
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in our_models()}


def reference():
    """The few rows of reference data that the world stands on."""
    hanoi = builders.province("34-01", "Hà Nội")
    saigon = builders.province("34-79", "Thành phố Hồ Chí Minh")
    builders.province("63-01", "Hà Nội", hanoi)
    builders.province("63-79", "Thành phố Hồ Chí Minh", saigon)
    builders.industry("2018-14", "Sản xuất trang phục")
    builders.industry("2018-13", "Dệt")
    builders.tool()
    builders.tool("5S", "Thực hành 5S", "tool")
    builders.phase("2010-2015")
    phase = builders.phase("2016-2020")
    for code, name, kind, position, counted in INDICATORS:
        above = Indicator.objects.get(code=counted) if counted else None
        builders.indicator(code, name, kind, headline_position=position, counts_entries_of=above)
    builders.report_type()
    DocumentType.objects.get_or_create(code="BB", defaults={"name_vi": "Biên bản"})
    IcsField.objects.get_or_create(code="03", defaults={"name_vi": "Xã hội học, dịch vụ"})
    SizeCriterion.objects.get_or_create(
        sector_group="production",
        size="small",
        valid_from=dt.date(2018, 3, 11),
        defaults={"max_employees": 100, "max_revenue_vnd": 50_000_000_000, "max_capital_vnd": 20_000_000_000},
    )
    return phase


def everybodys(officer, approver):
    """Rows that belong to the whole programme."""
    phase = reference()
    guided = Indicator.objects.get(code="enterprises_guided")
    courses = Indicator.objects.get(code="training_courses")
    paper = builders.document("Quyết định chung", by=officer, kind=Document.Kind.DECISION)
    builders.authority()  # who signs for the programme is nobody's own
    group = TaskGroup.objects.create(year=2018, position=1, title="Tuyên truyền, phổ biến kiến thức")
    return SimpleNamespace(
        phase=phase,
        document=paper,
        project=builders.project(),
        group=group,
        task=Task.objects.create(project=builders.project(), group=group, code="NV-1", name="Nhiệm vụ một"),
        target=Target.objects.create(indicator=guided, phase=phase, value=60_000, decision="712/QĐ-TTg"),
        announcement=Announcement.objects.create(
            indicator=guided,
            programme=builders.programme_712(),
            value=5_000,
            qualifier="about",
            wording="khoảng",
            cut_off_on=dt.date(2016, 12, 31),
            source="Tin ngày 08/06/2017",
        ),
        standard=builders.standard(),
        exception=_waiting_exception(officer),
        period=LedgerPeriod.objects.create(name="2030", starts_on=dt.date(2030, 1, 1), ends_on=dt.date(2030, 12, 31)),
        aggregate=AggregateRecord.objects.create(
            indicator=courses, quantity=20, happened_on=dt.date(2016, 12, 31), document=paper, prepared_by=officer
        ),
    )


def _waiting_exception(officer):
    """A request to change what a closed period locks."""
    period = LedgerPeriod.objects.create(
        name="2001",
        starts_on=dt.date(2001, 1, 1),
        ends_on=dt.date(2001, 12, 31),
        closed_at=timezone.now(),
        closed_by=officer,
        close_reason="Quyết toán 2001",
    )
    return LockException.objects.create(
        period=period, person=officer, reason="Nhập thiếu biên bản", days=3, requested_by=officer
    )


def side(code, editor, officer, approver, *, association, province, industry, task):
    """Everything that one association owns, in every state that the tests need."""
    mark = MARK[code]
    builders.member(Role.ASSOCIATION_EDITOR, association, f"Người cũ {mark}", is_active=False)
    agreement = builders.agreement(
        association,
        prepared_by=officer,
        approved_by=approver,
        title=f"Bản ghi nhớ {mark}",
        summary=f"Phạm vi {mark}",
        task=task,
    )
    package = builders.package(agreement, f"{code}-2017-01", name=f"Gói {mark}", description=f"Mô tả {mark}")
    paper = builders.document(
        f"Biên bản {mark}",
        by=editor,
        association=code,
        kind=Document.Kind.ACCEPTANCE,
        number=f"01/{mark}",
        content=builders.PDF + mark.encode(),
    )
    package.documents.add(paper)
    firm = builders.enterprise(
        f"Công ty {mark}", members_of=[association], province=province, industry=industry, address=f"Số 1 {mark}"
    )
    person = builders.trainee(association, f"Học viên {mark}", enterprise=firm, birth_year=1985)
    done = _accepted_report(code, mark, editor, approver, agreement, package, firm, person, paper)
    sent_report = builders.report(
        agreement,
        starts_on=dt.date(2019, 1, 1),
        ends_on=dt.date(2019, 12, 31),
        due_on=dt.date(2020, 1, 15),
        status=PeriodicReport.Status.SUBMITTED,
        submitted_by=editor,
        submitted_at=timezone.now(),
        round=1,
        narrative=f"Chờ xem xét {mark}",
    )
    sent_day = {"starts_on": dt.date(2019, 6, 7), "ends_on": dt.date(2019, 6, 7)}
    builders.support(firm, package, report=sent_report, evidence=paper, **sent_day)
    Spending.objects.create(
        report=sent_report, source="association", purpose=f"Chi gửi {mark}", amount_vnd=1_000_000, evidence=paper
    )
    builders.course(package, f"Khóa gửi {mark}", [person], report=sent_report, evidence=paper, **sent_day)
    returned_report = builders.report(
        agreement,
        starts_on=dt.date(2020, 1, 1),
        ends_on=dt.date(2020, 12, 31),
        due_on=dt.date(2021, 1, 15),
        status=PeriodicReport.Status.RETURNED,
        round=1,
        narrative=f"Bị trả lại {mark}",
    )
    sent_back = ReportReview.objects.create(
        report=returned_report, round=1, action="returned", by=approver, revision=1, reason=f"Sửa lại {mark}"
    )
    ReportComment.objects.create(review=sent_back, text=f"Xem lại {mark}")
    open_report = builders.report(
        agreement,
        starts_on=dt.date(2018, 1, 1),
        ends_on=dt.date(2018, 12, 31),
        due_on=dt.date(2019, 1, 15),
        narrative=f"Kết quả {mark}",
    )
    open_support = builders.support(
        firm, package, report=open_report, ends_on=dt.date(2018, 6, 7), result=f"Kết quả {mark}", evidence=paper
    )
    return SimpleNamespace(
        code=code,
        mark=mark,
        editor=editor,
        association=association,
        agreement=agreement,
        step=AgreementStep.objects.create(
            agreement=agreement,
            action="start",
            from_status="signed",
            to_status="in_force",
            by=officer,
            reason=f"Lý do {mark}",
        ),
        annex=Annex.objects.create(
            agreement=agreement, number=1, title=f"Phụ lục {mark}", effective_on=builders.DAY, document=paper
        ),
        draft_annex=prepare_annex(agreement, by=officer, title=f"Điều chỉnh {mark}", effective_on=timezone.localdate()),
        milestone=Milestone.objects.create(
            agreement=agreement, position=1, title=f"Sản phẩm {mark}", due_on=builders.END
        ),
        delivery=_delivery(agreement, mark, editor, paper),
        funding=Funding.objects.create(agreement=agreement, source="association", amount_vnd=123_456_789),
        package=package,
        item=package.items.first(),
        version=keep_first_version(agreement, officer),
        document=paper,
        enterprise=firm,
        affiliation=firm.affiliations.get(),
        branch=Branch.objects.create(enterprise=firm, code=f"{firm.tax_code}-001", name=f"Chi nhánh {mark}"),
        trainee=person,
        report=open_report,
        sent_report=sent_report,
        returned_report=returned_report,
        support=open_support,
        course=builders.course(
            package, f"Khóa học {mark}", [person], report=open_report, lecturer=f"Giảng viên {mark}", evidence=paper
        ),
        open_measurement=Measurement.objects.create(
            support=open_support, name=f"Tỷ lệ lỗi {mark}", unit="percent", before=5, before_on=builders.START
        ),
        spending=Spending.objects.create(
            report=open_report, source="association", purpose=f"Chi {mark}", amount_vnd=12_345_678, evidence=paper
        ),
        communication=Communication.objects.create(
            report=open_report,
            happened_on=dt.date(2018, 6, 7),
            channel="press",
            title=f"Bài báo {mark}",
            outlet=f"Báo {mark}",
            evidence=paper,
        ),
        need=builders.need(association, editor, f"Nhu cầu {mark}", description=f"Mô tả {mark}"),
        workshop=builders.workshop(f"Hội thảo {mark}", [association]),
        mail=Mail.objects.create(recipient=editor, subject=f"Thư {mark}", body=f"Nội dung {mark}"),
        reminder=Reminder.objects.create(
            object_type="associations.periodicreport",
            object_id=str(open_report.pk),
            kind=Reminder.Kind.LATE,
            due_on=open_report.due_on,
            recipient=editor,
            sent_on=open_report.due_on,
        ),
        notification=Notification.objects.create(
            recipient=editor, event="report.returned", subject=f"Thông báo {mark}", body=f"Nội dung {mark}"
        ),
        **done,
    )


def _delivery(agreement, mark, editor, paper):
    """A second milestone, which was delivered and waits for acceptance."""
    milestone = Milestone.objects.create(
        agreement=agreement, position=2, title=f"Bàn giao {mark}", due_on=builders.END, status="delivered"
    )
    return Acceptance.objects.create(
        milestone=milestone,
        round=1,
        delivered_by=editor,
        delivered_at=timezone.now(),
        note=f"Gửi {mark}",
        deliverable=paper,
    )


def _accepted_report(code, mark, editor, approver, agreement, package, firm, person, paper):
    """A report of 2017 that was accepted and posted: one support and one course with one trainee."""
    report = builders.report(agreement, narrative=f"Đã nghiệm thu {mark}", **builders.accepted(editor, approver))
    support = builders.support(
        firm, package, report=report, result=f"Kết quả {mark}", evidence=paper, status=Support.Status.ACCEPTED
    )
    course = builders.course(
        package, f"Khóa cũ {mark}", [person], report=report, evidence=paper, status=Support.Status.ACCEPTED
    )
    indicators = {row.code: row for row in Indicator.objects.all()}
    common = {
        "association": code,
        "package": package.code,
        "province": firm.province.key,
        "sector": firm.industry.key,
        "document": paper,
    }
    lines = [
        Line(
            indicator=indicators["enterprises_guided"],
            happened_on=support.ends_on,
            subject=firm.subject_key,
            source_type="enterprises.support",
            source_id=support.pk,
            **common,
        ),
        Line(
            indicator=indicators["training_courses"],
            happened_on=course.ends_on,
            subject=course.subject_key,
            source_type="enterprises.trainingcourse",
            source_id=course.pk,
            **common,
        ),
        Line(
            indicator=indicators["training_turns"],
            happened_on=course.ends_on,
            subject=person.subject_key,
            source_type="enterprises.enrolment",
            source_id=course.enrolments.get().pk,
            **common,
        ),
    ]
    posting = ledger.post(
        Posting.Kind.REPORT, lines, by=approver, reason=f"Nghiệm thu {mark}", document=paper, source=report
    )
    PeriodicReport.objects.filter(pk=report.pk).update(posting=posting)
    version = freeze(report, ReportVersion.Kind.ACCEPTANCE, approver, content_of(report))
    returned = ReportReview.objects.create(
        report=report, round=1, action="returned", by=approver, revision=1, reason=f"Thiếu {mark}"
    )
    correction = builders.report(
        agreement, corrects=report, correction_number=2, cause=f"Nguyên nhân {mark}", due_on=dt.date(2099, 1, 15)
    )
    corrected = {"corrects": report, "correction_number": 1, "cause": f"Sai chữ {mark}"}
    return {
        "correction": correction,
        "accepted_correction": builders.report(agreement, **corrected, **builders.accepted(editor, approver)),
        "taken_back": TakenBack.objects.create(
            report=correction, section="supports", line=support.pk, label=str(support)
        ),
        "accepted_report": report,
        "accepted_support": support,
        "accepted_course": course,
        "accepted_spending": Spending.objects.create(
            report=report, source="association", purpose=f"Đã chi {mark}", amount_vnd=2_000_000, evidence=paper
        ),
        "accepted_communication": Communication.objects.create(
            report=report, happened_on=builders.DAY, channel="press", title=f"Bài cũ {mark}", evidence=paper
        ),
        "measurement": Measurement.objects.create(
            support=support, name=f"Năng suất {mark}", unit="percent", before=10, before_on=builders.START
        ),
        "posting": posting,
        "entry": posting.entries.first(),
        "report_version": version,
        "review": returned,
        "comment": ReportComment.objects.create(review=returned, section="supports", text=f"Góp ý {mark}"),
        "event": audit.record("agreement.approve", agreement, by=approver, reason=f"Duyệt {mark}"),
    }
