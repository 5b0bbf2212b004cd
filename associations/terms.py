"""What was agreed, as data: read from an agreement, compared, merged, put into words.

Terms are plain JSON, a tree of nodes::

    {"key": "7", "values": {"title": …, "ends_on": "2020-12-31", "project": {"pk": 3, "label": …}},
     "parts": {"packages": [{"key": "12", "values": {…}, "parts": {"items": […]}}], "milestones": […], "funding": […]}}

A key is the row's in the database, or ``n1``, ``n2``… for a row that an annex adds. Facts are no terms: what was
accepted, committed, disbursed and delivered stays outside. A new term is one more name in ``AGREEMENT``.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import override

from associations.models import Agreement, Funding, Milestone, PackageItem, SolutionPackage
from common.text import capitalise

EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Part:
    """Which fields of a model are terms, which rows, and what belongs to them."""

    model: type[models.Model]
    fields: tuple[str, ...]
    name: str = ""
    above: str = ""  # the foreign key to the row that it belongs to
    named_by: tuple[str, ...] = ()
    only: dict = field(default_factory=dict)
    parts: tuple["Part", ...] = ()

    @property
    def keys(self):
        """The foreign keys among the fields, read together with the rows because their names are terms too."""
        return [name for name in self.fields if self.model._meta.get_field(name).is_relation]


ITEMS = Part(PackageItem, ("tool", "training", "hours", "description"), "items", "package", ("tool", "training"))
PACKAGES = Part(
    SolutionPackage,
    (
        "code",
        "name",
        "description",
        "starts_on",
        "ends_on",
        "quota_enterprises",
        "quota_courses",
        "quota_trainees",
    ),
    "packages",
    "agreement",
    ("code",),
    parts=(ITEMS,),
)
MILESTONES = Part(Milestone, ("title", "due_on"), "milestones", "agreement", ("title",))
FUNDING = Part(
    Funding,
    ("source", "milestone", "amount_vnd"),
    "funding",
    "agreement",
    ("source",),
    only={"state": Funding.State.PLANNED},
)
AGREEMENT = Part(
    Agreement,
    ("title", "summary", "starts_on", "ends_on", "project", "task"),
    parts=(PACKAGES, MILESTONES, FUNDING),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One term that differs: its place, its name, the row it belongs to (``owner``) and both values in words."""

    path: tuple[str, ...]
    owner: str
    name: str
    old: str
    new: str
    kind: str = "changed"  # or added, removed

    @property
    def label(self):
        return _owned(self.owner, self.name)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One term that somebody else changed since the annex started: the base, theirs and mine in words."""

    path: tuple[str, ...]
    label: str
    base: str
    theirs: str
    mine: str

    @property
    def code(self):
        return "/".join(self.path)


# --- reading -------------------------------------------------------------------------------------------------------


def terms_of(agreement):
    """Return the terms of ``agreement`` as they are in the database now, whatever the instance at hand holds."""
    row = Agreement.objects.select_related(*AGREEMENT.keys).get(pk=agreement.pk)
    with override(settings.LANGUAGE_CODE):  # names are kept in one language, whoever acts
        return _tree(AGREEMENT, [row])[row.pk]


def _tree(part, rows):
    """Return ``{key of the row: node}``, with one query for each kind of child."""
    nodes = {row.pk: {"key": str(row.pk), "values": _values(part, row), "parts": {}} for row in rows}
    for child in part.parts:
        for node in nodes.values():
            node["parts"][child.name] = []
        order = [name for name in ("position", "starts_on", "pk") if name in ("pk", *_names(child.model))]
        found = child.model.objects.filter(**{f"{child.above}__in": list(nodes)}, **child.only)
        found = list(found.select_related(*child.keys).order_by(*order))
        below = _tree(child, found)
        for row in found:
            nodes[getattr(row, f"{child.above}_id")]["parts"][child.name].append(below[row.pk])
    return nodes


def _names(model):
    return {item.name for item in model._meta.fields}


def _values(part, row):
    return {name: plain(getattr(row, name)) for name in part.fields}


def plain(value):
    """Return a value of a model or a form as terms keep it."""
    if isinstance(value, models.Model):
        return {"pk": value.pk, "label": str(value)}
    return value.isoformat() if hasattr(value, "isoformat") else value


def fingerprint(*parts):
    """Return the SHA-256 of plain data in one fixed writing."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- comparing -----------------------------------------------------------------------------------------------------


def difference(old, new):
    """Return a ``Change`` for every term that differs, children included, in the order of the agreement's page."""
    return list(_differences(AGREEMENT, old, new, (), ""))


def _differences(part, old, new, path, owner):
    kind = "changed" if old and new else "added" if new else "removed"
    for name in part.fields:
        before, after = (node["values"].get(name) if node else None for node in (old, new))
        if not same(before, after):
            words = (in_words(part, name, value) for value in (before, after))
            yield Change((*path, name), owner, _labelled(part, name, ""), *words, kind)
    for child in part.parts:
        for key, (before, after) in _pairs(child, old, new).items():
            named = " · ".join(filter(None, [owner, name_of(child, after or before)]))
            yield from _differences(child, before, after, (*path, child.name, key), named)


def _pairs(child, *nodes):
    """Return ``{key: the row in each of the nodes, None where it is missing}`` in order of appearance."""
    rows = [{row["key"]: row for row in node["parts"].get(child.name, [])} if node else {} for node in nodes]
    keys = dict.fromkeys(key for found in rows for key in found)
    return {key: tuple(found.get(key) for found in rows) for key in keys}


def same(one, other):
    """Whether two values say the same: rows by their key, whatever their names are now; empty is empty."""
    one, other = (value["pk"] if isinstance(value, dict) else value for value in (one, other))
    return one == other or (one in EMPTY and other in EMPTY)


# --- merging -------------------------------------------------------------------------------------------------------


def merge(base, theirs, mine, choices=None):
    """Return ``(terms, conflicts)`` of a three-way merge: what one side changed counts, both is a conflict.

    ``choices`` maps the ``code`` of a conflict to ``"mine"`` or ``"theirs"``, which settles it. Until then the terms
    hold theirs.
    """
    conflicts = []
    return _merged(AGREEMENT, (base, theirs, mine), (), "", choices or {}, conflicts), conflicts


def _merged(part, nodes, path, owner, choices, conflicts):
    base, theirs, mine = nodes
    values = {}
    for name in part.fields:
        sides = [node["values"].get(name) for node in nodes]
        values[name] = _settled(
            sides, (*path, name), _labelled(part, name, owner), _writer(part, name), choices, conflicts
        )
    parts = {}
    for child in part.parts:
        rows = []
        for key, found in _pairs(child, base, theirs, mine).items():
            place = (*path, child.name, key)
            named = " · ".join(filter(None, [owner, name_of(child, next(filter(None, found)))]))
            row = _merged_row(child, found, place, named, choices, conflicts)
            rows += [row] if row else []
        parts[child.name] = rows
    return {"key": theirs["key"], "values": values, "parts": parts}


def _merged_row(part, found, path, named, choices, conflicts):
    """Return the row as it is after the merge, or None when it is gone."""
    base, theirs, mine = found
    if base is None:
        return theirs or mine
    if theirs and mine:
        return _merged(part, found, path, named, choices, conflicts)
    return _settled(found, path, named, lambda row: summary(part, row), choices, conflicts, equal=_equal_rows(part))


def _equal_rows(part):
    return lambda one, other: not list(_differences(part, one, other, (), ""))


def _settled(sides, path, label, writer, choices, conflicts, equal=same):
    base, theirs, mine = sides
    if equal(mine, base) or equal(theirs, mine):
        return theirs
    if equal(theirs, base):
        return mine
    conflict = Conflict(path, label, writer(base), writer(theirs), writer(mine))
    choice = choices.get(conflict.code)
    if choice not in ("mine", "theirs"):
        conflicts.append(conflict)
    return mine if choice == "mine" else theirs


# --- words ---------------------------------------------------------------------------------------------------------


def _labelled(part, name, owner):
    return _owned(owner, capitalise(part.model._meta.get_field(name).verbose_name))


def _owned(owner, label):
    return f"{owner} · {label}" if owner else label


def _writer(part, name):
    return lambda value: in_words(part, name, value)


def in_words(part, name, value):
    """Write one value as people read it; a dash for none."""
    column = part.model._meta.get_field(name)
    if value is None or value == "":
        return "–"
    if isinstance(value, dict):
        return value["label"]
    if isinstance(column, models.DateField):
        return date_format(column.to_python(value), "SHORT_DATE_FORMAT")
    if column.choices:
        return capitalise(dict(column.flatchoices).get(value, value))
    return localize(value)


def name_of(part, row):
    """Name a row: what kind of thing it is, and by what it is told apart."""
    words = (in_words(part, name, row["values"].get(name)) for name in part.named_by)
    told = next((word for word in words if word != "–"), "–")
    return f"{capitalise(part.model._meta.verbose_name)} “{told}”"


def summary(part, row):
    """Say a whole row in one line."""
    if row is None:
        return _("removed")
    words = ((name, in_words(part, name, row["values"].get(name))) for name in part.fields)
    return "; ".join(f"{_labelled(part, name, '')}: {word}" for name, word in words if word != "–")


def readable(terms):
    """Return terms to be shown: ``(facts, tables)``; facts are ``(label, words)``, tables ``(title, columns, rows)``.

    A column is ``(label, is_number)``, a cell ``(label, words, lines, is_number)``; what belongs to a row is one more
    cell of it, in lines.
    """
    return _facts(AGREEMENT, terms), [
        _table(part, terms["parts"][part.name]) for part in AGREEMENT.parts if terms["parts"].get(part.name)
    ]


def _facts(part, node):
    return [(_labelled(part, name, ""), in_words(part, name, node["values"].get(name))) for name in part.fields]


def _table(part, rows):
    below = [capitalise(child.model._meta.verbose_name_plural) for child in part.parts]
    numbers = [isinstance(part.model._meta.get_field(name), models.IntegerField) for name in part.fields]
    columns = [(_labelled(part, name, ""), number) for name, number in zip(part.fields, numbers, strict=True)]
    columns += [(label, False) for label in below]
    cells = []
    for row in rows:
        own = [(*fact, None, number) for fact, number in zip(_facts(part, row), numbers, strict=True)]
        for child, label in zip(part.parts, below, strict=True):
            own.append((label, "", [summary(child, item) for item in row["parts"].get(child.name, [])], False))
        cells.append(own)
    return capitalise(part.model._meta.verbose_name_plural), columns, cells
