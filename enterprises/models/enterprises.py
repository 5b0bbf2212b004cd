"""Enterprises, counted once by their permanent subject key."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models import Association
from common.constraints import CheckAtField
from common.fields import FoldedField, NameField, SortKeyField
from enterprises.querysets import AffiliationQuerySet, EnterpriseQuerySet, OfEnterpriseQuerySet
from enterprises.validators import validate_branch_code, validate_personal_number, validate_tax_code
from programme.models import Industry, Province, Size


class Enterprise(models.Model):
    """An enterprise or household business.

    Identity is the 10-digit tax code. ``subject_key`` is what the ledger counts: the tax code where there was one when
    the row was made, an opaque key otherwise; it never changes afterwards.
    """

    name = NameField(_("name"), max_length=300)
    tax_code = models.CharField(
        _("tax code"),
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_tax_code],
        help_text=_("10 digits. Leave empty if there is none: the record is flagged until one is known."),
        error_messages={"unique": _("An enterprise with this tax code is registered already: use that record.")},
    )
    personal_number = models.CharField(
        _("personal number"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_personal_number],
        help_text=_("12 digits, only for a household business."),
    )
    subject_key = models.CharField(_("key in the ledger"), max_length=40, unique=True, editable=False)
    province = models.ForeignKey(Province, models.PROTECT, related_name="enterprises", verbose_name=_("province"))
    address = models.CharField(_("address"), max_length=300, blank=True)
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        related_name="enterprises",
        verbose_name=_("main industry"),
        limit_choices_to={"level": "division"},
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue_vnd = models.BigIntegerField(_("yearly revenue (VND)"), null=True, blank=True)
    capital_vnd = models.BigIntegerField(_("capital (VND)"), null=True, blank=True)
    size = models.CharField(
        _("size"),
        max_length=8,
        choices=Size.choices,
        blank=True,
        help_text=_("Leave empty to have it worked out from employees, revenue and capital."),
    )
    representative = NameField(_("legal representative"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("name", "tax_code"))
    sort_key = SortKeyField(sources=("name",), max_length=240)

    objects = EnterpriseQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded", "sort_key"])

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tax_code=None) | models.Q(tax_code__regex=r"^[0-9]{10}$"),
                name="enterprises_enterprise_tax_code_digits",
                violation_error_message=_(
                    "A tax code of an enterprise has 10 digits, for instance 0100233488. Leading zeros belong to it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(personal_number=None) | models.Q(personal_number__regex=r"^[0-9]{12}$"),
                name="enterprises_enterprise_personal_number_digits",
                violation_error_message=_("The personal number of a household business has 12 digits."),
            ),
            models.CheckConstraint(
                condition=models.Q(tax_code=None) | models.Q(personal_number=None),
                name="enterprises_enterprise_one_number",
                violation_error_message=_("A tax code and a personal number exclude each other: keep one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(revenue_vnd=None) | models.Q(revenue_vnd__gte=0),
                name="enterprises_enterprise_revenue_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(capital_vnd=None) | models.Q(capital_vnd__gte=0),
                name="enterprises_enterprise_capital_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]
        indexes = [
            models.Index(fields=["province", "-id"], name="enterprises_by_province"),
            models.Index(fields=["industry", "-id"], name="enterprises_by_industry"),
            models.Index(fields=["sort_key"], name="enterprises_by_name"),
            # Counting an association's own need not read the rows: otherwise PostgreSQL reads all of the table.
            models.Index(fields=["id"], condition=models.Q(merged_into=None), name="enterprises_kept"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("enterprises:enterprise-detail", args=[self.pk])

    def clean_fields(self, exclude=None):
        self.tax_code = self.tax_code or None
        self.personal_number = self.personal_number or None
        self.set_subject_key()
        super().clean_fields(exclude)

    def validate_unique(self, exclude=None):
        """Two rows never share a ledger key, not even when the first gave up its tax code."""
        super().validate_unique({*(exclude or ()), "subject_key"})
        if self._state.adding and Enterprise.objects.filter(subject_key=self.subject_key).exists():
            raise ValidationError(
                {
                    "tax_code": _(
                        "This tax code was that of an enterprise registered already, which now has another number or "
                        "none: ask the programme's officer to correct that record."
                    )
                }
            )

    def set_subject_key(self):
        """Give the permanent ledger key if there is none yet; callers of ``bulk_create`` do this themselves."""
        if not self.subject_key:
            self.subject_key = self.tax_code or f"E-{uuid.uuid4().hex}"

    @property
    def is_flagged(self):
        """Whether it has no number by which it could be told from others."""
        return not (self.tax_code or self.personal_number)


class Branch(models.Model):
    """A branch of an enterprise, known by its 13-digit code; it counts as the enterprise itself."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="branches", verbose_name=_("enterprise"))
    code = models.CharField(_("branch code"), max_length=14, unique=True, validators=[validate_branch_code])
    name = NameField(_("name"), max_length=300)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="branches", null=True, blank=True, verbose_name=_("province")
    )

    objects = OfEnterpriseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"


class Affiliation(models.Model):
    """An enterprise belongs to an association, since a day and perhaps until one."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="affiliations", verbose_name=_("enterprise")
    )
    association = models.ForeignKey(
        Association, models.PROTECT, related_name="affiliations", verbose_name=_("association")
    )
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["association", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "association"],
                name="enterprises_affiliation_once",
                violation_error_message=_("The enterprise belongs to this association already."),
            ),
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="enterprises_affiliation_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]
        indexes = [models.Index(fields=["association", "enterprise"], name="enterprises_affiliation_list")]

    def __str__(self):
        return f"{self.enterprise} – {self.association.label}"
