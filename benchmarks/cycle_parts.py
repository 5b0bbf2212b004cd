"""What hangs on the agreements and reports of ``benchmarks.cycle``: records, money, steps, versions, messages."""

import datetime as dt
from itertools import count, islice

from accounts.models import AuditEvent, Notification
from accounts.roles import Role
from associations.models import (
    AgreementStep,
    AgreementVersion,
    Annex,
    Communication,
    Funding,
    Milestone,
    Need,
    PeriodicReport,
    ReportComment,
    ReportReview,
    ReportVersion,
    SolutionPackage,
    Spending,
    Workshop,
    WorkshopConclusion,
)
from associations.report_content import content_of, fingerprint
from associations.terms import terms_of
from benchmarks.copy import load
from benchmarks.dataset import columns
from enterprises.models import Measurement, Support, TrainingCourse

# A large report has so many supports beside its own few.
LARGE = 40
_Sent = PeriodicReport.Status


class CycleParts:
    """Goes before the data set; ``hang`` makes everything in order."""

    def hang(self):
        for step in (self._large, self._money, self._around, self._steps, self._versions, self._messages):
            step()

    # --- records of reports

    def _large(self):
        """Two reports are as large as the largest."""
        for report in self.large:
            package = SolutionPackage.objects.filter(agreement=report.agreement_id).first()
            common = {
                "package": package,
                "report": report,
                "evidence": self.paper,
                "starts_on": report.period_starts_on,
            }
            supports = Support.objects.bulk_create(
                Support(
                    enterprise_id=number + 1,
                    tool=self.tools[number % len(self.tools)],
                    ends_on=report.period_starts_on + dt.timedelta(days=number),
                    status="recorded" if report.is_editable else "submitted",
                    **common,
                )
                for number in range(LARGE)
            )
            Measurement.objects.bulk_create(
                Measurement(support=row, name="Tỷ lệ lỗi", unit="percent", before=12, before_on=row.starts_on)
                for row in supports
            )
            TrainingCourse.objects.bulk_create(
                TrainingCourse(
                    title=f"Khóa {number}",
                    ends_on=report.period_starts_on,
                    province=self.provinces[0],
                    declared_trainees=25,
                    status="recorded" if report.is_editable else "submitted",
                    **common,
                )
                for number in range(LARGE // 4)
            )

    def _money(self):
        numbers = count(1)
        load(
            Spending,
            (
                columns(Spending(report=row, source=source, purpose="Tư vấn", amount_vnd=25_000_000), next(numbers))
                for row in self.reports
                for source in ("central", "enterprise")
            ),
        )
        places = count(1)
        load(
            Communication,
            (
                columns(
                    Communication(report=row, happened_on=row.period_starts_on, channel="press", title="Bài viết"),
                    next(places),
                )
                for row in self.reports
            ),
        )
        measured = count(1)
        load(
            Measurement,
            (
                columns(
                    Measurement(
                        support_id=number,
                        name="Năng suất",
                        unit="percent",
                        before=5,
                        before_on=self.today,
                        scope="Xưởng",
                    ),
                    LARGE * 2 + next(measured),
                )
                for number in range(1, self.supports + 1, 2)
            ),
        )

    def _around(self):
        """Milestones, money, annexes, steps and terms of agreements; needs and workshops of associations."""
        begun = [row for row in self.agreements if row.has_begun]
        Milestone.objects.bulk_create(
            (self._milestone(row, position) for row in begun for position in (1, 2, 3)), batch_size=5_000
        )
        Funding.objects.bulk_create(
            (
                Funding(
                    agreement=row,
                    source=source,
                    state=state,
                    amount_vnd=300_000_000,
                    document=self.paper,
                    happened_on=row.starts_on,
                    recorded_by=self.users[Role.OFFICER],
                )
                for row in begun
                for source in ("central", "enterprise")
                for state in ("planned", "disbursed")
            ),
            batch_size=5_000,
        )
        Annex.objects.bulk_create(
            Annex(agreement=row, number=1, title="Phụ lục chi tiết", effective_on=row.starts_on) for row in begun[::4]
        )
        terms = terms_of(begun[0])
        AgreementVersion.objects.bulk_create(
            (
                AgreementVersion(
                    agreement=row,
                    number=1,
                    effective_on=row.starts_on,
                    terms=terms,
                    hash=fingerprint([row.pk, terms]),
                    recorded_by=self.users[Role.OFFICER],
                )
                for row in begun
            ),
            batch_size=1_000,
        )
        path = ["submit", "approve", "sign", "start"]
        states = ["draft", "submitted", "approved", "signed", "in_force"]
        AgreementStep.objects.bulk_create(
            (
                AgreementStep(
                    agreement=row,
                    action=action,
                    from_status=states[place],
                    to_status=states[place + 1],
                    by=self.users[Role.OFFICER],
                    at=self.moment(row.starts_on),
                )
                for row in begun
                for place, action in enumerate(path)
            ),
            batch_size=5_000,
        )
        self._needs()

    def _milestone(self, agreement, position):
        due_on = agreement.starts_on + dt.timedelta(days=150 * position)
        row = Milestone(agreement=agreement, position=position, title=f"Sản phẩm {position}", due_on=due_on)
        if due_on < self.today - dt.timedelta(days=20):
            row.status, row.accepted_on, row.document = "accepted", due_on, self.paper
        return row

    def _needs(self):
        answered = {"answered_by": self.users[Role.OFFICER], "answered_at": self.now, "answer": "Đã có trong kế hoạch."}
        Need.objects.bulk_create(
            (
                Need(
                    association=self.associations[number % len(self.associations)],
                    title=f"Nhu cầu {number}",
                    stated_by=self.users[Role.ASSOCIATION_EDITOR],
                    folded=f"nhu cau {number}",
                    **({"status": "declined", **answered} if number % 20 else {}),
                )
                for number in range(20 * len(self.associations))
            ),
            batch_size=5_000,
        )
        workshops = Workshop.objects.bulk_create(
            Workshop(title=f"Hội thảo {number}", held_on=self.today - dt.timedelta(days=number))
            for number in range(300)
        )
        through = Workshop.participants.through
        through.objects.bulk_create(
            through(workshop=row, association=self.associations[(number * 5 + place) % len(self.associations)])
            for number, row in enumerate(workshops)
            for place in range(10)
        )
        WorkshopConclusion.objects.bulk_create(
            WorkshopConclusion(
                workshop=row,
                position=place,
                text=f"Kết luận {place}",
                owner="Văn phòng",
                owner_user=self.users[Role.OFFICER],
                due_on=row.held_on + dt.timedelta(days=60),
                **({"status": "done", "done_on": row.held_on} if number > 30 else {}),
            )
            for number, row in enumerate(workshops)
            for place in (1, 2, 3)
        )

    # --- rounds, versions, messages

    def _steps(self):
        numbers, remarks, comments = count(1), [], count(1)

        def rows():
            for report in self.reports:
                for round_, action, day in self._path(report):
                    is_ours = action in ("opened", "returned", "started", "accepted")
                    row = ReportReview(
                        report=report,
                        round=round_,
                        action=action,
                        by=self.users[Role.OFFICER if is_ours else Role.ASSOCIATION_EDITOR],
                        at=self.moment(day),
                        reason="Bổ sung minh chứng." if action == "returned" else "",
                        revision=1,
                    )
                    number = next(numbers)
                    if action == "returned":
                        remarks.extend(self._remarks(report, number, comments))
                    yield columns(row, number)

        load(ReportReview, rows())
        load(ReportComment, remarks)

    def _path(self, report):
        """Yield ``(round, action, day)`` of every step that led to the report's state."""
        due = report.due_on
        yield 0, "opened", report.period_starts_on
        for round_ in range(1, report.round + 1):
            yield round_, "submitted", due
            if report.status in (_Sent.SUBMITTED, _Sent.RESUBMITTED) and round_ == report.round:
                return
            yield round_, "started", due + dt.timedelta(days=3)
            if round_ < report.round or report.status == _Sent.RETURNED:
                yield round_, "returned", due + dt.timedelta(days=5)
        if report.status == _Sent.ACCEPTED:
            yield report.round, "accepted", due + dt.timedelta(days=12)

    def _remarks(self, report, review, numbers):
        for _ in range(10 if report in self.large else 2):
            answered = {
                "answer": "Đã sửa.",
                "answered_by": self.users[Role.ASSOCIATION_EDITOR],
                "answered_at": self.now,
            }
            row = ReportComment(review_id=review, section="report", text="Số liệu chưa khớp với biên bản.", **answered)
            yield columns(row, next(numbers))

    def _versions(self):
        """The content of a usual report for all; those whose pages are measured have their own."""
        usual = next(row for row in self.reports if row.status == _Sent.ACCEPTED)
        same = content_of(PeriodicReport.objects.get(pk=usual.pk))
        own = {row.pk: content_of(PeriodicReport.objects.get(pk=row.pk)) for row in self.measured}
        numbers = count(1)

        def rows():
            for report in self.reports:
                content, position = own.get(report.pk, same), 0
                for round_, action, day in self._path(report):
                    if action not in ("submitted", "accepted"):
                        continue
                    position += 1
                    said = content | {"title": f"{report.pk}, {round_}"}
                    kind = "acceptance" if action == "accepted" else "submission"
                    by = self.users[Role.APPROVER if action == "accepted" else Role.ASSOCIATION_EDITOR]
                    version = ReportVersion(
                        report=report, number=position, kind=kind, round=round_, content=said, hash=fingerprint(said)
                    )
                    version.ledger_sequence, version.by, version.at = 0, by, self.moment(day)
                    yield columns(version, next(numbers))

        load(ReportVersion, rows())

    def _messages(self):
        """What the readers were told, and what the trail says of each step."""
        numbers = count(Notification.objects.count() + 1)
        people = [self.users[role] for role in (Role.OFFICER, Role.APPROVER, Role.ASSOCIATION_EDITOR)]
        load(
            Notification,
            (
                columns(
                    Notification(
                        recipient=person,
                        event="report.submitted",
                        subject=str(report.pk),
                        path=f"/reports/{report.pk}/",
                        created_at=self.now,
                        read_at=None if report.pk % 50 == 0 else self.now,
                    ),
                    next(numbers),
                )
                for person in people
                for report in islice(self.reports, 0, None, 10)
            ),
        )
        marks = count(10_000_000)
        load(
            AuditEvent,
            (
                columns(
                    AuditEvent(
                        at=self.now,
                        actor=self.users[Role.OFFICER],
                        action=f"report.{action}",
                        object_type="associations.periodicreport",
                        object_id=str(report.pk),
                        object_label="Báo cáo",
                    ),
                    next(marks),
                )
                for report in self.reports
                for _round, action, _day in self._path(report)
            ),
        )
