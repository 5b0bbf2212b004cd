from django.core.management.base import BaseCommand
from django.db import transaction

from programme import rollups
from programme.models import LedgerHead


class Command(BaseCommand):
    help = "Work out every rollup anew from the entries, for instance after a phase's years were changed."

    @transaction.atomic
    def handle(self, *args, **options):
        # The head keeps postings out until the new sums are in place.
        LedgerHead.objects.select_for_update().get_or_create(pk=1)
        self.stdout.write(f"{rollups.rebuild()} rollup rows written.")
