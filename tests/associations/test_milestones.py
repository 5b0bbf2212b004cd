"""Milestones are delivered, accepted with minutes or refused with a reason, each by somebody else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import AuditEvent, Notification
from associations import milestones
from associations.models import Acceptance, Agreement, Milestone
from associations.report_services import Conflict
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def milestone(world):
    return world.alpha.milestone


@pytest.fixture
def paper(world):
    return world.alpha.document


@pytest.fixture
def delivered(milestone, paper, alpha_editor):
    return milestones.deliver(milestone, by=alpha_editor, note="Báo cáo khảo sát", document=paper)


def minutes(paper, **changes):
    """Complete minutes of today."""
    return {
        "held_on": timezone.localdate(),
        "panel": "Nguyễn Văn Minh; Trần Thị Hoa",
        "conclusion": "Đạt yêu cầu",
        "document": paper,
    } | changes


def state(milestone):
    milestone.refresh_from_db()
    return milestone.status, milestone.accepted_on, milestone.document


def refused_with(call, *args, **kwargs):
    with pytest.raises(ValidationError) as error:
        call(*args, **kwargs)
    return error.value.messages


# --- the way through the states ------------------------------------------------------------------------------------


def test_a_delivery_is_accepted_with_its_minutes(milestone, delivered, paper, officer):
    assert state(milestone) == ("delivered", None, None)

    milestones.accept(delivered, by=officer, **minutes(paper))

    assert state(milestone) == ("accepted", timezone.localdate(), paper)
    found = Acceptance.objects.get(pk=delivered.pk)
    assert (found.outcome, found.round, found.decided_by, found.panel, found.conclusion) == (
        "accepted",
        1,
        officer,
        "Nguyễn Văn Minh; Trần Thị Hoa",
        "Đạt yêu cầu",
    )


def test_a_refused_delivery_stays_and_another_is_made(milestone, delivered, paper, officer, alpha_editor):
    milestones.refuse(delivered, by=officer, reason="Thiếu danh sách")
    assert state(milestone) == ("refused", None, None)

    again = milestones.deliver(milestone, by=alpha_editor, note="Có danh sách", document=paper)
    milestones.accept(again, by=officer, **minutes(paper))

    rounds = Acceptance.objects.filter(milestone=milestone).order_by("round")
    assert list(rounds.values_list("round", "outcome", "reason")) == [
        (1, "refused", "Thiếu danh sách"),
        (2, "accepted", ""),
    ]


def test_every_step_is_audited_kept_in_the_history_and_announced(
    milestone, delivered, paper, officer, approver, alpha_editor, alpha_viewer
):
    milestones.refuse(delivered, by=officer, reason="Thiếu danh sách")
    again = milestones.deliver(milestone, by=alpha_editor, note="Đủ", document=paper)
    milestones.accept(again, by=approver, **minutes(paper))

    events = AuditEvent.objects.filter(object_type="associations.milestone").order_by("pk")
    assert list(events.values_list("action", "actor")) == [
        ("milestone.deliver", alpha_editor.pk),
        ("milestone.refuse", officer.pk),
        ("milestone.deliver", alpha_editor.pk),
        ("milestone.accept", approver.pk),
    ]
    steps = milestone.history.order_by("history_id").values_list("status", flat=True)
    assert list(steps) == ["planned", "delivered", "refused", "delivered", "accepted"]
    told = Notification.objects.filter(event__startswith="milestone").order_by("pk").values_list("event", "recipient")
    staff, people = {officer.pk, approver.pk}, {alpha_editor.pk, alpha_viewer.pk}
    expected = [("delivered", staff), ("refused", people), ("delivered", staff), ("accepted", people)]
    assert sorted(told) == sorted((f"milestone.{event}", pk) for event, keys in expected for pk in keys)


# --- what is refused -----------------------------------------------------------------------------------------------


def test_who_delivered_does_not_decide(milestone, paper, officer, approver):
    own = milestones.deliver(milestone, by=officer, note="Nhận bản giấy của hiệp hội", document=paper)

    message = ["You delivered this yourself; somebody else must decide on it."]
    assert refused_with(milestones.accept, own, by=officer, **minutes(paper)) == message
    assert refused_with(milestones.refuse, own, by=officer, reason="Không đạt") == message
    assert state(milestone) == ("delivered", None, None)

    milestones.accept(own, by=approver, **minutes(paper))
    assert state(milestone)[0] == "accepted"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("held_on", None),
        ("held_on", dt.date(2999, 1, 1)),
        ("held_on", dt.date(2017, 1, 1)),  # before the delivery
        ("panel", " "),
        ("conclusion", ""),
        ("document", None),
    ],
)
def test_minutes_lacking_a_part_are_refused_at_that_part(part, value, milestone, delivered, paper, officer):
    with pytest.raises(ValidationError) as error:
        milestones.accept(delivered, by=officer, **minutes(paper, **{part: value}))

    assert list(error.value.message_dict) == [part]
    assert state(milestone) == ("delivered", None, None)


def test_a_refusal_needs_its_reason(milestone, delivered, officer):
    with pytest.raises(ValidationError) as error:
        milestones.refuse(delivered, by=officer, reason="  ")
    assert list(error.value.message_dict) == ["reason"]
    assert state(milestone)[0] == "delivered"


def test_a_delivery_needs_words_and_a_file_of_the_association(world, milestone, alpha_editor, paper):
    for words in (
        {"note": "", "document": paper},
        {"note": "Có", "document": None},
        {"note": "Có", "document": world.beta.document},
        {"note": "Có", "document": world.national.document},
    ):
        with pytest.raises(ValidationError):
            milestones.deliver(milestone, by=alpha_editor, **words)
    assert not Acceptance.objects.filter(milestone=milestone).exists()


def test_what_waits_or_was_accepted_is_not_delivered_again(milestone, delivered, paper, officer, alpha_editor):
    again = {"by": alpha_editor, "note": "Lần nữa", "document": paper}
    assert refused_with(milestones.deliver, milestone, **again) == [
        "It was delivered already and waits for acceptance: wait for the decision."
    ]
    milestones.accept(delivered, by=officer, **minutes(paper))
    assert refused_with(milestones.deliver, milestone, **again) == [
        "It was accepted already: nothing more is delivered for it."
    ]


def test_the_second_decision_is_told_of_the_first(delivered, paper, officer, approver):
    milestones.refuse(delivered, by=officer, reason="Thiếu")
    with pytest.raises(Conflict, match=str(officer)):
        milestones.accept(delivered, by=approver, **minutes(paper))


@pytest.mark.parametrize(
    ("status", "takes_delivery", "takes_decision"),
    [
        ("in_force", True, True),
        ("suspended", False, True),
        ("terminated", False, True),
        ("completed", True, True),
        ("settled", False, False),
    ],
)
def test_the_agreement_says_what_is_possible(
    status, takes_delivery, takes_decision, milestone, delivered, paper, officer, alpha_editor
):
    Agreement.objects.filter(pk=milestone.agreement_id).update(status=status)
    milestone.refresh_from_db()
    assert (milestones.decision_refusal(milestone, delivered, officer) == "") == takes_decision
    if not takes_decision:
        assert refused_with(milestones.refuse, delivered, by=officer, reason="Thiếu")
        return
    milestones.refuse(delivered, by=officer, reason="Thiếu")
    if takes_delivery:
        milestones.deliver(milestone, by=alpha_editor, note="Lần hai", document=paper)
    else:
        assert refused_with(milestones.deliver, milestone, by=alpha_editor, note="Lần hai", document=paper)


def test_roles_without_the_right_are_refused(
    milestone, delivered, paper, alpha_editor, alpha_viewer, official, auditor
):
    for person in (alpha_editor, alpha_viewer, official, auditor):
        with pytest.raises(PermissionDenied):
            milestones.accept(delivered, by=person, **minutes(paper))
        with pytest.raises(PermissionDenied):
            milestones.refuse(delivered, by=person, reason="Không")
    for person in (alpha_viewer, official, auditor):
        with pytest.raises(PermissionDenied):
            milestones.deliver(milestone, by=person, note="Có", document=paper)


# --- what the database holds ---------------------------------------------------------------------------------------


def broken(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_holds_the_rules_of_acceptance(milestone, delivered, alpha_editor, officer, paper):
    rounds = Acceptance.objects.filter(pk=delivered.pk)
    done = {"decided_by": officer, "decided_at": timezone.now()}
    broken(lambda: rounds.update(outcome="refused", reason="Thiếu"))  # nobody decided
    broken(lambda: rounds.update(outcome="refused", reason="", **done))
    broken(lambda: rounds.update(outcome="refused", reason="Thiếu", **done | {"decided_by": alpha_editor}))
    broken(lambda: rounds.update(outcome="accepted", **done))  # no minutes
    broken(
        lambda: Acceptance.objects.create(
            milestone=milestone,
            round=2,
            delivered_by=alpha_editor,
            delivered_at=timezone.now(),
            note="x",
            deliverable=paper,
        )
    )
    broken(lambda: Milestone.objects.filter(pk=milestone.pk).update(status="accepted"))
    broken(lambda: Milestone.objects.filter(pk=milestone.pk).update(accepted_on=builders.DAY, document=paper))


def test_what_is_late_waits_for_the_association(milestone, delivered, paper, officer):
    day = milestone.due_on + dt.timedelta(days=1)
    late = Milestone.objects.filter(pk=milestone.pk).overdue_on
    milestone.refresh_from_db()
    assert (milestone.is_late(day), late(day).exists()) == (False, False)  # it waits for the programme

    milestones.refuse(delivered, by=officer, reason="Thiếu")

    milestone.refresh_from_db()
    assert (milestone.is_late(day), late(day).exists()) == (True, True)
    assert (milestone.is_late(milestone.due_on), late(milestone.due_on).exists()) == (False, False)
