"""The life of an agreement as one table: from which states, which action, under which right and guards, to which state.

``associations.services.move_agreement`` enforces it, the admin and the portal show it. Design §4.6.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import roles_with
from associations.models import Agreement

Status = Agreement.Status
# A guard looks at the agreement and the user and returns a sentence that refuses, or None.
Guard = Callable[[Agreement, object], str | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    action: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    permission: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    is_final: bool = False  # it stops the agreement, which nothing brings back


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as it stands for one agreement and one user: allowed, or refused with the sentence that says why."""

    code: str
    label: str | Promise
    allowed: bool
    reason: str
    needs_reason: bool


def has_packages_in_its_term(agreement, user):
    outside = [
        package.code
        for package in agreement.packages.all()
        if package.starts_on < agreement.starts_on or package.ends_on > agreement.ends_on
    ]
    if outside:
        return _("Package %(code)s runs outside the term of the agreement: correct its dates.") % {"code": outside[0]}
    return None


def prepared_by_somebody_else(agreement, user):
    if agreement.prepared_by_id == user.pk:
        return _("You prepared this agreement; somebody else must approve it.")
    return None


def both_signatories_named(agreement, user):
    if not (agreement.programme_signatory and agreement.association_signatory):
        return _("Both signatories must be named: fill in the signatory of the programme and of the association.")
    return None


def both_signing_dates_known(agreement, user):
    days = (agreement.programme_signed_on, agreement.association_signed_on)
    if not all(days):
        return _("Both signing dates are needed: fill in when each side signed.")
    if max(days) > timezone.localdate():
        return _("A signing date lies in the future: correct it or wait until that day.")
    return None


def signed_file_attached(agreement, user):
    if agreement.signed_document_id is None:
        return _("The signed file is missing: attach the scanned agreement.")
    return None


def term_has_begun(agreement, user):
    if agreement.starts_on > timezone.localdate():
        return _("The agreement starts on a later day and cannot be in force yet.")
    return None


def no_report_is_open(agreement, user):
    waiting = agreement.reports.exclude(status="accepted").count()
    if waiting:
        return _("%(count)d report(s) are not accepted yet: settle them first.") % {"count": waiting}
    return None


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
        (prepared_by_somebody_else, has_packages_in_its_term),
    ),
    Transition(
        "sign",
        gettext_lazy("Record as signed"),
        (Status.APPROVED,),
        Status.SIGNED,
        "associations.sign_agreement",
        (both_signatories_named, both_signing_dates_known, signed_file_attached),
    ),
    Transition(
        "start",
        gettext_lazy("Put in force"),
        (Status.SIGNED,),
        Status.IN_FORCE,
        "associations.start_agreement",
        (both_signatories_named, both_signing_dates_known, signed_file_attached, term_has_begun),
    ),
    Transition(
        "suspend",
        gettext_lazy("Suspend"),
        (Status.IN_FORCE,),
        Status.SUSPENDED,
        "associations.suspend_agreement",
        needs_reason=True,
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
        "complete",
        gettext_lazy("Complete"),
        (Status.IN_FORCE,),
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
        (no_report_is_open,),
        needs_reason=True,
    ),
    Transition(
        "terminate",
        gettext_lazy("Terminate the agreement"),
        (Status.IN_FORCE, Status.SUSPENDED),
        Status.TERMINATED,
        "associations.terminate_agreement",
        (no_report_is_open,),
        needs_reason=True,
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


def refusal(row, agreement, user):
    """Return the sentence that refuses ``row`` for this agreement and user, or '' when it is allowed."""
    if agreement.status not in row.sources:
        return _("The agreement is “%(status)s”; this is possible only when it is: %(states)s.") % {
            "status": agreement.get_status_display(),
            "states": ", ".join(str(Status(state).label) for state in row.sources),
        }
    if not user.has_perm(row.permission):
        return _("Your role does not allow this. It takes one of these roles: %(roles)s.") % {
            "roles": ", ".join(str(role.label) for role in roles_with(row.permission))
        }
    for guard in row.guards:
        if sentence := guard(agreement, user):
            return sentence
    return ""


def available_actions(agreement, user):
    """Return an ``Action`` for every row that starts in the agreement's state, allowed or refused with its reason."""
    actions = []
    for row in TRANSITIONS:
        if agreement.status in row.sources:
            reason = refusal(row, agreement, user)
            actions.append(Action(row.action, row.label, not reason, reason, row.needs_reason))
    return actions
