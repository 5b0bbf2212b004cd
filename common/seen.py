"""What somebody saw when he opened a form: a mark goes out with it and comes back, so that nobody's change is lost."""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, localize
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.text import capitalise

NAME = "_seen"
CHANGED = _("Somebody changed this record after you opened it, so nothing was saved: look at it, then decide anew.")
CHANGED_TO = _(
    "Somebody changed this record after you opened it (now: %(now)s). What you typed stands below: save again to put "
    "it in that place."
)
# What changes by itself and is in no form.
_IDLE = frozenset({"last_login"})


def mark(rows, *more):
    """Return a short fingerprint of ``rows`` as they stand in the database, and of what ``more`` belongs to them."""
    told = sorted(
        (row._meta.label, row.pk, [(f.attname, str(f.value_to_string(row))) for f in _fields(row)]) for row in rows
    )
    return hashlib.sha256(repr((told, more)).encode()).hexdigest()[:20]


def _fields(row):
    return [field for field in row._meta.concrete_fields if field.attname not in _IDLE]


class SeenForm:
    """Goes into a page that changes a record by a form of its fields; the view calls ``refuse_unseen``, then saves.

    The page shows ``seen`` (``components/seen.html``).
    """

    is_new = False

    @cached_property
    def seen(self):
        """The mark of the record that the page showed; None where there was no record, or the sender had no page."""
        if self.request.method == "POST":
            return self.request.POST.get(NAME)
        return None if self.is_new else self.mark(self.object)

    def mark(self, row):
        """Return the mark of the record as it is stored; one with parts adds them."""
        return mark([row])

    def hold(self):
        """Lock the record and return it as it is stored."""
        return type(self.object)._default_manager.select_for_update(of=("self",)).get(pk=self.object.pk)

    def refuse_unseen(self, form):
        """Raise ``ValidationError`` when somebody changed the record after the page was opened.

        The page then comes again with what was typed and the mark of what is stored: saved anew it takes its place.
        Call it in the transaction that saves.
        """
        if self.is_new or self.seen is None:
            return
        stored = self.hold()
        if self.seen == (now := self.mark(stored)):
            return
        self.seen = now
        names = [name for name in form._meta.fields if name in form.fields]
        said = [_said(stored, name) for name in names if getattr(stored, name) != getattr(self.object, name)]
        raise ValidationError(CHANGED_TO, params={"now": "; ".join(said) or "…"})

    def get_context_data(self, **kwargs):
        return super().get_context_data(seen=self.seen, **kwargs)


def _said(row, name):
    """Return what a field of ``row`` says, with its name."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if field.choices:
        value = getattr(row, f"get_{name}_display")()
    elif isinstance(value, date):
        value = date_format(value, "SHORT_DATE_FORMAT")
    return f"{capitalise(str(field.verbose_name))}: {'–' if value in (None, '') else localize(value)}"


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
