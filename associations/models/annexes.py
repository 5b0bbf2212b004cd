"""Annexes: details signed with an agreement, and amendments, which are prepared as a changed copy of its terms."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.agreements import Agreement, _not_in_future, code_of
from associations.querysets import AgreementPartQuerySet, AnnexQuerySet
from common.fields import NameField
from programme.models import Document, validate_owner


def _who(related_name, label, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name=related_name,
        null=True,
        blank=True,
        editable=False,
        verbose_name=label,
        **options,
    )


class Annex(models.Model):
    """An addition to an agreement.

    A *detail* is a signed paper that stands beside the agreement. An *amendment* holds the terms it started from
    (``base``) and those it wants (``proposed``), both as ``associations.terms`` writes them; only
    ``associations.annexes`` changes its status and puts it into effect. Amendments of before there were such copies are
    ``recorded``: what they changed was entered by hand.
    """

    class Kind(models.TextChoices):
        DETAIL = "detail", _("detail")
        AMENDMENT = "amendment", _("amendment")

    class Status(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for approval")
        APPROVED = "approved", _("approved")
        SIGNED = "signed", _("signed")
        IN_EFFECT = "in_effect", _("in effect")
        CANCELLED = "cancelled", _("cancelled")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="annexes", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DETAIL)
    title = NameField(_("title"), max_length=300)
    content = models.TextField(_("content"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, validators=[_not_in_future])
    effective_on = models.DateField(_("takes effect on"))
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="annexes", null=True, blank=True, verbose_name=_("signed file")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.RECORDED, editable=False
    )
    status_reason = models.TextField(_("reason for the status"), blank=True, editable=False)
    base = models.JSONField(_("terms it started from"), null=True, blank=True, editable=False)
    proposed = models.JSONField(_("proposed terms"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    programme_signed_on = models.DateField(
        _("signed by the programme on"), null=True, blank=True, editable=False, validators=[_not_in_future]
    )
    association_signed_on = models.DateField(
        _("signed by the association on"), null=True, blank=True, editable=False, validators=[_not_in_future]
    )
    prepared_by = _who("prepared_annexes", _("prepared by"))
    submitted_by = _who("submitted_annexes", _("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approved_by = _who("approved_annexes", _("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)

    objects = AnnexQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["base", "proposed"])

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="associations_annex_number_unique",
                violation_error_message=_("The agreement already has an annex with this number: choose the next one."),
            ),
            models.CheckConstraint(
                condition=models.Q(signed_on=None) | models.Q(document__isnull=False),
                name="associations_annex_signed_has_file",
                violation_error_message=_("A signed annex needs its signed file: attach the document."),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="associations_annex_four_eyes",
                violation_error_message=_("Who prepared an annex does not approve it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["signed", "in_effect"])
                | models.Q(
                    programme_signed_on__isnull=False, association_signed_on__isnull=False, document__isnull=False
                ),
                name="associations_annex_signed_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["status", "effective_on"], name="associations_annex_due")]
        permissions = [(f"{verb}_annex", f"May {verb} annexes") for verb in "submit approve sign apply cancel".split()]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("associations:annex-detail", args=[self.agreement_id, self.number])

    def clean(self):
        super().clean()
        validate_owner(self.document, code_of(getattr(self, "agreement", None)))

    @property
    def has_terms(self):
        """Whether it is an amendment with its own copy of the terms, which has a page and a life."""
        return self.status != self.Status.RECORDED

    @property
    def is_editable(self):
        return self.status == self.Status.DRAFT


class AgreementVersion(models.Model):
    """The terms of an agreement from one day on, as they were then; written once and never changed.

    ``hash`` covers the terms, the number, the day and the hash of the version before.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("number"))
    effective_on = models.DateField(_("takes effect on"))
    terms = models.JSONField(_("terms"))
    annex = models.OneToOneField(
        Annex, models.PROTECT, related_name="version", null=True, blank=True, verbose_name=_("annex")
    )
    hash = models.CharField(_("fingerprint"), max_length=64)
    recorded_by = _who("recorded_versions", _("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = AgreementPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="associations_agreementversion_number_unique"),
        ]

    def __str__(self):
        return f"{self.agreement} – {self.number}"
