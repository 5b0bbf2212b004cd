"""Associations and the accounts that act for them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.admin import UserAdmin
from accounts.admin_base import AuditedAdmin, HistoryAdmin
from accounts.roles import ASSOCIATION_ROLES
from associations.models import Association, Membership
from common.admin import KeptFieldsMixin, NamedFieldsFormSet, PartInline


class MembershipFormSet(NamedFieldsFormSet):
    """Judged by the role as it is typed: an account acts for an association exactly when its role says so."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        has_association = any(form in self.initial_forms or form.has_changed() for form in kept)
        if self.instance.acts_for_association and not has_association:
            raise ValidationError(_("An account of an association needs its association: choose which."))
        if has_association and self.instance.role not in ASSOCIATION_ROLES:
            raise ValidationError(
                _("An account with this role acts for no association: remove the row or choose another role.")
            )


class MembershipInline(PartInline, admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    fk_name = "user"
    autocomplete_fields = ["association"]
    fields = ["association"]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


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
class MembershipAdmin(KeptFieldsMixin, AuditedAdmin):
    kept_fields = ["user"]
    list_display = ["user", "association", "since"]
    list_select_related = ["user", "association"]
    search_fields = ["user__folded", "association__folded"]
    autocomplete_fields = ["user", "association"]
    view_on_site = False

    def has_delete_permission(self, request, obj=None):
        """The last one of an account that acts for an association stays as long as it acts."""
        may_delete = super().has_delete_permission(request, obj)
        if not may_delete or obj is None or not obj.user.acts_for_association:
            return may_delete
        return obj.user.memberships.exclude(pk=obj.pk).exists()
