"""The results ledger to read: postings, one posting with its entries, one entry."""

from datetime import date, datetime, time

import django_filters
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.access import permission_required
from common.filters import ListFilterSet
from common.lists import Column, ListPage
from common.querysets import CappedPaginator
from portal import ledger_links
from programme.models import Entry, Indicator, Posting

_PAGE = 50
_EARLIEST = date(2000, 1, 1)


class PostingFilter(ListFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Posting.Kind.choices)
    recorded_from = django_filters.DateFilter(label=_("Recorded from"), method="since_day")
    recorded_to = django_filters.DateFilter(label=_("Recorded to"), method="until_day")

    class Meta:
        model = Posting
        fields = []

    # Compared as moments, so that the index on them serves.

    def since_day(self, rows, name, value):
        return rows.filter(recorded_at__gte=_moment(value, time.min))

    def until_day(self, rows, name, value):
        return rows.filter(recorded_at__lte=_moment(value, time.max))


def _moment(day, hour):
    """Return ``hour`` of ``day`` as a moment; days before there were postings as the first of them."""
    return timezone.make_aware(datetime.combine(max(day, _EARLIEST), hour))


class PostingList(ListPage):
    model = Posting
    permission_required = "programme.view_posting"
    filterset_class = PostingFilter
    select_related = ["recorded_by", "document"]
    title = _("Results ledger")
    sentence = _(
        "Every act that changed a figure, in order. Nothing here is ever changed; a correction is a new posting."
    )
    empty_text = _("No posting matches. The ledger fills when reports are accepted and standards are published.")
    columns = [
        Column("sequence", _("Posting"), link=True, order="sequence", align="end"),
        Column("recorded_at", _("Recorded at"), order="recorded_at"),
        Column("kind", _("Kind"), status=True),
        Column("reason", _("Reason")),
        Column("entry_count", _("Entries"), align="end", order="entry_count"),
        Column("recorded_by", _("Recorded by")),
        Column("hash", _("Hash"), is_shown=False),
    ]
    default_order = "-sequence"


@require_safe
@permission_required("programme.view_posting")
def posting_detail(request, sequence):
    """Who, when, why, with which evidence, in which place of the chain; and the entries the reader may see."""
    posting = get_object_or_404(
        Posting.objects.visible_to(request.user).select_related("recorded_by", "document", "corrects"), pk=sequence
    )
    entries = (
        Entry.objects.visible_to(request.user)
        .filter(posting=posting)
        .select_related("indicator", "posting")
        .order_by("line")
    )
    page = CappedPaginator(entries, _PAGE).get_page(request.GET.get("page"))
    context = {
        "posting": posting,
        "page": page,
        "rows": ledger_links.entry_rows(list(page.object_list), request.user),
        "source": ledger_links.source_records([posting], request.user).get((posting.source_type, posting.source_id)),
        "document": ledger_links.documents([posting.document_id], request.user).get(posting.document_id),
        "corrections": Posting.objects.visible_to(request.user).filter(corrects=posting).order_by("sequence"),
    }
    return render(request, "portal/posting_detail.html", context)


@require_safe
@permission_required("programme.view_entry")
def entry_detail(request, pk):
    """One line of the ledger with every dimension named, and the indicators that count it."""
    entry = get_object_or_404(
        Entry.objects.visible_to(request.user).select_related(
            "indicator", "posting__recorded_by", "corrects", "document"
        ),
        pk=pk,
    )
    others = Indicator.objects.filter(counts_entries_of=entry.indicator_id).order_by("code")
    context = {
        "row": ledger_links.entry_rows([entry], request.user)[0],
        "entry": entry,
        "counted_by": [entry.indicator, *others],
        "correction": Entry.objects.visible_to(request.user).filter(corrects=entry).first(),
    }
    return render(request, "portal/entry_detail.html", context)
