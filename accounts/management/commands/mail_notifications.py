"""Send the e-mails that wait in the queue; with --forever go on doing so, as `serve` does."""

import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from accounts.notifications import send_waiting

# How long the loop rests: after a run, and after one in which the mail server failed.
REST, REST_AFTER_FAILURE = 5, 60


class Command(BaseCommand):
    help = __doc__

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
        self.is_ending = False
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self.end)
        while not self.is_ending:
            close_old_connections()
            sweep = send_waiting()
            if sweep.error:
                self.stderr.write(f"The mail server failed, the queue waits: {sweep.error}")
            self.rest(REST_AFTER_FAILURE if sweep.error else REST)

    def end(self, signum, frame):
        self.is_ending = True

    def rest(self, seconds):
        until = time.monotonic() + seconds
        while not self.is_ending and time.monotonic() < until:
            time.sleep(0.2)
