"""What happens to annexes and to the versions of an agreement's terms."""

from django.db import transaction

from associations.models import Agreement, AgreementVersion
from associations.terms import fingerprint, terms_of

Status = Agreement.Status


# --- versions ------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_first_version(agreement, by):
    """Keep the terms with which ``agreement`` goes in force as version 1, read from its first day on.

    Call it in the transaction that puts the agreement in force. Called again it returns the version there is.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    return agreement.versions.first() or keep_version(agreement, by=by, effective_on=agreement.starts_on)


def keep_version(agreement, *, by, effective_on, annex=None):
    """Write the terms as they are now as the next version. The caller holds the agreement's lock."""
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
