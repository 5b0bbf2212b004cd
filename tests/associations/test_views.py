"""Pages on agreements, packages, needs and workshops: what stands on them, for whom, at which cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from associations.models import Agreement, Funding, Need, WorkshopConclusion
from tests import builders


def address(name, row):
    return reverse(name, args=[row.pk])


def test_money_is_shown_by_source_and_state_with_sums(world, alpha_viewer, client_for):
    for source, state, amount in [("central", "planned", 1_000_000), ("central", "disbursed", 400_000)]:
        Funding.objects.create(agreement=world.alpha.agreement, source=source, state=state, amount_vnd=amount)

    page = client_for(alpha_viewer).get(address("associations:agreement-detail", world.alpha.agreement))

    funding = page.context["funding"]
    assert [[amount for _state, amount in amounts] for _source, amounts, _share in funding["rows"]] == [
        [1_000_000, None, 400_000, None],
        [123_456_789, None, None, None],
    ]
    assert [amount for _state, amount in funding["sums"]] == [124_456_789, 0, 400_000, 0]
    assert "124.456.789" in page.content.decode()


def test_the_reason_for_a_status_is_in_sight(world, alpha_viewer, client_for):
    Agreement.objects.filter(pk=world.alpha.agreement.pk).update(status="suspended", status_reason="Chờ kiểm toán")
    page = client_for(alpha_viewer).get(address("associations:agreement-detail", world.alpha.agreement))
    assert "Chờ kiểm toán" in page.content.decode()
    package = client_for(alpha_viewer).get(address("portal:package-detail", world.alpha.package))
    assert package.context["stopped"].startswith("Thỏa thuận đang tạm dừng (lý do: Chờ kiểm toán)")


def test_only_staff_are_led_to_the_administration(world, officer, alpha_editor, client_for):
    page = address("associations:agreement-detail", world.alpha.agreement)
    assert "/admin/" in client_for(officer).get(page).content.decode()
    assert "/admin/" not in client_for(alpha_editor).get(page).content.decode()


def test_a_need_from_statement_to_answer(world, alpha_editor, officer, client_for):
    editor, staff = client_for(alpha_editor), client_for(officer)
    editor.post(
        reverse("associations:need-add"),
        {"title": "Phòng thử nghiệm dùng chung", "priority": "high", "enterprises_affected": "1.200"},
    )
    need = Need.objects.latest("pk")
    assert (need.association.code, need.enterprises_affected, need.status) == ("ALPHA", 1200, "stated")

    editor.post(address("associations:need-edit", need), {"title": "Phòng thử nghiệm", "priority": "high"})
    assert AuditEvent.objects.filter(action="need.change", object_id=need.pk).exists()

    answer = address("associations:need-answer", need)
    assert staff.post(answer, {"status": "met"}).context["form"].errors["package"]
    assert staff.post(answer, {"status": "declined"}).context["form"].errors["answer"]
    assert staff.post(answer, {"status": "met", "package": world.beta.package.pk}).context["form"].errors["package"]
    staff.post(answer, {"status": "met", "package": world.alpha.package.pk, "answer": "Trong gói này"})
    assert "Trong gói này" in editor.get(address("associations:need-detail", need)).content.decode()

    late = editor.post(address("associations:need-edit", need), {"title": "Khác", "priority": "low"})
    assert late.headers["Location"] == need.get_absolute_url()
    need.refresh_from_db()
    assert need.title == "Phòng thử nghiệm"


def test_a_late_conclusion_says_so(world, alpha_viewer, client_for):
    WorkshopConclusion.objects.filter(workshop=world.alpha.workshop).update(due_on=builders.DAY)
    page = client_for(alpha_viewer).get(address("associations:workshop-detail", world.alpha.workshop)).content.decode()
    assert "Quá hạn" in page


def test_packages_are_filtered_by_tool_status_and_year(world, alpha_editor, client_for):
    editor = client_for(alpha_editor)
    other = builders.package(world.alpha.agreement, "ALPHA-2017-02", status="completed")
    other.items.all().delete()

    def codes(query):
        page = editor.get(f"{reverse('portal:package-list')}?{query}").content.decode()
        return [code for code in (world.alpha.package.code, other.code) if code in page]

    assert codes("") == [world.alpha.package.code, other.code]
    assert codes("tool=ISO9001") == [world.alpha.package.code]
    assert codes("status=completed") == [other.code]
    assert codes("year=2017") == [world.alpha.package.code, other.code]
    assert codes("year=2018") == []
    assert codes("text=goi+giai+phap+alpha-2017-02") == [other.code]


@pytest.mark.parametrize(
    "name",
    ["portal:package-list", "associations:agreement-list", "portal:report-list", "associations:need-list"],
)
def test_only_national_readers_filter_by_association(world, alpha_editor, officer, client_for, name):
    assert 'name="association"' not in client_for(alpha_editor).get(reverse(name)).content.decode()
    assert 'name="association"' in client_for(officer).get(reverse(name)).content.decode()


def test_beta_finds_nothing_of_alpha(world, client_for):
    beta, alpha = client_for(world.beta.editor), world.alpha
    details = [
        ("associations:agreement-detail", alpha.agreement),
        ("associations:need-detail", alpha.need),
        ("associations:need-edit", alpha.need),
        ("associations:workshop-detail", alpha.workshop),
        ("portal:package-detail", alpha.package),
    ]
    for name, row in details:
        assert beta.get(address(name, row)).status_code == 404
    for name in ("associations:agreement-list", "associations:need-list", "portal:package-list", "portal:home"):
        assert alpha.mark not in beta.get(reverse(name)).content.decode()
    for form in ("associations:need-edit", "associations:need-answer"):
        assert client_for(world.beta.editor).post(address(form, alpha.need)).status_code in (403, 404)


def test_quota_in_words(world, alpha_editor, client_for):
    page = address("portal:package-detail", world.alpha.package)
    world.alpha.package.quota_enterprises = 1
    world.alpha.package.save()
    firm = builders.enterprise(members_of=[world.alpha.association])
    builders.support(firm, world.alpha.package, status="accepted", evidence=world.alpha.document)

    shown = client_for(alpha_editor).get(page).content.decode()

    assert "2 trên 1, vượt 1, cần phụ lục" in shown
    assert "1 trên 3, còn 2" in shown


def test_lists_take_the_same_queries_at_any_number(world, officer, alpha_editor, client_for):
    names = ["associations:agreement-list", "associations:need-list", "associations:workshop-list"]
    readers = [client_for(officer), client_for(alpha_editor)]

    def queries():
        counts = []
        for reader in readers:
            for name in names:
                reader.get(reverse(name))  # what a process keeps for a minute
                with CaptureQueriesContext(connection) as captured:
                    assert reader.get(reverse(name)).status_code == 200
                counts.append(len(captured))
        return counts

    before = queries()
    for count in range(20):
        builders.agreement(world.alpha.association, prepared_by=officer, approved_by=world.alpha.editor)
        builders.need(world.alpha.association, world.alpha.editor, f"Nhu cầu {count}")
        builders.workshop(f"Hội thảo {count}", [world.alpha.association])
    assert queries() == before
    assert max(before) <= 6  # the list of needs has the share answered by year above it


# --- milestones and money -------------------------------------------------------------------------------------------


def test_a_milestone_from_delivery_to_acceptance(world, alpha_editor, officer, client_for):
    editor, staff, milestone = client_for(alpha_editor), client_for(officer), world.alpha.milestone
    page, deliver = milestone.get_absolute_url(), address("associations:milestone-deliver", milestone)
    paper = world.alpha.document.pk
    assert deliver in editor.get(page).content.decode()

    refused = editor.post(deliver, {"note": "Báo cáo khảo sát"})
    assert list(refused.context["form"].errors) == ["evidence_file"]
    assert editor.post(deliver, {"note": "Báo cáo khảo sát", "evidence": paper}).url == page
    assert deliver not in editor.get(page).content.decode()

    accept = address("associations:milestone-accept", milestone)
    minutes = {"round": 1, "panel": "Nguyễn Văn Minh", "conclusion": "Đạt", "evidence": paper}
    refused = staff.post(accept, minutes)
    assert list(refused.context["form"].errors) == ["held_on"]
    assert "Nguyễn Văn Minh" in refused.content.decode()
    day = timezone.localdate()
    assert staff.post(accept, minutes | {"held_on": f"{day:%d/%m/%Y}"}).url == page

    milestone.refresh_from_db()
    assert (milestone.status, milestone.accepted_on) == ("accepted", day)
    shown = editor.get(page).content.decode()
    assert all(word in shown for word in ("Báo cáo khảo sát", "Nguyễn Văn Minh", "Đạt"))


def test_who_saw_another_round_does_not_decide_on_this_one(world, officer, client_for):
    milestone = world.alpha.delivery.milestone
    client_for(officer).post(address("associations:milestone-refuse", milestone), {"round": 7, "reason": "Thiếu"})
    milestone.refresh_from_db()
    assert milestone.status == "delivered"


def test_money_is_recorded_and_a_refusal_keeps_what_was_typed(world, officer, client_for):
    client, agreement = client_for(officer), world.alpha.agreement
    page = address("associations:funding-add", agreement)
    data = {"state": "committed", "source": "association", "amount_vnd": "123.456.790", "happened_on": "07/06/2017"}

    refused = client.post(page, data)
    assert "123.456.789" in str(refused.context["form"].non_field_errors())
    assert 'value="123.456.790"' in refused.content.decode()
    assert client.post(page, data | {"amount_vnd": "23.456.789"}).url == agreement.get_absolute_url()

    assert Funding.objects.get(agreement=agreement, state="committed").recorded_by == officer


def test_a_memorandum_without_money_says_so(world, alpha_viewer, client_for):
    Funding.objects.filter(agreement=world.alpha.agreement).delete()
    page = client_for(alpha_viewer).get(address("associations:agreement-detail", world.alpha.agreement))
    assert "Bản ghi nhớ này không kèm kinh phí." in page.content.decode()


def test_packages_over_their_quota_are_found(world, officer, client_for):
    package = world.alpha.package
    firm = builders.enterprise(members_of=[world.alpha.association])
    builders.support(firm, package, evidence=world.alpha.document)
    page = reverse("portal:package-list") + "?status=over"

    def found(quota):
        type(package).objects.filter(pk=package.pk).update(quota_enterprises=quota)
        return package.code in client_for(officer).get(page).content.decode()

    assert [found(quota) for quota in (0, 1, 2)] == [False, True, False]
