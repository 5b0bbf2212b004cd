"""Gives the document form the association that owns the paper, which the programme's floor does not know."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Agreement, Association
from programme.admin.documents import DocumentAdmin, NewDocumentForm
from programme.models import Document

# Papers that always belong to one association; without an owner every other one could read them.
OWNED = (Document.Kind.AGREEMENT, Document.Kind.ANNEX, Document.Kind.ACCEPTANCE, Document.Kind.ATTENDANCE)


class NewOwnedDocumentForm(NewDocumentForm):
    association = forms.ModelChoiceField(
        Association.objects.all(),
        label=gettext_lazy("Belongs to the association"),
        required=False,
        widget=AutocompleteSelect(Agreement._meta.get_field("association"), admin.site),
        help_text=gettext_lazy(
            "Only this association and the programme can read it. Empty: everybody who signs in can read it."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("kind") in OWNED and not data.get("association"):
            raise ValidationError({"association": _("A paper of this kind belongs to one association: choose which.")})
        return data


DocumentAdmin.add_form = NewOwnedDocumentForm
DocumentAdmin.add_fieldsets[0][1]["fields"].insert(1, "association")
