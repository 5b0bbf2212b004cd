"""Needs and their answers, workshops with conclusions, messages."""

import datetime as dt

from django.db.models import F

from accounts.models import Mail, Notification
from associations.models import Agreement, Need, PeriodicReport, Workshop, WorkshopConclusion, WorkshopParticipant
from portal.demonstration.world import ASSOCIATIONS, backdate

_UNREAD_DAYS = 20
# For each need of the texts: association, days ago, answer.
_NEEDS = (
    ("VASEP", 75, "package"),
    ("VITAS", 34, "stated"),
    ("VEIA", 120, "task"),
    ("HANOISME", 96, "declined"),
    ("VIFOREST", 12, "stated"),
    ("VAMI", 61, "task"),
    ("VITAS", 210, "package"),
    ("LEFASO", 5, "stated"),
)


def make(world, plans, reports):
    """Create needs, workshops and messages around the work that is there."""
    _needs(world, plans)
    _workshops(world)
    _messages(world, reports)


def _needs(world, plans):
    texts, rows = world.texts["needs"], []
    packages = {plan.code: plan.packages[0] for plan in plans if plan.status == "in_force"}
    for order, (code, days, answer) in enumerate(_NEEDS):
        title, description, priority, affected = texts[order % len(texts)]
        need = Need(
            association=world.associations[code],
            title=title,
            description=description,
            priority=priority,
            enterprises_affected=affected,
            stated_by=world.users[code],
            is_demonstration=True,
        )
        if answer != "stated":
            _answer(world, need, answer, packages.get(code), days)
        rows.append(need)
    Need.objects.bulk_create(rows)
    for row, (_code, days, _answered) in zip(rows, _NEEDS, strict=True):
        row.stated_at = world.moment(world.today - dt.timedelta(days))
    backdate(rows, "stated_at")
    Need.history.bulk_history_create(rows, default_user=world.users["officer"])


def _answer(world, need, answer, package, days):
    need.answered_by = world.users["officer"]
    need.answered_at = world.moment(world.today - dt.timedelta(days - 10))
    if answer == "declined":
        need.status, need.answer = Need.Status.DECLINED, world.texts["need_declined"]
        return
    need.status, need.answer = Need.Status.MET, world.texts["need_met"]
    if answer == "task":
        need.task = world.tasks[1]
    else:
        need.package = package


def _workshops(world):
    days = (dt.date(2015, 5, 20), dt.date(2018, 10, 11), world.today - dt.timedelta(70))
    codes = list(ASSOCIATIONS)
    conclusions = []
    for day, (title, place, summary) in zip(days, world.texts["workshops"], strict=True):
        workshop = Workshop.objects.create(
            title=title,
            held_on=day,
            place=place,
            chair=world.texts["workshop_chair"],
            summary=summary,
            document=world.document(
                world.texts["workshop_file"].format(day=f"{day:%d/%m/%Y}"),
                "minutes",
                by=world.users["officer"],
                on=day,
            ),
            is_demonstration=True,
        )
        invited = [world.associations[code] for code in world.rng.sample(codes, 8)]
        workshop.participants.set(invited)
        _attendance(world, workshop, invited)
        conclusions += _conclusions(world, workshop)
    WorkshopConclusion.objects.bulk_create(conclusions)


def _attendance(world, workshop, invited):
    """The programme's office by name, each association with its number of people."""
    office = {"organisation": world.texts["workshop_chair"], "name": world.users["officer"].full_name}
    rows = [WorkshopParticipant(workshop=workshop, **office)]
    for order, association in enumerate(invited):
        people = {"organisation": association.label, "association": association, "number": 1 + order % 3}
        rows.append(WorkshopParticipant(workshop=workshop, **people))
    WorkshopParticipant.objects.bulk_create(rows)


def _conclusions(world, workshop):
    """What has an outcome in the texts is done in time; the rest is dropped long after, or the officer's to do."""
    officer, rows = world.users["officer"], []
    for position, (text, owner, outcome) in enumerate(world.texts["conclusions"], start=1):
        due_on = workshop.held_on + dt.timedelta(45 * position)
        row = WorkshopConclusion(workshop=workshop, position=position, text=text, owner=owner, due_on=due_on)
        if due_on < world.today and outcome:
            row.status, row.done_on, row.outcome = WorkshopConclusion.Status.DONE, due_on - dt.timedelta(4), outcome
            row.closed_by, row.document = officer, workshop.document
        elif due_on < world.today:
            row.status, row.outcome = WorkshopConclusion.Status.DROPPED, world.texts["conclusion_dropped"]
            row.closed_by = officer
        else:
            row.owner_user = officer
        rows.append(row)
    return rows


def _messages(world, reports):
    """What the services would have sent for the work that runs now; marked as mailed, so that nothing goes out."""
    rows, users = [], world.users
    reviewers = (users["officer"], users["approver"])
    for report in reports:
        if report.plan.is_past:
            continue
        row, code = report.row, report.plan.code
        values = {
            "report": row,
            "association": world.associations[code].label,
            "due": f"{row.due_on:%d/%m/%Y}",
            "round": row.round,
        }
        event, recipients, day = _event(world, report, reviewers)
        rows += [_message(world, user, event, values, row.get_absolute_url(), day) for user in recipients]
    for agreement in Agreement.objects.filter(status=Agreement.Status.SUBMITTED):
        day, values = agreement.submitted_at.date(), {"agreement": agreement.title}
        rows.append(
            _message(world, users["approver"], "agreement.submitted", values, agreement.get_absolute_url(), day)
        )
    for need in Need.objects.filter(status=Need.Status.STATED).select_related("association"):
        values = {"association": need.association.label, "need": need.title}
        path, day = need.get_absolute_url(), need.stated_at.date()
        rows.append(_message(world, users["officer"], "need.stated", values, path, day))
    moments = [row.created_at for row in rows]
    Notification.objects.bulk_create(rows)
    for row, moment in zip(rows, moments, strict=True):
        row.created_at = moment
    backdate(rows, "created_at")
    _mail_nothing()


def _mail_nothing():
    """What services wrote on the way counts as mailed: nobody gets a letter about what is made up."""
    Notification.objects.filter(emailed_at=None).update(mail=None, emailed_at=F("created_at"))
    Mail.objects.filter(sent_at=None).delete()


def _event(world, report, reviewers):
    row, editor = report.row, world.users[report.plan.code]
    if report.status == PeriodicReport.Status.OPEN:
        return "report.opened", [editor], row.period_starts_on
    if report.status == PeriodicReport.Status.RETURNED:
        return "report.returned", [editor], row.submitted_at.date() + dt.timedelta(2)
    if report.status == PeriodicReport.Status.ACCEPTED:
        return "report.accepted", [editor], row.accepted_at.date()
    return "report.submitted", reviewers, row.submitted_at.date()


def _message(world, user, event, values, path, day):
    subject, body = world.texts["notifications"][event]
    moment = world.moment(day, hours=4)
    is_old = (world.today - day).days > _UNREAD_DAYS and event == "report.accepted"
    return Notification(
        recipient=user,
        event=event,
        subject=subject.format(**values)[:300],
        body=body.format(**values),
        path=path,
        created_at=moment,
        emailed_at=moment,
        read_at=moment if is_old else None,
    )
