"""Corrections of accepted reports: opened, told what they take back, withdrawn, and read with both figures."""

from dataclasses import dataclass

from django.db.models import F, Max, Q
from django.http import Http404
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import DetailView

from associations import refusals, report_corrections
from associations.models import PeriodicReport
from associations.report_content import changed_values, lines_of, told
from associations.report_sections import TakenBackSection
from associations.sections import taken_back_from
from common.pages import RecordPage
from portal.dashboard_data import Cell
from portal.dashboard_forms import RowLinks
from portal.figure_rows import period_text
from portal.report_forms import CauseForm, TakeBackForm, WithdrawForm
from portal.report_parts import replacements, show_replacements
from portal.reports import RELATED, ReportAct
from programme import figures
from programme.figures import Question
from programme.models import Entry, Indicator

Status = PeriodicReport.Status
_CHANGEABLE = (Status.OPEN, Status.RETURNED)


class ReportCorrect(ReportAct):
    """Asks for the cause and opens the next correction of an accepted report, which itself stays as it is."""

    form_class = CauseForm
    template_name = "portal/report_ask.html"
    permission_required = "associations.correct_periodicreport"
    done = gettext_lazy("The correction was opened.")
    words = {
        "title": gettext_lazy("Correct the accepted report?"),
        "here": gettext_lazy("Correct"),
        "note": gettext_lazy(
            "The accepted report, its frozen version and its figures as known then stay as they are. The correction "
            "is a report of its own: it names what is taken back and what is right instead, is sent, reviewed and "
            "accepted like any report, and only then changes the figures, by a new posting."
        ),
        "button": gettext_lazy("Open the correction"),
        "back": gettext_lazy("Back to the report"),
    }

    def changed(self, report):
        return report.agreement

    def refusal(self, report):
        return report_corrections.correction_refused(report) or refusals.reports_refused(report.agreement)

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.words, **kwargs)

    def act(self, form):
        self.object = report_corrections.open_correction(
            self.object, by=self.request.user, cause=form.cleaned_data["cause"]
        )
        return self.object


class OfCorrection(ReportAct):
    """A page that only a correction has; any other report answers as one that does not exist."""

    states = _CHANGEABLE

    def get_object(self, queryset=None):
        report = super().get_object(queryset)
        if not report.is_correction:
            raise Http404
        return report


class ReportTakeBack(OfCorrection):
    """Every record of the accepted report that still counts, with a box: taken back or not; some can be replaced."""

    form_class = TakeBackForm
    template_name = "portal/report_take_back.html"
    permission_required = "associations.change_periodicreport"
    done = gettext_lazy("What is taken back was saved.")

    def get_form_kwargs(self):
        chosen = {(row.section, row.line) for row in self.object.taken_back.visible_to(self.request.user)}
        standing = report_corrections.standing(self.object)
        return super().get_form_kwargs() | {"standing": standing, "chosen": chosen}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        right = replacements({section.code: section.rows(self.object) for section in taken_back_from()})
        choices = [
            (section, [(*line, right.get((section.code, line[0].pk))) for line in lines])
            for section, lines in context["form"].parts()
        ]
        return context | {"choices": choices}

    def act(self, form):
        return report_corrections.take_back(
            self.object, by=self.request.user, revision=form.cleaned_data["revision"], chosen=form.chosen()
        )


class ReportWithdraw(OfCorrection):
    """Asks why and gives a correction up."""

    form_class = WithdrawForm
    template_name = "portal/report_ask.html"
    permission_required = "associations.submit_periodicreport"
    done = gettext_lazy("The correction was withdrawn.")
    words = {
        "title": gettext_lazy("Withdraw the correction?"),
        "here": pgettext_lazy("report", "Withdraw"),
        "note": gettext_lazy(
            "The accepted report goes on counting as it is. A withdrawn correction is kept to be read."
        ),
        "button": gettext_lazy("Withdraw the correction"),
        "back": gettext_lazy("Back to the correction"),
    }

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.words, **kwargs)

    def act(self, form):
        return report_corrections.withdraw_correction(
            self.object,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
        )


@dataclass(slots=True)
class BothFigures:
    """One indicator of the association in the period of the report, as known at three postings."""

    indicator: Indicator
    accepted: Cell
    before: Cell
    after: Cell

    @property
    def change(self):
        """What the correction alone did; other postings may lie between it and the acceptance."""
        return self.after.value - self.before.value

    @property
    def change_in_words(self):
        return f"{'+' if self.change > 0 else '−' if self.change < 0 else ''}{localize(abs(self.change))}"


class ReportFigures(RecordPage, DetailView):
    """Both figures of a correction: as the report was accepted and as it was corrected, each a link to its rows."""

    model = PeriodicReport
    permission_required = "associations.view_periodicreport"
    template_name = "portal/report_figures.html"
    context_object_name = "report"
    related = (*RELATED, "corrects__accepted_by", "corrects__posting", "posting")

    def get_object(self, queryset=None):
        report = super().get_object(queryset)
        if not report.is_correction or report.status != Status.ACCEPTED:
            raise Http404
        return report

    def get_context_data(self, **kwargs):
        correction, user = self.object, self.request.user
        question = question_of(correction).for_user(user)
        accepted_at = report_corrections.position_of(correction.corrects)
        rows = both_figures(correction, question, accepted_at)
        return super().get_context_data(
            original=correction.corrects,
            rows=rows,
            accepted_at=accepted_at,
            period=period_text(question),
            is_later=question.as_of > correction.period_ends_on,
            has_others=any(row.accepted.value != row.before.value for row in rows),
            sentence=sentence_of(rows),
            replaced=replaced_records(correction),
            **kwargs,
        )


def question_of(correction):
    """Return the question for what the association did in the days of the report.

    They are stretched to the days that the correction was posted under, where a closed period sent it to a later one.
    """
    posted = Entry.objects.filter(posting=correction.posting_id).aggregate(last=Max("happened_on"))["last"]
    last = max(correction.period_ends_on, posted or correction.period_ends_on)
    return Question(
        since=correction.period_starts_on,
        as_of=min(last, timezone.localdate()),
        association=correction.agreement.association.code,
    )


def both_figures(correction, question, accepted_at):
    """Return ``BothFigures`` of every indicator that the report or its correction counts."""
    postings = [pk for pk in (correction.corrects.posting_id, correction.posting_id) if pk]
    counted = Entry.objects.filter(posting__in=postings).order_by().values("indicator")
    indicators = list(
        Indicator.objects.filter(Q(pk__in=counted) | Q(counts_entries_of__in=counted))
        .exclude(kind__in=(Indicator.Kind.SHARE, Indicator.Kind.EXTERNAL))
        .select_related("counts_entries_of", "numerator", "denominator")
        .order_by(F("headline_position").asc(nulls_last=True), "code")
    )
    after = correction.posting_id or accepted_at
    before = after - 1 if correction.posting_id else accepted_at
    columns = [_column(indicators, question.replace(known=known)) for known in (accepted_at, before, after)]
    return [BothFigures(indicator, *(column[indicator.code] for column in columns)) for indicator in indicators]


def replaced_records(correction):
    """Return ``(what is taken back, [Change] to what is right instead)``; of what only goes there is no change."""
    back = list(TakenBackSection().rows(correction))
    touched = {row.of for row in back}
    rows = {TakenBackSection.code: back, **{section.code: list(section.rows(correction)) for section in touched}}
    show_replacements(rows)
    return [
        (row, list(changed_values(told(row), lines_of(row.of, [row.right])[0]["values"])) if row.right else [])
        for row in back
    ]


def _column(indicators, question):
    links = RowLinks(question)
    found = figures.answer(indicators, question)
    return {one.code: Cell(found[one.code].value, links.to(one)) for one in indicators}


def sentence_of(rows):
    """Say in one sentence what the correction did to the figures."""
    changed = [row for row in rows if row.change]
    if not changed:
        return _("The correction changed no figure.")
    words = [f"{row.indicator.name}: {localize(row.before.value)} → {localize(row.after.value)}" for row in changed]
    return _("The correction changed %(figures)s.") % {"figures": "; ".join(words)}
