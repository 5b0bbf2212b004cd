"""Sections of a periodic report: a small registry, so that upper apps add theirs without being imported here.

``enterprises`` registers supports and training courses. Submitting checks every section, accepting posts every section.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

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

    def rows(self, report: PeriodicReport) -> Iterable:
        """The records of the section, ready to show (related rows loaded)."""

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
        super().__init__((section.code, list(section.rows(report))) for section in sections())
        self.report = report
        self._known: dict = {}

    def known(self, ask: Callable):
        """Return ``ask(self)``, worked out at the first call."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        return self._known[ask]

    def lines(self) -> list[Line]:
        """Return what all sections would post."""
        return [line for section in sections() for line in section.lines(self)]


_sections: dict[str, Section] = {}


def register(section):
    """Add a section; called once from an app's ``ready``."""
    _sections[section.code] = section


def sections():
    """Return the registered sections in order."""
    return sorted(_sections.values(), key=lambda section: section.position)
