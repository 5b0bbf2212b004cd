"""Rows into a table as fast as the database takes them."""

import csv
import io
import json
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction

_CHUNK = 20_000


def load(model, rows):
    """Insert ``rows`` (dicts of column attribute and value; equal keys in each) and return how many there were."""
    count = 0
    rows = iter(rows)
    with transaction.atomic():
        while chunk := list(islice(rows, _CHUNK)):
            _insert(model, list(chunk[0]), chunk)
            count += len(chunk)
    _after(model)
    return count


def _insert(model, names, chunk):
    fields = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            buffer = io.StringIO()
            writer = csv.writer(buffer)
            writer.writerows([[_csv(row[name]) for name in names] for row in chunk])
            buffer.seek(0)
            cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')", buffer)
            return
        marks = ", ".join("%s" for _ in names)
        values = [
            [field.get_db_prep_save(row[name], connection) for field, name in zip(fields, names, strict=True)]
            for row in chunk
        ]
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values)


def _csv(value):
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _after(model):
    """Let the next row of the portal get a free id."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def analyse():
    """Tell the planner what the tables hold; PostgreSQL would do it by itself a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
