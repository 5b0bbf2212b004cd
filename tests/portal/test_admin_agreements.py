"""Agreements in the admin: their steps, what is locked when, papers, history."""

import pytest
from django.urls import reverse

from associations.models import Agreement, Funding, Milestone, SigningAuthority
from tests import builders
from tests.portal.admin_steps import AGREEMENT_PARTS, change_url, move_url, no_parts

pytestmark = pytest.mark.django_db

DRAFT = Agreement.Status.DRAFT
SUBMITTED = Agreement.Status.SUBMITTED


@pytest.fixture
def submitted(alpha, officer, approver):
    return builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=SUBMITTED)


def test_a_step_asks_first_and_then_moves(submitted, approver, client_for):
    client = client_for(approver)

    asked = client.post(move_url(submitted, "approve"))
    submitted.refresh_from_db()
    assert (asked.status_code, submitted.status) == (200, SUBMITTED)

    client.post(move_url(submitted, "approve"), {"_confirmed": "1"})
    submitted.refresh_from_db()
    assert (submitted.status, submitted.approved_by) == (Agreement.Status.APPROVED, approver)


def test_a_step_takes_post_right_and_a_known_name(submitted, approver, officer, auditor, client_for):
    url = move_url(submitted, "approve")

    assert client_for(approver).get(url).status_code == 405
    assert client_for(officer).post(url, {"_confirmed": "1"}).status_code == 403
    assert client_for(auditor).post(url, {"_confirmed": "1"}).status_code == 403
    assert client_for(approver).post(move_url(submitted, "dissolve")).status_code == 404
    submitted.refresh_from_db()
    assert submitted.status == SUBMITTED


def test_who_opens_the_address_of_a_button_reads_why_nothing_was_done(submitted, approver, client_for):
    page = client_for(approver).get(move_url(submitted, "approve"), headers={"accept": "text/html"})

    assert (page.status_code, page.headers["Allow"], page.templates[0].name) == (405, "POST", "405.html")
    assert "Chưa có gì được thực hiện" in page.text


def test_a_step_that_needs_a_reason_stays_until_there_is_one(submitted, approver, client_for):
    client = client_for(approver)

    client.post(move_url(submitted, "return"), {"_confirmed": "1", "reason": " "})
    submitted.refresh_from_db()
    assert submitted.status == SUBMITTED

    client.post(move_url(submitted, "return"), {"_confirmed": "1", "reason": "Thiếu phụ lục"})
    submitted.refresh_from_db()
    assert (submitted.status, submitted.status_reason) == (DRAFT, "Thiếu phụ lục")


def test_the_page_says_why_a_step_is_refused(alpha, approver, client_for):
    own = builders.agreement(alpha, prepared_by=approver, approved_by=approver, status=SUBMITTED)

    page = client_for(approver).get(change_url(own))
    offers = {offer.act.code: offer.reason for offer in page.context["offers"]}

    assert offers["return"] == ""
    assert offers["approve"]
    assert offers["approve"] in page.text


def test_terms_are_locked_after_approval(alpha, officer, approver, client_for):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=Agreement.Status.APPROVED)

    page = client_for(officer).get(change_url(agreement))
    form = page.context["adminform"].form
    takes = {inline.opts.model: inline.has_add_permission for inline in page.context["inline_admin_formsets"]}

    assert "title" not in form.fields
    assert (takes[Milestone], takes[Funding]) == (False, True)  # what is committed is no term
    assert "programme_authority" in form.fields
    assert "programme_signatory" not in form.fields


def test_what_waits_for_approval_is_approved_as_it_was_sent(submitted, approver, client_for):
    client = client_for(approver)
    package = builders.package(submitted)

    assert "title" not in client.get(change_url(submitted)).context["adminform"].form.fields
    client.post(change_url(submitted), AGREEMENT_PARTS | {"title": "Viết lại", "change_reason": ""})
    assert client.post(change_url(package), {"name": "Viết lại"}).status_code == 403

    submitted.refresh_from_db()
    assert submitted.title != "Viết lại"


@pytest.mark.parametrize("status", [Agreement.Status.SETTLED, Agreement.Status.CANCELLED, SUBMITTED])
def test_parts_are_closed_with_their_agreement_on_their_own_pages(status, alpha, officer, approver, client_for):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status)
    funding = Funding.objects.create(agreement=agreement, source="central", amount_vnd=1)
    item = builders.package(agreement).items.first()
    client = client_for(officer)

    for row in (funding, item.package, item):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        code = 403 if status == SUBMITTED else 302  # an ended one is locked: back to the page, which says why
        assert client.post(change_url(row), {}).status_code == code, row
        assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == code, row
    added = {"agreement": agreement.pk, "source": "central", "state": "planned", "amount_vnd": "5"}
    page = client.post(reverse("admin:associations_funding_add"), added)
    assert page.context["adminform"].form.errors
    step = {"package": item.package_id, "position": "9", "training": "Thêm"}
    page = client.post(reverse("admin:associations_packageitem_add"), step)
    assert page.context["adminform"].form.errors

    assert (Funding.objects.count(), item.package.items.count()) == (1, 2)


def test_a_package_runs_within_the_term_and_stays_with_its_agreement(world, alpha, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    package, other = builders.package(draft), world.beta.agreement
    data = {"name": package.name, "status": "preparing", "starts_on": "01/01/2017", "ends_on": "31/12/2017"}
    data |= dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), "5") | no_parts("items")
    client = client_for(officer)

    late = client.post(change_url(package), data | {"ends_on": "01/01/2018"})
    assert late.context["adminform"].form.errors
    client.post(change_url(package), data | {"agreement": other.pk})

    package.refresh_from_db()
    assert (package.quota_enterprises, package.agreement) == (5, draft)


def test_terms_and_packages_are_judged_together(alpha, officer, approver, client_for):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    terms = {"kind": "memorandum", "association": alpha.pk, "title": "Kéo dài"}
    days = {"starts_on": "01/01/2017", "ends_on": "31/12/2018"}
    package = {"code": "ALPHA-1", "name": "Gói", "starts_on": "01/01/2018", "ends_on": "31/12/2018"}
    package |= dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), "5")
    data = AGREEMENT_PARTS | terms | days | {"packages-TOTAL_FORMS": "1"}

    response = client_for(officer).post(
        change_url(agreement), data | {f"packages-0-{name}": value for name, value in package.items()}
    )

    assert response.status_code == 302, response.context["errors"]
    assert agreement.packages.get().code == "ALPHA-1"


@pytest.mark.parametrize("kind", ["annex", "funding", "package", "agreement", "workshop", "standard"])
def test_a_paper_of_another_association_is_attached_to_nothing(kind, world, alpha, officer, approver, client_for):
    paper = world.beta.document
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    term = {"starts_on": "01/01/2017", "ends_on": "31/12/2017"}
    model, data = {
        "annex": ("associations_annex", {"number": "1", "kind": "detail", "title": "x", "effective_on": "01/02/2017"}),
        "funding": ("associations_funding", {"source": "central", "state": "planned", "amount_vnd": "5"}),
        "package": (
            "associations_solutionpackage",
            {"code": "A-9", "name": "x", "status": "preparing", "documents": paper.pk, **term, **no_parts("items")}
            | dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), "0"),
        ),
        "agreement": (
            "associations_agreement",
            {"kind": "memorandum", "association": alpha.pk, "title": "x", "signed_document": paper.pk}
            | term
            | AGREEMENT_PARTS,
        ),
        "workshop": (
            "associations_workshop",
            {"title": "x", "held_on": "01/02/2017", **no_parts("attendance", "conclusions")},
        ),
        "standard": (
            "programme_standard",
            {"number": "TCVN 9:2017", "title": "x", "issuer": world.national.standard.issuer_id},
        ),
    }[kind]
    url, client = reverse(f"admin:{model}_add"), client_for(officer)

    refused = client.post(url, {"agreement": draft.pk, "document": paper.pk} | data)
    assert refused.status_code == 200
    assert refused.context["adminform"].form.errors

    own = (world.national if kind in ("workshop", "standard") else world.alpha).document.pk
    owned = dict.fromkeys(("document", "documents", "signed_document"), own)
    taken = client.post(url, {"agreement": draft.pk} | data | owned)
    assert taken.status_code == 302, taken.context["errors"]


def test_a_draft_with_papers_is_not_handed_to_another_association(alpha, beta, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    package = builders.package(draft)
    client = client_for(officer)
    data = AGREEMENT_PARTS | {"kind": "memorandum", "title": "Khác", "starts_on": "01/01/2017", "ends_on": "31/12/2017"}
    data |= {"association": beta.pk}

    package.documents.add(builders.document("Bímật", by=officer, association=alpha.code))
    page = client.post(change_url(draft), data)
    assert list(page.context["adminform"].form.errors) == ["association"]
    package.documents.clear()
    assert client.post(change_url(draft), data).status_code == 302

    draft.refresh_from_db()
    assert draft.association == beta


def test_history_names_the_status_and_the_reason(submitted, approver, auditor, client_for):
    client_for(approver).post(move_url(submitted, "return"), {"_confirmed": "1", "reason": "Thiếu phụ lục"})
    url = reverse("admin:associations_agreement_history", args=[submitted.pk])

    page = client_for(auditor).get(url)

    newest = page.context["page_obj"][0]
    assert newest.history_user == approver
    assert newest.history_change_reason == "Thiếu phụ lục"
    assert {"Thiếu phụ lục"} <= {change.new for change in newest.history_delta_changes}
    assert len({change.field for change in newest.history_delta_changes}) > 1


def test_what_stops_an_agreement_stands_last_and_says_so(submitted, officer, client_for):
    offers = client_for(officer).get(change_url(submitted)).context["offers"]

    assert [offer.act.is_final for offer in offers] == [False] * (len(offers) - 1) + [True]
    assert str(offers[-1].act.label) == "Hủy thỏa thuận"


def test_what_was_done_names_the_new_state(alpha, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)

    page = client_for(officer).post(move_url(draft, "submit"), {"_confirmed": "1"}, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said == ["Đã thực hiện “Trình phê duyệt”: thỏa thuận nay ở trạng thái “đã trình phê duyệt”."]


def test_what_was_refused_is_summed_up_with_links_to_its_fields(alpha, officer, approver, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    package = {"packages-TOTAL_FORMS": "1", "packages-0-name": "Gói", "packages-0-code": "ALPHA-1"}

    page = client_for(officer).post(change_url(draft), AGREEMENT_PARTS | package).text

    summary = page.partition('error-summary"')[2].partition("</ul>")[0]
    assert '<a href="#id_title">Tên</a>: Mục này không được để trống.' in summary
    assert '<a href="#id_packages-0-starts_on">' in summary


# --- who signs for which side -------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["programme", "association"])
def test_the_box_of_a_side_offers_who_signs_for_that_side(side, alpha, officer, client_for):
    sides = {"programme": None, "association": alpha}
    ended = {"full_name": "An", "position": "x", "basis": "x", "valid_from": builders.START, "valid_to": builders.DAY}
    signing = {
        name: [builders.authority(row), SigningAuthority.objects.create(association=row, **ended)]
        for name, row in sides.items()
    }
    box = {"app_label": "associations", "model_name": "agreement", "field_name": f"{side}_authority", "term": ""}

    found = client_for(officer).get("/admin/autocomplete/", box).json()["results"]

    assert [row["id"] for row in found] == [str(row.pk) for row in signing[side]]


def test_who_is_entered_beside_the_box_of_the_association_signs_for_it(alpha, officer, client_for):
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=None, status=DRAFT)
    client = client_for(officer)

    page = client.get(change_url(draft)).text

    address = reverse("admin:associations_signingauthority_add")
    assert f"{address}?_to_field=id&amp;_popup=1&amp;association={alpha.pk}" in page
    form = client.get(address, {"association": alpha.pk}).context["adminform"].form
    assert form.get_initial_for_field(form.fields["association"], "association") == str(alpha.pk)
