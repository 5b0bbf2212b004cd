"""What associations need, and the workshops where it is discussed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.associations import Association
from associations.models.packages import SolutionPackage
from associations.querysets import ConclusionQuerySet, NeedQuerySet, WorkshopQuerySet
from common.fields import FoldedField, NameField
from programme.models import Document, Task, validate_owner


class Need(models.Model):
    """A need that an association states, and the programme's answer: a task, a package, or a reason why not."""

    class Priority(models.TextChoices):
        HIGH = "high", _("high")
        NORMAL = "normal", _("normal")
        LOW = "low", _("low")

    class Status(models.TextChoices):
        STATED = "stated", _("waiting for an answer")
        MET = "met", _("will be met")
        DECLINED = "declined", _("cannot be met")

    association = models.ForeignKey(Association, models.PROTECT, related_name="needs", verbose_name=_("association"))
    title = NameField(_("need"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    enterprises_affected = models.PositiveIntegerField(_("enterprises affected"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.STATED, editable=False)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="stated_needs",
        editable=False,
        verbose_name=_("stated by"),
    )
    stated_at = models.DateTimeField(_("stated at"), auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="needs", null=True, blank=True, verbose_name=_("task that meets it")
    )
    package = models.ForeignKey(
        SolutionPackage,
        models.PROTECT,
        related_name="needs",
        null=True,
        blank=True,
        verbose_name=_("package that meets it"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="answered_needs",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("title", "description"))

    objects = NeedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-stated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="stated", answered_at=None, answered_by=None)
                | (~models.Q(status="stated") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="associations_need_answered_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="met") | models.Q(task__isnull=False) | models.Q(package__isnull=False),
                name="associations_need_met_by_something",
                violation_error_message=_("A need that will be met names the task or the package that meets it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="declined") | ~models.Q(answer=""),
                name="associations_need_declined_has_reason",
                violation_error_message=_("A need that cannot be met needs a reason: write the answer."),
            ),
        ]
        indexes = [models.Index(fields=["status", "-stated_at"], name="associations_need_queue")]
        permissions = [("answer_need", "May answer needs")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("associations:need-detail", args=[self.pk])


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


class WorkshopConclusion(models.Model):
    """One conclusion of a workshop with its owner and due date."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="conclusions", verbose_name=_("workshop"))
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("conclusion"))
    owner = NameField(_("owner"), max_length=200)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

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
        ]

    def __str__(self):
        return f"{self.position}. {Truncator(self.text).chars(80)}"

    def clean(self):
        super().clean()
        held_on = getattr(getattr(self, "workshop", None), "held_on", None)
        early = {
            "due_on": _("A conclusion is not due before its workshop was held: correct one of the days."),
            "done_on": _("A conclusion is not done before its workshop was held: correct one of the days."),
        }
        days = {name: getattr(self, name) for name in early} if held_on else {}
        if errors := {name: early[name] for name, day in days.items() if day and day < held_on}:
            raise ValidationError(errors)
