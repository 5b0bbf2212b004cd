"""Send the e-mails that wait in the queue.

With --forever go on, as `serve` does: the queue every few seconds and, once a day from seven o'clock on, what
`manage.py daily` does.
"""

import signal
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from accounts import daily
from accounts.notifications import send_waiting

# How long the loop rests: after a run, and after one in which the mail server failed.
REST, REST_AFTER_FAILURE = 5, 60
DAY_BEGINS = 7


class Command(BaseCommand):
    help = __doc__
    is_ending = False
    last_day = last_try = None

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="keep looking for mails until it is ended")

    def handle(self, *, forever, **options):
        if forever:
            return self.run_forever()
        sweep = send_waiting()
        self.stdout.write(f"{sweep.sent} e-mail(s) sent, {sweep.refused} refused.")
        if sweep.error:
            self.stderr.write(f"The mail server failed, the rest waits: {sweep.error}")

    def run_forever(self):
        """A signal ends it between two runs, so that no mail is cut off in the middle."""
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self.end)
        while not self.is_ending:
            close_old_connections()
            self.rest(REST if self.take_turn() else REST_AFTER_FAILURE)

    def take_turn(self):
        """Do what the hour brings; return whether nothing failed. When this process ends, ``serve`` ends the portal."""
        try:
            self.begin_day(timezone.localtime())
            sweep = send_waiting()
        except Error as error:
            self.stderr.write(f"The database failed, the queue waits: {error}")
            return False
        if sweep.error:
            self.stderr.write(f"The mail server failed, the queue waits: {sweep.error}")
        return not sweep.error

    def begin_day(self, now):
        """Once a day, and once an hour while something fails; doing it again, as a restart does, adds nothing."""
        hour = (now.date(), now.hour)
        if now.hour < DAY_BEGINS or now.date() == self.last_day or hour == self.last_try:
            return
        self.last_try = hour
        done = daily.run(now.date())
        self.stdout.write("; ".join(daily.in_words(done)))
        if None not in dict(done).values():
            self.last_day = now.date()

    def end(self, signum, frame):
        self.is_ending = True

    def rest(self, seconds):
        until = time.monotonic() + seconds
        while not self.is_ending and time.monotonic() < until:
            time.sleep(0.2)
