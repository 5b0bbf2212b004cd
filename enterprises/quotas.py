"""How much of a package's quota is used: counted from accepted results, in the query that reads the packages."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from enterprises.models import Enrolment, Support, TrainingCourse
from enterprises.models.supports import ResultStatus


@dataclass(frozen=True, slots=True)
class Use:
    """One quota: what was agreed, what is used, what is reported and waits for acceptance."""

    quota: int
    used: int
    waiting: int

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
    """Annotate a queryset of packages with ``used_*`` and ``waiting_*`` for enterprises, courses and trainees."""
    done, waiting = [ResultStatus.ACCEPTED], [ResultStatus.RECORDED, ResultStatus.SUBMITTED]
    return packages.annotate(
        used_enterprises=_count(Support, "package", "enterprise", status__in=done),
        waiting_enterprises=_count(Support, "package", "enterprise", status__in=waiting),
        used_courses=_count(TrainingCourse, "package", "pk", status__in=done),
        waiting_courses=_count(TrainingCourse, "package", "pk", status__in=waiting),
        used_trainees=_count(Enrolment, "course__package", "pk", course__status__in=done),
        waiting_trainees=_count(Enrolment, "course__package", "pk", course__status__in=waiting),
    )


def uses(package):
    """Return ``{"enterprises": Use, "courses": Use, "trainees": Use}`` of an annotated package."""
    return {
        name: Use(
            getattr(package, f"quota_{name}"), getattr(package, f"used_{name}"), getattr(package, f"waiting_{name}")
        )
        for name in ("enterprises", "courses", "trainees")
    }


def _count(model, path, what, **conditions):
    rows = model.objects.order_by().filter(**{path: OuterRef("pk")}, **conditions).values(path)
    return Coalesce(Subquery(rows.annotate(n=Count(what, distinct=True)).values("n"), output_field=IntegerField()), 0)
