"""What the programme set out to do and what was announced, from ``programme/fixtures``; one function a file.

Part of ``programme.reference_data``, whose rules hold here too.
"""

import calendar
import datetime as dt
import itertools
from decimal import Decimal

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.text import fold
from programme import rollups, standard_numbers
from programme.fixture_rows import ids_of, insert_missing, read, source_of
from programme.models import (
    Announcement,
    IcsField,
    Indicator,
    IndicatorVersion,
    IssuingBody,
    LedgerPeriod,
    Phase,
    Programme,
    Project,
    Standard,
    Target,
)

FIRST_YEAR = 2010
# The words of the CSV files, folded, and what they mean here.
QUALIFIERS = {
    "khoang": Announcement.Qualifier.ABOUT,
    "hon": Announcement.Qualifier.MORE_THAN,
    "tren": Announcement.Qualifier.MORE_THAN,
    "gan": Announcement.Qualifier.NEARLY,
    "it nhat": Announcement.Qualifier.AT_LEAST,
    "uoc khoang": Announcement.Qualifier.ESTIMATED,
    "du kien khoang": Announcement.Qualifier.ESTIMATED,
}
BOUNDS = {"can duoi": Target.Bound.LOWER, "can tren": Target.Bound.UPPER}
ECONOMY = "KT"


def programmes():
    rows = [Programme(**row | {"decided_on": row["decided_on"] or None}) for row in read("programmes")]
    return len(insert_missing(Programme, rows, "code"))


def projects():
    parents = ids_of(Programme, "code")
    rows = [Project(programme_id=parents[row.pop("programme")], **row) for row in read("projects")]
    return len(insert_missing(Project, rows, "code"))


def phases():
    parents, owners = ids_of(Programme, "code"), ids_of(Project, "code")
    rows = [
        Phase(
            programme_id=parents[row["programme"]],
            project_id=owners[row["project"]] if row["project"] else None,
            code=row["code"],
            starts_on=dt.date.fromisoformat(row["starts_on"]),
            ends_on=dt.date.fromisoformat(row["ends_on"]),
            is_main=bool(row["is_main"]),
        )
        for row in read("phases")
    ]
    new = insert_missing(Phase, rows, "programme_id", "project_id", "code")
    for phase in new:
        phase.clean()
    if any(phase.is_main for phase in new):
        rollups.rebuild()  # distinct counts restart in each main phase
    return len(new)


def indicators():
    """Indicators of the source file plus the portal's own counts, then the links between them."""
    printed = {row["indicator"]: row for row in read("programme_712_indicators")}
    defined = read("indicator_definitions")
    rows = [
        Indicator(
            code=row["code"],
            name_vi=row["name_vi"] or printed[row["code"]]["name_vi"],
            name_en=row["name_en"],
            unit_vi=row["unit_vi"] or printed[row["code"]]["unit"],
            unit_en=row["unit_en"],
            kind=row["kind"],
            headline_position=int(row["headline_position"] or 0) or None,
        )
        for row in defined
    ]
    new = {row.code: row for row in insert_missing(Indicator, rows, "code")}
    links = ("counts_entries_of", "numerator", "denominator", "shown_beside")
    ids = ids_of(Indicator, "code")
    for row in defined:
        for link in links if row["code"] in new else ():
            setattr(new[row["code"]], f"{link}_id", ids.get(row[link]))
    Indicator.objects.bulk_update(new.values(), links)
    return len(new)


def indicator_versions():
    printed = {row["indicator"]: row for row in read("programme_712_indicators")}
    decisions = _decisions()
    ids = ids_of(Indicator, "code")
    rows = []
    for row in read("indicator_definitions"):
        decision, decided_on = decisions[row["decided_by"]]
        rows.append(
            IndicatorVersion(
                indicator_id=ids[row["code"]],
                number=1,
                valid_from=decided_on,
                definition_vi=row["definition_vi"],
                definition_en=row["definition_en"],
                denominator_vi=printed.get(row["code"], {}).get("denominator") or "",
                decision=decision,
                decided_on=decided_on,
                source=row["source"] or source_of("programme_712_indicators"),
            )
        )
    return len(insert_missing(IndicatorVersion, rows, "indicator_id", "number"))


def ledger_periods():
    """One a year, open, up to the current one."""
    rows = [
        LedgerPeriod(name=str(year), starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31))
        for year in range(FIRST_YEAR, timezone.localdate().year + 1)
    ]
    return len(insert_missing(LedgerPeriod, rows, "name"))


def targets():
    decisions, ids = _decisions(), ids_of(Indicator, "code")
    stages = {(stage.programme_id, stage.project_id, stage.code): stage.pk for stage in Phase.objects.all()}
    owners = {project.code: (project.programme_id, project.pk) for project in Project.objects.all()}
    owners |= {code: (pk, None) for code, pk in ids_of(Programme, "code").items()}
    rows = []
    for row in read("programme_712_targets"):
        owner = row["programme"].split()[0]
        decision, decided_on = decisions[owner]
        rows.append(
            Target(
                indicator_id=ids[row["indicator"]],
                phase_id=stages[*owners[owner], row["phase"]],
                bound=_bound(row["qualifier"]),
                value=Decimal(row["value"]),
                qualifier=row["qualifier"],
                decision=decision,
                decided_on=decided_on,
                note=row["note"],
                source=row["source"],
                confidence=row["confidence"],
            )
        )
    return len(insert_missing(Target, rows, "indicator_id", "phase_id", "bound", "version"))


def announcements():
    """Figures as published. Those of project 604 belong to its programme; the indicator names the project."""
    ids, owners = ids_of(Indicator, "code"), ids_of(Programme, "code")
    owners |= dict(Project.objects.values_list("code", "programme"))
    stocks = {row["indicator"] for row in read("programme_712_indicators") if row["kind"] == "stock"}
    rows = []
    for row in read("programme_712_results"):
        starts_on, cut_off_on, printed = span(row["as_of"])
        rows.append(
            Announcement(
                indicator_id=ids[row["indicator"]],
                programme_id=owners.get(row["programme"], owners[ECONOMY]),
                value=Decimal(row["value"]),
                qualifier=QUALIFIERS.get(fold(row["qualifier"]), Announcement.Qualifier.EXACT),
                wording=row["qualifier"],
                unit=row["unit"],
                period_starts_on=None if row["indicator"] in stocks else starts_on,
                cut_off_on=cut_off_on,
                cut_off_text=printed,
                note=row["note"],
                source=row["source"],
                confidence="sourced",
            )
        )
    return len(bulk_create_with_history(rows, Announcement))


def span(as_of):
    """Return ``(first day or None, last day, text to print)`` of a day, month, year or range of years.

    A month is the moment at its end, a year is the whole year. The text is empty for a day.
    """
    parts = as_of.split("-")
    if len(parts) == 3:
        return None, dt.date.fromisoformat(as_of), ""
    if len(parts) == 2 and len(parts[1]) == 2:
        year, month = map(int, parts)
        return None, dt.date(year, month, calendar.monthrange(year, month)[1]), f"{month:02d}/{year}"
    return dt.date(int(parts[0]), 1, 1), dt.date(int(parts[-1]), 12, 31), as_of


def standards():
    """Real numbers of the sample list: published, of which only the year is known, hence not in the ledger."""
    bodies, fields = ids_of(IssuingBody, "code"), ids_of(IcsField, "code")
    rows, ended = [], []
    for row in read("sample_standards"):
        number = standard_numbers.parse(row["number"])
        rows.append(
            Standard(
                kind=number.kind,
                number=number.text,
                number_key=number.key,
                year=number.year,
                title=row["title_vi"],
                issuer_id=bodies[row["issuer"]],
                field=row["ics_or_field"],
                ics_field_id=fields.get(row["ics_or_field"][:2]),
                identical_to=row["identical_to"],
                status=Standard.Status.PUBLISHED,
                note=row["note"],
                source=row["source"],
                confidence=row["confidence"],
            )
        )
        if fold(row["note"]).startswith("bi thay the"):
            ended.append(number)
    new = insert_missing(Standard, rows, "number", "issuer_id")
    _mark_replaced(new, ended)
    return len(new)


def _mark_replaced(rows, ended):
    """Point those of ``rows`` whose number ``ended`` to the next edition of the same standard."""
    editions = {}
    for row in sorted(rows, key=lambda row: row.year):
        number = standard_numbers.parse(row.number)
        if not number.amendment:
            editions.setdefault((number.kind, number.family, number.base, number.parts, number.issuer), []).append(row)
    texts = {number.text for number in ended}
    replaced = []
    for same in editions.values():
        for row, successor in itertools.pairwise(same):
            if row.number in texts:
                row.status, row.replaced_by = Standard.Status.REPLACED, successor
                replaced.append(row)
    bulk_update_with_history(replaced, Standard, ["status", "replaced_by"])


def _bound(qualifier):
    return BOUNDS.get(" ".join(fold(qualifier).split()[:2]), Target.Bound.EXACT)


def _decisions():
    """Return ``{programme or project code: (decision, its day)}``."""
    rows = [*Programme.objects.all(), *Project.objects.filter(is_demonstration=False)]
    return {row.code: (row.decision, row.decided_on) for row in rows}
