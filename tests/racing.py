"""People who act at once, each in a process of his own, on a database that all of them open.

On PostgreSQL that is the test database itself. On SQLite, where that one is in memory, it is a copy of it in a file,
which is copied back at the end. Every day a few trials; the full measure is ``RACE_TRIALS=100``::

    RACE_TRIALS=100 pytest tests/races
    RACE_TRIALS=100 python tools/with_postgres.py pytest tests/races
"""

import multiprocessing
import os
import sqlite3
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tests import racer

_fork = multiprocessing.get_context("fork")
TRIALS = int(os.environ.get("RACE_TRIALS", "4"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one order: what was ``done`` (the value that was asked for), or why it was ``refused``."""

    done: object = None
    refused: str = ""


def call(service, row, *, give="", undo=False, **values):
    """Order to call ``service`` (a dotted path) for ``row``; a value that is a record is sent by its key.

    ``give`` names what is answered of the record that the service returns; ``undo`` rolls the transaction back.
    """
    values = {name: _sent(value) for name, value in values.items()}
    return {"act": "call", "service": service, "row": _sent(row), "values": values, "give": give, "undo": undo}


def look(path):
    """Order to open a page and to keep its form as it is."""
    return {"act": "look", "path": path}


def send(path, **typed):
    """Order to send the form that was opened at ``path``, with some boxes ``typed``."""
    return {"act": "send", "path": path, "typed": {name: str(value) for name, value in typed.items()}}


def press(path, to, **typed):
    """Order to press a button of the page that was opened at ``path``; it leads ``to`` another address."""
    return {"act": "press", "path": path, "to": to, "typed": typed}


def _sent(value):
    if hasattr(value, "_meta"):
        return {"model": value._meta.label, "pk": value.pk}
    return {"day": value.isoformat()} if isinstance(value, date) else value


class Racers:
    """One process a person of ``people``; make every row before, and call ``end`` before the rows are read again.

    The processes are forked, so that they know the portal at once; each opens the database for itself.
    """

    def __init__(self, people, folder):
        self.file = folder / "race.sqlite3" if connection.vendor == "sqlite" else None
        if self.file:
            self._copy(connection.connection, to_file=True)
        self.processes, self.pipes = [], []
        for person in people:
            ours, theirs = _fork.Pipe()
            process = _fork.Process(target=racer.run, args=(theirs, person, self.file), daemon=True)
            process.start()
            theirs.close()
            self.processes.append(process)
            self.pipes.append(ours)
        self.turn = 0

    def at_once(self, orders):
        """Tell every process its list of orders before any answer is read; return a list of ``Answer`` each.

        The processes are told in another order each time, so that the same one is not always the first.
        """
        self.turn += 1
        told = list(zip(self.pipes, orders, strict=True))
        start = self.turn % len(told)
        for pipe, mine in told[start:] + told[:start]:
            for order in mine:
                pipe.send(order)
        return [[self._answer(pipe) for _order in mine] for pipe, mine in told]

    def race(self, *orders):
        """One order a process, all at once; return an ``Answer`` each."""
        return [answer for [answer] in self.at_once([[order] for order in orders])]

    def end(self):
        """Let the processes end, and read what they wrote."""
        for pipe, process in zip(self.pipes, self.processes, strict=True):
            pipe.send(None)
            process.join()
        assert [process.exitcode for process in self.processes] == [0] * len(self.processes)
        if self.file:
            self._copy(connection.connection, to_file=False)

    def _answer(self, pipe):
        found = pipe.recv()
        assert "fault" not in found, found["fault"]
        return Answer(**found)

    def _copy(self, memory, to_file):
        file = sqlite3.connect(self.file)
        source, target = (memory, file) if to_file else (file, memory)
        source.backup(target)
        file.close()


def one_won(answers):
    """Return ``(place of the one that was done, what the other was told)``; fails unless it was exactly one of two."""
    assert [bool(answer.refused) for answer in answers].count(False) == 1, answers
    winner = [bool(answer.refused) for answer in answers].index(False)
    return winner, answers[1 - winner].refused
