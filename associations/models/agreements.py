"""Agreements with associations and what belongs to them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.associations import Association
from associations.querysets import AgreementQuerySet
from common.constraints import CheckAtField
from common.fields import FoldedField, NameField
from programme.models import Document, Project, Task, validate_owner


def _not_in_future(day):
    if day > timezone.localdate():
        raise ValidationError(_("This day lies in the future; a signing date is today or earlier."))


def code_of(agreement):
    """Return the code of the association of ``agreement``; '' while a form has not told it yet."""
    association = getattr(agreement, "association", None)
    return association.code if association else ""


class Agreement(models.Model):
    """A memorandum, agreement or contract with one association.

    ``status`` is changed by ``associations.services.move_agreement`` only; the table of states, actions and guards is
    ``associations.lifecycle``. The number is given at approval, consecutive per kind and year.
    """

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", _("memorandum")
        AGREEMENT = "agreement", _("agreement")
        CONTRACT = "contract", _("contract")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for approval")
        APPROVED = "approved", _("approved")
        SIGNED = "signed", _("signed")
        IN_FORCE = "in_force", _("in force")
        SUSPENDED = "suspended", _("suspended")
        EXPIRED = "expired", _("expired")
        COMPLETED = "completed", _("completed")
        SETTLED = "settled", _("settled")
        TERMINATED = "terminated", _("terminated")
        CANCELLED = "cancelled", _("cancelled")

    ENDED = (Status.SETTLED, Status.CANCELLED)
    # Reports are sent and deliverables handed in; the last ones follow the end of the term.
    UNDER_WAY = (Status.IN_FORCE, Status.EXPIRED)
    SYMBOLS = {"memorandum": "BGN", "agreement": "TT", "contract": "HĐ"}

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEMORANDUM)
    association = models.ForeignKey(
        Association, models.PROTECT, related_name="agreements", verbose_name=_("association")
    )
    title = NameField(_("title"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True, editable=False)
    serial = models.PositiveIntegerField(_("serial number"), null=True, blank=True, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="agreements", null=True, blank=True, verbose_name=_("project")
    )
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="agreements", null=True, blank=True, verbose_name=_("task")
    )
    summary = models.TextField(_("purpose and scope"), blank=True)
    report_type = models.ForeignKey(
        "associations.ReportType",
        models.PROTECT,
        related_name="agreements",
        null=True,
        blank=True,
        verbose_name=_("report type"),
        help_text=_("How often it is reported on; reports are opened by this as their periods begin."),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    programme_authority = models.ForeignKey(
        "associations.SigningAuthority",
        models.PROTECT,
        related_name="programme_agreements",
        null=True,
        blank=True,
        verbose_name=_("signs for the programme"),
    )
    programme_signatory = NameField(_("signatory of the programme"), max_length=150, blank=True)
    programme_signatory_position = models.CharField(_("position"), max_length=150, blank=True)
    programme_signed_on = models.DateField(
        _("signed by the programme on"), null=True, blank=True, validators=[_not_in_future]
    )
    association_authority = models.ForeignKey(
        "associations.SigningAuthority",
        models.PROTECT,
        related_name="association_agreements",
        null=True,
        blank=True,
        verbose_name=_("signs for the association"),
    )
    association_signatory = NameField(_("signatory of the association"), max_length=150, blank=True)
    association_signatory_position = models.CharField(_("position"), max_length=150, blank=True)
    association_signed_on = models.DateField(
        _("signed by the association on"), null=True, blank=True, validators=[_not_in_future]
    )
    signed_document = models.ForeignKey(
        Document, models.PROTECT, related_name="agreements", null=True, blank=True, verbose_name=_("signed file")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    status_reason = models.TextField(_("reason for the status"), blank=True, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="prepared_agreements",
        editable=False,
        verbose_name=_("prepared by"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="submitted_agreements",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="approved_agreements",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("number", "title", "summary"))

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="associations_agreement_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
            models.UniqueConstraint(fields=["kind", "year", "serial"], name="associations_agreement_number_unique"),
            models.CheckConstraint(
                condition=models.Q(year=None, serial=None) | models.Q(year__isnull=False, serial__isnull=False),
                name="associations_agreement_number_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "submitted", "cancelled"]) | models.Q(serial__isnull=False),
                name="associations_agreement_approved_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, submitted_by=None)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="associations_agreement_submitted_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="associations_agreement_approved_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="associations_agreement_four_eyes",
                violation_error_message=_("Who prepared an agreement does not approve it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["signed", "in_force"])
                | (
                    models.Q(
                        programme_signed_on__isnull=False,
                        association_signed_on__isnull=False,
                        signed_document__isnull=False,
                    )
                    & ~models.Q(programme_signatory="")
                    & ~models.Q(association_signatory="")
                ),
                name="associations_agreement_signed_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "ends_on"], name="associations_agreement_expiry"),
            models.Index(fields=["association", "-starts_on"], name="associations_agreement_owner"),
        ]
        permissions = [
            (f"{verb}_agreement", f"May {verb} agreements")
            for verb in "submit approve sign start suspend complete settle terminate cancel".split()
        ]

    def __str__(self):
        return f"{self.number} – {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("associations:agreement-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.signed_document, code_of(self))
        for side, association in (("programme", None), ("association", self.association_id)):
            authority = getattr(self, f"{side}_authority")
            if authority is not None and authority.association_id != association:
                sentence = _("%(name)s may not sign for this side: choose a signatory of the right side.")
                raise ValidationError({f"{side}_authority": sentence % {"name": authority.full_name}})

    @property
    def number(self):
        """The number with its symbol, for instance 03/2017/BGN-712; empty before approval."""
        if self.serial is None:
            return ""
        return f"{self.serial:02d}/{self.year}/{self.SYMBOLS[self.kind]}-712"

    @property
    def term(self):
        """The first and the last day, to be read."""
        return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in (self.starts_on, self.ends_on))

    def covers(self, first, last):
        """Whether the days from ``first`` to ``last`` lie within the term."""
        return self.starts_on <= first and last <= self.ends_on

    @property
    def is_editable(self):
        """Whether its terms may still be changed directly: what waits for approval is approved as it was sent."""
        return self.status == self.Status.DRAFT

    @property
    def terms_are_open(self):
        """Whether what was agreed is changed directly; later only an annex that takes effect changes it."""
        return self.is_editable

    @property
    def has_begun(self):
        """Whether it is or was in force, so that work under it may be under way or done."""
        status = self.Status
        return self.status in (
            status.IN_FORCE,
            status.SUSPENDED,
            status.EXPIRED,
            status.COMPLETED,
            status.SETTLED,
            status.TERMINATED,
        )

    @property
    def is_ended(self):
        """Whether nothing that belongs to it changes any more."""
        return self.status in self.ENDED

    @property
    def takes_parts(self):
        """Whether its packages, milestones, money and annexes may be added and changed now."""
        return not self.is_ended and self.status != self.Status.SUBMITTED

    @property
    def takes_reports(self):
        """Whether reports on days of its term may be opened, sent and accepted now; the last come after its end."""
        return self.status in self.UNDER_WAY

    @property
    def takes_packages(self):
        """Whether packages may be added under it now."""
        return self.status in (self.Status.DRAFT, self.Status.APPROVED, self.Status.SIGNED, self.Status.IN_FORCE)


class NumberSeries(models.Model):
    """The last serial number given in one kind and year; the row that approvals lock."""

    kind = models.CharField(max_length=10, choices=Agreement.Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="associations_numberseries_unique")]

    def __str__(self):
        return f"{self.kind} {self.year}: {self.last}"
