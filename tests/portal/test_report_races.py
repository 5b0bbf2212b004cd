"""Two people at one report on a real database: one wins, the other is told, nothing acknowledged is lost."""

import datetime as dt
import os
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Notification
from associations import report_services
from associations.models import PeriodicReport
from associations.report_drafts import save_texts
from programme.models import Posting
from tests import builders

TRIALS = int(os.environ.get("RACE_TRIALS", "5"))
Status = PeriodicReport.Status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]


@pytest.fixture
def make(world):
    """Return a function that gives a fresh report of Alpha in a state, with one support in it."""

    def make(status):
        PeriodicReport.objects.filter(agreement=world.alpha.agreement).exclude(status=Status.ACCEPTED).update(
            status=Status.ACCEPTED,
            accepted_by=world.national.aggregate.prepared_by,
            accepted_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
        )
        sent = {"submitted_by": world.alpha.editor, "submitted_at": dt.datetime(2021, 1, 1, tzinfo=dt.UTC), "round": 1}
        agreement = builders.agreement(
            world.alpha.association,
            prepared_by=world.alpha.agreement.prepared_by,
            approved_by=world.alpha.agreement.approved_by,
            signed_document=world.alpha.agreement.signed_document,
        )
        report = builders.report(agreement, status=status, **(sent if status == Status.SUBMITTED else {}))
        package = builders.package(agreement)
        builders.support(world.alpha.enterprise, package, report=report, evidence=world.alpha.document)
        return report

    return make


def race(*acts):
    """Run ``acts`` at once, each on its own connection; return what each returned or the ``ValidationError``."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait()
            answers[place] = act()
        except ValidationError as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refused(answers):
    return [isinstance(answer, ValidationError) for answer in answers]


def test_of_two_acceptances_one_counts(make, approver, second_approver):
    for _trial in range(TRIALS):
        report = make(Status.SUBMITTED)
        told = Notification.objects.filter(event="report.accepted").count()

        def accept(by, report=report):
            return lambda: report_services.accept_report(report, by=by, revision=report.revision)

        answers = race(accept(approver), accept(second_approver))

        assert sorted(refused(answers)) == [False, True]
        assert Posting.objects.filter(source_type="associations.periodicreport", source_id=report.pk).count() == 1
        assert report.versions.filter(kind="acceptance").count() == 1
        assert Notification.objects.filter(event="report.accepted").count() == told + 1


def test_acceptance_or_return_but_not_both(make, approver, officer):
    for _trial in range(TRIALS):
        report = make(Status.SUBMITTED)
        seen = {"revision": report.revision}
        answers = race(
            lambda: report_services.accept_report(report, by=approver, **seen),  # noqa: B023  joined in this trial
            lambda: report_services.return_report(report, by=officer, reason="Thiếu", **seen),  # noqa: B023
        )

        assert sorted(refused(answers)) == [False, True]
        won = next(answer for answer in answers if not isinstance(answer, ValidationError))
        report.refresh_from_db()
        assert report.status == won.status
        is_accepted = report.status == Status.ACCEPTED
        assert report.versions.count() == int(is_accepted)
        assert (
            Posting.objects.filter(source_id=report.pk, source_type="associations.periodicreport").exists()
            == is_accepted
        )


def test_of_two_editors_the_second_is_told(make, world):
    for _trial in range(TRIALS):
        report = make(Status.OPEN)

        def write(words, report=report):
            return lambda: save_texts(report, by=world.alpha.editor, revision=report.revision, narrative=words)

        answers = race(write("Một"), write("Hai"))

        assert sorted(refused(answers)) == [False, True]
        kept = next(answer.narrative for answer in answers if not isinstance(answer, ValidationError))
        report.refresh_from_db()
        assert report.narrative == kept


def test_what_is_sent_holds_every_acknowledged_edit(make, world):
    """An edit that was acknowledged before the report was sent is in the version; one after it is refused."""
    for _trial in range(TRIALS):
        report = make(Status.OPEN)
        seen, editor = report.revision, world.alpha.editor
        edited, sent = race(
            lambda: save_texts(report, by=editor, revision=seen, narrative="Mới"),  # noqa: B023
            lambda: report_services.submit_report(report, by=editor, revision=seen),  # noqa: B023
        )

        assert sorted(refused([edited, sent])) == [False, True]
        report.refresh_from_db()
        assert report.narrative == ("" if isinstance(edited, ValidationError) else "Mới")
        assert report.versions.count() == int(not isinstance(sent, ValidationError))
