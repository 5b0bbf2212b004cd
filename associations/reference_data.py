"""Reference data of the associations, from the CSV files in ``associations/fixtures``.

Follows the rules of ``programme.reference_data``: missing rows are inserted, existing ones are never touched.
"""

from pathlib import Path

from django.db import transaction

from associations.models import Association, ReportType
from programme.fixture_rows import ids_of, insert_missing, read
from programme.models import Industry
from programme.reference_data import VSIC

FIXTURES = Path(__file__).parent / "fixtures"


@transaction.atomic
def load():
    """Insert what is missing. Returns ``{step: number of new rows}``; all zero on a second run."""
    return {"associations": associations(), "report_types": report_types()}


def associations():
    rows = {row["code"]: row for row in read("industry_associations", FIXTURES)}
    new = insert_missing(
        Association,
        [
            Association(
                code=code,
                abbreviation=row["abbr"],
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                field=row["sector"],
                has_memorandum=row["mou_712"] == "1",
                source=row["source"],
                confidence=row["confidence"],
            )
            for code, row in rows.items()
        ],
        "code",
    )
    industries = ids_of(Industry, "key")
    Association.industries.through.objects.bulk_create(
        Association.industries.through(association=association, industry_id=industries[f"{VSIC}-{division}"])
        for association in new
        for division in filter(None, rows[association.code]["vsic_divisions"].split(";"))
    )
    return len(new)


def report_types():
    rows = [
        ReportType(**row | {"days_to_submit": int(row["days_to_submit"])}) for row in read("report_types", FIXTURES)
    ]
    return len(insert_missing(ReportType, rows, "code"))
