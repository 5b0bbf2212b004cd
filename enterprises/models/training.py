"""Training courses, the people on them, and their places."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models import Association, PeriodicReport, SolutionPackage
from associations.models.agreements import code_of
from associations.models.report_parts import Replacing, not_in_future
from common.constraints import CheckAtField
from common.fields import FoldedField, NameField
from enterprises.models.enterprises import Enterprise
from enterprises.models.supports import COUNTED_ONCE, ResultStatus
from enterprises.querysets import EnrolmentQuerySet, TraineeQuerySet, TrainingCourseQuerySet
from programme.models import Document, Province, validate_owner


class TrainingCourse(Replacing):
    """A course held under a package. Posted to the ledger, with its trainees, when its report is accepted."""

    Status = ResultStatus

    package = models.ForeignKey(
        SolutionPackage, models.PROTECT, related_name="courses", verbose_name=_("solution package")
    )
    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="courses", null=True, blank=True, verbose_name=_("report")
    )
    title = NameField(_("title"), max_length=300)
    starts_on = models.DateField(_("started on"), validators=[not_in_future])
    ends_on = models.DateField(_("finished on"), validators=[not_in_future])
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    place = NameField(_("place"), max_length=200, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="courses", verbose_name=_("province"))
    lecturer = NameField(_("lecturer"), max_length=150, blank=True)
    declared_trainees = models.PositiveIntegerField(
        _("declared number of trainees"), help_text=_("As on the attendance list; the names are recorded beside it.")
    )
    evidence = models.ForeignKey(
        Document, models.PROTECT, related_name="courses", null=True, blank=True, verbose_name=_("evidence")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ResultStatus.choices, default=ResultStatus.RECORDED, editable=False
    )
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("title", "place", "lecturer"))

    objects = TrainingCourseQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="enterprises_trainingcourse_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
            models.UniqueConstraint(
                fields=["package", "title", "starts_on", "ends_on"],
                condition=COUNTED_ONCE,
                name="enterprises_trainingcourse_once",
                violation_error_message=_(
                    "A course of this title and these days is recorded for this package already: change that one, or "
                    "tell the two apart by their titles."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="accepted") | models.Q(evidence__isnull=False),
                name="enterprises_trainingcourse_accepted_has_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["package", "status"], name="enterprises_course_by_package"),
            models.Index(fields=["-ends_on", "-id"], name="enterprises_course_by_day"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("enterprises:course-detail", args=[self.pk])

    def clean(self):
        super().clean()
        validate_owner(self.evidence, code_of(getattr(getattr(self, "package", None), "agreement", None)))

    @property
    def subject_key(self):
        """The ledger's key of this course."""
        return f"C-{self.pk}"


def new_trainee_key():
    """Return an opaque permanent key, so that erasing a person's data never touches the ledger."""
    return f"P-{uuid.uuid4().hex}"


class Trainee(models.Model):
    """A person, counted once by an opaque key. Names and birth years are personal data and can be erased."""

    subject_key = models.CharField(
        _("key in the ledger"), max_length=40, unique=True, default=new_trainee_key, editable=False
    )
    association = models.ForeignKey(Association, models.PROTECT, related_name="trainees", verbose_name=_("association"))
    full_name = NameField(_("full name"), max_length=150)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="trainees", null=True, blank=True, verbose_name=_("enterprise")
    )
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("full_name",))

    objects = TraineeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year=None) | models.Q(birth_year__gte=1900, birth_year__lte=2100),
                name="enterprises_trainee_birth_year_plausible",
                violation_error_message=_("A year of birth has four digits, for instance 1985."),
            ),
        ]
        indexes = [models.Index(fields=["association", "folded"], name="enterprises_trainee_by_name")]

    def __str__(self):
        return self.full_name

    @property
    def is_only_a_name(self):
        """Whether nothing tells this person from another of the same name."""
        return self.birth_year is None and self.enterprise_id is None


class Enrolment(models.Model):
    """A person's place on a course. Three courses of one person are three engagements and one person."""

    course = models.ForeignKey(TrainingCourse, models.CASCADE, related_name="enrolments", verbose_name=_("course"))
    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="enrolments", verbose_name=_("trainee"))
    certificate = models.CharField(_("certificate number"), max_length=60, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on a course")
        verbose_name_plural = _("places on courses")
        ordering = ["course", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "trainee"],
                name="enterprises_enrolment_once",
                violation_error_message=_("This person is on the course already."),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} – {self.course}"
