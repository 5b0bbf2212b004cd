from django.core.management.base import BaseCommand

from portal.daily import run_daily


class Command(BaseCommand):
    help = (
        "Move what dates move: agreements in force and expired, annexes in effect, reports opened. Safe to run twice."
    )

    def handle(self, *args, **options):
        for name, count in run_daily():
            self.stdout.write(f"{name}: {count}")
