"""The audit trail: one function that writes it."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import AuditEvent


def record(action, subject, *, by, changes=None, reason=""):
    """Write and return one ``AuditEvent``.

    ``subject`` is a model row; ``changes`` maps a field name to ``[old, new]``; ``by`` is None for the system itself.
    Call it inside the transaction of the act, so that there is never one without the other.
    """
    return AuditEvent.objects.create(
        actor=by,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk or ""),
        object_label=str(subject)[:300],
        changes=_plain(changes or {}),
        reason=reason,
    )


def has_done(user, actions, *rows):
    """Whether ``user`` did one of ``actions`` on one of ``rows``; four-eyes rules ask it."""
    named = defaultdict(list)
    for row in rows:
        named[row._meta.label_lower].append(str(row.pk))
    found = reduce(or_, (models.Q(object_type=kind, object_id__in=keys) for kind, keys in named.items()))
    return AuditEvent.objects.filter(found, actor=user, action__in=actions).exists()


def difference(old, new, fields):
    """Return ``{field: [old value, new value]}`` for those of ``fields`` in which two rows differ."""
    changes = {}
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            changes[name] = [before, after]
    return changes


def _plain(value):
    """Make a value of model fields fit for JSON; rows become their names."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)
