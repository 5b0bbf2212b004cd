"""What a correction of an accepted report takes back."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models.reports import PeriodicReport
from associations.querysets import TakenBackQuerySet


class TakenBack(models.Model):
    """A record of an accepted report that a correction of it takes back when it is accepted.

    The record is named by its section and key, as in ``ReportComment``: sections belong to the apps above. Written by
    ``associations.report_corrections`` only.
    """

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="taken_back", verbose_name=_("correction"))
    section = models.CharField(_("section"), max_length=30)
    line = models.PositiveBigIntegerField(_("record"))
    label = models.CharField(_("record as then named"), max_length=300)

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("record taken back")
        verbose_name_plural = _("records taken back")
        ordering = ["report", "section", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "line"],
                name="associations_takenback_once",
                violation_error_message=_("This record is taken back by this correction already."),
            ),
        ]
        indexes = [models.Index(fields=["section", "line"], name="associations_takenback_of")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return f"{reverse('portal:report-detail', args=[self.report_id])}#taken_back-{self.pk}"
