"""What waits for a user today: one table of queues, each with its rows, for whom it is daily work and by what right.

A queue holds only what this user can and should do himself: not what he prepared and somebody else must approve, not
what another officer looks after. Overviews of everything are the lists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Notification, User
from accounts.roles import Role
from portal import work_rows

SHOWN = 5
# More is not counted: "50+" says as much, and the query stays short.
COUNTED = 50
# Days by which the work is to be done; the others say since when it waits.
DEADLINES = ("due_on", "starts_on", "ends_on", "effective_on")
# Whose daily work a queue is, beside the right to act; an administrator does what an approver does.
OFFICERS = frozenset({Role.OFFICER})
APPROVERS = frozenset({Role.APPROVER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One kind of work. ``rows`` gives what waits for a user, ``day`` which date of a row is shown and what it means.

    ``due`` names the date by which it must be done, where that is another one than ``day``. ``roles`` are those whose
    daily work it is; empty for everybody with the permission.
    """

    code: str
    title: str
    empty: str
    permission: str
    rows: Callable[[User, date], QuerySet]
    day: str
    day_label: str
    list_page: str
    due: str = ""
    due_label: str = ""
    filters: str = ""
    leads_to_portal: bool = False
    roles: frozenset = frozenset()

    def is_for(self, user):
        return user.has_perm(self.permission) and (not self.roles or user.role in self.roles)


@dataclass(frozen=True, slots=True)
class Line:
    """One row that waits: what, whose, by when, and whether that day has passed."""

    text: str
    owner: str
    day: date | None
    due: date | None
    is_late: bool
    url: str
    # A message is opened by a button, because that marks it as read.
    is_opened_by_post: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as it stands for one user."""

    queue: Queue
    lines: list[Line]
    count: int
    has_more: bool
    list_url: str


QUEUES = (
    Queue(
        code="approve",
        title=_("Agreements to approve"),
        empty=_("No agreement waits for your approval."),
        permission="associations.approve_agreement",
        roles=APPROVERS,
        rows=work_rows.to_approve,
        day="submitted_at",
        day_label=pgettext_lazy("agreement", "submitted"),
        due="starts_on",
        due_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=submitted",
    ),
    Queue(
        code="annexes",
        title=_("Annexes to carry on"),
        empty=_("No annex waits for you."),
        permission="associations.submit_annex",
        rows=work_rows.annexes,
        day="effective_on",
        day_label=_("takes effect"),
        list_page="associations:agreement-list",
        filters="status=in_force",
        leads_to_portal=True,
    ),
    Queue(
        code="exceptions",
        title=_("Exceptions from locks to decide on"),
        empty=_("No exception from a lock waits for your decision."),
        permission="associations.approve_lockexception",
        roles=APPROVERS,
        rows=work_rows.exceptions_to_decide,
        day="requested_at",
        day_label=_("requested"),
        list_page="admin:associations_lockexception_changelist",
        filters="status__exact=waiting",
    ),
    Queue(
        code="review",
        title=_("Reports to review"),
        empty=_("No report waits for review."),
        permission="associations.review_periodicreport",
        roles=OFFICERS,
        rows=work_rows.to_review,
        day="submitted_at",
        day_label=_("submitted"),
        list_page="portal:report-list",
        filters="due=review",
        leads_to_portal=True,
    ),
    Queue(
        code="accept",
        title=_("Reports to accept"),
        empty=_("No report waits for your acceptance."),
        permission="associations.accept_periodicreport",
        roles=APPROVERS,
        rows=work_rows.to_accept,
        day="submitted_at",
        day_label=_("submitted"),
        list_page="portal:report-list",
        filters="due=review",
        leads_to_portal=True,
    ),
    Queue(
        code="milestones",
        title=_("Milestones due"),
        empty=_("No milestone is due within 30 days."),
        permission="associations.submit_periodicreport",
        rows=work_rows.milestones_due,
        day="due_on",
        day_label=_("due"),
        list_page="associations:agreement-list",
        filters="status=in_force",
        leads_to_portal=True,
    ),
    Queue(
        code="deliveries",
        title=_("Deliveries to accept"),
        empty=_("No delivery waits for acceptance."),
        permission="associations.accept_milestone",
        roles=OFFICERS,
        rows=work_rows.deliveries_to_accept,
        day="due_on",
        day_label=_("due"),
        list_page="associations:agreement-list",
        filters="status=in_force",
        leads_to_portal=True,
    ),
    Queue(
        code="answers",
        title=_("Answers to your needs"),
        empty=_("No answer is new."),
        permission="associations.add_need",
        roles=frozenset({Role.ASSOCIATION_EDITOR}),
        rows=work_rows.answers_to_read,
        day="created_at",
        day_label=_("answered"),
        list_page="associations:need-list",
        leads_to_portal=True,
    ),
    Queue(
        code="answer",
        title=_("Needs to answer"),
        empty=_("Every need has its answer."),
        permission="associations.answer_need",
        roles=OFFICERS,
        rows=work_rows.to_answer,
        day="stated_at",
        day_label=_("stated"),
        due="answer_due_on",
        due_label=_("to be answered by"),
        list_page="admin:associations_need_changelist",
        filters="status__exact=stated",
    ),
    Queue(
        code="expiring",
        title=_("Agreements that end within 60 days"),
        empty=_("No agreement in force ends within 60 days."),
        permission="associations.complete_agreement",
        rows=work_rows.expiring,
        day="ends_on",
        day_label=_("ends"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=in_force&o=5",
    ),
    Queue(
        code="sign",
        title=_("Approved, waiting for signatures"),
        empty=_("No approved agreement waits for signatures."),
        permission="associations.sign_agreement",
        rows=work_rows.to_sign,
        day="approved_at",
        day_label=_("approved"),
        due="starts_on",
        due_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=approved",
    ),
    Queue(
        code="start",
        title=_("Signed, to put in force"),
        empty=_("No signed agreement waits to be put in force."),
        permission="associations.start_agreement",
        rows=work_rows.to_start,
        day="starts_on",
        day_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=signed",
    ),
    Queue(
        code="conclusions",
        title=_("Workshop conclusions due"),
        empty=_("No conclusion is due within two weeks."),
        permission="associations.close_workshopconclusion",
        rows=work_rows.conclusions_due,
        day="due_on",
        day_label=_("due"),
        list_page="associations:workshop-list",
        filters="open=1",
        leads_to_portal=True,
    ),
    Queue(
        code="post",
        title=_("Aggregate counts to post"),
        empty=_("No aggregate count waits to be posted."),
        permission="programme.post_aggregaterecord",
        rows=work_rows.to_post,
        day="happened_on",
        day_label=_("day"),
        list_page="admin:programme_aggregaterecord_changelist",
        filters="ledger=waiting",
    ),
    Queue(
        code="publish",
        title=_("Standards to publish"),
        empty=_("No standard waits to be published."),
        permission="programme.publish_standard",
        rows=work_rows.to_publish,
        day="published_on",
        day_label=_("published on"),
        list_page="admin:programme_standard_changelist",
        filters="status__in=planned,drafting&published_on__lte={today}",
    ),
    Queue(
        code="drafts",
        title=_("My drafts"),
        empty=_("You have no draft of an agreement."),
        permission="associations.submit_agreement",
        rows=work_rows.own_drafts,
        day="created_at",
        day_label=_("created"),
        due="starts_on",
        due_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=draft",
    ),
    Queue(
        code="mails",
        title=_("E-mails that were not delivered"),
        empty=_("Every e-mail was delivered."),
        permission="accounts.retry_mail",
        rows=work_rows.undelivered,
        day="created_at",
        day_label=_("written"),
        list_page="admin:accounts_mail_changelist",
        filters="delivery=failed",
    ),
)


def queues_for(user):
    """Return a ``Waiting`` for every queue that is the work of ``user``, the most urgent first; one query each."""
    today = timezone.localdate()
    return sorted((_waiting(queue, user, today) for queue in QUEUES if queue.is_for(user)), key=_urgency)


def _urgency(waiting):
    """Late ones first, then by the day by which the first line is to be done; those without a day come last."""
    days = [line.due or line.day for line in waiting.lines if line.due or waiting.queue.day in DEADLINES]
    return min(days, default=date.max)


def _waiting(queue, user, today):
    rows = list(queue.rows(user, today)[: COUNTED + 1])
    return Waiting(
        queue=queue,
        lines=[_line(queue, row, today) for row in rows[:SHOWN]],
        count=min(len(rows), COUNTED),
        has_more=len(rows) > COUNTED,
        list_url=f"{reverse(queue.list_page)}?{queue.filters.format(today=today.isoformat())}",
    )


def _line(queue, row, today):
    day = getattr(row, queue.day)
    if hasattr(day, "hour"):
        day = timezone.localtime(day).date()
    due = getattr(row, queue.due) if queue.due else None
    return Line(
        text=str(row),
        owner=_owner(row),
        day=day,
        due=due,
        is_late=(due or (day if queue.day in DEADLINES else today)) < today,
        url=_portal_page(row) if queue.leads_to_portal else _admin_page(row),
        is_opened_by_post=isinstance(row, Notification),
    )


def _portal_page(row):
    if isinstance(row, Notification):
        return reverse("portal:notification-read", args=[row.pk])
    return row.get_absolute_url()


def _admin_page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _owner(row: Any) -> str:
    """The association that a row belongs to, by its abbreviation; of a conclusion who carries it out."""
    association = getattr(row, "association", None) or getattr(getattr(row, "agreement", None), "association", None)
    return association.label if association else getattr(row, "owner", "")
