"""Load the reference data: provinces, industries, indicators, targets, announced figures, standards, associations.

Inserts what is missing and changes nothing that is there, so it may run at every start.
"""

from django.core.management.base import BaseCommand

from associations import reference_data as association_data
from programme import reference_data as programme_data


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        added = programme_data.load() | association_data.load()
        if any(added.values()):
            counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in added.items() if count)
            self.stdout.write(f"Reference data: {counts}.")
