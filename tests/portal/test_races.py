"""Two people at one record on a real database: what a service did is never undone by a form that was open meanwhile."""

import datetime as dt
import threading

import pytest
from django.contrib import admin
from django.db import connection

from associations.models import Agreement, Milestone
from associations.services import move_agreement
from programme import ledger, services
from programme.models import AggregateRecord, LedgerPeriod, Posting
from tests import builders
from tests.portal.test_admin import AGREEMENT_PARTS, change_url, move_url

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]

HEAD_START = 1.5  # seconds that the other one has, between the form's check and its saving


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a function: when the admin is about to save a ``model``, another connection runs ``act``.

    The saving goes on when the other is done, or waits for the lock that the form holds. Ends with both done.
    """
    started = []

    def arrange(model, act):
        def run():
            try:
                act()
            finally:
                connection.close()

        cls = type(admin.site._registry[model])
        save = cls.save_model

        def save_model(self, *args):
            thread = threading.Thread(target=run)
            started.append(thread)
            thread.start()
            thread.join(HEAD_START)
            save(self, *args)

        monkeypatch.setattr(cls, "save_model", save_model)

    def finish():
        assert started
        for thread in started:
            thread.join()

    arrange.finish = finish
    return arrange


@pytest.fixture
def count(officer):
    return AggregateRecord.objects.create(
        indicator=builders.indicator("tcvn_new"),
        quantity=100,
        happened_on=dt.date(2016, 12, 31),
        document=builders.document(by=officer),
        prepared_by=officer,
    )


def test_a_count_posted_meanwhile_stays_posted(count, officer, approver, client_for, meanwhile):
    meanwhile(AggregateRecord, lambda: services.post_aggregate(count, by=approver))
    data = {"indicator": count.indicator_id, "quantity": "100", "happened_on": "31/12/2016", "note": "x"}

    client_for(officer).post(change_url(count), data | {"document": count.document_id})
    meanwhile.finish()

    count.refresh_from_db()
    assert count.posting == Posting.objects.get()


def test_a_period_closed_meanwhile_stays_closed(administrator, client_for, meanwhile):
    period = LedgerPeriod.objects.create(name="2012", starts_on=dt.date(2012, 1, 1), ends_on=dt.date(2012, 12, 31))
    meanwhile(LedgerPeriod, lambda: ledger.close_period(period, by=administrator, reason="x"))

    client_for(administrator).post(
        change_url(period), {"name": "2012", "starts_on": "01/01/2012", "ends_on": "31/12/2012"}
    )
    meanwhile.finish()

    period.refresh_from_db()
    assert period.is_closed


def test_an_agreement_submitted_meanwhile_stays_submitted(alpha, officer, approver, client_for, meanwhile):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.DRAFT)
    meanwhile(Agreement, lambda: move_agreement(agreement, "submit", by=officer))
    terms = {"kind": "memorandum", "association": alpha.pk, "title": "Khác"}
    days = {"starts_on": "01/01/2017", "ends_on": "31/12/2017"}

    client_for(officer).post(change_url(agreement), AGREEMENT_PARTS | terms | days)
    meanwhile.finish()

    agreement.refresh_from_db()
    assert (agreement.status, agreement.title) == (Agreement.Status.SUBMITTED, "Khác")


def test_a_part_added_while_its_agreement_is_submitted_is_in_what_is_sent(
    alpha, officer, approver, client_for, meanwhile
):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.DRAFT)
    meanwhile(Milestone, lambda: move_agreement(agreement, "submit", by=officer))
    terms = {"agreement": agreement.pk, "position": "1", "title": "Sản phẩm", "due_on": "07/06/2017"}

    client_for(officer).post("/admin/associations/milestone/add/", terms)
    meanwhile.finish()

    agreement.refresh_from_db()
    assert agreement.milestones.get().history.get().history_date < agreement.submitted_at


def test_an_act_judges_the_record_as_it_is(count, approver, second_approver, client_for):
    """Two post the same count at once: it is posted once, and the second is told."""
    barrier, answers = threading.Barrier(2), []

    def post(user):
        try:
            client = client_for(user)
            barrier.wait()
            answers.append(client.post(move_url(count, "post"), {"_confirmed": "1"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[user]) for user in (approver, second_approver)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 2
    assert Posting.objects.count() == 1


def test_of_two_periods_that_overlap_and_are_saved_at_once_one_is_refused(administrator, client_for):
    barrier, answers = threading.Barrier(2), []

    def save(name, first, last):
        try:
            client = client_for(administrator)
            barrier.wait()
            page = client.post(
                "/admin/programme/ledgerperiod/add/", {"name": name, "starts_on": first, "ends_on": last}
            )
            answers.append((page.status_code, bool(page.context and page.context["errors"])))
        finally:
            connection.close()

    days = [("2013", "01/01/2013", "31/12/2013"), ("2013b", "02/01/2013", "30/06/2014")]
    threads = [threading.Thread(target=save, args=row) for row in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [(200, True), (302, False)]
    assert LedgerPeriod.objects.count() == 1


def test_a_period_saved_while_an_overlapping_one_is_looked_at_is_found(administrator, client_for, meanwhile):
    """The second passes its form's check, the first is saved then; the service looks again."""
    first = LedgerPeriod(name="2014", starts_on=dt.date(2014, 1, 1), ends_on=dt.date(2014, 12, 31))
    meanwhile(LedgerPeriod, lambda: services.save_period(first))

    page = client_for(administrator).post(
        "/admin/programme/ledgerperiod/add/", {"name": "2014b", "starts_on": "02/01/2014", "ends_on": "30/06/2015"}
    )
    meanwhile.finish()

    assert page.context["errors"]
    assert [period.name for period in LedgerPeriod.objects.all()] == ["2014"]
