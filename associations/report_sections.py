"""The report sections of this app: what a correction takes back, money spent, communication.

The last two are not counted in the ledger.
"""

from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from associations.models import Communication, PeriodicReport, Spending, TakenBack
from associations.report_content import labelled, line_of, told, value
from associations.sections import Problem, taken_back_from
from associations.spending import compared
from common.text import capitalise
from programme.ledger import Line
from programme.models import Entry


class TakenBackSection:
    """What a correction takes back of the accepted report: the only section that counts negative."""

    code = "taken_back"
    title = gettext_lazy("Records taken back")
    position = 5
    told_apart_by = ()

    def rows(self, report):
        """Each row with the section that it is ``of``, its ``record`` and the ``details`` that tell it apart."""
        rows = list(TakenBack.objects.filter(report=report).order_by("pk"))
        for section in taken_back_from():
            of_it = {row.line: row for row in rows if row.section == section.code}
            for record in section.records(of_it) if of_it else ():
                row = of_it[record.pk]
                row.of, row.record = section, record
                row.details = [item for item in labelled(record, *section.told_apart_by) if item["value"]]
        return rows

    def counts(self, rows):
        return [(self.title, len(rows))]

    def content(self, rows):
        return [line_of(row, [value("section", _("section"), capitalise(row.of.title)), *told(row)]) for row in rows]

    def summary(self, contents):
        return None

    def problems(self, contents):
        """What was taken back meanwhile, by another correction or in the ledger, is not taken back again."""
        report, rows = contents.report, contents[self.code]
        standing = {
            section.code: {record.pk for record in section.standing(PeriodicReport.objects.family_of(report))}
            for section in taken_back_from()
            if any(row.section == section.code for row in rows)
        }
        url = reverse("portal:report-take-back", args=[report.pk])
        sentence = _("%(record)s was taken back meanwhile: leave it out of this correction.")
        return [
            Problem(self.code, str(row.pk), sentence % {"record": row}, url)
            for row in rows
            if row.line not in standing[row.section]
        ]

    def lines(self, contents):
        found, rows = [], contents[self.code]
        for section in taken_back_from():
            keys = [row.line for row in rows if row.section == section.code]
            entries = section.entries(keys).filter(corrects=None, corrections=None)
            entries = entries.select_related("indicator", "document").order_by("pk") if keys else ()
            found += [Line.taking_back(entry, happened_on=entry.happened_on) for entry in entries]
        return found

    def set_status(self, report, status, by):
        """The ledger tells the records themselves (``programme.corrections``)."""


class _Section:
    """What the two share: a model with ``report`` and ``evidence`` and a page that changes a line."""

    model: type
    edit_url: str
    replace_url: str
    order: tuple[str, ...]
    position: int

    def rows(self, report):
        return self._records(report=report)

    def records(self, keys):
        return self._records(pk__in=keys)

    def standing(self, reports):
        gone = TakenBack.objects.done(self.code).values("line")
        return self._records(report__in=reports).exclude(pk__in=gone)

    def entries(self, keys):
        return Entry.objects.none()

    def _records(self, **of):
        return self.model.objects.filter(**of).select_related("evidence").order_by(*self.order)

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
    replace_url = "associations:spending-replace"
    told_apart_by = ("source", "amount_vnd")
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
    replace_url = "associations:communication-replace"
    told_apart_by = ("happened_on", "channel")
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
