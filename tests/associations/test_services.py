"""Agreements and needs: the table of states, its guards, numbers, answers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from associations.models import Agreement, Annex, Need, PeriodicReport
from associations.services import answer_need, move_agreement, state_need
from tests import builders

Status = Agreement.Status


@pytest.fixture(autouse=True)
def _english(settings):
    """Guards' sentences are compared in the language of the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def draft(alpha, officer):
    return Agreement.objects.create(
        association=alpha,
        title="Bản ghi nhớ",
        starts_on=builders.START,
        ends_on=builders.END,
        prepared_by=officer,
        programme_authority=builders.authority(),
        association_authority=builders.authority(alpha),
        programme_signed_on=builders.START,
        association_signed_on=builders.START,
    )


def in_status(status, alpha, officer, approver):
    return builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status)


def test_from_draft_to_force(draft, officer, approver):
    move_agreement(draft, "submit", by=officer)
    approved = move_agreement(draft, "approve", by=approver, on=dt.date(2017, 2, 1))
    approved.signed_document = builders.document("Bản ký", by=officer, association="ALPHA")
    approved.save()
    move_agreement(draft, "sign", by=officer)
    agreement = move_agreement(draft, "start", by=officer)

    assert (agreement.status, agreement.number) == (Status.IN_FORCE, "01/2017/BGN-712")
    assert [event.action for event in AuditEvent.objects.order_by("pk") if event.action.startswith("agreement.")] == [
        "agreement.submit",
        "agreement.approve",
        "agreement.sign",
        "agreement.start",
    ]
    assert agreement.history.filter(status=Status.APPROVED).exists()


def test_who_prepared_it_does_not_approve_it(alpha, approver):
    draft = Agreement.objects.create(
        association=alpha, title="x", starts_on=builders.START, ends_on=builders.END, prepared_by=approver
    )
    move_agreement(draft, "submit", by=approver)

    with pytest.raises(ValidationError, match="somebody else"):
        move_agreement(draft, "approve", by=approver)


def test_signing_needs_the_file(draft, officer, approver):
    move_agreement(draft, "submit", by=officer)
    move_agreement(draft, "approve", by=approver)

    with pytest.raises(ValidationError, match="signed file is missing"):
        move_agreement(draft, "sign", by=officer)

    draft.refresh_from_db()
    assert draft.status == Status.APPROVED


def test_a_second_approval_is_refused(draft, officer, approver, second_approver):
    move_agreement(draft, "submit", by=officer)
    move_agreement(draft, "approve", by=approver)

    with pytest.raises(ValidationError, match="approved"):
        move_agreement(draft, "approve", by=second_approver)


def test_numbers_are_consecutive_within_kind_and_year(alpha, officer, approver):
    numbers = []
    for kind in ("memorandum", "contract", "memorandum"):
        row = Agreement.objects.create(
            association=alpha, kind=kind, title="x", starts_on=builders.START, ends_on=builders.END, prepared_by=officer
        )
        move_agreement(row, "submit", by=officer)
        numbers.append(move_agreement(row, "approve", by=approver, on=dt.date(2018, 1, 1)).number)

    assert numbers == ["01/2018/BGN-712", "01/2018/HĐ-712", "02/2018/BGN-712"]


def test_it_is_terminated_though_a_report_was_never_sent_but_not_while_one_waits(alpha, officer, approver):
    agreement = in_status(Status.IN_FORCE, alpha, officer, approver)
    report = builders.report(agreement)
    sent = {"submitted_by": officer, "submitted_at": timezone.now(), "round": 1}
    decision = builders.document("Quyết định", by=officer, association=alpha.code)
    PeriodicReport.objects.filter(pk=report.pk).update(status="submitted", **sent)

    with pytest.raises(ValidationError, match=r"1 report.s. wait for the programme: accept or return them first"):
        move_agreement(agreement, "terminate", by=approver, reason="x", document=decision)
    with pytest.raises(ValidationError, match=r"1 report.s. are not accepted yet"):
        move_agreement(agreement, "complete", by=approver)

    PeriodicReport.objects.filter(pk=report.pk).update(status="returned")
    for action in ("terminate", "settle"):
        agreement = move_agreement(agreement, action, by=approver, reason="x", document=decision)
    assert agreement.status == Status.SETTLED


@pytest.mark.parametrize("status", Status.values)
def test_an_association_sees_an_agreement_once_it_is_approved(status, alpha, alpha_editor, officer, approver):
    agreement = in_status(status, alpha, officer, approver)
    item = builders.package(agreement).items.first()
    annex = Annex.objects.create(agreement=agreement, number=1, title="x", effective_on=builders.DAY)
    rows = [agreement, item.package, item, annex]
    hidden = status in (Status.DRAFT, Status.SUBMITTED, Status.CANCELLED)

    for row in rows:
        assert type(row).objects.visible_to(officer).filter(pk=row.pk).exists()
        assert type(row).objects.visible_to(alpha_editor).filter(pk=row.pk).exists() is not hidden


def test_an_association_moves_nothing(draft, alpha_editor):
    with pytest.raises(ValidationError, match="Your role"):
        move_agreement(draft, "submit", by=alpha_editor)


def test_a_need_is_answered_once_with_what_meets_it(alpha, alpha_editor, officer, approver):
    need = state_need(alpha, by=alpha_editor, title="Đào tạo 5S")
    agreement = in_status(Status.IN_FORCE, alpha, officer, approver)
    package = builders.package(agreement)

    answer_need(need, by=officer, status=Need.Status.MET, package=package)

    with pytest.raises(ValidationError, match="answered already"):
        answer_need(need, by=officer, status=Need.Status.DECLINED, answer="no")
    assert Notification.objects.filter(recipient=alpha_editor, event="need.answered").count() == 1


def test_an_answer_must_be_complete(alpha, alpha_editor, officer, beta, approver):
    need = state_need(alpha, by=alpha_editor, title="Đào tạo 5S")
    strange = builders.package(in_status(Status.IN_FORCE, beta, officer, approver))
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=None, status=Status.DRAFT)
    unread = builders.package(draft, status="preparing")

    with pytest.raises(ValidationError, match="names the task"):
        answer_need(need, by=officer, status=Need.Status.MET)
    with pytest.raises(ValidationError, match="reason"):
        answer_need(need, by=officer, status=Need.Status.DECLINED)
    with pytest.raises(ValidationError, match="another association"):
        answer_need(need, by=officer, status=Need.Status.MET, package=strange)
    with pytest.raises(ValidationError, match="has no number yet"):
        answer_need(need, by=officer, status=Need.Status.MET, package=unread)
    with pytest.raises(PermissionDenied):
        answer_need(need, by=alpha_editor, status=Need.Status.DECLINED, answer="x")
    need.refresh_from_db()
    assert need.status == Need.Status.STATED
