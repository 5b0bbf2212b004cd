"""Three worlds with something locked in each: by a closed period, by an accepted report, by a settled agreement."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from associations.annexes import keep_first_version
from associations.models import (
    Acceptance,
    Agreement,
    AgreementStep,
    Annex,
    Communication,
    Funding,
    Milestone,
    ReportComment,
    SolutionPackage,
    Spending,
    TakenBack,
)
from associations.report_content import content_of, freeze
from common import locks
from enterprises.models import Enrolment, Measurement
from programme import ledger
from programme.models import AggregateRecord, LedgerPeriod, Standard
from tests import builders

DAY = dt.date(2018, 6, 7)
TYPED_DAY = "07/06/2018"


def accepted_report(world):
    """What an accepted report holds; nothing of it is ever changed."""
    alpha = world.alpha
    rows = [
        *(alpha.accepted_report, alpha.accepted_support, alpha.accepted_course, alpha.measurement),
        *(alpha.review, alpha.comment, alpha.report_version, alpha.document, alpha.accepted_course.enrolments.get()),
        *_lines(alpha.accepted_report, alpha.document),
    ]
    return _locked(alpha, rows, report=alpha.accepted_report, support=alpha.accepted_support)


def settled_agreement(world, officer, approver):
    """An agreement with everything that belongs to one, settled; its report was never accepted."""
    alpha = world.alpha
    paper = builders.document("Bản đã thanh lý", by=officer, association="ALPHA")
    agreement = builders.agreement(
        alpha.association, prepared_by=officer, approved_by=approver, signed_document=paper, ends_on=dt.date(2019, 1, 1)
    )
    package = builders.package(agreement, status=SolutionPackage.Status.COMPLETED)
    report = builders.report(agreement, starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31))
    support = builders.support(alpha.enterprise, package, report=report, evidence=paper)
    course = builders.course(package, "Khóa đã thanh lý", [alpha.trainee], report=report, evidence=paper)
    milestone = Milestone.objects.create(agreement=agreement, position=1, title="Sản phẩm", due_on=builders.END)
    acceptance = Acceptance.objects.create(
        milestone=milestone,
        round=1,
        delivered_by=alpha.editor,
        delivered_at=timezone.now(),
        note="Bàn giao",
        deliverable=paper,
    )
    annex = Annex.objects.create(
        agreement=agreement, number=1, kind="amendment", title="Phụ lục", effective_on=builders.DAY
    )
    days = {"starts_on": dt.date(2017, 1, 1), "ends_on": dt.date(2017, 12, 31)}
    accepted = builders.report(agreement, **days, **builders.accepted(alpha.editor, approver))
    correction = builders.report(agreement, corrects=accepted, correction_number=1, cause="Ghi nhầm")
    counted = {"report": accepted, "status": "accepted", "evidence": paper}  # what a correction could replace
    counted_support = builders.support(builders.enterprise("Công ty đã tính"), package, **counted)
    counted_course = builders.course(package, "Khóa đã tính", **counted)
    counted_spending, counted_communication = _lines(accepted, paper)
    keep_first_version(agreement, officer)
    review = report.reviews.get()
    rows = [
        *(milestone, acceptance, review, ReportComment.objects.create(review=review, text="Góp ý")),
        AgreementStep.objects.create(agreement=agreement, action="start", to_status="in_force", by=officer),
        *(agreement.versions.get(), freeze(report, "submission", officer, content_of(report))),
        *_lines(report, paper),
        annex,
        Funding.objects.create(agreement=agreement, source="central", amount_vnd=1),
        Measurement.objects.create(support=support, name="Năng suất", unit="percent", before=1, before_on=builders.DAY),
        TakenBack.objects.create(report=correction, section="supports", line=counted_support.pk, label="Ghi nhầm"),
        correction,
        *(package, package.items.first(), report, support, course, course.enrolments.get()),
        *(agreement, paper),
    ]
    Agreement.objects.filter(pk=agreement.pk).update(status=Agreement.Status.SETTLED)
    agreement.refresh_from_db()
    named = {"agreement": agreement, "package": package, "milestone": milestone, "acceptance": acceptance}
    named |= {"annex": annex, "correction": correction}
    named |= {"counted_support": counted_support, "counted_course": counted_course}
    named |= {"counted_spending": counted_spending, "counted_communication": counted_communication}
    return _locked(alpha, rows, report=report, support=support, course=course, **named)


def closed_period(world, officer, administrator):
    """2018 is closed; a standard, a count, a support and a course are dated in it."""
    alpha = world.alpha
    paper = builders.document("Quyết định 2018", by=officer)
    support = alpha.support  # of this very day
    course = builders.course(
        alpha.package, "Khóa 2018", [alpha.trainee], report=alpha.report, starts_on=DAY, ends_on=DAY
    )
    period = LedgerPeriod.objects.create(name="2018", starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31))
    rows = [
        builders.standard("TCVN 7:2018", published_on=DAY, document=paper, status=Standard.Status.DRAFTING),
        builders.standard("TCVN 8:2018", published_on=DAY, document=paper, status=Standard.Status.PUBLISHED),
        AggregateRecord.objects.create(
            indicator=world.national.aggregate.indicator,
            quantity=7,
            happened_on=DAY,
            document=paper,
            prepared_by=officer,
        ),
        *(support, course, Enrolment.objects.get(course=course), period, paper),
        alpha.communication,  # of this very day, too
        Measurement.objects.create(support=support, name="Năng suất", unit="percent", before=1, before_on=DAY),
    ]
    ledger.close_period(period, by=administrator, reason="Quyết toán 2018")
    period.refresh_from_db()
    return _locked(alpha, rows, report=alpha.report, support=support, period=period, course=course)


def _lines(report, paper):
    """A line of each kind in ``report``."""
    return (
        Spending.objects.create(report=report, source="association", purpose="Chi", amount_vnd=5, evidence=paper),
        Communication.objects.create(
            report=report, happened_on=builders.DAY, channel="press", title="Bài báo", evidence=paper
        ),
    )


def _locked(alpha, rows, **named):
    """The world's sentence is that of its lock: the same for every row."""
    sentences = {next(locks.locks_of(row)).sentence for row in rows}
    assert len(sentences) == 1, sentences
    named = {"agreement": alpha.agreement, "package": alpha.package, "course": alpha.accepted_course} | named
    for name, model in (("spending", Spending), ("communication", Communication), ("measurement", Measurement)):
        named[name] = next((row for row in rows if isinstance(row, model)), None)
    return SimpleNamespace(rows=rows, sentence=sentences.pop(), alpha=alpha, **named)
