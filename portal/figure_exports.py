"""The rows behind one figure as a file: every row, read once, with a fixed number of queries at any size.

The ledger only grows, so with the posting number bound every query sees the same entries, whatever is posted meanwhile.
"""

from collections import defaultdict

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from common.exports import CHUNK, csv_response, xlsx_response
from portal import reference_lists
from portal.ledger_links import Labels
from programme import figures


def export(request, indicator, question, rows, period, wanted):
    """Send ``rows`` (of ``indicator`` for ``question``, whose ``known`` is set) as csv or xlsx."""
    if wanted not in ("csv", "xlsx"):
        raise Http404
    labels = Labels(request.user)
    name = f"{indicator.code}-{timezone.localdate():%Y%m%d}"
    if indicator.is_distinct:
        header, cells = _subject_header(), _subject_cells(indicator, question, rows, labels)
    else:
        header, cells = _entry_header(), (_entry_cells(entry, labels) for entry in rows.iterator(chunk_size=CHUNK))
    if wanted == "csv":
        return csv_response(name, header, cells)
    facts = [
        (_("Indicator"), indicator.name),
        (_("Period"), period),
        (_("Posting"), question.known),
        (_("Made at"), timezone.now()),
        (_("Made by"), request.user),
        (_("Address"), request.build_absolute_uri()),
    ]
    return xlsx_response(name, header, cells, facts)


def _subject_header():
    header = [_("Key"), _("Name"), _("Count"), _("Entries"), _("First"), _("Last"), _("Associations")]
    return [*header, _("Evidence")]


def _subject_cells(indicator, question, rows, labels):
    associations, papers = defaultdict(dict), defaultdict(dict)  # dicts as ordered sets
    behind = figures.entries(indicator, question).order_by("happened_on", "pk")
    for subject, association, document in behind.values_list("subject", "association", "document").iterator(CHUNK):
        if association:
            associations[subject][association] = None
        if document:
            papers[subject][document] = None
    for row in rows.iterator(chunk_size=CHUNK):
        subject = row["subject"]
        yield [
            subject,
            labels.subject(subject),
            row["count"],
            row["entry_count"],
            row["first_on"],
            row["last_on"],
            ", ".join(associations[subject]),
            "; ".join(filter(None, map(labels.document, papers[subject]))),
        ]


def _entry_header():
    header = [_("Day"), _("Quantity"), _("Key"), _("Subject"), _("Source record"), _("Association"), _("Province")]
    return [*header, _("Industry"), _("Evidence"), _("Posting"), _("Line")]


def _entry_cells(entry, labels):
    return [
        entry.happened_on,
        entry.quantity,
        entry.subject,
        labels.subject(entry.subject),
        labels.source(entry.source_type, entry.source_id),
        labels.association(entry.association),
        reference_lists.province_names().get(entry.province, entry.province),
        reference_lists.industry_names().get(entry.sector, entry.sector),
        labels.document(entry.document_id),
        entry.posting_id,
        entry.line,
    ]
