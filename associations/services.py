"""What changes agreements and needs: one function an act, in one transaction, audited, announced."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from simple_history.utils import bulk_update_with_history

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations.annexes import keep_first_version
from associations.lifecycle import due_today, refusal, transition
from associations.models import Agreement, AgreementStep, Need, NumberSeries, SolutionPackage
from programme.models import validate_owner


@transaction.atomic
def move_agreement(agreement, action, *, by, reason="", document=None, on=None):
    """Apply one action of ``associations.lifecycle`` and return the agreement as it is then.

    The row is locked and its state read again, so of two users who act at once the second is refused. ``by`` is None
    for the daily command. ``document`` is the decision or minutes that some steps need. ``on`` is the day whose year
    numbers the agreement at approval, today by default.
    Raises ``ValidationError`` with the guard's sentence; the row stays as it was.
    """
    row = transition(action)
    named = ("association", "programme_authority", "association_authority")
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related(*named).get(pk=agreement.pk)
    if sentence := refusal(row, agreement, by):
        raise ValidationError(sentence, code=f"{action}_refused")
    _require_grounds(row, agreement, reason, document)
    before = agreement.status
    agreement.status = row.target
    agreement.status_reason = reason.strip()
    _record(agreement, action, by, on or timezone.localdate())
    agreement._history_user = by
    agreement._change_reason = reason.strip()[:100] or None
    agreement.save()
    AgreementStep.objects.create(
        agreement=agreement,
        action=action,
        from_status=before,
        to_status=row.target,
        by=by,
        reason=agreement.status_reason,
        document=document,
    )
    if action == "start":
        _start_packages(agreement, by)
        keep_first_version(agreement, by)
    elif action in ("complete", "terminate", "cancel"):
        _end_packages(agreement, by)
    audit.record(f"agreement.{action}", agreement, by=by, changes={"status": [before, row.target]}, reason=reason)
    _announce(agreement, action, by)
    return agreement


def move_due(action):
    """Take ``action`` as the portal itself for every agreement whose day has come. Returns how many were moved.

    Safe to run twice and beside people: each agreement is moved in its own transaction, and one whose guards refuse
    stays for a person to mend.
    """
    moved = 0
    for agreement in due_today(transition(action)):
        with suppress(ValidationError):
            move_agreement(agreement, action, by=None)
            moved += 1
    return moved


@transaction.atomic
def state_need(association, *, by, title, description="", priority=Need.Priority.NORMAL, enterprises_affected=None):
    """Record a need of ``association`` and tell those who answer. Returns the ``Need``."""
    need = Need.objects.create(
        association=association,
        title=title,
        description=description,
        priority=priority,
        enterprises_affected=enterprises_affected,
        stated_by=by,
    )
    audit.record("need.state", need, by=by)
    notify(
        User.objects.with_permission("associations.answer_need"),
        "need.stated",
        subject=gettext_noop("New need of %(association)s"),
        body="%(title)s",
        values={"association": association.label, "title": need.title},
        path=need.get_absolute_url(),
    )
    return need


@transaction.atomic
def change_need(need, *, by, **values):
    """Change a need that nobody has answered yet. Returns the ``Need``; raises ``ValidationError`` afterwards."""
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if need.status != Need.Status.STATED:
        raise ValidationError(_("This need was answered already, by %(name)s."), params={"name": need.answered_by})
    changes = {name: [getattr(need, name), value] for name, value in values.items() if getattr(need, name) != value}
    for name, value in values.items():
        setattr(need, name, value)
    need.save()
    audit.record("need.change", need, by=by, changes=changes)
    return need


@transaction.atomic
def answer_need(need, *, by, status, answer="", task=None, package=None):
    """Answer a need with the task or package that meets it, or a reason why not. Returns the ``Need``.

    A package must belong to the association that stated the need. Raises ``ValidationError`` when it was answered
    already or the answer is incomplete.
    """
    if not by.has_perm("associations.answer_need"):
        raise PermissionDenied
    need = Need.objects.select_for_update(of=("self",)).select_related("association").get(pk=need.pk)
    if need.status != Need.Status.STATED:
        raise ValidationError(_("This need was answered already, by %(name)s."), params={"name": need.answered_by})
    if status == Need.Status.MET and not (task or package):
        raise ValidationError(_("A need that will be met names the task or the package that meets it."))
    if status == Need.Status.DECLINED and not answer.strip():
        raise ValidationError(_("A need that cannot be met needs a reason: write the answer."))
    if package and package.agreement.association_id != need.association_id:
        raise ValidationError(_("This package belongs to another association: choose one of the association's own."))
    if package and package.agreement.serial is None:
        raise ValidationError(
            _("The agreement of this package has no number yet and the association cannot read it: choose another one.")
        )
    need.status, need.answer, need.task, need.package = status, answer.strip(), task, package
    need.answered_by, need.answered_at = by, timezone.now()
    need.save()
    audit.record("need.answer", need, by=by, reason=answer)
    notify(
        _people_of(need.association),
        "need.answered",
        subject=gettext_noop("Your need was answered: %(title)s"),
        body="%(answer)s",
        values={"title": need.title, "answer": answer or task or package},
        path=need.get_absolute_url(),
    )
    return need


def _require_grounds(row, agreement, reason, document):
    if row.needs_reason and not reason.strip():
        raise ValidationError(_("Say why: this step needs a reason."), code="reason_missing")
    if row.needs_document and document is None:
        raise ValidationError(_("This step needs its decision or minutes: attach the file."), code="document_missing")
    validate_owner(document, agreement.association.code)


def _record(agreement, action, by, day):
    now = timezone.now()
    if action == "submit":
        agreement.submitted_by, agreement.submitted_at = by, now
    elif action == "return":
        agreement.submitted_by = agreement.submitted_at = None
    elif action == "approve":
        agreement.approved_by, agreement.approved_at = by, now
        agreement.year = day.year
        agreement.serial = _next_serial(agreement.kind, day.year)
    elif action == "sign":
        for side in ("programme", "association"):
            authority = getattr(agreement, f"{side}_authority")
            setattr(agreement, f"{side}_signatory", authority.full_name)
            setattr(agreement, f"{side}_signatory_position", authority.position)


def start_due_packages():
    """Put packages under way whose first day came while their agreement was in force; the daily command calls it.

    Returns how many. Safe to run twice and beside people: each agreement is locked in its own transaction.
    """
    in_force = Agreement.objects.filter(status=Agreement.Status.IN_FORCE)
    started = 0
    for key in in_force.filter(packages__in=_waiting_packages()).order_by("pk").distinct().values_list("pk", flat=True):
        with transaction.atomic():
            agreement = in_force.select_for_update(of=("self",)).filter(pk=key).first()
            started += _start_packages(agreement, by=None) if agreement else 0
    return started


def _waiting_packages():
    return SolutionPackage.objects.filter(status=SolutionPackage.Status.PREPARING, starts_on__lte=timezone.localdate())


def _start_packages(agreement, by):
    """With the agreement in force, its packages whose first day has come are under way; return how many begin."""
    waiting = dict.fromkeys(_waiting_packages().filter(agreement=agreement), SolutionPackage.Status.RUNNING)
    _set_status(waiting, by)
    return len(waiting)


def _end_packages(agreement, by):
    """With the agreement nothing is under way any more: completed is what was under way until it was completed."""
    status = SolutionPackage.Status
    ends = {status.PREPARING: status.STOPPED, status.RUNNING: status.STOPPED}
    if agreement.status == Agreement.Status.COMPLETED:
        ends[status.RUNNING] = status.COMPLETED
    _set_status({package: ends[package.status] for package in agreement.packages.filter(status__in=ends)}, by)


def _set_status(packages, by):
    for package, status in packages.items():
        package.status = status
    if packages:
        bulk_update_with_history(list(packages), SolutionPackage, ["status"], default_user=by)


def _next_serial(kind, year):
    """Return the next number of a kind and year; the series row is locked until the approval is committed."""
    NumberSeries.objects.get_or_create(kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(kind=kind, year=year)
    series.last += 1
    series.save()
    return series.last


def _people_of(association):
    return User.objects.filter(is_active=True, memberships__association=association)


def _announce(agreement, action, by):
    """Tell those who have to act next, or those whose agreement changed."""
    subject = gettext_noop("Agreement is now “%(status)s”: %(title)s")
    if action == "return":
        subject = gettext_noop("Agreement was returned: %(title)s")
    if action == "submit":
        subject = gettext_noop("Agreement to approve: %(title)s")
        people = User.objects.with_permission("associations.approve_agreement").exclude(pk=agreement.prepared_by_id)
    elif action in ("return", "approve", "cancel"):
        people = User.objects.filter(pk=agreement.prepared_by_id).exclude(pk=by.pk)
    elif action == "expire":
        people = _people_of(agreement.association) | User.objects.filter(pk=agreement.prepared_by_id, is_active=True)
        people = people.distinct()
    else:
        people = _people_of(agreement.association)
    values = {
        "status": Agreement.Status(agreement.status).label,
        "title": agreement.title,
        "reason": agreement.status_reason,
    }
    notify(
        people,
        f"agreement.{action}",
        subject=subject,
        body="%(reason)s",
        values=values,
        path=agreement.get_absolute_url(),
    )
