"""The results ledger: postings, their entries, and the sums kept beside them.

Only ``programme.ledger`` writes these tables. Postings and entries are append-only in the database itself
(``programme.triggers``); rollups are derived and can be rebuilt.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.constraints import CheckAtField
from programme.models.documents import Document
from programme.models.plan import Indicator, Project
from programme.models.reference import Size
from programme.querysets import EntryQuerySet, NationalQuerySet, PostingQuerySet


class LedgerHead(models.Model):
    """The one row that everybody who posts must lock: last sequence number, last hash, latest day of any entry."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    last_happened_on = models.DateField(null=True)
    # Which ``Rollup.LAYOUT`` the stored rollups follow; 1 is what there was before it was noted.
    rollup_layout = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("ledger head")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="programme_ledgerhead_is_one_row")]

    def __str__(self):
        return str(self.sequence)

    @classmethod
    def locked(cls):
        """Return the row, locked until the transaction ends; made at the first call."""
        return cls.objects.select_for_update().get_or_create(pk=1, defaults={"rollup_layout": Rollup.LAYOUT})[0]


class LedgerPeriod(models.Model):
    """A stretch of days that can be closed; a closed one refuses every posting dated in it."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    starts_on = models.DateField(_("starts on"), unique=True)
    ends_on = models.DateField(_("ends on"), unique=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="closed_periods",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("closed by"),
    )
    close_reason = models.CharField(_("reason for closing"), max_length=300, blank=True, editable=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger period")
        verbose_name_plural = _("ledger periods")
        ordering = ["starts_on"]
        constraints = [
            CheckAtField(
                field="ends_on",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_ledgerperiod_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="programme_ledgerperiod_closed_pair",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """A day belongs to one period."""
        super().clean()
        if not (self.starts_on and self.ends_on):
            return
        others = LedgerPeriod.objects.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
        if other := others.exclude(pk=self.pk).first():
            raise ValidationError(
                _("Some of these days belong to the period “%(name)s” already: correct one of the dates."),
                params={"name": other.name},
            )

    @property
    def is_closed(self):
        return self.closed_at is not None


class Posting(models.Model):
    """One act that changes figures. ``sequence`` has no gaps; ``hash`` chains it to the posting before."""

    class Kind(models.TextChoices):
        REPORT = "report", _("accepted report")
        STANDARD = "standard", _("standard")
        AGGREGATE = "aggregate", _("aggregate count")
        CORRECTION = "correction", _("correction")
        MERGE = "merge", _("merger of two records")

    sequence = models.PositiveBigIntegerField(_("number"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("recorded by")
    )
    reason = models.TextField(_("reason"))
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="postings", null=True, blank=True, verbose_name=_("evidence")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True, verbose_name=_("corrects")
    )
    source_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    source_id = models.BigIntegerField(_("record"), null=True, blank=True)
    entry_count = models.PositiveIntegerField(_("entries"))
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    previous_hash = models.CharField(_("hash of the posting before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="programme_posting_sequence_positive"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="programme_posting_has_reason"),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$"), name="programme_posting_hash_complete"
            ),
        ]
        indexes = [
            models.Index(fields=["recorded_at"], name="programme_posting_by_moment"),
            models.Index(fields=["source_type", "source_id"], name="programme_posting_by_source"),
        ]
        permissions = [
            ("view_dashboard", _("May read the dashboards")),
            ("view_own_figures", _("May read the figures of the own association")),
            ("correct_entry", _("May post corrections")),
        ]

    def __str__(self):
        return f"{self.sequence}"

    def get_absolute_url(self):
        return reverse("portal:posting-detail", args=[self.sequence])


class Entry(models.Model):
    """One line of a posting: a quantity of an indicator on a day, for a subject, with the dimensions as they were.

    Dimensions are codes, not foreign keys, so old figures keep their old geography and structure. ``subject`` is
    what is counted once (10-digit tax code, opaque key, number of a standard); empty where only a number is known.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries", verbose_name=_("posting"))
    line = models.PositiveIntegerField(_("line"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="entries", verbose_name=_("indicator"))
    version = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    quantity = models.BigIntegerField(_("quantity"))
    happened_on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    association = models.CharField(_("association"), max_length=20, blank=True)
    package = models.CharField(_("package"), max_length=40, blank=True)
    project = models.CharField(_("project"), max_length=20, blank=True)
    task = models.CharField(_("task"), max_length=30, blank=True)
    province = models.CharField(_("province"), max_length=5, blank=True)
    sector = models.CharField(_("industry"), max_length=7, blank=True)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices, blank=True)
    source_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    source_id = models.BigIntegerField(_("record"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="entries", null=True, blank=True, verbose_name=_("evidence")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True, verbose_name=_("corrects")
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "line"], name="programme_entry_line_unique"),
            # One entry can be taken back once: a second correction would count it negative.
            models.UniqueConstraint(fields=["corrects"], name="programme_entry_corrected_once"),
            models.CheckConstraint(condition=~models.Q(quantity=0), name="programme_entry_quantity_not_zero"),
        ]
        indexes = [
            # Distinct counts and rollups look up the entries of a subject.
            models.Index(fields=["indicator", "subject"], name="programme_entry_by_subject"),
            # Figures that rollups cannot answer: by association, by province, by day.
            models.Index(fields=["indicator", "association", "happened_on"], name="programme_entry_by_association"),
            models.Index(fields=["indicator", "province", "happened_on"], name="programme_entry_by_province"),
            models.Index(fields=["indicator", "happened_on"], name="programme_entry_by_day"),
            models.Index(fields=["source_type", "source_id"], name="programme_entry_by_source"),
        ]

    def __str__(self):
        return f"{self.posting_id}.{self.line}"

    def get_absolute_url(self):
        return reverse("portal:entry-detail", args=[self.pk])


class Rollup(models.Model):
    """Sums of one indicator for one year in one slice; adjusted in the transaction of every posting.

    A slice is a scope (programme, project, association, package) crossed with a province and a sector, where '' means
    all and "34+15" a whole unit of 34 (``rollups.joined_place``). ``subjects`` are those with a positive sum in the
    year; ``new_subjects`` is how the count of subjects ever changed in the year; ``new_in_phase`` the same since the
    start of the main phase that holds the year.
    """

    # Which slices there are. Raised whenever ``rollups.slices_of`` changes: the next ``migrate`` makes them all anew.
    LAYOUT = 2

    class Scope(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        PROJECT = "project", _("project")
        ASSOCIATION = "association", _("association")
        PACKAGE = "package", _("solution package")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rollups")
    scope = models.CharField(max_length=11, choices=Scope.choices)
    scope_code = models.CharField(max_length=40, blank=True)
    province = models.CharField(max_length=5, blank=True)
    sector = models.CharField(max_length=7, blank=True)
    year = models.PositiveSmallIntegerField()
    quantity = models.BigIntegerField(default=0)
    unlisted = models.BigIntegerField(default=0)
    subjects = models.BigIntegerField(default=0)
    new_subjects = models.BigIntegerField(default=0)
    new_in_phase = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("rollup")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "scope", "scope_code", "province", "sector", "year"],
                name="programme_rollup_slice_unique",
            ),
        ]
        indexes = [
            # The unique constraint serves a whole and its parts by sector; this one the parts by province and, with
            # both empty, those by association.
            models.Index(fields=["indicator", "scope", "sector", "province", "year"], name="programme_rollup_by_part"),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.scope}:{self.scope_code} {self.province}/{self.sector} {self.year}"


class AggregateRecord(models.Model):
    """A count known only as a number with a document, without a list ("không có danh sách"); posted once."""

    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="aggregate_records",
        verbose_name=_("indicator"),
        limit_choices_to={"kind__in": ["flow", "stock"], "counts_entries_of": None},
    )
    quantity = models.BigIntegerField(_("quantity"))
    happened_on = models.DateField(_("day"), help_text=_("The last day of the period that the number covers."))
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="aggregate_records", null=True, blank=True, verbose_name=_("project")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="aggregate_records", verbose_name=_("document that states the number")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="aggregate_records",
        editable=False,
        verbose_name=_("prepared by"),
    )
    posting = models.OneToOneField(
        Posting,
        models.PROTECT,
        related_name="aggregate_record",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("posting"),
    )

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("aggregate count")
        verbose_name_plural = _("aggregate counts")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(quantity=0),
                name="programme_aggregaterecord_not_zero",
                violation_error_message=_("A count of zero posts nothing: enter another number."),
            ),
        ]
        permissions = [("post_aggregaterecord", _("May post an aggregate count to the ledger"))]

    def __str__(self):
        return f"{self.indicator}: {self.quantity}"
