"""What locks supports, courses, places and measurements: their report, their agreement, a closed period."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from associations.locks import dated_in
from associations.models import Agreement, PeriodicReport
from common import locks
from common.locks import Lock
from enterprises.models import Enrolment, Measurement, Support, TrainingCourse
from programme.models import Document, LedgerPeriod

_ABOVE = ("package__agreement__association", "report__report_type", "report__accepted_by", "report__agreement")
# What is found out later is added to a measurement of an accepted report; what was reported stays.
_REPORTED = ("support_id", "name", "unit", "unit_text", "scope", "method", "measured_by", "before", "before_on")
_LATER = ("after", "after_on", "after_6_months", "after_12_months")


def register():
    """Tell ``common.locks`` about the records of this app."""
    for model in (Support, TrainingCourse):
        locks.register(model, _of_result)
    locks.register_part(Enrolment, "course")
    locks.register(Measurement, _of_measurement, compares=True)
    locks.register(Document, _of_document)


def _of_result(row, *, hold):
    agreement = row.package.agreement
    yield from locks.locks_of(row.report, hold=hold)
    yield from locks.locks_of(agreement, hold=hold)
    yield from dated_in(row.report, row.ends_on, association=agreement.association.code, hold=hold)


def _of_measurement(measurement, *, hold):
    above = "support__package__agreement__association", "support__report"
    stored = Measurement.objects.select_related(*above).filter(pk=measurement.pk).first() if measurement.pk else None
    is_found_later = stored is None or _adds_only(measurement, stored)
    rows = [measurement] if stored is None else [stored, measurement]
    days = {row.after_on for row in rows}
    if stored is None or not is_found_later:
        days |= {row.before_on for row in rows}
    for support in {row.support_id: row.support for row in rows}.values():
        agreement = support.package.agreement
        yield from _under_review(support.report, agreement)
        yield from locks.locks_of(agreement if is_found_later else support, hold=hold)
        yield from dated_in(support.report, *days, association=agreement.association.code, hold=hold)


def _under_review(report, agreement):
    """What is measured of a report that was sent is decided on as it was sent; staff could change it in the admin."""
    if report is not None and report.is_reviewable:
        sentence = _(
            "The report “%(report)s” is under review: what it says was measured stays as it was sent. Return the "
            "report if something has to be changed."
        )
        yield Lock(sentence % {"report": report}, report, agreement.association.code)


def _adds_only(measurement, stored):
    """Whether nothing that was measured before is changed: values come into boxes that were empty."""
    later = any(getattr(stored, name) is None and getattr(measurement, name) is not None for name in _LATER)
    kept = all(getattr(stored, name) in (None, getattr(measurement, name)) for name in _LATER)
    return later and kept and all(getattr(stored, name) == getattr(measurement, name) for name in _REPORTED)


def _of_document(document, *, hold):
    """The evidence of a result is locked with it; only what may be locked is read, since a paper may prove hundreds."""
    if document.pk is None:
        return
    period = LedgerPeriod.objects.exclude(closed_at=None)
    closed = Exists(period.filter(starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("ends_on")))
    accepted = Q(report__status=PeriodicReport.Status.ACCEPTED)
    ended = Q(package__agreement__status__in=Agreement.ENDED)
    for rows in (document.supports, document.courses):
        for row in rows.filter(accepted | ended | closed).select_related(*_ABOVE):
            yield from _of_result(row, hold=hold)
