"""The steps that agreements took through their states."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models.agreements import Agreement
from associations.querysets import AgreementStepQuerySet
from programme.models import Document


class AgreementStep(models.Model):
    """One step of an agreement, written by ``associations.services.move_agreement`` and never changed.

    ``by`` is empty for what the portal did itself, in its daily command. A draft that is deleted takes its steps along;
    the audit trail keeps them.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="steps", verbose_name=_("agreement"))
    action = models.CharField(_("action"), max_length=20)
    from_status = models.CharField(_("from state"), max_length=10, choices=Agreement.Status.choices)
    to_status = models.CharField(_("to state"), max_length=10, choices=Agreement.Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="agreement_steps",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="agreement_steps", null=True, blank=True, verbose_name=_("document")
    )

    objects = AgreementStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an agreement")
        verbose_name_plural = _("steps of agreements")
        ordering = ["agreement", "at", "pk"]

    def __str__(self):
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
