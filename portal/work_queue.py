"""What waits for a member of staff today: one table of queues, each with its rows and the right to act on them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from associations.models import Agreement, Need, PeriodicReport, WorkshopConclusion
from programme.models import AggregateRecord, Standard

SHOWN = 5
# More is not counted: "50+" says as much, and the query stays short.
COUNTED = 50
EXPIRY_DAYS = 60
# Days by which the work is to be done; the others say since when it waits.
DEADLINES = ("due_on", "starts_on", "ends_on")
CONCLUSION_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One kind of work. ``rows`` gives what waits for a user, ``day`` which date of a row is shown and what it means.

    ``due`` names the date by which it must be done, where that is another one than ``day``.
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


@dataclass(frozen=True, slots=True)
class Line:
    """One row that waits: what, whose, by when, and whether that day has passed."""

    text: str
    owner: str
    day: date | None
    due: date | None
    is_late: bool
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as it stands for one user."""

    queue: Queue
    lines: list[Line]
    count: int
    has_more: bool
    list_url: str


def to_approve(user, today):
    """Submitted agreements, without those the user prepared."""
    return _agreements(user).filter(status="submitted").exclude(prepared_by=user).order_by("submitted_at")


def to_sign(user, today):
    return _agreements(user).filter(status="approved").order_by("approved_at")


def to_start(user, today):
    return _agreements(user).filter(status="signed").order_by("starts_on")


def expiring(user, today):
    """Agreements in force that end within sixty days, or ended without having been completed."""
    return _agreements(user).expiring_by(today + timedelta(days=EXPIRY_DAYS)).order_by("ends_on")


def own_drafts(user, today):
    return _agreements(user).filter(status="draft", prepared_by=user).order_by("-created_at")


def to_review(user, today):
    return _reports(user).waiting_for_review().order_by("submitted_at")


def overdue(user, today):
    return _reports(user).overdue_on(today).order_by("due_on")


def to_answer(user, today):
    return Need.objects.visible_to(user).unanswered().select_related("association").order_by("stated_at")


def conclusions_due(user, today):
    rows = WorkshopConclusion.objects.visible_to(user).open_by(today + timedelta(days=CONCLUSION_DAYS))
    return rows.select_related("workshop").order_by("due_on")


def to_post(user, today):
    """Aggregate counts that somebody else entered."""
    rows = AggregateRecord.objects.visible_to(user).filter(posting=None).exclude(prepared_by=user)
    return rows.select_related("indicator").order_by("pk")


def to_publish(user, today):
    """Drafted standards whose day of publication is entered and has come."""
    rows = Standard.objects.visible_to(user).filter(status__in=("planned", "drafting"), published_on__lte=today)
    return rows.select_related("issuer").order_by("published_on")


def _agreements(user):
    return Agreement.objects.visible_to(user).select_related("association")


def _reports(user):
    return PeriodicReport.objects.visible_to(user).select_related("report_type", "agreement__association")


QUEUES = (
    Queue(
        code="approve",
        title=_("Agreements to approve"),
        empty=_("No agreement waits for your approval."),
        permission="associations.approve_agreement",
        rows=to_approve,
        day="submitted_at",
        day_label=_("submitted"),
        due="starts_on",
        due_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=submitted",
    ),
    Queue(
        code="review",
        title=_("Reports to review"),
        empty=_("No report waits for review."),
        permission="associations.review_periodicreport",
        rows=to_review,
        day="submitted_at",
        day_label=_("submitted"),
        list_page="portal:report-list",
        filters="due=review",
        leads_to_portal=True,
    ),
    Queue(
        code="overdue",
        title=_("Overdue reports"),
        empty=_("No report is overdue."),
        permission="associations.open_periodicreport",
        rows=overdue,
        day="due_on",
        day_label=_("due"),
        list_page="portal:report-list",
        filters="due=overdue",
        leads_to_portal=True,
    ),
    Queue(
        code="answer",
        title=_("Needs to answer"),
        empty=_("Every need has its answer."),
        permission="associations.answer_need",
        rows=to_answer,
        day="stated_at",
        day_label=_("stated"),
        list_page="admin:associations_need_changelist",
        filters="status__exact=stated",
    ),
    Queue(
        code="expiring",
        title=_("Agreements that end within 60 days"),
        empty=_("No agreement in force ends within 60 days."),
        permission="associations.complete_agreement",
        rows=expiring,
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
        rows=to_sign,
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
        rows=to_start,
        day="starts_on",
        day_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=signed",
    ),
    Queue(
        code="conclusions",
        title=_("Workshop conclusions due"),
        empty=_("No conclusion is due within two weeks."),
        permission="associations.change_workshopconclusion",
        rows=conclusions_due,
        day="due_on",
        day_label=_("due"),
        list_page="admin:associations_workshopconclusion_changelist",
        filters="status__exact=open",
    ),
    Queue(
        code="post",
        title=_("Aggregate counts to post"),
        empty=_("No aggregate count waits to be posted."),
        permission="programme.post_aggregaterecord",
        rows=to_post,
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
        rows=to_publish,
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
        rows=own_drafts,
        day="created_at",
        day_label=_("created"),
        due="starts_on",
        due_label=_("starts"),
        list_page="admin:associations_agreement_changelist",
        filters="status__exact=draft",
    ),
)


def queues_for(user):
    """Return a ``Waiting`` for every queue on which the role of ``user`` may act; one query each."""
    today = timezone.localdate()
    return [_waiting(queue, user, today) for queue in QUEUES if user.has_perm(queue.permission)]


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
    opts = row._meta
    admin_url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    return Line(
        text=str(row),
        owner=_owner(row),
        day=day,
        due=due,
        is_late=(due or (day if queue.day in DEADLINES else today)) < today,
        url=row.get_absolute_url() if queue.leads_to_portal else admin_url,
    )


def _owner(row: Any) -> str:
    """The association that a row belongs to, by its abbreviation; the workshop of a conclusion."""
    if isinstance(row, WorkshopConclusion):
        return row.owner
    association = getattr(row, "association", None) or getattr(getattr(row, "agreement", None), "association", None)
    return association.label if association else ""
