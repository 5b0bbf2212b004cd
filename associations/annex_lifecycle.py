"""The life of an annex as one table: from which states, which action, under which right and guards, to which state.

``associations.annexes.move_annex`` enforces it, the pages show it.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.roles import roles_with
from associations.models import Agreement, Annex, SigningAuthority
from associations.term_writing import faults_of
from associations.terms import difference, merge, terms_of

Status = Annex.Status
# An annex changes what is in force; work may rest meanwhile.
CHANGEABLE = (Agreement.Status.IN_FORCE, Agreement.Status.SUSPENDED)
SIGNED_FILE_NEEDED = gettext_lazy("The signed file is missing: attach the scanned annex.")
# Who did one of these has written the annex and does not approve it.
WRITING = ("annex.prepare", "annex.change", "annex.resolve")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table; a guard returns a sentence that refuses, or ''."""

    action: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    permission: str
    guards: tuple = ()
    needs_reason: bool = False
    is_final: bool = False

    @property
    def target_label(self):
        return Status(self.target).label


@dataclass(frozen=True, slots=True)
class Action:
    """A row as it stands for one annex and user: ``reason`` is empty when it is possible."""

    code: str
    label: str | Promise
    reason: str
    needs_reason: bool
    is_final: bool


def merged(annex, choices=None):
    """Return ``(terms, conflicts)`` of the annex and what the agreement says now."""
    return merge(annex.base, terms_of(annex.agreement), annex.proposed, choices)


def agreement_is_in_force(annex, user):
    return agreement_takes_annexes(annex.agreement)


def agreement_takes_annexes(agreement):
    """Return the sentence that refuses a new annex, or ''."""
    if agreement.status in CHANGEABLE:
        return ""
    return _("The agreement is “%(status)s”: an annex changes only one that is in force or suspended.") % {
        "status": agreement.get_status_display()
    }


def something_changes(annex, user):
    if not difference(annex.base, annex.proposed):
        return _("The annex changes nothing yet: edit the terms first.")
    return ""


def day_is_not_before_the_last_change(annex, user):
    last = annex.agreement.versions.order_by("number").last()
    if last and annex.effective_on < last.effective_on:
        return _("The terms were changed on %(day)s: let the annex take effect on that day or later.") % {
            "day": date_format(last.effective_on, "SHORT_DATE_FORMAT")
        }
    return ""


def nothing_conflicts(annex, user):
    return conflict_sentence(merged(annex)[1])


def conflict_sentence(conflicts):
    """Return the sentence that refuses for these conflicts, or '' for none."""
    if not conflicts:
        return ""
    return _("Another annex changed the same terms meanwhile (%(terms)s): resolve the conflict first.") % {
        "terms": "; ".join(conflict.label for conflict in conflicts[:3])
    }


def terms_hold(annex, user):
    return " ".join(faults_of(annex.agreement, merged(annex)[0]))


def written_by_somebody_else(annex, user):
    if user.pk in (annex.prepared_by_id, annex.submitted_by_id) or audit.has_done(user, WRITING, annex):
        return _("You worked on this annex; somebody else must approve it.")
    return ""


def both_signing_dates_known(annex, user):
    days = (annex.programme_signed_on, annex.association_signed_on)
    if not all(days):
        return _("Both signing dates are needed: fill in when each side signed.")
    if max(days) > timezone.localdate():
        return _("A signing date lies in the future: correct it or wait until that day.")
    return ""


def somebody_might_sign(annex, user):
    """An annex names no signatories: each side needs anybody who might sign for it on its day."""
    association = annex.agreement.association
    for side, day in ((None, annex.programme_signed_on), (association, annex.association_signed_on)):
        if not any(authority.covers(day) for authority in SigningAuthority.objects.filter(association=side)):
            return _(
                "Nobody might sign for %(side)s on %(day)s: correct the signing date, or enter the signing authority."
            ) % {"side": side.label if side else _("the programme"), "day": date_format(day, "SHORT_DATE_FORMAT")}
    return ""


def signed_file_attached(annex, user):
    if annex.document_id is None:
        return str(SIGNED_FILE_NEEDED)
    return ""


def day_has_come(annex, user):
    if annex.effective_on > timezone.localdate():
        return _("The annex takes effect on %(day)s by itself; until then the agreement reads as before.") % {
            "day": date_format(annex.effective_on, "SHORT_DATE_FORMAT")
        }
    return ""


_SOUND = (agreement_is_in_force, something_changes, nothing_conflicts, terms_hold)

TRANSITIONS = (
    Transition(
        "submit",
        gettext_lazy("Submit for approval"),
        (Status.DRAFT,),
        Status.SUBMITTED,
        "associations.submit_annex",
        (*_SOUND, day_is_not_before_the_last_change),
    ),
    Transition(
        "approve",
        gettext_lazy("Approve"),
        (Status.SUBMITTED,),
        Status.APPROVED,
        "associations.approve_annex",
        (written_by_somebody_else, *_SOUND, day_is_not_before_the_last_change),
    ),
    Transition(
        "sign",
        gettext_lazy("Record as signed"),
        (Status.APPROVED,),
        Status.SIGNED,
        "associations.sign_annex",
        (agreement_is_in_force, both_signing_dates_known, somebody_might_sign, signed_file_attached),
    ),
    Transition(
        "apply",
        gettext_lazy("Put into effect"),
        (Status.SIGNED,),
        Status.IN_EFFECT,
        "associations.apply_annex",
        (day_has_come, agreement_is_in_force, nothing_conflicts, terms_hold),
    ),
    Transition(
        "return",
        gettext_lazy("Return to draft"),
        (Status.SUBMITTED, Status.APPROVED),
        Status.DRAFT,
        "associations.submit_annex",
        needs_reason=True,
    ),
    Transition(
        "cancel",
        gettext_lazy("Cancel the annex"),
        (Status.DRAFT, Status.SUBMITTED, Status.APPROVED),
        Status.CANCELLED,
        "associations.cancel_annex",
        needs_reason=True,
        is_final=True,
    ),
    Transition(
        "withdraw",
        gettext_lazy("Withdraw the signed annex"),
        (Status.SIGNED,),
        Status.CANCELLED,
        "associations.approve_annex",
        needs_reason=True,
        is_final=True,
    ),
)


def transition(action):
    """Return the row of ``action``; raises ``KeyError`` for one that is not in the table."""
    return {row.action: row for row in TRANSITIONS}[action]


def refusal(row, annex, user):
    """Return the sentence that refuses ``row``, or ''. ``user`` is None for the daily command."""
    if annex.status not in row.sources:
        return _("The annex is “%(status)s”; this is possible only when it is: %(states)s.") % {
            "status": annex.get_status_display(),
            "states": ", ".join(str(Status(state).label) for state in row.sources),
        }
    if user and not user.has_perm(row.permission):
        return _("Your role does not allow this. It takes one of these roles: %(roles)s.") % {
            "roles": ", ".join(str(role.label) for role in roles_with(row.permission))
        }
    return next((sentence for guard in row.guards if (sentence := guard(annex, user))), "")


# Judged when the step is taken: what its page asks for, and what only a trial of the change can tell.
_JUDGED_LATER = (both_signing_dates_known, somebody_might_sign, signed_file_attached, terms_hold)


def available_actions(annex, user, conflicts):
    """Return an ``Action`` for each row that starts in the annex's state and whose right ``user`` holds.

    ``conflicts`` are those of ``merged``, which a page has read already.
    """
    rows = [row for row in TRANSITIONS if annex.status in row.sources and user.has_perm(row.permission)]
    return [
        Action(row.action, row.label, _shown_refusal(row, annex, user, conflicts), row.needs_reason, row.is_final)
        for row in rows
    ]


def _shown_refusal(row, annex, user, conflicts):
    for guard in row.guards:
        if guard is nothing_conflicts:
            sentence = conflict_sentence(conflicts)
        else:
            sentence = "" if guard in _JUDGED_LATER else guard(annex, user)
        if sentence:
            return sentence
    return ""
