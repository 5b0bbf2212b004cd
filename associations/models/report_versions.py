"""What a report said when it was sent and when it was accepted: kept for good, whatever is changed later."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.models.reports import PeriodicReport
from associations.querysets import ReportPartQuerySet


class ReportVersion(models.Model):
    """A report as it was at one submission or acceptance; append-only in the database itself (``programme.triggers``).

    ``content`` is what ``associations.report_content.content_of`` gave, ``hash`` its fingerprint, ``ledger_sequence``
    the last posting that the ledger had by then: the figures as known at it are those of that moment.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("submitted")
        ACCEPTANCE = "acceptance", pgettext_lazy("report", "accepted")

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="versions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(_("round"))
    content = models.JSONField(_("content"))
    hash = models.CharField(_("hash"), max_length=64)
    ledger_sequence = models.PositiveBigIntegerField(_("position in the ledger"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_versions", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen version")
        verbose_name_plural = _("frozen versions")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="associations_reportversion_number_unique"),
            # One a submission and one for the acceptance: a round is sent once, and at most accepted.
            models.UniqueConstraint(fields=["report", "kind", "round"], name="associations_reportversion_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$"), name="associations_reportversion_hash_complete"
            ),
        ]

    def __str__(self):
        return _("%(report)s, version %(number)d") % {"report": self.report, "number": self.number}

    def get_absolute_url(self):
        return reverse("portal:report-version", args=[self.report_id, self.number])
