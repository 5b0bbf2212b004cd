"""The life of a workshop's conclusion: to be done, then done or dropped. One function closes it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations.models import WorkshopConclusion

Status = WorkshopConclusion.Status


def may_close(conclusion, user):
    """Whether ``user`` may close it at all: the programme's staff any, its owner the own one."""
    if not user.has_perm("associations.close_workshopconclusion"):
        return False
    return user.has_perm("associations.change_workshopconclusion") or conclusion.owner_user_id == user.pk


def refusal(conclusion, user):
    """Return the sentence that refuses to close it, or ''."""
    if conclusion.status != Status.OPEN:
        return _("The conclusion is “%(status)s” already; it is closed once.") % {
            "status": conclusion.get_status_display()
        }
    return ""


@transaction.atomic
def close_conclusion(conclusion, *, by, status, outcome, done_on=None, document=None):
    """Record a conclusion as done, with a note or a paper, or as dropped with a reason. Returns it as it is then.

    Only the programme drops one. Raises ``ValidationError`` when it is closed already or something is missing.
    """
    conclusion = (
        WorkshopConclusion.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=conclusion.pk)
    )
    if not may_close(conclusion, by):
        raise PermissionDenied
    if sentence := refusal(conclusion, by):
        raise ValidationError(sentence, code="closed")
    outcome = outcome.strip()
    conclusion.status, conclusion.outcome, conclusion.closed_by = status, outcome, by
    if status == Status.DONE:
        _check_done(conclusion, done_on, document)
        conclusion.done_on, conclusion.document = done_on, document
    else:
        _check_dropped(outcome, by)
    conclusion._history_user = by
    conclusion.save()
    audit.record(f"conclusion.{status}", conclusion, by=by, changes={"status": [Status.OPEN, status]}, reason=outcome)
    _announce(conclusion, by)
    return conclusion


def owner_refusal(conclusion):
    """Return the sentence that says why the account it names cannot carry it out, or ''."""
    owner = conclusion.owner_user
    if owner is None or WorkshopConclusion.objects.visible_to(owner).filter(pk=conclusion.pk).exists():
        return ""
    return _(
        "%(owner)s cannot read conclusion %(number)d and was not told of it: name the association of this account "
        "among those that took part, or choose another account."
    ) % {"owner": owner, "number": conclusion.position}


def tell_owner(conclusion, *, by):
    """Tell the account that a conclusion names that it is its to do; call it where the conclusion was written.

    Who cannot read it is not told (``owner_refusal``).
    """
    owner = conclusion.owner_user
    if owner is None or not owner.is_active or owner == by or conclusion.status != Status.OPEN:
        return
    if owner_refusal(conclusion):
        return
    notify(
        [owner],
        "conclusion.assigned",
        subject=gettext_noop("Conclusion for you to carry out: %(text)s"),
        body=gettext_noop("It is to be done by %(day)s."),
        values={"text": conclusion.text, "day": date_format(conclusion.due_on, "SHORT_DATE_FORMAT")},
        path=conclusion.get_absolute_url(),
    )


def _check_done(conclusion, done_on, document):
    if done_on is None:
        raise ValidationError({"done_on": _("Say on which day it was done.")})
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day lies in the future: record it once it is done.")})
    if done_on < conclusion.workshop.held_on:
        raise ValidationError(
            {"done_on": _("A conclusion is not done before its workshop was held: correct one of the days.")}
        )
    if not conclusion.outcome and document is None:
        raise ValidationError({"outcome": _("Write what came of it, or attach the paper that shows it.")})


def _check_dropped(outcome, by):
    if not by.has_perm("associations.change_workshopconclusion"):
        raise ValidationError(_("Only the programme drops a conclusion: ask its office, or record what was done."))
    if not outcome:
        raise ValidationError({"outcome": _("Say why it is dropped: those who took part read it.")})


def _announce(conclusion, by):
    """Tell the owner whose conclusion somebody else closed; the programme's officers when its owner did."""
    if conclusion.owner_user_id and conclusion.owner_user_id != by.pk:
        people = User.objects.filter(pk=conclusion.owner_user_id, is_active=True)
    elif not by.has_perm("associations.change_workshopconclusion"):
        people = User.objects.with_permission("associations.change_workshopconclusion")
    else:
        return
    notify(
        people,
        "conclusion.closed",
        subject=gettext_noop("Conclusion is now “%(status)s”: %(text)s"),
        body="%(outcome)s",
        values={
            "status": conclusion.get_status_display(),
            "text": conclusion.text,
            "outcome": conclusion.outcome,
        },
        path=conclusion.get_absolute_url(),
    )
