"""What somebody saw when he opened a form: a mark goes out with it and comes back, so that nobody's change is lost."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME = "_seen"
CHANGED = _("Somebody changed this record after you opened it, so nothing was saved: look at it, then decide anew.")
# What changes by itself and is in no form.
_IDLE = frozenset({"last_login"})


def mark(rows, *more):
    """Return a short fingerprint of ``rows`` as they stand in the database, and of what ``more`` belongs to them."""
    told = sorted(
        (row._meta.label, row.pk, [(f.attname, str(getattr(row, f.attname))) for f in _fields(row)]) for row in rows
    )
    return hashlib.sha256(repr((told, more)).encode()).hexdigest()[:20]


def _fields(row):
    return [field for field in row._meta.concrete_fields if field.attname not in _IDLE]


class SeenMixin:
    """Goes into an admin: a form, or an act on a record, is refused when the record was changed after it was shown."""

    def refuse_unseen(self, request, record):
        """Raise ``ValidationError`` unless ``record``, held by the caller, is as the page showed it."""
        seen = request.POST.get(NAME)
        if not seen or record is None or hasattr(request, "refusal"):
            return
        if seen != self._stored_mark(request, record):
            raise ValidationError(CHANGED)

    def _stored_mark(self, request, record):
        inlines = self.get_inline_instances(request, record)
        return self._mark(record, [part for inline in inlines for part in _parts(inline, request, record)])

    def _mark(self, record, parts):
        many = [sorted(getattr(record, field.name).values_list("pk", flat=True)) for field in self.opts.many_to_many]
        return mark([record, *parts], many)

    def shown_mark(self, request, context, record):
        """Return the mark for a page: of what it shows now; a form that came back as typed keeps the one it had."""
        if request.method == "POST" and not hasattr(request, "refusal"):
            return request.POST.get(NAME, "")
        if request.method == "POST":
            # The one at hand has what was typed.
            return self._stored_mark(request, self.get_queryset(request).get(pk=record.pk))
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        return self._mark(record, [form.instance for formset in formsets for form in formset.initial_forms])


def _parts(inline, request, record):
    key = inline.get_formset(request, record).fk.name
    return inline.get_queryset(request).filter(**{key: record})
