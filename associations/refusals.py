"""What is refused under an agreement in its present state: packages, reports, changes of terms; one sentence each."""

from django.utils.translation import gettext as _

from associations.models import Agreement


def stop(agreement):
    """Return the sentence that says why a suspended agreement takes neither packages nor reports; '' for others."""
    if agreement.status != Agreement.Status.SUSPENDED:
        return ""
    return _(
        "The agreement is suspended (%(reason)s): no package is added and no report is opened, sent or accepted until "
        "it is resumed."
    ) % {"reason": agreement.status_reason.rstrip(". ") or _("no reason recorded")}


def packages_refused(agreement):
    """Return the sentence that refuses a new package under ``agreement``, or ''."""
    if agreement.takes_packages:
        return ""
    return stop(agreement) or _(
        "The agreement is “%(status)s”: packages are added to a draft, or from its approval until its term ends."
    ) % {"status": agreement.get_status_display()}


def reports_refused(agreement):
    """Return the sentence that refuses to open a report under ``agreement``, or ''."""
    if agreement.takes_reports:
        return ""
    return stop(agreement) or _(
        "The agreement is “%(status)s”; reports are opened only while it is in force or, for days of its term, when "
        "that is over."
    ) % {"status": agreement.get_status_display()}


def terms_refusal(agreement):
    """Return the sentence that refuses to change terms by any other way than an annex, or ''."""
    if agreement.is_editable or agreement.is_ended:  # an ended one is locked: ``associations.locks`` says so
        return ""
    if agreement.has_begun:
        words = _("The agreement is “%(status)s”: its terms change only by an annex, prepared on the agreement's page.")
    else:
        words = _(
            "The agreement is “%(status)s”: its terms stay as they were approved; once it is in force, an annex "
            "changes them."
        )
    return words % {"status": agreement.get_status_display()}
