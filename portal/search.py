"""One box that searches everything a reader may see, without regard to marks, in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import BooleanField, Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from associations.models import Agreement, Association, Need, SolutionPackage, Workshop
from common.text import fold, squeeze
from enterprises.models import Enterprise, TrainingCourse
from programme.models import Document, Standard, Task

SHOWN = 10
SHORTEST = 2


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Words to find"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


@dataclass(frozen=True)
class Group:
    """One kind of record. ``title`` and ``note`` are columns; ``address`` gives the page of a key."""

    code: str
    label: Any
    model: Any
    title: str
    note: str
    detail: str  # URL name; the key is its argument
    full_list: str = ""  # URL name of the list, which understands ?text=
    condition: Callable = Q

    def hits(self, user, text):
        """Return ``(code, key, title, note, is_exact)`` rows for the union: eleven, so that more show."""
        permission = f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"
        if not user.has_perm(permission):
            return None
        exact = Case(When(**{f"{self.title}__contains": text}, then=True), default=False, output_field=BooleanField())
        found = self.model.objects.visible_to(user).filter(self.condition()).search(text)
        first = found.annotate(is_exact=exact).order_by("-is_exact", "-pk").values("pk")[: SHOWN + 1]
        return (
            self.model.objects.filter(pk__in=first)
            .order_by()
            .annotate(
                hit_group=Value(self.code, CharField()),
                hit_title=Cast(F(self.title), CharField()),
                hit_note=Cast(F(self.note), CharField()),
                is_exact=exact,
            )
            .values_list("hit_group", "pk", "hit_title", "hit_note", "is_exact")
        )


GROUPS = [
    Group("agreement", _("Agreements"), Agreement, "title", "association__abbreviation",
          "associations:agreement-detail", "associations:agreement-list"),
    Group("package", _("Solution packages"), SolutionPackage, "name", "code", "portal:package-detail",
          "portal:package-list"),
    Group("enterprise", _("Enterprises"), Enterprise, "name", "tax_code", "enterprises:enterprise-detail",
          "enterprises:enterprise-list", lambda: Q(merged_into=None)),
    Group("course", _("Training courses"), TrainingCourse, "title", "place", "enterprises:course-detail",
          "enterprises:course-list"),
    Group("standard", _("Standards and regulations"), Standard, "number", "title", "programme:standard-detail",
          "programme:standard-list"),
    Group("need", _("Needs"), Need, "title", "status", "associations:need-detail", "associations:need-list"),
    Group("task", _("Tasks"), Task, "name", "code", "programme:task-detail", "programme:task-list"),
    Group("workshop", _("Workshops"), Workshop, "title", "place", "associations:workshop-detail",
          "associations:workshop-list"),
    Group("document", _("Documents"), Document, "title", "number", "portal:document-detail"),
    Group("association", _("Associations"), Association, "name_vi", "abbreviation", ""),
]  # fmt: skip
_BY_CODE = {group.code: group for group in GROUPS}


def search(user, text):
    """Return the groups that have hits: dicts of label, hits (title, note, url), whether there are more, full list."""
    text = squeeze(text)
    if len(fold(text)) < SHORTEST:
        return []
    arms = [arm for group in GROUPS if (arm := group.hits(user, text)) is not None]
    if not arms:
        return []
    found = {}
    for code, key, title, note, is_exact in arms[0].union(*arms[1:], all=True):
        found.setdefault(code, []).append((not is_exact, -key, title, note))
    return [_answer(group, sorted(found[group.code]), text) for group in GROUPS if group.code in found]


def _answer(group, hits, text):
    address = reverse(group.full_list) if group.full_list else ""
    return {
        "code": group.code,
        "label": group.label,
        "hits": [
            {
                "title": title,
                "note": _note(group, note),
                "url": reverse(group.detail, args=[-key]) if group.detail else _agreements_of(note),
            }
            for _inexact, key, title, note in hits[:SHOWN]
        ],
        "has_more": len(hits) > SHOWN,
        "url": f"{address}?{urlencode({'text': text})}" if address else "",
    }


def _note(group, note):
    return Need.Status(note).label if group.code == "need" else note


def _agreements_of(abbreviation):
    """An association has no page of its own: its agreements are found under its name."""
    return f"{reverse('associations:agreement-list')}?{urlencode({'text': abbreviation})}"
