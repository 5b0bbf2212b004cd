"""An accepted report of Alpha and what its correction is done with."""

import datetime as dt

from associations import report_services
from associations.models import PeriodicReport, Spending
from associations.report_corrections import take_back
from enterprises import services
from enterprises.models import Support, TrainingCourse
from programme import figures
from programme.figures import Question
from programme.models import Indicator
from tests import builders

DAYS = {"starts_on": dt.date(2017, 6, 1), "ends_on": dt.date(2017, 6, 2)}


def accepted_report(world, approver):
    """Return a report of Alpha for half of 2017, accepted: two supports, one course with one trainee, one amount."""
    alpha = world.alpha
    row = builders.report(
        alpha.agreement,
        starts_on=dt.date(2017, 1, 1),
        ends_on=dt.date(2017, 6, 30),
        due_on=dt.date(2017, 7, 15),
        narrative="Kết quả",
    )
    paper = {"report": row, "evidence": alpha.document}
    other = builders.enterprise("Công ty khác", members_of=[alpha.association])
    row.support = builders.support(alpha.enterprise, alpha.package, **DAYS, **paper)
    row.second = builders.support(other, alpha.package, **DAYS, **paper)
    row.course = builders.course(alpha.package, "Khóa một", [alpha.trainee], **DAYS, **paper)
    row.spending = Spending.objects.create(source="association", purpose="Thuê", amount_vnd=5_000_000, **paper)
    submit(row, alpha.editor)
    accept(row, approver)
    row.refresh_from_db()
    return row


def revision(report):
    return PeriodicReport.objects.get(pk=report.pk).revision


def submit(report, by):
    return report_services.submit_report(report, by=by, revision=revision(report))


def accept(report, by):
    return report_services.accept_report(report, by=by, revision=revision(report))


def choose(correction, by, *rows):
    places = {Support: "supports", TrainingCourse: "courses", Spending: "money"}
    chosen = {(places[type(row)], row.pk) for row in rows}
    return take_back(correction, by=by, revision=revision(correction), chosen=chosen)


def replace(correction, by, support, **values):
    told = {name: getattr(support, name) for name in ("enterprise", "package", "tool", *DAYS, "result", "evidence")}
    return services.record_support(correction, by=by, replaces=support, **told | values)


def known(code, posting):
    question = Question(since=dt.date(2017, 1, 1), as_of=dt.date(2017, 6, 30), association="ALPHA", known=posting)
    return figures.figure(Indicator.objects.get(code=code), question).value
