from importlib import import_module

from allauth.account import signals
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """Passwords are changed by allauth's pages: its signals are the only place to audit that."""
        for signal in (signals.password_set, signals.password_changed, signals.password_reset):
            signal.connect(self._audit_password, dispatch_uid="accounts.audit_password")

    @staticmethod
    def _audit_password(request, user, **kwargs):
        import_module("accounts.audit").record("user.change_password", user, by=user)
