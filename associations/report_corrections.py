"""Corrections of accepted reports: opened with a cause, told what they take back, withdrawn.

A correction is a periodic report of its own ("bản điều chỉnh số n"), so that it is written, sent, returned, accepted,
frozen and posted by ``associations.report_services`` like any other. The accepted report is never touched. Design §4.8.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import audit
from accounts.models import User
from accounts.notifications import notify
from associations import refusals
from associations.models import Agreement, PeriodicReport, ReportReview, ReportVersion, TakenBack
from associations.report_services import locked_for_editing, touch
from associations.report_steps import Conflict, locked, note_step, people_of, require, save
from associations.sections import Contents, taken_back_from
from common.locks import Locked, locks_of
from programme.figures import known_at

Status = PeriodicReport.Status
Step = ReportReview.Action
_NOT_STANDING = gettext_lazy(
    "A record chosen is not among those of the accepted report that still count: look at the list again."
)


@transaction.atomic
def open_correction(report, *, by, cause):
    """Open the next correction of an accepted ``report`` and tell the association. Returns the new ``PeriodicReport``.

    It starts empty, has the period of ``report`` and is due as many days from now as its type gives after a cut-off.
    Raises ``ValidationError`` without a cause and where none may be opened, ``Conflict`` when one is under way.
    """
    require(by, "associations.correct_periodicreport")
    if not cause.strip():
        raise ValidationError(_("Say why the report is corrected: the cause is kept with both figures."))
    # The agreement is what two who open a correction at once wait for, as those who open reports do.
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("association")
    agreement = rows.get(pk=report.agreement_id)
    report = PeriodicReport.objects.select_related("report_type").get(pk=report.pk)
    for lock in locks_of(agreement):
        raise Locked(lock)
    if sentence := correction_refused(report) or refusals.reports_refused(agreement):
        raise Conflict(sentence)
    last = report.corrections.aggregate(last=Max("correction_number"))["last"] or 0
    due_on = max(report.period_ends_on, timezone.localdate() + timedelta(report.report_type.days_to_submit))
    correction = PeriodicReport(
        agreement=agreement,
        report_type=report.report_type,
        period_starts_on=report.period_starts_on,
        period_ends_on=report.period_ends_on,
        due_on=due_on,
        corrects=report,
        correction_number=last + 1,
        cause=cause.strip(),
    )
    correction.full_clean()
    save(correction, by)
    note_step(correction, Step.OPENED, by, cause)
    notify(
        people_of(correction).exclude(pk=by.pk),
        "report.opened",
        subject=gettext_noop("Report to write: %(report)s"),
        body=gettext_noop("Please submit it by %(day)s."),
        values={"report": correction, "day": date_format(due_on, "SHORT_DATE_FORMAT")},
        path=correction.get_absolute_url(),
    )
    return correction


def correction_refused(report):
    """Return the sentence that refuses to open a correction of ``report``, or ''."""
    if report.is_correction:
        return _("A correction is not corrected itself: open a further correction of the report that it corrects.")
    if report.status != Status.ACCEPTED:
        return _("The report is “%(status)s”: only an accepted one is corrected; this one can still be mended.") % {
            "status": report.get_status_display()
        }
    if other := under_way(report):
        return _("“%(correction)s” is “%(status)s”: complete or withdraw it before another one is opened.") % {
            "correction": other,
            "status": other.get_status_display(),
        }
    return ""


def under_way(report):
    """Return the correction of ``report`` that is neither accepted nor withdrawn, or None."""
    done = (Status.ACCEPTED, Status.WITHDRAWN)
    return report.corrections.exclude(status__in=done).select_related("report_type").first()


def standing(correction):
    """Return ``{section: its records}`` that ``correction`` may take back: accepted, and not taken back since.

    A record recorded by an earlier correction counts, too.
    """
    family = PeriodicReport.objects.family_of(correction)
    return {section: list(section.standing(family)) for section in taken_back_from()}


@transaction.atomic
def take_back(correction, *, by, revision, chosen):
    """Have a correction take back the records ``chosen`` (``{(section, key)}``) and no others. Returns it.

    Raises ``ValidationError`` for a record that does not stand, and for leaving out one that is replaced.
    """
    correction = _editable(correction, by, revision)
    known = {(section.code, row.pk): row for section, rows in standing(correction).items() for row in rows}
    if not set(chosen) <= set(known):
        raise ValidationError(_NOT_STANDING)
    kept = {(row.section, row.line): row for row in correction.taken_back.all()}
    left_out = set(kept) - set(chosen)
    for section, key in sorted(left_out):
        row = known.get((section, key))
        if row is not None and hasattr(row, "replacement"):
            raise ValidationError(
                _("“%(record)s” is replaced by a record of this correction: delete that one first."),
                params={"record": row},
            )
        kept[section, key].delete()
    new = [place for place in known if place in set(chosen) - set(kept)]
    for section, key in new:
        _add(correction, section, known[section, key])
    if new or left_out:
        touch(correction)
        names = [str(kept[place]) for place in sorted(left_out)], [str(known[place]) for place in new]
        audit.record("report.take_back", correction, by=by, changes={"taken_back": ["; ".join(part) for part in names]})
    return correction


def standing_record(correction, code, key):
    """Return the record of a section that ``correction`` may take back, or None."""
    section = next(section for section in taken_back_from() if section.code == code)
    return section.standing(PeriodicReport.objects.family_of(correction)).filter(pk=key).first()


def take_back_replaced(correction, code, row):
    """Have ``correction``, locked by the caller, take back the record that its new ``row`` replaces, if it does."""
    if row.replaces_id is None:
        return
    if not correction.is_correction:
        raise ValidationError(_("Only a correction replaces an accepted record."))
    found = standing_record(correction, code, row.replaces_id)
    if found is None:
        raise ValidationError(_NOT_STANDING)
    if not correction.taken_back.filter(section=code, line=found.pk).exists():
        _add(correction, code, found)


@transaction.atomic
def withdraw_correction(correction, *, by, reason, revision):
    """Give up a correction that is not under review. Returns it.

    Raises ``ValidationError`` without a reason, and while it holds records of its own: those go first, knowingly.
    """
    require(by, "associations.submit_periodicreport")
    if not reason.strip():
        raise ValidationError(_("Say why the correction is withdrawn."))
    correction = locked(correction, by, revision, Status.OPEN, Status.RETURNED)
    if not correction.is_correction:
        raise ValidationError(_("Only a correction is withdrawn: a period is reported on in any case."))
    if any(rows for code, rows in Contents(correction).items() if code != "taken_back"):
        raise ValidationError(_("The correction holds records of its own: delete them first, then withdraw it."))
    correction.status = Status.WITHDRAWN
    save(correction, by)
    note_step(correction, Step.WITHDRAWN, by, reason)
    if correction.round:
        notify(
            User.objects.with_permission("associations.review_periodicreport"),
            "report.withdrawn",
            subject=gettext_noop("Correction withdrawn: %(association)s, %(report)s"),
            body="%(reason)s",
            values={
                "association": correction.agreement.association.label,
                "report": correction,
                "reason": reason.strip(),
            },
            path=correction.get_absolute_url(),
        )
    return correction


def position_of(report):
    """Return the ledger's position at the acceptance of ``report``: its figures as known then."""
    version = report.versions.filter(kind=ReportVersion.Kind.ACCEPTANCE).values_list("ledger_sequence", flat=True)
    return report.posting_id or version.first() or known_at(report.accepted_at)


def _editable(correction, by, revision):
    correction = locked_for_editing(correction, by, revision)
    if not correction.is_correction:
        raise ValidationError(_("Only a correction takes accepted records back."))
    return correction


def _add(correction, section, row):
    TakenBack.objects.create(report=correction, section=section, line=row.pk, label=str(row)[:300])
