"""Forms of the lines of a report on money and communication."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Communication, Spending
from common.forms import LocalizedModelForm
from programme.forms import EvidenceForm
from programme.models import Document


class _LineForm(EvidenceForm, LocalizedModelForm):
    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, association=report.agreement.association, **kwargs)

    @property
    def own_fields(self):
        return [self[name] for name in self.Meta.fields]

    def values(self):
        """Return the line's own fields, as the services take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SpendingForm(_LineForm):
    class Meta:
        model = Spending
        fields = ["source", "purpose", "amount_vnd"]
        help_texts = {
            "purpose": _("For instance fees of consultants, rooms and documents of a course, travel."),
            "amount_vnd": _("What was paid out in the period of the report, in whole đồng."),
        }


class CommunicationForm(_LineForm):
    evidence_kind = Document.Kind.OTHER
    unmarked = EvidenceForm.unmarked | {"link"}  # the link or a document is needed

    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of the article, broadcast or page; without one attach a document below."),
    )
    field_order = ["happened_on", "channel", "title", "outlet", "link"]

    class Meta:
        model = Communication
        fields = ["happened_on", "channel", "title", "outlet", "link"]
