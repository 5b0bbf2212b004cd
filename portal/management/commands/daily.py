from django.core.management.base import BaseCommand, CommandError

from accounts import daily


class Command(BaseCommand):
    help = (
        "Do what a day brings: agreements in force and expired, annexes in effect, reports opened, exceptions from "
        "locks closed, reminders and digests written. Says how many of each. Safe to run twice."
    )

    def handle(self, *args, **options):
        done = daily.run()
        self.stdout.write("\n".join(daily.in_words(done)))
        if any(count is None for _name, count in done):
            raise CommandError("Something failed; the log says what. The rest was done.")
