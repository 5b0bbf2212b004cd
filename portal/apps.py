from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        # The daily acts read models, which exist only when the apps are ready.
        from portal import daily

        daily.register()
