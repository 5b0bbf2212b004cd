"""Run the portal: the web server, the worker for background jobs and the mailer, as one thing.

One Ctrl-C or SIGTERM ends all. When one of them dies the others are ended too and the exit status
is not zero, so that systemd or a person sees it instead of half a portal.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# A child gets this long to finish its requests or its job. Then a second signal makes the worker
# mark its job as failed, which is better than a job that seems to run for ever.
GRACE_SECONDS = 8
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # the last one: the terminal was closed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS") or 2))
        # Sixteen, because each running export holds a thread; they mostly wait.
        parser.add_argument("--threads", type=int, default=int(os.environ.get("WEB_THREADS") or 16))

    def handle(self, *, host, port, workers, threads, **options):
        if not port_is_free(host, port):
            raise CommandError(f"Port {port} is in use. Choose another one: make run PORT={port + 1}")
        for signum in ENDING:
            signal.signal(signum, stop)
        children = []
        try:
            for command in (web_command(host, port, workers, threads), worker_command(), mailer_command()):
                children.append(start(command))
            if not wait_until_listening(host, port, children):
                raise CommandError("The web server did not start; its last words are above.")
            self.announce(host, port)
            dead = wait_for_a_death(children)
            raise CommandError(f"{dead.args[2]} ended by itself with status {dead.returncode}.")
        except Stopped:
            self.stdout.write("Stopping …")
        finally:
            end(children)

    def announce(self, host, port):
        self.stdout.write(f"\nThe portal is at http://{host}:{port}/   (Ctrl-C ends it)\n")
        # Written by `load_demonstration`; absent where there are no made-up accounts.
        accounts = Path(settings.VAR_DIR, "demonstration_accounts.txt")
        if accounts.exists():
            self.stdout.write(accounts.read_text(encoding="utf-8"))
        self.stdout.flush()


class Stopped(BaseException):
    """A signal asked us to end. Not an Exception, so that nothing on the way swallows it."""


def stop(signum, frame):
    # From here on the children are being ended; a second signal must not interrupt that.
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def web_command(host, port, workers, threads):
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--workers-kill-timeout", "5", "--log-level", "error"),
        "config.wsgi:application",
    ]


def worker_command():
    manage = str(Path(settings.BASE_DIR, "manage.py"))
    return [sys.executable, manage, "db_worker", "--queue-name", "*", "--no-reload", "--verbosity", "0"]


def mailer_command():
    return [sys.executable, str(Path(settings.BASE_DIR, "manage.py")), "mail_notifications", "--forever"]


def port_is_free(host, port):
    """Said before granian starts, because its own message does not name the remedy."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def start(command):
    # A session of its own: a Ctrl-C in the terminal reaches this process only, which passes it on
    # once; otherwise the worker would get two signals and drop its job.
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603  our own commands


def wait_until_listening(host, port, children, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def wait_for_a_death(children):
    while True:
        for child in children:
            if child.poll() is not None:
                return child
        time.sleep(0.5)


def end(children):
    for seconds in (GRACE_SECONDS, 2):
        for child in children:
            if child.poll() is None:
                child.terminate()
        wait_for_all(children, seconds)
    for child in children:
        # The whole group: granian's own workers would otherwise outlive it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def wait_for_all(children, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(child.poll() is None for child in children):
        time.sleep(0.05)
