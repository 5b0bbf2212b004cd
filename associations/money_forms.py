"""Forms on milestones and money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.milestones import DELIVERABLE_NEEDED, MINUTES_NEEDED
from associations.models import Funding, Milestone
from common.forms import LocalizedForm
from programme.forms import EvidenceForm
from programme.models import Document


class DeliverForm(EvidenceForm):
    """What is delivered for a milestone: words and a file."""

    evidence_kind = Document.Kind.REPORT
    file_needed = DELIVERABLE_NEEDED
    field_order = ["note"]

    note = forms.CharField(
        label=_("What is delivered"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The programme reads this with the file."),
    )


class RoundForm(LocalizedForm):
    """The round that the user saw: somebody who decides on another one is told so."""

    round = forms.IntegerField(widget=forms.HiddenInput)


class AcceptForm(RoundForm, EvidenceForm):
    """The minutes of acceptance."""

    evidence_kind = Document.Kind.ACCEPTANCE
    file_needed = MINUTES_NEEDED
    field_order = ["held_on", "panel", "conclusion"]

    held_on = forms.DateField(label=_("Day of the minutes"))
    panel = forms.CharField(
        label=_("Members of the panel"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: name, position, part in the panel."),
    )
    conclusion = forms.CharField(label=_("Conclusion"), widget=forms.Textarea(attrs={"rows": 4}))

    @property
    def minutes_fields(self):
        return [self[name] for name in AcceptForm.field_order]


class RefuseForm(RoundForm):
    reason = forms.CharField(
        label=_("Reason for the refusal"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The association reads this: say what is missing."),
    )


class FundingForm(EvidenceForm):
    """Money that was planned, committed, disbursed or settled under an agreement."""

    OWN = ("state", "source", "milestone", "amount_vnd", "happened_on")
    unmarked = EvidenceForm.unmarked | {"happened_on"}  # needed once the money has moved
    field_order = OWN

    state = forms.ChoiceField(label=_("State"), choices=Funding.State.choices, initial=Funding.State.DISBURSED)
    source = forms.ChoiceField(label=_("Source"), choices=Funding.Source.choices)
    milestone = forms.ModelChoiceField(label=_("Milestone"), queryset=Milestone.objects.none(), required=False)
    amount_vnd = forms.IntegerField(label=_("Amount (VND)"), min_value=1)
    happened_on = forms.DateField(
        label=_("Date"), required=False, help_text=_("Needed, with the document, for what is disbursed or settled.")
    )

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, association=agreement.association, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.visible_to(self.by).filter(agreement=agreement)

    @property
    def own_fields(self):
        return [self[name] for name in self.OWN]

    def values(self):
        """Return what the service takes, without the paper."""
        return {name: self.cleaned_data[name] for name in self.OWN}
