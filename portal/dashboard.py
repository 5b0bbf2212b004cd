"""The officials' dashboard and the list of enterprises that several associations count."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from common.access import permission_required
from common.exports import xlsx_response
from common.text import plain_number
from portal import dashboard_data, headlines, ledger_links
from portal.dashboard_forms import RowLinks, question_query, read_selection
from portal.figure_rows import period_text
from programme import figures
from programme.models import Indicator


@require_safe
@permission_required("programme.view_dashboard")
def dashboard(request):
    form, selection, head = read_selection(request)
    context = dashboard_data.read(request.user, selection, head, form)
    if request.GET.get("format") == "xlsx":
        return _export(request, context["headlines"], selection)
    day = date_format(selection.question.as_of, "SHORT_DATE_FORMAT")
    context |= {
        "form": form,
        "selection": selection,
        "title": _("Progress up to %(day)s") % {"day": day},
        "sentence": sentence(context["headlines"], context["summary"], selection, context["knowledge"]),
        "query": question_query(selection.question),
        "export_url": f"?{selection.query(format='xlsx')}",
        "now_url": f"?{selection.query(known='')}",
    }
    return render(request, "portal/dashboard.html", context)


def sentence(lines, summary, selection, knowledge):
    """Say what the headlines mean: how many are on course, which is the weakest, how far what was announced is off."""
    if not knowledge.sequence:
        return ""  # the line on the ledger says so
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
        parts.append(_gap(summary.widest, is_named=summary.widest is not summary.weakest))
    return " ".join(parts)


def _gap(line, is_named):
    """Say how far the records are from what was announced; the name is left out where the sentence before gave it."""
    values = {
        "name": line.indicator.name,
        "announced": f"{line.own_announced.sign} {localize(plain_number(line.own_announced.value))}".strip(),
        "gap": localize(abs(round(line.gap))),
        "unit": line.indicator.unit,
        "day": headlines.cut_off(line.own_announced),
    }
    if line.gap > 0:
        text = _("Of the %(announced)s announced up to %(day)s, about %(gap)s %(unit)s have no record.")
    else:
        text = _("There are records of %(gap)s %(unit)s more than announced up to %(day)s.")
    return (f"“{values['name']}”: " if is_named else "") + text % values


def _export(request, lines, selection):
    """The headline table as a spreadsheet, with what was asked on its second sheet."""
    header = [_("Indicator"), _("Unit"), _("In the ledger"), _("Target"), _("Percent"), _("Pace (%)"), _("Status")]
    header += [_("Announced figure"), _("Up to")]
    facts = [
        (_("Period"), period_text(selection.question)),
        (_("Posting"), _("as known now") if selection.question.known is None else selection.question.known),
        (_("Made at"), timezone.now()),
        (_("Made by"), request.user),
        (_("Address"), request.build_absolute_uri()),
    ]
    return xlsx_response(f"dashboard-{timezone.localdate():%Y%m%d}", header, map(_exported, lines), facts)


def _exported(line):
    announced = line.announced[0] if line.announced else None
    return [
        line.indicator.name,
        line.indicator.unit,
        line.figure.value,
        line.aim.value if line.aim else None,
        line.percent,
        line.pace,
        line.status.label,
        f"{announced.sign} {localize(plain_number(announced.value))}".strip() if announced else "",
        headlines.cut_off(announced) if announced else "",
    ]


@require_safe
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
    """The count of the period's subjects that was asked for, else the first of the dashboard.

    A count to date has no such list: a subject that one association brought earlier and another now is new to the
    second only.
    """
    able = list(Indicator.objects.filter(kind=Indicator.Kind.DISTINCT_PERIOD))
    chosen = [indicator for indicator in able if indicator.code == code] or able
    if not chosen:
        raise Http404
    return chosen[0]
