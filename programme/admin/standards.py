"""Standards: the number is read by its grammar, the status moves through services that post to the ledger."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import HistoryAdmin, ReasonModelForm
from common.acts import Act, ActForm, ActsMixin
from common.admin import DayWidget, SelectFilter
from programme import services, standard_numbers
from programme.models import Document, Standard

ENDED = (Standard.Status.REPLACED, Standard.Status.WITHDRAWN)


class StandardForm(ReasonModelForm):
    def clean_number(self):
        parsed = standard_numbers.parse(self.cleaned_data["number"])
        self.instance.kind, self.instance.year, self.instance.number_key = parsed.kind, parsed.year, parsed.key
        return parsed.text

    def clean(self):
        data = super().clean()
        issuer, number = data.get("issuer"), data.get("number")
        if issuer and number:
            written = standard_numbers.parse(number).issuer
            if written and written != issuer.code:
                raise ValidationError(
                    {
                        "issuer": _("The number says it is issued by %(code)s: choose that body or correct the number.")
                        % {"code": written}
                    }
                )
        return data


class PublishForm(ActForm):
    published_on = forms.DateField(label=gettext_lazy("published on"), widget=DayWidget)
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=gettext_lazy("decision"),
        required=False,
        widget=AutocompleteSelect(Standard._meta.get_field("document"), admin.site),
        help_text=gettext_lazy("Empty: the decision named in the record stays."),
    )

    def prepare(self):
        self.fields["document"].queryset = Document.objects.visible_to(self.user)
        self.fields["published_on"].initial = self.records[0].published_on or timezone.localdate()


class WithdrawForm(ActForm):
    ended_on = forms.DateField(label=gettext_lazy("withdrawn on"), widget=DayWidget, initial=timezone.localdate)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ReplaceForm(ActForm):
    successor = forms.ModelChoiceField(
        Standard.objects.none(),
        label=gettext_lazy("replaced by"),
        widget=AutocompleteSelect(Standard._meta.get_field("replaced_by"), admin.site),
    )
    ended_on = forms.DateField(label=gettext_lazy("replaced on"), widget=DayWidget, initial=timezone.localdate)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def prepare(self):
        published = Standard.objects.visible_to(self.user).filter(status=Standard.Status.PUBLISHED)
        self.fields["successor"].queryset = published.exclude(pk__in=[record.pk for record in self.records])


def _publish(records, *, by, published_on, document):
    for standard in records:
        services.publish_standard(standard, by=by, published_on=published_on, document=document)


def _withdraw(records, *, by, ended_on, reason):
    for standard in records:
        services.withdraw_standard(standard, by=by, ended_on=ended_on, reason=reason)


def _replace(records, *, by, successor, ended_on, reason):
    for standard in records:
        services.replace_standard(standard, successor, by=by, ended_on=ended_on, reason=reason)


def _refuse_published(standard, user):
    if standard.status in Standard.UNPUBLISHED:
        return ""
    return _("It is “%(status)s” already.") % {"status": standard.get_status_display()}


def _refuse_unpublished(standard, user):
    if standard.status in Standard.ENDING:
        return ""
    return _("Only a published standard ends; this one is “%(status)s”.") % {"status": standard.get_status_display()}


@admin.register(Standard)
class StandardAdmin(ActsMixin, HistoryAdmin):
    form = StandardForm
    list_display = ["number", "title", "issuer", "published_on", "status_column"]
    list_filter = ["kind", "status", ("issuer", SelectFilter), ("ics_field", SelectFilter)]
    list_select_related = ["issuer"]
    search_fields = ["folded"]
    ordering = ["number_key"]
    autocomplete_fields = ["issuer", "ics_field", "project", "task", "document"]
    readonly_fields = ["status_column", "ended_on", "replaced_by", "posting"]
    fieldsets = [
        (None, {"fields": ["number", "title", "issuer", "identical_to", "ics_field", "field"]}),
        (
            gettext_lazy("Publication"),
            {
                "fields": ["published_on", "document", "status_column", "ended_on", "replaced_by", "posting"],
                "description": gettext_lazy(
                    "A standard counts once it is published through “Publish and post”; that writes the ledger."
                ),
            },
        ),
        (gettext_lazy("Part of"), {"fields": ["project", "task", "source", "confidence", "note"]}),
    ]
    acts = (
        Act(
            code="publish",
            label=gettext_lazy("Publish and post"),
            run=_publish,
            done=gettext_lazy("Published and posted to the ledger."),
            explanation=gettext_lazy(
                "It counts as new in the year of that day, and as in force from that day on. The posting cannot be "
                "taken away again, only corrected."
            ),
            permission="programme.publish_standard",
            form_class=PublishForm,
            refusal=_refuse_published,
            many=True,
        ),
        Act(
            code="replace",
            label=gettext_lazy("Replace by another"),
            run=_replace,
            done=gettext_lazy("Marked as replaced."),
            explanation=gettext_lazy("It stays counted as new in its year and is no longer in force from that day."),
            permission="programme.publish_standard",
            form_class=ReplaceForm,
            refusal=_refuse_unpublished,
        ),
        Act(
            code="withdraw",
            label=gettext_lazy("Withdraw"),
            run=_withdraw,
            done=gettext_lazy("Withdrawn."),
            explanation=gettext_lazy("It stays counted as new in its year and is no longer in force from that day."),
            permission="programme.publish_standard",
            form_class=WithdrawForm,
            refusal=_refuse_unpublished,
            many=True,
        ),
    )

    def has_delete_permission(self, request, obj=None):
        """One that was published is withdrawn or replaced: deleted and entered again it would count twice."""
        was_published = obj is not None and (obj.posting_id or obj.status not in Standard.UNPUBLISHED)
        return super().has_delete_permission(request, obj) and not was_published

    def get_readonly_fields(self, request, obj=None):
        """What a posting was made from stays as it was posted, unless that was taken back."""
        posted = ["number", "issuer", "identical_to", "published_on", "document", "project", "task"]
        return [*self.readonly_fields, *(posted if obj and obj.is_counted else ())]
