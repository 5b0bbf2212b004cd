"""Rows of associations by reader."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from accounts.roles import ASSOCIATION_ROLES
from common.querysets import SearchableQuerySet
from programme.querysets import NationalQuerySet


class AssociationScopedQuerySet(QuerySet):
    """Rows that belong, directly or through a chain of foreign keys, to an association.

    A model says only its path. Paths are to-one, so a join never repeats a row.
    """

    association_path = "association"

    def visible_to(self, user):
        """Every row for national roles; an association's own rows for its people; nothing for anybody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        return self.filter(**{f"{self.association_path}__code__in": user.association_codes})


class AssociationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        return self.filter(code__in=user.association_codes)


class _OfAgreementQuerySet(AssociationScopedQuerySet):
    """Agreements and what belongs to them: an association sees them once they are approved and have a number.

    Drafts, with their money and what is said about them, are the programme's own.
    """

    number_path = "agreement__serial"

    def visible_to(self, user):
        rows = super().visible_to(user)
        if not user.is_authenticated or user.sees_all_associations:
            return rows
        return rows.filter(**{f"{self.number_path}__isnull": False})


class AgreementQuerySet(_OfAgreementQuerySet, SearchableQuerySet):
    number_path = "serial"

    def expiring_by(self, day):
        """Agreements in force that end on or before ``day``, and those whose term is over and that nobody completed."""
        return self.filter(status__in=("in_force", "expired"), ends_on__lte=day)


class AgreementPartQuerySet(_OfAgreementQuerySet):
    association_path = "agreement__association"


class AnnexQuerySet(AgreementPartQuerySet):
    def visible_to(self, user):
        """An association reads an annex once it is signed, also a withdrawn one; a draft is the programme's own."""
        rows = super().visible_to(user)
        if not user.is_authenticated or user.sees_all_associations:
            return rows
        return rows.filter(
            Q(status__in=("recorded", "signed", "in_effect")) | Q(status="cancelled", signed_on__isnull=False)
        )

    def due_by(self, day):
        """Signed annexes whose day has come, in the order in which they take effect."""
        return self.filter(status="signed", effective_on__lte=day).order_by("effective_on", "agreement", "number")


class MilestoneQuerySet(AgreementPartQuerySet):
    def waiting_for_acceptance(self):
        """Delivered, with nothing decided yet."""
        return self.filter(status="delivered")

    def overdue_on(self, day):
        """To be delivered, or delivered anew, before ``day``."""
        return self.filter(status__in=("planned", "refused"), due_on__lt=day)


class AcceptanceQuerySet(_OfAgreementQuerySet):
    association_path = "milestone__agreement__association"
    number_path = "milestone__agreement__serial"


class AgreementStepQuerySet(AgreementPartQuerySet):
    def visible_to(self, user):
        """An association reads the steps from the approval on; what was said about the draft stays the programme's."""
        rows = super().visible_to(user)
        if not user.is_authenticated or user.sees_all_associations:
            return rows
        return rows.exclude(to_status__in=("draft", "submitted"))


class SolutionPackageQuerySet(AgreementPartQuerySet, SearchableQuerySet):
    pass


class PackageItemQuerySet(_OfAgreementQuerySet):
    association_path = "package__agreement__association"
    number_path = "package__agreement__serial"


class PeriodicReportQuerySet(AgreementPartQuerySet):
    def periodic(self):
        """Without corrections: one for each period."""
        return self.filter(corrects=None)

    def family_of(self, report):
        """The accepted report that ``report`` is or corrects, and its accepted corrections."""
        first = report.corrects_id or report.pk
        return self.filter(Q(pk=first) | Q(corrects=first), status="accepted")

    def waiting_for_review(self):
        return self.filter(status__in=("submitted", "in_review", "resubmitted"))

    def waiting_for_association(self):
        return self.filter(status__in=("open", "returned"))

    def overdue_on(self, day):
        return self.waiting_for_association().filter(due_on__lt=day)


class ReportPartQuerySet(AssociationScopedQuerySet):
    association_path = "report__agreement__association"


class TakenBackQuerySet(ReportPartQuerySet):
    def done(self, section):
        """What accepted corrections took back of a section."""
        return self.filter(section=section, report__status="accepted")


class ReviewPartQuerySet(AssociationScopedQuerySet):
    association_path = "review__report__agreement__association"

    def of_last_return(self, report):
        """What was said when ``report`` went back for the last time; earlier rounds are settled."""
        returns = report.reviews.filter(action="returned").order_by("-pk")
        return self.filter(review=returns.values("pk")[:1])


class NeedQuerySet(AssociationScopedQuerySet, SearchableQuerySet):
    def unanswered(self):
        return self.filter(status="stated")

    def overdue_on(self, day):
        """Needs whose time to be answered was over before ``day`` began."""
        last = timezone.make_aware(datetime.combine(day - timedelta(self.model.DAYS_TO_ANSWER), time.min))
        return self.unanswered().filter(stated_at__lt=last)

    def answered_by_year(self, of=()):
        """Yield ``{year, stated, answered}`` by the year in which needs were stated, the latest first.

        ``of`` names fields by which it is counted apart, too.
        """
        years = self.order_by().annotate(year=ExtractYear("stated_at")).values("year", *of)
        return years.annotate(stated=Count("pk"), answered=Count("pk", filter=~Q(status="stated"))).order_by("-year")


class WorkshopQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """National roles see every workshop; an association those it took part in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        attended = self.model.participants.through._default_manager.filter(association__code__in=user.association_codes)
        return self.filter(pk__in=attended.values("workshop"))


class ParticipantQuerySet(AssociationScopedQuerySet):
    pass


class ConclusionQuerySet(QuerySet):
    def visible_to(self, user):
        """What was concluded is told to all who took part."""
        return self.filter(workshop__in=self._workshops.objects.visible_to(user).values("pk"))

    @property
    def _workshops(self):
        return self.model._meta.get_field("workshop").related_model

    def with_is_nobodys(self):
        """Add ``is_nobodys``: no account is named, or one that was closed or no longer reads the workshop."""
        links = self._workshops.participants.through._default_manager
        reads = links.filter(workshop=OuterRef("workshop"), association__memberships__user=OuterRef("owner_user"))
        has_left = Q(owner_user__role__in=ASSOCIATION_ROLES) & ~Exists(reads)
        return self.annotate(is_nobodys=Q(owner_user=None) | Q(owner_user__is_active=False) | has_left)

    def open_by(self, day):
        return self.filter(status="open", due_on__lte=day)


class MembershipQuerySet(AssociationScopedQuerySet):
    def visible_to(self, user):
        """Staff who manage accounts see every link; anybody else the own ones."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("associations.view_membership"):
            return self
        return self.filter(Q(user=user))


class ReportTypeQuerySet(QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.is_active else self.none()


class LockExceptionQuerySet(NationalQuerySet):
    """The programme's own: associations learn of one by notice."""

    def valid_at(self, moment):
        """Those that let somebody through at ``moment``, whether or not the daily command has marked the others."""
        return self.filter(status="approved", expires_at__gt=moment)

    def expired_at(self, moment):
        return self.filter(status="approved", expires_at__lte=moment)
