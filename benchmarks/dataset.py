"""A made-up programme of any size, the same at every run: agreements, enterprises, supports, courses, ledger.

Rows go in by COPY or executemany. The ledger is complete: numbers, hash chain, triggers and rollups, so that
``verify_ledger`` finds it sound.
"""

import datetime as dt
import random
from itertools import cycle, islice

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from stdnum.vn import mst

from accounts.models import User
from accounts.roles import Role
from associations.models import (
    Agreement,
    Association,
    Membership,
    PackageItem,
    PeriodicReport,
    ReportType,
    SolutionPackage,
)
from benchmarks.copy import load
from common.text import fold, sort_key
from enterprises.models import Affiliation, Enrolment, Enterprise, Support, Trainee, TrainingCourse
from programme import documents, ledger, rollups
from programme.models import Document, Entry, ImprovementTool, Indicator, Industry, LedgerHead, Posting, Province

PASSWORD = "a-Long-Pass-712"
ENTRIES_A_POSTING = 500
_FIRST = dt.date(2011, 1, 1)
_DAYS = 3_650  # to the end of 2020
_KINDS = ("Công ty TNHH", "Công ty cổ phần", "Doanh nghiệp tư nhân", "Hợp tác xã")
_TRADES = ("Dệt may", "Cơ khí", "Thủy sản", "Bao bì", "Gốm sứ", "Nhựa", "Giày da", "Điện tử", "Chè", "Đồ gỗ")
# What the state of a report says of its records.
STATUS_OF_LINES = {
    "open": "recorded",
    "returned": "recorded",
    "submitted": "submitted",
    "in_review": "submitted",
    "resubmitted": "submitted",
    "accepted": "accepted",
}
_WORDS = ("Minh", "Phát", "Đại", "Hưng", "Thịnh", "Việt", "Hoàng", "Long", "An", "Phú", "Sơn", "Hà", "Tân", "Bình")


class DataSet:
    """Makes everything in order; afterwards ``users``, ``packages`` and ``words`` are what the operations need."""

    words: dict[str, int] = {}  # rows whose pages are measured, where the data set has them

    def __init__(self, enterprises):
        self.size = self.supports = enterprises
        self.courses = max(50, enterprises // 50)
        self.people = self.places = enterprises // 2
        self.random = random.Random(712)
        self.provinces = list(Province.objects.filter(catalogue="63").order_by("key"))
        self.industries = list(Industry.objects.filter(level="division").order_by("key"))
        self.associations = list(Association.objects.order_by("code"))
        self.tools = list(ImprovementTool.objects.order_by("code"))

    def make(self):
        steps = (self._users, self._agreements, self._enterprises, self._results, self._training, self._ledger)
        for step in steps:
            step()

    def report_of(self, index):
        """Return the report that has support, or course, number ``index``; it is on the agreement of its package."""
        return self.reports[(index % len(self.packages)) // 2]

    def day(self):
        return _FIRST + dt.timedelta(days=self.random.randrange(_DAYS))

    def _users(self):
        self.users = {
            role: User.objects.create_user(f"{role}@example.org", PASSWORD, full_name=str(role), role=role)
            for role in Role
        }
        Membership.objects.create(user=self.users[Role.ASSOCIATION_EDITOR], association=self.associations[0])
        content = ContentFile(
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", name="minutes.pdf"
        )
        self.paper = documents.store(
            content, title="Biên bản nghiệm thu", kind=Document.Kind.ACCEPTANCE, by=self.users[Role.OFFICER]
        )

    def _agreements(self):
        """One agreement in fifty enterprises, but at least one an association; each with two packages."""
        officer, approver = self.users[Role.OFFICER], self.users[Role.APPROVER]
        count = max(len(self.associations), self.size // 100)
        now = timezone.now()
        rows, serials = [], {}
        for index, association in enumerate(islice(cycle(self.associations), count)):
            start = dt.date(2011 + index % 9, 1 + index % 12, 1)
            serials[start.year] = serials.get(start.year, 0) + 1
            rows.append(
                Agreement(
                    association=association,
                    title=f"Bản ghi nhớ với {association.name_vi} số {index}",
                    starts_on=start,
                    ends_on=start.replace(year=start.year + 1),
                    year=start.year,
                    serial=serials[start.year],
                    status=Agreement.Status.IN_FORCE if index % 3 else Agreement.Status.COMPLETED,
                    programme_signatory="Đại diện Chương trình",
                    programme_signed_on=start,
                    association_signatory="Đại diện hiệp hội",
                    association_signed_on=start,
                    signed_document=self.paper,
                    prepared_by=officer,
                    submitted_by=officer,
                    submitted_at=now,
                    approved_by=approver,
                    approved_at=now,
                )
            )
        self.agreements = Agreement.objects.bulk_create(rows, batch_size=2_000)
        self.packages = SolutionPackage.objects.bulk_create(
            [
                SolutionPackage(
                    agreement=agreement,
                    code=f"{agreement.association.code}-{agreement.year}-{agreement.serial}-{number}"[:40],
                    name=f"Gói giải pháp {self.tools[(index + number) % len(self.tools)].name_vi}",
                    status=SolutionPackage.Status.RUNNING,
                    starts_on=agreement.starts_on,
                    ends_on=agreement.ends_on,
                    quota_enterprises=100,
                    quota_courses=5,
                    quota_trainees=200,
                )
                for index, agreement in enumerate(self.agreements)
                for number in (1, 2)
            ],
            batch_size=2_000,
        )
        PackageItem.objects.bulk_create(
            [
                PackageItem(package=package, position=place, tool=self.tools[(index + place) % len(self.tools)])
                for index, package in enumerate(self.packages)
                for place in (1, 2)
            ],
            batch_size=2_000,
        )
        kind = ReportType.objects.first()
        self.reports = PeriodicReport.objects.bulk_create(
            [
                PeriodicReport(
                    agreement=agreement,
                    report_type=kind,
                    period_starts_on=agreement.starts_on,
                    period_ends_on=agreement.ends_on,
                    due_on=agreement.ends_on,
                    status=PeriodicReport.Status.ACCEPTED,
                    round=1,
                    submitted_by=self.users[Role.ASSOCIATION_EDITOR],
                    submitted_at=now,
                    accepted_by=approver,
                    accepted_at=now,
                )
                for agreement in self.agreements
            ],
            batch_size=2_000,
        )

    def _enterprises(self):
        self.codes = list(islice(_tax_codes(), self.size))
        now = timezone.now()

        def rows():
            for index, code in enumerate(self.codes):
                pick = self.random.choice
                name = f"{pick(_KINDS)} {pick(_TRADES)} {pick(_WORDS)} {pick(_WORDS)} {index}"
                yield {
                    "id": index + 1,
                    "name": name,
                    "tax_code": code,
                    "subject_key": code,
                    "province_id": self.provinces[index % len(self.provinces)].pk,
                    "address": f"Số {index}",
                    "industry_id": self.industries[index % len(self.industries)].pk,
                    "employees": 10 + index % 900,
                    "size": ("micro", "small", "medium", "large")[index % 4],
                    "representative": "",
                    "phone": "",
                    "email": "",
                    "created_at": now,
                    "is_demonstration": False,
                    "folded": fold(f"{name} {code}"),
                    "sort_key": sort_key(name),
                }

        load(Enterprise, rows())
        load(
            Affiliation,
            (
                {
                    "id": index + 1,
                    "enterprise_id": index + 1,
                    "association_id": self.associations[index % len(self.associations)].pk,
                }
                for index in range(self.size)
            ),
        )

    def _results(self):
        def rows():
            for index in range(self.supports):
                package, report = self.packages[index % len(self.packages)], self.report_of(index)
                days = (report.period_ends_on - report.period_starts_on).days
                yield {
                    "id": index + 1,
                    "enterprise_id": index % self.size + 1,
                    "package_id": package.pk,
                    "tool_id": self.tools[index % len(self.tools)].pk,
                    "report_id": report.pk,
                    "starts_on": report.period_starts_on,
                    "ends_on": report.period_starts_on + dt.timedelta(days=index % max(1, days)),
                    "result": "",
                    "evidence_id": self.paper.pk,
                    "status": STATUS_OF_LINES[report.status],
                    "is_demonstration": False,
                }

        load(Support, rows())

    def _training(self):
        def course_rows():
            for index in range(self.courses):
                package, report = self.packages[index % len(self.packages)], self.report_of(index)
                title = f"Khóa đào tạo {index}"
                yield {
                    "id": index + 1,
                    "package_id": package.pk,
                    "report_id": report.pk,
                    "title": title,
                    "starts_on": report.period_starts_on,
                    "ends_on": report.period_starts_on + dt.timedelta(days=2),
                    "hours": 16,
                    "place": "",
                    "province_id": self.provinces[index % len(self.provinces)].pk,
                    "lecturer": "",
                    "declared_trainees": 25,
                    "evidence_id": self.paper.pk,
                    "status": STATUS_OF_LINES[report.status],
                    "is_demonstration": False,
                    "folded": fold(f"{title} "),
                }

        load(TrainingCourse, course_rows())
        load(
            Trainee,
            (
                {
                    "id": index + 1,
                    "subject_key": f"P-{index:032x}",
                    "association_id": self.associations[index % len(self.associations)].pk,
                    "full_name": f"Học viên {index}",
                    "birth_year": 1960 + index % 40,
                    "enterprise_id": index + 1,
                    "is_demonstration": False,
                    "folded": fold(f"Học viên {index}"),
                }
                for index in range(self.people)
            ),
        )
        load(
            Enrolment,
            (
                {
                    "id": index + 1,
                    "course_id": index % self.courses + 1,
                    "trainee_id": index % self.people + 1,
                    "certificate": "",
                }
                for index in range(self.places)
            ),
        )

    def _ledger(self):
        """Five entries an enterprise: three supports and, on average, two of training."""
        indicators = {row.code: row for row in Indicator.objects.all()}
        maker = _Entries(self, indicators)
        head_hash, sequence, moment = "", 0, timezone.now() - dt.timedelta(days=400)
        postings, entry_rows = [], []
        total, made = self.size * 5, 0
        while made < total:
            count = min(ENTRIES_A_POSTING, total - made)
            sequence += 1
            moment += dt.timedelta(minutes=1)
            posting = Posting(
                sequence=sequence,
                kind=Posting.Kind.REPORT,
                recorded_at=moment,
                recorded_by=self.users[Role.APPROVER],
                reason="Nghiệm thu",
                document=self.paper,
                source_type="associations.periodicreport",
                source_id=self.reports[sequence % len(self.reports)].pk,
                entry_count=count,
                previous_hash=head_hash,
            )
            entries = [maker.entry(posting, line, made + line) for line in range(1, count + 1)]
            posting.hash = head_hash = ledger.fingerprint(posting, entries)
            postings.append(posting)
            entry_rows += [columns(entry, pk=made + entry.line) for entry in entries]
            made += count
            if len(entry_rows) >= 20_000 or made == total:
                load(Posting, (columns(posting) for posting in postings))
                load(Entry, entry_rows)
                postings, entry_rows = [], []
        LedgerHead.objects.update_or_create(
            pk=1, defaults={"sequence": sequence, "hash": head_hash, "last_happened_on": maker.last_day}
        )
        with transaction.atomic():
            rollups.rebuild()


class _Entries:
    """Makes entry number ``n`` of the ledger."""

    def __init__(self, data, indicators):
        self.data = data
        self.guided, self.turns = indicators["enterprises_guided"], indicators["training_turns"]
        self.courses = indicators["training_courses"]
        self.last_day = _FIRST

    def entry(self, posting, line, number):
        data = self.data
        kind = number % 50
        firm = number // 5 % data.size
        package = data.packages[(number * 7) % len(data.packages)]
        fields = {"indicator": self.guided, "subject": data.codes[firm], "source_id": firm + 1}
        source = "enterprises.support"
        if kind == 4:
            course = number // 50 % data.courses
            fields = {"indicator": self.courses, "subject": f"C-{course + 1}", "source_id": course + 1}
            source = "enterprises.trainingcourse"
        elif kind % 5 > 2:
            person = number // 5 % data.people
            fields = {"indicator": self.turns, "subject": f"P-{person:032x}", "source_id": person + 1}
            source = "enterprises.enrolment"
        day = data.day()
        self.last_day = max(self.last_day, day)
        return Entry(
            posting=posting,
            line=line,
            version=1,
            quantity=1,
            happened_on=day,
            association=package.agreement.association.code,
            package=package.code,
            province=data.provinces[firm % len(data.provinces)].key,
            sector=data.industries[firm % len(data.industries)].key,
            size=("micro", "small", "medium", "large")[firm % 4],
            source_type=source,
            document=data.paper,
            **fields,
        )


def columns(row, pk=None):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if pk is not None:
        values[row._meta.pk.attname] = pk
    return values


def _tax_codes():
    serial = 0
    while True:
        serial += 1
        head = f"{1 + serial % 90:02d}{serial:07d}"
        digit = mst.calc_check_digit(head)
        if len(digit) == 1:
            yield head + digit
