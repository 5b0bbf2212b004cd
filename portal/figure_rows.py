"""The rows behind one figure: subjects of a distinct count, entries of a sum, the two parts of a share.

The number on top comes from ``programme.figures.answer``; the rows add up to it. Exports give the same rows.
"""

from dataclasses import dataclass, field
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.access import RightMissing
from common.querysets import CappedPaginator
from portal import ledger_links
from portal.dashboard_data import Cell, knowledge
from portal.dashboard_forms import RowLinks, question_query, read_selection
from portal.figure_exports import export
from programme import figures
from programme.models import Document, Indicator

Kind = Indicator.Kind
_PAGE = 50


@dataclass(slots=True)
class SubjectRow:
    """One subject of a distinct count, with what its entries say. ``count`` is 1, or -1 for one that left."""

    subject: ledger_links.Link
    count: int
    entry_count: int
    first_on: date
    last_on: date
    associations: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    sources: list[ledger_links.Link] = field(default_factory=list)  # the records it was counted from


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
    if wanted := request.GET.get("format"):
        return _export(request, indicator, question, head, wanted)
    asked = [part for part in (indicator, indicator.numerator, indicator.denominator) if part is not None]
    found = figures.sheet(asked, question, {}, head)[0]
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
        page = _paginator(indicator, question, user).get_page(request.GET.get("page"))
        rows = described(indicator, question, list(page.object_list), user)
        has_numbers = indicator.is_distinct and any(row.subject.number for row in rows)
        context |= {"page": page, "rows": rows, "has_numbers": has_numbers}
    return render(request, "portal/figure_rows.html", context)


def period_text(question):
    """The days that a question covers, in words."""
    end = date_format(question.as_of, "SHORT_DATE_FORMAT")
    if question.since is None:
        return _("up to %(end)s") % {"end": end}
    return _("from %(start)s to %(end)s") % {"start": date_format(question.since, "SHORT_DATE_FORMAT"), "end": end}


def _export(request, indicator, question, head, wanted):
    """Send every row of the figure as the ledger stands now, whatever is posted while they are read."""
    if indicator.kind == Kind.SHARE:
        raise Http404
    question = question.replace(known=head.sequence if question.known is None else question.known)
    return export(request, indicator, question, _rows(indicator, question), period_text(question), wanted)


def _rows(indicator, question):
    if indicator.is_distinct:
        return figures.subjects(indicator, question).order_by("subject")  # an index gives them in this order
    return figures.entries(indicator, question).select_related("posting").order_by("-happened_on", "-pk")


def _paginator(indicator, question, user):
    """Subjects come by name where all of them can be paged through: nobody looks a name up among more."""
    paginator = CappedPaginator(_rows(indicator, question), _PAGE)
    if indicator.is_distinct and not paginator.has_more:
        paginator.object_list = ledger_links.by_name(paginator.object_list, user)
    return paginator


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
            found[row["subject"]], row["count"], row["entry_count"], row["first_on"], row["last_on"]
        )
        for row in rows
    }
    behind = figures.entries(indicator, question).filter(subject__in=keys).order_by("happened_on", "pk")
    behind = list(behind.values_list("subject", "association", "document", "source_type", "source_id", named=True))
    documents = ledger_links.documents({entry.document for entry in behind}, user)
    sources = ledger_links.source_records(behind, user, short=True)
    for entry in behind:
        row = result[entry.subject]
        _add(row.associations, entry.association)
        _add(row.documents, documents.get(entry.document))
        _add(row.sources, sources.get((entry.source_type, entry.source_id)))
    return list(result.values())


def _add(found, value):
    if value and value not in found:
        found.append(value)
