"""The life of agreements and reports at its largest: 300 associations, 3,000 agreements, 30,000 reports.

A third of the agreements are in force, a hundred are on their way there, the others are over. Each report has its
records, its steps, its remarks where it came back, and a frozen version of each submission and of its acceptance. The
last report of each agreement in force waits for somebody.
"""

import datetime as dt
from itertools import count

from django.utils import timezone

from accounts.roles import Role
from associations.models import (
    Agreement,
    Association,
    PackageItem,
    PeriodicReport,
    ReportType,
    SolutionPackage,
)
from associations.report_periods import periods
from benchmarks.copy import load
from benchmarks.cycle_parts import CycleParts
from benchmarks.dataset import DataSet, columns
from common.text import fold, sort_key

ENTERPRISES = 30_000
ASSOCIATIONS, AGREEMENTS, REPORTS = 300, 3_000, 30_000
_Agreed, _Sent = Agreement.Status, PeriodicReport.Status
_ON_THE_WAY = (_Agreed.DRAFT, _Agreed.SUBMITTED, _Agreed.APPROVED, _Agreed.SIGNED)
_ON_THE_WAY_COUNT = 100
_OVER = (_Agreed.SETTLED, _Agreed.SETTLED, _Agreed.COMPLETED, _Agreed.EXPIRED)
# The state of the last report of an agreement in force; those before it are accepted.
_LAST = (_Sent.OPEN, _Sent.OPEN, _Sent.SUBMITTED, _Sent.RETURNED, _Sent.OPEN, _Sent.IN_REVIEW, _Sent.RESUBMITTED)
# The same of the first association, whose pages are measured.
_FIRST = (_Sent.RETURNED, _Sent.SUBMITTED, _Sent.RETURNED, _Sent.IN_REVIEW)
_SENT = {_Sent.SUBMITTED, _Sent.IN_REVIEW, _Sent.RESUBMITTED, _Sent.RETURNED, _Sent.ACCEPTED}


class Cycle(CycleParts, DataSet):
    """``reports`` are in the order of agreements; ``words`` name the rows whose pages are measured."""

    def __init__(self, enterprises):
        super().__init__(enterprises)
        self.supports, self.courses = 4 * REPORTS, REPORTS
        self.people, self.places = enterprises // 2 + 1, 5 * REPORTS
        self.associations += self._more_associations()
        self.now, self.today = timezone.now(), timezone.localdate()

    def make(self):
        super().make()
        self.hang()

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
        """Reports by the quarter; agreements in force began up to three years ago, the others ended before today."""
        kind = ReportType.objects.get(code="quarter")
        days = periods(kind, self.today - dt.timedelta(days=4_800), self.today)
        current = len(days) - 1
        firm = [5 + number % 9 for number in range(AGREEMENTS // 3)]
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
        return _Agreed.SUSPENDED if reports == 13 and self.random.random() < 0.05 else _Agreed.IN_FORCE

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
        self.large, self.measured = [large_sent, large_back], [sent, back, large_sent, large_back]
        self.words = {
            "sent": sent.pk,
            "returned": back.pk,
            "large_sent": large_sent.pk,
            "large_returned": large_back.pk,
            "agreement": sent.agreement_id,
        }
