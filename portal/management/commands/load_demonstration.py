"""Load the demonstration set once, into an installation that has reference data and nobody's own records."""

import gc

from django.core.management.base import BaseCommand, CommandError

from portal import demonstration
from programme.models import Programme


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if demonstration.is_loaded():
            return
        if not Programme.objects.filter(code="712").exists():
            raise CommandError("The reference data is missing. Load it first: manage.py load_reference_data")
        if demonstration.has_own_records():
            self.stdout.write("This installation has records of its own, so the demonstration set stays out.")
            return
        # A quarter of the time went into looking for garbage among rows that all stay; the process ends afterwards.
        gc.disable()
        demonstration.load()
        gc.enable()
        self.stdout.write("Demonstration set loaded.")
