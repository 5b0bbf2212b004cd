"""Associations and the accounts that act for them."""

from django.contrib import admin

from accounts.admin import UserAdmin
from accounts.admin_base import AuditedAdmin, HistoryAdmin
from associations.models import Association, Membership
from common.admin import KeptFieldsMixin, PartInline


class MembershipInline(PartInline, admin.TabularInline):
    model = Membership
    fk_name = "user"
    autocomplete_fields = ["association"]
    fields = ["association"]


UserAdmin.inlines.append(MembershipInline)


@admin.register(Association)
class AssociationAdmin(KeptFieldsMixin, HistoryAdmin):
    list_display = ["name", "abbreviation", "code", "field", "has_memorandum"]
    list_filter = ["has_memorandum"]
    search_fields = ["folded"]
    ordering = ["sort_key"]
    autocomplete_fields = ["industries", "province"]
    fieldsets = [
        (None, {"fields": ["name_vi", "name_en", ("abbreviation", "code"), "field", "industries", "has_memorandum"]}),
        ("", {"fields": ["province", "address", "email", "phone"]}),
        ("", {"fields": ["source", "confidence"]}),
    ]


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    list_display = ["user", "association", "since"]
    list_select_related = ["user", "association"]
    search_fields = ["user__folded", "association__folded"]
    autocomplete_fields = ["user", "association"]
    view_on_site = False
