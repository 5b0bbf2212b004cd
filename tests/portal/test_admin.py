"""The admin: who sees which work, what a record offers, how days and amounts are read, how lists stay fast."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEvent, User
from associations.models import Agreement, Funding, PeriodicReport
from portal import admin_site, work_queue
from programme.models import AggregateRecord, Announcement, Document, Entry, Industry, Posting, Province, Standard
from tests import builders
from tests.portal.admin_steps import AGREEMENT_PARTS, change_url, move_url, no_parts

pytestmark = pytest.mark.django_db

DRAFT = Agreement.Status.DRAFT
SUBMITTED = Agreement.Status.SUBMITTED


# --- the site ----------------------------------------------------------------------------------------------------


def test_every_registered_model_has_its_place():
    registered = {model._meta.label_lower for model in admin.site._registry}
    grouped = {label for _code, _name, labels in admin_site.GROUPS for label in labels.split()}

    assert registered == grouped | admin_site.PARTS
    assert not grouped & admin_site.PARTS


@pytest.mark.slow
def test_every_page_opens_for_the_auditor_and_writes_nothing(world, auditor, client_for):
    client = client_for(auditor)
    for model, model_admin in admin.site._registry.items():
        opts = model._meta
        name = f"admin:{opts.app_label}_{opts.model_name}"
        row = model_admin.get_queryset(_request(auditor)).first()
        assert client.get(reverse(f"{name}_changelist"), {"q": "công ty"}).status_code == 200, opts.label
        assert client.get(reverse(f"{name}_add")).status_code == 403, opts.label
        if row is not None:
            page = client.get(reverse(f"{name}_change", args=[row.pk]))
            assert page.status_code == 200, opts.label
            assert 'name="_save"' not in page.text, opts.label
            assert client.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200, opts.label
            assert client.get(reverse(f"{name}_delete", args=[row.pk])).status_code == 403, opts.label


@pytest.mark.slow
def test_every_add_form_opens_for_those_who_may_add(world, administrator, client_for):
    client = client_for(administrator)
    for model, model_admin in admin.site._registry.items():
        expected = 200 if model_admin.has_add_permission(_request(administrator)) else 403
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        assert client.get(url).status_code == expected, model._meta.label


@pytest.mark.parametrize("path", ["/admin/", "/admin/associations/agreement/", "/admin/autocomplete/"])
def test_associations_and_officials_are_told_that_the_admin_is_not_theirs(path, alpha_editor, official, client_for):
    for user in (alpha_editor, official):
        assert client_for(user).get(path).status_code == 403


def test_a_visitor_signs_in_through_the_portal(visitor):
    last, _status = visitor.get("/admin/", follow=True).redirect_chain[-1]

    assert last == "/accounts/login/?next=/admin/"


# --- the work queue ----------------------------------------------------------------------------------------------


def _waiting(user):
    return {waiting.queue.code: waiting.count for waiting in work_queue.queues_for(user)}


def test_queue_shows_only_what_the_role_acts_on(officer, approver, auditor):
    assert "approve" not in _waiting(officer)
    assert "approve" in _waiting(approver)
    assert _waiting(auditor) == {}


def test_queue_leaves_out_what_one_prepared_oneself(alpha, officer, approver, second_approver):
    builders.agreement(alpha, prepared_by=approver, approved_by=approver, status=SUBMITTED)

    assert _waiting(approver)["approve"] == 0
    assert _waiting(second_approver)["approve"] == 1


def test_queue_holds_what_expires_and_waits_for_an_answer(alpha, alpha_editor, officer, approver):
    today = timezone.localdate()
    soon = builders.agreement(
        alpha, prepared_by=officer, approved_by=approver, ends_on=today + dt.timedelta(days=60), title="Sắp hết hạn"
    )
    builders.agreement(alpha, prepared_by=officer, approved_by=approver, ends_on=today + dt.timedelta(days=61))
    builders.report(soon, due_on=today - dt.timedelta(days=1))
    builders.need(alpha, alpha_editor)

    waiting = _waiting(officer)

    assert (waiting["expiring"], waiting["answer"]) == (1, 1)
    assert "overdue" not in waiting  # that is the association's to do
    assert _waiting(approver)["expiring"] == 0  # that is the officer's who prepared it


@pytest.mark.slow
def test_every_line_of_the_queue_leads_to_a_page_that_offers_the_step(
    world, alpha, officer, approver, administrator, client_for
):
    """Each line says when it is due and opens; a step that has a button is on offer there."""
    steps = {"approve": "approve", "sign": "sign", "start": "start", "answer": "answer", "post": "post"}
    steps |= {"publish": "publish", "expiring": "complete", "drafts": "submit", "exceptions": "approve"}
    for status in (DRAFT, SUBMITTED, Agreement.Status.APPROVED, Agreement.Status.SIGNED, Agreement.Status.IN_FORCE):
        builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=status)
    builders.standard("TCVN 72:2017", status=Standard.Status.DRAFTING, published_on=dt.date(2017, 6, 7))
    seen = set()
    for user in (officer, approver, administrator):
        client = client_for(user)
        for waiting in work_queue.queues_for(user):
            for line in waiting.lines:
                page = client.get(line.url)
                assert (page.status_code, line.day is not None) == (200, True), line
                step = steps.get(waiting.queue.code)
                offered = {offer.act.code for offer in page.context["offers"]} if step else {None}
                assert step in offered, line
                seen.add(waiting.queue.code)

    assert set(steps) <= seen


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False)])
def test_an_agreement_to_approve_says_when_it_starts_and_whether_that_day_has_passed(
    days, is_late, alpha, officer, approver
):
    starts_on = timezone.localdate() + dt.timedelta(days=days)
    term = {"starts_on": starts_on, "ends_on": starts_on + dt.timedelta(days=300)}
    builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=SUBMITTED, **term)

    queue = next(waiting for waiting in work_queue.queues_for(approver) if waiting.queue.code == "approve")

    assert [(line.due, line.is_late) for line in queue.lines] == [(starts_on, is_late)]


def test_first_page_takes_the_same_queries_for_one_row_and_many(
    alpha, officer, approver, client_for, django_assert_num_queries
):
    client = client_for(approver)
    builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=SUBMITTED)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as one:
        client.get("/admin/")
    for _ in range(60):
        builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=SUBMITTED)

    with django_assert_num_queries(len(one)):
        page = client.get("/admin/")

    assert "50+" in page.text


# --- lists -------------------------------------------------------------------------------------------------------


def test_enterprise_list_counts_nothing_in_full_and_takes_the_same_queries(
    alpha, officer, client_for, django_assert_num_queries
):
    client = client_for(officer)
    url = reverse("admin:enterprises_enterprise_changelist")
    builders.enterprise(members_of=[alpha])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(50):
        builders.enterprise(members_of=[alpha])

    with django_assert_num_queries(len(one)) as many:
        client.get(url)

    counts = [query["sql"] for query in many.captured_queries if "SELECT COUNT(" in query["sql"]]
    counts = [sql for sql in counts if "enterprises_enterprise" in sql]
    assert len(counts) == 1
    assert "LIMIT 10001" in counts[0]


@pytest.mark.parametrize("text", ["det may", "Dệt May", "DỆT MAY", "may dệt"])
def test_search_knows_no_marks_no_case_and_no_order(text, officer, client_for):
    builders.enterprise("Công ty Dệt may Sông Hồng")
    builders.enterprise("Công ty Giày da Hải Phòng")

    page = client_for(officer).get(reverse("admin:enterprises_enterprise_changelist"), {"q": text})

    assert "Dệt may Sông Hồng" in page.text
    assert "Giày da" not in page.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/admin/accounts/mail/", "Không có dòng nào khớp với bộ lọc"),
        ("/admin/associations/need/?q=khongco", "Không có dòng nào khớp với bộ lọc"),
        ("/admin/associations/workshop/", "Chưa ghi nhận nội dung nào"),
    ],
)
def test_an_empty_list_says_so_and_offers_no_acts(path, words, administrator, client_for):
    page = client_for(administrator).get(path).text

    assert words in page
    assert 'name="action"' not in page


def test_autocomplete_finds_and_names_the_catalogue_of_a_province(officer, client_for):
    builders.province("63-01", "Hà Nội")
    builders.province("34-01", "Hà Nội")
    field = {"app_label": "enterprises", "model_name": "enterprise", "field_name": "province"}

    with translation.override("vi"):
        found = client_for(officer).get("/admin/autocomplete/", {"term": "ha noi", **field}).json()["results"]

    assert len({row["text"] for row in found}) == 2


# --- days and amounts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_agreement_is_entered_with_vietnamese_days_and_amounts(language, alpha, officer, client_for):
    client = client_for(officer)
    client.cookies["django_language"] = language
    amount = "1.234.567" if language == "vi" else "1,234,567"
    data = AGREEMENT_PARTS | {
        "kind": "memorandum",
        "association": alpha.pk,
        "title": "Bản ghi nhớ",
        "starts_on": "07/06/2017",
        "ends_on": "25/12/2017",
        "funding-TOTAL_FORMS": "1",
        "funding-0-source": "central",
        "funding-0-state": "planned",
        "funding-0-amount_vnd": amount,
    }

    response = client.post(reverse("admin:associations_agreement_add"), data)

    assert response.status_code == 302, response.context["errors"]
    agreement = Agreement.objects.get()
    assert (agreement.starts_on, agreement.ends_on) == (dt.date(2017, 6, 7), dt.date(2017, 12, 25))
    assert agreement.prepared_by == officer
    assert Funding.objects.get().amount_vnd == 1_234_567
    assert amount in client.get(change_url(agreement)).text
    assert AuditEvent.objects.filter(action="admin.add", object_id=str(agreement.pk), actor=officer).exists()


# --- evidence, standards, counts, reports, accounts ---------------------------------------------------------------


def test_evidence_is_stored_with_owner_and_fingerprint(alpha, officer, client_for):
    client = client_for(officer)
    url = reverse("admin:programme_document_add")
    data = {"title": "Bản ký", "kind": "agreement"}

    client.post(url, data | {"file": builders.upload(), "readers": "everybody"})
    assert not Document.objects.exists()  # a signed agreement without an owner would be everybody's

    client.post(url, data | {"file": builders.upload(), "readers": "association", "association": alpha.pk})
    document = Document.objects.get()
    assert (document.association, document.uploaded_by) == (alpha.code, officer)
    assert len(document.sha256) == 64


def test_the_number_of_a_standard_is_read_by_its_grammar(officer, client_for):
    body = builders.standard().issuer
    client = client_for(officer)
    url = reverse("admin:programme_standard_add")

    wrong = client.post(url, {"number": "TCVN chín nghìn", "title": "Sai", "issuer": body.pk})
    assert "number" in wrong.context["adminform"].form.errors

    client.post(url, {"number": "TCVN ISO 9001:2015", "title": "Hệ thống quản lý", "issuer": body.pk})
    assert Standard.objects.get(number="TCVN ISO 9001:2015").year == 2015


def test_a_standard_is_published_and_posted(world, approver, client_for):
    standard = builders.standard("TCVN 77:2017", status=Standard.Status.DRAFTING)

    client_for(approver).post(move_url(standard, "publish"), {"_confirmed": "1", "published_on": "07/06/2017"})

    standard.refresh_from_db()
    assert standard.status == Standard.Status.PUBLISHED
    assert standard.posting.kind == Posting.Kind.STANDARD


def test_an_aggregate_count_is_entered_by_one_and_posted_by_another(officer, approver, client_for):
    indicator = builders.indicator("tcvn_new")
    paper = builders.document(by=officer)
    data = {"indicator": indicator.pk, "quantity": "2.604", "happened_on": "31/12/2016", "document": paper.pk}
    client_for(officer).post(reverse("admin:programme_aggregaterecord_add"), data)
    record = AggregateRecord.objects.get()

    client_for(approver).post(move_url(record, "post"), {"_confirmed": "1"})

    record.refresh_from_db()
    assert (record.quantity, record.prepared_by) == (2604, officer)
    assert record.posting.recorded_by == approver


def test_who_changes_a_count_does_not_post_it(world, officer, approver, second_approver, client_for):
    record, client = world.national.aggregate, client_for(approver)
    data = {"indicator": record.indicator_id, "quantity": "99.999", "happened_on": "31/12/2016"}
    client.post(change_url(record), data | {"document": record.document_id, "note": ""})

    client.post(move_url(record, "post"), {"_confirmed": "1"})
    record.refresh_from_db()
    assert (record.quantity, record.prepared_by, record.posting) == (99_999, approver, None)

    client_for(second_approver).post(move_url(record, "post"), {"_confirmed": "1"})
    record.refresh_from_db()
    assert record.posting.recorded_by == second_approver


def test_periods_share_no_day_and_conclusions_follow_their_workshop(world, administrator, client_for):
    client, period, workshop = client_for(administrator), world.national.period, world.alpha.workshop
    days = {"name": "Chồng", "starts_on": "31/12/2030", "ends_on": "31/12/2031"}
    done = {"workshop": workshop.pk, "position": "9", "text": "x", "owner": "x", "due_on": "31/12/2017"}

    overlapping = client.post(reverse("admin:programme_ledgerperiod_add"), days)
    early = client.post(reverse("admin:associations_workshopconclusion_add"), done | {"due_on": "06/06/2017"})

    assert period.name in str(overlapping.context["adminform"].form.errors)
    assert early.context["adminform"].form.errors


def test_entries_are_taken_back_by_a_correction(world, approver, officer, client_for):
    entry = Posting.objects.filter(corrects=None).first().entries.filter(corrections=None, corrects=None).first()

    assert client_for(officer).post(move_url(entry, "take-back")).status_code in (403, 404)
    client_for(approver).post(move_url(entry, "take-back"), {"_confirmed": "1", "reason": "Ghi trùng"})

    assert entry.corrections.get().posting.reason == "Ghi trùng"


def test_a_report_is_opened_for_an_agreement_in_force_only(alpha, officer, approver, client_for):
    client = client_for(officer)
    url = reverse("admin:associations_periodicreport_add")
    running = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    draft = builders.agreement(alpha, prepared_by=officer, approved_by=approver, status=DRAFT)
    data = {
        "report_type": builders.report_type().pk,
        "period_starts_on": "01/01/2017",
        "period_ends_on": "14/06/2017",
        "due_on": "29/06/2017",
    }

    refused = client.post(url, data | {"agreement": draft.pk})
    assert refused.context["adminform"].form.errors

    client.post(url, data | {"agreement": running.pk})
    assert PeriodicReport.objects.get().reviews.get().by == officer

    again = client.post(url, data | {"agreement": running.pk, "period_starts_on": "02/01/2017"})
    early = client.post(url, data | {"agreement": running.pk, "period_starts_on": "31/12/2016"})
    assert again.context["adminform"].form.errors
    assert early.context["adminform"].form.errors
    assert PeriodicReport.objects.count() == 1


def test_staff_move_the_due_date_and_write_nothing_of_the_report(world, officer, client_for):
    client, report = client_for(officer), world.alpha.report

    client.post(change_url(report), no_parts("reviews") | {"due_on": "31/01/2019", "narrative": "Sửa"})

    before, _ = report.narrative, report.refresh_from_db()
    assert (report.due_on, report.narrative) == (dt.date(2019, 1, 31), before)
    assert client.post(reverse("portal:report-edit", args=[report.pk]), {"narrative": "Sửa"}).status_code == 403
    assert client.post(reverse("enterprises:support-edit", args=[world.alpha.support.pk])).status_code == 403


def test_an_account_is_made_with_a_password(administrator, client_for):
    data = {
        "full_name": "Nguyễn Thị Mới",
        "email": "Moi@Example.org",
        "role": "officer",
        "password1": builders.PASSWORD,
        "password2": builders.PASSWORD,
    } | no_parts("memberships")

    client_for(administrator).post(reverse("admin:accounts_user_add"), data)

    user = User.objects.get(full_name="Nguyễn Thị Mới")
    assert user.email == "moi@example.org"
    assert user.check_password(builders.PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_an_account_is_made_by_invitation(administrator, client_for, mailoutbox):
    data = {"full_name": "Người Mới", "email": "moi@example.org", "role": "officer", "sends_mail": "on"}
    data |= no_parts("memberships")

    client_for(administrator).post(reverse("admin:accounts_user_add"), data)

    assert [message.to for message in mailoutbox] == [["moi@example.org"]]


def test_an_address_is_taken_once_and_nobody_demotes_himself(administrator, officer, client_for):
    client = client_for(administrator)
    again = {"full_name": "Trùng", "email": officer.email.upper(), "role": "officer", "sends_mail": "on"}
    own = {"full_name": administrator.full_name, "email": administrator.email, "role": "officer", "is_active": "on"}
    again, own = again | no_parts("memberships"), own | no_parts("memberships")

    assert client.post(reverse("admin:accounts_user_add"), again).context["errors"]
    assert client.post(change_url(administrator), own).context["errors"]


def test_an_announced_figure_keeps_its_qualifier(officer, client_for):
    programme, indicator = builders.programme_712(), builders.indicator("tcvn_new")
    data = {
        "programme": programme.pk,
        "indicator": indicator.pk,
        "qualifier": "about",
        "value": "9.500",
        "cut_off_on": "31/12/2016",
        "source": "Báo cáo tổng kết",
    }

    client_for(officer).post(reverse("admin:programme_announcement_add"), data)

    announced = Announcement.objects.get()
    assert (announced.value, announced.sign) == (9500, "≈")
    assert 'value="9.500"' in client_for(officer).get(change_url(announced)).text


def test_names_stand_beside_the_codes_of_the_ledger(recorded_world, auditor, client_for):
    entry = Entry.objects.filter(source_type="enterprises.support").first()
    name, industry = Province.objects.get(key=entry.province).name, Industry.objects.get(key=entry.sector).name
    reader = client_for(auditor)

    page = reader.get(change_url(entry)).text
    assert f'{name} <small class="muted">{entry.province}</small>' in page
    assert f'{industry} <small class="muted">{entry.sector}</small>' in page
    assert f'Lượt hỗ trợ {entry.source_id} <small class="muted">enterprises.support</small>' in page
    assert name in reader.get(reverse("admin:programme_entry_changelist")).text
    assert "Báo cáo định kỳ" in reader.get(change_url(entry.posting)).text


def _request(user):
    return SimpleNamespace(user=user)
