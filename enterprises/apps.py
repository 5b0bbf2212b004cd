from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self):
        # The sections read models, which exist only when the apps are ready.
        from associations import sections
        from enterprises import corrections, locks
        from enterprises.sections import CourseSection, MeasurementSection, SupportSection

        sections.register(SupportSection())
        sections.register(CourseSection())
        sections.register(MeasurementSection())
        corrections.register()
        locks.register()
