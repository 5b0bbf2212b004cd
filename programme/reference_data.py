"""Reference data of the programme, from the CSV files in ``programme/fixtures``; one function a file.

Two rules keep what staff changed. Catalogues (provinces, industries, indicators …), of which staff delete nothing, get
the rows that are missing; a row that exists is never touched. What staff keep themselves (targets, announced figures,
standards) is loaded once, together with the programme's own row. A later correction of a fixture that must reach
existing installations is a data migration.
"""

import datetime as dt

from django.db import transaction

from common.text import fold
from programme import reference_plan as plan
from programme import rollups
from programme.fixture_rows import ids_of, insert_missing, read, source_of
from programme.models import (
    DocumentType,
    IcsField,
    ImprovementTool,
    Industry,
    IssuingBody,
    Programme,
    Province,
    SizeCriterion,
)

VSIC = "2018"
DECREE_80_IN_FORCE = dt.date(2021, 10, 15)
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


@transaction.atomic
def load():
    """Insert what is missing. Returns ``{step: number of new rows}``; all zero on a second run."""
    is_first = not Programme.objects.filter(code="712").exists()
    added = {}
    for step in (
        *(provinces, sections, divisions, size_criteria, issuing_bodies, document_types, ics_fields, improvement_tools),
        *(plan.programmes, plan.projects, plan.phases, plan.indicators, plan.indicator_versions, plan.ledger_periods),
        *((plan.targets, plan.announcements, plan.standards) if is_first else ()),
    ):
        added[step.__name__] = step()
    return added


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
    parts = insert_missing(Province, before, "key")
    if parts:
        rollups.rebuild()  # what was posted under them belongs to their units of 34 too
    return len(added) + len(parts)


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
