"""Abstract parts of models. This app has no tables."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def name_of(name_vi, name_en):
    """Return the name in the reader's language; Vietnamese where there is no English one."""
    return name_en if name_en and get_language() == "en" else name_vi


class Named(models.Model):
    """A row of reference data with a Vietnamese name and, where known, an English one."""

    name_vi = models.CharField(_("Vietnamese name"), max_length=300)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        return name_of(self.name_vi, self.name_en)


class Sourced(models.Model):
    """Where a row of reference data comes from, and how far that was checked."""

    class Confidence(models.TextChoices):
        SOURCED = "sourced", _("read in the source")
        NUMBER_SOURCED = "sourced (số hiệu)", _("the number was read in the source")
        HIGH = "high", _("reliable")
        MEDIUM = "medium", _("fairly reliable")
        TRANSLATED = "medium (bản dịch làm việc)", _("fairly reliable: a working translation")
        MEMORY_HIGH = "memory: high", _("from memory, reliable; not checked against the original text")
        MEMORY_MEDIUM = "memory: medium", _("from memory, fairly reliable; not checked against the original text")

    source = models.CharField(_("source"), max_length=500, blank=True)
    confidence = models.CharField(
        _("confidence"),
        max_length=40,
        blank=True,
        choices=Confidence.choices,
        help_text=_("How far this row was compared with its source."),
    )

    class Meta:
        abstract = True

    @property
    def is_unchecked(self):
        """Whether readers must be told that nobody compared it with the original document."""
        return self.confidence.startswith("memory")
