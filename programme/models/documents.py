"""Evidence: files with fingerprint, number, date and signatory."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.fields import FoldedField, NameField
from programme.querysets import DocumentQuerySet


def stored_name(document, filename):
    """Return a storage path that says nothing and clashes with nothing; the name people see is a column."""
    return f"documents/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:10]}"


def validate_owner(document, association_code=""):
    """Raise ``ValidationError`` unless ``document`` belongs to whom the record does: this association, or everybody.

    A record of one association never shows another's paper, nor one that everybody who signs in could read; a record
    of everybody shows none of theirs.
    """
    if document is None or document.association == association_code:
        return
    if not association_code:
        raise ValidationError(_("This document belongs to an association; here it takes one of the programme's own."))
    if document.association:
        raise ValidationError(_("This document belongs to another association: choose the right one."))
    raise ValidationError(
        _("Everybody who signs in can read this document: attach the file as a document of the association.")
    )


class Document(models.Model):
    """A file that proves something. Bytes out equal bytes in; made by ``programme.documents.store``.

    ``held``: it came with a form that was refused and waits there, seen by nobody else.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("signed agreement")
        ANNEX = "annex", _("signed annex")
        ACCEPTANCE = "acceptance", _("acceptance minutes")
        ATTENDANCE = "attendance", _("attendance list")
        DECISION = "decision", _("decision")
        REPORT = "report", _("report")
        LETTER = "letter", _("official letter")
        MINUTES = "minutes", _("minutes")
        NEWS = "news", _("published news")
        OTHER = "other", _("other document")

    title = NameField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    number = models.CharField(
        _("number and symbol"), max_length=80, blank=True, help_text=_("For instance 12/BB-VITAS.")
    )
    issued_on = models.DateField(_("date of the document"), null=True, blank=True)
    signatory = NameField(_("signatory"), max_length=150, blank=True)
    association = models.CharField(
        _("association"), max_length=20, blank=True, editable=False, help_text=_("Empty for the whole programme.")
    )
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="documents",
        null=True,
        editable=False,
        verbose_name=_("uploaded by"),
    )
    held = models.BooleanField(_("waits for its form"), default=False, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    folded = FoldedField(sources=("title", "number", "signatory"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="programme_document_fingerprint_complete"
            ),
        ]
        indexes = [models.Index(fields=["association", "-uploaded_at"], name="programme_document_by_owner")]

    def __str__(self):
        return f"{self.number} – {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("portal:document-detail", args=[self.pk])

    def get_download_url(self):
        return reverse("portal:document-download", args=[self.pk])
