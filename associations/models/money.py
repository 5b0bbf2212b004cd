"""Milestones of an agreement, their acceptance (nghiệm thu), and its money."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from associations.models.agreements import Agreement, _not_in_future, code_of
from associations.querysets import AcceptanceQuerySet, AgreementPartQuerySet, MilestoneQuerySet
from common.fields import NameField
from common.text import capitalise
from programme.models import Document, validate_owner


class Milestone(models.Model):
    """A deliverable with its due date. Its planned money are the funding lines that name it.

    ``status``, ``accepted_on`` and ``document`` (the minutes) follow its rounds of acceptance and are written by
    ``associations.milestones`` only.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DELIVERED = "delivered", _("delivered")
        ACCEPTED = "accepted", pgettext_lazy("deliverable", "accepted")
        REFUSED = "refused", _("refused")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="milestones", verbose_name=_("agreement"))
    position = models.PositiveSmallIntegerField(_("order"))
    title = NameField(_("deliverable"), max_length=300)
    due_on = models.DateField(_("due on"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False, validators=[_not_in_future])
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="milestones",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("acceptance minutes"),
    )

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="associations_milestone_position_unique",
                violation_error_message=_(
                    "The agreement already has a milestone at this position: choose the next one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on=None) | models.Q(document__isnull=False),
                name="associations_milestone_accepted_has_minutes",
                violation_error_message=_("An accepted deliverable needs its minutes: attach the document."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="accepted", accepted_on__isnull=False)
                | (~models.Q(status="accepted") & models.Q(accepted_on=None)),
                name="associations_milestone_accepted_has_day",
            ),
        ]
        permissions = [("deliver_milestone", "May deliver milestones"), ("accept_milestone", "May accept milestones")]

    def __str__(self):
        return f"{self.position}. {self.title}"

    def get_absolute_url(self):
        return reverse("associations:milestone-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.document, code_of(getattr(self, "agreement", None)))

    @property
    def takes_delivery(self):
        """Whether something may be delivered for it: not while a delivery waits, nor after acceptance."""
        return self.status in (self.Status.PLANNED, self.Status.REFUSED)

    def is_late(self, today):
        """Whether its day has passed and nothing waits for the programme."""
        return self.takes_delivery and self.due_on < today


class Acceptance(models.Model):
    """One round of a milestone: what was delivered, and what was decided on it (nghiệm thu).

    Written by ``associations.milestones`` only. A refused round stays; the next delivery starts another.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits for acceptance")
        ACCEPTED = "accepted", pgettext_lazy("deliverable", "accepted")
        REFUSED = "refused", _("refused")

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="acceptances", verbose_name=_("milestone"))
    round = models.PositiveSmallIntegerField(_("round"))
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deliveries", verbose_name=_("delivered by")
    )
    delivered_at = models.DateTimeField(_("delivered at"))
    note = models.TextField(_("what is delivered"))
    deliverable = models.ForeignKey(
        Document, models.PROTECT, related_name="deliveries", verbose_name=_("file of the deliverable")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    held_on = models.DateField(_("day of the minutes"), null=True, blank=True, validators=[_not_in_future])
    panel = models.TextField(_("members of the panel"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="acceptances",
        null=True,
        blank=True,
        verbose_name=_("acceptance minutes"),
    )
    reason = models.TextField(_("reason for the refusal"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="acceptances",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        ordering = ["milestone", "-round"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "round"], name="associations_acceptance_round_unique"),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=~models.Q(outcome="refused"),
                name="associations_acceptance_one_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="waiting", decided_by=None, decided_at=None)
                | (~models.Q(outcome="waiting") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="associations_acceptance_decided_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("delivered_by")),
                name="associations_acceptance_four_eyes",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="accepted")
                | (
                    models.Q(held_on__isnull=False, document__isnull=False)
                    & ~models.Q(panel="")
                    & ~models.Q(conclusion="")
                ),
                name="associations_acceptance_minutes_complete",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(reason=""),
                name="associations_acceptance_refused_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.milestone} ({self.round})"

    def get_absolute_url(self):
        return self.milestone.get_absolute_url()


class Funding(models.Model):
    """Money of an agreement: whole VND, by source and by state.

    What is planned and committed may name the milestone it is for. The sums of the states follow one rule,
    ``associations.money.unbalanced``.
    """

    class Source(models.TextChoices):
        CENTRAL = "central", _("central budget")
        LOCAL = "local", _("local budget")
        ENTERPRISE = "enterprise", _("enterprise")
        ASSOCIATION = "association", _("association")
        OTHER = "other", _("other source")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        COMMITTED = "committed", _("committed")
        DISBURSED = "disbursed", _("disbursed")
        SETTLED = "settled", pgettext_lazy("money", "settled")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="funding", verbose_name=_("agreement"))
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="funding", null=True, blank=True, verbose_name=_("milestone")
    )
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    amount_vnd = models.BigIntegerField(_("amount (VND)"))
    happened_on = models.DateField(_("date"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="funding", null=True, blank=True, verbose_name=_("document")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="recorded_funding",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("recorded by"),
    )

    objects = AgreementPartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("funding line")
        verbose_name_plural = _("funding")
        ordering = ["agreement", "state", "source", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_vnd__gt=0),
                name="associations_funding_positive",
                violation_error_message=_("An amount is a whole number of đồng above zero."),
            ),
            # Lines from before this rule have no ``recorded_by``; ``clean`` asks for the paper when they are changed.
            models.CheckConstraint(
                condition=models.Q(recorded_by=None)
                | ~models.Q(state__in=["disbursed", "settled"])
                | models.Q(happened_on__isnull=False, document__isnull=False),
                name="associations_funding_moved_has_paper",
            ),
        ]

    def __str__(self):
        return f"{capitalise(self.get_source_display())} – {self.get_state_display()}"

    @property
    def has_moved(self):
        """Whether the money left its source, which a paper proves."""
        return self.state in (self.State.DISBURSED, self.State.SETTLED)

    def clean(self):
        super().clean()
        agreement = getattr(self, "agreement", None)
        validate_owner(self.document, code_of(agreement))
        if self.milestone is not None and agreement is not None and self.milestone.agreement_id != agreement.pk:
            raise ValidationError(
                {"milestone": _("This milestone belongs to another agreement: choose one of its own.")}
            )
        if self.has_moved:
            self._refuse_without_paper()

    def _refuse_without_paper(self):
        missing = {}
        if self.happened_on is None:
            missing["happened_on"] = _("Money that was disbursed or settled needs its day: fill it in.")
        elif self.happened_on > timezone.localdate():
            missing["happened_on"] = _("This day lies in the future: money is recorded once it has moved.")
        if self.document_id is None:
            missing["document"] = _("Money that was disbursed or settled needs its document: attach the file.")
        if missing:
            raise ValidationError(missing)
