"""Pages of annexes: the form with all terms, the comparison, steps, conflicts, reading as of a day."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from associations.annexes import change_annex, move_annex, prepare_annex
from associations.models import Annex
from associations.terms import terms_of
from tests import builders
from tests.associations.test_annexes import agreement, prepared, signed, two  # noqa: F401  fixtures
from tests.portal.admin_steps import change_url, no_parts

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def url(name, annex, *more):
    return reverse(f"associations:annex-{name}", args=[annex.agreement_id, annex.number, *more])


def filled(page):
    """Return what the edit page would send unchanged: the value of every box."""
    forms = [page.context["form"], page.context["editor"].form]
    sets = [formset for outer in page.context["editor"].formsets for formset in outer.flat()]
    for formset in sets:
        forms += [formset.management_form, *formset.forms]
    boxes = [box for form in forms for box in form if box.name != "DELETE"]
    return {box.html_name: "" if box.value() is None else text(box) for box in boxes}


def text(box):
    value = box.value()
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else str(value)


def test_it_is_started_on_its_page(agreement, officer, client_for):  # noqa: F811
    client = client_for(officer)
    page = reverse("associations:annex-add", args=[agreement.pk])

    empty = client.post(page, {"title": "", "effective_on": "31/02/2027"})
    assert set(empty.context["form"].errors) == {"title", "effective_on"}
    answer = client.post(page, {"title": "Mở rộng", "effective_on": "01/02/2027"})

    annex = agreement.annexes.get()
    assert answer.url == url("edit", annex)
    assert (annex.status, annex.prepared_by, annex.effective_on) == ("draft", officer, dt.date(2027, 2, 1))


def test_what_is_sent_unchanged_changes_nothing(agreement, officer, client_for):  # noqa: F811
    annex = prepare_annex(agreement, by=officer, title="Mở rộng", effective_on=TODAY)
    client = client_for(officer)

    answer = client.post(url("edit", annex), filled(client.get(url("edit", annex))))

    assert answer.status_code == 302
    annex.refresh_from_db()
    assert (annex.proposed, annex.revision) == (annex.base, 2)


def test_fields_rows_and_rows_of_rows_are_edited(agreement, officer, client_for):  # noqa: F811
    annex = prepare_annex(agreement, by=officer, title="Mở rộng", effective_on=TODAY)
    client = client_for(officer)
    data = filled(client.get(url("edit", annex)))
    data |= {
        "terms-ends_on": "30/06/2018",
        "packages-0-quota_enterprises": "1.300",
        "packages-0-items-0-DELETE": "on",
        "packages-0-items-2-training": "Đào tạo nâng cao",
        "packages-0-items-2-hours": "8",
        "packages-1-code": "ALPHA-2",
        "packages-1-name": "Gói hai",
        "packages-1-starts_on": "01/01/2018",
        "packages-1-ends_on": "30/06/2018",
        "packages-1-items-0-training": "Tập huấn",
        "funding-0-amount_vnd": "2.500.000",
        "milestones-0-DELETE": "on",
    }

    answer = client.post(url("edit", annex), data)

    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(url("detail", annex))
    shown = [(change.label, change.old, change.new) for change in page.context["changes"] if change.kind == "changed"]
    assert shown == [
        ("Ngày kết thúc", "31/12/2017", "30/06/2018"),
        ("Gói giải pháp “ALPHA-1” · Số doanh nghiệp theo thỏa thuận", "10", "1.300"),
        ("Dòng kinh phí “Ngân sách trung ương” · Số tiền (đồng)", "1.000.000", "2.500.000"),
    ]
    children = [change.label for change in page.context["changes"] if change.kind != "changed"]
    assert [label for label in children if label.startswith("Gói giải pháp “ALPHA-2” · Bước")] == [
        "Gói giải pháp “ALPHA-2” · Bước của gói “Tập huấn” · Nội dung đào tạo"
    ]
    assert [change.kind for change in page.context["changes"] if change.label.startswith("Mốc")] == ["removed"] * 2
    assert "1.300" in page.text


def test_money_is_planned_for_a_milestone_that_the_same_annex_adds(agreement, officer, approver, client_for):  # noqa: F811
    annex = prepare_annex(agreement, by=officer, title="Thêm mốc", effective_on=TODAY)
    client = client_for(officer)
    data = filled(client.get(url("edit", annex)))
    client.post(url("edit", annex), data | {"milestones-1-title": "Sản phẩm hai", "milestones-1-due_on": "01/10/2017"})
    data = filled(client.get(url("edit", annex)))
    money = {"funding-1-source": "local", "funding-1-milestone": "n1", "funding-1-amount_vnd": "5"}
    assert client.post(url("edit", annex), data | money).status_code == 302

    annex.refresh_from_db()
    move_annex(signed(annex, officer, approver), "apply", by=approver)

    assert agreement.funding.get(source="local").milestone == agreement.milestones.get(title="Sản phẩm hai")


def test_a_faulty_row_comes_back_with_what_was_typed(agreement, officer, client_for):  # noqa: F811
    annex = prepare_annex(agreement, by=officer, title="Mở rộng", effective_on=TODAY)
    client = client_for(officer)
    data = filled(client.get(url("edit", annex))) | {"packages-0-ends_on": "31/02/2018", "milestones-1-title": "Mới"}

    page = client.post(url("edit", annex), data)

    assert page.status_code == 200
    assert 'value="31/02/2018"' in page.text
    summary = page.text.partition('error-summary"')[2].partition("</ul>")[0]
    assert "#id_packages-0-ends_on" in summary
    assert "#id_milestones-1-due_on" in summary
    annex.refresh_from_db()
    assert annex.revision == 1


def test_an_older_page_overwrites_nothing_and_keeps_what_was_typed(agreement, officer, approver, client_for):  # noqa: F811
    annex = prepare_annex(agreement, by=officer, title="Mở rộng", effective_on=TODAY)
    client = client_for(officer)
    data = filled(client.get(url("edit", annex))) | {"title": "Bản của tôi"}
    change_annex(annex, by=approver, revision=1, terms=annex.proposed, title="Bản của người khác")

    page = client.post(url("edit", annex), data)

    assert page.status_code == 200
    assert 'value="Bản của tôi"' in page.text
    assert "Người khác vừa sửa phụ lục này" in page.text
    annex.refresh_from_db()
    assert annex.title == "Bản của người khác"


def test_steps_are_taken_on_their_pages(agreement, officer, approver, client_for):  # noqa: F811
    annex = prepared(agreement, officer, quota_enterprises=13)

    def step(person, action, **data):
        client = client_for(person)
        client.get(url("move", annex, action))
        annex.refresh_from_db()
        client.post(url("move", annex, action), {"revision": annex.revision} | data)
        annex.refresh_from_db()
        return annex.status

    assert step(officer, "submit") == "submitted"
    assert step(approver, "return") == "submitted"
    assert step(approver, "return", reason="Thiếu căn cứ") == "draft"
    assert step(officer, "submit") == "submitted"
    assert step(officer, "approve") == "submitted"
    assert step(approver, "approve") == "approved"
    days = {"programme_signed_on": "07/06/2017", "association_signed_on": "08/06/2017"}
    assert step(officer, "sign", **days) == "approved"
    assert step(officer, "sign", evidence_file=builders.upload(), **days) == "signed"
    assert (annex.signed_on, annex.document.association) == (dt.date(2017, 6, 8), "ALPHA")
    assert step(approver, "apply") == "in_effect"
    assert agreement.packages.get().quota_enterprises == 13
    assert client_for(officer).get(url("move", annex, "dissolve")).status_code == 404


def test_a_conflict_is_shown_and_resolved_on_its_page(two, approver, client_for):  # noqa: F811
    second, client = two[1], client_for(approver)

    page = client.get(url("detail", second))
    assert [(item.base, item.theirs, item.mine) for item in page.context["conflicts"]] == [("10", "13", "15")]
    asked = client.get(url("resolve", second))
    revision = asked.context["form"]["revision"].value()
    assert client.post(url("resolve", second), {"revision": revision, "choice-0": "mine"}).status_code == 200
    client.post(url("resolve", second), {"revision": revision, "choice-0": "mine", "reason": "Theo bản ký"})

    page = client.get(url("detail", second))
    assert page.context["conflicts"] == []
    assert [(change.old, change.new) for change in page.context["changes"]] == [("13", "15"), ("3", "7")]


def test_an_association_reads_what_is_signed_and_nothing_before(agreement, officer, approver, alpha_editor, client_for):  # noqa: F811
    annex, client = prepared(agreement, officer, quota_enterprises=13), client_for(alpha_editor)
    assert client.get(url("detail", annex)).status_code == 404

    signed(annex, officer, approver)

    page = client.get(url("detail", annex))
    assert (page.status_code, page.context["actions"], page.context["can_edit"]) == (200, [], False)
    assert client.get(url("edit", annex)).status_code == 403
    assert url("detail", annex) in client.get(agreement.get_absolute_url()).text


def test_the_agreement_reads_as_of_a_day(agreement, officer, approver, alpha_editor, client_for):  # noqa: F811
    move_annex(signed(prepared(agreement, officer, quota_enterprises=1313), officer, approver), "apply", by=approver)
    client, address = client_for(alpha_editor), agreement.get_absolute_url()
    yesterday = TODAY - dt.timedelta(1)

    before = client.get(address, {"as_of": yesterday.strftime("%d/%m/%Y")})
    after = client.get(address, {"as_of": TODAY.strftime("%d/%m/%Y")})

    assert (before.context["as_of"]["version"].number, after.context["as_of"]["version"].number) == (1, 2)
    assert ("1.313" in before.text, "1.313" in after.text) == (False, True)
    assert "phiên bản 1" in before.text
    early = client.get(address, {"as_of": "01/01/2016"}).context["as_of"]
    wrong = client.get(address, {"as_of": "31/02/2017"}).context["as_of"]
    assert ("version" in early, "version" in wrong) == (False, False)
    assert wrong["sentence"].startswith("Ngày 31/02/2017 không có trong lịch")


def test_an_old_amendment_stays_readable(world, officer, client_for):
    old = Annex.objects.create(
        agreement=world.alpha.agreement, number=9, kind="amendment", title="Cũ", effective_on=builders.DAY
    )

    page = client_for(officer).get(url("detail", old))

    assert (page.status_code, page.context["actions"], page.context["changes"]) == (200, [], [])


# --- no other path -------------------------------------------------------------------------------------------------


def test_the_admin_changes_no_terms_of_an_agreement_in_force(agreement, officer, client_for):  # noqa: F811
    """Every form of the admin that could: each says that an annex does it, and the terms stay."""
    before, client = terms_of(agreement), client_for(officer)
    package = agreement.packages.get()
    milestone, line, item = agreement.milestones.get(), agreement.funding.get(), package.items.first()
    money = {"source": "central", "state": "planned", "amount_vnd": "7"}
    deliverable = {"position": "1", "title": "Khác", "due_on": "01/02/2017"}
    step = {"position": "5", "training": "Khác"}

    refused = {
        "milestone": client.post(change_url(milestone), deliverable),
        "new milestone": client.post(add_url(milestone), deliverable | {"agreement": agreement.pk, "position": "2"}),
        "money": client.post(change_url(line), money),
        "money of another state": client.post(change_url(line), money | {"state": "committed"}),
        "new money": client.post(add_url(line), money | {"agreement": agreement.pk}),
        "step": client.post(change_url(item), step),
        "new step": client.post(add_url(item), step | {"package": package.pk}),
    }
    client.post(
        change_url(package), {"status": "running", "quota_enterprises": "99", "name": "Khác"} | no_parts("items")
    )

    words = "điều khoản chỉ thay đổi bằng phụ lục"
    assert {name: (page.status_code, words in page.text) for name, page in refused.items()} == dict.fromkeys(
        refused, (200, True)
    )
    assert terms_of(agreement) == before
    page = client.get(change_url(agreement))
    assert words in page.text
    assert f'href="{agreement.get_absolute_url()}"' in page.text


def test_a_package_added_in_the_admin_makes_a_version(agreement, officer, client_for):  # noqa: F811
    term = {"starts_on": "01/01/2017", "ends_on": "31/12/2017"}
    quotas = dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), "5")
    data = {"agreement": agreement.pk, "code": "ALPHA-9", "name": "Gói mới", "status": "running"} | no_parts("items")

    answer = client_for(officer).post(add_url(agreement.packages.get()), data | term | quotas)

    assert answer.status_code == 302, answer.context["errors"]
    assert [row["values"]["code"] for row in agreement.versions.get(number=2).terms["parts"]["packages"]] == [
        "ALPHA-1",
        "ALPHA-9",
    ]


def add_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_add")
