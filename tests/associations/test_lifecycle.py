"""The life of an agreement: every cell of its table, the grounds of steps, who may sign, what suspension stops."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.admin_base import ACTS
from accounts.models import AuditEvent, Notification
from accounts.roles import ASSOCIATION_ROLES, Role, permissions_of
from associations import lifecycle, refusals
from associations.models import Agreement, AgreementStep, Funding, Milestone, SigningAuthority
from associations.report_services import check_opening
from associations.services import move_agreement
from tests import builders

Status = Agreement.Status
PORTAL = "portal"  # the daily command, beside the roles


@pytest.fixture(autouse=True)
def _english(settings):
    """Guards' sentences are compared in the language of the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def make(alpha, officer, approver):
    """Return a function that makes an agreement in a status, its term over or under way."""

    def make(status=Status.IN_FORCE, **fields):
        return builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status, **fields)

    return make


@pytest.fixture
def decision(alpha, officer):
    return builders.document("Quyết định", by=officer, association=alpha.code)


# --- the table -------------------------------------------------------------------------------------------------


@pytest.fixture
def people(alpha):
    cast = {role: builders.user(role) for role in Role if role not in ASSOCIATION_ROLES}
    cast |= {role: builders.member(role, alpha) for role in ASSOCIATION_ROLES}
    return cast | {PORTAL: None}


def may(row, who):
    return row.is_daily if who == PORTAL else bool(row.permission) and row.permission in permissions_of(who)


@pytest.mark.slow
@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("row", lifecycle.TRANSITIONS, ids=lambda row: row.action)
def test_every_listed_cell_works_and_every_other_is_refused(row, status, make, people, decision):
    """All guards are satisfied here: the term of the agreement is over, it was signed, nothing is open under it."""
    agreement = make(status)
    if status == Status.APPROVED:  # before they are recorded as signed, the signatures are there already
        signed = {"signed_document": builders.document("Bản ký", association="ALPHA", by=agreement.prepared_by)}
        for side, association in (("programme", None), ("association", agreement.association)):
            signed |= {f"{side}_authority": builders.authority(association), f"{side}_signed_on": builders.START}
        Agreement.objects.filter(pk=agreement.pk).update(**signed)
    before = Agreement.objects.filter(pk=agreement.pk).values().get()
    cells = {}
    for who, user in people.items():
        with suppress(_Undo), transaction.atomic():
            cells[who] = refused(agreement, row, user, decision)
            if not cells[who]:
                step = AgreementStep.objects.get(agreement=agreement)
                assert (step.action, step.from_status, step.to_status) == (row.action, status, row.target)
                assert (step.by, step.reason, step.document) == (user, "x", decision)
                assert Agreement.objects.get(pk=agreement.pk).status == row.target
                raise _Undo
        assert Agreement.objects.filter(pk=agreement.pk).values().get() == before

    assert {who: not code for who, code in cells.items()} == {
        who: status in row.sources and may(row, who) for who in people
    }
    assert set(cells.values()) <= {"", f"{row.action}_refused"}


def refused(agreement, row, user, document):
    """Take the step; return the code of its refusal, which must come with a sentence, or ''."""
    try:
        move_agreement(agreement, row.action, by=user, reason="x", document=document)
    except ValidationError as error:
        return error.code if error.messages[0].endswith(".") else error.messages[0]
    return ""


class _Undo(Exception):
    """Takes a step back, so that the next one starts from the same row."""


def test_every_right_and_every_word_of_the_table_is_there():
    named = {row.permission for row in lifecycle.TRANSITIONS if row.permission}
    declared = {f"associations.{code}" for code, _name in Agreement._meta.permissions}

    assert named == declared
    assert {row.action for row in lifecycle.TRANSITIONS} <= set(ACTS)
    assert {state for row in lifecycle.TRANSITIONS for state in (*row.sources, row.target)} == set(Status.values)
    assert all(row.roles or row.is_daily for row in lifecycle.TRANSITIONS)


def test_an_administrator_does_not_approve(make, administrator):
    with pytest.raises(ValidationError, match="It takes one of these roles: Approver"):
        move_agreement(make(Status.SUBMITTED), "approve", by=administrator)


def test_who_worked_on_it_does_not_approve_it(alpha, officer, approver, second_approver):
    """An approver does all that an officer does: who wrote or sent a draft that another one began is no second eye."""
    agreement = builders.agreement(
        alpha, prepared_by=officer, approved_by=None, status=Status.SUBMITTED, submitted_by=second_approver
    )
    money = Funding.objects.create(agreement=agreement, source="central", amount_vnd=1)
    audit.record("admin.change", money, by=approver)

    for person in (approver, second_approver):
        with pytest.raises(ValidationError, match="You worked on this agreement"):
            move_agreement(agreement, "approve", by=person)
    third = builders.user(Role.APPROVER, "third-approver")
    audit.record("agreement.return", agreement, by=third)
    assert move_agreement(agreement, "approve", by=third).approved_by == third


def test_nothing_is_settled_while_a_delivery_waits(make, approver, decision):
    agreement = make(Status.COMPLETED)
    Milestone.objects.create(
        agreement=agreement, position=1, title="Báo cáo", due_on=builders.DAY, status=Milestone.Status.DELIVERED
    )

    with pytest.raises(ValidationError, match="“Báo cáo” was delivered and waits"):
        move_agreement(agreement, "settle", by=approver, reason="x", document=decision)


def test_who_terminates_a_suspended_agreement_is_told_to_resume_it_for_its_reports(make, approver, decision):
    agreement = make(Status.SUSPENDED)
    sent = {"submitted_by": agreement.prepared_by, "submitted_at": timezone.now(), "round": 1}
    builders.report(agreement, status="submitted", **sent)

    with pytest.raises(ValidationError, match="resume the agreement, then accept or return them"):
        move_agreement(agreement, "terminate", by=approver, reason="x", document=decision)


# --- grounds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [row.action for row in lifecycle.TRANSITIONS if row.needs_reason])
def test_a_step_that_needs_a_reason_is_refused_without(action, make, approver, decision):
    agreement = make(lifecycle.transition(action).sources[0])

    with pytest.raises(ValidationError) as error:
        move_agreement(agreement, action, by=approver, reason="  ", document=decision)

    assert error.value.code == "reason_missing"
    assert not agreement.steps.exists()


@pytest.mark.parametrize("action", ["suspend", "terminate", "settle"])
def test_a_step_that_needs_its_decision_is_refused_without(action, make, approver, beta, officer):
    agreement = make(lifecycle.transition(action).sources[0])
    strange = builders.document("Quyết định", by=officer, association=beta.code)

    with pytest.raises(ValidationError) as missing:
        move_agreement(agreement, action, by=approver, reason="x")
    with pytest.raises(ValidationError, match="another association"):
        move_agreement(agreement, action, by=approver, reason="x", document=strange)

    assert missing.value.code == "document_missing"
    agreement.refresh_from_db()
    assert agreement.status in lifecycle.transition(action).sources


def test_who_comes_second_is_told_who_was_first(make, approver, second_approver):
    agreement = make(Status.SUBMITTED)
    move_agreement(agreement, "approve", by=approver)

    with pytest.raises(ValidationError) as error:
        move_agreement(agreement, "approve", by=second_approver)

    assert error.value.messages[0].startswith("The agreement is “approved” now (approver, ")
    assert agreement.steps.count() == 1


# --- who signs -------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(make, alpha, officer):
    agreement = make(Status.APPROVED)
    agreement.programme_authority = builders.authority()
    agreement.association_authority = builders.authority(alpha)
    agreement.programme_signed_on = agreement.association_signed_on = builders.DAY
    agreement.signed_document = builders.document("Bản ký", by=officer, association=alpha.code)
    agreement.save()
    return agreement


def test_signing_copies_who_signed_as_it_stands_on_paper(approved, officer):
    move_agreement(approved, "sign", by=officer)
    SigningAuthority.objects.update(position="Chức vụ mới")

    approved.refresh_from_db()
    assert (approved.programme_signatory, approved.programme_signatory_position) == (
        "Người ký của Chương trình",
        "Phó Tổng cục trưởng",
    )
    assert (approved.association_signatory, approved.association_signatory_position) == ("Đại diện ALPHA", "Chủ tịch")


@pytest.mark.parametrize("action", ["sign", "start"])
@pytest.mark.parametrize(
    ("side", "change", "sentence"),
    [
        (
            "association",
            {"valid_to": builders.DAY - dt.timedelta(1)},
            "Đại diện ALPHA may sign 01/01/2017 – 06/06/2017",
        ),
        (
            "programme",
            {"valid_from": builders.DAY + dt.timedelta(1)},
            "Người ký của Chương trình may sign from 08/06/2017",
        ),
        ("association", {"valid_to": builders.DAY}, ""),
        ("programme", {"valid_from": builders.DAY}, ""),
    ],
)
def test_authority_covers_the_day_of_signing(action, side, change, sentence, approved, officer):
    if action == "start":
        move_agreement(approved, "sign", by=officer)
    SigningAuthority.objects.filter(pk=getattr(approved, f"{side}_authority_id")).update(**change)

    if not sentence:
        assert move_agreement(approved, action, by=officer).status == lifecycle.transition(action).target
        return
    with pytest.raises(ValidationError) as error:
        move_agreement(approved, action, by=officer)
    assert error.value.messages[0].startswith(f"{sentence}, not on 07/06/2017: choose who")


def test_nobody_signs_for_another_side(approved, beta, officer):
    approved.association_authority = builders.authority(beta)
    approved.save()

    with pytest.raises(ValidationError, match="Đại diện BETA may not sign for this side"):
        move_agreement(approved, "sign", by=officer)


# --- suspension ------------------------------------------------------------------------------------------------


def test_a_suspended_agreement_takes_neither_packages_nor_reports_and_says_why(make, officer, decision):
    agreement = make()
    assert (refusals.packages_refused(agreement), agreement.takes_reports) == ("", True)

    agreement = move_agreement(agreement, "suspend", by=officer, reason="Chờ kết luận kiểm tra", document=decision)

    sentence = refusals.packages_refused(agreement)
    assert sentence.startswith("The agreement is suspended (Chờ kết luận kiểm tra): no package is added")
    with pytest.raises(ValidationError) as error:
        check_opening(agreement, builders.report_type(), builders.START, builders.END)
    assert error.value.messages == [sentence]
    resumed = move_agreement(agreement, "resume", by=officer, reason="Đã khắc phục")
    assert (refusals.packages_refused(resumed), resumed.takes_reports) == ("", True)


@pytest.mark.parametrize(
    ("source", "action", "ends"),
    [
        (Status.IN_FORCE, "complete", {"running": "completed", "preparing": "stopped"}),
        (Status.IN_FORCE, "terminate", {"running": "stopped", "preparing": "stopped"}),
        (Status.APPROVED, "cancel", {"preparing": "stopped"}),
    ],
)
def test_packages_end_with_their_agreement(source, action, ends, make, approver, decision):
    agreement = make(source)
    kept = {"completed": "completed", "stopped": "stopped"}
    packages = {before: builders.package(agreement, status=before) for before in ends | kept}

    move_agreement(agreement, action, by=approver, reason="Hết việc", document=decision)

    for package in packages.values():
        package.refresh_from_db()
    assert {before: package.status for before, package in packages.items()} == ends | kept
    moved = [package.history.latest().history_user for before, package in packages.items() if before in ends]
    assert moved == [approver] * len(ends)


def test_after_its_term_reports_are_still_taken_and_packages_not(make):
    agreement = move_agreement(make(), "expire", by=None)

    assert agreement.takes_reports
    assert refusals.packages_refused(agreement).startswith("The agreement is “expired”: packages are added to a draft")


def test_what_the_portal_does_itself_is_recorded_as_its_own(make, alpha_editor, officer):
    agreement = move_agreement(make(), "expire", by=None)

    event = AuditEvent.objects.get(action="agreement.expire")
    told = Notification.objects.filter(event="agreement.expire")
    assert event.actor is None
    assert agreement.history.first().history_user is None
    assert {row.recipient for row in told} == {alpha_editor, officer}


def test_an_association_reads_steps_from_the_approval_on(make, officer, approver, alpha_editor, beta_editor):
    agreement = make(Status.DRAFT)
    move_agreement(agreement, "submit", by=officer)
    move_agreement(agreement, "return", by=officer, reason="Nội bộ")
    move_agreement(agreement, "submit", by=officer)
    move_agreement(agreement, "approve", by=approver)

    def actions(user):
        return [step.action for step in AgreementStep.objects.visible_to(user)]

    assert actions(officer) == ["submit", "return", "submit", "approve"]
    assert actions(alpha_editor) == ["approve"]
    assert actions(beta_editor) == []
    assert agreement.steps.last().at <= timezone.now()
