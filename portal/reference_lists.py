"""Lists that fill select boxes and name codes: read once a minute a process and language.

Only reference data that nobody edits during a working day is kept, never a figure and never a row with an owner.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from programme import choices
from programme.models import Industry, Phase

MAIN_PROGRAMME = "712"
WHOLE = "712"
EVERYTHING = "all"
_LONGEST = 30
_CODE = re.compile(r"^\d+(?:\.\d+)* ")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time one can ask about. ``phase_ids`` are the main phases whose targets hold in it."""

    code: str
    label: str
    starts_on: date | None
    ends_on: date | None
    phase_ids: tuple[int, ...] = ()

    def holds(self, day):
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


def periods():
    """Return ``{code: Period}``: main phases of programme 712 first, that programme as a whole, later phases, all."""
    return choices.cached("periods", _periods)


def _periods():
    phases = list(Phase.objects.filter(is_main=True).select_related("programme").order_by("starts_on"))
    first = [phase for phase in phases if phase.programme.code == MAIN_PROGRAMME]
    later = [phase for phase in phases if phase.programme.code != MAIN_PROGRAMME]
    found = [_period(phase) for phase in first]
    if len(first) > 1:
        years = {"start": first[0].starts_on.year, "end": first[-1].ends_on.year}
        found.append(
            Period(
                WHOLE,
                _("Whole programme %(start)s–%(end)s") % years,
                first[0].starts_on,
                first[-1].ends_on,
                tuple(phase.pk for phase in first),
            )
        )
    found += [_period(phase) for phase in later]
    found.append(Period(EVERYTHING, _("Everything to date"), None, None))
    return {period.code: period for period in found}


def _period(phase):
    return Period(phase.code, str(phase), phase.starts_on, phase.ends_on, (phase.pk,))


def spans():
    """Return ``{(first day, last day): code}`` of the periods that have ended."""
    today = timezone.localdate()
    return {
        (period.starts_on, period.ends_on): period.code
        for period in periods().values()
        if period.ends_on and period.ends_on <= today
    }


def beginning():
    """Return the first day of the programme; None before there are phases."""
    return min((period.starts_on for period in periods().values() if period.starts_on), default=None)


def provinces():
    """Return ``[(catalogue name, [(key, name)])]``, both catalogues."""
    return choices.provinces()


def industries():
    """Return ``[(section name, [(key, name)])]``: the divisions of the industry classification by section."""
    return choices.cached("industries-by-section", _industries)


def _industries():
    groups = {}
    for row in Industry.objects.filter(level=Industry.Level.DIVISION).select_related("section").order_by("key"):
        groups.setdefault(str(row.section), []).append((row.key, str(row)))
    return list(groups.items())


def province_names():
    return choices.cached("province-names", lambda: _names_of(provinces()))


def industry_names():
    return choices.cached("industry-names", lambda: _names_of(industries()))


def _names_of(groups):
    return {key: name for _group, rows in groups for key, name in rows}


def options(groups, chosen):
    """Return the ``<option>`` elements of ``groups`` (as ``provinces`` gives them) with ``chosen`` selected.

    Drawn here: in a template two hundred options cost more than the rest of the page.
    """
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (
                short(label, 18),
                format_html_join(
                    "",
                    "<option value={}{}>{}",
                    ((key, " selected" if key == chosen else "", short(name)) for key, name in group),
                ),
            )
            for label, group in groups
        ),
    )


def short(label, longest=_LONGEST):
    """A label as a select box shows it; the lists are part of every page, so the longest names are cut."""
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def called(label, longest=50):
    """A label within a sentence: without its code, a long one cut at the end of a word."""
    name = _CODE.sub("", label)
    if len(name) <= longest:
        return name
    return f"{name[:longest].rpartition(' ')[0].rstrip(',;')}…"
