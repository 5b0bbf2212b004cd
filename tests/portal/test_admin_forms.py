"""Forms of the admin: what is refused keeps what was typed, what looks like a slip is asked about."""

import datetime as dt
from functools import reduce
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, User
from accounts.roles import Role
from associations.models import Agreement, Milestone
from programme import ledger, services
from programme.models import AggregateRecord, Announcement, Indicator, LedgerPeriod, Standard, Target
from tests import builders
from tests.portal.admin_steps import AGREEMENT_PARTS, change_url, no_parts

pytestmark = pytest.mark.django_db


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["abc", "9" * 5000])
def test_what_is_no_key_is_refused_at_its_box(key, world, officer, client_for):
    client = client_for(officer)
    for address, name in (("agreement_add", "association"), ("solutionpackage_add", "documents")):
        page = client.post(reverse(f"admin:associations_{address}"), AGREEMENT_PARTS | no_parts("items") | {name: key})
        assert name in page.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("error", "field", "sentence"),
    [
        (ValidationError("Bị từ chối"), "__all__", "Bị từ chối"),
        (ValidationError({"title": "Tên bị từ chối"}), "title", "Tên bị từ chối"),
        (ValidationError({"serial": "Số bị từ chối"}), "__all__", "Số bị từ chối"),
        (IntegrityError(), "__all__", "Not saved: another record has one of these values already."),
    ],
)
def test_what_a_service_refuses_stays_on_the_page(error, field, sentence, alpha, officer, client_for, monkeypatch):
    """Whatever an admin calls when it saves: the page comes again with the lines of its parts and the reason."""

    def refuse(self, *args):
        Milestone.objects.update(title="nửa chừng")
        raise error

    monkeypatch.setattr(type(admin.site.get_model_admin(Agreement)), "save_related", refuse)
    client = client_for(officer)
    client.cookies["django_language"] = "en"
    data = AGREEMENT_PARTS | {"kind": "memorandum", "association": alpha.pk, "title": "Đã gõ tên"}
    data |= {"starts_on": "01/01/2017", "ends_on": "31/12/2017", "milestones-TOTAL_FORMS": "1"}
    data |= {"milestones-0-position": "1", "milestones-0-title": "Đã gõ mốc", "milestones-0-due_on": "01/02/2017"}

    page = client.post(reverse("admin:associations_agreement_add"), data)

    assert page.status_code == 200
    assert str(page.context["adminform"].form.errors[field][0]).startswith(sentence)
    assert 'value="Đã gõ tên"' in page.text
    assert 'value="Đã gõ mốc"' in page.text
    assert 'value="01/02/2017"' in page.text
    assert not Agreement.objects.exists()


def test_a_refused_change_leaves_the_record_and_offers_what_it_allows(world, officer, client_for, monkeypatch):
    standard = builders.standard("TCVN 70:2017", status=Standard.Status.DRAFTING)

    def refuse(self, *args):
        raise ValidationError("Bị từ chối")

    monkeypatch.setattr(type(admin.site.get_model_admin(Standard)), "save_related", refuse)
    data = {"number": standard.number, "title": "Tên khác", "issuer": standard.issuer_id}

    page = client_for(officer).post(change_url(standard), data)

    assert page.context["adminform"].form.errors["__all__"] == ["Bị từ chối"]
    assert 'value="Tên khác"' in page.text
    standard.refresh_from_db()
    assert standard.title != "Tên khác"


# --- announced figures -------------------------------------------------------------------------------------------


@pytest.fixture
def announced(world):
    """What the form of the world's announced figure sends."""
    row = world.national.announcement
    Announcement.objects.filter(pk=row.pk).update(source="Báo cáo tổng kết", wording="")
    return row, {
        "programme": row.programme_id,
        "indicator": row.indicator_id,
        "qualifier": "exact",
        "value": f"{row.value:f}".split(".")[0],
        "cut_off_on": row.cut_off_on.strftime("%d/%m/%Y"),
        "source": " báo cáo TỔNG KẾT ",
    }


@pytest.mark.parametrize("source", [" báo cáo TỔNG KẾT ", "BC tổng kết của Chương trình"])
def test_the_same_figure_is_entered_again_only_when_it_is_meant(source, announced, officer, client_for):
    row, data = announced
    data |= {"source": source}
    client, url = client_for(officer), reverse("admin:programme_announcement_add")

    asked = client.post(url, data)

    assert list(asked.context["adminform"].form.errors) == ["is_meant"]
    assert change_url(row) in str(asked.context["adminform"].form.errors)
    assert 'type="checkbox" name="is_meant"' in asked.text
    assert Announcement.objects.filter(indicator=row.indicator).count() == 1
    assert client.post(url, data | {"is_meant": "on"}).status_code == 302
    assert Announcement.objects.filter(indicator=row.indicator).count() == 2


def test_the_same_figure_under_another_indicator_is_asked_about_too(announced, officer, client_for):
    row, data = announced
    beside = builders.indicator("reported", "Số nguồn viết", Indicator.Kind.EXTERNAL)
    client, url = client_for(officer), reverse("admin:programme_announcement_add")

    asked = client.post(url, data | {"indicator": beside.pk})

    assert list(asked.context["adminform"].form.errors) == ["is_meant"]
    assert change_url(row) in str(asked.context["adminform"].form.errors)
    assert Announcement.objects.filter(indicator=beside).count() == 0
    assert client.post(url, data | {"indicator": beside.pk, "is_meant": "on"}).status_code == 302


@pytest.mark.parametrize(
    "other",
    [{"value": "77"}, {"cut_off_on": "01/02/2016"}],
    ids=lambda other: next(iter(other)),
)
def test_another_figure_is_not_asked_about(other, announced, officer, client_for):
    _row, data = announced
    client, url = client_for(officer), reverse("admin:programme_announcement_add")

    assert 'type="checkbox" name="is_meant"' not in client.get(url).text
    assert client.post(url, data | other).status_code == 302


def test_a_figure_is_no_twin_of_itself_and_the_question_is_not_recorded(announced, officer, client_for):
    row, data = announced

    response = client_for(officer).post(change_url(row), data | {"note": "x", "is_meant": "on"})

    assert response.status_code == 302
    recorded = AuditEvent.objects.get(action="admin.change", object_id=str(row.pk)).changes
    assert set(recorded) == {"qualifier", "source", "note"}


# --- accounts ----------------------------------------------------------------------------------------------------


def _account(role, association=None):
    data = {"full_name": "Người mới", "email": "moi@example.org", "role": role, "is_active": "on", "sends_mail": "on"}
    data |= no_parts("memberships") | {"memberships-TOTAL_FORMS": "1", "memberships-0-association": ""}
    return data | ({"memberships-0-association": association.pk} if association else {})


def _refused(page):
    return page.status_code == 200 and bool(page.context["inline_admin_formsets"][0].formset.non_form_errors())


@pytest.mark.parametrize("role", [Role.ASSOCIATION_EDITOR, Role.ASSOCIATION_VIEWER])
def test_an_account_of_an_association_is_made_with_it(role, alpha, administrator, client_for):
    client, url = client_for(administrator), reverse("admin:accounts_user_add")

    assert 'name="memberships-0-association"' in client.get(url).text
    assert _refused(client.post(url, _account(role)))
    assert not User.objects.filter(email="moi@example.org").exists()
    assert client.post(url, _account(role, alpha)).status_code == 302
    assert User.objects.get(email="moi@example.org").association_codes == (alpha.code,)


def test_an_account_of_the_programme_names_no_association(alpha, administrator, client_for):
    client, url = client_for(administrator), reverse("admin:accounts_user_add")

    assert _refused(client.post(url, _account(Role.OFFICER, alpha)))
    assert client.post(url, _account(Role.OFFICER)).status_code == 302


def test_an_account_keeps_an_association_as_long_as_it_acts_for_one(alpha_editor, officer, administrator, client_for):
    client = client_for(administrator)
    membership = alpha_editor.memberships.get()
    own = {"full_name": alpha_editor.full_name, "email": alpha_editor.email, "role": alpha_editor.role}
    row = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": membership.pk,
        "memberships-0-user": alpha_editor.pk,
        "memberships-0-association": membership.association_id,
    }
    removed = own | row | {"memberships-0-DELETE": "on"}
    becomes = {"full_name": officer.full_name, "email": officer.email, "is_active": "on", "role": "editor"}

    assert _refused(client.post(change_url(alpha_editor), removed | {"is_active": "on"}))
    assert _refused(client.post(change_url(officer), becomes | no_parts("memberships")))
    client.post(reverse("admin:associations_membership_delete", args=[membership.pk]), {"post": "yes"})
    assert alpha_editor.memberships.get() == membership
    assert client.post(change_url(alpha_editor), own | row | {"is_active": "on"}).status_code == 302
    assert client.post(change_url(alpha_editor), removed).status_code == 302  # closed, it acts for nobody


# --- what a posting that was taken back leaves -------------------------------------------------------------------


def _take_back(posting, approver):

    ledger.correct(posting.entries.all(), by=approver, reason="Ghi nhầm")


def test_a_count_that_was_taken_back_says_so(world, approver, officer, second_approver, client_for):

    waiting = world.national.aggregate
    posted, taken = (
        AggregateRecord.objects.create(
            indicator=waiting.indicator,
            quantity=quantity,
            happened_on=waiting.happened_on,
            document=waiting.document,
            prepared_by=officer,
        )
        for quantity in (11, 12)
    )
    services.post_aggregate(posted, by=approver)
    _take_back(services.post_aggregate(taken, by=approver), approver)
    client = client_for(officer)
    client.cookies["django_language"] = "en"
    url = reverse("admin:programme_aggregaterecord_changelist")

    shown = {
        state: set(client.get(url, {"ledger": state}).context["cl"].queryset)
        for state in ("waiting", "posted", "taken-back")
    }

    assert (waiting in shown["waiting"], shown["posted"], shown["taken-back"]) == (True, {posted}, {taken})
    assert "Taken back" in client.get(change_url(taken)).text
    assert "Taken back" not in client.get(change_url(posted)).text


def test_a_standard_that_was_taken_back_is_mended_and_published_again(world, approver, client_for):

    standard = builders.standard("TCVN 71:2017", status=Standard.Status.DRAFTING)
    day = dt.date(2017, 6, 7)
    _take_back(services.publish_standard(standard, by=approver, published_on=day), approver)

    standard.refresh_from_db()
    assert standard.status == Standard.Status.CORRECTED
    assert standard.history.first().history_change_reason == "Ghi nhầm"
    client = client_for(approver)
    listed = client.get(reverse("admin:programme_standard_changelist"), {"status__exact": "corrected"})
    assert list(listed.context["cl"].queryset) == [standard]
    assert "published_on" in client.get(change_url(standard)).context["adminform"].form.fields
    assert client.post(reverse("admin:programme_standard_delete", args=[standard.pk])).status_code == 403

    again = services.publish_standard(standard, by=approver, published_on=dt.date(2017, 6, 8))

    standard.refresh_from_db()
    assert (standard.status, standard.posting) == (Standard.Status.PUBLISHED, again)


# --- queries, search, words --------------------------------------------------------------------------------------


def test_the_agreement_form_takes_the_same_queries_for_one_line_and_many(
    alpha, officer, approver, client_for, django_assert_num_queries
):
    agreement = builders.agreement(alpha, prepared_by=officer, approved_by=approver)
    client = client_for(officer)

    def add_line(number):
        paper = builders.document(by=officer, association=alpha.code)
        line = {"agreement": agreement, "document": paper}
        Milestone.objects.create(**line, position=number, title="Mốc", due_on=dt.date(2017, 2, 1))
        agreement.funding.create(**line, source="central", amount_vnd=number)
        agreement.annexes.create(**line, number=number, title="Phụ lục", effective_on=dt.date(2017, 2, 1))
        builders.package(agreement)

    add_line(1)
    client.get(change_url(agreement))
    with CaptureQueriesContext(connection) as one:
        client.get(change_url(agreement))
    for number in range(2, 6):
        add_line(number)

    with django_assert_num_queries(len(one)):
        page = client.get(change_url(agreement))

    assert len(one) <= 11
    assert page.text.count("<option value") > 0


def test_what_is_wrong_with_a_day_that_is_only_shown_stands_above_the_form(world, officer, client_for):
    report = world.alpha.sent_report
    type(report).objects.filter(pk=report.pk).update(due_on=report.period_starts_on)

    page = client_for(officer).post(change_url(report), no_parts("reviews"))

    assert page.context["adminform"].form.errors == {
        "__all__": ["Hạn nộp trước khi kỳ báo cáo kết thúc: hãy chọn ngày muộn hơn."]
    }


def test_every_search_finds_names_typed_without_marks(world, administrator):
    """By discovery: each column that an admin searches in, with marks put into it, answers to the plain word.

    Not so codes and the columns of the largest tables, which would be read whole: these are named here.
    """

    request = SimpleNamespace(user=administrator, GET={})
    silent, heard, as_written = [], 0, set()
    for model, model_admin in admin.site._registry.items():
        columns = [name for name in model_admin.get_search_fields(request) if not name.endswith("folded")]
        plain = {f"{model._meta.label}.{name}" for name in columns if not name.endswith("__unmarked")}
        as_written |= plain
        columns = [name.removesuffix("__unmarked") for name in columns if name.endswith("__unmarked")]
        for column in columns if _takes_update(model) else ():
            row = model.objects.filter(**{f"{column}__gt": ""}).first()
            if row is None:
                continue
            *above, name = column.split("__")
            holder = reduce(getattr, above, row)
            length = holder._meta.get_field(name).max_length
            type(holder).objects.filter(pk=holder.pk).update(**{name: "Độc ẩm"[:length]})
            found, _more = model_admin.get_search_results(request, model.objects.all(), "DOC am"[:length])
            heard += 1
            if not found.filter(pk=row.pk).exists():
                silent.append(f"{model._meta.label}.{column}")

    assert silent == []
    assert heard > 20
    assert as_written == {
        "accounts.AuditEvent.object_label",
        "accounts.AuditEvent.^action",
        "programme.Entry.subject",
        "enterprises.Measurement.name",
        "enterprises.Enrolment.^certificate",
    }


def _takes_update(model):
    """Postings, entries and audit events take none."""
    return model._meta.label not in ("programme.Posting", "programme.Entry", "accounts.AuditEvent")


def test_targets_are_read_with_their_unit(world, officer, client_for):
    target = world.national.target
    share = builders.indicator("a_share", unit_vi="%", kind="share")
    percent = Target.objects.create(indicator=share, phase=target.phase, value=45)
    client = client_for(officer)

    rows = client.get(reverse("admin:programme_target_changelist")).text

    assert ">45%<" in rows
    assert f"{target.indicator.unit_vi}</td>" in rows
    assert ">45%<" in client.get(change_url(percent)).text


def test_where_a_row_comes_from_is_chosen_and_read_in_words(world, officer, auditor, client_for):
    standard = world.national.standard
    Standard.objects.filter(pk=standard.pk).update(confidence="memory: high")

    field = client_for(officer).get(change_url(standard)).context["adminform"].form.fields["confidence"]
    client = client_for(auditor)
    client.cookies["django_language"] = "en"
    page = client.get(change_url(standard)).text

    assert len(field.choices) == 8
    assert "rom memory, reliable" in page
    assert "memory: high" not in page


# --- periods -----------------------------------------------------------------------------------------------------


def test_a_period_is_judged_again_when_it_is_saved(world):

    period = world.national.period
    late = LedgerPeriod(name="Chồng", starts_on=period.starts_on + dt.timedelta(days=1), ends_on=dt.date(2099, 1, 1))

    with pytest.raises(ValidationError, match=period.name):
        services.save_period(late)

    assert late.pk is None
