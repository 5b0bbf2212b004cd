"""Reminders of due dates: a week before, a day before, three days after; then also to the superior.

Each duty says which records are due, who owes them and where they are seen. One rule for the superior: what is three
days late is told to the programme's approvers, whoever owes it. A table of what was sent keeps a second run, or a
second machine, from reminding twice; a day on which nothing ran is made up for within the step's window.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_noop

from accounts.models import Reminder, User
from accounts.notifications import notify
from accounts.roles import Role
from associations.models import Agreement, Association, Membership, Milestone, PeriodicReport, WorkshopConclusion

Kind = Reminder.Kind


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder goes out on the first day, counted from the due date, or as late as the last one."""

    kind: str
    first: int
    last: int
    subject: str


STEPS = (
    Step(Kind.WEEK_BEFORE, -7, -4, gettext_noop("Due on %(day)s: %(record)s")),
    Step(Kind.DAY_BEFORE, -1, 0, gettext_noop("Due on %(day)s: %(record)s")),
    Step(Kind.LATE, 3, 9, gettext_noop("Late since %(day)s: %(record)s")),
    Step(Kind.SUPERIOR, 3, 9, gettext_noop("Late since %(day)s, for your attention: %(record)s")),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of record with a due date: ``rows`` not done yet, ``owners`` of one, its name and page."""

    rows: Callable[[], QuerySet]
    owners: Callable[[object], Iterable[User]]
    label: Callable[[object], str]
    path: Callable[[object], str]


def send_reminders(today):
    """Send the reminders that are due ``today``. Returns how many; running it again on that day sends none."""
    superiors = list(User.objects.filter(is_active=True, role=Role.APPROVER))
    return sum(_remind(duty, step, superiors, today) for duty in DUTIES for step in STEPS)


def _remind(duty, step, superiors, today):
    days = (today - timedelta(days=step.last), today - timedelta(days=step.first))
    rows = list(duty.rows().filter(due_on__range=days))
    kept = Reminder.objects.filter(kind=step.kind, due_on__range=days, object_type=duty.rows().model._meta.label_lower)
    known = set(kept.values_list("object_id", "due_on", "recipient"))
    sent = 0
    for row in rows:
        owners = list(duty.owners(row))
        people = [user for user in superiors if user not in owners] if step.kind == Kind.SUPERIOR else owners
        for user in people:
            if (str(row.pk), row.due_on, user.pk) not in known:
                sent += _remind_one(duty, step, row, user, today)
    return sent


@transaction.atomic
def _remind_one(duty, step, row, user, today):
    """Return whether this user was reminded now; somebody else may just have done it."""
    _reminder, is_new = Reminder.objects.get_or_create(
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        kind=step.kind,
        due_on=row.due_on,
        recipient=user,
        defaults={"sent_on": today},
    )
    if is_new:
        values = {"day": date_format(row.due_on, "SHORT_DATE_FORMAT"), "record": duty.label(row)}
        notify([user], f"reminder.{step.kind}", subject=step.subject, values=values, path=duty.path(row))
    return is_new


# --- what is due ----------------------------------------------------------------------------------------------


def _with_people(rows, path):
    """Load with each row the links of people to its association; see ``_editors``."""
    links = Membership.objects.filter(user__is_active=True, user__role=Role.ASSOCIATION_EDITOR).select_related("user")
    return rows.select_related(path).prefetch_related(Prefetch(f"{path}__memberships", links, to_attr="editor_links"))


def _editors(association: Association):
    return [link.user for link in association.editor_links]


def _reports():
    rows = PeriodicReport.objects.waiting_for_association().filter(agreement__status__in=Agreement.UNDER_WAY)
    return _with_people(rows.select_related("report_type"), "agreement__association")


def _milestones():
    """What is to be delivered; a delivery that waits for acceptance is no longer the association's to do."""
    states = (Milestone.Status.PLANNED, Milestone.Status.REFUSED)
    rows = Milestone.objects.filter(status__in=states, agreement__status__in=Agreement.UNDER_WAY)
    return _with_people(rows, "agreement__association")


def _conclusions():
    rows = WorkshopConclusion.objects.filter(status=WorkshopConclusion.Status.OPEN).with_is_nobodys()
    return rows.select_related("owner_user", "workshop")


def _owners_of_conclusion(conclusion):
    """Whose account it names; what nobody can see to is the officers' to follow up."""
    if conclusion.is_nobodys:
        return User.objects.filter(is_active=True, role=Role.OFFICER)
    return [conclusion.owner_user]


DUTIES = (
    Duty(
        _reports,
        lambda row: _editors(row.agreement.association),
        lambda row: f"{row.agreement.association.label}, {row}",
        lambda row: row.get_absolute_url(),
    ),
    Duty(
        _milestones,
        lambda row: _editors(row.agreement.association),
        lambda row: f"{row.agreement.association.label}, {row.title}",
        lambda row: row.get_absolute_url(),
    ),
    Duty(
        _conclusions,
        _owners_of_conclusion,
        lambda row: row.text,
        lambda row: row.workshop.get_absolute_url(),
    ),
)
