"""The main menu: one table of what stands in it, for whom, in which order."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Item:
    """One line of the menu. It is current on every page whose URL name begins with ``noun`` or with one of ``also``."""

    label: str
    url_name: str
    permission: str = ""
    is_secondary: bool = False  # stands behind "More"
    also: tuple[str, ...] = ()

    @property
    def noun(self):
        return self.url_name.removesuffix("list")

    def is_for(self, user):
        return not self.permission or user.has_perm(self.permission)

    def is_current(self, view_name):
        begins = (*((self.noun,) if self.noun.endswith("-") else ()), *self.also)
        return view_name == self.url_name or view_name.startswith(begins)


_DASHBOARD = Item(pgettext_lazy("menu", "Progress"), "portal:dashboard", "programme.view_dashboard")
_INDICATORS = Item(pgettext_lazy("menu", "Indicators"), "portal:indicator-list", "programme.view_dashboard")
_HOME = Item(pgettext_lazy("menu", "Home"), "portal:home")
_AGREEMENTS = Item(
    pgettext_lazy("menu", "Agreements"),
    "associations:agreement-list",
    "associations.view_agreement",
    also=("associations:annex-", "associations:milestone-", "associations:funding-"),
)
_PACKAGES = Item(pgettext_lazy("menu", "Packages"), "portal:package-list", "associations.view_solutionpackage")
_REPORTS = Item(
    pgettext_lazy("menu", "Reports"),
    "portal:report-list",
    "associations.view_periodicreport",
    also=(
        "associations:spending-",
        "associations:communication-",
        "enterprises:measurement-",
        "enterprises:support-add",
    ),
)
_ENTERPRISES = Item(pgettext_lazy("menu", "Enterprises"), "enterprises:enterprise-list", "enterprises.view_enterprise")
_COURSES = Item(pgettext_lazy("menu", "Training"), "enterprises:course-list", "enterprises.view_trainingcourse")
_STANDARDS = Item(pgettext_lazy("menu", "Standards"), "programme:standard-list", "programme.view_standard", True)
_TASKS = Item(pgettext_lazy("menu", "Tasks"), "programme:task-list", "programme.view_task", True)
_NEEDS = Item(pgettext_lazy("menu", "Needs"), "associations:need-list", "associations.view_need")
_NEEDS_BEHIND = Item(_NEEDS.label, _NEEDS.url_name, _NEEDS.permission, True)
_WORKSHOPS = Item(
    pgettext_lazy("menu", "Workshops"),
    "associations:workshop-list",
    "associations.view_workshop",
    is_secondary=True,
    also=("associations:conclusion-",),
)
_LEDGER = Item(pgettext_lazy("menu", "Results ledger"), "portal:posting-list", "programme.view_dashboard", True)
_ROLES = Item(_("Roles and rights"), "portal:role-table", is_secondary=True)

_FOR_PROGRAMME = [
    *(_DASHBOARD, _INDICATORS, _AGREEMENTS, _PACKAGES, _REPORTS, _ENTERPRISES, _COURSES),
    *(_TASKS, _STANDARDS, _NEEDS_BEHIND, _WORKSHOPS, _LEDGER, _ROLES),
]
_FOR_ASSOCIATION = [
    *(_HOME, _PACKAGES, _REPORTS, _ENTERPRISES, _COURSES, _AGREEMENTS, _NEEDS),
    *(_STANDARDS, _WORKSHOPS, _ROLES),
]


def menu_of(user, view_name):
    """Return the menu of ``user`` on the page named ``view_name``: ``main`` and ``more``, lists of dicts.

    Nobody who is not signed in has one.
    """
    if not user or not user.is_authenticated:
        return {"main": [], "more": []}
    items = _FOR_ASSOCIATION if user.acts_for_association else _FOR_PROGRAMME
    shown = [
        {"label": item.label, "url": reverse(item.url_name), "is_current": item.is_current(view_name), "item": item}
        for item in items
        if item.is_for(user)
    ]
    more = [line for line in shown if line["item"].is_secondary]
    return {
        "main": [line for line in shown if not line["item"].is_secondary],
        "more": more,
        "more_is_current": any(line["is_current"] for line in more),
    }
