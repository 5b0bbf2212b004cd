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


def with_use(packages):
    """Annotate packages with ``used_*``, ``waiting_*`` and ``planned_*`` for enterprises, courses and trainees."""
    done, waiting = [ResultStatus.ACCEPTED], [ResultStatus.RECORDED, ResultStatus.SUBMITTED]
    counts = {}
    for prefix, states in (("used", done), ("waiting", waiting), ("planned", done + waiting)):
        counts |= {
            f"{prefix}_enterprises": _count(Support, "package", "enterprise", status__in=states),
            f"{prefix}_courses": _count(TrainingCourse, "package", "pk", status__in=states),
            f"{prefix}_trainees": _count(Enrolment, "course__package", "pk", course__status__in=states),
        }
    return packages.annotate(**counts)


def uses(package):
    """Return ``{"enterprises": Use, "courses": Use, "trainees": Use}`` of an annotated package."""
    return {
        name: Use(*(getattr(package, f"{prefix}_{name}") for prefix in ("quota", "used", "waiting", "planned")))
        for name in ("enterprises", "courses", "trainees")
    }


def _count(model, path, what, **conditions):
    rows = model.objects.order_by().filter(**{path: OuterRef("pk")}, **conditions).values(path)
    return Coalesce(Subquery(rows.annotate(n=Count(what, distinct=True)).values("n"), output_field=IntegerField()), 0)
