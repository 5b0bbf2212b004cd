"""How much of a package's quota is used: counted from accepted results, in the query that reads the packages."""

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from enterprises.models import Enrolment, Support, TrainingCourse
from enterprises.models.supports import ResultStatus


@dataclass(frozen=True, slots=True)
class Use:
    """One quota: what was agreed, what is used, what will be once everything that is reported is accepted.

    An enterprise that is used and reported again counts once in ``planned``.
    """

    quota: int
    used: int
    planned: int

    @property
    def remaining(self):
        return max(0, self.quota - self.used)

    @property
    def excess(self):
        """How far the use goes beyond the quota; an annex must cover it. A quota of zero sets no limit."""
        return max(0, self.used - self.quota) if self.quota else 0

    @property
    def is_full(self):
        """Whether one more needs an annex; what waits for acceptance is counted."""
        return bool(self.quota) and self.planned >= self.quota

    @property
    def percent(self):
        return min(100, round(100 * self.used / self.quota)) if self.quota else 0


KINDS = ("enterprises", "courses", "trainees")
_DONE, _WAITING = [ResultStatus.ACCEPTED], [ResultStatus.RECORDED, ResultStatus.SUBMITTED]


def with_used(packages):
    """Annotate packages with ``used_*`` for enterprises, courses and trainees: all that a list shows."""
    return packages.annotate(**_counts("used", _DONE))


def with_planned(packages):
    """Annotate packages with ``planned_*``: what will be used once everything that is reported is accepted."""
    return packages.annotate(**_counts("planned", _DONE + _WAITING))


def with_use(packages):
    """Annotate packages with both."""
    return with_planned(with_used(packages))


def over(packages):
    """Only packages of which more is accepted or reported than was agreed; a quota of zero sets no limit."""
    beyond = Q()
    for name in KINDS:
        beyond |= Q(**{f"quota_{name}__gt": 0, f"planned_{name}__gt": F(f"quota_{name}")})
    return packages.alias(**_counts("planned", _DONE + _WAITING)).filter(beyond)


def uses(package):
    """Return ``{"enterprises": Use, "courses": Use, "trainees": Use}`` of a package ``with_use``."""
    return {name: Use(*(getattr(package, f"{of}_{name}") for of in ("quota", "used", "planned"))) for name in KINDS}


def planned_uses(package):
    """Return the same of a package ``with_planned``, as if everything that is reported were accepted."""
    return {name: Use(*(getattr(package, f"{of}_{name}") for of in ("quota", "planned", "planned"))) for name in KINDS}


_EXCEEDED = {
    "enterprises": gettext_lazy(
        "Package %(package)s: %(count)d enterprises of %(quota)d agreed; an annex must cover the rest."
    ),
    "courses": gettext_lazy(
        "Package %(package)s: %(count)d courses of %(quota)d agreed; an annex must cover the rest."
    ),
    "trainees": gettext_lazy(
        "Package %(package)s: %(count)d trainees of %(quota)d agreed; an annex must cover the rest."
    ),
}
_FULL = {
    "enterprises": gettext_lazy(
        "Package %(package)s has its %(quota)d enterprises agreed (%(count)d reported): another one needs an annex."
    ),
    "courses": gettext_lazy(
        "Package %(package)s has its %(quota)d courses agreed (%(count)d reported): another one needs an annex."
    ),
    "trainees": gettext_lazy(
        "Package %(package)s has its %(quota)d trainees agreed (%(count)d reported): another one needs an annex."
    ),
}


def exceeded(package, kinds=KINDS):
    """Return a sentence for each of ``kinds`` of which a package ``with_planned`` has more than was agreed."""
    return [_sentence(_EXCEEDED[name], package, use) for name, use in _uses_of(package, kinds) if use.excess]


def full(package, kinds=KINDS):
    """Return a sentence for each of ``kinds`` of which a package ``with_planned`` takes no more without an annex."""
    return [_sentence(_FULL[name], package, use) for name, use in _uses_of(package, kinds) if use.is_full]


def _uses_of(package, kinds):
    return [(name, use) for name, use in planned_uses(package).items() if name in kinds]


def _sentence(words, package, use):
    return words % {"package": package.code, "count": use.planned, "quota": use.quota}


def _counts(prefix, states):
    enterprises = Count("enterprise", distinct=True)
    return {
        f"{prefix}_enterprises": _count(Support, "package", enterprises, _in(states)),
        f"{prefix}_courses": _count(TrainingCourse, "package", Count("pk"), _in(states)),
        f"{prefix}_trainees": _count(Enrolment, "course__package", Count("pk"), _in(states, "course__")),
    }


def _in(states, path=""):
    """What is to replace an accepted record takes its place, so it does not wait beside it."""
    done = Q(**{f"{path}status__in": [state for state in states if state in _DONE]})
    waiting = [state for state in states if state in _WAITING]
    return done | Q(**{f"{path}status__in": waiting, f"{path}replaces": None}) if waiting else done


def _count(model, path, what, condition):
    rows = model.objects.order_by().filter(condition, **{path: OuterRef("pk")}).values(path)
    return Coalesce(Subquery(rows.annotate(n=what).values("n"), output_field=IntegerField()), 0)
