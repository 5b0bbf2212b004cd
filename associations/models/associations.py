"""Industry associations and the people who act for them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.querysets import AssociationQuerySet, MembershipQuerySet
from common.fields import FoldedField, NameField, SortKeyField
from common.models import Sourced
from programme.models import Industry, Province


def short_label(code, abbreviation, field):
    """Return the abbreviation; one that several associations share differs from the code and gets the field with it."""
    return abbreviation if code == abbreviation else f"{abbreviation} ({field or code})"


class Association(Sourced):
    """An industry association. Abbreviations repeat (VITAS is textile and tea), so ``code`` is the key."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20)
    name_vi = NameField(_("Vietnamese name"), max_length=200)
    name_en = NameField(_("English name"), max_length=200, blank=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    industries = models.ManyToManyField(Industry, related_name="associations", blank=True, verbose_name=_("industries"))
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="associations", null=True, blank=True, verbose_name=_("province")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    has_memorandum = models.BooleanField(
        _("memorandum with the programme"),
        default=False,
        help_text=_("As published; the agreement itself is a record of its own."),
    )
    folded = FoldedField(sources=("abbreviation", "code", "name_vi", "name_en", "field"))
    sort_key = SortKeyField(sources=("name_vi",), max_length=240)

    objects = AssociationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded", "sort_key"])

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9-]+$"),
                name="associations_association_code_plain",
                violation_error_message=_(
                    "A code has capital letters, digits and hyphens only, for instance VITAS-CHE."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.abbreviation})"

    @property
    def label(self):
        """What stands for it where a name has no room; with its field where others share the abbreviation."""
        return short_label(self.code, self.abbreviation, self.field)

    @property
    def name(self):
        if get_language() == "en" and self.name_en:
            return self.name_en
        return self.name_vi


class Membership(models.Model):
    """Links a user to an association for which he acts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    association = models.ForeignKey(
        Association, models.PROTECT, related_name="memberships", verbose_name=_("association")
    )
    since = models.DateField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["association", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "association"],
                name="associations_membership_once",
                violation_error_message=_("This account acts for this association already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.association.label}"

    def get_absolute_url(self):
        return reverse("admin:accounts_user_change", args=[self.user_id])
