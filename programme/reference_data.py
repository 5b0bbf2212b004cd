"""Reference data of the programme, from the CSV files in ``programme/fixtures``; one function a file.

Two rules keep what staff changed. Catalogues (provinces, industries, indicators …), of which staff delete nothing, get
the rows that are missing; a row that exists is never touched. What staff may delete (targets, announced figures,
standards) is loaded once, together with the programme's own row. A later correction of a fixture that must reach
existing installations is a data migration.
"""

import calendar
import csv
import datetime as dt
import itertools
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.text import fold
from programme import standard_numbers
from programme.models import (
    Announcement,
    DocumentType,
    IcsField,
    ImprovementTool,
    Indicator,
    IndicatorVersion,
    Industry,
    IssuingBody,
    LedgerPeriod,
    Phase,
    Programme,
    Project,
    Province,
    SizeCriterion,
    Standard,
    Target,
)

FIXTURES = Path(__file__).parent / "fixtures"
VSIC = "2018"
DECREE_80_IN_FORCE = dt.date(2021, 10, 15)
FIRST_YEAR = 2010
VND_PER_BILLION = 10**9

# The words of the CSV files, folded, and what they mean here.
SECTOR_GROUPS = {
    "nong_lam_thuy_san_cong_nghiep_xay_dung": SizeCriterion.SectorGroup.PRODUCTION,
    "thuong_mai_dich_vu": SizeCriterion.SectorGroup.TRADE,
}
SIZES = {"sieu_nho": "micro", "nho": "small", "vua": "medium"}
TOOL_CATEGORIES = {
    "he thong quan ly": ImprovementTool.Category.SYSTEM,
    "mo hinh": ImprovementTool.Category.MODEL,
    "cong cu cai tien": ImprovementTool.Category.TOOL,
}
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


@transaction.atomic
def load():
    """Insert what is missing. Returns ``{step: number of new rows}``; all zero on a second run."""
    is_first = not Programme.objects.filter(code="712").exists()
    added = {}
    for step in (
        *(provinces, sections, divisions, size_criteria, issuing_bodies, document_types, ics_fields, improvement_tools),
        *(programmes, projects, phases, indicators, indicator_versions, ledger_periods),
        *((targets, announcements, standards) if is_first else ()),
    ):
        added[step.__name__] = step()
    return added


def read(name, folder=FIXTURES):
    """Return the rows of a fixture as dicts of strings; codes keep their leading zeros."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def insert_missing(model, rows, *key):
    """Insert those of ``rows`` whose ``key`` columns name no stored row; return them, now with their ids.

    Rows of a model with history get their first line of history too.
    """
    stored = set(model.objects.values_list(*key))
    new = [row for row in rows if tuple(getattr(row, name) for name in key) not in stored]
    if not new:
        return []
    if hasattr(model, "history"):
        return bulk_create_with_history(new, model)
    return model.objects.bulk_create(new)


# --- Places, industries, sizes, bodies, tools -----------------------------------------------------------------


def provinces():
    rows, source = read("provinces"), source_of("provinces")
    since = {
        row["new_code_2025"]: _province(
            "34", row["new_code_2025"], row["new_name_2025"], row["new_unit_type_2025"], source, row
        )
        for row in rows
    }
    added = insert_missing(Province, since.values(), "key")
    successors = Province.objects.in_bulk([unit.key for unit in since.values()], field_name="key")
    before = [
        _province(
            *("63", row["code"], row["name_vi"], row["unit_type"], source, row),
            region=row["region"],
            note=row["note"],
            successor=successors[since[row["new_code_2025"]].key],
        )
        for row in rows
    ]
    return len(added) + len(insert_missing(Province, before, "key"))


def _province(catalogue, code, name, unit_type, source, row, **columns):
    return Province(
        catalogue=catalogue,
        code=code,
        key=f"{catalogue}-{code}",
        name_vi=name,
        unit_type=unit_type,
        source=source,
        confidence=row["confidence"],
        **columns,
    )


def sections():
    rows = [_industry(row, Industry.Level.SECTION, source_of("vsic_sections")) for row in read("vsic_sections")]
    return len(insert_missing(Industry, rows, "key"))


def divisions():
    parents = ids_of(Industry, "key")
    rows = [
        _industry(
            row,
            Industry.Level.DIVISION,
            source_of("vsic_divisions"),
            section_id=parents[f"{VSIC}-{row['section']}"],
        )
        for row in read("vsic_divisions")
    ]
    return len(insert_missing(Industry, rows, "key"))


def _industry(row, level, source, **columns):
    return Industry(
        catalogue=VSIC,
        level=level,
        code=row["code"],
        key=f"{VSIC}-{row['code']}",
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        source=source,
        confidence=row["confidence"],
        **columns,
    )


def size_criteria():
    rows = [
        SizeCriterion(
            sector_group=SECTOR_GROUPS[row["sector_group"]],
            size=SIZES[row["size"]],
            max_employees=int(row["max_employees_social_insurance"]),
            max_revenue_vnd=int(row["max_revenue_billion_vnd"]) * VND_PER_BILLION,
            max_capital_vnd=int(row["max_capital_billion_vnd"]) * VND_PER_BILLION,
            valid_from=DECREE_80_IN_FORCE,
            source=row["source"],
            confidence="sourced",
        )
        for row in read("sme_size_criteria")
    ]
    return len(insert_missing(SizeCriterion, rows, "sector_group", "size", "valid_from"))


def issuing_bodies():
    return len(insert_missing(IssuingBody, [IssuingBody(**row) for row in read("issuing_bodies")], "code"))


def document_types():
    rows = [
        DocumentType(
            code=row["abbr"], name_vi=row["name_vi"], group=row["kind"], source=row["source"], confidence="sourced"
        )
        for row in read("administrative_document_types")
    ]
    return len(insert_missing(DocumentType, rows, "code"))


def ics_fields():
    rows = [
        IcsField(
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            source=source_of("ics_fields"),
            confidence=row["confidence_vi"],
        )
        for row in read("ics_fields")
    ]
    return len(insert_missing(IcsField, rows, "code"))


def improvement_tools():
    rows = [
        ImprovementTool(
            **row | {"category": TOOL_CATEGORIES[fold(row["category"])], "source": source_of("improvement_tools")}
        )
        for row in read("improvement_tools")
    ]
    return len(insert_missing(ImprovementTool, rows, "code"))


# --- What the programme set out to do and how it is measured --------------------------------------------------


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
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            is_main=bool(row["is_main"]),
        )
        for row in read("phases")
    ]
    return len(insert_missing(Phase, rows, "programme_id", "project_id", "code"))


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


# --- Helpers --------------------------------------------------------------------------------------------------


def ids_of(model, column):
    """Return ``{value of column: primary key}`` of all rows."""
    return dict(model.objects.values_list(column, "pk"))


@cache
def _sources():
    return {row["file"]: row["source"] for row in read("sources")}


def source_of(name):
    """Return where the rows of a file come from that have no source column of their own."""
    return _sources()[name]


def _bound(qualifier):
    return BOUNDS.get(" ".join(fold(qualifier).split()[:2]), Target.Bound.EXACT)


def _decisions():
    """Return ``{programme or project code: (decision, its day)}``."""
    rows = [*Programme.objects.all(), *Project.objects.filter(is_demonstration=False)]
    return {row.code: (row.decision, row.decided_on) for row in rows}
