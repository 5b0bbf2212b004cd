"""The officials' dashboard and the list of enterprises that several associations count."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.access import permission_required
from portal import dashboard_data, ledger_links
from portal.dashboard_forms import RowLinks, question_query, read_selection
from portal.figure_rows import period_text
from programme import figures
from programme.models import Indicator


@permission_required("programme.view_dashboard")
def dashboard(request):
    form, selection, head = read_selection(request)
    context = dashboard_data.read(request.user, selection, head, form)
    day = date_format(selection.question.as_of, "SHORT_DATE_FORMAT")
    context |= {
        "form": form,
        "selection": selection,
        "title": _("Progress up to %(day)s") % {"day": day},
        "sentence": sentence(context["headlines"], context["summary"], selection),
        "query": question_query(selection.question),
        "now_url": f"?{selection.query(known='')}",
    }
    return render(request, "portal/dashboard.html", context)


def sentence(lines, summary, selection):
    """Say what the headlines mean: how many are on course, which is the weakest, how far what was announced is off."""
    if selection.is_part:
        return _("These are figures of a part of the programme; the targets beside them hold for the whole.")
    if not any(line.figure.value for line in lines):
        return _("The ledger holds no results of this period yet; choose another phase or post the first results.")
    parts = []
    if summary.judged:
        parts.append(
            ngettext(
                "%(good)s of %(all)s headline indicator with a target is on course.",
                "%(good)s of %(all)s headline indicators with a target are on course.",
                summary.judged,
            )
            % {"good": summary.on_course, "all": summary.judged}
        )
    if summary.weakest:
        parts.append(
            _("“%(name)s” is furthest behind: %(percent)s%% of its target.")
            % {"name": summary.weakest.indicator.name, "percent": localize(summary.weakest.percent)}
        )
    if summary.widest:
        parts.append(_gap(summary.widest))
    return " ".join(parts)


def _gap(line):
    values = {
        "name": line.indicator.name,
        "gap": localize(abs(round(line.gap))),
        "unit": line.indicator.unit,
        "sign": line.own_announced.sign,
    }
    if line.gap > 0:
        return _("“%(name)s”: about %(gap)s %(unit)s fewer than announced have a record.") % values
    return _("“%(name)s”: %(gap)s %(unit)s more than announced have a record.") % values


@permission_required("programme.view_dashboard")
def overlap_list(request):
    """The enterprises that more than one association counts, for the chosen question."""
    form, selection, head = read_selection(request)
    question = selection.question
    indicator = _distinct_headline(selection.indicator)
    claims = figures.overlaps(indicator, question)
    gross, overlap, net = figures.gross_and_net(indicator, question)
    page = Paginator(sorted(claims.items(), key=lambda claim: (-len(claim[1]), claim[0])), 50)
    page = page.get_page(request.GET.get("page"))
    names = ledger_links.subjects([subject for subject, _codes in page], request.user)
    links = RowLinks(question)
    context = {
        "form": form,
        "selection": selection,
        "indicator": indicator,
        "gross": gross,
        "overlap": overlap,
        "net": net,
        "net_url": links.to(indicator),
        "page": page,
        "rows": [
            (names[subject], [(code, links.to(indicator, association=code)) for code in codes])
            for subject, codes in page
        ],
        "period": period_text(question),
        "knowledge": dashboard_data.knowledge(selection, head),
        "now_url": f"?{question_query(question.replace(known=None))}",
    }
    return render(request, "portal/overlap_list.html", context)


def _distinct_headline(code):
    """The distinct count that was asked for, else the first of the dashboard."""
    kinds = (Indicator.Kind.DISTINCT_PERIOD, Indicator.Kind.DISTINCT_TO_DATE)
    able = list(Indicator.objects.filter(kind__in=kinds))
    chosen = [indicator for indicator in able if indicator.code == code] or able
    if not chosen:
        raise Http404
    return chosen[0]
