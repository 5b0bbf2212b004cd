"""Forms of annexes: the words of the annex itself, and the terms as nested sets of forms that work without a script."""

import datetime as dt

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from associations.annex_lifecycle import SIGNED_FILE_NEEDED
from associations.terms import AGREEMENT, name_of, plain
from common.forms import DayField, LocalizedForm, localize_fields
from programme.forms import EvidenceForm
from programme.models import Document, ImprovementTool, Project, Task

# How many empty rows a page offers; saving gives new ones.
EXTRA = {"packages": 1, "items": 1, "milestones": 1, "funding": 1}


class NewAnnexForm(LocalizedForm):
    """What an annex is called, why it is made, and from when it is to count."""

    title = forms.CharField(label=_("Title"), max_length=300)
    content = forms.CharField(label=_("Reasons and grounds"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    effective_on = DayField(
        label=_("Takes effect on"), help_text=_("It takes effect by itself on this day, once both sides have signed.")
    )


class AnnexForm(NewAnnexForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(LocalizedForm):
    """The revision that the user saw; a reason where the step needs one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def values(self):
        return dict(self.cleaned_data)


class MoveWithReasonForm(MoveForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class SignForm(EvidenceForm):
    """When each side signed, and the signed file."""

    evidence_kind = Document.Kind.ANNEX
    file_needed = SIGNED_FILE_NEEDED
    field_order = ("revision", "programme_signed_on", "association_signed_on")

    revision = forms.IntegerField(widget=forms.HiddenInput)
    programme_signed_on = DayField(label=_("signed by the programme on"))
    association_signed_on = DayField(label=_("signed by the association on"))

    def values(self):
        names = ("revision", "programme_signed_on", "association_signed_on")
        return {name: self.cleaned_data[name] for name in names} | {"document": self.attached()}


class ResolveForm(MoveForm):
    """One choice for each conflict."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, conflicts, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = conflicts
        for number, conflict in enumerate(conflicts):
            self.fields[f"choice-{number}"] = forms.ChoiceField(
                label=conflict.label,
                choices=[
                    ("theirs", _("As the agreement says now: %(terms)s") % {"terms": conflict.theirs}),
                    ("mine", _("As this annex says: %(terms)s") % {"terms": conflict.mine}),
                ],
                widget=forms.RadioSelect,
            )
        self.fields["reason"].required = needs_reason

    def rows(self):
        """Each conflict with its box, for the template."""
        return [(conflict, self[f"choice-{number}"]) for number, conflict in enumerate(self.conflicts)]

    def values(self):
        data = self.cleaned_data
        choices = {conflict.code: data[f"choice-{number}"] for number, conflict in enumerate(self.conflicts)}
        return {"choices": choices, "revision": data["revision"], "reason": data["reason"]}


# --- terms ---------------------------------------------------------------------------------------------------------


def choices_for(user, terms):
    """Return ``{field: [(key, label)]}`` of all boxes that name other rows, each read once for the whole page."""
    found = {
        name: [(row.pk, str(row)) for row in model.objects.visible_to(user)]
        for name, model in (("project", Project), ("task", Task), ("tool", ImprovementTool))
    }
    milestones = terms["parts"]["milestones"]
    return found | {"milestone": [(_row_key(row["key"]), row["values"]["title"]) for row in milestones]}


def _row_key(key):
    """Return the key of a row as terms name it: of one that the annex adds, what stands for it until it is there."""
    return int(key) if str(key).isdecimal() else key


class TermsForm(LocalizedForm):
    """The terms of one row. ``children`` are the sets of forms of what belongs to it."""

    part = AGREEMENT
    unmarked = None

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in fields_for_model(self.part.model, self.part.fields).items():
            self.fields[name] = _choice(field, choices[name]) if name in self.part.keys else field
        self.fields["key"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        localize_fields(self)
        self.children = []

    def has_changed(self):
        """A new row also counts as filled in when something that belongs to it is."""
        return super().has_changed() or any(child.has_changed() for child in self.children)

    @property
    def own_fields(self):
        return [self[name] for name in self.part.fields]

    def node(self, known, new_key):
        """Return the row as terms keep it; ``known`` maps keys to rows that the annex holds already."""
        key = self.cleaned_data["key"]
        values = {name: self._plain(name) for name in self.part.fields}
        parts = {child.part.name: child.nodes(new_key) for child in self.children}
        return {"key": key if key in known else new_key(), "values": values, "parts": parts}

    def _plain(self, name):
        value = self.cleaned_data[name]
        if name in self.part.keys:
            return {"pk": value, "label": dict(self.fields[name].choices)[value]} if value else None
        return plain(value)


def _choice(field, choices):
    return forms.TypedChoiceField(
        label=field.label, required=field.required, choices=[("", "—"), *choices], coerce=_row_key, empty_value=None
    )


def initial_of(part, node):
    """Return the first values of the form of ``node``: days as days, rows as their keys."""
    found = {"key": node["key"]}
    for name, value in node["values"].items():
        if isinstance(value, dict):
            value = value["pk"]
        elif name.endswith("_on") and value:
            value = dt.date.fromisoformat(value)
        found[name] = value
    return found


class TermsFormSet(forms.BaseFormSet):
    """The rows of one kind, those of the annex first, then empty ones for new rows."""

    part = AGREEMENT

    def __init__(self, *args, rows, choices, **kwargs):
        self.rows = rows
        self.choices = choices
        initial = [initial_of(self.part, row) for row in rows]
        super().__init__(*args, initial=initial, form_kwargs={"choices": choices}, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove from the agreement")
        row = self.rows[index] if index is not None and index < len(self.rows) else None
        form.row = row
        form.named = name_of(self.part, row) if row else _("New row")
        data = self.data if self.is_bound else None
        form.children = [
            formset_of(child)(
                data,
                prefix=f"{form.prefix}-{child.name}",
                rows=row["parts"].get(child.name, []) if row else [],
                choices=self.choices,
            )
            for child in self.part.parts
        ]

    def is_valid(self):
        return super().is_valid() and all(child.is_valid() for form in self._kept() for child in form.children)

    def _kept(self):
        """The forms that make rows; Django's ``deleted_forms`` would ask whether everything is valid."""
        return [form for form in self.forms if not self._should_delete_form(form) and (form.row or form.has_changed())]

    def nodes(self, new_key):
        known = {row["key"] for row in self.rows}
        return [form.node(known, new_key) for form in self._kept()]

    def flat(self):
        """Return this set and those inside it, for the summary of errors."""
        yield self
        for form in self.forms:
            for child in form.children:
                yield from child.flat()

    @property
    def title(self):
        return self.part.model._meta.verbose_name_plural


def formset_of(part):
    """Return the class of the sets of forms for ``part``."""
    form = type("PartForm", (TermsForm,), {"part": part})
    base = type("PartFormSet", (TermsFormSet,), {"part": part})
    return forms.formset_factory(form, formset=base, extra=EXTRA[part.name], can_delete=True)


class Editor:
    """All forms of the terms of an annex."""

    def __init__(self, annex, user, data=None):
        terms, choices = annex.proposed, choices_for(user, annex.proposed)
        self.annex = annex
        self.form = TermsForm(data, prefix="terms", initial=initial_of(AGREEMENT, terms), choices=choices)
        self.formsets = [
            formset_of(part)(data, prefix=part.name, rows=terms["parts"][part.name], choices=choices)
            for part in AGREEMENT.parts
        ]

    def is_valid(self):
        return all([self.form.is_valid(), *[formset.is_valid() for formset in self.formsets]])

    def error_parts(self):
        """What the summary of errors walks through: the agreement's own terms, then each set of rows with a fault."""
        sets = [formset for outer in self.formsets for formset in outer.flat() if formset.total_error_count()]
        own = [{"formset": {"forms": [self.form]}}] if self.form.errors else []
        return own + [{"formset": formset} for formset in sets]

    def terms(self):
        """Return the terms that were entered. Only when valid."""
        new_key = _new_keys(self.annex.proposed)
        own = self.form.node({self.annex.proposed["key"]}, new_key)
        own["key"] = self.annex.proposed["key"]
        return own | {"parts": {formset.part.name: formset.nodes(new_key) for formset in self.formsets}}


def _new_keys(terms):
    """Return a function that gives keys no row of ``terms`` has: n1, n2…"""
    taken = set(_keys(terms))
    numbers = (f"n{number}" for number in range(1, 1_000_000))
    return lambda: next(key for key in numbers if key not in taken)


def _keys(node):
    yield node["key"]
    for rows in node["parts"].values():
        for row in rows:
            yield from _keys(row)
