"""Search in columns that have no folded copy: the database takes the marks off while it looks.

For tables that stay small; what is searched among many rows has a ``FoldedField`` and its index.
"""

import unicodedata

from django.db.models import CharField, TextField, Transform

from common.text import fold

_LATIN = [*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)]
_LETTERS = {char: fold(char) for char in map(chr, _LATIN) if unicodedata.category(char)[0] == "L"}
_PLAIN = {char: plain for char, plain in _LETTERS.items() if len(plain) == 1 and plain != char}
# Marks that stand by themselves come last and have no counterpart, so ``translate`` drops them.
_MARKED = "".join(_PLAIN) + "".join(map(chr, range(0x0300, 0x0370)))
_UNMARKED = "".join(_PLAIN.values())


@CharField.register_lookup
@TextField.register_lookup
class Unmarked(Transform):
    """``title__unmarked__contains=fold(word)`` finds the word whatever its marks and case, as a folded column does."""

    lookup_name = "unmarked"
    function = "UNMARKED"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        column, params = compiler.compile(self.lhs)
        return f"LOWER(TRANSLATE({column}, %s, %s))", [*params, _MARKED, _UNMARKED]


def teach_sqlite(connection, **kwargs):
    """Give a new connection to SQLite the function that PostgreSQL has built in; receives ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("UNMARKED", 1, _fold_or_null, deterministic=True)


def _fold_or_null(text):
    return None if text is None else fold(str(text))
