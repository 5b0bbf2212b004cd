"""Periodic reports of associations and the rounds of their review."""

from calendar import monthrange
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from associations.models.agreements import Agreement, code_of
from associations.querysets import PeriodicReportQuerySet, ReportPartQuerySet, ReportTypeQuerySet, ReviewPartQuerySet
from common.constraints import CheckAtField
from common.fields import NameField
from programme.models import Document, Posting, validate_owner


class ReportType(models.Model):
    """How often an agreement is reported on and on which days the books are cut."""

    class Frequency(models.TextChoices):
        QUARTER = "quarter", _("quarterly")
        HALF = "half", _("half-yearly")
        YEAR = "year", _("yearly")

    MONTHS = {"quarter": 3, "half": 6, "year": 12}

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = NameField(_("name"), max_length=100)
    frequency = models.CharField(_("frequency"), max_length=8, choices=Frequency.choices)
    cut_offs = models.CharField(
        _("cut-off days"),
        max_length=60,
        default="14/06,14/12",
        validators=[
            RegexValidator(
                r"^(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])(,(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2]))*$",
                _("Write days as dd/mm separated by commas, for instance 14/06,14/12."),
            )
        ],
        help_text=_("Days as dd/mm, separated by commas; records after a cut-off go into the next report."),
    )
    days_to_submit = models.PositiveSmallIntegerField(_("days to submit after the cut-off"), default=15)

    objects = ReportTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("report type")
        verbose_name_plural = _("report types")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def cut_off_days(self):
        return self.cut_offs.replace(",", ", ")

    def latest_end(self, first):
        """The last day of a full period from ``first``; a shorter one fits too, where a term begins or ends."""
        month = first.month - 1 + self.MONTHS[self.frequency]
        year, month = first.year + month // 12, month % 12 + 1
        length = monthrange(year, month)[1]
        if first.day > length:
            return date(year, month, length)
        return date(year, month, first.day) - timedelta(1)


class PeriodicReport(models.Model):
    """What an association reports on one agreement for one period, or a correction of such a report.

    A correction (``corrects``) has the period of the accepted report that it corrects, its own number and a cause; what
    it takes back are its ``TakenBack`` rows. ``associations.report_corrections`` opens it, and then it lives as any
    report does. Only a correction can be withdrawn: a period is to be reported on in any case.

    ``status`` is changed by ``associations.report_services`` only. ``revision`` grows with every change of content, so
    a reviewer decides on exactly the version he saw.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned")
        RESUBMITTED = "resubmitted", _("resubmitted")
        ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("report", "withdrawn")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reports", verbose_name=_("agreement"))
    report_type = models.ForeignKey(ReportType, models.PROTECT, related_name="reports", verbose_name=_("report type"))
    period_starts_on = models.DateField(_("period from"))
    period_ends_on = models.DateField(_("period to"))
    due_on = models.DateField(_("due on"))
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("corrects"),
    )
    correction_number = models.PositiveSmallIntegerField(
        _("number of the correction"), null=True, blank=True, editable=False
    )
    cause = models.TextField(_("cause of the correction"), blank=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.OPEN, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=0, editable=False)
    narrative = models.TextField(_("assessment of the results"), blank=True)
    difficulties = models.TextField(_("difficulties"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="reports", null=True, blank=True, verbose_name=_("signed report")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="submitted_reports",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="accepted_reports",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    posting = models.OneToOneField(
        Posting, models.PROTECT, related_name="report", null=True, blank=True, editable=False, verbose_name=_("posting")
    )

    objects = PeriodicReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("periodic report")
        verbose_name_plural = _("periodic reports")
        ordering = ["-period_ends_on", "-pk"]
        constraints = [
            CheckAtField(
                field="period_ends_on",
                condition=models.Q(period_ends_on__gte=models.F("period_starts_on")),
                name="associations_periodicreport_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "report_type", "period_ends_on"],
                condition=models.Q(corrects=None),
                name="associations_periodicreport_period_unique",
                violation_error_message=_("There is a report for this agreement and period already."),
            ),
            models.UniqueConstraint(
                fields=["corrects", "correction_number"],
                name="associations_periodicreport_correction_number_unique",
                violation_error_message=_("There is a correction of this report with that number already."),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~models.Q(status__in=["accepted", "withdrawn"]),
                name="associations_periodicreport_one_open_correction",
                violation_error_message=_("A correction of this report is under way: complete or withdraw it first."),
            ),
            models.CheckConstraint(
                condition=models.Q(corrects=None, correction_number=None, cause="")
                | (models.Q(corrects__isnull=False, correction_number__gte=1) & ~models.Q(cause="")),
                name="associations_periodicreport_correction_whole",
                violation_error_message=_("A correction needs its number and its cause."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="withdrawn") | models.Q(corrects__isnull=False),
                name="associations_periodicreport_only_corrections_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, submitted_by=None)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="associations_periodicreport_submitted_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(status="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | (~models.Q(status="accepted") & models.Q(accepted_at=None, accepted_by=None)),
                name="associations_periodicreport_accepted_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by=None) | ~models.Q(accepted_by=models.F("submitted_by")),
                name="associations_periodicreport_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="associations_report_queue"),
            models.Index(fields=["agreement", "-period_ends_on"], name="associations_report_by_owner"),
            # The list of everybody's reports and the queue of those that wait, each in its order without sorting all.
            models.Index(fields=["-period_ends_on", "-id"], name="associations_report_by_day"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=models.Q(status__in=["submitted", "in_review", "resubmitted"]),
                name="associations_report_waiting",
            ),
        ]
        permissions = [
            (f"{verb}_periodicreport", f"May {verb} periodic reports")
            for verb in "open submit review return accept correct".split()
        ]

    def __str__(self):
        start = date_format(self.period_starts_on, "SHORT_DATE_FORMAT")
        end = date_format(self.period_ends_on, "SHORT_DATE_FORMAT")
        period = f"{self.report_type} {start} – {end}"
        if not self.correction_number:
            return period
        return _("Correction no. %(number)d of %(report)s") % {"number": self.correction_number, "report": period}

    def get_absolute_url(self):
        return reverse("portal:report-detail", args=[self.pk])

    def clean(self):
        super().clean()
        if self.due_on and self.period_ends_on and self.due_on < self.period_ends_on:
            raise ValidationError({"due_on": _("The report is due before its period ends: choose a later day.")})
        validate_owner(self.document, code_of(getattr(self, "agreement", None)))

    @property
    def is_editable(self):
        """Whether the association may change it now."""
        return self.status in (self.Status.OPEN, self.Status.RETURNED)

    @property
    def is_overdue(self):
        """Whether the association should have sent it by now."""
        return self.is_editable and self.due_on < timezone.localdate()

    @property
    def is_correction(self):
        return self.corrects_id is not None

    @property
    def is_reviewable(self):
        return self.status in (self.Status.SUBMITTED, self.Status.IN_REVIEW, self.Status.RESUBMITTED)


class ReportReview(models.Model):
    """One step of a report's life: who did what in which round, and why. Never changed."""

    class Action(models.TextChoices):
        OPENED = "opened", _("opened")
        SUBMITTED = "submitted", _("submitted")
        STARTED = "started", _("review started")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("report", "withdrawn")

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="reviews", verbose_name=_("report"))
    round = models.PositiveSmallIntegerField(_("round"))
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    # None: the daily command.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_reviews", null=True, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(_("revision"))

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the review")
        verbose_name_plural = _("steps of the review")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(action="returned") | ~models.Q(reason=""),
                name="associations_reportreview_return_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.report} – {self.label}"

    @property
    def label(self):
        """What was done, in words; a report that had come back was sent again, a correction is no period's report."""
        if self.action == self.Action.OPENED and self.report.is_correction:
            return _("correction opened")
        is_again = self.action == self.Action.SUBMITTED and self.round > 1
        return PeriodicReport.Status.RESUBMITTED.label if is_again else self.get_action_display()


class ReportComment(models.Model):
    """A reviewer's remark on a line of a report, or on one cell of it, in the round in which it was made.

    The association answers it before it sends the report again; ``report_rounds.answer_comments`` alone writes that.
    """

    review = models.ForeignKey(ReportReview, models.PROTECT, related_name="comments", verbose_name=_("review"))
    section = models.CharField(_("section"), max_length=30)
    line = models.CharField(_("line"), max_length=40, blank=True)
    line_label = models.CharField(_("line as then named"), max_length=300, blank=True)
    field = models.CharField(_("cell"), max_length=60, blank=True)
    field_label = models.CharField(_("cell as then named"), max_length=150, blank=True)
    text = models.TextField(_("comment"))
    answer = models.TextField(_("answer"), blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="report_answers",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["review", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="associations_reportcomment_answer_whole",
            ),
        ]

    def __str__(self):
        return Truncator(self.text).chars(80)

    @property
    def place(self):
        """What the remark is on, as it was then named: the record and, where one is meant, the cell."""
        return ": ".join(filter(None, (self.line_label, self.field_label)))
