"""Several processes approve at once on a real database: numbers without gap or repeat, and one approval of each.

Every day a few trials of two approvers at one agreement; the full measure is ``APPROVAL_TRIALS=100``.
"""

import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Notification
from accounts.roles import Role
from associations.models import Agreement, AgreementStep, NumberSeries
from tests import builders

APPROVALS = 50
PROCESSES = 10
TRIALS = int(os.environ.get("APPROVAL_TRIALS", "10"))

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def submitted():
    """Return a function that makes agreements to approve, of all kinds in turn."""
    officer, association = builders.user(Role.OFFICER, "officer"), builders.association("ALPHA")

    def make(count):
        return [
            builders.agreement(
                association, prepared_by=officer, approved_by=officer, status=Agreement.Status.SUBMITTED, kind=kind
            ).pk
            for kind, _ in zip(Agreement.Kind.values * count, range(count), strict=False)
        ]

    return make


class Approvers:
    """Processes that approve what they are told, each as its user, on a database that all of them open.

    On PostgreSQL it is the test database itself. On SQLite, where that one is in memory, a copy of it in a file.
    """

    def __init__(self, people, folder):
        self.file = folder / "approvals.sqlite3"
        if connection.vendor == "postgresql":
            name = connection.settings_dict["NAME"]
            address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        else:
            self._copy(connection.connection, to_file=True)
            address = f"sqlite:///{self.file}"
        environment = os.environ | {"DATABASE_URL": address, "VAR_DIR": str(folder), "LOG_LEVEL": "WARNING"}
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.associations.approve_acts", person.email],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for person in people
        ]
        assert [process.stdout.readline() for process in self.processes] == ["ready\n"] * len(people)

    def at_once(self, orders):
        """Tell every process its orders before any answer is read; return the answers, a list a process."""
        for process, lines in zip(self.processes, orders, strict=True):
            process.stdin.write("".join(f"{line}\n" for line in lines))
        for process in self.processes:
            process.stdin.flush()
        return [
            [process.stdout.readline().strip() for _line in lines]
            for process, lines in zip(self.processes, orders, strict=True)
        ]

    def end(self):
        """Let the processes end, and read what they wrote."""
        for process in self.processes:
            process.communicate()
        assert [process.returncode for process in self.processes] == [0] * len(self.processes)
        if connection.vendor == "sqlite":
            self._copy(connection.connection, to_file=False)

    def _copy(self, memory, to_file):
        file = sqlite3.connect(self.file)
        source, target = (memory, file) if to_file else (file, memory)
        source.backup(target)
        file.close()


def test_fifty_approvals_at_once_leave_no_gap_and_repeat_none(submitted, tmp_path):
    """Every process also approves one agreement in vain, in a transaction that fails: its number is not lost."""
    keys, in_vain = submitted(APPROVALS), submitted(PROCESSES)
    people = [builders.user(Role.APPROVER) for _ in range(PROCESSES)]
    approvers = Approvers(people, tmp_path)
    own = [keys[n::PROCESSES] for n in range(PROCESSES)]
    orders = [[*own[n][: n % 4], f"{in_vain[n]} undo", *own[n][n % 4 :]] for n in range(PROCESSES)]

    answers = approvers.at_once(orders)
    approvers.end()

    assert sum(line == "undone" for lines in answers for line in lines) == PROCESSES
    serials = defaultdict(list)
    for row in Agreement.objects.filter(pk__in=keys).order_by("serial"):
        assert (row.status, row.year) == (Agreement.Status.APPROVED, timezone.localdate().year)
        serials[row.kind].append(row.serial)
    assert {kind: given == list(range(1, len(given) + 1)) for kind, given in serials.items()} == dict.fromkeys(
        Agreement.Kind.values, True
    )
    assert sum(map(len, serials.values())) == APPROVALS
    assert {row.kind: row.last for row in NumberSeries.objects.all()} == {k: len(v) for k, v in serials.items()}
    waiting = Agreement.objects.filter(pk__in=in_vain, serial=None, status=Agreement.Status.SUBMITTED)
    assert waiting.count() == PROCESSES
    assert AgreementStep.objects.filter(action="approve").count() == APPROVALS


def test_of_two_approvers_at_once_one_approves_and_the_other_is_told(submitted, tmp_path):
    keys = submitted(TRIALS)
    people = [builders.user(Role.APPROVER, name) for name in ("first", "second")]
    approvers = Approvers(people, tmp_path)

    outcomes = [[answer for [answer] in approvers.at_once([[key], [key]])] for key in keys]
    approvers.end()

    for key, answers in zip(keys, outcomes, strict=True):
        row = Agreement.objects.get(pk=key)
        loser = next(answer for answer in answers if answer != row.number)
        assert answers.count(row.number) == 1
        assert loser.startswith(f"Thỏa thuận hiện ở trạng thái “đã phê duyệt” ({row.approved_by.full_name}, ")
        assert [step.by for step in row.steps.all()] == [row.approved_by]
        assert Notification.objects.filter(event="agreement.approve", path=row.get_absolute_url()).count() == 1
