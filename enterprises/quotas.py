"""How much of a package's quota is used: counted from accepted results, in the query that reads the packages."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from enterprises.models import Enrolment, Support, TrainingCourse
from enterprises.models.supports import ResultStatus


@dataclass(frozen=True, slots=True)
class Use:
    """One quota: what was agreed, what is used, what is reported and waits for acceptance.

    ``planned`` counts used and waiting together: an enterprise that is in both counts once.
    """

    quota: int
    used: int
    waiting: int
    planned: int

    @property
    def remaining(self):
        return max(0, self.quota - self.used)

    @property
    def excess(self):
        """How far the use goes beyond the quota; an annex must cover it. A quota of zero sets no limit."""
        return max(0, self.used - self.quota) if self.quota else 0

    @property
    def percent(self):
        return min(100, round(100 * self.used / self.quota)) if self.quota else 0


_DONE, _WAITING = [ResultStatus.ACCEPTED], [ResultStatus.RECORDED, ResultStatus.SUBMITTED]


def with_used(packages):
    """Annotate packages with ``used_*`` for enterprises, courses and trainees: all that a list shows."""
    return packages.annotate(**_counts("used", _DONE))


def with_use(packages):
    """Annotate packages with ``used_*``, ``waiting_*`` and ``planned_*`` for enterprises, courses and trainees."""
    return with_used(packages).annotate(**_counts("waiting", _WAITING), **_counts("planned", _DONE + _WAITING))


def uses(package):
    """Return ``{"enterprises": Use, "courses": Use, "trainees": Use}`` of an annotated package."""
    return {
        name: Use(*(getattr(package, f"{prefix}_{name}") for prefix in ("quota", "used", "waiting", "planned")))
        for name in ("enterprises", "courses", "trainees")
    }


def _counts(prefix, states):
    enterprises = Count("enterprise", distinct=True)
    return {
        f"{prefix}_enterprises": _count(Support, "package", enterprises, status__in=states),
        f"{prefix}_courses": _count(TrainingCourse, "package", Count("pk"), status__in=states),
        f"{prefix}_trainees": _count(Enrolment, "course__package", Count("pk"), course__status__in=states),
    }


def _count(model, path, what, **conditions):
    rows = model.objects.order_by().filter(**{path: OuterRef("pk")}, **conditions).values(path)
    return Coalesce(Subquery(rows.annotate(n=what).values("n"), output_field=IntegerField()), 0)
