from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        # The daily acts and the reminders read models, which exist only when the apps are ready.
        from accounts.notifications import register_daily
        from portal.daily import move_what_is_due
        from portal.reminders import send_reminders

        register_daily(move_what_is_due)
        register_daily(send_reminders)
