"""Search in columns that have no folded copy: the database takes the marks off while it looks.

For tables that stay small, and named where it is used (``search_fields = ["title__unmarked"]``); what is searched among
many rows has a ``FoldedField`` and its index. The letters are those of Vietnamese and western Europe.
"""

import unicodedata

from django.db.models import CharField, TextField, Transform

from common.text import fold

# PostgreSQL goes through this list for every letter that it reads, so it is kept short.
_LATIN = [*range(0x00C0, 0x0100), *map(ord, "ĂăĐđĨĩŨũƠơƯư"), *range(0x1EA0, 0x1EFA)]
_LETTERS = {char: fold(char) for char in map(chr, _LATIN) if unicodedata.category(char)[0] == "L"}
_PLAIN = {char: plain for char, plain in _LETTERS.items() if len(plain) == 1 and plain != char}
# Marks that stand by themselves come last and have no counterpart, so ``translate`` drops them.
_MARKED = "".join(_PLAIN) + "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
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
