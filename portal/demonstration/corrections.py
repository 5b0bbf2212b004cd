"""Corrections of accepted reports: one accepted, one being written, one withdrawn."""

import datetime as dt
from dataclasses import dataclass

from associations.models import PeriodicReport, ReportReview, TakenBack
from associations.report_services import post_lines
from associations.sections import Contents
from enterprises.models import Support
from portal.demonstration import results
from portal.demonstration.world import backdate

Status = PeriodicReport.Status
Step = ReportReview.Action
_AFTER = 45  # days from the acceptance of the report to the opening of its correction


@dataclass
class Correction:
    """One correction to make; ``report`` is what ``results`` made of the report that it corrects."""

    report: object
    status: str
    row: PeriodicReport

    @property
    def day(self):
        return self.report.row.accepted_at.date() + dt.timedelta(_AFTER)


def make(world, reports):
    """Create the corrections of reports on agreements that run now, plan the posting of one, and return their rows."""
    accepted = [one for one in reports if one.status == Status.ACCEPTED and not one.plan.is_past]
    by_code = {}
    for one in accepted:
        by_code.setdefault(one.plan.code, []).append(one)
    wanted = ((by_code["VITAS"][0], Status.ACCEPTED), (by_code["VITAS"][1], Status.OPEN))
    found = [_correction(world, *one) for one in (*wanted, (by_code["LEFASO"][0], Status.WITHDRAWN))]
    for correction in found:
        _steps(world, correction)
        if correction.status != Status.WITHDRAWN:
            _contents(correction)
        if correction.status == Status.ACCEPTED:
            world.act(correction.row.accepted_at.date(), _acceptance(world, correction))
    return [correction.row for correction in found]


def _correction(world, report, status):
    first = report.row
    row = PeriodicReport(
        agreement=first.agreement,
        report_type=first.report_type,
        period_starts_on=first.period_starts_on,
        period_ends_on=first.period_ends_on,
        due_on=world.today + dt.timedelta(first.report_type.days_to_submit),
        status=status,
        corrects=first,
        correction_number=1,
        cause=world.texts["correction_causes"][status],
        revision=3,
    )
    correction = Correction(report, status, row)
    if status == Status.ACCEPTED:
        row.narrative, row.round = world.texts["correction_narrative"], 1
        row.submitted_by, row.submitted_at = first.submitted_by, world.moment(correction.day + dt.timedelta(4), hours=3)
        row.accepted_by, row.accepted_at = first.accepted_by, world.moment(correction.day + dt.timedelta(9))
    if status != Status.OPEN:
        row.due_on = correction.day + dt.timedelta(first.report_type.days_to_submit)
    row.save()
    return correction


def _steps(world, correction):
    row, opened = correction.row, world.moment(correction.day)
    editor = correction.report.row.submitted_by
    steps = [(Step.OPENED, 0, editor, row.cause, opened)]
    if correction.status == Status.ACCEPTED:
        steps += [
            (Step.SUBMITTED, 1, editor, "", row.submitted_at),
            (Step.STARTED, 1, world.users["officer"], "", world.moment(correction.day + dt.timedelta(6))),
            (Step.ACCEPTED, 1, row.accepted_by, "", row.accepted_at),
        ]
    if correction.status == Status.WITHDRAWN:
        moment = world.moment(correction.day + dt.timedelta(3))
        steps.append((Step.WITHDRAWN, 0, editor, world.texts["correction_withdrawn"], moment))
    rows = [
        ReportReview(report=row, action=action, round=number, by=by, reason=reason, at=at, revision=row.revision)
        for action, number, by, reason, at in steps
    ]
    moments = [step.at for step in rows]
    ReportReview.objects.bulk_create(rows)
    for step, moment in zip(rows, moments, strict=True):
        step.at = moment
    backdate(rows, "at")


def _contents(correction):
    """The first support was described wrongly and is replaced; the second does not count at all."""
    wrong, gone = correction.report.support_rows[:2]
    TakenBack.objects.bulk_create(
        TakenBack(report=correction.row, section="supports", line=row.pk, label=str(row)[:300]) for row in (wrong, gone)
    )
    told = {name: getattr(wrong, name) for name in ("enterprise", "package", "tool", "ends_on", "evidence")}
    Support.objects.create(
        report=correction.row,
        replaces=wrong,
        starts_on=wrong.starts_on + dt.timedelta(1),
        result=f"{wrong.result} ({wrong.ends_on:%d/%m/%Y})",
        status="recorded" if correction.status == Status.OPEN else "submitted",
        is_demonstration=True,
        **told,
    )


def _acceptance(world, correction):
    def accept(moment):
        row = correction.row
        lines = Contents(row).lines()
        row.told = results.told_now(row.pk, lines)  # once posted, what it takes back is gone
        row.posting = post_lines(row, lines, row.accepted_by, "", moment)
        row.supports.update(status=Support.Status.ACCEPTED)

    return accept
