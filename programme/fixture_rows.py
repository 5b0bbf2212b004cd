"""From the rows of a CSV file to rows of a table: what the loaders of reference data share."""

import csv
from functools import cache
from pathlib import Path

from simple_history.utils import bulk_create_with_history

FIXTURES = Path(__file__).parent / "fixtures"


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


def ids_of(model, column):
    """Return ``{value of column: primary key}`` of all rows."""
    return dict(model.objects.values_list(column, "pk"))


@cache
def _sources():
    return {row["file"]: row["source"] for row in read("sources")}


def source_of(name):
    """Return where the rows of a file come from that have no source column of their own."""
    return _sources()[name]
