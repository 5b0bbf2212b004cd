"""Sections of a periodic report: a small registry, so that upper apps add theirs without being imported here.

``enterprises`` registers supports and training courses. Submitting checks every section, accepting posts every section.
A correction has one section more, of what it takes back (``report_sections.TakenBackSection``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from associations.models import PeriodicReport
from programme.ledger import Line


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in a report. A blocking one stops submission and acceptance; others only warn.

    ``url`` leads to the field to mend, which only who writes the report can open, or to a page that readers open too.
    """

    section: str
    line: str
    message: str
    url: str
    is_blocking: bool = True
    is_open_to_readers: bool = False


class Section(Protocol):
    """What a section of the report must offer."""

    code: str
    title: str
    position: int  # where it stands on the page
    # What tells a record from others of its name (``report_content.labelled``), where corrections take them back one by
    # one; empty where they do not.
    told_apart_by: tuple[str, ...]

    def rows(self, report: PeriodicReport) -> Iterable:
        """The records of the section, ready to show (related rows loaded)."""

    # The next four only where records are taken back. The first is the page that records in a correction what is right
    # instead of a record; its arguments are both keys.
    replace_url: str

    def records(self, keys: Iterable[int]) -> Iterable:
        """The records with these keys, ready to show."""

    def standing(self, reports: QuerySet) -> Iterable:
        """The accepted records of ``reports`` that were not taken back, ready to show."""

    def entries(self, keys: Iterable[int]) -> QuerySet:
        """The entries in the ledger that the records with these keys gave rise to."""

    def counts(self, rows: list) -> list[tuple[str, int]]:
        """How much ``rows`` are, each number with its name: what is asked before the report is sent."""

    def content(self, rows: list) -> list[dict]:
        """What ``rows`` say, line by line as plain JSON (``report_content.line_of``): kept for good when sent."""

    def summary(self, contents: "Contents"):
        """What the section's own template shows below its records; None for nothing."""

    def problems(self, contents: "Contents") -> list[Problem]:
        """What keeps the section's records from being accepted, all at once."""

    def lines(self, contents: "Contents") -> list[Line]:
        """The ledger lines to post when the report is accepted."""

    def set_status(self, report: PeriodicReport, status: str, by) -> None:
        """Move the section's records along with their report: recorded, submitted or accepted."""


class Contents(dict):
    """``{section code: its records}`` of a report, each section read once.

    It lives as long as one page or one act, so that what several of them ask of the database is asked once (``known``).
    """

    def __init__(self, report: PeriodicReport):
        super().__init__((section.code, list(section.rows(report))) for section in sections_of(report))
        self.report = report
        self._known: dict = {}

    def known(self, ask: Callable):
        """Return ``ask(self)``, worked out at the first call."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        return self._known[ask]

    def lines(self) -> list[Line]:
        """Return what all sections would post."""
        return [line for section in sections_of(self.report) for line in section.lines(self)]


_sections: dict[str, Section] = {}
_of_corrections: set[str] = set()


def register(section, *, is_of_corrections=False):
    """Add a section, or one that corrections alone have; called once from an app's ``ready``."""
    _sections[section.code] = section
    if is_of_corrections:
        _of_corrections.add(section.code)


def sections_of(report):
    """Return the sections that ``report`` is made of, in order."""
    found = [section for section in _sections.values() if report.is_correction or section.code not in _of_corrections]
    return sorted(found, key=lambda section: section.position)


def taken_back_from():
    """Return the sections whose records a correction takes back one by one, in order."""
    found = [section for section in _sections.values() if section.told_apart_by]
    return sorted(found, key=lambda section: section.position)
