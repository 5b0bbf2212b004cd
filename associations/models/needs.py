"""What associations need, and what the programme answers."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.associations import Association
from associations.models.packages import SolutionPackage
from associations.querysets import NeedQuerySet
from common.fields import FoldedField, NameField
from programme.models import Task


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

    # Days within which the programme answers.
    DAYS_TO_ANSWER = 30

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

    @property
    def answer_due_on(self):
        """The day by which it is to be answered."""
        return timezone.localdate(self.stated_at) + timedelta(days=self.DAYS_TO_ANSWER)

    @property
    def is_overdue(self):
        return self.status == self.Status.STATED and self.answer_due_on < timezone.localdate()
