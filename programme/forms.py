"""Form fields that attach evidence."""

from pathlib import PurePath

from django import forms
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from common.forms import LocalizedForm
from programme import documents
from programme.models import Document

_OFFERED = 100


class EvidenceForm(LocalizedForm):
    """One document: chosen among those kept, or uploaded now, with what is written on it.

    A browser cannot send a file a second time, so when another field is wrong the view calls ``keep_upload``: the file
    becomes a document and the form comes back with it chosen.
    """

    evidence_kind = Document.Kind.OTHER

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

    def attached(self):
        """Return the document to attach (storing an upload), or None. Only for a valid form."""
        return self.keep_upload() or self.cleaned_data.get("evidence")

    def keep_upload(self):
        """Store a good upload, choose it, and return the document; None where there is none."""
        upload = self.cleaned_data.pop("evidence_file", None)
        if not upload:
            return None
        document = self._store(upload)
        self.data = self.data.copy()
        self.data[self.add_prefix("evidence")] = document.pk
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
            number=self.cleaned_data.get("evidence_number", ""),
            issued_on=self.cleaned_data.get("evidence_issued_on"),
            signatory=self.cleaned_data.get("evidence_signatory", ""),
        )

    def _offer(self, chosen):
        """Offer what can prove something of the association's latest documents, and the chosen one; its kind first."""
        own = Document.objects.visible_to(self.by).evidence().filter(association=self.association.code)
        latest = list(own.values_list("pk", flat=True)[:_OFFERED])
        offered = Q(pk__in=latest)
        if chosen is not None:
            offered |= Q(pk=chosen.pk)
        kind_first = Case(When(kind=self.evidence_kind, then=0), default=1)
        rows = Document.objects.visible_to(self.by).filter(offered)
        self.fields["evidence"].queryset = rows.order_by(kind_first, *Document._meta.ordering)
