"""Who may sign for the programme and for each association."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import HistoryAdmin
from associations.models import SigningAuthority
from common.admin import KeptFieldsMixin, SelectFilter


@admin.register(SigningAuthority)
class SigningAuthorityAdmin(KeptFieldsMixin, HistoryAdmin):
    """For whom a person signs is given once: agreements hold on to it. An authority that ends gets its last day."""

    kept_fields = ["association"]
    list_display = ["full_name", "position", "side_column", "basis", "valid_from", "valid_to"]
    list_filter = [("association", SelectFilter)]
    list_select_related = ["association"]
    search_fields = ["full_name__unmarked", "position__unmarked", "association__folded"]
    autocomplete_fields = ["association", "document"]
    fields = ["association", ("full_name", "position"), "basis", "document", ("valid_from", "valid_to")]

    def get_search_results(self, request, queryset, search_term):
        """The box of one side of an agreement offers those who sign for that side, whose right ended long ago last."""
        found, has_repeats = super().get_search_results(request, queryset, search_term)
        side = request.GET.get("field_name", "")
        if side in ("programme_authority", "association_authority"):
            found = found.filter(association__isnull=side == "programme_authority")
            found = found.order_by(F("valid_to").desc(nulls_first=True), "full_name", "pk")
        return found, has_repeats

    @admin.display(description=gettext_lazy("signs for"), ordering="association__sort_key")
    def side_column(self, authority):
        return authority.association.label if authority.association else _("the programme")

    def choice_label(self, obj):
        side = obj.association.label if obj.association_id else _("the programme")
        return f"{obj} – {side}"
