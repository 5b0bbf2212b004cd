"""What the gallery of components shows: each with the words and states it is really used with."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from associations.models import Agreement, Need, PeriodicReport
from common.forms import LocalizedForm
from common.templatetags.components import status_tag
from programme.models import Document


class SampleFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *Agreement.Status.choices], required=False)
    starts_on = forms.DateField(label=_("From"), required=False)


class SampleForm(LocalizedForm):
    """Every kind of field; bound with faults, so that errors show."""

    name = forms.CharField(label=_("name"), help_text=_("As on the business registration."))
    held_on = forms.DateField(label=_("held on"))
    employees = forms.IntegerField(label=_("employees"), min_value=1)
    status = forms.ChoiceField(label=_("status"), choices=Agreement.Status.choices)
    priority = forms.ChoiceField(label=_("priority"), choices=Need.Priority.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    evidence = forms.FileField(label=_("evidence"), required=False)
    is_confirmed = forms.BooleanField(label=_("I have compared the numbers with the evidence"))


def gallery():
    document = Document(
        pk=1,
        title=_("Minutes of acceptance"),
        number="12/BB-VITAS",
        kind=Document.Kind.ACCEPTANCE,
        issued_on=date(2017, 6, 7),
        size_bytes=184_320,
        sha256="0123456789abcdef" * 4,
    )
    statuses = [*Agreement.Status, *PeriodicReport.Status, *Need.Status]
    return {
        "tags": [status_tag(status.value, status.label) for status in statuses],
        "form": SampleForm({"name": "", "held_on": "31/02/2017", "employees": "1.234.567", "priority": "high"}),
        "filter_form": SampleFilter(),
        "document": document,
        "sample_page": Paginator(range(1000), 50).page(4),
        "now": date(2017, 6, 7),
    }
