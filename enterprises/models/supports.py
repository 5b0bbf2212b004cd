"""Support of enterprises by solution packages, and what it changed."""

from django.db import models
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from associations.models import PeriodicReport, SolutionPackage
from associations.models.agreements import code_of
from associations.models.report_parts import Replacing, not_in_future
from common.constraints import CheckAtField
from common.fields import NameField
from common.text import plain_number
from enterprises.models.enterprises import Enterprise
from enterprises.querysets import MeasurementQuerySet, SupportQuerySet
from programme.models import Document, ImprovementTool, validate_owner


class ResultStatus(models.TextChoices):
    """The life of a reported result; it counts only when accepted."""

    RECORDED = "recorded", _("recorded")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    CORRECTED = "corrected", _("taken back")


# Taken back ones leave their place, and what is to replace a record stands beside it until the correction is accepted.
COUNTED_ONCE = ~models.Q(status=ResultStatus.CORRECTED) & (
    models.Q(replaces=None) | models.Q(status=ResultStatus.ACCEPTED)
)
RECORDED_TWICE = _("This enterprise is recorded for this package, tool and day already: change that record instead.")


class Support(Replacing):
    """This enterprise got this package, or one tool of it. Posted to the ledger when its report is accepted.

    Two tools that were finished on one day are two supports of one enterprise.
    """

    Status = ResultStatus

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="supports", verbose_name=_("enterprise"))
    package = models.ForeignKey(
        SolutionPackage, models.PROTECT, related_name="supports", verbose_name=_("solution package")
    )
    tool = models.ForeignKey(
        ImprovementTool, models.PROTECT, related_name="supports", null=True, blank=True, verbose_name=_("tool")
    )
    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="supports", null=True, blank=True, verbose_name=_("report")
    )
    starts_on = models.DateField(_("started on"), validators=[not_in_future])
    ends_on = models.DateField(_("finished on"), validators=[not_in_future])
    result = models.TextField(_("result"), blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, related_name="supports", null=True, blank=True, verbose_name=_("evidence")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ResultStatus.choices, default=ResultStatus.RECORDED, editable=False
    )
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = SupportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="enterprises_support_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
            # Two: for a database no tool is never the same as no tool.
            models.UniqueConstraint(
                fields=["enterprise", "package", "tool", "ends_on"],
                condition=COUNTED_ONCE,
                name="enterprises_support_tool_once_a_day",
                violation_error_message=RECORDED_TWICE,
            ),
            models.UniqueConstraint(
                fields=["enterprise", "package", "ends_on"],
                condition=models.Q(tool=None) & COUNTED_ONCE,
                name="enterprises_support_once_a_day_without_tool",
                violation_error_message=RECORDED_TWICE,
            ),
            models.CheckConstraint(
                condition=~models.Q(status="accepted") | models.Q(evidence__isnull=False),
                name="enterprises_support_accepted_has_evidence",
            ),
        ]
        indexes = [
            # With the enterprise: a package's quota and an association's own enterprises need not read the rows.
            models.Index(fields=["package", "status", "enterprise"], name="enterprises_support_by_package"),
            models.Index(fields=["-ends_on", "-id"], name="enterprises_support_by_day"),
        ]

    def __str__(self):
        return f"{self.enterprise} – {self.package.code}"

    def get_absolute_url(self):
        return reverse("enterprises:support-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.evidence, code_of(getattr(getattr(self, "package", None), "agreement", None)))


class Measurement(models.Model):
    """A value before and after a support, and whether it lasted. Percent and percentage points are typed apart."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("percent (%)")
        POINTS = "points", _("percentage points")
        VND = "vnd", _("VND")
        VND_PER_HEAD = "vnd_head", _("VND per employee")
        MINUTES = "minutes", pgettext_lazy("unit of time", "minutes")
        PIECES = "pieces", _("pieces")
        OTHER = "other", _("other unit")

    support = models.ForeignKey(Support, models.PROTECT, related_name="measurements", verbose_name=_("support"))
    name = NameField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    unit_text = models.CharField(_("unit in words"), max_length=60, blank=True)
    scope = NameField(
        _("scope"), max_length=200, blank=True, help_text=_("For instance one line, one workshop, the whole plant.")
    )
    method = NameField(_("method"), max_length=200, blank=True)
    measured_by = NameField(_("measured by"), max_length=150, blank=True)
    before = models.DecimalField(_("before"), max_digits=20, decimal_places=4)
    before_on = models.DateField(_("measured before on"))
    after = models.DecimalField(_("after"), max_digits=20, decimal_places=4, null=True, blank=True)
    after_on = models.DateField(_("measured after on"), null=True, blank=True)
    after_6_months = models.DecimalField(_("after 6 months"), max_digits=20, decimal_places=4, null=True, blank=True)
    after_12_months = models.DecimalField(_("after 12 months"), max_digits=20, decimal_places=4, null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["support", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(after=None, after_on=None) | models.Q(after__isnull=False, after_on__isnull=False),
                name="enterprises_measurement_after_pair",
                violation_error_message=_("A value after needs its day, and a day its value: fill in both or neither."),
            ),
            CheckAtField(
                field="after_on",
                condition=models.Q(after_on=None) | models.Q(after_on__gte=models.F("before_on")),
                name="enterprises_measurement_after_follows_before",
                violation_error_message=_("The measurement after lies before the one before: correct one of the days."),
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="other") | ~models.Q(unit_text=""),
                name="enterprises_measurement_other_unit_named",
                violation_error_message=_("Another unit needs its name: write it in words."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{self.support.get_absolute_url()}#measurements"

    @property
    def report(self):
        """The report that it is changed in; None for a support of no report."""
        return self.support.report

    @property
    def unit_label(self):
        return self.unit_text or self.get_unit_display()

    @property
    def change_in_words(self):
        """By how much it changed, in its unit and relatively; '' while there is no value after.

        A value in percent changes by percentage points; only the relative change is in percent.
        """
        if self.after is None:
            return ""
        difference = self.after - self.before
        unit = self.Unit.POINTS.label if self.unit == self.Unit.PERCENT else self.unit_label
        words = f"{_signed(difference)} {unit}"
        if not self.before or self.unit == self.Unit.POINTS:
            return words
        return f"{words} ({_signed(round(difference / abs(self.before) * 100, 1))}%)"


def _signed(number):
    """Return a number with its sign and without idle noughts, as the reader writes numbers."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{localize(plain_number(abs(number)))}"
