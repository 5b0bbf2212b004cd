"""Accounts and the audit trail."""

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth import password_validation
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import AuditedAdmin, ReadOnlyMixin, act_in_words, changes_in_words
from accounts.models import AuditEvent, Mail, User
from accounts.notifications import retry
from accounts.roles import DESCRIPTIONS, Role
from common.acts import Act, ActsMixin

# The role table is the only source of permissions, and the account's own column the only address.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


class UserForm(forms.ModelForm):
    """Changes an account; nobody locks himself out of his own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].help_text = roles_in_words()

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        data = super().clean()
        if self.instance.pk == self.user.pk and {"role", "is_active"} & set(self.changed_data):
            raise ValidationError(
                gettext_lazy("You cannot change the role of your own account or close it: ask another administrator.")
            )
        return data


class NewUserForm(UserForm):
    """Makes an account with a password, or with a mail that lets the person choose one."""

    sends_mail = forms.BooleanField(
        label=gettext_lazy("Send an e-mail in which the person sets the password"),
        required=False,
        help_text=gettext_lazy("Then leave the two password fields empty."),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Password again"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        data = super().clean()
        password = data.get("password1")
        if not data.get("sends_mail") and not password:
            self.add_error("password1", gettext_lazy("Type a password or have the e-mail sent."))
        elif password != data.get("password2"):
            self.add_error("password2", gettext_lazy("The two passwords differ: type the same one twice."))
        return data

    def _post_clean(self):
        super()._post_clean()
        if password := self.cleaned_data.get("password1"):
            try:
                password_validation.validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("password1", error)

    def save(self, commit=True):
        self.instance.set_password(self.cleaned_data["password1"] or None)
        return super().save(commit)


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """Accounts are closed, never deleted. Upper apps append their inlines."""

    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    change_password_form = AdminPasswordChangeForm
    inlines: list = []
    list_display = ["full_name", "email", "role", "position", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["folded"]
    ordering = ["full_name", "pk"]
    filter_horizontal = []
    view_on_site = False
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["full_name", "email", "position"]}),
        (gettext_lazy("Role"), {"fields": ["role", "is_active"]}),
        (gettext_lazy("Activity"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["full_name", "email", "position", "role"],
                "description": gettext_lazy(
                    "The e-mail address is the sign-in name. An account of an association names it below."
                ),
            },
        ),
        (gettext_lazy("Password"), {"fields": ["sends_mail", "password1", "password2"]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_inlines(self, request, obj):
        """Also for other roles, since the role may be changed on this page; not on pages that are only read."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return self.inlines if may_write or obj.acts_for_association else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change and form.cleaned_data["sends_mail"]:
            transaction.on_commit(lambda: self._send_mail(request, obj))

    def _send_mail(self, request, user):
        form = ResetPasswordForm({"email": user.email})
        if form.is_valid():
            form.save(request)
            messages.info(request, _("An e-mail with a link to set the password goes to %s.") % user.email)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyMixin, AuditedAdmin):
    """Read only. Found by record and person; ordered by the index on ``at``."""

    list_display = ["at", "actor", "act_column", "kind_column", "object_label", "reason"]
    list_select_related = ["actor"]
    search_fields = ["object_label", "actor__folded", "^action"]
    fields = ["at", "actor", "act_column", "kind_column", "object_id", "object_label", "reason", "changes_in_words"]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("act"), ordering="action")
    def act_column(self, event):
        return act_in_words(event.action)

    @admin.display(description=gettext_lazy("kind of record"), ordering="object_type")
    def kind_column(self, event):
        return apps.get_model(event.object_type)._meta.verbose_name

    @admin.display(description=gettext_lazy("changes"))
    def changes_in_words(self, event):
        return changes_in_words(event.changes, apps.get_model(event.object_type))


class DeliveryFilter(admin.SimpleListFilter):
    """Undelivered ones unless asked otherwise: that is what the page is for."""

    title = gettext_lazy("delivery")
    parameter_name = "delivery"

    def lookups(self, request, model_admin):
        return [("failed", _("failed at least once")), ("all", _("all, also those that were sent"))]

    def choices(self, changelist):
        """Without a choice the list shows what waits, so the first choice says that."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("not delivered yet")}
        yield from others

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        waiting = queryset.undelivered()
        return waiting.filter(attempts__gt=0) if self.value() == "failed" else waiting


@admin.register(Mail)
class MailAdmin(ReadOnlyMixin, ActsMixin, AuditedAdmin):
    """E-mails that were not delivered, why, and when they are tried again. Read only but for trying at once."""

    list_display = ["subject", "recipient", "created_at", "attempts", "retry_at", "last_error", "sent_at"]
    list_filter = [DeliveryFilter]
    list_select_related = ["recipient"]
    search_fields = ["recipient__folded", "subject__unmarked"]
    fields = [
        "recipient",
        "subject",
        "body",
        "digest_on",
        "created_at",
        "attempts",
        "retry_at",
        "last_error",
        "sent_at",
    ]
    readonly_fields = fields
    acts = (
        Act(
            code="retry",
            label=gettext_lazy("Send again now"),
            run=retry,
            done=gettext_lazy("It is tried again within a minute."),
            explanation=gettext_lazy("The pause after the last failure is dropped; what was sent is not sent twice."),
            permission="accounts.retry_mail",
            refusal=lambda mail, user: _("It was sent already.") if mail.sent_at else "",
            many=True,
        ),
    )


def roles_in_words():
    rows = ((role.label, DESCRIPTIONS[role]) for role in Role)
    return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong>: {}</li>", rows))
