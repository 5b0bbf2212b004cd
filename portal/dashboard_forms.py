"""The questions that an address asks: one form reads it, one function writes it.

Every page about figures (dashboard, indicator, rows behind a figure, overlaps, association home) uses both, so a link
always opens exactly the figure it stands on.
"""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import CharField, F, Max, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Association
from common.forms import DayField
from portal import reference_lists
from portal.reference_lists import EVERYTHING, Period
from programme.figures import Question, known_at
from programme.models import LedgerHead, Posting, Project, Province, Rollup, Size

_ISO = "%Y-%m-%d"
_DAY_FORMATS = [_ISO, "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
_CODES = ("province", "sector", "association", "project", "package", "task", "size")


@dataclass(slots=True)
class Selection:
    """What was chosen, with defaults in place of what was missing or wrong; ``problems`` says what was wrong.

    ``as_of_text`` is empty for the last day of the period, so that the box does not carry it into another period.
    """

    question: Question
    period: Period
    year: int | None = None
    indicator: str = ""
    as_of_text: str = ""
    known_text: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_part(self):
        """Whether the question asks for a part of the programme only, so that its targets do not apply."""
        return self.question.own is not None or any(getattr(self.question, name) for name in _CODES)

    @property
    def hidden(self):
        """Codes that links set and the form has no box for."""
        names = ("package", "task", "size")
        return [(name, getattr(self.question, name)) for name in names if getattr(self.question, name)]

    @property
    def set_count(self):
        """How many filters narrow the figures."""
        chosen = [self.year, self.question.known is not None, *(getattr(self.question, name) for name in _CODES)]
        return sum(1 for value in chosen if value)

    def query(self, **changes):
        """Return the query string of this selection for links between pages with the filter form."""
        values = {"phase": self.period.code, "year": self.year or "", "indicator": self.indicator}
        values |= _question_values(self.question)
        values.pop("since", None)
        return urlencode({name: value for name, value in (values | changes).items() if value != ""})


def question_query(question, spans=None):
    """Return the query string that opens ``question``; the inverse of ``QuestionForm.selection``.

    A whole year or phase that has ended is written by its name, because pages carry many such addresses. ``spans`` is
    ``reference_lists.spans()``, where the caller makes many.
    """
    spans = reference_lists.spans() if spans is None else spans
    return urlencode(_question_values(question, spans))


def _question_values(question, spans=None):
    return {
        **_span(question, spans or {}),
        **({} if question.known is None else {"known": question.known}),
        **{name: getattr(question, name) for name in (*_CODES, "units") if getattr(question, name)},
    }


def _span(question, spans):
    since, as_of = question.since, question.as_of
    if since is None:
        return {"phase": EVERYTHING, "as_of": as_of.isoformat()}
    if code := spans.get((since, as_of)):
        return {"phase": code}
    year = as_of.year
    if (since, as_of) == (date(year, 1, 1), date(year, 12, 31)) and as_of <= timezone.localdate():
        return {"year": year}
    return {"since": since.isoformat(), "as_of": as_of.isoformat()}


def read_selection(request):
    """Return ``(form, selection, ledger head)`` of a request; two queries."""
    head = ledger_head()
    form = QuestionForm(request.GET, user=request.user, head=head)
    return form, form.selection(), head


def ledger_head():
    """Return the ledger head with the moment of its last posting as ``recorded_at``; an empty one before the first."""
    last = Posting.objects.filter(sequence=OuterRef("sequence")).values("recorded_at")
    head = LedgerHead.objects.annotate(recorded_at=Subquery(last)).first()
    if head is None:
        head = LedgerHead()
        head.recorded_at = None
    return head


class RowLinks:
    """Addresses of the rows behind figures of one question. Many are made a page, so the common part is made once."""

    def __init__(self, question):
        self._question = question
        self._spans = reference_lists.spans()
        self._query = question_query(question, self._spans)
        self._pages = {}

    def to(self, indicator, **changes):
        """Return the address of the rows behind ``indicator`` for the question with ``changes``."""
        query = question_query(self._question.replace(**changes), self._spans) if changes else self._query
        if indicator.code not in self._pages:
            self._pages[indicator.code] = reverse("portal:figure-rows", args=[indicator.code])
        return f"{self._pages[indicator.code]}?{query}"


def names_of_owners(user):
    """Return ``({association code: name}, {project code: name})`` that ``user`` may choose from, in one query."""
    columns = ("kind", "key", "name", "position")
    associations = (
        Association.objects.visible_to(user)
        .order_by()
        .annotate(kind=Value("a", CharField()), key=F("code"), name=F("abbreviation"), position=F("name_vi"))
        .values_list(*columns)
    )
    projects = (
        Project.objects.visible_to(user)
        .order_by()
        .annotate(kind=Value("p", CharField()), key=F("code"), position=F("name"))
        .values_list("kind", "key", "code", "position")
    )
    found = {"a": {}, "p": {}}
    for kind, key, short, name in sorted(associations.union(projects, all=True), key=lambda row: row[2:]):
        found[kind][key] = (short, name)
    return found["a"], found["p"]


class DayBox(DayField):
    """A day that may be missing, typed as dd/mm/yyyy; links write yyyy-mm-dd."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, input_formats=_DAY_FORMATS, widget=widget, **kwargs)


class QuestionForm(forms.Form):
    """Reads a question from the query string. ``selection`` never fails: what is wrong is said and left out."""

    phase = forms.ChoiceField(label=gettext_lazy("Phase"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("Year alone"), required=False, coerce=int, empty_value=None, choices=()
    )
    since = DayBox(label=gettext_lazy("From"))
    as_of = DayBox(label=gettext_lazy("As of"))
    known = forms.CharField(
        label=gettext_lazy("As known on"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    province = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    units = forms.ChoiceField(
        label=gettext_lazy("Provinces by"),
        required=False,
        choices=[("", gettext_lazy("the period's division")), *Province.Catalogue.choices],
    )
    sector = forms.ChoiceField(label=gettext_lazy("Industry"), required=False)
    association = forms.ChoiceField(label=gettext_lazy("Association"), required=False)
    project = forms.ChoiceField(label=gettext_lazy("Project"), required=False)
    package = forms.CharField(label=gettext_lazy("Solution package"), required=False, max_length=40)
    task = forms.CharField(label=gettext_lazy("Task"), required=False, max_length=30)
    size = forms.ChoiceField(label=gettext_lazy("Size"), required=False, choices=[("", ""), *Size.choices])
    indicator = forms.SlugField(required=False)

    def __init__(self, data, *, user, head):
        """``head`` is the ledger head: its last day gives the default phase, its sequence bounds ``known``."""
        super().__init__(data)
        self._user = user
        self._head = head
        self._today = timezone.localdate()
        self.periods = reference_lists.periods()
        self.associations, self.projects = names_of_owners(user)
        self.fields["phase"].choices = [(code, period.label) for code, period in self.periods.items()]
        self.fields["year"].choices = [(year, str(year)) for year in self.years()]
        self.fields["province"].choices = reference_lists.provinces()
        self.fields["sector"].choices = reference_lists.industries()
        self.fields["association"].choices = [(code, names[0]) for code, names in self.associations.items()]
        self.fields["project"].choices = [(code, names[0]) for code, names in self.projects.items()]

    def years(self):
        """The years one can ask about: from the first phase to this year."""
        starts = [period.starts_on.year for period in self.periods.values() if period.starts_on]
        return range(min(starts, default=self._today.year), self._today.year + 1)

    def clean_known(self):
        """Return a posting number: typed as such, or as the day up to whose end postings count."""
        text = self.cleaned_data["known"].strip()
        if not text:
            return None
        if text.isdecimal() and len(text) < 16:
            if int(text) > self._head.sequence:
                raise forms.ValidationError(
                    _("There is no posting %(number)s yet; the figures are as known now."), params={"number": text}
                )
            return int(text)
        try:
            return known_at(DayBox().to_python(text))
        except forms.ValidationError:
            raise forms.ValidationError(
                _("“%(text)s” is neither a posting's number nor a day as dd/mm/yyyy; the figures are as known now."),
                params={"text": text},
            ) from None

    def selection(self):
        """Return the ``Selection`` that the address asks for, bound to the rows that the reader may see."""
        self.is_valid()
        cleaned = self.cleaned_data
        problems = [self._problem(name, error) for name, errors in self.errors.items() for error in errors]
        year, since, as_of = cleaned.get("year"), cleaned.get("since"), cleaned.get("as_of")
        period = self._period(cleaned.get("phase"), year, since, as_of)
        if since is None:
            since = date(year, 1, 1) if year else period.starts_on
        elif as_of and since == date(as_of.year, 1, 1) != period.starts_on:
            year = since.year
        last = min(self._last_day(period, year), self._today)
        if as_of and as_of > self._today:
            problems.append(_("The day lies in the future; figures are shown as of today."))
            as_of = None
        if as_of and since and as_of < since:
            problems.append(
                _("The day lies before %(start)s; figures are shown as of %(end)s.")
                % {"start": date_format(since, "SHORT_DATE_FORMAT"), "end": date_format(last, "SHORT_DATE_FORMAT")}
            )
            as_of = None
        if as_of and as_of >= last:
            as_of = None  # the period is over by then: what came later is not of it
        codes = {name: cleaned.get(name, "") for name in (*_CODES, "units")}
        question = Question(as_of=as_of or last, since=since, known=cleaned.get("known"), **codes)
        return Selection(
            question.for_user(self._user),
            period,
            year,
            indicator=cleaned.get("indicator", ""),
            as_of_text=date_format(as_of, "SHORT_DATE_FORMAT") if as_of else "",
            known_text=self.data.get("known", "").strip() if question.known is not None else "",
            problems=problems,
        )

    def _problem(self, name, error):
        return f"{self.fields[name].label}: {error}" if self.fields[name].label else str(error)

    def _period(self, code, year, since, as_of):
        """The period asked for; else the one of the year or days in the address; else that of the latest result."""
        if year:
            since = as_of = date(year, 12, 31)
        chosen = self.periods.get(code)
        if chosen and (not year or chosen.holds(since)):
            return chosen
        days = (since, min(as_of or since, self._today)) if since else (self._latest_day(),)
        fitting = [period for period in self.periods.values() if all(period.holds(day) for day in days)]
        return fitting[0] if fitting else self.periods[EVERYTHING]

    def _latest_day(self):
        """A day of the year with the latest results: of the programme itself if it has any, else of all."""
        whole = self.periods.get(reference_lists.WHOLE)
        if whole:
            year = Rollup.objects.filter(
                indicator__headline_position__isnull=False,
                scope=Rollup.Scope.PROGRAMME,
                province="",
                sector="",
                year__range=(whole.starts_on.year, whole.ends_on.year),
            ).aggregate(latest=Max("year"))["latest"]
            if year:
                return date(year, 12, 31)
        return self._head.last_happened_on or self._today

    def _last_day(self, period, year):
        if year:
            return date(year, 12, 31)
        return period.ends_on or self._today
