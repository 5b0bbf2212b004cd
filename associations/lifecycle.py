"""The life of an agreement as one table: from which states, which action, under which right and guards, to which state.

``associations.services.move_agreement`` enforces it, the admin and the portal show it. Design §4.6.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from accounts.roles import roles_with
from associations.models import Agreement
from common.locks import lock_of

Status = Agreement.Status
# Who did one of these to an agreement, or to a part of it, has written it and does not approve it.
WRITING = ("admin.add", "admin.change", "funding.record")


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold for a step: in words for the table, and the check.

    ``refuse`` returns a sentence that names what is wrong and the remedy, or None. Its user is None for the portal.
    """

    words: str | Promise
    refuse: Callable[[Agreement, User | None], str | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. Without a ``permission`` only the portal itself takes the step."""

    action: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    permission: str = ""
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    needs_document: bool = False  # the decision or minutes, a document of the association
    is_daily: bool = False  # the daily command takes it as soon as its guards let it
    is_final: bool = False  # it stops the agreement, which nothing brings back

    @property
    def roles(self):
        """The roles that may take the step, in the order of the roles' own table."""
        return roles_with(self.permission) if self.permission else []

    @property
    def target_label(self):
        return Status(self.target).label

    @property
    def conditions(self):
        """Everything that must hold, in words."""
        asked = [gettext_lazy("a reason is given")] if self.needs_reason else []
        asked += [gettext_lazy("the decision or minutes are attached")] if self.needs_document else []
        return [guard.words for guard in self.guards] + asked


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as it stands for one agreement and one user: allowed, or refused with the sentence that says why."""

    code: str
    label: str | Promise
    allowed: bool
    reason: str
    needs_reason: bool


def guard(words):
    """Make a ``Guard`` of a function that refuses."""
    return lambda refuse: Guard(words, refuse)


@guard(gettext_lazy("every package lies within the term"))
def has_packages_in_its_term(agreement, user):
    outside = [
        package.code
        for package in agreement.packages.all()
        if package.starts_on < agreement.starts_on or package.ends_on > agreement.ends_on
    ]
    if outside:
        return _("Package %(code)s runs outside the term of the agreement: correct its dates.") % {"code": outside[0]}
    return None


@guard(gettext_lazy("somebody else prepared it"))
def written_by_somebody_else(agreement, user):
    """Neither who entered or sent it, nor who changed it or its parts in between."""
    rows = (agreement, *agreement.packages.all(), *agreement.milestones.all(), *agreement.funding.all())
    if user.pk in (agreement.prepared_by_id, agreement.submitted_by_id) or audit.has_done(user, WRITING, *rows):
        return _("You worked on this agreement; somebody else must approve it.")
    return None


@guard(gettext_lazy("the signatories of both sides are chosen"))
def both_signatories_named(agreement, user):
    if not (agreement.programme_authority_id and agreement.association_authority_id):
        return _("Both signatories must be named: choose who signs for the programme and for the association.")
    return None


@guard(gettext_lazy("both signing dates are known and none lies in the future"))
def both_signing_dates_known(agreement, user):
    days = (agreement.programme_signed_on, agreement.association_signed_on)
    if not all(days):
        return _("Both signing dates are needed: fill in when each side signed.")
    if max(days) > timezone.localdate():
        return _("A signing date lies in the future: correct it or wait until that day.")
    return None


@guard(gettext_lazy("each signatory may sign for the side on the day of signing"))
def both_might_sign(agreement, user):
    for authority, association, day in (
        (agreement.programme_authority, None, agreement.programme_signed_on),
        (agreement.association_authority, agreement.association_id, agreement.association_signed_on),
    ):
        if authority.association_id != association:
            return _("%(name)s may not sign for this side: choose a signatory of the right side.") % {
                "name": authority.full_name
            }
        if not authority.covers(day):
            return _(
                "%(name)s may sign %(term)s, not on %(day)s: choose who might sign that day, or correct the signing "
                "date or the signing authority."
            ) % {"name": authority.full_name, "term": authority.term, "day": date_format(day, "SHORT_DATE_FORMAT")}
    return None


@guard(gettext_lazy("the signed file is attached"))
def signed_file_attached(agreement, user):
    if agreement.signed_document_id is None:
        return _("The signed file is missing: attach the scanned agreement.")
    return None


@guard(gettext_lazy("the first day of the term has come"))
def term_has_begun(agreement, user):
    if agreement.starts_on > timezone.localdate():
        return _("The agreement starts on %(day)s and cannot be in force yet: wait until that day.") % {
            "day": date_format(agreement.starts_on, "SHORT_DATE_FORMAT")
        }
    return None


@guard(gettext_lazy("the last day of the term has passed"))
def term_is_over(agreement, user):
    if agreement.ends_on >= timezone.localdate():
        return _("The agreement runs until %(day)s: it expires after that day.") % {
            "day": date_format(agreement.ends_on, "SHORT_DATE_FORMAT")
        }
    return None


@guard(gettext_lazy("every report is accepted"))
def no_report_is_open(agreement, user):
    if waiting := agreement.reports.exclude(status__in=("accepted", "withdrawn")).count():
        return _("%(count)d report(s) are not accepted yet: settle them first.") % {"count": waiting}
    return None


@guard(gettext_lazy("no report waits for the programme"))
def no_report_waits(agreement, user):
    """What an association never sends keeps no agreement alive: it falls away, and the decision's reason says why."""
    waiting = agreement.reports.waiting_for_review().count()
    if waiting and agreement.status == Status.SUSPENDED:
        return _("%(count)d report(s) wait for the programme: resume the agreement, then accept or return them.") % {
            "count": waiting
        }
    if waiting:
        return _("%(count)d report(s) wait for the programme: accept or return them first.") % {"count": waiting}
    return None


@guard(gettext_lazy("no delivery waits for its acceptance"))
def no_delivery_waits(agreement, user):
    if waiting := agreement.milestones.waiting_for_acceptance().first():
        return _("“%(title)s” was delivered and waits: accept or refuse it first.") % {"title": waiting.title}
    return None


_SIGNATURES = (both_signatories_named, both_signing_dates_known, both_might_sign, signed_file_attached)

TRANSITIONS = (
    Transition(
        "submit",
        gettext_lazy("Submit for approval"),
        (Status.DRAFT,),
        Status.SUBMITTED,
        "associations.submit_agreement",
        (has_packages_in_its_term,),
    ),
    Transition(
        "return",
        gettext_lazy("Return to draft"),
        (Status.SUBMITTED,),
        Status.DRAFT,
        "associations.submit_agreement",
        needs_reason=True,
    ),
    Transition(
        "approve",
        gettext_lazy("Approve and give a number"),
        (Status.SUBMITTED,),
        Status.APPROVED,
        "associations.approve_agreement",
        (written_by_somebody_else, has_packages_in_its_term),
    ),
    Transition(
        "sign",
        gettext_lazy("Record as signed"),
        (Status.APPROVED,),
        Status.SIGNED,
        "associations.sign_agreement",
        _SIGNATURES,
    ),
    Transition(
        "start",
        gettext_lazy("Put in force"),
        (Status.SIGNED,),
        Status.IN_FORCE,
        "associations.start_agreement",
        (*_SIGNATURES, term_has_begun),
        is_daily=True,
    ),
    Transition(
        "suspend",
        gettext_lazy("Suspend"),
        (Status.IN_FORCE,),
        Status.SUSPENDED,
        "associations.suspend_agreement",
        needs_reason=True,
        needs_document=True,
    ),
    Transition(
        "resume",
        gettext_lazy("Resume"),
        (Status.SUSPENDED,),
        Status.IN_FORCE,
        "associations.suspend_agreement",
        needs_reason=True,
    ),
    Transition(
        "expire",
        gettext_lazy("Expire"),
        (Status.IN_FORCE, Status.SUSPENDED),
        Status.EXPIRED,
        guards=(term_is_over,),
        is_daily=True,
    ),
    Transition(
        "complete",
        gettext_lazy("Complete"),
        (Status.IN_FORCE, Status.EXPIRED),
        Status.COMPLETED,
        "associations.complete_agreement",
        (no_report_is_open,),
    ),
    Transition(
        "settle",
        gettext_lazy("Settle"),
        (Status.COMPLETED, Status.TERMINATED),
        Status.SETTLED,
        "associations.settle_agreement",
        (no_report_waits, no_delivery_waits),
        needs_reason=True,
        needs_document=True,
    ),
    Transition(
        "terminate",
        gettext_lazy("Terminate the agreement"),
        (Status.IN_FORCE, Status.SUSPENDED),
        Status.TERMINATED,
        "associations.terminate_agreement",
        (no_report_waits,),
        needs_reason=True,
        needs_document=True,
        is_final=True,
    ),
    Transition(
        "cancel",
        gettext_lazy("Cancel the agreement"),
        (Status.DRAFT, Status.SUBMITTED, Status.APPROVED),
        Status.CANCELLED,
        "associations.cancel_agreement",
        needs_reason=True,
        is_final=True,
    ),
)


def transition(action):
    """Return the row of ``action``; raises ``KeyError`` for one that is not in the table."""
    for row in TRANSITIONS:
        if row.action == action:
            return row
    raise KeyError(action)


def table_of_states():
    """Return every state with the rows that start in it, for people: what the portal decides by."""
    return [(state, [row for row in TRANSITIONS if state in row.sources]) for state in Status]


def label_of(action):
    """Return what ``action`` is called; an action that the table no longer has keeps its code."""
    return next((row.label for row in TRANSITIONS if row.action == action), action)


def refusal(row, agreement, user):
    """Return the sentence that refuses ``row`` for this agreement and user, or '' when it is allowed.

    ``user`` is None for the daily command: roles do not apply to it, states and guards do.
    """
    if agreement.status not in row.sources:
        return _wrong_state(row, agreement)
    if sentence := _not_entitled(row, user):
        return sentence
    for each in row.guards:
        if sentence := each.refuse(agreement, user):
            return sentence
    return ""


def _wrong_state(row, agreement):
    """Names who brought it there, because it is often somebody who was faster a moment ago."""
    if lock := lock_of(agreement):
        return lock.sentence
    words = {
        "status": agreement.get_status_display(),
        "states": ", ".join(str(Status(state).label) for state in row.sources),
    }
    last = agreement.steps.select_related("by").order_by("-pk").first()
    if last is None or last.by is None:
        return _("The agreement is “%(status)s”; this is possible only when it is: %(states)s.") % words
    words |= {"name": last.by.full_name, "time": date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT")}
    return (
        _(
            "The agreement is “%(status)s” now (%(name)s, %(time)s); this is possible only when it is: %(states)s. "
            "Look at it again."
        )
        % words
    )


def _not_entitled(row, user):
    if user is None:
        return "" if row.is_daily else _("The portal does not take this step by itself: a person decides on it.")
    if not row.permission:
        return _("Nobody takes this step by hand: the portal takes it on the day it is due.")
    if not user.has_perm(row.permission):
        return _("Your role does not allow this. It takes one of these roles: %(roles)s.") % {
            "roles": ", ".join(str(role.label) for role in row.roles)
        }
    return ""


def available_actions(agreement, user):
    """Return an ``Action`` for every row that starts in the agreement's state, allowed or refused with its reason."""
    actions = []
    for row in TRANSITIONS:
        if agreement.status in row.sources and row.permission:
            reason = refusal(row, agreement, user)
            actions.append(Action(row.action, row.label, not reason, reason, row.needs_reason))
    return actions


def due_today(row):
    """Return the agreements that the daily command may have to move by ``row``; the guards decide on each."""
    today = timezone.localdate()
    due = {"start": models.Q(starts_on__lte=today), "expire": models.Q(ends_on__lt=today)}[row.action]
    return Agreement.objects.filter(due, status__in=row.sources).order_by("pk")
