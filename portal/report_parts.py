"""The parts of a report as its page shows them: pages of sections with problems and remarks; what corrections say."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from associations.models import PeriodicReport
from associations.report_sections import TakenBackSection
from associations.sections import sections_of

# A page shows so many records of each section; a report may have hundreds.
_A_PAGE = 20


@dataclass(slots=True)
class Part:
    """One section of a report as its page shows it: each row with its problems and the reviewer's last remarks."""

    code: str
    title: str
    page: Page

    @property
    def rows(self):
        return self.page.object_list

    @property
    def anchor(self):
        return f"part-{self.code}"

    @property
    def template(self):
        return f"portal/report_{self.code}.html"

    @property
    def add_template(self):
        return f"portal/report_{self.code}_add.html"


def anchor(section, line):
    """Return the place of a record on its report's page."""
    return f"{section}-{line}"


def pages_of(contents, numbers):
    """Return ``{section code: the page of its records}``; ``numbers``, of the address, have the page's for the code."""
    return {code: Paginator(rows, _A_PAGE).get_page(numbers.get(code)) for code, rows in contents.items()}


def places_of(pages):
    """Return ``{(section, line): address}`` of every record, those on the other pages too."""
    places = {}
    for code, page in pages.items():
        for place, row in enumerate(page.paginator.object_list):
            number = place // _A_PAGE + 1
            query = "" if number == page.number else f"?{code}={number}"
            places[code, str(row.pk)] = f"{query}#{anchor(code, row.pk)}"
    return places


def parts_of(report, pages, problems, remarks):
    """Return the ``Part`` of every section; ``remarks`` maps ``(section, line)`` to the comments of the last return."""
    parts = []
    for section in sections_of(report):
        page = pages[section.code]
        of_line = {}
        for problem in problems:
            if problem.section == section.code:
                of_line.setdefault(problem.line, []).append(problem)
        for row in page:
            found = of_line.get(str(row.pk), [])
            row.is_blocking = any(problem.is_blocking for problem in found)
            row.has_warning = any(not problem.is_blocking for problem in found)
            row.remarks = remarks.get((section.code, str(row.pk)), [])
            row.anchor = anchor(section.code, row.pk)
        parts.append(Part(section.code, section.title, page))
    return parts


def corrections_of(report, user):
    """Return the corrections of an accepted report, in order; of any other report there are none."""
    if report.status != PeriodicReport.Status.ACCEPTED or report.is_correction:
        return []
    rows = report.corrections.visible_to(user).select_related("report_type", "submitted_by")
    return list(rows.order_by("correction_number"))


def may_correct(report, corrections, user):
    """Whether the page offers to open a correction of ``report``; the service refuses with a sentence."""
    Status = PeriodicReport.Status
    is_free = all(row.status in (Status.ACCEPTED, Status.WITHDRAWN) for row in corrections)
    is_accepted = report.status == Status.ACCEPTED and not report.is_correction
    may = user.has_perm("associations.correct_periodicreport")
    return is_accepted and is_free and may and report.agreement.takes_reports


def show_replacements(rows, places=None):
    """Give each record that a correction takes back what is ``right`` instead, or None, and its ``right_place``.

    ``rows`` are the correction's records by section, ``places`` where they stand on its page (``places_of``).
    """
    found = replacements(rows)
    for row in rows.get(TakenBackSection.code, ()):
        row.right = found.get((row.section, row.line))
        row.right_place = (places or {}).get((row.section, str(row.right.pk)), "") if row.right else ""


def replacements(rows):
    """Return ``{(section, key of the accepted record): what is right instead}`` among a correction's ``rows``."""
    return {
        (code, row.replaces_id): row
        for code, found in rows.items()
        for row in found
        if getattr(row, "replaces_id", None)
    }
