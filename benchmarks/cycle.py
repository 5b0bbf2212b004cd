"""The life of agreements and reports at its largest: 300 associations, 3,000 agreements, 30,000 reports.

A third of the agreements are in force, a hundred are on their way there, the others are over. Each report has its
records, its steps, its remarks where it came back, and a frozen version of each submission and of its acceptance. One
report in five of the running ones waits for somebody.
"""

import datetime as dt
from itertools import count, islice

from django.utils import timezone

from accounts.models import AuditEvent, Notification
from accounts.roles import Role
from associations.models import (
    Agreement,
    AgreementStep,
    AgreementVersion,
    Annex,
    Association,
    Communication,
    Funding,
    Milestone,
    Need,
    PackageItem,
    PeriodicReport,
    ReportComment,
    ReportReview,
    ReportType,
    ReportVersion,
    SolutionPackage,
    Spending,
    Workshop,
    WorkshopConclusion,
)
from associations.report_content import content_of, fingerprint
from associations.report_periods import periods
from associations.terms import terms_of
from benchmarks.copy import load
from benchmarks.dataset import DataSet, columns
from common.text import fold, sort_key
from enterprises.models import Measurement, Support, TrainingCourse

ENTERPRISES = 30_000
ASSOCIATIONS, AGREEMENTS, REPORTS = 300, 3_000, 30_000
# A report that waits has so many records beside its own few: the largest that the programme knows has fifty lines.
LARGE = 40
_Agreed, _Sent = Agreement.Status, PeriodicReport.Status
_ON_THE_WAY = (_Agreed.DRAFT, _Agreed.SUBMITTED, _Agreed.APPROVED, _Agreed.SIGNED)
_ON_THE_WAY_COUNT = 100
_OVER = (_Agreed.SETTLED, _Agreed.SETTLED, _Agreed.COMPLETED, _Agreed.EXPIRED)
# The state of the last report of an agreement in force, and of the one before it.
_LAST = (_Sent.OPEN, _Sent.OPEN, _Sent.SUBMITTED, _Sent.RETURNED, _Sent.OPEN, _Sent.IN_REVIEW, _Sent.RESUBMITTED)
# The same of the first association, whose pages are measured.
_FIRST = (_Sent.RETURNED, _Sent.SUBMITTED, _Sent.RETURNED, _Sent.IN_REVIEW)
_SENT = {_Sent.SUBMITTED, _Sent.IN_REVIEW, _Sent.RESUBMITTED, _Sent.RETURNED, _Sent.ACCEPTED}


class Cycle(DataSet):
    """``reports`` are in the order of agreements; ``words`` name the rows whose pages are measured."""

    def __init__(self, enterprises):
        super().__init__(enterprises)
        self.supports, self.courses = 4 * REPORTS, REPORTS
        self.people, self.places = enterprises // 2 + 1, 5 * REPORTS
        self.associations += self._more_associations()
        self.now, self.today = timezone.now(), timezone.localdate()

    def make(self):
        super().make()
        for step in (self._large, self._money, self._around, self._steps, self._versions, self._messages):
            step()

    def report_of(self, index):
        agreement, turn = (index % len(self.packages)) // 2, index // len(self.packages)
        reports = self.of_agreement[self.packages[2 * agreement].agreement_id]
        return reports[turn % len(reports)]

    def moment(self, day):
        """Return a moment of ``day``, at the latest now."""
        found = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        return min(found, self.now)

    # --- agreements and reports

    def _more_associations(self):
        def rows():
            for number in range(len(self.associations), ASSOCIATIONS):
                name = f"Hiệp hội ngành hàng số {number}"
                row = Association(code=f"HH{number:03d}", abbreviation=f"HH{number:03d}", name_vi=name)
                row.folded, row.sort_key = fold(f"{row.code} {name}"), sort_key(name)
                yield row

        return Association.objects.bulk_create(rows())

    def _agreements(self):
        """Quarterly reports; terms of agreements in force began up to two years ago, the others ended before today."""
        kind = ReportType.objects.get(code="quarter")
        days = periods(kind, self.today - dt.timedelta(days=4_800), self.today)
        current = len(days) - 1
        firm = [1 + number % 9 for number in range(AGREEMENTS // 3)]
        over = AGREEMENTS - len(firm) - _ON_THE_WAY_COUNT
        share, rest = divmod(REPORTS - sum(firm), over)
        spans = [(current - n + 1, n, self._running(n)) for n in firm]
        spans += [
            (current - 1 - number % 30 - share - (number < rest), share + (number < rest), _OVER[number % len(_OVER)])
            for number in range(over)
        ]
        # Spread over all associations: neighbours in this list would else be of one kind.
        spans = [spans[(number * 7919) % len(spans)] for number in range(len(spans))]
        self.serials = {}
        rows, wanted = [], []
        for number, (first, reports, status) in enumerate(spans):
            starts_on = days[first].starts_on
            ends_on = days[first + reports - 1].ends_on if status in _OVER else self.today + dt.timedelta(30 + number)
            rows.append(self._agreement(number, status, kind, starts_on, ends_on))
            wanted.append(days[first : first + reports])
        for number in range(_ON_THE_WAY_COUNT):
            starts_on = self.today + dt.timedelta(days=number % 30)
            status = _ON_THE_WAY[number % len(_ON_THE_WAY)]
            ends_on = starts_on + dt.timedelta(days=730)
            rows.append(self._agreement(number, status, kind, starts_on, ends_on))
        self.agreements = Agreement.objects.bulk_create(rows, batch_size=2_000)
        self._packages()
        self._reports(kind, wanted)

    def _running(self, reports):
        return _Agreed.SUSPENDED if reports == 5 and self.random.random() < 0.05 else _Agreed.IN_FORCE

    def _agreement(self, number, status, kind, starts_on, ends_on):
        association = self.associations[number % len(self.associations)]
        row = Agreement(
            association=association,
            title=f"Bản ghi nhớ với {association.name_vi} số {number}",
            starts_on=starts_on,
            ends_on=ends_on,
            status=status,
            report_type=kind,
            prepared_by=self.users[Role.OFFICER],
        )
        if status != _Agreed.DRAFT:
            row.submitted_by, row.submitted_at = self.users[Role.OFFICER], self.moment(starts_on)
        if status not in (_Agreed.DRAFT, _Agreed.SUBMITTED):
            row.approved_by, row.approved_at = self.users[Role.APPROVER], self.moment(starts_on)
            row.year = starts_on.year
            row.serial = self.serials[row.year] = self.serials.get(row.year, 0) + 1
        if row.serial and status != _Agreed.APPROVED:
            row.programme_signatory, row.association_signatory = "Đại diện Chương trình", "Đại diện hiệp hội"
            row.programme_signed_on = row.association_signed_on = min(starts_on, self.today)
            row.signed_document = self.paper
        return row

    def _packages(self):
        begun = [row for row in self.agreements if row.has_begun]
        self.packages = SolutionPackage.objects.bulk_create(
            [
                SolutionPackage(
                    agreement=agreement,
                    code=f"{agreement.association.code}-{agreement.pk}-{number}"[:40],
                    name=f"Gói giải pháp {self.tools[(index + number) % len(self.tools)].name_vi}",
                    status=SolutionPackage.Status.COMPLETED if agreement.status in _OVER else "running",
                    starts_on=agreement.starts_on,
                    ends_on=agreement.ends_on,
                    quota_enterprises=30,
                    quota_courses=10,
                    quota_trainees=200,
                )
                for index, agreement in enumerate(begun)
                for number in (1, 2)
            ],
            batch_size=2_000,
        )
        PackageItem.objects.bulk_create(
            [
                PackageItem(package=package, position=place, tool=self.tools[(index + place) % len(self.tools)])
                for index, package in enumerate(self.packages)
                for place in (1, 2, 3)
            ],
            batch_size=5_000,
        )

    def _reports(self, kind, wanted):
        self.reports, self.of_agreement, last, own = [], {}, count(), iter(_FIRST)
        for agreement, slots in zip(self.agreements, wanted, strict=False):
            mine = self.of_agreement[agreement.pk] = []
            for slot in slots:
                status = _Sent.ACCEPTED
                if agreement.status == _Agreed.IN_FORCE and slot is slots[-1]:
                    is_first = agreement.association == self.associations[0]
                    status = next(own, _Sent.OPEN) if is_first else _LAST[next(last) % len(_LAST)]
                mine.append(self._report(agreement, kind, slot, status))
            self.reports += mine
        load(PeriodicReport, (columns(row, pk=number) for number, row in enumerate(self.reports, start=1)))
        for number, row in enumerate(self.reports, start=1):
            row.pk = number
        self._choose()

    def _report(self, agreement, kind, slot, status):
        row = PeriodicReport(
            agreement=agreement,
            report_type=kind,
            period_starts_on=slot.starts_on,
            period_ends_on=slot.ends_on,
            due_on=slot.due_on,
            status=status,
            narrative="Các doanh nghiệp đã áp dụng công cụ theo kế hoạch; kết quả được đo trước và sau. " * 6,
            difficulties="Một số doanh nghiệp thiếu nhân lực chuyên trách.",
        )
        if status in _SENT:
            came_back = status in (_Sent.RETURNED, _Sent.RESUBMITTED)
            row.round = 2 if status == _Sent.RESUBMITTED or (not came_back and self.random.random() < 0.3) else 1
            row.submitted_by, row.submitted_at = self.users[Role.ASSOCIATION_EDITOR], self.moment(slot.due_on)
        if status == _Sent.ACCEPTED:
            row.accepted_by = self.users[Role.APPROVER]
            row.accepted_at = self.moment(slot.due_on + dt.timedelta(days=12))
        return row

    def _choose(self):
        """The pages that are measured: of the first association, a usual report in either state and a large one."""
        mine = [row for row in self.reports if row.agreement.association_id == self.associations[0].pk]
        sent, large_sent = [row for row in mine if row.is_reviewable]
        back, large_back = [row for row in mine if row.status == _Sent.RETURNED]
        self.large = [large_sent, large_back]
        self.words = {
            "sent": sent.pk,
            "returned": back.pk,
            "large_sent": large_sent.pk,
            "large_returned": large_back.pk,
            "agreement": sent.agreement_id,
        }

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
                    association=self.associations[number % ASSOCIATIONS],
                    title=f"Nhu cầu {number}",
                    stated_by=self.users[Role.ASSOCIATION_EDITOR],
                    folded=f"nhu cau {number}",
                    **({"status": "declined", **answered} if number % 20 else {}),
                )
                for number in range(20 * ASSOCIATIONS)
            ),
            batch_size=5_000,
        )
        workshops = Workshop.objects.bulk_create(
            Workshop(title=f"Hội thảo {number}", held_on=self.today - dt.timedelta(days=number))
            for number in range(300)
        )
        through = Workshop.participants.through
        through.objects.bulk_create(
            through(workshop=row, association=self.associations[(number * 5 + place) % ASSOCIATIONS])
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
        """One content a shape: that of a usual report for all, their own for the large ones."""
        usual = next(row for row in self.reports if row.status == _Sent.ACCEPTED)
        same = content_of(PeriodicReport.objects.get(pk=usual.pk))
        own = {row.pk: content_of(PeriodicReport.objects.get(pk=row.pk)) for row in self.large}
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
