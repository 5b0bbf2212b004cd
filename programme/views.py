"""Pages on national standards and technical regulations."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.lists import Column, ListPage
from common.pages import RecordPage
from programme.filters import StandardFilter
from programme.models import Entry, Standard


class StandardList(ListPage):
    model = Standard
    permission_required = "programme.view_standard"
    filterset_class = StandardFilter
    select_related = ["issuer"]
    title = _("standards")
    sentence = _("National standards (TCVN) and technical regulations (QCVN), in the order of their numbers.")
    columns = [
        Column("number", _("Number"), link=True, order="number_key"),
        Column("title", _("Title")),
        Column("issuer", _("Issuing body"), value="issuer.name", order=("issuer__code", "number_key")),
        Column("identical_to", _("Identical to")),
        Column("published_on", _("Published on"), order="published_on"),
        Column("status", _("Status"), status=True, order=("status", "number_key")),
    ]
    default_order = "number"


class StandardDetail(RecordPage, DetailView):
    """A standard, what it replaces, its paper and its lines in the ledger."""

    model = Standard
    permission_required = "programme.view_standard"
    related = ("issuer", "ics_field", "replaced_by", "project", "task", "document")

    def get_context_data(self, **kwargs):
        user, standard = self.request.user, self.object
        return super().get_context_data(
            replaces=standard.replaces.visible_to(user),
            entries=Entry.objects.visible_to(user).of_source(standard).select_related("indicator"),
            **kwargs,
        )
