"""Evidence files. A file is added and never replaced: another file is another document."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.admin_base import AuditedAdmin
from programme.documents import EvidenceField, store
from programme.models import Document


class NewDocumentForm(forms.ModelForm):
    file = EvidenceField()

    class Meta:
        model = Document
        fields = ["title", "kind", "number", "issued_on", "signatory"]

    def save(self, commit=True):
        """Store the file; the document is complete when this returns, whatever ``commit`` says."""
        data = dict(self.cleaned_data)
        association = data.pop("association", None)
        self.save_m2m = lambda: None
        return store(data.pop("file"), by=self.user, association=association.code if association else "", **data)


@admin.register(Document)
class DocumentAdmin(AuditedAdmin):
    """Upper apps may give ``add_form`` a field ``association``: the association that owns the paper."""

    add_form = NewDocumentForm
    list_display = ["title", "number", "kind", "issued_on", "signatory", "association", "size_column", "uploaded_at"]
    list_filter = ["kind"]
    search_fields = ["folded"]
    ordering = ["-uploaded_at", "-pk"]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["file", "title", "kind", ("number", "issued_on"), "signatory"],
                "description": _(
                    "The bytes are kept as they are and fingerprinted. A file cannot be replaced later; another "
                    "version is another document."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["title", "kind", ("number", "issued_on"), "signatory"]}),
        (_("File"), {"fields": ["file_link", "association", "sha256", "uploaded_by", "uploaded_at"]}),
    ]
    readonly_fields = ["file_link", "association", "sha256", "uploaded_by", "uploaded_at"]

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        kwargs |= {"form": self.add_form, "fields": self.add_form._meta.fields}
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    @admin.display(description=_("file"))
    def file_link(self, document):
        return format_html(
            '<a href="{}">{}</a> ({})',
            document.get_download_url(),
            document.file_name,
            filesizeformat(document.size_bytes),
        )

    @admin.display(description=pgettext_lazy("file", "size"))
    def size_column(self, document):
        return filesizeformat(document.size_bytes)
