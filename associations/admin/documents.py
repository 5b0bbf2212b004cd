"""Gives the document form the association that owns the paper, which the programme's floor does not know."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Agreement, Association
from programme.admin.documents import DocumentAdmin, NewDocumentForm
from programme.models import Document

# Papers that always belong to one association; without an owner every other one could read them.
OWNED = (Document.Kind.AGREEMENT, Document.Kind.ANNEX, Document.Kind.ACCEPTANCE, Document.Kind.ATTENDANCE)


OF_ASSOCIATION, OF_EVERYBODY = "association", "everybody"


class NewOwnedDocumentForm(NewDocumentForm):
    """Who may read the file is chosen by a deliberate act: neither answer is the one that is there already."""

    readers = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        choices=[
            (OF_ASSOCIATION, gettext_lazy("One association and the programme")),
            (OF_EVERYBODY, gettext_lazy("Everybody who signs in, every association included")),
        ],
        widget=forms.RadioSelect,
    )
    association = forms.ModelChoiceField(
        Association.objects.all(),
        label=gettext_lazy("Belongs to the association"),
        required=False,
        widget=AutocompleteSelect(Agreement._meta.get_field("association"), admin.site),
        help_text=gettext_lazy("What is attached to an agreement, a package or a report belongs to its association."),
    )

    def clean(self):
        data = super().clean()
        readers, association = data.pop("readers", ""), data.get("association")
        if readers == OF_ASSOCIATION and not association:
            self.add_error("association", _("Choose the association that may read it."))
        elif readers == OF_EVERYBODY and association:
            self.add_error("readers", _("An association is chosen below: say which of the two is meant."))
        elif readers == OF_EVERYBODY and data.get("kind") in OWNED:
            raise ValidationError({"association": _("A paper of this kind belongs to one association: choose which.")})
        return data


class KnownLink(RelatedFieldWidgetWrapper):
    """A box of an association's record: its link that adds a row says what is known of it, such as whose it is."""

    def __init__(self, wrapper, **known):
        rights = ("can_add_related", "can_change_related", "can_delete_related", "can_view_related")
        named = {name: getattr(wrapper, name) for name in rights}
        super().__init__(wrapper.widget, wrapper.rel, wrapper.admin_site, **named)
        self.known = known

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {"url_params": f"{context['url_params']}&{urlencode(self.known)}"}


def link_papers(form, association, kind):
    """Let the boxes for documents on ``form``, a form class made for one request, add papers of ``association``."""
    known = {"readers": OF_ASSOCIATION, "kind": kind} | ({"association": association.pk} if association else {})
    for field in form.base_fields.values():
        if isinstance(field.widget, RelatedFieldWidgetWrapper) and field.widget.rel.model is Document:
            field.widget = KnownLink(field.widget, **known)


DocumentAdmin.add_form = NewOwnedDocumentForm
DocumentAdmin.add_fieldsets[0][1]["fields"][1:1] = ["readers", "association"]
