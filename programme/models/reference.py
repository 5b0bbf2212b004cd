"""Reference data with source: places, industries, sizes, tools, bodies."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import CheckAtField
from common.fields import FoldedField, NameField, SortKeyField
from common.models import Named, Sourced, name_of
from programme.querysets import NationalQuerySet

# Resolution 202/2025/QH15 took effect.
MERGED_ON = date(2025, 7, 1)


class ProvinceQuerySet(NationalQuerySet):
    def of_catalogue(self, catalogue):
        return self.filter(catalogue=catalogue)

    def keys_covered_by(self, key):
        """Keys of both catalogues that lie in the unit ``key``: a unit of 63 covers itself, one of 34 its parts too."""
        return [key, *self.filter(successor__key=key).order_by("key").values_list("key", flat=True)]


class Province(Named, Sourced):
    """A province or city of one catalogue version: 63 units before 01/07/2025, 34 since.

    Seven codes changed owner, so a code alone names nothing: ``key`` ("63-15") is what the ledger keeps.
    Source: Resolution 202/2025/QH15.
    """

    class Catalogue(models.TextChoices):
        BEFORE_2025 = "63", _("63 units, before 01/07/2025")
        SINCE_2025 = "34", _("34 units, since 01/07/2025")

    catalogue = models.CharField(_("catalogue"), max_length=2, choices=Catalogue.choices)
    code = models.CharField(_("code"), max_length=2)
    key = models.CharField(_("key"), max_length=5, unique=True, editable=False)
    unit_type = models.CharField(_("kind of unit"), max_length=40)
    region = models.CharField(_("region"), max_length=80, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, blank=True, verbose_name=_("unit since 2025")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    folded = FoldedField(sources=("name_vi", "name_en"))
    sort_key = SortKeyField(sources=("name_vi",), max_length=240)

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["catalogue", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                name="programme_province_code_unique",
                violation_error_message=_("The list already has a province with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(catalogue__in=["63", "34"]), name="programme_province_catalogue_known"
            ),
        ]

    def clean_fields(self, exclude=None):
        self.key = f"{self.catalogue}-{self.code}"
        super().clean_fields(exclude)

    def key_on(self, day):
        """Return the key of the unit that this place belonged to on ``day``: of 34 since 01/07/2025, of 63 before.

        A place known only by its unit of 34 keeps that key for earlier days, because several units merged into it.
        """
        if self.catalogue == self.Catalogue.BEFORE_2025 and day >= MERGED_ON and self.successor:
            return self.successor.key
        return self.key


class Industry(Named, Sourced):
    """A section (A-U) or division (01-99) of the industry classification VSIC, by version.

    Source: Decision 27/2018/QĐ-TTg; superseded for new data by Decision 36/2025/QĐ-TTg.
    """

    class Level(models.TextChoices):
        SECTION = "section", _("section (level 1)")
        DIVISION = "division", _("division (level 2)")

    catalogue = models.CharField(_("version"), max_length=4, default="2018")
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    code = models.CharField(_("code"), max_length=2)
    key = models.CharField(_("key"), max_length=7, unique=True, editable=False)
    section = models.ForeignKey(
        "self", models.PROTECT, related_name="divisions", null=True, blank=True, verbose_name=_("section (level 1)")
    )
    folded = FoldedField(sources=("code", "name_vi", "name_en"))

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                name="programme_industry_code_unique",
                violation_error_message=_("The list already has an industry with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(level="section", section=None) | models.Q(level="division", section__isnull=False),
                name="programme_industry_division_has_section",
                violation_error_message=_("A division belongs to a section; a section belongs to none."),
            ),
        ]

    def __str__(self):
        return self.label_of(self.code, self.name_vi, self.name_en)

    @staticmethod
    def label_of(code, name_vi, name_en):
        """Return what ``str`` gives, for lists that read these columns alone."""
        return f"{code} {name_of(name_vi, name_en)}"

    def clean_fields(self, exclude=None):
        self.key = f"{self.catalogue}-{self.code}"
        super().clean_fields(exclude)


class Size(models.TextChoices):
    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class SizeCriterion(Sourced):
    """The upper bounds of one size class in one sector group, while valid. Above all of them is large.

    Source: Decree 80/2021/NĐ-CP, article 5: employees and (revenue or capital). Amounts in VND.
    """

    class SectorGroup(models.TextChoices):
        PRODUCTION = "production", _("agriculture, forestry, fishery; industry and construction")
        TRADE = "trade", _("trade and services")

    sector_group = models.CharField(_("sector group"), max_length=12, choices=SectorGroup.choices)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices)
    max_employees = models.PositiveIntegerField(_("employees at most"))
    max_revenue_vnd = models.BigIntegerField(_("revenue at most (VND)"))
    max_capital_vnd = models.BigIntegerField(_("capital at most (VND)"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("size criterion")
        verbose_name_plural = _("size criteria")
        ordering = ["sector_group", "max_employees"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector_group", "size", "valid_from"],
                name="programme_sizecriterion_unique",
                violation_error_message=_("This size already has criteria from this day."),
            ),
            CheckAtField(
                field="valid_to",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="programme_sizecriterion_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]

    def __str__(self):
        return f"{self.get_sector_group_display()}: {self.get_size_display()}"


class IssuingBody(Named):
    """A ministry or agency that issues documents and technical regulations."""

    code = models.CharField(_("abbreviation"), max_length=20, unique=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["code"]


class DocumentType(Named, Sourced):
    """A type of administrative document with its abbreviation. Source: Decree 30/2020/NĐ-CP, annex III."""

    code = models.CharField(_("abbreviation"), max_length=10, unique=True)
    group = models.CharField(_("group"), max_length=200, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ["name_vi"]


class IcsField(Named, Sourced):
    """A field of the International Classification for Standards, level 1."""

    code = models.CharField(_("code"), max_length=2, unique=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("ICS field")
        verbose_name_plural = _("ICS fields")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"


class ImprovementTool(Sourced):
    """A management system, model or tool that raises productivity or quality (ISO 9001, 5S, Lean …)."""

    class Category(models.TextChoices):
        SYSTEM = "system", _("management system")
        MODEL = "model", _("model")
        TOOL = "tool", _("improvement tool")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_vi = NameField(_("Vietnamese name"), max_length=200)
    name_en = NameField(_("English name"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=8, choices=Category.choices)
    standard = models.CharField(_("standard"), max_length=200, blank=True)
    folded = FoldedField(sources=("code", "name_vi", "name_en", "standard"))

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("improvement tool")
        verbose_name_plural = _("improvement tools")
        ordering = ["category", "code"]

    def __str__(self):
        return self.label

    name = Named.name

    @property
    def label(self):
        """Code and name, as a package lists it."""
        return f"{self.code} – {self.name}"
