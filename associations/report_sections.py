"""The report sections of this app: money spent and communication. Neither is counted in the ledger."""

from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from associations.models import Communication, Spending
from associations.sections import Problem
from associations.spending import compared
from common.text import capitalise


class _Section:
    """What the two share: a model with ``report`` and ``evidence`` and a page that changes a line."""

    model: type
    edit_url: str
    order: tuple[str, ...]
    position: int

    def rows(self, report):
        return self.model.objects.filter(report=report).select_related("evidence").order_by(*self.order)

    def counts(self, rows):
        return [(self.title, len(rows))]

    def summary(self, contents):
        return None

    def lines(self, contents):
        return []

    def set_status(self, report, status, by):
        """The lines have no status of their own: they stand and fall with the report."""

    def _problem(self, row, field, sentence, is_blocking=True):
        url = f"{reverse(self.edit_url, args=[row.pk])}#id_{field}"
        return Problem(self.code, str(row.pk), f"{row}: {sentence}", url, is_blocking=is_blocking)


class MoneySection(_Section):
    code = "money"
    title = pgettext_lazy("report", "Money spent")
    model = Spending
    edit_url = "associations:spending-edit"
    order = ("source", "pk")
    position = 40

    def counts(self, rows):
        return [
            (_("Amounts spent"), len(rows)),
            (_("Sum of the money spent (VND)"), sum(row.amount_vnd for row in rows)),
        ]

    def summary(self, contents):
        """Return the comparison by source that stands below the rows."""
        return contents.known(_compared) if contents[self.code] else []

    def problems(self, contents):
        """Amounts without a paper and amounts beyond what was committed are to be considered; neither blocks."""
        found = [
            self._problem(row, "evidence", _("no document proves this amount; attach it or keep it ready."), False)
            for row in contents[self.code]
            if row.evidence_id is None
        ]
        sentence = _("%(source)s: %(spent)s VND reported, %(committed)s VND committed; %(over)s VND too much.")
        for use in self.summary(contents):
            if use.over and use.now:
                words = {name: localize(getattr(use, name)) for name in ("spent", "committed", "over")}
                message = sentence % {"source": capitalise(use.label), **words}
                found.append(
                    Problem(self.code, "", message, f"{contents.report.get_absolute_url()}#part-money", False, True)
                )
        return found


def _compared(contents):
    return compared(contents.report, contents[MoneySection.code])


class CommunicationSection(_Section):
    code = "communication"
    title = gettext_lazy("Communication activities")
    model = Communication
    edit_url = "associations:communication-edit"
    order = ("happened_on", "pk")
    position = 50

    def problems(self, contents):
        report, found = contents.report, []
        for row in contents[self.code]:
            if not report.period_starts_on <= row.happened_on <= report.period_ends_on:
                sentence = _("its day, %(day)s, lies outside the report's period; correct the day or move the record.")
                day = {"day": date_format(row.happened_on, "SHORT_DATE_FORMAT")}
                found.append(self._problem(row, "happened_on", sentence % day))
            if not row.link and row.evidence_id is None:
                found.append(self._problem(row, "link", _("nothing shows it; give the link or attach a document.")))
        return found
