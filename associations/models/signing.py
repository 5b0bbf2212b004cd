"""Who may sign for a side, from when until when, and on what ground."""

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from associations.models.associations import Association
from associations.querysets import AssociationScopedQuerySet
from common.constraints import CheckAtField
from common.fields import NameField
from programme.models import Document, validate_owner


class SigningAuthority(models.Model):
    """The right of one person to sign for the programme or for one association, valid for a time.

    An agreement names one for each side; name and position are copied to it when it is signed, as they stand on paper.
    """

    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="signing_authorities",
        null=True,
        blank=True,
        verbose_name=_("association"),
        help_text=_("The association for which this person signs; empty for the programme."),
    )
    full_name = NameField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=150)
    basis = NameField(
        _("ground of the authority"),
        max_length=300,
        help_text=_("The charter, decision or letter of attorney that gives the right to sign, with its number."),
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="signing_authorities",
        null=True,
        blank=True,
        verbose_name=_("file of the ground"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty while no end is known.")
    )

    objects = AssociationScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("signing authority")
        verbose_name_plural = _("signing authorities")
        ordering = ["full_name", "-valid_from", "pk"]
        constraints = [
            CheckAtField(
                field="valid_to",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="associations_authority_ends_after_start",
                violation_error_message=_("The end lies before the start: correct one of the two dates."),
            ),
        ]

    def __str__(self):
        return f"{self.full_name}, {self.position} ({self.term})"

    def clean(self):
        super().clean()
        validate_owner(self.document, self.association.code if self.association else "")

    @property
    def term(self):
        """The first and the last day, to be read; without an end only the first."""
        first = date_format(self.valid_from, "SHORT_DATE_FORMAT")
        if self.valid_to is None:
            return _("from %(day)s") % {"day": first}
        return f"{first} – {date_format(self.valid_to, 'SHORT_DATE_FORMAT')}"

    def covers(self, day):
        """Whether the person may sign on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
