"""The least that gives the same answer: the yardstick for each operation.

A page's floor is a bare Django view (no middleware, no ORM) that runs the SQL which the page itself ran, with the same
parameters, and puts the longest result into a small template. An export's floor is the database's own copy.
"""

import csv
import hashlib
import io
import json
from functools import partial

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Engine

_ROWS, _CELLS = 50, 9
_TEMPLATE = Engine().from_string(
    "<!doctype html><html lang=vi><meta charset=utf-8><title>{{ title }}</title><h1>{{ title }}</h1>"
    "<p>{{ count }}</p><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}</table></html>"
)


def application_for(statements):
    """Return a WSGI application that answers every address by running ``statements``."""
    application = WSGIHandler()
    application._middleware_chain = partial(page, statements)
    return application


def page(statements, request):
    rows = []
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
            found = cursor.fetchall() if cursor.description else []
            if len(found) >= len(rows):
                rows = found
    cells = [row[:_CELLS] for row in rows[:_ROWS]]
    return HttpResponse(_TEMPLATE.render(Context({"title": request.path, "count": len(rows), "rows": cells})))


def export(statements):
    """Copy the rows of the longest statement to csv as the database itself does, and return the number of bytes."""
    sql, parameters = max(statements, key=lambda statement: len(statement[0]))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            buffer = io.StringIO()
            # A server-side cursor's statement begins with its declaration.
            query = cursor.mogrify(sql, parameters).decode()
            query = query[query.index("SELECT") :]
            cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", buffer)
            return buffer.tell()
        cursor.execute(sql, parameters)
        buffer = io.StringIO()
        csv.writer(buffer).writerows(cursor)
        return buffer.tell()


def make_plain_tables():
    """Tables like the ledger's, without triggers and rollups, for the floor of posting."""
    with connection.cursor() as cursor:
        for name in ("programme_posting", "programme_entry", "accounts_auditevent"):
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_{name} (LIKE {name})")
            else:
                cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_{name} AS SELECT * FROM {name} WHERE 0")


def post(tables):
    """Insert the same rows into the plain tables in one transaction. ``tables`` maps a model to rows of values."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in tables.items():
            fields = model._meta.concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            marks = ", ".join("%s" for _ in fields)
            values = [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
            ]
            cursor.executemany(f"INSERT INTO bench_{model._meta.db_table} ({columns}) VALUES ({marks})", values)


def _value(field, row):
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def verify():
    """Read every entry and hash it: no verification can do less."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM programme_posting ORDER BY sequence")
        postings = cursor.fetchall()
        cursor.execute("SELECT * FROM programme_entry ORDER BY posting_id, line")
        for row in cursor:
            digest.update(json.dumps(row, default=str).encode())
    return len(postings)
