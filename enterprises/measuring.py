"""What associations do with the measurements of a report's supports. Staff enter the later ones in the admin."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from associations.locks import refuse_locked
from associations.report_lines import still_there
from associations.report_services import locked_for_editing, touch
from enterprises.models import Measurement


@transaction.atomic
def record_measurement(report, *, by, **values):
    """Add a measurement of one of the report's supports, while it is open. Returns it; raises ``ValidationError``."""
    report = locked_for_editing(report, by)
    row = Measurement(**values)
    _save(row, report, by)
    audit.record("measurement.record", row, by=by)
    return row


@transaction.atomic
def change_measurement(row, *, by, **values):
    """Change a measurement while the report of its support is open. Returns it; raises ``ValidationError``."""
    report = locked_for_editing(row.report, by)
    before = still_there(row)
    for name, value in values.items():
        setattr(row, name, value)
    _save(row, report, by)
    audit.record("measurement.change", row, by=by, changes=audit.difference(before, row, values))
    return row


@transaction.atomic
def remove_measurement(row, *, by):
    """Delete a measurement while the report of its support is open; its history and the audit trail stay."""
    report = locked_for_editing(row.report, by)
    still_there(row)
    refuse_locked(row, by)
    audit.record("measurement.remove", row, by=by)
    row.delete()
    touch(report)


def _save(row, report, by):
    if row.support.report_id != report.pk:
        raise ValidationError({"support": _("This support stands in another report: choose one of this report.")})
    refuse_locked(row, by)
    row.full_clean()
    row.save()
    touch(report)
