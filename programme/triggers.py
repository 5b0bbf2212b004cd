"""Database triggers that make the ledger append-only, for SQLite and PostgreSQL.

Installed after every ``migrate`` (``ProgrammeConfig.ready``), because Django rebuilds a table on SQLite to alter it and
a rebuilt table has no triggers. ``verify_ledger`` reports any that are missing.
"""

from django.db import connections

TABLES = ("programme_posting", "programme_entry")
_MESSAGE = "the results ledger is append-only: post a correction instead"


def _sqlite_names(table):
    return {operation: f"{table}_refuse_{operation.lower()}" for operation in ("UPDATE", "DELETE")}


def install(connection):
    """Create the triggers where they are missing."""
    with connection.cursor() as cursor:
        for statement in _install_statements(connection.vendor):
            cursor.execute(statement)


def remove(connection):
    """Drop the triggers. For tests that empty the database or tamper with it; the portal never calls it."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "sqlite":
                for name in _sqlite_names(table).values():
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_refuse ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_refuse_truncate ON {table}")


def missing(connection):
    """Return the names of triggers that ought to be there and are not."""
    if connection.vendor == "sqlite":
        wanted = {name for table in TABLES for name in _sqlite_names(table).values()}
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = {f"{table}_refuse" for table in TABLES} | {f"{table}_refuse_truncate" for table in TABLES}
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - found)


def install_after_migrate(using, **kwargs):
    """Receive ``post_migrate``: install the triggers once the ledger's tables exist."""
    connection = connections[using]
    if set(TABLES) <= set(connection.introspection.table_names()):
        install(connection)


def _install_statements(vendor):
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            for table in TABLES
            for operation, name in _sqlite_names(table).items()
        ]
    function = (
        "CREATE OR REPLACE FUNCTION programme_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    )
    statements = [function]
    for table in TABLES:
        statements += [
            f"CREATE OR REPLACE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION programme_ledger_refuse()",
            f"CREATE OR REPLACE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION programme_ledger_refuse()",
        ]
    return statements
