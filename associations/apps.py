from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = _("Associations")

    def ready(self):
        # All of these read models, which exist only when the apps are ready.
        from associations import locks, sections
        from associations.report_content import version_differences
        from associations.report_sections import CommunicationSection, MoneySection, TakenBackSection
        from programme import triggers, verification

        triggers.protect("associations_reportversion", ("report_id", "number"))
        verification.register(version_differences)
        sections.register(TakenBackSection(), is_of_corrections=True)
        sections.register(MoneySection())
        sections.register(CommunicationSection())
        locks.register()
