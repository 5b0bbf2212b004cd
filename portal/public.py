"""The public page: what the programme is and what has been published, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.reference_lists import MAIN_PROGRAMME
from programme.models import Announcement, Programme, Target

# What the programme is, in five sentences; reviewed text, not data.
SENTENCES = [
    _(
        "The national programme “Raising the productivity and quality of products and goods of Vietnamese enterprises "
        "up to 2020” was approved by the Prime Minister in Decision 712/QĐ-TTg of 21/05/2010."
    ),
    _("It is run by the Directorate for Standards, Metrology and Quality together with ministries and provinces."),
    _(
        "It builds national standards and technical regulations, and helps enterprises to apply management systems, "
        "models and improvement tools."
    ),
    _(
        "Since 2017 it works with industry associations, which bring solution packages, advice together with training, "
        "to the enterprises of their industry."
    ),
    _(
        "In this portal every result is posted to a ledger with its evidence, so that each figure can be opened "
        "down to the paper that proves it."
    ),
]


@require_safe
@login_not_required
def public(request):
    """Announced figures of headline indicators and of those shown beside them, and the targets of the phases."""
    shown = Announcement.objects.filter(programme__code=MAIN_PROGRAMME, indicator__headline_position__isnull=False)
    beside = Announcement.objects.filter(
        programme__code=MAIN_PROGRAMME, indicator__shown_beside__headline_position__isnull=False
    )
    rows = (shown | beside).select_related("indicator__shown_beside", "document")
    context = {
        "sentences": SENTENCES,
        "published": latest_published(rows),
        "targets": targets_by_indicator(),
        "programme": Programme.objects.filter(code=MAIN_PROGRAMME).first(),
    }
    return render(request, "portal/public.html", context)


def latest_published(rows):
    """Return the latest announced figure of each indicator, in the order of the headlines."""
    latest = {}
    for row in sorted(rows, key=lambda row: (row.cut_off_on, row.pk)):
        latest[row.indicator_id] = row
    return sorted(latest.values(), key=_place)


def _place(row):
    headline = row.indicator if row.indicator.headline_position is not None else row.indicator.shown_beside
    return headline.headline_position, row.indicator_id != headline.pk, row.indicator.code


def targets_by_indicator():
    """Return ``{"phases", "rows"}``: the targets of the programme's main phases, one line an indicator."""
    found = (
        Target.objects.filter(phase__is_main=True, phase__programme__code=MAIN_PROGRAMME)
        .select_related("indicator", "phase")
        .order_by("indicator__headline_position", "indicator__code", "phase__starts_on", "bound", "version")
    )
    phases = sorted({target.phase for target in found}, key=lambda phase: phase.starts_on)
    lines = {}
    for target in found:
        line = lines.setdefault(target.indicator_id, {"indicator": target.indicator, "by_phase": {}})
        line["by_phase"][target.phase_id] = target
    rows = [
        {
            "indicator": line["indicator"],
            "targets": [line["by_phase"].get(phase.pk) for phase in phases],
            "sources": sources(line["by_phase"].values()),
        }
        for line in lines.values()
    ]
    return {"phases": phases, "rows": sorted(rows, key=_headline_first)}


def _headline_first(row):
    position = row["indicator"].headline_position
    return position is None, position or 0, row["indicator"].code


def sources(targets):
    """Return ``[(source, is unchecked)]`` of ``targets``, each once."""
    return list(dict.fromkeys((target.source or target.decision, target.is_unchecked) for target in targets))
