from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = _("Programme")

    def ready(self):
        # Django rebuilds a table on SQLite to alter it, which drops its triggers: set them again after every migrate.
        from programme import corrections, locks, rollups, triggers  # need the app registry
        from programme.models import Standard

        status = Standard.Status
        corrections.register(Standard, corrections.marker(Standard, [status.PUBLISHED], status.CORRECTED))
        locks.register()
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        post_migrate.connect(rollups.rebuild_after_migrate, sender=self)
