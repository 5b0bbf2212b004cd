from django.core.management.base import BaseCommand

from accounts.notifications import mail_pending


class Command(BaseCommand):
    help = "Mail the notifications that could not be mailed before, for instance because the mail server was down."

    def handle(self, *args, **options):
        self.stdout.write(f"{mail_pending()} notification(s) mailed.")
