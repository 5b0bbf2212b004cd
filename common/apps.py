from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CommonConfig(AppConfig):
    name = "common"

    def ready(self):
        from common import lookups  # its lookups ask for fields, which exist when the apps are loaded

        connection_created.connect(lookups.teach_sqlite)
