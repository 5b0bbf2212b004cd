"""Solution packages: ordered bundles of tools and training under an agreement."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.agreements import Agreement
from associations.querysets import PackageItemQuerySet, SolutionPackageQuerySet
from common.constraints import CheckAtField
from common.fields import FoldedField, NameField
from programme.models import Document, ImprovementTool


class SolutionPackage(models.Model):
    """What an association delivers to enterprises under an agreement, with its quota."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        RUNNING = "running", _("under way")
        COMPLETED = "completed", _("completed")
        STOPPED = "stopped", _("stopped")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="packages", verbose_name=_("agreement"))
    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("For instance VITAS-2017-01."))
    name = NameField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PREPARING)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    quota_enterprises = models.PositiveIntegerField(_("quota of enterprises"), default=0)
    quota_courses = models.PositiveIntegerField(_("quota of courses"), default=0)
    quota_trainees = models.PositiveIntegerField(_("quota of trainees"), default=0)
    documents = models.ManyToManyField(Document, related_name="packages", blank=True, verbose_name=_("documents"))
    folded = FoldedField(sources=("code", "name", "description"))

    objects = SolutionPackageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("solution package")
        verbose_name_plural = _("solution packages")
        ordering = ["-starts_on", "code"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="associations_solutionpackage_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-starts_on"], name="associations_package_by_owner")]

    def __str__(self):
        return f"{self.code} – {self.name}"

    def get_absolute_url(self):
        return reverse("portal:package-detail", args=[self.pk])

    def clean(self):
        """It runs within the term of its agreement."""
        super().clean()
        agreement = getattr(self, "agreement", None)
        if not (agreement and agreement.starts_on and agreement.ends_on and self.starts_on and self.ends_on):
            return  # a form says what is missing
        if not agreement.covers(self.starts_on, self.ends_on):
            raise ValidationError(
                _("The package runs outside the term of its agreement (%(term)s): correct its dates."),
                params={"term": agreement.term},
            )


class PackageItem(models.Model):
    """One step of a package: a tool to put in place, or a training."""

    package = models.ForeignKey(SolutionPackage, models.CASCADE, related_name="items", verbose_name=_("package"))
    position = models.PositiveSmallIntegerField(_("order"))
    tool = models.ForeignKey(
        ImprovementTool, models.PROTECT, related_name="package_items", null=True, blank=True, verbose_name=_("tool")
    )
    training = NameField(_("training"), max_length=300, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = PackageItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the package")
        verbose_name_plural = _("content of the package")
        ordering = ["package", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "position"],
                name="associations_packageitem_position_unique",
                violation_error_message=_("The package already has a step at this position: choose the next one."),
            ),
            models.CheckConstraint(
                condition=models.Q(tool__isnull=False, training="") | (models.Q(tool=None) & ~models.Q(training="")),
                name="associations_packageitem_tool_or_training",
                violation_error_message=_("A step is either a tool or a training: fill in exactly one of the two."),
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.title}"

    @property
    def title(self):
        return self.tool.label if self.tool_id else self.training
