"""Figures of the results that associations bring: shown on their first page and on packages, each with its rows."""

from dataclasses import dataclass

from django.utils import timezone

from portal.dashboard_forms import RowLinks
from programme import figures
from programme.figures import Question
from programme.models import Indicator

# What supports and courses are posted under, and the two counts of the same entries; design §2.
_CODES = ("enterprises_ever", "enterprise_support_turns", "training_courses", "training_turns")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with the address of the rows behind it."""

    indicator: Indicator
    value: int
    url: str


def own_figures(user, **dimensions):
    """Return the figures to date that ``user`` may see within ``dimensions`` (``package=…``, ``association=…``)."""
    question = Question(as_of=timezone.localdate(), **dimensions)
    found = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=_CODES)}
    wanted = [found[code] for code in _CODES if code in found]
    answers = figures.answer(wanted, question.for_user(user))
    links = RowLinks(question)
    return [Shown(indicator, answers[indicator.code].value, links.to(indicator)) for indicator in wanted]
