"""Evidence files: checked, fingerprinted, stored. One function makes a ``Document``."""

import datetime as dt
import hashlib
from functools import partial
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from common import locks
from common.text import squeeze
from programme.models import Document, Entry, Posting

_OFFICE = "application/vnd.openxmlformats-officedocument."
# Endings that are taken, with the content they must have; everything else is refused.
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
# How long an upload waits for its form to be sent again.
_HELD_FOR = dt.timedelta(days=1)
# What must be inside an Office file, which is a ZIP archive by its first bytes.
_OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def validate_file(upload):
    """Raise ``ValidationError`` unless ``upload`` has an accepted ending, that content, and an accepted size."""
    ending = PurePath(upload.name).suffix.lower()
    if ending not in CONTENT_TYPES:
        raise ValidationError(
            _("“%(name)s” cannot be taken. Attach a file of one of these kinds: %(kinds)s."),
            params={"name": upload.name, "kinds": ", ".join(sorted(CONTENT_TYPES))},
            code="file_kind",
        )
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” has %(size)s; at most %(limit)s are taken. Make it smaller or split it."),
            params={
                "name": upload.name,
                "size": filesizeformat(upload.size),
                "limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
            },
            code="file_size",
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty."), params={"name": upload.name}, code="file_empty")
    if not _has_content_of(upload, ending):
        raise ValidationError(
            _("The content of “%(name)s” is not that of a %(kind)s file. Open it, save it again and attach that."),
            params={"name": upload.name, "kind": ending},
            code="file_content",
        )


class EvidenceField(forms.FileField):
    """A form field for one evidence file."""

    default_validators = [validate_file]

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("File"))
        limit = settings.UPLOAD_MAX_BYTES // 2**20
        words = gettext_lazy("PDF, Word, Excel or a picture, at most {limit} MB.")
        kwargs.setdefault("help_text", format_lazy(words, limit=limit))
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(sorted(CONTENT_TYPES))


def store(upload, *, title, kind, by, association="", number="", issued_on=None, signatory="", held=False):
    """Check ``upload``, store its bytes unchanged, and return the new ``Document``.

    ``association`` is the code of the association that owns it, empty for the programme's own papers. What is ``held``
    came with a form that is not in order yet: nobody sees it until ``attach``, and after a day it is removed.
    Raises ``ValidationError`` as ``validate_file`` does; nothing is stored then.
    """
    validate_file(upload)
    _remove_forgotten()
    document = Document(
        title=title,
        kind=kind,
        number=number,
        issued_on=issued_on,
        signatory=signatory,
        association=association,
        file_name=squeeze(PurePath(upload.name).name)[-200:],
        content_type=CONTENT_TYPES[PurePath(upload.name).suffix.lower()],
        size_bytes=upload.size,
        sha256=_fingerprint(upload),
        uploaded_by=by,
        held=held,
    )
    document.file.save(upload.name, upload, save=False)
    document.save()
    if not held:
        audit.record("document.store", document, by=by)
    return document


@transaction.atomic
def attach(document, *, by, **written):
    """Make ``document`` ready to be named by a record, with what was ``written`` on it: number, day, signatory.

    What is empty in ``written`` stays as it is. Raises ``ValidationError`` where the rest may no longer change.
    """
    before = Document.objects.select_for_update().get(pk=document.pk)
    changed = {name: value for name, value in written.items() if value and value != getattr(before, name)}
    if changed and not before.held:
        locks.refuse_locked(before, by)
        _refuse_describing(before, by)
    if not changed and not before.held:
        return
    for name, value in (changed | {"held": False}).items():
        setattr(document, name, value)
    document.save(update_fields=["held", *changed])
    if before.held:
        audit.record("document.store", document, by=by)
    else:
        audit.record("document.change", document, by=by, changes=audit.difference(before, document, changed))


def _refuse_describing(document, by):
    """What is written on a paper is changed by who stored it, and only until something was counted by it."""
    counted = Entry.objects.filter(document=document).exists() or Posting.objects.filter(document=document).exists()
    if counted or document.uploaded_by_id != by.pk:
        raise ValidationError(
            _("“%(name)s” proves accepted results: its number, date and signatory stay. Empty them or attach a file.")
            if counted
            else _(
                "Somebody else stored “%(name)s”: its number, date and signatory stay. Empty them or attach a file."
            ),
            params={"name": document},
        )


def _remove_forgotten():
    """Remove uploads whose form was never sent again."""
    for document in Document.objects.filter(held=True, uploaded_at__lt=timezone.now() - _HELD_FOR):
        document.delete()
        transaction.on_commit(partial(document.file.storage.delete, document.file.name))


def _fingerprint(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _has_content_of(upload, ending):
    upload.seek(0)
    if ending in _OFFICE_PARTS:
        found = _holds(upload, _OFFICE_PARTS[ending])
    else:
        found = _sniffed_type(upload) == CONTENT_TYPES[ending]
    upload.seek(0)
    return found


def _sniffed_type(upload):
    try:
        return puremagic.magic_string(upload.read(8192))[0].mime_type
    except (puremagic.PureError, IndexError, ValueError):
        return ""


def _holds(upload, part):
    try:
        with ZipFile(upload) as archive:
            return part in archive.namelist()
    except (BadZipFile, RuntimeError, ValueError, OSError, EOFError):
        # Damaged directories give any of these: wrong encodings are ValueErrors, unknown versions RuntimeErrors.
        return False
