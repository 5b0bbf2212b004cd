"""Rows of enterprises, their support and training, by reader."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from associations.querysets import AssociationScopedQuerySet
from common.querysets import SearchableQuerySet


class EnterpriseQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """National roles see every enterprise; an association its members and those it supported.

        A subquery instead of joins: a to-many path must not repeat rows. A union instead of two subqueries joined by
        OR, for which PostgreSQL reads every enterprise.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        codes = user.association_codes
        members = self.model.affiliations.rel.related_model.objects.filter(association__code__in=codes)
        supported = self.model.supports.rel.related_model.objects.filter(
            package__agreement__association__code__in=codes
        )
        own = (rows.order_by().values("enterprise") for rows in (members, supported))
        return self.filter(pk__in=next(own).union(*own))

    def kept(self):
        """Without those that were merged into another."""
        return self.filter(merged_into=None)


class OfEnterpriseQuerySet(QuerySet):
    """Rows of an enterprise: read by whoever reads the enterprise."""

    def visible_to(self, user):
        enterprises = self.model._meta.get_field("enterprise").related_model.objects.visible_to(user)
        return self.filter(enterprise__in=enterprises.values("pk"))


class AffiliationQuerySet(AssociationScopedQuerySet):
    pass


class SupportQuerySet(AssociationScopedQuerySet):
    association_path = "package__agreement__association"

    def accepted(self):
        return self.filter(status="accepted")


class MeasurementQuerySet(AssociationScopedQuerySet):
    association_path = "support__package__agreement__association"


class TrainingCourseQuerySet(AssociationScopedQuerySet, SearchableQuerySet):
    association_path = "package__agreement__association"

    def accepted(self):
        return self.filter(status="accepted")

    def with_named_trainees(self):
        """Add ``named_trainees``, how many people are on the course by name."""
        places = self.model.enrolments.rel.related_model.objects.order_by().filter(course=OuterRef("pk"))
        count = places.values("course").annotate(count=Count("pk")).values("count")
        return self.annotate(named_trainees=Coalesce(Subquery(count, output_field=IntegerField()), 0))


class EnrolmentQuerySet(AssociationScopedQuerySet):
    association_path = "course__package__agreement__association"


class TraineeQuerySet(AssociationScopedQuerySet, SearchableQuerySet):
    """A trainee belongs to the association that first registered him."""
