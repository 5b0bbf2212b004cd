"""An exception frees whom it names from what it names, for as long as it says, and leaves a trail."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from associations import locks
from associations.models import Agreement, Funding, LockException
from enterprises import services
from programme import ledger
from programme.ledger import LedgerError, Line
from programme.models import Indicator, Posting
from tests import builders
from tests.portal import lock_worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(world, officer, administrator):
    return lock_worlds.closed_period(world, officer, administrator)


@pytest.fixture
def settled(world, officer, approver):
    return lock_worlds.settled_agreement(world, officer, approver)


def valid(officer, approver, **named):
    row = locks.request_exception(by=officer, reason="Nhập thiếu", days=2, **named)
    return locks.approve_exception(row, by=approver)


def run_out(row):
    LockException.objects.filter(pk=row.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def excused():
    events = AuditEvent.objects.filter(action="lock.excused").order_by("pk")
    return [(event.object_type, event.changes["exception"][1], event.actor) for event in events]


def test_an_association_changes_its_records_while_the_exception_is_valid(closed, officer, approver, alpha_editor):
    row = valid(officer, approver, period=closed.period, association=closed.alpha.association)

    services.change_support(closed.support, by=alpha_editor, result="Đã sửa")

    closed.support.refresh_from_db()
    assert closed.support.result == "Đã sửa"
    assert excused() == [("enterprises.support", row.pk, alpha_editor)]

    run_out(row)
    with pytest.raises(locks.Locked) as error:
        services.change_support(closed.support, by=alpha_editor, result="Lại sửa")
    assert error.value.messages == [closed.sentence]
    assert excused() == [("enterprises.support", row.pk, alpha_editor)]


def test_it_frees_nobody_else_and_nothing_else(closed, settled, world, officer, approver):
    valid(officer, approver, period=closed.period, association=world.beta.association)
    valid(officer, approver, agreement=settled.agreement, person=officer)

    with pytest.raises(locks.Locked):
        services.change_support(closed.support, by=closed.alpha.editor, result="x")
    with pytest.raises(locks.Locked):
        locks.refuse_locked(closed.support, officer)
    with pytest.raises(locks.Locked):
        locks.refuse_locked(settled.package, approver)
    locks.refuse_locked(settled.package, officer)


def test_posting_into_a_closed_period_takes_an_exception(closed, officer, approver):
    def post():
        lines = [Line(indicator=Indicator.objects.get(code="tcvn_new"), happened_on=lock_worlds.DAY, subject="x")]
        return ledger.post(Posting.Kind.STANDARD, lines, by=approver, reason="Bổ sung")

    with pytest.raises(LedgerError) as error:
        post()
    assert error.value.messages == [closed.sentence]

    asked = locks.request_exception(by=officer, reason="Thiếu", days=1, period=closed.period, person=approver)
    with pytest.raises(ValidationError):  # who profits does not decide
        locks.approve_exception(asked, by=approver)
    row = locks.approve_exception(asked, by=builders.user("approver"))
    posting = post()

    assert excused() == [("programme.posting", row.pk, approver)]
    assert AuditEvent.objects.get(action="lock.excused").object_id == str(posting.pk)


def test_an_accepted_report_takes_no_exception(world, officer, approver, alpha_editor):
    it = lock_worlds.accepted_report(world)
    with pytest.raises(ValidationError):
        valid(officer, approver, agreement=it.agreement, association=it.alpha.association)
    Agreement.objects.filter(pk=it.agreement.pk).update(status=Agreement.Status.SETTLED)
    it.agreement.refresh_from_db()
    valid(officer, approver, agreement=it.agreement, association=it.alpha.association)

    with pytest.raises(ValidationError) as error:
        services.change_support(it.support, by=alpha_editor, result="x")
    assert error.value.messages == [it.sentence]


def test_parts_of_a_settled_agreement_open_in_the_admin(settled, officer, approver, client_for):
    funding = next(row for row in settled.rows if isinstance(row, Funding))
    path = f"/admin/associations/funding/{funding.pk}/change/"
    data = {"source": "central", "state": "planned", "amount_vnd": "77", "change_reason": ""}
    client = client_for(officer)
    page = client.get(path).content.decode()
    assert f"/admin/associations/lockexception/add/?agreement={settled.agreement.pk}" in page
    client.post(path, data)
    funding.refresh_from_db()
    assert funding.amount_vnd == 1

    row = valid(officer, approver, agreement=settled.agreement, person=officer)
    client.post(path, data)
    funding.refresh_from_db()
    assert funding.amount_vnd == 77
    assert excused() == [("associations.funding", row.pk, officer)]

    run_out(row)
    client.post(path, data | {"amount_vnd": "88"})
    funding.refresh_from_db()
    assert funding.amount_vnd == 77


def test_the_page_of_an_ended_agreement_shows_the_way_while_an_exception_opens_it(
    settled, officer, approver, client_for
):
    page, add = settled.agreement.get_absolute_url(), reverse("associations:funding-add", args=[settled.agreement.pk])
    before = client_for(officer).get(page)
    row = valid(officer, approver, agreement=settled.agreement, person=officer)

    answers = {user: client_for(user).get(page) for user in (officer, approver)}

    assert before.context["exception"] is None
    assert {user: answer.context["exception"] for user, answer in answers.items()} == {officer: row, approver: None}
    assert [add in answer.text for answer in (before, answers[officer], answers[approver])] == [False, True, False]


def test_somebody_else_decides_and_only_once(closed, officer, approver, second_approver):
    row = locks.request_exception(by=approver, reason="Thiếu", days=14, period=closed.period, person=officer)
    with pytest.raises(PermissionDenied):
        locks.approve_exception(row, by=officer)
    with pytest.raises(ValidationError):
        locks.approve_exception(row, by=approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        LockException.objects.filter(pk=row.pk).update(
            status="approved", decided_by=approver, decided_at=timezone.now(), expires_at=timezone.now()
        )

    row = locks.approve_exception(row, by=second_approver)
    assert row.expires_at - row.decided_at == dt.timedelta(days=14)
    with pytest.raises(ValidationError):
        locks.refuse_exception(row, by=second_approver, reason="x")


@pytest.mark.parametrize("days", [0, 15])
def test_it_lasts_one_to_fourteen_days(days, closed, officer):
    with pytest.raises(ValidationError):
        locks.request_exception(by=officer, reason="Thiếu", days=days, period=closed.period, person=officer)


def test_what_is_not_closed_needs_none(world, officer, alpha):
    with pytest.raises(ValidationError):
        locks.request_exception(by=officer, reason="x", days=1, agreement=world.alpha.agreement, association=alpha)


def test_it_closes_by_itself_and_says_so_once(closed, officer, approver):
    row = valid(officer, approver, period=closed.period, person=officer)
    Notification.objects.all().delete()
    assert locks.close_expired() == 0
    run_out(row)

    assert (locks.close_expired(), locks.close_expired()) == (1, 0)

    row.refresh_from_db()
    assert row.status == LockException.Status.CLOSED
    assert [note.recipient for note in Notification.objects.all()] == [officer]
    assert AuditEvent.objects.filter(action="lockexception.expire").count() == 1


def test_its_notices_lead_staff_to_it_and_an_association_to_what_it_may_change(settled, officer, approver):
    alpha = settled.alpha
    row = valid(officer, approver, agreement=settled.agreement, association=alpha.association)

    def paths(event):
        return set(Notification.objects.filter(event=event).values_list("recipient__full_name", "path"))

    own, admin = settled.agreement.get_absolute_url(), row.get_absolute_url()
    assert paths("lockexception.approved") == {
        (officer.full_name, admin),
        *((link.user.full_name, own) for link in alpha.association.memberships.filter(user__is_active=True)),
    }
    assert {path for _name, path in paths("lockexception.requested")} == {admin}


def test_it_is_asked_for_and_decided_on_in_the_admin(closed, officer, approver, client_for):
    data = {"period": closed.period.pk, "person": officer.pk, "reason": "Thiếu biên bản", "days": "2"}
    answer = client_for(officer).post("/admin/associations/lockexception/add/", data, follow=True)
    row = LockException.objects.get(reason="Thiếu biên bản")
    assert answer.status_code == 200
    assert (row.status, row.requested_by) == ("waiting", officer)

    url = f"/admin/associations/lockexception/{row.pk}"
    assert client_for(officer).post(f"{url}/move/approve/", {"_confirmed": "1"}).status_code == 403
    client_for(approver).post(f"{url}/move/approve/", {"_confirmed": "1", "decision": "Đồng ý"})
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.is_valid) == ("approved", approver, True)

    locks.refuse_locked(closed.support, officer)
    page = client_for(approver).get(f"{url}/change/").content.decode()
    assert str(closed.support) in page

    client_for(approver).post(f"{url}/move/close/", {"_confirmed": "1", "reason": "Xong"})
    with pytest.raises(locks.Locked):
        locks.refuse_locked(closed.support, officer)


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    closed, officer, approver, client_for, django_assert_max_num_queries
):
    client = client_for(approver)
    for _number in range(20):
        locks.request_exception(by=officer, reason="x", days=1, period=closed.period, person=officer)
    with django_assert_max_num_queries(8):
        client.get("/admin/associations/lockexception/")
