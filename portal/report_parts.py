"""The sections of a report as its page shows them: a page of records each, with their problems and remarks."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from associations.sections import sections

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


def parts_of(pages, problems, remarks):
    """Return the ``Part`` of every section; ``remarks`` maps ``(section, line)`` to the comments of the last return."""
    parts = []
    for section in sections():
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
