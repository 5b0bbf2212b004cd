from django.core.management.base import BaseCommand, CommandError

from programme.models import Posting
from programme.verification import differences


class Command(BaseCommand):
    help = "Recompute the ledger's sequence, hashes and rollups; exit status 1 and the places where anything differs."

    def handle(self, *args, **options):
        found = list(differences())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"The ledger differs in {len(found)} place(s).", returncode=1)
        self.stdout.write(f"The ledger is sound: {Posting.objects.count()} postings.")
