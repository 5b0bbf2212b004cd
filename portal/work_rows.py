"""What waits for a user, one function a queue of ``portal.work_queue``: rows he can and should act on himself."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from accounts.models import AuditEvent, Mail, Notification
from accounts.roles import Role
from associations import annex_lifecycle, lifecycle
from associations.models import (
    Acceptance,
    Agreement,
    Annex,
    LockException,
    Milestone,
    Need,
    PeriodicReport,
    WorkshopConclusion,
)
from programme.models import AggregateRecord, Standard

EXPIRY_DAYS = 60
CONCLUSION_DAYS = 14
MILESTONE_DAYS = 30


def to_approve(user, today):
    """Submitted agreements, without those that the user worked on."""
    return _of_others(_agreements(user), lifecycle.WRITING, user).order_by("starts_on", "pk")


def annexes(user, today):
    """Those to approve; the user's own, to be sent or signed; and those whose day has come and that something holds up.

    Own are also those of colleagues who left. Under an agreement that has ended nobody carries one on.
    """
    rows = Annex.objects.visible_to(user).exclude(agreement__status__in=Agreement.ENDED)
    waiting = Q(prepared_by=user) | Q(prepared_by__is_active=False)
    waiting &= Q(status__in=("draft", "approved"))
    if user.has_perm("associations.approve_annex"):
        waiting |= Q(pk__in=_of_others(rows, annex_lifecycle.WRITING, user).values("pk"))
    if user.has_perm("associations.apply_annex"):
        waiting |= Q(status="signed", effective_on__lte=today)
    return rows.filter(waiting).select_related("agreement__association").order_by("effective_on", "pk")


def _of_others(rows, writing, user):
    """Those of ``rows`` that wait for the approval of somebody who did none of ``writing`` to them."""
    written = AuditEvent.objects.filter(
        actor=user,
        action__in=writing,
        object_type=rows.model._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    return rows.filter(~Exists(written), status="submitted").exclude(prepared_by=user).exclude(submitted_by=user)


def exceptions_to_decide(user, today):
    """Requests to be let through a lock, without those that the user made or that are for him."""
    rows = LockException.objects.visible_to(user).filter(status="waiting").exclude(requested_by=user)
    rows = rows.exclude(person=user).select_related("period", "agreement__association", "association")
    return rows.order_by("requested_at", "pk")


def to_sign(user, today):
    return _looked_after(user).filter(status="approved").order_by("starts_on", "pk")


def to_start(user, today):
    return _looked_after(user).filter(status="signed").order_by("starts_on", "pk")


def expiring(user, today):
    """Agreements in force that end within sixty days, or ended without having been completed."""
    return _looked_after(user).expiring_by(today + timedelta(days=EXPIRY_DAYS)).order_by("ends_on", "pk")


def own_drafts(user, today):
    return _agreements(user).filter(status="draft", prepared_by=user).order_by("starts_on", "pk")


def to_review(user, today):
    return _reports(user).waiting_for_review().order_by("submitted_at", "pk")


def to_accept(user, today):
    """Reports sent, without those that the user sent himself."""
    return to_review(user, today).exclude(submitted_by=user)


def to_answer(user, today):
    """The oldest first, which is the order of the days by which they are to be answered."""
    return Need.objects.visible_to(user).unanswered().select_related("association").order_by("stated_at", "pk")


def answers_to_read(user, today):
    """Answers to needs of the own association that the user has not opened yet."""
    return Notification.objects.visible_to(user).unread().filter(event="need.answered").order_by("created_at", "pk")


def milestones_due(user, today):
    """What the association is to deliver, or to deliver anew, within thirty days."""
    rows = _milestones(user).filter(agreement__status__in=Agreement.UNDER_WAY)
    return rows.overdue_on(today + timedelta(days=MILESTONE_DAYS + 1)).order_by("due_on", "pk")


def deliveries_to_accept(user, today):
    """Deliveries that wait, without those that the user handed in for somebody."""
    return (
        _milestones(user)
        .waiting_for_acceptance()
        .exclude(acceptances__in=_own_deliveries(user))
        .order_by("due_on", "pk")
    )


def conclusions_due(user, today):
    """The user's own; for officers also those that nobody else can see to."""
    is_mine = Q(owner_user=user)
    if user.role == Role.OFFICER:
        is_mine |= Q(is_nobodys=True)
    rows = WorkshopConclusion.objects.visible_to(user).open_by(today + timedelta(days=CONCLUSION_DAYS))
    rows = rows.with_is_nobodys().filter(is_mine)
    return rows.select_related("workshop").order_by("due_on", "pk")


def to_post(user, today):
    """Aggregate counts that somebody else entered."""
    rows = AggregateRecord.objects.visible_to(user).filter(posting=None).exclude(prepared_by=user)
    return rows.select_related("indicator").order_by("pk")


def to_publish(user, today):
    """Drafted standards whose day of publication is entered and has come."""
    rows = Standard.objects.visible_to(user).filter(status__in=("planned", "drafting"), published_on__lte=today)
    return rows.select_related("issuer").order_by("published_on")


def undelivered(user, today):
    """Mails that failed, the oldest first."""
    return Mail.objects.visible_to(user).undelivered().filter(attempts__gt=0).order_by("pk")


def _milestones(user):
    return Milestone.objects.visible_to(user).select_related("agreement__association")


def _own_deliveries(user):
    return Acceptance.objects.filter(outcome=Acceptance.Outcome.WAITING, delivered_by=user)


def _looked_after(user):
    """Agreements that the user prepared, and those of colleagues who left."""
    return _agreements(user).filter(Q(prepared_by=user) | Q(prepared_by__is_active=False))


def _agreements(user):
    return Agreement.objects.visible_to(user).select_related("association")


def _reports(user):
    return PeriodicReport.objects.visible_to(user).select_related("report_type", "agreement__association")
