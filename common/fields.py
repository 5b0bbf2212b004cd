"""Model fields that several apps share."""

from django.db import models

from common.text import fold, sort_key, squeeze


class _DerivedField:
    """A column computed from other columns of the row whenever the row is written.

    ``pre_save`` runs for ``save()`` and ``bulk_create()``; ``bulk_update()`` must name the column itself.
    """

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def derive(self, text):
        """Return the column's value for the joined ``text`` of its sources."""
        raise AssertionError("a derived field says how it is derived")

    def pre_save(self, instance, add):
        text = " ".join(str(getattr(instance, source) or "") for source in self.sources)
        value = self.derive(text)
        setattr(instance, self.attname, value)
        return value


class FoldedField(_DerivedField, models.TextField):
    """The search form of other columns; see ``common.text.fold``."""

    def derive(self, text):
        return fold(text)


class SortKeyField(_DerivedField, models.BinaryField):
    """The Vietnamese order of other columns; see ``common.text.sort_key``."""

    def derive(self, text):
        return sort_key(text)


class NameField(models.CharField):
    """A name as people type it, kept in NFC without stray spaces."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return squeeze(value) if isinstance(value, str) else value

    def to_python(self, value):
        value = super().to_python(value)
        return squeeze(value) if isinstance(value, str) else value
