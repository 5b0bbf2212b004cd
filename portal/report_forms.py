"""Forms of the acts on a periodic report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.sections import sections
from common.forms import LocalizedForm
from programme.forms import EvidenceForm
from programme.models import Document


class SubmitForm(forms.Form):
    """The revision that the user saw: somebody who decides on another one is told so."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(SubmitForm, EvidenceForm):
    """The report's own texts and its signed file."""

    TEXTS = ("narrative", "difficulties", "proposals")
    evidence_kind = Document.Kind.REPORT
    field_order = TEXTS

    narrative = forms.CharField(
        label=_("Results and communication"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    difficulties = forms.CharField(label=_("Difficulties"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    proposals = forms.CharField(label=_("Proposals"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    @property
    def text_fields(self):
        return [self[name] for name in self.TEXTS]

    def values(self):
        """Return what the service takes, the signed file included."""
        texts = {name: self.cleaned_data[name] for name in (*self.TEXTS, "revision")}
        return texts | {"document": self.attached()}


class ReturnForm(SubmitForm, LocalizedForm):
    unmarked = None  # a box for every line of the report: a mark on each would say the same fifty times

    reason = forms.CharField(
        label=_("Reason for the return"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The association reads this: say what to mend."),
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {}
        for section in sections():
            for row in section.rows(report):
                name = f"{section.code}-{row.pk}"
                self.lines[name] = (section.code, str(row.pk), str(row))
                self.fields[name] = forms.CharField(label=str(row), required=False, max_length=1000)

    def remarks(self):
        """The boxes for remarks on lines, for the template."""
        return [self[name] for name in self.lines]

    def comments(self):
        """Return the remarks as the service takes them."""
        return [(*line, self.cleaned_data[name]) for name, line in self.lines.items() if self.cleaned_data[name]]


class AcceptForm(SubmitForm):
    reason = forms.CharField(
        label=_("Words to the decision"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the posting; may stay empty."),
    )
