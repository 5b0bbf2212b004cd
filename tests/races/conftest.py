"""Rows to race for: many of each, made before the processes start."""

import datetime as dt

import pytest

from associations.models import PeriodicReport
from tests import builders
from tests.racing import Racers

Status = PeriodicReport.Status


@pytest.fixture
def racers(tmp_path):
    """Return a function that starts a process for each person; those that a failed test left are ended."""
    started = []

    def start(*people):
        started.append(Racers(people, tmp_path))
        return started[-1]

    yield start
    for process in (process for racers in started for process in racers.processes):
        process.kill()
        process.join()


@pytest.fixture
def reports(world):
    """Return a function that makes reports of Alpha in one state, each on an agreement of its own with one support."""
    sent = {"submitted_by": world.alpha.editor, "submitted_at": dt.datetime(2018, 1, 1, tzinfo=dt.UTC), "round": 1}

    def make(status, count):
        return [one(status) for _ in range(count)]

    def one(status):
        agreement = builders.agreement(
            world.alpha.association,
            prepared_by=world.alpha.agreement.prepared_by,
            approved_by=world.alpha.agreement.approved_by,
            signed_document=world.alpha.agreement.signed_document,
        )
        report = builders.report(agreement, status=status, **(sent if status == Status.SUBMITTED else {}))
        package = builders.package(agreement)
        builders.support(
            world.alpha.enterprise, package, report=report, evidence=world.alpha.document, result="Ban đầu"
        )
        return report

    return make
