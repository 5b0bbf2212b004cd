"""What the dashboard shows, put together: a fixed number of queries, every number with the address of its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, F, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Agreement, PeriodicReport, SolutionPackage
from common.text import capitalise
from common.tones import tone_of
from portal import headlines, reference_lists
from portal.dashboard_forms import RowLinks
from programme import figures
from programme.models import Indicator, Posting, Province

Kind = Indicator.Kind
# What the table of associations shows, besides the state of the report: enterprises, courses, persons, engagements.
ASSOCIATION_COLUMNS = ("enterprises_guided", "training_courses", "trainees", "training_turns")
SHOWN_PARTS = 10
SHOWN_ASSOCIATIONS = 10


@dataclass(slots=True)
class Cell:
    """A number of a table, the address of the rows it counts, and its column's name for narrow screens."""

    value: int | Decimal | None
    url: str = ""
    label: str = ""


@dataclass(slots=True)
class Row:
    """One line of a table: a name, perhaps with an address, and its numbers."""

    name: str
    cells: list[Cell]
    url: str = ""
    report: Any = None


@dataclass(slots=True)
class Chart:
    """A table that the script draws as a chart, with the sentence that says what it shows.

    ``headers`` are (label, how the column is drawn: "bar", "line", "pace" or not at all). ``more`` parts are left out
    here; ``more_url`` shows them all.
    """

    key: str
    title: str
    sentence: str
    headers: list[tuple[str, str]]
    rows: list[Row]
    more_url: str = ""
    more: int = 0


@dataclass(slots=True)
class Knowledge:
    """Which postings the figures rest on: the last one's number and when it was recorded."""

    sequence: int
    recorded_at: Any
    is_past: bool


def knowledge(selection, head):
    """Return the ``Knowledge`` of the selection; one query where it lies in the past."""
    known = selection.question.known
    if known is None or known >= head.sequence:
        return Knowledge(head.sequence, head.recorded_at, False)
    moment = Posting.objects.filter(sequence=known).values_list("recorded_at", flat=True).first()
    return Knowledge(known, moment, True)


def indicators_shown():
    """Return the indicators of the dashboard, headlines first, with the parts of shares."""
    found = Indicator.objects.select_related("numerator", "denominator").filter(headline_position__isnull=False)
    others = Indicator.objects.select_related("numerator", "denominator").filter(code__in=ASSOCIATION_COLUMNS)
    return list(found | others)


def read(user, selection, head, form):
    """Return the context of the dashboard for ``selection``."""
    shown = indicators_shown()
    chief = [indicator for indicator in shown if indicator.headline_position is not None]
    charted = _charted(chief, selection.indicator)
    columns = [indicator for indicator in shown if indicator.code in ASSOCIATION_COLUMNS]
    columns.sort(key=lambda indicator: ASSOCIATION_COLUMNS.index(indicator.code))
    by_association = _once([*columns, *charted])
    parts = {"province": charted, "sector": charted, "association": by_association}
    found, breakdowns = figures.sheet(shown, selection.question, parts, head)
    targets = headlines.read_targets(chief, selection.period)
    announced = headlines.read_announcements(chief, selection.question.as_of)
    lines = headlines.headlines(chief, found, targets, announced, selection)
    links = RowLinks(selection.question)
    context = {
        "headlines": lines,
        "cards": [(line, links.to(line.indicator)) for line in lines],
        "summary": headlines.summary(lines, selection),
        "knowledge": knowledge(selection, head),
        "choices": [line.indicator for line in lines if line.indicator.kind not in (Kind.SHARE, Kind.EXTERNAL)],
        "association_table": association_table(user, selection, columns, breakdowns["association"], form, links),
        "gross": gross_line(columns, breakdowns["association"], found, selection),
        "states": states(user, selection),
    }
    if charted:
        line = next(line for line in lines if line.indicator is charted[0])
        context |= {
            "charted": line,
            "charts": [
                year_chart(line, selection, links),
                *part_charts(line, breakdowns, form, selection, links)[:2],
            ],
            "drawn": line.indicator if line.indicator in columns else next(iter(columns), None),
        }
    return context


def _charted(chief, code):
    """The indicator that the charts show: the one asked for, else the first that has parts."""
    able = [indicator for indicator in chief if indicator.kind not in (Kind.SHARE, Kind.EXTERNAL)]
    chosen = [indicator for indicator in able if indicator.code == code]
    return (chosen or able)[:1]


def _once(indicators):
    return list({indicator.pk: indicator for indicator in indicators}.values())


# --- charts ----------------------------------------------------------------------------------------------------


def year_chart(line, selection, links):
    """By year: what came in the year, the sum since the start of the period, and where the target's pace stands."""
    indicator, period = line.indicator, selection.period
    has_years = indicator.kind != Kind.STOCK
    rows = []
    for year, in_year, total in line.figure.series:
        end = min(date(year, 12, 31), selection.question.as_of)
        start = max(date(year, 1, 1), selection.question.since or date.min)
        due = _due(line, period, selection.question.replace(as_of=end))
        cells = [Cell(total, links.to(indicator, as_of=end)), Cell(due)]
        if has_years:
            cells.insert(0, Cell(in_year, links.to(indicator, since=start, as_of=end)))
        rows.append(Row(str(year), cells))
    headers = [(_("Year"), ""), (_("To date"), "line"), (_("Due by the target"), "pace")]
    if has_years:
        headers.insert(1, (_("In the year"), "bar"))
    return Chart("year", _("By year"), _year_sentence(line, rows), headers, rows)


def _due(line, period, question):
    if line.aim is None or line.pace is None:
        return None
    return (line.aim.value * headlines.pace(period, question) / 100).quantize(Decimal(1))


def _year_sentence(line, rows):
    """What the last year brought; where each year counts its own subjects, that years do not add up."""
    if not rows or not line.figure.value:
        return _("Nothing is recorded in this period yet.")
    last = rows[-1]
    values = {"year": last.name, "total": localize(last.cells[-2].value), "unit": line.indicator.unit}
    due = last.cells[-1].value
    if due is not None:
        sentence = _("By %(year)s: %(total)s %(unit)s; the target's pace is %(due)s.") % (
            values | {"due": localize(due)}
        )
    else:
        sentence = _("By %(year)s: %(total)s %(unit)s.") % values
    if line.indicator.kind == Kind.DISTINCT_PERIOD:
        sentence += " " + _("Each subject is counted once, so the years do not add up to the total.")
    return sentence


def part_charts(line, breakdowns, form, selection, links, shown=SHOWN_PARTS):
    """By province, industry and association: the largest parts, all of them where ``shown`` is None."""
    associations = {code: names[1] for code, names in form.associations.items()}
    kinds = [
        ("province", _("By province"), *_provinces(selection.question)),
        ("sector", _("By industry"), _("Industry"), reference_lists.industry_names()),
        ("association", _("By association"), _("Association"), associations),
    ]
    return [part_chart(line, kind, breakdowns[kind[0]], selection, links, shown) for kind in kinds]


def _provinces(question):
    """Return the heading and names of the units that the question counts in; merged units among the 63 say so."""
    names = reference_lists.province_names()
    if question.joins_units:
        return _("Province (34 units)"), names
    since = f"{Province.Catalogue.SINCE_2025}-"
    marked = {
        key: _("%(name)s (unit since 2025)") % {"name": name} for key, name in names.items() if key.startswith(since)
    }
    return _("Province (63 units)"), names | marked


def _part_changes(key, part, selection):
    """Return what must change in the question so that it asks for ``part`` alone."""
    is_undivided = key == "province" and not selection.question.joins_units
    if is_undivided and part.startswith(f"{Province.Catalogue.SINCE_2025}-"):
        return {key: part, "units": Province.Catalogue.BEFORE_2025.value}
    return {key: part}


def part_chart(line, kind, parts, selection, links, shown):
    """Return the chart of one dimension; ``kind`` is (dimension, title, label, names)."""
    key, title, label, names = kind
    code = line.indicator.code
    ranked = sorted(
        ((values[code], part) for part, values in parts.items() if values.get(code)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    rows = [
        Row(names.get(part, part), [Cell(value, links.to(line.indicator, **_part_changes(key, part, selection)))])
        for value, part in ranked[:shown]
    ]
    headers = [(label, ""), (capitalise(line.indicator.unit), "bar")]
    more = len(ranked) - len(rows)
    url = f"{line.indicator.get_absolute_url()}?{selection.query(indicator='')}#{key}" if more else ""
    return Chart(key, title, _part_sentence(line, rows, len(ranked)), headers, rows, url, more)


def _part_sentence(line, rows, count):
    if not rows:
        return _("Nothing is recorded for this breakdown in the chosen period.")
    leaders = ", ".join(f"{reference_lists.called(row.name)} ({localize(row.cells[0].value)})" for row in rows[:3])
    sentence = ngettext("Most: %(leaders)s.", "Most: %(leaders)s; %(count)s have results.", count) % {
        "leaders": leaders,
        "count": localize(count),
    }
    if line.indicator.is_distinct:
        sentence += " " + _("A subject in two parts counts in both.")
    return sentence


# --- associations ----------------------------------------------------------------------------------------------


def association_table(user, selection, columns, parts, form, links):
    """Return ``{"headers", "rows", "more"}``: figures of each association and the state of its latest report.

    Those with figures come first; where they do not fill the table, those that only report follow.
    """
    main = columns[0].code if columns else ""

    def rank(code):
        return -parts.get(code, {}).get(main, 0), form.associations.get(code, ("", code))[1]

    codes = sorted((code for code in parts if _is_chosen(code, selection)), key=rank)
    is_full = len(codes) >= SHOWN_ASSOCIATIONS
    reports = latest_reports(user, selection.question.as_of, codes[:SHOWN_ASSOCIATIONS] if is_full else None)
    if not is_full:
        codes += sorted((code for code in reports if code not in parts and _is_chosen(code, selection)), key=rank)
    rows = [
        Row(
            form.associations.get(code, (code, code))[1],
            [
                Cell(
                    parts.get(code, {}).get(column.code, 0), links.to(column, association=code), capitalise(column.unit)
                )
                for column in columns
            ],
            f"{reverse('portal:dashboard')}?{selection.query(association=code)}",
            reports.get(code),
        )
        for code in codes[:SHOWN_ASSOCIATIONS]
    ]
    return {"headers": columns, "rows": rows, "more": len(codes) - len(rows)}


def _is_chosen(code, selection):
    return selection.question.association in ("", code)


@dataclass(slots=True)
class ReportState:
    """The state of an association's latest report in words."""

    label: str
    tone: str
    url: str


def latest_reports(user, as_of, codes=None):
    """Return ``{association code: ReportState}``: the latest report begun by ``as_of``, as it stands now.

    ``codes`` are the associations asked for, None all of them.
    """
    begun = PeriodicReport.objects.visible_to(user).periodic().filter(period_starts_on__lte=as_of)
    if codes is not None:
        begun = begun.filter(agreement__association__code__in=codes)
    place = Window(RowNumber(), F("agreement__association"), [F("period_ends_on").desc(), F("pk").desc()])
    rows = (
        begun.annotate(place=place)
        .filter(place=1)
        .order_by()
        .only("status", "due_on", "round", "agreement__association__code")
        .select_related("agreement__association")
    )
    return {row.agreement.association.code: report_state(row) for row in rows}


def report_state(report):
    """Return the ``ReportState`` of a report: late and returned ones say by how many days and how often."""
    Status = PeriodicReport.Status
    late = (timezone.localdate() - report.due_on).days
    tone = tone_of(report.status)
    if report.status == Status.OPEN and late > 0:
        label, tone = ngettext("%(days)s day late", "%(days)s days late", late) % {"days": localize(late)}, "attention"
    elif report.status == Status.RETURNED:
        label = _("Returned, round %(round)s") % {"round": report.round}
    else:
        label = capitalise(report.get_status_display())
    return ReportState(label, tone, report.get_absolute_url())


def gross_line(columns, parts, found, selection):
    """Gross, overlap and net of the first distinct count; None where a single association is asked for."""
    distinct = next((indicator for indicator in columns if indicator.kind == Kind.DISTINCT_PERIOD), None)
    if distinct is None or selection.question.association or selection.question.own is not None:
        return None
    net = found[distinct.code].value
    gross = sum(values.get(distinct.code, 0) for values in parts.values())
    return {"gross": gross, "overlap": gross - net, "net": net, "indicator": distinct}


# --- agreements and packages -----------------------------------------------------------------------------------


@dataclass(slots=True)
class State:
    """How many agreements or packages stand at one status now, and the list of them."""

    label: str
    tone: str
    count: int
    url: str


def states(user, selection):
    """Return ``[(title, [State])]`` of agreements and packages, as they stand now; one query."""
    code = selection.question.association
    agreements = Agreement.objects.visible_to(user)
    packages = SolutionPackage.objects.visible_to(user)
    if code:
        agreements = agreements.filter(association__code=code)
        packages = packages.filter(agreement__association__code=code)
    rows = _by_status(agreements, "agreement").union(_by_status(packages, "package"), all=True)
    counts = {(noun, status): count for noun, status, count in rows}
    nouns = [
        ("agreement", _("Agreements by status"), Agreement, reverse("associations:agreement-list")),
        ("package", _("Solution packages by status"), SolutionPackage, reverse("portal:package-list")),
    ]
    suffix = f"&association={code}" if code else ""
    return [
        (
            title,
            [
                State(capitalise(label), tone_of(status), counts[noun, status], f"{url}?status={status}{suffix}")
                for status, label in model.Status.choices
                if (noun, status) in counts
            ],
        )
        for noun, title, model, url in nouns
    ]


def _by_status(rows, noun):
    return (
        rows.order_by()
        .annotate(noun=Value(noun, CharField()), state=F("status"))
        .values("noun", "state")
        .annotate(count=Count("pk"))
        .values_list("noun", "state", "count")
    )
