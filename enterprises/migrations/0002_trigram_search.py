"""On PostgreSQL with pg_trgm, an index that serves searches for parts of a name; elsewhere nothing.

Not in ``Meta.indexes``: SQLite has no such index, and PostgreSQL without the extension must work as well.
"""

from django.db import migrations, transaction
from django.db.utils import DatabaseError

INDEX = "enterprises_enterprise_folded_trigram"


def create_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:  # the role may not create extensions; an administrator can, and run this migration anew
            return
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON enterprises_enterprise USING gin (folded gin_trgm_ops)")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
