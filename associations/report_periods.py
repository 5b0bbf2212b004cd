"""Which reports an agreement asks for: the periods of its report type, cut by its term, and those opened already.

Reckoning only; ``associations.report_schedule`` opens reports.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Period:
    """The days that one report is on, and the day by which it is to be sent."""

    starts_on: date
    ends_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Slot:
    """A period of an agreement with the reports that cover days of it; none: it is still to be opened."""

    period: Period
    reports: tuple

    def is_missing(self, today):
        """Whether its report should be open by now and is not."""
        return not self.reports and self.period.starts_on <= today


def periods(report_type, first, last):
    """Return the ``Period`` list of a term from ``first`` to ``last``, each ending on a cut-off day or with the term.

    Raises ``ValidationError`` when the report type has not one cut-off day for each of its periods in a year.
    """
    found, start = [], first
    for year in range(first.year, last.year + 2):
        for cut in _cuts(report_type, year):
            if cut >= start and start <= last:
                end = min(cut, last)
                found.append(Period(start, end, end + timedelta(report_type.days_to_submit)))
                start = end + timedelta(1)
    return found


def schedule(agreement):
    """Return the ``Slot`` list of an agreement, in order; empty while it has no report type.

    A report of whatever type covers a period that it shares days with, so that a change of the type in the middle of
    the term asks for nothing twice.
    """
    if agreement.report_type is None:
        return []
    reports = list(agreement.reports.periodic().select_related("report_type").order_by("period_starts_on", "pk"))
    return [
        Slot(
            period,
            tuple(
                report
                for report in reports
                if report.period_starts_on <= period.ends_on and period.starts_on <= report.period_ends_on
            ),
        )
        for period in periods(agreement.report_type, agreement.starts_on, agreement.ends_on)
    ]


def _cuts(report_type, year):
    days = [tuple(map(int, text.split("/"))) for text in report_type.cut_offs.split(",")]
    needed = 12 // report_type.MONTHS[report_type.frequency]
    if len(days) != needed:
        raise ValidationError(
            _("“%(type)s” is %(frequency)s and needs %(needed)d cut-off days, but has %(days)s: correct the type."),
            params={
                "type": report_type,
                "frequency": report_type.get_frequency_display(),
                "needed": needed,
                "days": report_type.cut_offs,
            },
        )
    # 29/02 in a year without it is the last day of February.
    return sorted(date(year, month, min(day, monthrange(year, month)[1])) for day, month in days)
