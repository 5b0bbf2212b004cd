"""What a periodic report says line by line on money and on communication."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.agreements import code_of
from associations.models.money import Funding
from associations.models.reports import PeriodicReport
from associations.querysets import ReportPartQuerySet
from common.fields import NameField
from common.text import capitalise
from programme.models import Document, validate_owner


def not_in_future(day):
    """Raise ``ValidationError`` for a day after today: results are reported when they have happened."""
    if day > timezone.localdate():
        raise ValidationError(_("This day lies in the future; only what has happened can be reported."))


class Replacing(models.Model):
    """A record of a report; one of a correction may say which accepted one it ``replaces``."""

    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="replacement",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("replaces"),
        error_messages={"unique": _("A record of this correction replaces it already: change that record instead.")},
    )

    class Meta:
        abstract = True


class Spending(Replacing):
    """An amount spent in the period of a report: whole VND, by source, for one purpose.

    What was agreed is ``Funding``; a report is compared with it and never changes it.
    """

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="spendings", verbose_name=_("report"))
    source = models.CharField(_("source"), max_length=12, choices=Funding.Source.choices)
    purpose = NameField(_("spent on"), max_length=300)
    amount_vnd = models.BigIntegerField(_("amount (VND)"))
    evidence = models.ForeignKey(
        Document, models.PROTECT, related_name="spendings", null=True, blank=True, verbose_name=_("evidence")
    )

    objects = ReportPartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("spending")
        verbose_name_plural = _("spendings")
        ordering = ["report", "source", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_vnd__gt=0),
                name="associations_spending_positive",
                violation_error_message=_("An amount is a whole number of đồng above zero."),
            ),
            models.UniqueConstraint(
                fields=["report", "source", "purpose"],
                name="associations_spending_once",
                violation_error_message=_(
                    "This source and purpose stand in the report already: change that amount instead."
                ),
            ),
        ]

    def __str__(self):
        return f"{capitalise(self.get_source_display())} – {self.purpose}"

    def get_absolute_url(self):
        return f"{reverse('portal:report-detail', args=[self.report_id])}#money-{self.pk}"

    def clean(self):
        super().clean()
        validate_owner(self.evidence, code_of(getattr(getattr(self, "report", None), "agreement", None)))


class Communication(Replacing):
    """One thing done to make the programme known: an article, a broadcast, an event, with what proves it."""

    class Channel(models.TextChoices):
        PRESS = "press", _("newspaper or magazine")
        BROADCAST = "broadcast", _("television or radio")
        WEBSITE = "website", _("website")
        SOCIAL = "social", _("social network")
        EVENT = "event", _("conference, workshop or exhibition")
        PRINT = "print", _("printed matter")
        OTHER = "other", _("other channel")

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="communications", verbose_name=_("report"))
    happened_on = models.DateField(_("date"), validators=[not_in_future])
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    title = NameField(_("title"), max_length=300)
    outlet = NameField(
        _("where"), max_length=200, blank=True, help_text=_("For instance the newspaper, the site or the venue.")
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, related_name="communications", null=True, blank=True, verbose_name=_("evidence")
    )

    objects = ReportPartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("communication activity")
        verbose_name_plural = _("communication activities")
        ordering = ["report", "happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "happened_on", "channel", "title"],
                name="associations_communication_once",
                violation_error_message=_("This activity stands in the report already: change that record instead."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('portal:report-detail', args=[self.report_id])}#communication-{self.pk}"

    def clean(self):
        super().clean()
        validate_owner(self.evidence, code_of(getattr(getattr(self, "report", None), "agreement", None)))
