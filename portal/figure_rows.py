"""The rows behind one figure: subjects of a distinct count, entries of a sum, the two parts of a share.

The number on top comes from ``programme.figures.answer``; the rows add up to it. Exports give the same rows.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.access import RightMissing
from common.exports import CHUNK, csv_response, xlsx_response
from common.querysets import CappedPaginator
from portal import ledger_links
from portal.dashboard_data import Cell, knowledge
from portal.dashboard_forms import RowLinks, question_query, read_selection
from programme import figures
from programme.models import Document, Indicator

Kind = Indicator.Kind
_PAGE = 50


@dataclass(slots=True)
class SubjectRow:
    """One subject of a distinct count, with what its entries say. ``count`` is 1, or -1 for one that left."""

    subject: ledger_links.Link
    key: str
    count: int
    entry_count: int
    first_on: date
    last_on: date
    associations: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


@require_safe
def figure_rows(request, code):
    """One page for all kinds of figures; associations see the rows that are their own."""
    user = request.user
    if not (user.has_perm("programme.view_dashboard") or user.has_perm("programme.view_own_figures")):
        raise RightMissing("programme.view_dashboard")
    indicator = get_object_or_404(
        Indicator.objects.select_related("numerator", "denominator", "counts_entries_of"), code=code
    )
    if indicator.kind == Kind.EXTERNAL:
        raise Http404
    form, selection, head = read_selection(request)
    question = selection.question
    asked = [part for part in (indicator, indicator.numerator, indicator.denominator) if part is not None]
    found = figures.sheet(asked, question, {}, head)[0]
    if wanted := request.GET.get("format"):
        return _export(request, indicator, question, wanted)
    links = RowLinks(question)
    context = {
        "form": form,
        "selection": selection,
        "indicator": indicator,
        "figure": found[indicator.code],
        "parts": [(part, Cell(found[part.code].value, links.to(part))) for part in asked[1:]],
        "knowledge": knowledge(selection, head),
        "now_url": f"?{question_query(question.replace(known=None))}",
        "period": period_text(question),
        "query": question_query(question),
    }
    if indicator.kind != Kind.SHARE:
        rows = _rows(indicator, question)
        page = CappedPaginator(rows, _PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": described(indicator, question, list(page.object_list), user)}
    return render(request, "portal/figure_rows.html", context)


def period_text(question):
    """The days that a question covers, in words."""
    end = date_format(question.as_of, "SHORT_DATE_FORMAT")
    if question.since is None:
        return _("up to %(end)s") % {"end": end}
    return _("from %(start)s to %(end)s") % {"start": date_format(question.since, "SHORT_DATE_FORMAT"), "end": end}


def _rows(indicator, question):
    if indicator.is_distinct:
        return figures.subjects(indicator, question).order_by("-last_on", "subject")
    return figures.entries(indicator, question).select_related("posting").order_by("-happened_on", "-pk")


def described(indicator, question, rows, user):
    """Return the rows of one page with names, source records and evidence; a fixed number of queries."""
    if indicator.is_distinct:
        return _subject_rows(indicator, question, rows, user)
    return ledger_links.entry_rows(rows, user)


def _subject_rows(indicator, question, rows, user):
    keys = [row["subject"] for row in rows]
    found = ledger_links.subjects(keys, user)
    result = {
        row["subject"]: SubjectRow(
            found[row["subject"]], row["subject"], row["count"], row["entry_count"], row["first_on"], row["last_on"]
        )
        for row in rows
    }
    behind = figures.entries(indicator, question).filter(subject__in=keys).order_by("happened_on", "pk")
    behind = list(behind.values_list("subject", "association", "document"))
    documents = ledger_links.documents({document for _subject, _association, document in behind}, user)
    for subject, association, document in behind:
        row = result[subject]
        if association and association not in row.associations:
            row.associations.append(association)
        if document in documents and documents[document] not in row.documents:
            row.documents.append(documents[document])
    return list(result.values())


# --- export ----------------------------------------------------------------------------------------------------


def _export(request, indicator, question, wanted):
    """Send every row of the figure, not only the page's."""
    if wanted not in ("csv", "xlsx") or indicator.kind == Kind.SHARE:
        raise Http404
    name = f"{indicator.code}-{timezone.localdate():%Y%m%d}"
    if indicator.is_distinct:
        header = [
            _("Key"),
            _("Name"),
            _("Count"),
            _("Entries"),
            _("First"),
            _("Last"),
            _("Associations"),
            _("Evidence"),
        ]
        cells = _subject_cells
    else:
        header = [_("Day"), _("Quantity"), _("Key"), _("Subject"), _("Source record"), _("Association"), _("Province")]
        header += [_("Industry"), _("Evidence"), _("Posting"), _("Line")]
        cells = _entry_cells
    pages = Paginator(_rows(indicator, question), CHUNK)
    rows = (
        cells(row) for page in pages for row in described(indicator, question, list(page.object_list), request.user)
    )
    if wanted == "csv":
        return csv_response(name, header, rows)
    facts = [
        (_("Indicator"), indicator.name),
        (_("Period"), period_text(question)),
        (_("Made at"), timezone.now()),
        (_("Made by"), request.user),
        (_("Address"), request.build_absolute_uri()),
    ]
    return xlsx_response(name, header, rows, facts)


def _subject_cells(row):
    evidence = "; ".join(str(document) for document in row.documents)
    return [
        row.key,
        row.subject.label,
        row.count,
        row.entry_count,
        row.first_on,
        row.last_on,
        ", ".join(row.associations),
        evidence,
    ]


def _entry_cells(row):
    entry = row.entry
    names = {name: row.names[name].label if name in row.names else "" for name in ("association", "province", "sector")}
    return [
        entry.happened_on,
        entry.quantity,
        entry.subject,
        row.subject.label if row.subject else "",
        row.source.label if row.source else "",
        *names.values(),
        str(row.document or ""),
        entry.posting_id,
        entry.line,
    ]
