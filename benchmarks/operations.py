"""What is measured. Each operation names the reader and the address, or a function."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEvent
from accounts.roles import Role
from benchmarks import floor
from programme import ledger
from programme.models import Entry, Indicator, Posting
from programme.verification import differences


@dataclass(frozen=True)
class Page:
    """A page of the portal, read by a role."""

    name: str
    role: str
    path: str


@dataclass(frozen=True)
class Export(Page):
    """A file of rows; its floor is the database's own copy."""


@dataclass(frozen=True)
class Act:
    """Something that the portal does without a page. Both functions return a number of bytes or rows, or None."""

    name: str
    ours: Callable
    floor: Callable
    rounds: int | None = None


# (name, role, URL name, arguments, query). One whose address, or whose row in the data set, does not exist is named and
# left out.
_PAGES = [
    ("dashboard", Role.OFFICIAL, "portal:dashboard", [], ""),
    ("dashboard_province", Role.OFFICIAL, "portal:dashboard", [], "province={province}"),
    ("dashboard_association", Role.OFFICIAL, "portal:dashboard", [], "association={association}"),
    (
        "dashboard_province_association",
        Role.OFFICIAL,
        "portal:dashboard",
        [],
        "province={province}&association={association}",
    ),
    ("figure_rows", Role.OFFICIAL, "portal:figure-rows", ["enterprises_guided"], ""),
    ("indicator_detail", Role.OFFICIAL, "portal:indicator-detail", ["enterprises_guided"], ""),
    ("posting_list", Role.OFFICIAL, "portal:posting-list", [], ""),
    ("enterprise_list", Role.OFFICER, "enterprises:enterprise-list", [], ""),
    ("enterprise_list_province", Role.OFFICER, "enterprises:enterprise-list", [], "province={province}"),
    ("enterprise_search", Role.OFFICER, "enterprises:enterprise-list", [], "text=minh+phat"),
    ("enterprise_list_own", Role.ASSOCIATION_EDITOR, "enterprises:enterprise-list", [], ""),
    ("enterprise_detail", Role.OFFICER, "enterprises:enterprise-detail", [1], ""),
    ("package_list", Role.OFFICER, "portal:package-list", [], ""),
    ("package_detail", Role.OFFICER, "portal:package-detail", ["{package}"], ""),
    ("agreement_list", Role.OFFICER, "associations:agreement-list", [], ""),
    ("course_list", Role.OFFICER, "enterprises:course-list", [], ""),
    ("report_list", Role.OFFICER, "portal:report-list", [], ""),
    ("search", Role.OFFICER, "portal:search", [], "q=minh+phat"),
    ("home", Role.ASSOCIATION_EDITOR, "portal:home", [], ""),
    ("report_list_waiting", Role.OFFICER, "portal:report-list", [], "due=review"),
    ("report_list_own", Role.ASSOCIATION_EDITOR, "portal:report-list", [], ""),
    ("report_detail", Role.OFFICER, "portal:report-detail", ["{sent}"], ""),
    ("report_detail_own", Role.ASSOCIATION_EDITOR, "portal:report-detail", ["{returned}"], ""),
    ("report_submit", Role.ASSOCIATION_EDITOR, "portal:report-submit", ["{returned}"], ""),
    ("report_accept", Role.APPROVER, "portal:report-accept", ["{sent}"], ""),
    ("report_return", Role.OFFICER, "portal:report-return", ["{sent}"], ""),
    ("report_rounds", Role.OFFICER, "portal:report-rounds", ["{returned}"], ""),
    ("report_detail_large", Role.OFFICER, "portal:report-detail", ["{large_sent}"], ""),
    ("report_submit_large", Role.ASSOCIATION_EDITOR, "portal:report-submit", ["{large_returned}"], ""),
    ("report_accept_large", Role.APPROVER, "portal:report-accept", ["{large_sent}"], ""),
    ("report_return_large", Role.OFFICER, "portal:report-return", ["{large_sent}"], ""),
    ("report_rounds_large", Role.OFFICER, "portal:report-rounds", ["{large_returned}"], ""),
    ("agreement_detail", Role.OFFICER, "associations:agreement-detail", ["{agreement}"], ""),
    ("agreement_schedule", Role.ASSOCIATION_EDITOR, "associations:agreement-schedule", ["{agreement}"], ""),
    ("admin_home", Role.OFFICER, "admin:index", [], ""),
    ("admin_home_approver", Role.APPROVER, "admin:index", [], ""),
    ("admin_enterprise_list", Role.OFFICER, "admin:enterprises_enterprise_changelist", [], ""),
    ("admin_enterprise_search", Role.OFFICER, "admin:enterprises_enterprise_changelist", [], "q=minh+phat"),
    ("admin_enterprise_form", Role.OFFICER, "admin:enterprises_enterprise_change", [1], ""),
]
_EXPORTS = [("enterprise_csv", Role.OFFICER, "enterprises:enterprise-list", [], "format=csv")]


def operations(data):
    """Return ``(operations, names that have no address)`` for the data set."""
    words = {
        "province": data.provinces[0].key,
        "association": data.associations[0].code,
        "package": data.packages[0].pk,
        **data.words,
    }
    found, missing = [], []
    for kind, rows in ((Page, _PAGES), (Export, _EXPORTS)):
        for name, role, url_name, arguments, query in rows:
            try:
                path = reverse(url_name, args=[str(argument).format(**words) for argument in arguments])
            except (NoReverseMatch, KeyError):
                missing.append(name)
                continue
            found.append(kind(name, role, f"{path}?{query}".rstrip("?").format(**words)))
    return [*found, _post(data), Act("verify_ledger", _verify, floor.verify, rounds=1)], missing


def _verify():
    found = list(differences())
    assert found == [], found


def _post(data):
    """One act of ten lines, as a small report makes it."""
    numbers = count(1)
    guided = Indicator.objects.get(code="enterprises_guided")
    by = data.users[Role.APPROVER]

    def ours():
        number = next(numbers)
        lines = [
            ledger.Line(
                indicator=guided,
                happened_on=dt.date(2018, 1 + line, 1),
                subject=data.codes[(number * 10 + line) % len(data.codes)],
                association=data.associations[0].code,
                package=data.packages[0].code,
                province=data.provinces[line].key,
                sector=data.industries[line].key,
                document=data.paper,
            )
            for line in range(10)
        ]
        ledger.post(Posting.Kind.REPORT, lines, by=by, reason="measured")

    def bare():
        posting = Posting.objects.order_by("-sequence").first()
        rows = {
            Posting: [posting],
            Entry: list(posting.entries.all()[:10]),
            AuditEvent: list(AuditEvent.objects.order_by("-pk")[:1]),
        }
        for row in (row for found in rows.values() for row in found):
            row.pk = 10**12 + next(numbers)
        floor.post(rows)

    floor.make_plain_tables()
    return Act("ledger_post", ours, bare)
