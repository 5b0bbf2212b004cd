"""The list of indicators and the page of one: definition, targets, series, parts, announced figures."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.access import permission_required
from portal import dashboard_data, headlines
from portal.dashboard_forms import RowLinks, question_query, read_selection
from portal.figure_rows import period_text
from programme import figures
from programme.models import Announcement, Indicator, Target

Kind = Indicator.Kind

# How each kind adds up, in a sentence for people who do not know the words flow and stock.
ADDS_UP = {
    Kind.FLOW: _("What happens in the period is added up: figures of years can be summed."),
    Kind.STOCK: _("What is there on the day: additions minus removals since the beginning, whatever the period."),
    Kind.DISTINCT_PERIOD: _(
        "Each subject counts once in the period, however often it appears; "
        "figures of years, provinces or associations may therefore add up to more than the total."
    ),
    Kind.DISTINCT_TO_DATE: _("Each subject counts once ever, in the year in which it first appears."),
    Kind.SHARE: _("Numerator over denominator, in percent; without a denominator there is no value."),
    Kind.EXTERNAL: _("Only announced by others: the results ledger keeps no entries of it."),
}


@require_safe
@permission_required("programme.view_dashboard")
def indicator_list(request):
    """All indicators with what the ledger holds for the chosen question."""
    form, selection, head = read_selection(request)
    indicators = list(Indicator.objects.select_related("numerator", "denominator"))
    found = figures.sheet(indicators, selection.question, {}, head)[0]
    targets = headlines.read_targets(indicators, selection.period)
    links = RowLinks(selection.question)
    lines = [
        {
            "indicator": indicator,
            "value": found[indicator.code].value,
            "url": "" if indicator.kind == Kind.EXTERNAL else links.to(indicator),
            "aim": headlines.aim_of(indicator, targets.get(indicator.pk, [])),
        }
        for indicator in indicators
    ]
    groups = [
        (_("Headline indicators"), [line for line in lines if line["indicator"].headline_position is not None]),
        (_("Other indicators that the ledger counts"), [line for line in lines if _is_counted(line["indicator"])]),
        (_("Announced by others only"), [line for line in lines if line["indicator"].kind == Kind.EXTERNAL]),
    ]
    context = {
        "form": form,
        "selection": selection,
        "groups": [(title, rows) for title, rows in groups if rows],
        "period": period_text(selection.question),
        "query": selection.query(indicator=""),
    }
    return render(request, "portal/indicator_list.html", context)


def _is_counted(indicator):
    return indicator.headline_position is None and indicator.kind != Kind.EXTERNAL


@require_safe
@permission_required("programme.view_dashboard")
def indicator_detail(request, code):
    indicator = get_object_or_404(
        Indicator.objects.select_related("numerator", "denominator", "counts_entries_of", "shown_beside"), code=code
    )
    form, selection, head = read_selection(request)
    has_parts = indicator.kind not in (Kind.SHARE, Kind.EXTERNAL)
    parts = {by: [indicator] for by in ("province", "sector", "association")} if has_parts else {}
    found, breakdowns = figures.sheet([indicator], selection.question, parts, head)
    targets = headlines.read_targets([indicator], selection.period)
    announced = headlines.read_announcements([indicator], selection.question.as_of)
    line = headlines.headlines([indicator], found, targets, announced, selection)[0]
    links = RowLinks(selection.question)
    context = {
        "form": form,
        "selection": selection,
        "line": line,
        "indicator": indicator,
        "url": "" if indicator.kind == Kind.EXTERNAL else links.to(indicator),
        "adds_up": ADDS_UP[indicator.kind],
        "versions": indicator.versions.order_by("-number"),
        "targets": Target.objects.filter(indicator=indicator)
        .select_related("phase__programme")
        .order_by("phase__starts_on", "bound", "version"),
        "announcements": Announcement.objects.filter(indicator=indicator).select_related(
            "indicator", "document", "programme"
        ),
        "knowledge": dashboard_data.knowledge(selection, head),
        "now_url": f"?{selection.query(known='')}",
        "query": question_query(selection.question),
        "period": period_text(selection.question),
    }
    if has_parts:
        context["charts"] = [dashboard_data.year_chart(line, selection, links)]
        context["parts"] = dashboard_data.part_charts(line, breakdowns, form, selection, links, shown=None)
    return render(request, "portal/indicator_detail.html", context)
