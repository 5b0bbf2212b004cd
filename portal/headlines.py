"""What an official reads first: a figure beside its target, its pace, and what was announced.

Plain functions over rows already read; nothing here asks the database except ``read_targets`` and
``read_announcements`` (one query each).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format, localize
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from portal import reference_lists
from programme.figures import Figure
from programme.models import Announcement, Indicator, Target

Kind = Indicator.Kind
# A level is reached at the end of a phase; only what is added up day by day has a pace.
LEVELS = (Kind.SHARE, Kind.STOCK, Kind.EXTERNAL)


class Status(models.TextChoices):
    """How a figure stands to its target. The words are shown; colour only repeats them."""

    REACHED = "reached", _("Target reached")
    ON_COURSE = "on_course", _("On course")
    BEHIND = "behind", _("Behind pace")
    NOT_REACHED = "not_reached", _("Target not reached")
    PART = "part", _("Part of the programme")
    NO_TARGET = "no_target", _("No target yet")
    NO_VALUE = "no_value", _("No denominator yet")
    NOT_KEPT = "not_kept", _("Announced only")

    @property
    def tone(self):
        """The tone of the badge that shows it."""
        return {"reached": "good", "on_course": "good", "behind": "attention", "not_reached": "attention"}.get(
            self.value, "neutral"
        )


@dataclass(slots=True)
class Aim:
    """The target in the chosen period. ``rows`` are the targets it is made of, one a phase or bound.

    Over several phases flows and counts add up, because each decision sets what the phase is to bring; of a level the
    last phase's target holds. ``upper`` is the far end of a range.
    """

    value: Decimal
    rows: list[Target]
    upper: Decimal | None = None

    @property
    def is_unchecked(self):
        return any(row.is_unchecked for row in self.rows)

    @property
    def is_sum(self):
        return len({row.phase_id for row in self.rows}) > 1


@dataclass(slots=True)
class Headline:
    """One card of the dashboard.

    ``percent`` is value over target. ``pace`` is the share of the phase that has passed, in percent; None where it
    means nothing (levels, parts of the programme, no target).
    """

    indicator: Indicator
    figure: Figure
    aim: Aim | None = None
    percent: Decimal | None = None
    pace: Decimal | None = None
    status: Status = Status.NO_TARGET
    announced: list[Announcement] = field(default_factory=list)

    @property
    def meter_label(self):
        """The meter in words, for those who do not see it."""
        values = {"done": localize(self.percent), "due": localize(self.pace)}
        if self.pace is None:
            return gettext("%(done)s%% of the target") % values
        return gettext("%(done)s%% of the target, %(due)s%% of the time") % values

    @property
    def announced_earlier(self):
        """The announced figures whose cut-off lies before the figure's first day: no measure of this period."""
        since = self.figure.question.since
        return [row for row in self.announced if since is not None and row.cut_off_on < since]

    @property
    def announced_since(self):
        """The announced figures that may stand beside the figure."""
        earlier = self.announced_earlier
        return [row for row in self.announced if row not in earlier]

    @property
    def own_announced(self):
        """The latest announced figure of this very indicator (not of one that is shown beside it)."""
        return next((row for row in self.announced if row.indicator_id == self.indicator.pk), None)

    @property
    def gap(self):
        """Announced minus recorded where both count the same thing over the same days; None otherwise.

        An announced figure without a first day counts from the beginning of the programme, so it is compared only with
        a figure that begins there too, and as that stood on the announced cut-off day.
        """
        announced = self.own_announced
        if announced is None or self.indicator.kind in LEVELS or self.figure.value is None:
            return None
        question = self.figure.question
        starts_on = announced.period_starts_on or reference_lists.beginning()
        if question.since is not None and question.since != starts_on:
            return None
        recorded = self._recorded_on(announced.cut_off_on)
        return None if recorded is None else announced.value - recorded

    def _recorded_on(self, day):
        """The figure as it stood at the end of ``day``, where the series tells; None where it does not."""
        if day == self.figure.question.as_of:
            return self.figure.value
        if (day.month, day.day) != (12, 31):
            return None
        return next((total for year, _in_year, total in self.figure.series if year == day.year), None)


def headlines(indicators, figures, targets, announcements, selection):
    """Return the ``Headline`` of each of ``indicators``, in their order.

    ``figures`` is ``{code: Figure}``, ``targets`` and ``announcements`` are ``{indicator id: rows}``.
    """
    return [
        headline(
            indicator,
            figures[indicator.code],
            aim_of(indicator, targets.get(indicator.pk, [])),
            announcements.get(indicator.pk, []),
            selection,
        )
        for indicator in indicators
    ]


def headline(indicator, figure, aim, announced, selection):
    """Put one figure beside its target and the announced figures."""
    found = Headline(indicator, figure, aim, announced=announced)
    if indicator.kind == Kind.EXTERNAL:
        found.status = Status.NOT_KEPT
    elif figure.value is None:
        found.status = Status.NO_VALUE
    elif aim is not None:
        found.percent = percent(figure.value, aim.value)
        if selection.is_part:
            found.status = Status.PART
        else:
            is_level = indicator.kind in LEVELS
            found.pace = None if is_level else pace(selection.period, selection.question)
            found.status = status(found.percent, found.pace)
    return found


def percent(value, whole):
    """Return ``value`` as percent of ``whole`` with one decimal; None where the whole is zero."""
    return (Decimal(value) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else None


def pace(period, question):
    """Return the share of the phase that the question covers, in percent: its days over all days of the phase.

    Counted from the question's first day, so a single year is measured against its own part of the phase. Never above
    100; None for a period without end.
    """
    if period.starts_on is None or period.ends_on is None or question.since is None:
        return None
    whole = (period.ends_on - period.starts_on).days + 1
    passed = (min(question.as_of, period.ends_on) - question.since).days + 1
    return min(Decimal(100), percent(max(0, passed), whole))


def status(done, due):
    """Return the status for ``done`` percent of the target where ``due`` percent of the time has passed."""
    if done is None:
        return Status.NO_TARGET
    if done >= 100:
        return Status.REACHED
    if due is None:
        return Status.NOT_REACHED
    return Status.ON_COURSE if done >= due else Status.BEHIND


def aim_of(indicator, rows):
    """Return the ``Aim`` that the target ``rows`` of one indicator make; None without any."""
    latest = {}
    for row in rows:
        key = (row.phase_id, row.bound)
        if key not in latest or row.version > latest[key].version:
            latest[key] = row
    if not latest:
        return None
    lower = [row for (_phase, bound), row in latest.items() if bound != Target.Bound.UPPER]
    upper = [row for (_phase, bound), row in latest.items() if bound == Target.Bound.UPPER]
    if indicator.kind in LEVELS:
        lower, upper = lower[-1:], upper[-1:]
    far = sum((row.value for row in upper), Decimal(0)) if upper else None
    if not lower:
        return Aim(far, upper)
    return Aim(sum((row.value for row in lower), Decimal(0)), lower + upper, far)


def read_targets(indicators, period):
    """Return ``{indicator id: targets of the period's phases}``, oldest phase first."""
    found = defaultdict(list)
    rows = Target.objects.filter(indicator__in=indicators, phase__in=period.phase_ids).select_related("phase")
    for row in rows.order_by("phase__starts_on", "version"):
        found[row.indicator_id].append(row)
    return found


def read_announcements(indicators, as_of):
    """Return ``{indicator id: announced figures}``: the latest up to ``as_of`` of the indicator and of each one beside.

    The indicator's own comes first.
    """
    wanted = {indicator.pk for indicator in indicators}
    rows = (
        Announcement.objects.filter(Q(indicator__in=wanted) | Q(indicator__shown_beside__in=wanted))
        .filter(cut_off_on__lte=as_of)
        .select_related("indicator")
        .order_by("indicator_id", "-cut_off_on", "-pk")
    )
    found, seen = defaultdict(list), set()
    for row in rows:
        if row.indicator_id in seen:
            continue
        seen.add(row.indicator_id)
        for place in {row.indicator_id, row.indicator.shown_beside_id} & wanted:
            found[place].append(row)
    for place, announced in found.items():
        announced.sort(key=lambda row: (row.indicator_id != place, row.indicator.code))
    return found


def cut_off(announcement):
    """The cut-off as a reader must see it: the day, or the source's own text where it gives only a month or a range.

    Pages write “up to” before it, so where the source does too, in the programme's language, that is left out.
    """
    with override(settings.LANGUAGE_CODE):
        up_to = gettext("up to %(day)s") % {"day": ""}
    text = announcement.cut_off_text.removeprefix(up_to)
    return text or date_format(announcement.cut_off_on, "SHORT_DATE_FORMAT")


def summary(found, selection):
    """Return the ``Summary`` of the headlines: what stands in the sentence under the title."""
    judged = [line for line in found if line.status in _JUDGED]
    good = [line for line in judged if line.status.tone == "good"]
    weak = [line for line in judged if line.status.tone == "attention"]
    weakest = min(weak, key=lambda line: line.percent - (line.pace or Decimal(100)), default=None)
    gaps = [line for line in found if line.gap and line.own_announced.value] if not selection.is_part else []
    widest = max(gaps, key=lambda line: abs(line.gap) / line.own_announced.value, default=None)
    return Summary(len(judged), len(good), weakest, widest)


_JUDGED = (Status.REACHED, Status.ON_COURSE, Status.BEHIND, Status.NOT_REACHED)


@dataclass(slots=True)
class Summary:
    """How many headlines were judged and are on course, the weakest, and the one furthest from its announced figure."""

    judged: int
    on_course: int
    weakest: Headline | None
    widest: Headline | None
