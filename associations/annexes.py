"""What happens to annexes and to the versions of an agreement's terms; one function an act, in one transaction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations.annex_lifecycle import agreement_takes_annexes, merged, refusal, transition
from associations.locks import refuse_locked
from associations.models import Agreement, AgreementVersion, Annex
from associations.report_services import Conflict
from associations.term_writing import write
from associations.terms import difference, fingerprint, terms_of
from programme.models import validate_owner

Status = Annex.Status


# --- versions ------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_first_version(agreement, by):
    """Keep the terms with which ``agreement`` goes in force as version 1, read from its first day on.

    Call it in the transaction that puts the agreement in force. Called again it returns the version there is.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    return agreement.versions.order_by("number").first() or _keep(agreement, by, agreement.starts_on)


@transaction.atomic
def keep_change(agreement, by):
    """Keep the terms as a version of today when something beside an annex changed them: a package was added.

    Returns the version, or None where nothing changed or the agreement has no version yet.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    last = agreement.versions.order_by("number").last()
    if last is None or not difference(last.terms, terms_of(agreement)):
        return None
    return _keep(agreement, by, timezone.localdate())


def _keep(agreement, by, effective_on, annex=None):
    """Write the terms as they are now as the next version; days of versions never go back."""
    before = agreement.versions.order_by("number").last()
    number = before.number + 1 if before else 1
    effective_on = max(effective_on, before.effective_on) if before else effective_on
    terms = terms_of(agreement)
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        effective_on=effective_on,
        terms=terms,
        annex=annex,
        hash=fingerprint(number, effective_on.isoformat(), terms, before.hash if before else ""),
        recorded_by=by,
    )


def version_on(agreement, day):
    """Return the version of the terms that holds on ``day``, or None before the first."""
    return agreement.versions.filter(effective_on__lte=day).order_by("number").last()


# --- preparing -----------------------------------------------------------------------------------------------------


@transaction.atomic
def prepare_annex(agreement, *, by, title, effective_on, content=""):
    """Start an amendment as a copy of the terms that hold now; its number is the next of the agreement."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_locked(agreement, by)
    if sentence := agreement_takes_annexes(agreement):
        raise ValidationError(sentence)
    keep_first_version(agreement, by)
    terms = terms_of(agreement)
    annex = Annex(
        agreement=agreement,
        number=(agreement.annexes.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=Annex.Kind.AMENDMENT,
        status=Status.DRAFT,
        title=title,
        content=content,
        effective_on=effective_on,
        base=terms,
        proposed=terms,
        prepared_by=by,
    )
    annex._history_user = by
    annex.save()
    audit.record("annex.prepare", annex, by=by)
    return annex


@transaction.atomic
def change_annex(annex, *, by, revision, terms, **words):
    """Change the draft that the user saw. Raises ``Conflict`` when somebody changed it meanwhile."""
    annex = _locked(annex, by)
    if not annex.is_editable:
        raise Conflict(_("The annex is “%(status)s” now and is not changed any more.") % _state(annex))
    if annex.revision != revision:
        raise Conflict(_("Somebody changed this annex meanwhile: look at it again and enter your changes anew."))
    changes = {change.label: [change.old, change.new] for change in difference(annex.proposed, terms)}
    changes |= {name: [getattr(annex, name), value] for name, value in words.items() if getattr(annex, name) != value}
    for name, value in words.items():
        setattr(annex, name, value)
    annex.proposed = terms
    return _saved(annex, "change", by, changes=changes)


@transaction.atomic
def resolve_conflicts(annex, *, by, revision, choices, reason=""):
    """Settle what another annex changed meanwhile, each term by ``"mine"`` or ``"theirs"``.

    The terms of now become the base. A draft is resolved by who may edit it, a signed annex by who may put it into
    effect, with a reason.
    """
    annex = _locked(annex, by)
    if annex.revision != revision:
        raise Conflict(_("Somebody changed this annex meanwhile: look at it again and enter your changes anew."))
    if sentence := resolving_refused(annex, by):
        raise ValidationError(sentence)
    if annex.status == Status.SIGNED and not reason.strip():
        raise ValidationError(_("Say why: this step needs a reason."), code="reason_missing")
    terms, open_conflicts = merged(annex, choices)
    if open_conflicts:
        labels = "; ".join(conflict.label for conflict in open_conflicts)
        raise ValidationError(_("Choose a value for each conflict: %(terms)s.") % {"terms": labels})
    conflicts = merged(annex)[1]
    changes = {item.label: [item.base, f"{item.theirs} / {item.mine} → {choices[item.code]}"] for item in conflicts}
    annex.base, annex.proposed = terms_of(annex.agreement), terms
    return _saved(annex, "resolve", by, changes=changes, reason=reason)


def resolving_refused(annex, user):
    """Return the sentence that refuses ``user`` to resolve conflicts of ``annex`` now, or ''."""
    rights = {Status.DRAFT: "associations.change_annex", Status.SIGNED: "associations.apply_annex"}
    if annex.status not in rights:
        return _("The annex is “%(status)s”: return it to draft to resolve the conflict.") % _state(annex)
    if not user.has_perm(rights[annex.status]):
        return _("A conflict of a signed annex is resolved by who may put it into effect.")
    return ""


# --- moving --------------------------------------------------------------------------------------------------------


@transaction.atomic
def move_annex(annex, action, *, by, reason="", revision=None, **signing):
    """Apply one action of ``associations.annex_lifecycle`` and return the annex as it is then.

    The agreement and the annex are locked and read again, so of two users who act at once the second is refused.
    ``signing`` are both dates and the document. ``by`` is None for the daily command.
    Raises ``ValidationError`` with the guard's sentence; nothing is changed then.
    """
    row = transition(action)
    annex = _locked(annex, by)
    if revision is not None and annex.revision != revision:
        raise Conflict(_("Somebody changed this annex meanwhile: look at it again before you decide."))
    for name, value in signing.items():
        setattr(annex, name, value)
    validate_owner(annex.document, annex.agreement.association.code)
    if sentence := refusal(row, annex, by):
        raise ValidationError(sentence, code=f"{action}_refused")
    if row.needs_reason and not reason.strip():
        raise ValidationError(_("Say why: this step needs a reason."), code="reason_missing")
    before, changes = annex.status, {}
    if action == "apply":
        changes = _apply(annex, by)
    annex.status, annex.status_reason = row.target, reason.strip()
    _record_step(annex, action, by)
    changes["status"] = [before, row.target]
    annex = _saved(annex, action, by, changes=changes, reason=reason)
    _announce(annex, action, by)
    return annex


def take_due_effect(day=None):
    """Put every signed annex whose day has come into effect; return ``(how many, [(annex, why not)])``.

    Safe to run again: what conflicts stays signed, and waits on the first page of who may resolve it.
    """
    taken, refused = 0, []
    for annex in Annex.objects.due_by(day or timezone.localdate()):
        try:
            move_annex(annex, "apply", by=None)
        except ValidationError as error:
            refused.append((annex, " ".join(error.messages)))
        else:
            taken += 1
    return taken, refused


def _apply(annex, by):
    """Write the merged terms and keep them as a version; return what changed, in words."""
    agreement = annex.agreement
    keep_first_version(agreement, by)
    before = terms_of(agreement)
    terms, _conflicts = merged(annex)
    write(agreement, terms, by=by, reason=_("Annex %(number)d") % {"number": annex.number})
    version = _keep(agreement, by, annex.effective_on, annex)
    return {change.label: [change.old, change.new] for change in difference(before, version.terms)}


def _locked(annex, by):
    """Return the annex as it is now, with its agreement, which every change of terms locks first."""
    agreements = Agreement.objects.select_for_update(of=("self",)).select_related("association")
    agreement = agreements.get(pk=annex.agreement_id)
    annex = Annex.objects.select_for_update(of=("self",)).get(pk=annex.pk)
    annex.agreement = agreement
    refuse_locked(annex, by)
    if not annex.has_terms:
        raise ValidationError(_("This annex was recorded with its paper only; it has no steps to take."))
    return annex


def _saved(annex, action, by, *, changes, reason=""):
    annex.revision += 1
    annex._history_user = by
    annex._change_reason = reason.strip()[:100] or None
    annex.save()
    audit.record(f"annex.{action}", annex, by=by, changes=changes, reason=reason)
    return annex


def _record_step(annex, action, by):
    now = timezone.now()
    if action == "submit":
        annex.submitted_by, annex.submitted_at = by, now
    elif action == "return":
        annex.submitted_by = annex.submitted_at = annex.approved_by = annex.approved_at = None
    elif action == "approve":
        annex.approved_by, annex.approved_at = by, now
    elif action == "sign":
        annex.signed_on = max(annex.programme_signed_on, annex.association_signed_on)


def _state(annex):
    return {"status": annex.get_status_display()}


def _announce(annex, action, by):
    """Tell those who have to act next, or those whose agreement changed."""
    subject = gettext_noop("Annex %(number)s is now “%(status)s”: %(title)s")
    of_association = Q(is_active=True, memberships__association=annex.agreement.association_id)
    if action == "submit":
        subject = gettext_noop("Annex to approve: %(title)s")
        people = User.objects.with_permission("associations.approve_annex").exclude(pk=annex.prepared_by_id)
    elif action in ("sign", "apply"):
        people = User.objects.filter(of_association)
    elif action == "withdraw":  # what both sides signed
        people = User.objects.filter(of_association | Q(pk=annex.prepared_by_id)).exclude(pk=by.pk).distinct()
    else:
        people = User.objects.filter(pk=annex.prepared_by_id).exclude(pk=by.pk)
    notify(
        people,
        f"annex.{action}",
        subject=subject,
        body="%(about)s",
        values={
            "number": annex.number,
            "status": Status(annex.status).label,
            "title": annex.title,
            "about": "\n".join(filter(None, [str(annex.agreement), annex.status_reason])),
        },
        path=annex.get_absolute_url(),
    )
