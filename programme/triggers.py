"""Database triggers that make the ledger, and what upper apps ``protect``, append-only, for SQLite and PostgreSQL.

Installed after every ``migrate`` (``ProgrammeConfig.ready``), because Django rebuilds a table on SQLite to alter it and
a rebuilt table has no triggers. ``verify_ledger`` reports any that are missing.
"""

from django.db import connections, transaction

# What tells on SQLite that a new row would replace one: INSERT OR REPLACE deletes the old row without a trigger. Three
# looks, because for one with OR SQLite reads the whole table once its statistics say that few entries are corrections.
_REPLACES = {
    "programme_posting": "EXISTS (SELECT 1 FROM programme_posting WHERE sequence = NEW.sequence)",
    "programme_entry": (
        "EXISTS (SELECT 1 FROM programme_entry WHERE id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM programme_entry WHERE corrects_id = NEW.corrects_id) "
        "OR EXISTS (SELECT 1 FROM programme_entry WHERE posting_id = NEW.posting_id AND line = NEW.line)"
    ),
}
_MESSAGE = "the results ledger is append-only: post a correction instead"


def protect(table, unique):
    """Make a table of an upper app append-only; ``unique`` are the columns of its key. Called from the app's ``ready``.

    Its primary key is ``id``.
    """
    same = " AND ".join(f"{column} = NEW.{column}" for column in unique)
    looks = [f"EXISTS (SELECT 1 FROM {table} WHERE {look})" for look in ("id = NEW.id", same)]  # noqa: S608  our own names
    _REPLACES[table] = " OR ".join(looks)


def _there(connection):
    """The protected tables that exist: an upper app's may not, while the database is only partly migrated."""
    found = set(connection.introspection.table_names())
    return [table for table in _REPLACES if table in found]


def _names(table, vendor):
    """Return ``{name: event}`` of the triggers that a table must have."""
    if vendor == "sqlite":
        return {
            f"{table}_refuse_update": f"UPDATE ON {table}",
            f"{table}_refuse_delete": f"DELETE ON {table}",
            f"{table}_refuse_replace": f"INSERT ON {table} WHEN {_REPLACES[table]}",
        }
    return {
        f"{table}_refuse": f"UPDATE OR DELETE ON {table} FOR EACH ROW",
        f"{table}_refuse_truncate": f"TRUNCATE ON {table} FOR EACH STATEMENT",
    }


def install(connection):
    """Create the triggers, in place of any that an older version made."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        remove(connection)
        for statement in _install_statements(connection.vendor, _there(connection)):
            cursor.execute(statement)


def remove(connection):
    """Drop the triggers: before they are created, and for tests that empty the database or tamper with it."""
    with connection.cursor() as cursor:
        for table in _there(connection):
            where = "" if connection.vendor == "sqlite" else f" ON {table}"
            for name in _names(table, connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection):
    """Return the names of triggers that ought to be on their tables, awake, and are not."""
    wanted = {(name, table) for table in _REPLACES for name in _names(table, connection.vendor)}
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = set(cursor.fetchall())
    return sorted(name for name, _table in wanted - found)


def install_after_migrate(using, **kwargs):
    """Receive ``post_migrate``: install the triggers on the tables that exist."""
    install(connections[using])


def _install_statements(vendor, tables):
    triggers = [(name, event) for table in tables for name, event in _names(table, vendor).items()]
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            for name, event in triggers
        ]
    function = (
        "CREATE OR REPLACE FUNCTION programme_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION programme_ledger_refuse()"
            for name, event in triggers
        ),
    ]
