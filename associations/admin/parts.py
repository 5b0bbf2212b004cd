"""What belongs to an agreement is open and closed with it, on the agreement's page and on its own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.admin_base import ReasonModelForm
from associations.admin.documents import link_papers
from associations.annexes import keep_change
from associations.locks import lock_of
from associations.models import Agreement, SolutionPackage
from associations.refusals import packages_refused, terms_refusal
from programme.models import Document, validate_owner


def agreement_of(record):
    """Return the agreement that ``record`` is or belongs to; None for none."""
    if record is None or isinstance(record, Agreement):
        return record
    return agreement_of(record.package) if hasattr(record, "package") else record.agreement


class PapersMixin:
    """Documents that are added from the form, of a page or of its inline parts, start as those of its association."""

    paper_kind = Document.Kind.OTHER

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        self._link(form, obj)
        return form

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        self._link(formset.form, obj)
        return formset

    def _link(self, form, record):
        agreement = agreement_of(record)
        link_papers(form, agreement and agreement.association, self.paper_kind)


class AgreementPartMixin(PapersMixin):
    """Goes before the bases of an inline, where ``obj`` is the record above, or of the part's own page.

    Parts are added and changed while their agreement takes them, and deleted while it is a draft.
    """

    def _takes_parts(self, request, obj):
        agreement = agreement_of(obj)
        if agreement is None or not agreement.is_ended:
            return agreement is None or agreement.takes_parts
        return lock_of(agreement, request.user) is None  # an exception opens its parts again

    def has_add_permission(self, request, *above):
        return super().has_add_permission(request, *above) and all(self._takes_parts(request, row) for row in above)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._takes_parts(request, obj)

    def has_delete_permission(self, request, obj=None):
        agreement = agreement_of(obj)
        return super().has_delete_permission(request, obj) and (agreement is None or agreement.is_editable)


class AgreedPartMixin(AgreementPartMixin):
    """For inlines of terms: closed once the draft was sent; what was approved is changed by an annex alone."""

    def _takes_parts(self, request, obj):
        agreement = agreement_of(obj)
        return super()._takes_parts(request, obj) and (agreement is None or agreement.is_editable)


class AgreementPartPageMixin(AgreementPartMixin):
    """The part's own page: it stays with its agreement, which nobody moves meanwhile."""

    above = "agreement"

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *([self.above] if obj else [])]

    def save_related(self, request, form, formsets, change):
        """What changed the terms without an annex, a package added or something under an exception, is a version."""
        super().save_related(request, form, formsets, change)
        keep_change(agreement_of(form.instance), request.user)

    def lock(self, request, record):
        Agreement.objects.select_for_update().get(pk=agreement_of(record).pk)
        return super().lock(request, record)


def held(agreement):
    """Return ``agreement`` as it is now, locked: nobody submits or approves it while something is added to it."""
    return Agreement.objects.select_for_update(of=("self",)).select_related("association").get(pk=agreement.pk)


class AddsToOpenAgreement(forms.ModelForm):
    """Refuses to add to an agreement that takes nothing now."""

    def clean_agreement(self):
        return held(self.cleaned_data["agreement"])

    def clean_package(self):
        package = self.cleaned_data["package"]
        package.agreement = held(package.agreement)
        return package

    def clean(self):
        data = super().clean()
        above = data.get("agreement") or data.get("package") or None
        agreement = agreement_of(above)
        if agreement and not agreement.is_ended and not agreement.takes_parts:  # an ended one is locked: see save_model
            raise ValidationError(
                _("The agreement is “%(status)s”: nothing can be added to it or changed in it now."),
                params={"status": agreement.get_status_display()},
            )
        return data


class AgreedPartForm(AddsToOpenAgreement):
    """For parts that are terms from end to end: they change with the draft, later only by an annex."""

    def clean(self):
        data = super().clean()
        agreement = agreement_of(data.get("package") or (self.instance.package if self.instance.pk else None))
        if agreement and (sentence := terms_refusal(agreement)):
            raise ValidationError(sentence)
        return data


class AgreementPartForm(AddsToOpenAgreement, ReasonModelForm):
    """For parts that keep a history."""


class PackageForm(AgreementPartForm):
    def clean(self):
        data = super().clean()
        agreement = data.get("agreement")  # an existing package stays with its own
        if agreement and not agreement.is_ended and (sentence := packages_refused(agreement)):
            raise ValidationError(sentence)
        return data

    def clean_status(self):
        """A package follows its agreement: no work is under way or done before that is in force."""
        status = self.cleaned_data["status"]
        agreement = self.cleaned_data.get("agreement") or agreement_of(self.instance if self.instance.pk else None)
        works = status in (SolutionPackage.Status.RUNNING, SolutionPackage.Status.COMPLETED)
        if works and agreement and not agreement.has_begun:
            raise ValidationError(
                _("The agreement is “%(status)s”: a package is under way or completed only once it was in force."),
                params={"status": agreement.get_status_display()},
            )
        return status

    def clean_documents(self):
        agreement = self.cleaned_data.get("agreement") or agreement_of(self.instance if self.instance.pk else None)
        documents = self.cleaned_data["documents"]
        for document in documents if agreement else ():
            validate_owner(document, agreement.association.code)
        return documents
