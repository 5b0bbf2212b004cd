"""Several processes post at once on a real database: no number is left out, none is given twice, every sum is right.

Every day 8 processes post 25 acts each. The full measure, 8 times 500 acts::

    LEDGER_ACTS=500 pytest tests/programme/test_ledger_concurrency.py
    LEDGER_ACTS=500 python tools/with_postgres.py pytest tests/programme/test_ledger_concurrency.py
"""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from accounts.roles import Role
from programme import ledger, verification
from programme.ledger import Line
from programme.models import Entry, Indicator, Posting
from programme.verification import differences
from tests import builders

PROCESSES = 8
ACTS = int(os.environ.get("LEDGER_ACTS", "25"))

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The address of a database that other processes can open, with a user and an indicator in it.

    On PostgreSQL it is the test database itself. On SQLite, where that one is in memory, a copy of it in a file;
    this process then reads that file, too.
    """
    builders.user(Role.APPROVER)
    builders.phase("2010-2015")
    builders.phase("2016-2020")
    builders.indicator("test_guided", kind=Indicator.Kind.DISTINCT_PERIOD)
    if connection.vendor == "postgresql":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    path = tmp_path / "ledger.sqlite3"
    memory = connection.connection
    file = sqlite3.connect(path)
    memory.backup(file)
    file.close()
    return f"sqlite:///{path}"


@pytest.fixture
def reading(database):
    """Bring what the processes wrote back to where this process reads."""

    def read():
        if connection.vendor == "sqlite":
            file = sqlite3.connect(database.removeprefix("sqlite:///"))
            file.backup(connection.connection)
            file.close()

    return read


def run_processes(database, folder):
    environment = os.environ | {"DATABASE_URL": database, "VAR_DIR": str(folder), "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "tests.programme.post_acts"]
    running = [
        subprocess.Popen(
            [*command, str(worker), str(ACTS)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for worker in range(PROCESSES)
    ]
    outputs = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, "\n".join(outputs)


def test_processes_that_post_at_once(database, reading, tmp_path):
    run_processes(database, tmp_path)
    reading()

    sequences = list(Posting.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, PROCESSES * ACTS + 1))
    assert Entry.objects.count() == 2 * PROCESSES * ACTS
    writers = Counter(reason.split(",")[0] for reason in Posting.objects.values_list("reason", flat=True))
    assert writers == {f"process {worker}": ACTS for worker in range(PROCESSES)}
    assert list(differences()) == []


@pytest.mark.postgres  # the tests' database in memory has one state for all
def test_what_is_posted_during_verification_is_no_tampering(monkeypatch):
    approver, indicator = builders.user(Role.APPROVER), builders.indicator("test_guided")

    def post():
        line = Line(indicator=indicator, happened_on=builders.DAY)
        ledger.post(Posting.Kind.REPORT, [line], by=approver, reason="meanwhile")
        connections.close_all()

    def chain_with_postings_around(chain=verification._chain):
        for step in (lambda: [], chain):
            yield from step()
            meanwhile = Thread(target=post)
            meanwhile.start()
            meanwhile.join()

    post()
    monkeypatch.setattr(verification, "_chain", chain_with_postings_around)

    assert list(differences()) == []
    assert Posting.objects.count() == 3
