"""National standards (TCVN) and national technical regulations (QCVN)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import FoldedField, NameField
from common.models import Sourced
from programme.models.documents import Document, validate_owner
from programme.models.ledger import Posting
from programme.models.plan import Project, Task
from programme.models.reference import IcsField, IssuingBody
from programme.querysets import NationalQuerySet


class Standard(Sourced):
    """One TCVN or QCVN. Its status is changed by ``programme.services`` only, which posts to the ledger.

    A QCVN number is unique only within its issuing body; ``number`` is canonical (``programme.standard_numbers``).
    """

    class Kind(models.TextChoices):
        TCVN = "tcvn", _("TCVN (national standard)")
        QCVN = "qcvn", _("QCVN (national technical regulation)")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DRAFTING = "drafting", _("drafting")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CORRECTED = "corrected", _("taken back")

    # One whose posting was taken back is published anew, or ends without having counted.
    UNPUBLISHED = (Status.PLANNED, Status.DRAFTING, Status.CORRECTED)
    ENDING = (Status.PUBLISHED, Status.CORRECTED)

    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, editable=False)
    number = models.CharField(
        _("number"), max_length=80, help_text=_("For instance TCVN ISO 9001:2015 or QCVN 01-1:2018/BYT.")
    )
    number_key = models.CharField(max_length=120, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    title = NameField(_("title"), max_length=500)
    issuer = models.ForeignKey(IssuingBody, models.PROTECT, related_name="standards", verbose_name=_("issuing body"))
    field = models.CharField(_("ICS code or field"), max_length=100, blank=True)
    ics_field = models.ForeignKey(
        IcsField, models.PROTECT, related_name="standards", null=True, blank=True, verbose_name=_("ICS field")
    )
    identical_to = models.CharField(
        _("identical to"), max_length=120, blank=True, help_text=_("The international standard it is harmonised with.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFTING, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    ended_on = models.DateField(_("replaced or withdrawn on"), null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replaces",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("replaced by"),
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="standards", null=True, blank=True, verbose_name=_("project")
    )
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="standards", null=True, blank=True, verbose_name=_("task")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="standards", null=True, blank=True, verbose_name=_("decision")
    )
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        related_name="standards",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("posting"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("number", "title", "identical_to"))

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["number_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer"],
                name="programme_standard_number_unique_per_issuer",
                violation_error_message=_("This issuing body already has a standard with this number."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["replaced"]) | models.Q(replaced_by__isnull=False),
                name="programme_standard_replaced_names_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(posting=None) | models.Q(published_on__isnull=False),
                name="programme_standard_posted_has_date",
            ),
        ]
        indexes = [models.Index(fields=["number_key"], name="programme_standard_by_number")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("programme:standard-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.document)

    @property
    def is_counted(self):
        """Whether the ledger holds what was posted when it was published."""
        return self.posting_id is not None and self.status != self.Status.CORRECTED

    @property
    def subject_key(self):
        """The ledger's key of this standard."""
        return f"{self.issuer.code}:{self.number}"
