"""The report's own texts while they are written: saved every few seconds, by several people, with nothing lost."""

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts import audit
from associations.report_services import Conflict, locked_for_editing

TEXTS = ("narrative", "difficulties", "proposals")


class TextsDiffer(Conflict):
    """Two people changed the same text. ``theirs`` are those parts as stored, ``mine`` all that this user typed.

    ``stored`` is everything as stored, of the signed file its key. Saved with ``revision``, what was typed takes its
    place: both were seen then.
    """

    def __init__(self, report, fields, mine):
        names = ", ".join(str(report._meta.get_field(field).verbose_name) for field in fields)
        last = report.history.select_related("history_user").first()
        person = last.history_user.full_name if last and last.history_user else _("Somebody else")
        super().__init__(
            _("%(name)s changed the same part meanwhile (%(fields)s). Both stand below: put them together, then save."),
            params={"name": person, "fields": names},
        )
        self.theirs = {field: getattr(report, field) for field in fields}
        self.mine = mine
        self.stored = {name: getattr(report, name) for name in TEXTS} | {"document": report.document_id}
        self.revision = report.revision


@transaction.atomic
def save_texts(report, *, by, revision, is_draft=False, **values):
    """Save the texts and the signed file as typed by a user who had seen ``revision``. Returns the report.

    What others changed meanwhile stays, part by part; where both changed the same part nothing is saved and
    ``TextsDiffer`` says so. What changes nothing leaves the revision, so that it never makes a returned report look
    mended. Drafts stand in the history like every change, not in the audit trail.
    """
    report = locked_for_editing(report, by)
    changes = _mine(report, revision, values)
    if not changes:
        return report
    before = {name: getattr(report, name) for name in changes}
    for name, value in changes.items():
        setattr(report, name, value)
    report.clean()
    report.revision += 1
    report._history_user = by
    report.save()
    if not is_draft:
        audit.record("report.change", report, by=by, changes={name: [before[name], changes[name]] for name in changes})
    return report


def _mine(report, revision, values):
    """Return those of ``values`` that differ from what is stored because this user changed them since ``revision``."""
    differing = {name: value for name, value in values.items() if _plain(value) != _stored(report, name)}
    if revision in (None, report.revision) or not differing:
        return differing
    # Every change of a report, of its lines too, left a row in the history with the texts of that moment.
    seen = report.history.filter(revision=revision).first()
    mine = {name: value for name, value in differing.items() if seen is None or _plain(value) != _stored(seen, name)}
    both = [name for name in mine if seen is None or _stored(seen, name) != _stored(report, name)]
    if both:
        raise TextsDiffer(report, both, mine)
    return mine


def _stored(row, name):
    """Return a value of a report or of a row of its history, fit to be compared."""
    return row.document_id if name == "document" else _plain(getattr(row, name))


def _plain(value):
    """Return a typed value fit to be compared: browsers send the ends of lines in their own way."""
    if isinstance(value, Model):
        return value.pk
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
