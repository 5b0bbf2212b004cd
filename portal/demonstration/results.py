"""Periodic reports with the supports and courses in them, and their posting to the ledger."""

import copy
import datetime as dt
import itertools
from collections import defaultdict
from dataclasses import dataclass, field

from associations.models import PeriodicReport, ReportComment, ReportReview, ReportType, ReportVersion
from associations.report_content import content_of, freeze
from associations.report_services import post_lines
from associations.sections import Contents
from portal.demonstration import contents
from portal.demonstration.world import ASSOCIATIONS, backdate
from programme import ledger
from programme.models import Entry, Posting

Status = PeriodicReport.Status
Step = ReportReview.Action
_ACCEPTED = "accepted"
# How the work grew, 2011 to 2020: about 3,000 supports and 150 courses.
_SUPPORTS = dict(zip(range(2011, 2021), (80, 130, 190, 240, 300, 340, 400, 440, 460, 420), strict=True))
_COURSES = dict(zip(range(2011, 2021), (4, 7, 10, 13, 15, 17, 20, 22, 22, 20), strict=True))
_RETURNED_ONCE = 12  # one accepted report in so many went back once
# Their first report on the agreement that runs now is accepted.
_REPORTED_BEFORE = ("VITAS", "LEFASO", "VASEP", "VEIA", "VIFOREST", "VAMI", "VPA", "VASI")


@dataclass(frozen=True, slots=True)
class Period:
    starts_on: dt.date
    ends_on: dt.date


@dataclass
class Reported:
    """One report to make, with what is in it."""

    plan: object
    type: ReportType
    period: Period
    status: str = _ACCEPTED
    supports: int = 0
    courses: int = 0
    row: PeriodicReport | None = None
    support_rows: list = field(default_factory=list)
    course_rows: list = field(default_factory=list)

    @property
    def result_status(self):
        if self.status in (Status.OPEN, Status.RETURNED):
            return "recorded"
        return _ACCEPTED if self.status == _ACCEPTED else "submitted"


def half_years(today):
    """The two completed half-years before today and the one that runs, between the cut-offs 14/06 and 14/12."""
    cuts = [dt.date(year, month, 14) for year in range(today.year - 2, today.year + 2) for month in (6, 12)]
    done = max(index for index, day in enumerate(cuts) if day < today)
    return [Period(before + dt.timedelta(1), after) for before, after in itertools.pairwise(cuts[done - 2 : done + 2])]


def make(world, plans):
    """Create the reports with their contents, plan their acceptance, and return them."""
    reports = [*_past(world, plans), *_current(world, plans)]
    _share_out(world, reports)
    for order, report in enumerate(reports):
        _report(world, report, order)
    PeriodicReport.objects.bulk_create(report.row for report in reports)
    returned = _reviews(world, reports)
    contents.supports(world, reports)
    contents.courses(world, reports)
    contents.measurements(world, reports)
    contents.spendings_and_communications(world, reports)
    _comments(world, returned)
    for report in reports:
        if report.status == _ACCEPTED:
            world.act(report.row.accepted_at.date(), _acceptance(world, report))
    return reports


def _past(world, plans):
    for plan in plans:
        if not plan.is_past:
            continue
        kind = ReportType.Frequency.YEAR if plan.starts_on.year < 2017 else ReportType.Frequency.HALF
        months = (12,) if kind == ReportType.Frequency.YEAR else (6, 12)
        start = plan.starts_on
        for year, month in itertools.product(range(plan.starts_on.year, plan.ends_on.year + 1), months):
            end = dt.date(year, month, 14)
            yield Reported(plan, world.report_types[kind], Period(start, end))
            start = end + dt.timedelta(1)


def _current(world, plans):
    """Every state a report can be in, in the agreements that run now."""
    by_code = {plan.code: plan for plan in plans if not plan.is_past and plan.packages and plan.starts_on < world.today}
    by_code |= {plan.code: plan for plan in plans if not plan.is_past and plan.status == "in_force"}
    before, last, running = half_years(world.today)
    half = world.report_types[ReportType.Frequency.HALF]
    states = [
        *(
            (code, before, _ACCEPTED)
            for code in ("VITAS", "LEFASO", "VASEP", "VEIA", "VIFOREST", "VAMI", "VPA", "VASI")
        ),
        ("HANOISME", before, Status.OPEN),
        ("VITAS", last, _ACCEPTED),
        ("LEFASO", last, _ACCEPTED),
        ("VASEP", last, Status.RETURNED),
        ("VEIA", last, Status.SUBMITTED),
        ("VIFOREST", last, Status.IN_REVIEW),
        ("VAMI", last, Status.RESUBMITTED),
        ("VITAS", running, Status.OPEN),
        ("LEFASO", running, Status.OPEN),
    ]
    for code, period, status in states:
        count = 0 if status == Status.OPEN and code == "LEFASO" else world.rng.randint(4, 7)
        yield Reported(by_code[code], half, period, status, supports=count, courses=int(count > 0))


def _share_out(world, reports):
    """Spread each year's supports and courses over that year's reports by the associations' share of the work."""
    by_year = defaultdict(list)
    for report in reports:
        if report.plan.is_past:
            by_year[report.period.ends_on.year].append(report)
    for year, found in by_year.items():
        weights = [ASSOCIATIONS[report.plan.code][0] for report in found]
        for report in world.rng.choices(found, weights, k=_SUPPORTS[year]):
            report.supports += 1
        for report in world.rng.choices(found, weights, k=_COURSES[year]):
            report.courses += 1


def _report(world, report, order):
    texts, rng = world.texts, world.rng
    ends_on = report.period.ends_on
    report.row = row = PeriodicReport(
        agreement=report.plan.row,
        report_type=report.type,
        period_starts_on=report.period.starts_on,
        period_ends_on=ends_on,
        due_on=ends_on + dt.timedelta(report.type.days_to_submit),
        status=report.status,
        revision=1 + report.supports + report.courses,
    )
    if report.status == Status.OPEN:
        return
    row.narrative = texts["narrative"].format(supports=report.supports, courses=report.courses)
    row.difficulties, row.proposals = rng.choice(texts["difficulties"]), rng.choice(texts["proposals"])
    row.round = 2 if report.status == Status.RESUBMITTED or _went_back(report, order) else 1
    submitted_on = min(ends_on + dt.timedelta(rng.randint(3, 19)), world.today)
    row.submitted_by, row.submitted_at = world.users[report.plan.code], world.moment(submitted_on, hours=3)
    row.document = world.document(
        texts["report_file"].format(report=row, association=world.associations[report.plan.code].label),
        "report",
        by=row.submitted_by,
        on=submitted_on,
        association=report.plan.code,
        number=f"{order + 1:03d}/BC-{report.plan.code}",
    )
    if report.status == _ACCEPTED:
        accepted_on = min(submitted_on + dt.timedelta(rng.randint(5, 25)), world.today)
        row.accepted_by, row.accepted_at = world.users["approver"], world.moment(accepted_on)


def _went_back(report, order):
    return report.status == _ACCEPTED and order % _RETURNED_ONCE == 5


def _reviews(world, reports):
    """The steps of each report's life. Returns ``[(review, report)]`` of those that went back."""
    rows, returned = [], []
    for report in reports:
        number = 0
        for action, by, days, reason in _steps(world, report):
            number += action == Step.SUBMITTED
            at = (report.row.submitted_at or world.moment(report.period.starts_on)) + dt.timedelta(days)
            if action == Step.OPENED:
                at = world.moment(report.period.starts_on)
            rows.append(
                ReportReview(
                    report=report.row,
                    round=number,
                    action=action,
                    by=world.users[by],
                    at=at,
                    reason=reason,
                    revision=report.row.revision,
                )
            )
            if action == Step.RETURNED:
                returned.append((rows[-1], report))
    moments = [row.at for row in rows]
    ReportReview.objects.bulk_create(rows)
    for row, moment in zip(rows, moments, strict=True):
        row.at = moment
    backdate(rows, "at")
    return returned


def _steps(world, report):
    """Yield ``(action, user, days from the last submission, reason)`` in order."""
    code, status = report.plan.code, report.status
    yield Step.OPENED, "officer", 0, ""
    if status == Status.OPEN:
        return
    if report.row.round == 2:
        yield Step.SUBMITTED, code, -8, ""
        yield Step.STARTED, "officer", -6, ""
        yield Step.RETURNED, "officer", -5, world.texts["return_reasons"][0]
    yield Step.SUBMITTED, code, 0, ""
    if status in (Status.IN_REVIEW, Status.RETURNED, _ACCEPTED):
        yield Step.STARTED, "officer", 1, ""
    if status == Status.RETURNED:
        yield Step.RETURNED, "officer", 2, world.texts["return_reasons"][1]
    if status == _ACCEPTED:
        yield Step.ACCEPTED, "approver", (report.row.accepted_at - report.row.submitted_at).days, ""


def _comments(world, returned):
    """Remarks of the reviewer on cells and lines of the reports that went back, and the association's answers.

    Of the report that is returned now the last remark still waits for its answer.
    """
    rows = []
    cells = [("evidence", "Minh chứng"), ("ends_on", "Ngày kết thúc"), ("", "")]
    for review, report in returned:
        lines = [
            *(("supports", row) for row in report.support_rows[:2]),
            *(("courses", row) for row in report.course_rows),
        ]
        said = list(zip(lines, cells, world.texts["return_comments"], world.texts["return_answers"], strict=False))
        for place, ((section, row), (name, label), text, answer) in enumerate(said, start=1):
            answered = {
                "answer": answer,
                "answered_by": world.users[report.plan.code],
                "answered_at": review.at + dt.timedelta(1),
            }
            rows.append(
                ReportComment(
                    review=review,
                    section=section,
                    line=str(row.pk),
                    line_label=str(row)[:300],
                    field=name,
                    field_label=label,
                    text=text,
                    **({} if report.status == Status.RETURNED and place == len(said) else answered),
                )
            )
    ReportComment.objects.bulk_create(rows)


def _acceptance(world, report):
    def accept(moment):
        lines = Contents(report.row).lines()
        if lines:
            words = world.texts["report_file"].format(
                report=report.row, association=world.associations[report.plan.code].label
            )
            report.row.posting = post_lines(report.row, lines, world.users["approver"], words, moment)

    return accept


def plan_correction(world, reports):
    """Months after its acceptance one support of 2015 is taken back: what was known before stays."""
    report = next(row for row in reports if row.period.ends_on.year == 2015 and row.support_rows)
    support = report.support_rows[0]

    def correct(moment):
        entry = Entry.objects.get(source_type=support._meta.label_lower, source_id=support.pk)
        ledger.correct([entry], by=world.users["approver"], reason=world.texts["correction_reason"], at=moment)

    world.act(report.row.accepted_at.date() + dt.timedelta(150), correct)


def finish(world, reports, corrections):
    """Store what is known only after the replay: each report's posting, and the first line of its history.

    ``corrections`` are the rows of corrections of ``reports``.
    """
    rows = [*(report.row for report in reports), *corrections]
    PeriodicReport.objects.bulk_update([row for row in rows if row.posting_id], ["posting"])
    PeriodicReport.history.bulk_history_create(rows, default_user=world.users["officer"])
    sent = [report.row for report in reports if not report.plan.is_past and report.status != Status.OPEN]
    for row in sent:
        _keep_versions(row, told_now(row.pk))
    for row in corrections:
        if row.round:
            _keep_versions(row, row.told)


def told_now(pk, lines=None):
    """Return what a report says; ``lines`` are what it counts, where the caller has them."""
    related = ("agreement__association", "report_type", "document", "corrects__report_type")
    return content_of(PeriodicReport.objects.select_related(*related).get(pk=pk), lines=lines)


def _keep_versions(row, content):
    """Keep the versions of a report on an agreement that runs now; those of earlier years have none."""
    for step in row.reviews.order_by("pk").select_related("by"):
        position = Posting.objects.filter(recorded_at__lte=step.at).order_by("-sequence").values_list("sequence")[:1]
        past = {"at": step.at, "round": step.round, "ledger_sequence": position[0][0] if position else 0}
        if step.action == Step.SUBMITTED:
            is_first_of_two = row.round == 2 and step.round == 1
            told = _less_told(content) if is_first_of_two else content
            freeze(row, ReportVersion.Kind.SUBMISSION, step.by, told, **past)
        elif step.action == Step.ACCEPTED:
            past["ledger_sequence"] = row.posting_id or past["ledger_sequence"]
            freeze(row, ReportVersion.Kind.ACCEPTANCE, step.by, content, **past)


def _less_told(content):
    """What a report said before it was returned and bettered: no proposals, and the first papers were missing."""
    content = copy.deepcopy(content)
    for item in content["texts"]:
        if item["field"] == "proposals":
            item["value"] = ""
    for line in content["sections"][0]["lines"][:2]:
        for item in line["values"]:
            if item["field"] == "evidence":
                item["value"] = item["sha256"] = ""
    return content
