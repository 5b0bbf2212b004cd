"""What the programme set out to do: phases, projects, tasks, indicators, targets, announced figures."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.constraints import CheckAtField
from common.fields import FoldedField, NameField
from common.models import Named, Sourced
from common.text import plain_number
from programme.models.documents import Document, validate_owner
from programme.querysets import NationalQuerySet


class Programme(Named, Sourced):
    """A national programme: 712 (2010-2020), its successor 1322, or the economy itself for macro figures."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    demonstration_loaded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]


class Project(models.Model):
    """A project of a ministry, sector or province under a programme (for instance project 604, industry)."""

    class Level(models.TextChoices):
        PROGRAMME = "programme", _("programme-wide")
        SECTOR = "sector", _("ministry or sector")
        LOCAL = "local", _("province")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects", verbose_name=_("programme"))
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = NameField(_("name"), max_length=300)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.PROGRAMME)
    host_organisation = NameField(_("host organisation"), max_length=200, blank=True)
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("code", "name", "host_organisation"))

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["code"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_project_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"


class Phase(models.Model):
    """A stretch of years for which targets are set. Main phases do not overlap; distinct counts restart in each."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="phases", verbose_name=_("programme"))
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="phases", null=True, blank=True, verbose_name=_("project")
    )
    code = models.CharField(_("code"), max_length=20)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    is_main = models.BooleanField(_("main phase"), default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["starts_on", "ends_on"]
        constraints = [
            # Two constraints, because SQLite always takes two empty projects as different.
            models.UniqueConstraint(
                fields=["programme", "project", "code"],
                name="programme_phase_code_unique",
                violation_error_message=_("The programme or project already has a phase with this code."),
            ),
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=models.Q(project=None),
                name="programme_phase_code_unique_without_project",
                violation_error_message=_("The programme or project already has a phase with this code."),
            ),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=models.Q(is_main=True),
                name="programme_phase_one_main_start",
                violation_error_message=_("Another main phase starts on this day: main phases share no year."),
            ),
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_phase_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]

    def __str__(self):
        return self.code.replace("-", "–")

    def clean(self):
        super().clean()
        if not self.is_main or not self.starts_on or not self.ends_on:
            return
        first, last = self.starts_on.year, self.ends_on.year
        others = Phase.objects.filter(is_main=True, starts_on__year__lte=last, ends_on__year__gte=first)
        if other := others.exclude(pk=self.pk).first():
            raise ValidationError(
                _("The main phase %(phase)s holds some of these years already; main phases share no year."),
                params={"phase": other},
            )

    @property
    def main_years(self):
        """First and last year of a main phase, None for any other."""
        return (self.starts_on.year, self.ends_on.year) if self.is_main else None


class TaskGroup(models.Model):
    """A group of tasks that the programme puts first in a year."""

    year = models.PositiveSmallIntegerField(_("year"))
    position = models.PositiveSmallIntegerField(_("order"))
    title = NameField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="task_groups", null=True, blank=True, verbose_name=_("document")
    )
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("priority task group")
        verbose_name_plural = _("priority task groups")
        ordering = ["-year", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "position"],
                name="programme_taskgroup_position_unique",
                violation_error_message=_("This year already has a group at this position: choose the next number."),
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.title}"

    @property
    def place(self):
        """Its year and its order in it: 2018.2."""
        return f"{self.year}.{self.position}"


class Task(models.Model):
    """A science and technology task of a project. (A background job is never called a task here.)"""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("under way")
        ACCEPTED = "accepted", _("accepted")
        STOPPED = "stopped", _("stopped")

    project = models.ForeignKey(Project, models.PROTECT, related_name="tasks", verbose_name=_("project"))
    group = models.ForeignKey(
        TaskGroup, models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name=_("priority task group")
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = NameField(_("name"), max_length=400)
    host_organisation = NameField(_("host organisation"), max_length=200, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = FoldedField(sources=("code", "name", "host_organisation"))

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["code"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_task_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"

    def get_absolute_url(self):
        return reverse("programme:task-detail", args=[self.pk])


class Indicator(Named):
    """What is measured, and how its entries add up. The wording has versions (``IndicatorVersion``)."""

    class Kind(models.TextChoices):
        FLOW = "flow", _("flow: sum in the period")
        STOCK = "stock", _("stock: sum up to the day")
        DISTINCT_PERIOD = "distinct", _("distinct in the period: each subject once")
        DISTINCT_TO_DATE = "ever", _("distinct to date: each subject once, at its first")
        SHARE = "share", _("share: numerator over denominator")
        EXTERNAL = "external", _("announced only: not a result the ledger keeps")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    unit_vi = models.CharField(_("unit (Vietnamese)"), max_length=40)
    unit_en = models.CharField(_("unit (English)"), max_length=40, blank=True)
    kind = models.CharField(_("how it adds up"), max_length=10, choices=Kind.choices)
    counts_entries_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="other_counts",
        null=True,
        blank=True,
        verbose_name=_("counts the entries of"),
        help_text=_("For instance persons and engagements are two counts of the same entries."),
    )
    numerator = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="numerator_of",
        null=True,
        blank=True,
        verbose_name=_("numerator"),
        limit_choices_to={"kind__in": ["flow", "stock", "distinct", "ever"]},
    )
    denominator = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="denominator_of",
        null=True,
        blank=True,
        verbose_name=_("denominator"),
        limit_choices_to={"kind__in": ["flow", "stock", "distinct", "ever"]},
    )
    shown_beside = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="announced_beside",
        null=True,
        blank=True,
        verbose_name=_("announced figures are shown beside"),
    )
    headline_position = models.PositiveSmallIntegerField(
        _("place on the dashboard"), null=True, blank=True, unique=True, help_text=_("Empty: not a headline.")
    )
    folded = FoldedField(sources=("code", "name_vi", "name_en"))

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = [models.F("headline_position").asc(nulls_last=True), "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="share") | models.Q(numerator=None, denominator=None),
                name="programme_indicator_parts_only_for_shares",
                violation_error_message=_("Only a share has a numerator and a denominator: leave both empty."),
            ),
            models.CheckConstraint(
                condition=~models.Q(counts_entries_of=models.F("id")),
                name="programme_indicator_counts_another",
                violation_error_message=_("An indicator cannot count its own entries: choose another one."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("portal:indicator-detail", args=[self.code])

    @property
    def unit(self):
        if get_language() == "en" and self.unit_en:
            return self.unit_en
        return self.unit_vi

    @property
    def entries_id(self):
        """Id of the indicator under which its entries are posted."""
        return self.counts_entries_of_id or self.pk

    @property
    def is_distinct(self):
        return self.kind in (self.Kind.DISTINCT_PERIOD, self.Kind.DISTINCT_TO_DATE)

    @property
    def is_postable(self):
        """Whether entries may be posted under it."""
        return self.counts_entries_of_id is None and self.kind not in (self.Kind.SHARE, self.Kind.EXTERNAL)


class IndicatorVersion(Sourced):
    """The wording of an indicator from a day on. A closed figure keeps the version it was counted under."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions", verbose_name=_("indicator"))
    number = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    definition_vi = models.TextField(_("definition (Vietnamese)"))
    definition_en = models.TextField(_("definition (English)"), blank=True)
    denominator_vi = models.CharField(_("denominator (Vietnamese)"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator version")
        verbose_name_plural = _("indicator versions")
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "number"],
                name="programme_indicatorversion_number_unique",
                violation_error_message=_("The indicator already has a version with this number: choose the next one."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "valid_from"],
                name="programme_indicatorversion_day_unique",
                violation_error_message=_("The indicator already has a version valid from this day."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} v{self.number}"

    @property
    def is_counted_under(self):
        """Whether the ledger holds entries that were, or for a count of others' entries may be, counted under it."""
        if counted := self.indicator.counts_entries_of:
            return counted.entries.filter(happened_on__gte=self.valid_from).exists()
        return self.indicator.entries.filter(version=self.number).exists()

    @property
    def definition(self):
        if get_language() == "en" and self.definition_en:
            return self.definition_en
        return self.definition_vi


class Target(Sourced):
    """The value to reach in a phase, with the decision that set it. A new decision makes a new version."""

    class Bound(models.TextChoices):
        EXACT = "exact", _("value")
        LOWER = "lower", _("lower bound")
        UPPER = "upper", _("upper bound")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="targets", verbose_name=_("phase"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    bound = models.CharField(_("bound"), max_length=5, choices=Bound.choices, default=Bound.EXACT)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=200, blank=True)
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["phase", "indicator", "bound", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "phase", "bound", "version"],
                name="programme_target_version_unique",
                violation_error_message=_(
                    "This target already has this version: a new decision takes the next number."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="programme_target_not_negative",
                violation_error_message=_("A target is zero or more."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.phase}: {localize(plain_number(self.value))}"


class Announcement(Sourced):
    """A figure as somebody published it: with its qualifier, cut-off and source. Never added to ledger figures."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        MORE_THAN = "more", _("more than")
        NEARLY = "nearly", _("nearly")
        AT_LEAST = "least", _("at least")
        ESTIMATED = "estimated", _("estimated")

    SIGNS = {"exact": "", "about": "≈", "more": ">", "least": "≥", "estimated": "≈"}

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="announcements", verbose_name=_("indicator"))
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="announcements", verbose_name=_("programme"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    wording = models.CharField(
        _("wording of the source"),
        max_length=80,
        blank=True,
        help_text=_("The qualifier as printed, for instance “khoảng”."),
    )
    unit = models.CharField(_("unit in the source"), max_length=60, blank=True)
    period_starts_on = models.DateField(_("from"), null=True, blank=True)
    cut_off_on = models.DateField(_("cut-off date"))
    cut_off_text = models.CharField(
        _("cut-off as printed"),
        max_length=20,
        blank=True,
        help_text=_("Where the source gives only a month, a year or a range."),
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="announcements", null=True, blank=True, verbose_name=_("document")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = NationalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("announced figure")
        verbose_name_plural = _("announced figures")
        ordering = ["-cut_off_on", "indicator", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source="") | models.Q(document__isnull=False),
                name="programme_announcement_has_source",
                violation_error_message=_("An announced figure needs its source: name it or attach the document."),
            ),
            CheckAtField(
                field="period_starts_on",
                condition=models.Q(period_starts_on=None) | models.Q(period_starts_on__lte=models.F("cut_off_on")),
                name="programme_announcement_ends_after_start",
                violation_error_message=_("The first day lies after the cut-off date: correct one of the two dates."),
            ),
        ]
        indexes = [models.Index(fields=["indicator", "-cut_off_on"], name="programme_announcement_latest")]

    def __str__(self):
        return f"{self.indicator}: {self.sign} {localize(plain_number(self.value))}"

    def clean(self):
        super().clean()
        validate_owner(self.document)

    @property
    def sign(self):
        """The qualifier as a sign to print before the value; empty for an exact figure.

        "Nearly" has no sign that people know: the source's own word stands there, else ours.
        """
        if self.qualifier in self.SIGNS:
            return self.SIGNS[self.qualifier]
        return self.wording or str(self.get_qualifier_display())
