"""What locks supports, courses, places and measurements: their report, their agreement, a closed period."""

from associations.models import PeriodicReport
from common import locks
from enterprises.models import Enrolment, Measurement, Support, TrainingCourse
from programme.locks import dated
from programme.models import Document

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
    yield from dated(row.ends_on, association=agreement.association.code, hold=hold)


def _of_measurement(measurement, *, hold):
    stored = Measurement.objects.filter(pk=measurement.pk).first() if measurement.pk else None
    for support in {measurement.support, *([stored.support] if stored else [])}:
        yield from locks.locks_of(support.package.agreement, hold=hold)
        if stored and not _adds_only(measurement, stored):
            yield from locks.locks_of(support.report, hold=hold)


def _adds_only(measurement, stored):
    """Whether nothing that was measured before is changed: values come into boxes that were empty."""
    later = any(getattr(stored, name) is None and getattr(measurement, name) is not None for name in _LATER)
    kept = all(getattr(stored, name) in (None, getattr(measurement, name)) for name in _LATER)
    return later and kept and all(getattr(stored, name) == getattr(measurement, name) for name in _REPORTED)


def _of_document(document, *, hold):
    """The evidence of an accepted result stays as it was when its report was accepted."""
    if document.pk is None:
        return
    reports = PeriodicReport.objects.filter(status=PeriodicReport.Status.ACCEPTED)
    reports = reports.select_related("report_type", "accepted_by", "agreement__association")
    for kind in ("supports", "courses"):
        for report in reports.filter(**{f"{kind}__evidence": document})[:1]:
            yield from locks.locks_of(report, hold=hold)
