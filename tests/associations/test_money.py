"""Money by source: planned ≥ committed ≥ disbursed ≥ settled; what has moved has its day and paper."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEvent
from associations import money
from associations.models import Agreement, Funding, Milestone
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def agreement(world):
    """Alpha's agreement with 100 planned and 80 committed of the central budget."""
    row = world.alpha.agreement
    Funding.objects.filter(agreement=row).delete()
    for state, amount in (("planned", 100), ("committed", 80)):
        Funding.objects.create(agreement=row, source="central", state=state, amount_vnd=amount)
    return row


@pytest.fixture
def record(agreement, world, officer):
    """Return a function that records money of the central budget, disbursed with its paper unless told otherwise."""

    def act(amount, **changes):
        values = {
            "by": officer,
            "source": "central",
            "state": "disbursed",
            "happened_on": builders.DAY,
            "document": world.alpha.document,
        }
        return money.record_money(agreement, amount_vnd=amount, **values | changes)

    return act


def line(source, state, amount, **fields):
    return Funding(source=source, state=state, amount_vnd=amount, **fields)


def test_what_is_disbursed_is_recorded_with_its_paper_and_audited(agreement, record, officer, world):
    row = record(80)

    assert (row.recorded_by, row.document, row.happened_on) == (officer, world.alpha.document, builders.DAY)
    event = AuditEvent.objects.get(action="funding.record")
    assert (event.actor, event.changes["amount_vnd"]) == (officer, [None, 80])
    assert row.history.get().history_user == officer


@pytest.mark.parametrize(
    ("before", "more", "words", "remedy"),
    [
        ([], ("disbursed", 81), ["disbursed 81", "committed 80"], "record what else is committed"),
        ([("disbursed", 50)], ("disbursed", 31), ["disbursed 81", "committed 80"], "record what else is committed"),
        ([("disbursed", 50)], ("settled", 51), ["settled 51", "disbursed 50"], "record what else is disbursed"),
        ([], ("committed", 21), ["committed 101", "planned 100"], "raise what is planned by an annex"),
    ],
)
def test_a_later_state_is_never_more_than_the_one_before(before, more, words, remedy, agreement, record):
    for state, amount in before:
        record(amount, state=state)
    count = Funding.objects.filter(agreement=agreement).count()

    with pytest.raises(ValidationError) as error:
        record(more[1], state=more[0])

    (sentence,) = error.value.messages
    assert sentence.startswith("Central budget: ")
    assert all(word in sentence for word in words)
    assert sentence.endswith(f"Lower the amount, or first {remedy}.")
    assert Funding.objects.filter(agreement=agreement).count() == count


def test_each_source_is_summed_alone(agreement, record):
    with pytest.raises(ValidationError, match="Enterprise: disbursed 1"):
        record(1, source="enterprise")


def test_every_source_out_of_order_is_named():
    with pytest.raises(ValidationError) as error:
        money.refuse_unbalanced([line("central", "committed", 1), line("local", "settled", 2)])
    assert [sentence.split(":")[0] for sentence in error.value.messages] == ["Central budget", "Local budget"]
    money.refuse_unbalanced([line("central", "planned", 5), line("central", "committed", 5)])


@pytest.mark.parametrize("missing", ["happened_on", "document"])
@pytest.mark.parametrize("state", ["disbursed", "settled"])
def test_money_that_moved_needs_day_and_paper(state, missing, record):
    with pytest.raises(ValidationError) as error:
        record(1, state=state, **{missing: None})
    assert list(error.value.message_dict) == [missing]


def test_money_has_not_moved_in_the_future(record):
    with pytest.raises(ValidationError) as error:
        record(1, happened_on=dt.date(2999, 1, 1))
    assert list(error.value.message_dict) == ["happened_on"]


def test_paper_and_milestone_are_the_agreements_own(world, record):
    with pytest.raises(ValidationError):
        record(1, document=world.beta.document)
    with pytest.raises(ValidationError) as error:
        record(1, milestone=world.beta.milestone)
    assert list(error.value.message_dict) == ["milestone"]


def test_the_state_of_the_agreement_refuses(agreement, record):
    for status in ("approved", "signed"):
        Agreement.objects.filter(pk=agreement.pk).update(status=status)
        with pytest.raises(ValidationError, match="only once it was in force"):
            record(1)
        with pytest.raises(ValidationError, match="stay as they were approved"):
            record(1, state="planned")
    Agreement.objects.filter(pk=agreement.pk).update(status="settled")
    with pytest.raises(ValidationError, match="nothing that belongs to it is changed"):
        record(1, state="planned")


def test_only_who_may_records(record, alpha_editor, auditor):
    for person in (alpha_editor, auditor):
        with pytest.raises(PermissionDenied):
            record(1, by=person)


def test_the_database_asks_for_the_paper_of_what_was_recorded(agreement, officer):
    for state in ("disbursed", "settled"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Funding.objects.create(
                agreement=agreement, source="central", state=state, amount_vnd=1, recorded_by=officer
            )


# --- what is shown -------------------------------------------------------------------------------------------------


def test_the_table_has_every_state_the_sums_and_the_share_disbursed(agreement, record):
    record(25)
    record(10, state="settled")
    Funding.objects.create(agreement=agreement, source="association", state="planned", amount_vnd=50)

    table = money.funding_table(agreement.funding.all())

    rows = [([amount for _state, amount in amounts], share) for _source, amounts, share in table["rows"]]
    assert rows == [([100, 80, 25, 10], 25), ([50, None, None, None], 0)]
    assert [amount for _state, amount in table["sums"]] == [150, 80, 25, 10]
    assert table["percent"] == 16  # 25 of 150, rounded down: 100 means all


def test_what_is_planned_for_a_milestone_is_summed_by_source(agreement, world):
    milestone = world.alpha.milestone
    lines = [
        line("local", "planned", 5, milestone=milestone),
        line("central", "planned", 7, milestone=milestone),
        line("central", "planned", 1, milestone=milestone),
        line("central", "committed", 9, milestone=milestone),
        line("central", "planned", 9),
    ]
    assert money.planned_by_milestone(lines) == {milestone.pk: [("central budget", 8), ("local budget", 5)]}


def accepted(pk, day):
    return Milestone(pk=pk, title=f"Mốc {pk}", status="accepted", accepted_on=day)


def test_an_accepted_milestone_without_disbursement_warns_after_thirty_days(agreement):
    row = accepted(1, builders.DAY)
    planned, paid = line("central", "planned", 9, milestone=row), line("central", "disbursed", 9, milestone=row)
    last = builders.DAY + money.DISBURSED_WITHIN

    def found(lines, today):
        return money.warnings(agreement, [row], lines, today)

    assert found([planned], last) == []
    assert len(found([planned], last + dt.timedelta(days=1))) == 1
    assert found([planned, paid], last + dt.timedelta(days=1)) == []
    assert found([], last + dt.timedelta(days=1)) == []  # nothing was planned for it


@pytest.mark.parametrize("source", ["enterprise", "association"])
def test_a_partner_short_of_what_is_due_is_named_with_the_sums(source, agreement):
    done, open_one = accepted(1, builders.DAY), Milestone(pk=2, title="Mốc 2")
    lines = [
        line(source, "planned", 40, milestone=done),
        line(source, "planned", 60, milestone=open_one),
        line(source, "disbursed", 30, milestone=done),
    ]

    (short,) = money.warnings(agreement, [done, open_one], lines, builders.DAY)
    assert "30 VND brought of 40 VND due by now, 10 VND short" in short
    lines.append(line(source, "disbursed", 10, milestone=done))
    assert money.warnings(agreement, [done, open_one], lines, builders.DAY) == []
    (over,) = money.warnings(agreement, [done, open_one], lines, agreement.ends_on + dt.timedelta(days=1))
    assert "40 VND brought of 100 VND" in over


# --- the admin asks the same rule -----------------------------------------------------------------------------------


def test_the_admin_page_of_a_line_refuses_what_the_service_refuses(agreement, officer, client_for):
    client = client_for(officer)
    data = {"agreement": agreement.pk, "source": "central", "state": "committed", "amount_vnd": "21"}

    page = client.post(reverse("admin:associations_funding_add"), data)
    assert "committed 101" in str(page.context["adminform"].form.errors) or "101" in page.content.decode()
    assert Funding.objects.filter(agreement=agreement).count() == 2

    row = Funding.objects.get(agreement=agreement, state="committed")
    change = reverse("admin:associations_funding_change", args=[row.pk])
    page = client.post(change, {"source": "central", "state": "committed", "amount_vnd": "101", "change_reason": "Sửa"})
    assert page.status_code == 200
    row.refresh_from_db()
    assert row.amount_vnd == 80


def test_a_line_that_others_stand_on_is_not_deleted_on_its_page(alpha, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status="draft")
    planned = Funding.objects.create(agreement=draft, source="central", amount_vnd=10)
    Funding.objects.create(agreement=draft, source="central", state="committed", amount_vnd=10)

    address = reverse("admin:associations_funding_delete", args=[planned.pk])
    page = client_for(officer).post(address, {"post": "yes"}, follow=True)

    assert page.redirect_chain == [(reverse("admin:associations_funding_change", args=[planned.pk]), 302)]
    assert draft.funding.count() == 2
