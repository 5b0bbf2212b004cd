"""Several people at agreements, their annexes and their milestones: numbers without gap or repeat, one of each act."""

from collections import defaultdict

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from accounts.roles import Role
from associations import milestones
from associations.annexes import keep_first_version
from associations.models import Acceptance, Agreement, AgreementStep, AgreementVersion, Annex, Milestone, NumberSeries
from tests import builders
from tests.associations.test_annexes import prepared, signed
from tests.racing import TRIALS, call, one_won

APPROVALS = 50
PROCESSES = 50
MOVE = "associations.services.move_agreement"
MOVE_ANNEX = "associations.annexes.move_annex"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def submitted():
    """Return a function that makes agreements to approve, of all kinds in turn."""
    officer, association = builders.user(Role.OFFICER, "preparer"), builders.association("ALPHA")

    def make(count):
        return [
            builders.agreement(
                association, prepared_by=officer, approved_by=officer, status=Agreement.Status.SUBMITTED, kind=kind
            )
            for kind, _ in zip(Agreement.Kind.values * count, range(count), strict=False)
        ]

    return make


def approval(row, **more):
    return call(MOVE, row, action="approve", give="number", **more)


def test_fifty_approvals_at_once_leave_no_gap_and_repeat_none(submitted, racers):
    """Every process also approves one agreement in vain, in a transaction that fails: its number is not lost."""
    rows, in_vain = submitted(APPROVALS), submitted(PROCESSES)
    running = racers(*[builders.user(Role.APPROVER) for _ in range(PROCESSES)])
    orders = [[approval(row) for row in rows[place::PROCESSES]] for place in range(PROCESSES)]
    for place, mine in enumerate(orders):
        mine.insert(place % 4, approval(in_vain[place], undo=True))

    answers = running.at_once(orders)
    running.end()

    assert sum(answer.done == "undone" for mine in answers for answer in mine) == PROCESSES
    assert not [answer.refused for mine in answers for answer in mine if answer.refused]
    serials = defaultdict(list)
    for row in Agreement.objects.filter(pk__in=[row.pk for row in rows]).order_by("serial"):
        assert (row.status, row.year) == (Agreement.Status.APPROVED, timezone.localdate().year)
        serials[row.kind].append(row.serial)
    assert {kind: given == list(range(1, len(given) + 1)) for kind, given in serials.items()} == dict.fromkeys(
        Agreement.Kind.values, True
    )
    assert sum(map(len, serials.values())) == APPROVALS
    assert {row.kind: row.last for row in NumberSeries.objects.all()} == {k: len(v) for k, v in serials.items()}
    waiting = Agreement.objects.filter(
        pk__in=[row.pk for row in in_vain], serial=None, status=Agreement.Status.SUBMITTED
    )
    assert waiting.count() == PROCESSES
    assert AgreementStep.objects.filter(action="approve").count() == APPROVALS


def test_of_two_approvers_one_approves_and_the_other_is_told(submitted, racers):
    rows = submitted(TRIALS)
    people = [builders.user(Role.APPROVER, name) for name in ("first", "second")]
    running = racers(*people)
    answers = [running.race(approval(row), approval(row)) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.number, row.approved_by) == (found[winner].done, people[winner])
        assert told.startswith(f"Thỏa thuận hiện ở trạng thái “đã phê duyệt” ({people[winner].full_name}, ")
        assert [step.by for step in row.steps.all()] == [row.approved_by]
        assert Notification.objects.filter(event="agreement.approve", path=row.get_absolute_url()).count() == 1
    assert NumberSeries.objects.filter(last__gt=0).count() == min(TRIALS, 3)


def test_approval_or_return_but_not_both(submitted, racers, approver, second_approver):
    rows, running = submitted(TRIALS), racers(approver, second_approver)
    answers = [running.race(approval(row), call(MOVE, row, action="return", reason="Sửa kinh phí")) for row in rows]
    running.end()

    approved = 0
    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert told
        assert (row.status, bool(row.serial)) == (("approved", True), ("draft", False))[winner]
        approved += winner == 0
    assert sum(row.last for row in NumberSeries.objects.all()) == approved


@pytest.fixture
def running_agreements(alpha, officer, approver):
    """Return a function that makes agreements in force, each with a package and its first version."""

    def make(count):
        return [one() for _ in range(count)]

    def one():
        row = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
        builders.package(row)
        keep_first_version(row, officer)
        return row

    return make


def test_an_annex_takes_effect_once(running_agreements, racers, officer, approver, second_approver):
    rows = [
        signed(prepared(agreement, officer, quota_enterprises=40), officer, approver)
        for agreement in running_agreements(TRIALS)
    ]
    people = approver, second_approver
    running = racers(*people)
    answers = [running.race(*[call(MOVE_ANNEX, row, action="apply") for _ in people]) for row in rows]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        _winner, told = one_won(found)
        row.refresh_from_db()
        assert told
        assert row.status == Annex.Status.IN_EFFECT
        assert row.agreement.packages.get().quota_enterprises == 40
        assert list(AgreementVersion.objects.filter(agreement=row.agreement).values_list("number", "annex")) == [
            (1, None),
            (2, row.pk),
        ]
        assert AuditEvent.objects.filter(action="annex.apply", object_id=str(row.pk)).count() == 1


def test_of_two_annexes_on_one_field_one_takes_effect(running_agreements, racers, officer, approver, second_approver):
    pairs = [
        [signed(prepared(agreement, officer, quota_enterprises=quota), officer, approver) for quota in (40, 50)]
        for agreement in running_agreements(TRIALS)
    ]
    running = racers(approver, second_approver)
    answers = [running.race(*[call(MOVE_ANNEX, row, action="apply") for row in pair]) for pair in pairs]
    running.end()

    for pair, found in zip(pairs, answers, strict=True):
        winner, told = one_won(found)
        assert pair[0].agreement.packages.get().quota_enterprises == (40, 50)[winner]
        assert "phụ lục khác" in told.lower()
        for row in pair:
            row.refresh_from_db()
        assert [row.status for row in pair] == [["in_effect", "signed"], ["signed", "in_effect"]][winner]


def test_two_annexes_prepared_at_once_have_two_numbers(running_agreements, racers, officer, administrator):
    rows = running_agreements(TRIALS)
    running = racers(officer, officer)
    prepare = "associations.annexes.prepare_annex"
    day = timezone.localdate()
    answers = [
        running.race(*[call(prepare, row, title=title, effective_on=day, give="number") for title in ("A", "B")])
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        assert sorted(answer.done for answer in found) == ["1", "2"]
        assert sorted(row.annexes.values_list("number", flat=True)) == [1, 2]


def test_a_change_of_an_annex_is_in_what_is_sent_or_refused(running_agreements, racers, officer):
    """Who sends the annex saw one revision of it; who changes it another."""
    rows = [prepared(agreement, officer, quota_enterprises=40) for agreement in running_agreements(TRIALS)]
    running = racers(officer, officer)
    answers = [
        running.race(
            call("associations.annexes.change_annex", row, revision=row.revision, terms=row.proposed, title="Mới"),
            call(MOVE_ANNEX, row, action="submit", revision=row.revision),
        )
        for row in rows
    ]
    running.end()

    for row, found in zip(rows, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert told
        assert (row.status, row.title) == (("draft", "Mới"), ("submitted", "Điều chỉnh"))[winner]


def test_a_milestone_is_accepted_once(running_agreements, racers, alpha, alpha_editor, officer, approver):
    paper = builders.document("Biên bản", by=officer, association=alpha.code)
    rounds = []
    for agreement in running_agreements(TRIALS):
        milestone = Milestone.objects.create(agreement=agreement, position=1, title="Sản phẩm", due_on=builders.DAY)
        rounds.append(milestones.deliver(milestone, by=alpha_editor, note="Báo cáo", document=paper))
    people = officer, approver
    minutes = {"held_on": timezone.localdate(), "panel": "Hội đồng", "conclusion": "Đạt", "document": paper}
    running = racers(*people)
    accept = "associations.milestones.accept"
    answers = [running.race(*[call(accept, row, **minutes) for _ in people]) for row in rounds]
    running.end()

    for row, found in zip(rounds, answers, strict=True):
        winner, told = one_won(found)
        row.refresh_from_db()
        assert (row.outcome, row.decided_by) == (Acceptance.Outcome.ACCEPTED, people[winner])
        assert told.startswith(people[winner].full_name)
        assert row.milestone.history.filter(status="accepted").count() == 1
        told_to = Notification.objects.filter(event="milestone.accepted", path=row.milestone.get_absolute_url())
        assert told_to.count() == 1
