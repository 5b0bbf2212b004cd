"""The acceptance of milestones (nghiệm thu): deliver, accept with minutes, refuse with a reason.

Each act locks the milestone and reads it again, so of two users who act at once exactly one wins. Who delivered does
not decide. Design §4.6.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations.locks import refuse_locked
from associations.models import Acceptance, Milestone
from associations.report_services import Conflict
from programme.models import validate_owner

Status = Milestone.Status
Outcome = Acceptance.Outcome
# Work goes on, or is over and still to be accepted.
_DELIVERED_WHILE = frozenset({"in_force", "expired", "completed"})
_DECIDED_WHILE = _DELIVERED_WHILE | {"suspended", "terminated"}
# Said by the services and, before anything is sent to them, by the forms.
DELIVERABLE_NEEDED = gettext_lazy("A delivery needs its file: attach the deliverable.")
MINUTES_NEEDED = gettext_lazy("An accepted deliverable needs its minutes: attach the document.")


def delivery_refusal(milestone):
    """Return the sentence that refuses a delivery for ``milestone`` now, or ''."""
    if milestone.status == Status.DELIVERED:
        return _("It was delivered already and waits for acceptance: wait for the decision.")
    if milestone.status == Status.ACCEPTED:
        return _("It was accepted already: nothing more is delivered for it.")
    if milestone.agreement.status not in _DELIVERED_WHILE:
        return _("The agreement is “%(status)s”: deliveries are taken once it is in force.") % {
            "status": milestone.agreement.get_status_display()
        }
    return ""


def decision_refusal(milestone, acceptance, user):
    """Return the sentence that refuses ``user`` to decide on ``acceptance``, the round that stands, or ''."""
    if milestone.status != Status.DELIVERED or acceptance is None:
        return _("It is “%(status)s”: only what was delivered is accepted or refused.") % {
            "status": milestone.get_status_display()
        }
    if acceptance.delivered_by_id == user.pk:
        return _("You delivered this yourself; somebody else must decide on it.")
    if milestone.agreement.status not in _DECIDED_WHILE:
        return _("The agreement is “%(status)s”: nothing is accepted under it any more.") % {
            "status": milestone.agreement.get_status_display()
        }
    return ""


def waiting_round(milestone):
    """Return the ``Acceptance`` that waits for a decision, or None."""
    rounds = milestone.acceptances.select_related("delivered_by", "deliverable", "milestone")
    return rounds.filter(outcome=Outcome.WAITING).first()


@transaction.atomic
def deliver(milestone, *, by, note, document):
    """Deliver what ``milestone`` asks for: words and a file. Returns the ``Acceptance``, a new round.

    Raises ``ValidationError`` when something is missing or the state forbids it.
    """
    _require(by, "associations.deliver_milestone")
    milestone = _locked(milestone)
    refuse_locked(milestone, by)
    if sentence := delivery_refusal(milestone):
        raise ValidationError(sentence)
    if not note.strip():
        raise ValidationError({"note": _("Say in a few words what is delivered.")})
    _need_paper(document, milestone, "deliverable", DELIVERABLE_NEEDED)
    found = Acceptance.objects.create(
        milestone=milestone,
        round=milestone.acceptances.count() + 1,
        delivered_by=by,
        delivered_at=timezone.now(),
        note=note.strip(),
        deliverable=document,
    )
    _move(milestone, Status.DELIVERED, by)
    audit.record("milestone.deliver", milestone, by=by, reason=found.note)
    _tell(
        User.objects.with_permission("associations.accept_milestone").exclude(pk=by.pk),
        "milestone.delivered",
        gettext_noop("Deliverable to accept: %(title)s"),
        gettext_noop("%(association)s: %(note)s"),
        milestone,
        note=found.note,
    )
    return found


@transaction.atomic
def accept(acceptance, *, by, held_on, panel, conclusion, document):
    """Accept one round with its minutes. Returns the ``Acceptance``.

    Raises ``ValidationError`` naming each part that the minutes lack, ``Conflict`` when somebody else decided.
    """
    acceptance = _decidable(acceptance, by)
    milestone = acceptance.milestone
    _need_minutes(acceptance, held_on, panel, conclusion)
    _need_paper(document, milestone, "document", MINUTES_NEEDED)
    acceptance.held_on, acceptance.document = held_on, document
    acceptance.panel, acceptance.conclusion = panel.strip(), conclusion.strip()
    _decide(acceptance, Outcome.ACCEPTED, by)
    _move(milestone, Status.ACCEPTED, by, accepted_on=held_on, document=document)
    audit.record("milestone.accept", milestone, by=by, changes={"accepted_on": [None, held_on]}, reason=conclusion)
    _tell(
        _people_of(milestone),
        "milestone.accepted",
        gettext_noop("Your deliverable was accepted: %(title)s"),
        gettext_noop("Minutes of %(day)s. %(conclusion)s"),
        milestone,
        day=date_format(held_on, "SHORT_DATE_FORMAT"),
        conclusion=acceptance.conclusion,
    )
    return acceptance


@transaction.atomic
def refuse(acceptance, *, by, reason):
    """Refuse one round with a reason; the association delivers again. Returns the ``Acceptance``.

    Raises ``ValidationError`` without a reason, ``Conflict`` when somebody else decided.
    """
    acceptance = _decidable(acceptance, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is refused: the association reads this and delivers again.")})
    acceptance.reason = reason.strip()
    _decide(acceptance, Outcome.REFUSED, by)
    _move(acceptance.milestone, Status.REFUSED, by)
    audit.record("milestone.refuse", acceptance.milestone, by=by, reason=acceptance.reason)
    _tell(
        _people_of(acceptance.milestone),
        "milestone.refused",
        gettext_noop("Your deliverable was refused: %(title)s"),
        gettext_noop("%(reason)s"),
        acceptance.milestone,
        reason=acceptance.reason,
    )
    return acceptance


def _require(user, permission):
    if not user.has_perm(permission):
        raise PermissionDenied


def _locked(milestone):
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("agreement__association")
    return rows.get(pk=milestone.pk)


def _decidable(acceptance, by):
    """Return the round as it is now, its milestone locked; refuse unless it may be decided by this user."""
    _require(by, "associations.accept_milestone")
    milestone = _locked(acceptance.milestone)
    refuse_locked(milestone, by)
    acceptance = Acceptance.objects.select_related("decided_by").get(pk=acceptance.pk)
    acceptance.milestone = milestone
    if acceptance.outcome != Outcome.WAITING:
        raise Conflict(
            _("%(name)s decided meanwhile: it is “%(outcome)s” now."),
            params={"name": acceptance.decided_by, "outcome": acceptance.get_outcome_display()},
        )
    if sentence := decision_refusal(milestone, acceptance, by):
        raise ValidationError(sentence)
    return acceptance


def _need_minutes(acceptance, held_on, panel, conclusion):
    missing = {}
    if held_on is None:
        missing["held_on"] = _("The minutes need their day: fill it in.")
    elif held_on > timezone.localdate():
        missing["held_on"] = _("The day of the minutes lies in the future: correct it.")
    elif held_on < timezone.localdate(acceptance.delivered_at):
        missing["held_on"] = _("The day of the minutes lies before the delivery (%(day)s): correct it.") % {
            "day": date_format(timezone.localdate(acceptance.delivered_at), "SHORT_DATE_FORMAT")
        }
    if not panel.strip():
        missing["panel"] = _("Name the members of the panel.")
    if not conclusion.strip():
        missing["conclusion"] = _("Write the conclusion of the panel.")
    if missing:
        raise ValidationError(missing)


def _need_paper(document, milestone, field, sentence):
    if document is None:
        raise ValidationError({field: sentence})
    validate_owner(document, milestone.agreement.association.code)


def _decide(acceptance, outcome, by):
    acceptance.outcome, acceptance.decided_by, acceptance.decided_at = outcome, by, timezone.now()
    acceptance.save()


def _move(milestone, status, by, **values):
    for name, value in {"status": status, **values}.items():
        setattr(milestone, name, value)
    milestone._history_user = by
    milestone.save()


def _people_of(milestone):
    return User.objects.filter(is_active=True, memberships__association=milestone.agreement.association)


def _tell(people, event, subject, body, milestone, **values):
    values |= {"title": milestone.title, "association": milestone.agreement.association.label}
    notify(people, event, subject=subject, body=body, values=values, path=milestone.get_absolute_url())
