from django.core.management.base import BaseCommand
from django.db import transaction

from programme import rollups


class Command(BaseCommand):
    help = "Work out every rollup anew from the entries, for instance after a phase's years were changed."

    @transaction.atomic
    def handle(self, *args, **options):
        self.stdout.write(f"{rollups.rebuild()} rollup rows written.")
