"""Form fields that attach evidence."""

import re
from pathlib import PurePath

from django import forms
from django.db.models import Case, Q, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.forms import LocalizedForm
from programme import documents
from programme.models import Document

_OFFERED = 100
_KEY = re.compile("[0-9]{1,18}")  # what a key can be: a longer number would be refused by Python or the database


class EvidenceForm(LocalizedForm):
    """One document: chosen among those kept, or uploaded now, with what is written on it.

    A browser cannot send a file a second time, so when another field is wrong the view calls ``keep_upload``: the file
    is held and the form comes back with it chosen. Only this form offers it until a record is saved with it.
    """

    evidence_kind = Document.Kind.OTHER
    unmarked = frozenset({"evidence", "evidence_file"})  # one of the two is needed before the report is sent
    file_needed: str | Promise = ""  # the sentence for a record that is never saved without its file

    evidence = forms.ModelChoiceField(
        label=_("Document kept already"), queryset=Document.objects.none(), required=False
    )
    evidence_file = documents.EvidenceField(label=_("Or a new file"), required=False)
    evidence_number = forms.CharField(
        label=_("Number and symbol"), required=False, max_length=80, help_text=_("For instance 12/BB-VITAS.")
    )
    evidence_issued_on = forms.DateField(label=_("Date of the document"), required=False)
    evidence_signatory = forms.CharField(label=_("Signatory"), required=False, max_length=150)

    def __init__(self, *args, by, association, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.association = association
        if chosen is not None:
            self.initial.setdefault("evidence", chosen.pk)
        self._offer(chosen)

    @property
    def evidence_fields(self):
        return [self[name] for name in EvidenceForm.base_fields]

    def clean(self):
        """Words on a paper belong to a file: nobody types them for nothing."""
        data = super().clean()
        named = data.get("evidence") or data.get("evidence_file") or {"evidence", "evidence_file"} & set(self.errors)
        if any(self._written(data).values()) and not named:
            self.add_error("evidence_file", _("Attach the file that the number, date and signatory stand on."))
        elif self.file_needed and not named:
            self.add_error("evidence_file", self.file_needed)
        return data

    def attached(self):
        """Return the document to attach, or None. Only for a valid form, in the transaction that saves the record.

        An upload is kept by ``keep_upload`` before. Raises ``ValidationError`` as ``documents.attach`` does.
        """
        document = self.cleaned_data.get("evidence")
        if document is not None:
            documents.attach(document, by=self.by, **self._written(self.cleaned_data))
        return document

    def keep_upload(self):
        """Hold a good upload, choose it, and return the document; None where there is none."""
        upload = self.cleaned_data.pop("evidence_file", None)
        if not upload:
            return None
        document = self._store(upload)
        self.data = self.data.copy()
        self.data[self.add_prefix("evidence")] = document.pk
        self.cleaned_data["evidence"] = document
        self.files = {}
        self._offer(document)
        return document

    def _store(self, upload):
        return documents.store(
            upload,
            title=PurePath(upload.name).stem,
            kind=self.evidence_kind,
            by=self.by,
            association=self.association.code,
            held=True,
            **self._written(self.cleaned_data),
        )

    def _written(self, data):
        """What stands on the paper, as ``documents`` takes it."""
        return {
            "number": data.get("evidence_number", ""),
            "issued_on": data.get("evidence_issued_on"),
            "signatory": data.get("evidence_signatory", ""),
        }

    def _offer(self, chosen):
        """Offer what can prove something of the association's latest documents, and the chosen one; its kind first."""
        own = Document.objects.visible_to(self.by).evidence().filter(association=self.association.code)
        offered = Q(pk__in=own.values("pk")[:_OFFERED])
        if chosen is not None:
            offered |= Q(pk=chosen.pk)
        kind_first = Case(When(kind=self.evidence_kind, then=0), default=1)
        rows = Document.objects.visible_to(self.by).filter(offered)
        sent = str(self.data.get(self.add_prefix("evidence"), ""))
        if _KEY.fullmatch(sent):
            rows |= Document.objects.held_for(self.by, sent).filter(association=self.association.code)
        self.fields["evidence"].queryset = rows.order_by(kind_first, *Document._meta.ordering)
