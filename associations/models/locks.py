"""Exceptions from locks: who may change what is closed, why, who agreed to it, and until when."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from associations.models.agreements import Agreement
from associations.models.associations import Association
from associations.querysets import LockExceptionQuerySet
from programme.models import LedgerPeriod


class LockException(models.Model):
    """Lets one person or one association change what a closed period or an ended agreement locks, for a few days.

    Written by ``associations.locks`` only. Whether it is valid is worked out from ``expires_at`` at the moment of each
    change; the daily command marks those that ran out.
    """

    MOST_DAYS = 14

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", pgettext_lazy("exception", "refused")
        CLOSED = "closed", pgettext_lazy("exception", "closed")

    period = models.ForeignKey(
        LedgerPeriod,
        models.PROTECT,
        related_name="lock_exceptions",
        null=True,
        blank=True,
        verbose_name=_("closed ledger period"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        related_name="lock_exceptions",
        null=True,
        blank=True,
        verbose_name=_("ended agreement"),
        help_text=_("Fill in either the period or the agreement."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="lock_exceptions",
        null=True,
        blank=True,
        verbose_name=_("for this person"),
    )
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="lock_exceptions",
        null=True,
        blank=True,
        verbose_name=_("for the records of this association"),
        help_text=_("Fill in either the person or the association."),
    )
    reason = models.TextField(_("reason"), help_text=_("What is to be changed, and why it cannot be corrected later."))
    days = models.PositiveSmallIntegerField(
        _("valid for (days)"), default=3, help_text=_("From the approval on, at most 14 days.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING, editable=False
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="requested_exceptions",
        editable=False,
        verbose_name=_("requested by"),
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="decided_exceptions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decision = models.TextField(_("words of the decision"), blank=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True, editable=False)

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception from a lock")
        verbose_name_plural = _("exceptions from locks")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period=None, agreement__isnull=False)
                | models.Q(period__isnull=False, agreement=None),
                name="associations_lockexception_one_cause",
                violation_error_message=_("Name what is locked: either the closed period or the ended agreement."),
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, association__isnull=False)
                | models.Q(person__isnull=False, association=None),
                name="associations_lockexception_one_holder",
                violation_error_message=_("Name who may change it: either one person or one association."),
            ),
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=14),
                name="associations_lockexception_days",
                violation_error_message=_("An exception is valid for 1 to 14 days."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="associations_lockexception_has_reason",
                violation_error_message=_("Say why: an exception needs a reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requested_by")),
                name="associations_lockexception_four_eyes",
                violation_error_message=_("Who asked for an exception does not approve it."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_by=None, decided_at=None)
                | (~models.Q(status="waiting") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="associations_lockexception_decided_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["approved", "closed"], expires_at__isnull=False)
                | models.Q(status__in=["waiting", "refused"], expires_at=None),
                name="associations_lockexception_approved_expires",
            ),
        ]
        indexes = [models.Index(fields=["status", "expires_at"], name="associations_lockexc_valid")]
        permissions = [("approve_lockexception", "May approve exceptions from locks")]

    def __str__(self):
        return gettext("Exception no. %(number)s – %(cause)s") % {"number": self.pk, "cause": self.cause_label}

    def get_absolute_url(self):
        return reverse("admin:associations_lockexception_change", args=[self.pk])

    @property
    def cause(self):
        """What is locked: the period or the agreement."""
        return self.period or self.agreement

    @property
    def cause_label(self):
        """What is locked in words, in the reader's language: a year alone would not tell that a period is meant."""
        return format_lazy(_("ledger period {name}"), name=self.period.name) if self.period_id else self.agreement

    @property
    def holder(self):
        """Who may change it."""
        return self.person or self.association

    @property
    def is_valid(self):
        """Whether it lets anybody through now."""
        return self.status == self.Status.APPROVED and timezone.now() < self.expires_at
