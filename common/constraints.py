"""Constraints whose refusal people can read where it arose."""

from django.core.exceptions import ValidationError
from django.db import models


class CheckAtField(models.CheckConstraint):
    """A check over several fields whose refusal stands at one of them, ``field``, instead of above the form.

    For the database and for migrations it is a plain ``CheckConstraint``.
    """

    def __init__(self, *, field, **kwargs):
        super().__init__(**kwargs)
        self.field = field

    def deconstruct(self):
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self):
        _, args, kwargs = self.deconstruct()
        return type(self)(*args, field=self.field, **kwargs)

    def validate(self, model, instance, exclude=None, **kwargs):
        try:
            super().validate(model, instance, exclude=exclude, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.field: error}) from error
