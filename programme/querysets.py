"""Rows of the programme by reader."""

from django.db.models import Q, QuerySet

from common.querysets import SearchableQuerySet


class NationalQuerySet(SearchableQuerySet):
    """Rows of the whole programme that belong to no association: whoever may see the kind sees every row."""

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        label = self.model._meta
        return self if user.has_perm(f"{label.app_label}.view_{label.model_name}") else self.none()


class AssociationCodeQuerySet(QuerySet):
    """Rows that carry an association's code instead of a foreign key, because associations live above this app."""

    association_column = "association"
    national_rows_are_shared = False

    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        own = Q(**{f"{self.association_column}__in": user.association_codes})
        if self.national_rows_are_shared:
            own |= Q(**{self.association_column: ""})
        return self.filter(own)


class EntryQuerySet(AssociationCodeQuerySet):
    def of_source(self, record):
        """Entries that ``record`` (a support, a course, a standard) gave rise to, corrections included."""
        return self.filter(source_type=record._meta.label_lower, source_id=record.pk)


class PostingQuerySet(QuerySet):
    def visible_to(self, user):
        """National roles see every act; an association those that have an entry of its own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_associations:
            return self
        own = self.model._meta.get_field("entries").related_model.objects.visible_to(user)
        return self.filter(pk__in=own.values("posting"))


class DocumentQuerySet(AssociationCodeQuerySet, SearchableQuerySet):
    # A decision of the programme is for everybody who signs in; an association's evidence is its own.
    national_rows_are_shared = True

    def visible_to(self, user):
        """Without what waits for the form it came with: it is nobody's evidence yet."""
        return super().visible_to(user).filter(held=False)

    def held_for(self, user, pk):
        """The upload that a form of ``user`` sends back to be attached at last."""
        return self.filter(pk=pk, held=True, uploaded_by=user)

    def evidence(self):
        """Papers that prove that something was done: an agreement or a decision only says what shall be done."""
        return self.exclude(kind__in=("agreement", "annex", "decision", "news"))
