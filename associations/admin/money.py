"""Forms of milestones and money in the admin: they ask the same rules as the portal's services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from associations.admin.parts import AgreementPartForm, agreement_of
from associations.models import Funding, Milestone
from associations.money import recording_refusal, refuse_unbalanced
from associations.refusals import terms_refusal
from common.admin import NamedFieldsFormSet


class MilestoneForm(forms.ModelForm):
    """What was delivered or accepted keeps the terms under which that was done."""

    def clean(self):
        data = super().clean()
        agreement = data.get("agreement") or getattr(self.instance, "agreement", None)
        if agreement and self.has_changed() and (sentence := terms_refusal(agreement)):
            raise ValidationError(sentence)
        if self.instance.pk and set(self.changed_data) - {"change_reason"} and not self.instance.takes_delivery:
            raise ValidationError(
                _("This milestone is “%(status)s”: its terms stay as they were when that was done."),
                params={"status": self.instance.get_status_display()},
            )
        return data


class MilestonePageForm(MilestoneForm, AgreementPartForm):
    """The milestone's own page; the reason for the change alone changes nothing."""


class FundingFormSet(NamedFieldsFormSet):
    """All lines of one agreement, which are checked together."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        _offer_own_milestones(form, self.instance)

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.instance.amount_vnd and form not in self.deleted_forms]
        for form in kept:
            if form.has_changed() and (sentence := _refusal(self.instance, form)):
                raise ValidationError(sentence)
        if any(form.has_changed() for form in self.forms):
            refuse_unbalanced([form.instance for form in kept])


class FundingPageForm(AgreementPartForm):
    """One line on its own page, checked together with the other lines of its agreement."""

    def _post_clean(self):
        """After the line itself was found in order: with the other lines of its agreement."""
        super()._post_clean()
        agreement = self.cleaned_data.get("agreement") or (agreement_of(self.instance) if self.instance.pk else None)
        if self.errors or agreement is None:
            return
        others = Funding.objects.filter(agreement=agreement).exclude(pk=self.instance.pk)
        try:
            if sentence := _refusal(agreement, self):
                raise ValidationError(sentence)
            refuse_unbalanced([*others, self.instance])
        except ValidationError as error:
            self.add_error(None, error)


def _refusal(agreement, form):
    """Return the sentence that refuses the line's state, the new one or that which it had."""
    before = form.initial.get("state", "") if form.instance.pk else ""
    return recording_refusal(agreement, form.instance.state) or (before and recording_refusal(agreement, before))


def _offer_own_milestones(form, agreement):
    """Offer the milestones of the agreement only; none before it is saved. Read once a page."""
    field = form.fields.get("milestone")
    if field is None:
        return
    if not agreement.pk:
        field.queryset = Milestone.objects.none()
        return
    field.queryset = Milestone.objects.filter(agreement=agreement)
    if not hasattr(agreement, "_milestone_choices"):
        agreement._milestone_choices = [("", "---------"), *((row.pk, str(row)) for row in field.queryset)]
    field.choices = agreement._milestone_choices
