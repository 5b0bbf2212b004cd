"""Lines of a report on money and communication: added, changed and taken out while the report is open."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from associations.locks import refuse_locked
from associations.report_corrections import take_back_replaced
from associations.report_services import Conflict, locked_for_editing, touch


@transaction.atomic
def record_line(section, report, *, by, **values):
    """Add a line of a ``section`` to an open or returned report. Returns it; raises ``ValidationError``.

    In a correction it may be given with the accepted one that it ``replaces``, which is taken back with it.
    """
    report = locked_for_editing(report, by)
    row = section.model(report=report, **values)
    refuse_locked(row, by)
    row.full_clean()
    row.save()
    take_back_replaced(report, section.code, row)
    touch(report)
    audit.record(f"{row._meta.model_name}.record", row, by=by)
    return row


@transaction.atomic
def change_line(row, *, by, **values):
    """Change a line whose report is open or returned. Returns it; raises ``ValidationError``."""
    report = locked_for_editing(row.report, by)
    before = still_there(row)
    for name, value in values.items():
        setattr(row, name, value)
    refuse_locked(row, by)
    row.full_clean()
    row.save()
    touch(report)
    audit.record(f"{row._meta.model_name}.change", row, by=by, changes=audit.difference(before, row, values))
    return row


@transaction.atomic
def remove_line(row, *, by):
    """Delete a line from an open or returned report; its history and the audit trail stay."""
    report = locked_for_editing(row.report, by)
    still_there(row)
    refuse_locked(row, by)
    audit.record(f"{row._meta.model_name}.remove", row, by=by)
    row.delete()
    touch(report)


def still_there(row):
    """Return the row as it is stored; raises ``Conflict`` when somebody deleted it meanwhile."""
    stored = type(row).objects.filter(pk=row.pk).first()
    if stored is None:
        raise Conflict(_("Somebody deleted this record meanwhile: it can no longer be changed."))
    return stored
