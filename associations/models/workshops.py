"""Workshops of the programme: who took part, what was concluded, who does it until when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from associations.models.associations import Association
from associations.querysets import ConclusionQuerySet, ParticipantQuerySet, WorkshopQuerySet
from common.fields import FoldedField, NameField
from programme.models import Document, validate_owner


class Workshop(models.Model):
    """A meeting of the programme with associations, with its conclusions."""

    title = NameField(_("title"), max_length=300)
    held_on = models.DateField(_("held on"))
    place = NameField(_("place"), max_length=200, blank=True)
    chair = NameField(_("chaired by"), max_length=150, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    participants = models.ManyToManyField(
        Association, related_name="workshops", blank=True, verbose_name=_("associations that took part")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="workshops", null=True, blank=True, verbose_name=_("minutes")
    )
    source = models.CharField(_("source"), max_length=500, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("title", "place", "summary"))

    objects = WorkshopQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{date_format(self.held_on, 'SHORT_DATE_FORMAT')} – {self.title}"

    def get_absolute_url(self):
        return reverse("associations:workshop-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.document)

    def take_in_attendance(self):
        """An association whose people are on the list of attendance took part, and so reads the workshop."""
        self.participants.add(*self.attendance.exclude(association=None).values_list("association", flat=True))


class WorkshopParticipant(models.Model):
    """Who took part: an organisation with its number of people, or one person of it by name.

    An association reads the lines of its own people only.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="attendance", verbose_name=_("workshop"))
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="attendance",
        null=True,
        blank=True,
        verbose_name=_("association"),
        help_text=_("Whose people they are: it reads this line, other associations do not."),
    )
    organisation = NameField(_("organisation"), max_length=200)
    name = NameField(_("name"), max_length=150, blank=True)
    number = models.PositiveSmallIntegerField(_("number of people"), default=1)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["workshop", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="associations_workshopparticipant_somebody",
                violation_error_message=_("At least one person took part: correct the number."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} – {self.name}" if self.name else self.organisation


class WorkshopConclusion(models.Model):
    """One conclusion of a workshop with its owner and due date.

    ``status`` is changed by ``associations.conclusions`` only.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("conclusion", "to be done")
        DONE = "done", pgettext_lazy("conclusion", "done")
        DROPPED = "dropped", pgettext_lazy("conclusion", "dropped")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="conclusions", verbose_name=_("workshop"))
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("conclusion"))
    owner = NameField(_("owner"), max_length=200)
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="conclusions",
        null=True,
        blank=True,
        verbose_name=_("owner's account"),
        help_text=_("Whoever it is has it among what waits for him and is reminded."),
    )
    due_on = models.DateField(_("due on"))
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPEN, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="conclusions", null=True, blank=True, verbose_name=_("evidence")
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="closed_conclusions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("closed by"),
    )

    objects = ConclusionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["workshop", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "position"],
                name="associations_workshopconclusion_position_unique",
                violation_error_message=_(
                    "The workshop already has a conclusion at this position: choose the next one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(status="done", done_on__isnull=False)
                | (~models.Q(status="done") & models.Q(done_on=None)),
                name="associations_workshopconclusion_done_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="dropped") | ~models.Q(outcome=""),
                name="associations_workshopconclusion_dropped_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="associations_conclusion_due")]
        permissions = [("close_workshopconclusion", "May record conclusions as done")]

    def __str__(self):
        return f"{self.position}. {Truncator(self.text).chars(80)}"

    def get_absolute_url(self):
        return reverse("associations:workshop-detail", args=[self.workshop_id])

    def clean(self):
        super().clean()
        self._check_owner()
        held_on = getattr(getattr(self, "workshop", None), "held_on", None)
        early = {
            "due_on": _("A conclusion is not due before its workshop was held: correct one of the days."),
            "done_on": _("A conclusion is not done before its workshop was held: correct one of the days."),
        }
        days = {name: getattr(self, name) for name in early} if held_on else {}
        if errors := {name: early[name] for name, day in days.items() if day and day < held_on}:
            raise ValidationError(errors)

    @property
    def is_late(self):
        return self.status == self.Status.OPEN and self.due_on < timezone.localdate()

    def _check_owner(self):
        """An owner's account is one that can record what was done."""
        owner = self.owner_user
        if owner and not (owner.is_active and owner.has_perm("associations.close_workshopconclusion")):
            message = _("This account cannot record what was done: choose one of the programme or of an association.")
            raise ValidationError({"owner_user": message})
