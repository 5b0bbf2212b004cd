"""Annexes: a changed copy of the terms, approved by other eyes, merged three ways, read as of any day."""

import copy
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from accounts.models import AuditEvent, Notification
from accounts.roles import Role
from associations import annexes
from associations.annex_lifecycle import TRANSITIONS, merged
from associations.annexes import (
    change_annex,
    keep_first_version,
    move_annex,
    prepare_annex,
    resolve_conflicts,
    take_due_effect,
    version_on,
)
from associations.models import Agreement, Annex, Funding, Milestone, PackageItem, SolutionPackage
from associations.report_services import Conflict
from associations.terms import difference, fingerprint, terms_of
from portal import work_queue, work_rows
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAYS = {"programme_signed_on": builders.DAY, "association_signed_on": builders.DAY}


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with override("vi"):
        yield


@pytest.fixture
def agreement(alpha, officer, approver):
    """In force, with one package of two steps, one milestone and one planned sum."""
    row = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    builders.package(row, "ALPHA-1", name="Gói một")
    Milestone.objects.create(agreement=row, position=1, title="Sản phẩm", due_on=builders.DAY)
    Funding.objects.create(agreement=row, source="central", amount_vnd=1_000_000)
    keep_first_version(row, officer)
    return row


def package_of(terms):
    return terms["parts"]["packages"][0]


def prepared(agreement, officer, *, day=TODAY, **values):
    """A draft annex that gives the first package these values."""
    annex = prepare_annex(agreement, by=officer, title="Điều chỉnh", effective_on=day)
    terms = copy.deepcopy(annex.proposed)
    package_of(terms)["values"] |= values
    return change_annex(annex, by=officer, revision=annex.revision, terms=terms)


def edited(agreement, officer, **parts):
    """A draft annex with these rows instead of the agreement's own."""
    annex = prepare_annex(agreement, by=officer, title="Điều chỉnh", effective_on=TODAY)
    terms = copy.deepcopy(annex.proposed)
    terms["parts"] |= parts
    return change_annex(annex, by=officer, revision=annex.revision, terms=terms)


def signed(annex, officer, approver):
    move_annex(annex, "submit", by=officer)
    move_annex(annex, "approve", by=approver)
    paper = builders.document("Phụ lục", by=officer, association=annex.agreement.association.code)
    return move_annex(annex, "sign", by=officer, document=paper, **DAYS)


# --- terms -----------------------------------------------------------------------------------------------------


def test_a_difference_shows_fields_and_children(agreement):
    old = terms_of(agreement)
    new = copy.deepcopy(old)
    new["values"]["ends_on"] = "2018-06-30"
    package_of(new)["values"]["quota_enterprises"] = 1300
    package_of(new)["parts"]["items"][1]["values"]["hours"] = 24
    new["parts"]["milestones"] = []
    new["parts"]["funding"].append({"key": "n1", "values": {"source": "local", "amount_vnd": 2_500_000}, "parts": {}})

    changes = [(change.label, change.old, change.new, change.kind) for change in difference(old, new)]

    package = "Gói giải pháp “ALPHA-1”"
    assert changes == [
        ("Ngày kết thúc", "31/12/2017", "30/06/2018", "changed"),
        (f"{package} · Số doanh nghiệp theo thỏa thuận", "10", "1.300", "changed"),
        (f"{package} · Bước của gói “Đào tạo nhận thức” · Số giờ", "16", "24", "changed"),
        ("Mốc thực hiện “Sản phẩm” · Sản phẩm", "Sản phẩm", "–", "removed"),
        ("Mốc thực hiện “Sản phẩm” · Hạn", "07/06/2017", "–", "removed"),
        ("Dòng kinh phí “Ngân sách địa phương” · Nguồn", "–", "Ngân sách địa phương", "added"),
        ("Dòng kinh phí “Ngân sách địa phương” · Số tiền (đồng)", "–", "2.500.000", "added"),
    ]


def test_money_that_moved_is_no_change_of_terms(agreement):
    before = terms_of(agreement)
    Funding.objects.create(agreement=agreement, source="central", state="disbursed", amount_vnd=5)

    assert terms_of(agreement) == before


# --- the way of one annex ----------------------------------------------------------------------------------------


def test_from_draft_to_effect(agreement, officer, approver, alpha_editor):
    annex = prepare_annex(agreement, by=officer, title="Mở rộng", effective_on=TODAY)
    terms = copy.deepcopy(annex.proposed)
    terms["values"]["ends_on"] = "2018-12-31"
    package_of(terms)["values"]["quota_enterprises"] = 13
    step = {"key": "n1", "values": {"training": "Đào tạo nâng cao", "hours": 8, "description": ""}, "parts": {}}
    del package_of(terms)["parts"]["items"][0]
    package_of(terms)["parts"]["items"].append(step)
    values = {"code": "ALPHA-2", "name": "Gói hai", "starts_on": "2018-01-01", "ends_on": "2018-12-31"}
    values |= dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), 5) | {"description": ""}
    terms["parts"]["packages"].append({"key": "n2", "values": values, "parts": {"items": [step | {"key": "n3"}]}})
    terms["parts"]["funding"][0]["values"]["amount_vnd"] = 2_000_000
    annex = change_annex(annex, by=officer, revision=annex.revision, terms=terms)

    annex = move_annex(signed(annex, officer, approver), "apply", by=approver)

    agreement.refresh_from_db()
    first, second = agreement.packages.order_by("code")
    assert (annex.number, annex.status, annex.version.number) == (1, Annex.Status.IN_EFFECT, 2)
    assert (agreement.ends_on, first.quota_enterprises) == (dt.date(2018, 12, 31), 13)
    assert [(item.position, item.title, item.hours) for item in first.items.all()] == [
        (2, "Đào tạo nhận thức", 16),
        (3, "Đào tạo nâng cao", 8),
    ]
    assert (second.status, second.items.get().title) == (SolutionPackage.Status.RUNNING, "Đào tạo nâng cao")
    assert agreement.funding.get().amount_vnd == 2_000_000
    assert first.history.first().history_change_reason == "Phụ lục 1"
    assert annex.version.terms == terms_of(agreement)
    assert Notification.objects.filter(recipient=alpha_editor, event="annex.apply").count() == 1
    event = AuditEvent.objects.get(action="annex.apply")
    assert event.changes["Ngày kết thúc"] == ["31/12/2017", "31/12/2018"]


def test_it_reads_as_of_the_day_before_and_the_day_itself(agreement, officer, approver):
    annex = signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)
    move_annex(annex, "apply", by=approver)

    quota = [
        package_of(version_on(agreement, day).terms)["values"]["quota_enterprises"]
        for day in (builders.START, TODAY - dt.timedelta(1), TODAY)
    ]

    assert quota == [10, 10, 13]
    assert version_on(agreement, builders.START - dt.timedelta(1)) is None


def test_versions_are_chained(agreement, officer, approver):
    annex = signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)
    move_annex(annex, "apply", by=approver)

    first, second = agreement.versions.order_by("number")

    assert first.hash == fingerprint(1, "2017-01-01", first.terms, "")
    assert second.hash == fingerprint(2, TODAY.isoformat(), second.terms, first.hash)


def test_its_day_puts_it_into_effect_and_not_before(agreement, officer, approver):
    later = TODAY + dt.timedelta(10)
    annex = signed(prepared(agreement, officer, day=later, quota_enterprises=13), officer, approver)

    with pytest.raises(ValidationError, match="Phụ lục tự có hiệu lực"):
        move_annex(annex, "apply", by=approver)

    assert take_due_effect() == (0, [])
    assert agreement.packages.get().quota_enterprises == 10


def test_the_daily_command_takes_what_is_due_once(agreement, officer, approver):
    signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)

    assert take_due_effect() == (1, [])
    assert take_due_effect() == (0, [])

    assert agreement.packages.get().quota_enterprises == 13
    assert agreement.versions.count() == 2


# --- who and when --------------------------------------------------------------------------------------------------


def test_who_wrote_it_does_not_approve_it(agreement, officer, approver, second_approver, administrator):
    annex = prepared(agreement, officer, quota_enterprises=13)
    annex = change_annex(annex, by=approver, revision=annex.revision, terms=annex.proposed, title="Viết lại")
    move_annex(annex, "submit", by=second_approver)

    for person in (approver, second_approver):
        with pytest.raises(ValidationError) as error:
            move_annex(annex, "approve", by=person)
        assert error.value.messages == ["Bạn đã tham gia soạn phụ lục này; người khác phải phê duyệt."]
    with pytest.raises(ValidationError, match="Vai trò"):
        move_annex(annex, "approve", by=administrator)
    third = builders.user(Role.APPROVER, "third-approver")
    assert move_annex(annex, "approve", by=third).approved_by == third


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.action)
@pytest.mark.parametrize("status", Annex.Status.values)
def test_every_action_is_refused_from_every_other_state(row, status, agreement, officer, approver):
    annex = prepared(agreement, officer, quota_enterprises=13)
    paper = builders.document("Phụ lục", by=officer, association="ALPHA")
    Annex.objects.filter(pk=annex.pk).update(status=status, document=paper, **DAYS)
    if status in row.sources:
        assert move_annex(annex, row.action, by=approver, reason="Lý do").status == row.target
        return

    with pytest.raises(ValidationError):
        move_annex(annex, row.action, by=approver, reason="Lý do")

    annex.refresh_from_db()
    assert annex.status == status


@pytest.mark.parametrize("row", [row for row in TRANSITIONS if row.needs_reason], ids=lambda row: row.action)
def test_a_step_that_needs_a_reason_is_refused_without(row, agreement, officer, approver):
    annex = prepared(agreement, officer, quota_enterprises=13)
    paper = builders.document("Phụ lục", by=officer, association="ALPHA")
    Annex.objects.filter(pk=annex.pk).update(status=row.sources[0], document=paper, **DAYS)

    with pytest.raises(ValidationError) as error:
        move_annex(annex, row.action, by=approver, reason=" ")

    assert error.value.code == "reason_missing"


def test_only_an_agreement_in_force_or_suspended_takes_annexes(alpha, officer, approver):
    takes = {}
    for status in Agreement.Status.values:
        row = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status)
        try:
            prepare_annex(row, by=officer, title="x", effective_on=TODAY)
        except ValidationError:
            takes[status] = False
        else:
            takes[status] = True

    assert [status for status, answer in takes.items() if answer] == ["in_force", "suspended"]


def test_what_cannot_be_written_is_not_sent(agreement, officer):
    """A term that leaves a package outside is told when the annex is sent, and leaves nothing changed."""
    annex = prepare_annex(agreement, by=officer, title="Rút ngắn", effective_on=TODAY)
    terms = copy.deepcopy(annex.proposed)
    terms["values"]["ends_on"] = "2017-06-30"
    annex = change_annex(annex, by=officer, revision=annex.revision, terms=terms)

    with pytest.raises(ValidationError) as error:
        move_annex(annex, "submit", by=officer)

    assert error.value.messages[0].startswith("Gói giải pháp “ALPHA-1”: ")
    agreement.refresh_from_db()
    assert agreement.ends_on == builders.END


def test_a_package_with_records_is_not_removed(agreement, officer):
    builders.support(builders.enterprise(), agreement.packages.get())
    annex = prepare_annex(agreement, by=officer, title="Bỏ gói", effective_on=TODAY)
    terms = copy.deepcopy(annex.proposed)
    terms["parts"]["packages"] = []
    annex = change_annex(annex, by=officer, revision=annex.revision, terms=terms)

    with pytest.raises(ValidationError, match="không thể bỏ"):
        move_annex(annex, "submit", by=officer)

    assert PackageItem.objects.count() == 2


def test_no_annex_plans_less_than_was_committed(agreement, officer):
    Funding.objects.create(agreement=agreement, source="central", state="committed", amount_vnd=900_000)
    (line,) = terms_of(agreement)["parts"]["funding"]
    line["values"]["amount_vnd"] = 800_000

    with pytest.raises(ValidationError, match=r"900\.000 .* 800\.000"):
        move_annex(edited(agreement, officer, funding=[line]), "submit", by=officer)


def test_what_names_a_row_that_another_annex_removed_waits_and_holds_nothing_up(agreement, officer, approver):
    milestone = agreement.milestones.get()
    money = {"source": "local", "milestone": {"pk": milestone.pk, "label": str(milestone)}, "amount_vnd": 5}
    removing = signed(edited(agreement, officer, milestones=[]), officer, approver)
    naming = signed(
        edited(agreement, officer, funding=[{"key": "n1", "values": money, "parts": {}}]), officer, approver
    )
    last = signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)

    taken, refused = take_due_effect()

    sentence = "Dòng kinh phí “Ngân sách địa phương”: Mốc thực hiện: “1. Sản phẩm” không còn nữa"
    assert (taken, [(annex, why.partition(":")[0]) for annex, why in refused]) == (
        2,
        [(naming, sentence.partition(":")[0])],
    )
    assert refused[0][1].startswith(sentence)
    for annex, status in ((removing, "in_effect"), (naming, "signed"), (last, "in_effect")):
        annex.refresh_from_db()
        assert annex.status == status


def test_signing_needs_both_days_and_the_file(agreement, officer, approver):
    annex = prepared(agreement, officer, quota_enterprises=13)
    move_annex(annex, "submit", by=officer)
    move_annex(annex, "approve", by=approver)

    with pytest.raises(ValidationError, match="ngày ký của cả hai bên"):
        move_annex(annex, "sign", by=officer, programme_signed_on=builders.DAY)
    with pytest.raises(ValidationError, match="Chưa có văn bản đã ký"):
        move_annex(annex, "sign", by=officer, **DAYS)


def test_signing_needs_somebody_who_might_sign_that_day_and_a_paper_of_the_association(agreement, officer, approver):
    annex = prepared(agreement, officer, quota_enterprises=13)
    move_annex(annex, "submit", by=officer)
    move_annex(annex, "approve", by=approver)
    paper = builders.document("Phụ lục", by=officer, association="ALPHA")
    before = {"association_signed_on": builders.START - dt.timedelta(1)}

    with pytest.raises(ValidationError, match="Không ai được ký thay ALPHA ngày 31/12/2016"):
        move_annex(annex, "sign", by=officer, document=paper, **DAYS | before)
    other = builders.document("Phụ lục khác", by=officer, association="BETA")
    with pytest.raises(ValidationError, match="thuộc hiệp hội khác"):
        move_annex(annex, "sign", by=officer, document=other, **DAYS)


def test_who_read_a_signed_annex_is_told_that_it_is_withdrawn_and_reads_it_still(
    agreement, officer, approver, alpha_editor
):
    annex = signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)

    move_annex(annex, "withdraw", by=approver, reason="Ký nhầm bản")

    told = Notification.objects.filter(event="annex.withdraw").values_list("recipient", flat=True)
    assert set(told) == {alpha_editor.pk, officer.pk}
    assert Annex.objects.visible_to(alpha_editor).get() == annex


def test_two_editors_do_not_overwrite_each_other(agreement, officer, approver):
    annex = prepared(agreement, officer, quota_enterprises=13)
    seen = annex.revision
    change_annex(annex, by=officer, revision=seen, terms=annex.proposed, title="Bản của người thứ nhất")

    with pytest.raises(Conflict):
        change_annex(annex, by=approver, revision=seen, terms=annex.proposed, title="Bản của người thứ hai")

    annex.refresh_from_db()
    assert annex.title == "Bản của người thứ nhất"


# --- two annexes at once -------------------------------------------------------------------------------------------


@pytest.fixture
def two(agreement, officer, approver):
    """Two annexes prepared in parallel on the same quota, the first in effect, the second signed."""
    first = prepared(agreement, officer, quota_enterprises=13)
    second = prepared(agreement, officer, quota_enterprises=15, quota_courses=7)
    assert (first.number, second.number) == (1, 2)
    second = signed(second, officer, approver)
    move_annex(signed(first, officer, approver), "apply", by=approver)
    return first, second


def test_the_same_field_in_two_annexes_is_a_conflict(two, agreement, approver):
    second = two[1]

    conflicts = merged(second)[1]
    assert [(item.label, item.base, item.theirs, item.mine) for item in conflicts] == [
        ("Gói giải pháp “ALPHA-1” · Số doanh nghiệp theo thỏa thuận", "10", "13", "15")
    ]
    with pytest.raises(ValidationError, match="Phụ lục khác đã thay đổi"):
        move_annex(second, "apply", by=approver)
    taken, refused = take_due_effect()
    assert (taken, [annex for annex, _why in refused]) == (0, [second])
    assert agreement.packages.get().quota_enterprises == 13


@pytest.mark.parametrize(("choice", "quota"), [("mine", 15), ("theirs", 13)])
def test_a_conflict_is_resolved_and_then_takes_effect(choice, quota, two, agreement, officer, approver):
    second = two[1]
    second.refresh_from_db()
    code = merged(second)[1][0].code

    with pytest.raises(ValidationError):
        resolve_conflicts(second, by=officer, revision=second.revision, choices={code: choice}, reason="Theo bản ký")
    with pytest.raises(ValidationError, match="Chọn giá trị"):
        resolve_conflicts(second, by=approver, revision=second.revision, choices={}, reason="Theo bản ký")
    resolve_conflicts(second, by=approver, revision=second.revision, choices={code: choice}, reason="Theo bản ký")
    move_annex(second, "apply", by=approver)

    package = agreement.packages.get()
    assert (package.quota_enterprises, package.quota_courses) == (quota, 7)


def test_each_step_waits_on_the_first_page_of_who_takes_it(
    agreement, officer, approver, second_approver, administrator, alpha_editor
):
    people = {"own": officer, "approver": approver, "wrote": second_approver, "administrator": administrator}

    def who(day=TODAY):
        return [name for name, user in people.items() if annex in work_rows.annexes(user, day)]

    annex = prepared(agreement, officer, day=TODAY + dt.timedelta(1), quota_enterprises=13)
    annex = change_annex(annex, by=second_approver, revision=annex.revision, terms=annex.proposed, title="Viết lại")
    seen = {"draft": who()}
    move_annex(annex, "submit", by=officer)
    seen["submitted"] = who()
    move_annex(annex, "approve", by=approver)
    seen["approved"] = who()
    paper = builders.document("Phụ lục", by=officer, association="ALPHA")
    move_annex(annex, "sign", by=officer, document=paper, **DAYS)
    seen |= {"signed": who(), "held up": who(TODAY + dt.timedelta(1))}

    assert seen == {
        "draft": ["own"],
        "submitted": ["approver"],
        "approved": ["own"],
        "signed": [],
        "held up": ["approver", "wrote", "administrator"],
    }
    assert "annexes" not in [waiting.queue.code for waiting in work_queue.queues_for(alpha_editor)]


def test_different_fields_of_one_package_both_count(agreement, officer, approver):
    first = signed(prepared(agreement, officer, quota_enterprises=13), officer, approver)
    second = signed(prepared(agreement, officer, quota_courses=7), officer, approver)

    assert take_due_effect() == (2, [])

    package = agreement.packages.get()
    assert (package.quota_enterprises, package.quota_courses) == (13, 7)
    assert (first.agreement, second.version.number) == (agreement, 3)


def test_a_row_removed_here_and_changed_there_is_a_conflict(agreement, officer, approver):
    changed = prepare_annex(agreement, by=officer, title="Đổi hạn", effective_on=TODAY)
    removed = prepare_annex(agreement, by=officer, title="Bỏ mốc", effective_on=TODAY)
    terms = copy.deepcopy(changed.proposed)
    terms["parts"]["milestones"][0]["values"]["due_on"] = "2017-09-30"
    changed = change_annex(changed, by=officer, revision=1, terms=terms)
    without = copy.deepcopy(removed.proposed)
    without["parts"]["milestones"] = []
    removed = change_annex(removed, by=officer, revision=1, terms=without)
    move_annex(signed(changed, officer, approver), "apply", by=approver)

    removed.refresh_from_db()
    terms, conflicts = merged(removed)

    assert [item.label for item in conflicts] == ["Mốc thực hiện “Sản phẩm”"]
    assert len(terms["parts"]["milestones"]) == 1
    assert merged(removed, {conflicts[0].code: "mine"})[0]["parts"]["milestones"] == []


def test_a_package_added_beside_an_annex_is_a_version_too(agreement, officer):
    assert annexes.keep_change(agreement, officer) is None
    builders.package(agreement, "ALPHA-2")

    version = annexes.keep_change(agreement, officer)

    assert (version.number, version.effective_on, version.annex) == (2, TODAY, None)
    assert [row["values"]["code"] for row in version.terms["parts"]["packages"]] == ["ALPHA-1", "ALPHA-2"]


def test_an_association_reads_its_annexes_once_they_are_signed(agreement, officer, approver, alpha_editor, beta_editor):
    annex = prepared(agreement, officer, quota_enterprises=13)
    seen = {}
    for status in Annex.Status.values:
        paper = builders.document(f"Phụ lục {status}", by=officer, association="ALPHA")
        Annex.objects.filter(pk=annex.pk).update(status=status, document=paper, **DAYS)
        seen[status] = Annex.objects.visible_to(alpha_editor).filter(pk=annex.pk).exists()
        assert not Annex.objects.visible_to(beta_editor).filter(pk=annex.pk).exists()

    assert [status for status, is_seen in seen.items() if is_seen] == ["recorded", "signed", "in_effect"]
