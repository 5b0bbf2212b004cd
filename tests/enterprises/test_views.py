"""Pages on enterprises, courses and supports."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from enterprises.forms import SupportForm, typed_form
from enterprises.models import Enterprise, Support
from tests import builders


def address(name, row):
    return reverse(name, args=[row.pk])


def enterprise_data(**changes):
    data = {
        "name": "Công ty Cổ phần Dệt Đông Á",
        "tax_code": "0100109106",
        "province": builders.province().pk,
        "industry": builders.industry().pk,
        "employees": "1.250",
        "revenue_vnd": "135.246.000.000",
    }
    return data | changes


def test_an_enterprise_is_registered_and_changed(world, alpha_editor, client_for):
    editor = client_for(alpha_editor)
    editor.post(reverse("enterprises:enterprise-add"), enterprise_data())
    enterprise = Enterprise.objects.get(tax_code="0100109106")
    assert (enterprise.employees, enterprise.revenue_vnd) == (1250, 135_246_000_000)
    assert [link.association.code for link in enterprise.affiliations.all()] == ["ALPHA"]

    editor.post(address("enterprises:enterprise-edit", enterprise), enterprise_data(name="Công ty Dệt Đông Á"))
    enterprise.refresh_from_db()
    assert enterprise.name == "Công ty Dệt Đông Á"
    assert AuditEvent.objects.filter(action="enterprise.change", object_id=enterprise.pk).exists()


def test_a_registered_tax_code_is_linked_and_nothing_overwritten(world, alpha_editor, client_for):
    known = world.beta.enterprise
    editor = client_for(alpha_editor)

    answer = editor.post(
        reverse("enterprises:enterprise-add"), enterprise_data(tax_code=known.tax_code, name="Tên khác"), follow=True
    )

    known.refresh_from_db()
    assert known.name != "Tên khác"
    assert {link.association.code for link in known.affiliations.all()} == {"ALPHA", "BETA"}
    assert answer.redirect_chain[-1][0] == known.get_absolute_url()


SECRETS = {
    "address": "dia-chi-kin",
    "representative": "nguoi-kin",
    "phone": "024-99887766",
    "email": "kin@example.vn",
    "revenue_vnd": 987_654_321_000,
    "capital_vnd": 123_123_123_000,
    "employees": 7_531,
}
SHOWN = ["dia-chi-kin", "nguoi-kin", "024-99887766", "kin@example.vn", "987.654.321.000", "123.123.123.000", "7.531"]


def test_a_public_tax_code_opens_nothing_that_another_association_wrote(world, alpha_editor, officer, client_for):
    """Alpha links Beta's enterprise by its tax code: it reads who it is, not Beta's contacts, and changes nothing."""
    known = world.beta.enterprise
    Enterprise.objects.filter(pk=known.pk).update(**SECRETS)
    alpha = client_for(alpha_editor)
    alpha.post(reverse("enterprises:enterprise-add"), enterprise_data(tax_code=known.tax_code, name="Tên khác"))
    assert AuditEvent.objects.filter(action="enterprise.link", object_id=known.pk, actor=alpha_editor).exists()

    detail, edit = known.get_absolute_url(), address("enterprises:enterprise-edit", known)
    exports = [f"{reverse('enterprises:enterprise-list')}?format={kind}" for kind in ("csv", "xlsx")]
    for path in (detail, edit, reverse("enterprises:enterprise-list"), *exports):
        answer = alpha.get(path, follow=True)
        content = getattr(answer, "streaming_content", None)
        page = (b"".join(content) if content else answer.content).decode(errors="ignore")
        assert not [word for word in SHOWN if word in page], path
    alpha.post(edit, enterprise_data(name="Tên khác", tax_code=""))
    kept = Enterprise.objects.get(pk=known.pk)
    assert (kept.name, kept.tax_code, kept.phone) == (known.name, known.tax_code, SECRETS["phone"])

    for reader in (world.beta.editor, officer):
        page = client_for(reader).get(detail).content.decode()
        assert [word for word in SHOWN if word in page] == SHOWN


def test_the_first_association_still_keeps_its_contacts(world, client_for):
    """Identity and dimensions are the officer's once two associations work with an enterprise; contacts stay."""
    own, editor = world.beta.enterprise, client_for(world.beta.editor)
    own.affiliations.create(association=world.alpha.association)
    edit = address("enterprises:enterprise-edit", own)

    editor.post(edit, enterprise_data(name="Tên khác", tax_code="", phone="024 1"))

    kept = Enterprise.objects.get(pk=own.pk)
    assert (kept.name, kept.tax_code, kept.phone) == (own.name, own.tax_code, "024 1")
    assert editor.get(edit).context["form"].notice


def test_a_branch_code_is_taken_for_its_enterprise(world, alpha_editor, client_for):
    editor = client_for(alpha_editor)
    answer = editor.post(reverse("enterprises:enterprise-add"), enterprise_data(tax_code="0100109106-000"))
    assert answer.context["form"].errors["tax_code"]

    editor.post(reverse("enterprises:enterprise-add"), enterprise_data(tax_code="0100109106-001"))
    assert Enterprise.objects.filter(tax_code="0100109106").exists()


def test_the_admin_says_that_a_ledger_key_is_taken(world, administrator, client_for):
    known = world.beta.enterprise
    Enterprise.objects.filter(pk=known.pk).update(tax_code=None)
    parts = {f"{part}-{name}": 0 for part in ("affiliations", "branches") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    answer = client_for(administrator).post(
        reverse("admin:enterprises_enterprise_add"), enterprise_data(tax_code=known.tax_code) | parts
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["tax_code"]


def test_a_household_business_is_chosen_by_its_personal_number(world, alpha_editor):
    row = builders.enterprise("Cơ sở Hoa", members_of=[world.alpha.association])
    Enterprise.objects.filter(pk=row.pk).update(tax_code=None, personal_number="012345678901")
    row.refresh_from_db()

    form = SupportForm({"enterprise_text": typed_form(row)}, by=alpha_editor, report=world.alpha.report)

    assert "enterprise_text" not in form.errors
    assert form.cleaned_data["known_enterprise"] == row


def test_a_wrong_check_digit_is_named_at_its_field(world, alpha_editor, client_for):
    answer = client_for(alpha_editor).post(
        reverse("enterprises:enterprise-add"), enterprise_data(tax_code="0100109107")
    )
    assert answer.context["form"].errors["tax_code"]
    assert not Enterprise.objects.filter(tax_code="0100109107").exists()


def test_a_shared_enterprise_shows_each_side_its_own(world, alpha_editor, officer, client_for):
    """Alpha and Beta support the same enterprise: Alpha reads who it is, never what Beta did with it."""
    shared = world.alpha.enterprise
    shared.affiliations.create(association=world.beta.association)
    builders.support(shared, world.beta.package, result=world.beta.mark, evidence=world.beta.document)

    page = client_for(alpha_editor).get(address("enterprises:enterprise-detail", shared)).content.decode()

    assert world.alpha.package.code in page
    assert world.beta.mark not in page
    assert world.beta.package.code in client_for(officer).get(shared.get_absolute_url()).content.decode()


def test_a_course_shows_declared_named_and_missing(world, alpha_viewer, client_for):
    course = world.alpha.course
    course.declared_trainees = 25
    course.save()

    page = client_for(alpha_viewer).get(course.get_absolute_url())

    assert (len(page.context["places"]), page.context["missing"]) == (1, 24)


def test_a_support_leads_to_its_entries_and_evidence(world, alpha_viewer, client_for):
    page = client_for(alpha_viewer).get(world.alpha.accepted_support.get_absolute_url()).content.decode()
    entry = world.alpha.posting.entries.get(source_type="enterprises.support")
    assert entry.get_absolute_url() in page
    assert world.alpha.document.get_absolute_url() in page


def test_beta_finds_nothing_of_alpha(world, client_for):
    beta, alpha = client_for(world.beta.editor), world.alpha
    for name, row in [
        ("enterprises:enterprise-detail", alpha.enterprise),
        ("enterprises:enterprise-edit", alpha.enterprise),
        ("enterprises:course-detail", alpha.course),
        ("enterprises:support-detail", alpha.support),
    ]:
        assert beta.get(address(name, row)).status_code == 404
    for name in ("enterprises:enterprise-list", "enterprises:course-list"):
        assert alpha.mark not in beta.get(f"{reverse(name)}?text=alpha").content.decode()


def test_lists_take_the_same_queries_at_any_number(world, officer, alpha_editor, client_for):
    names = ["enterprises:enterprise-list", "enterprises:course-list", "programme:standard-list"]
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
        builders.enterprise(members_of=[world.alpha.association])
        builders.course(world.alpha.package, f"Khóa {count}", [world.alpha.trainee])
        builders.standard(f"TCVN {count + 2}:2017")
    assert queries() == before
    assert max(before) <= 5


def test_one_more_than_agreed_is_warned_of_on_the_form_and_when_saved(world, alpha_editor, client_for):
    """The quota of the open report's package is full: the page says so, and the record is kept all the same."""
    client, report, package = client_for(alpha_editor), world.alpha.report, world.alpha.package
    package.quota_enterprises = 1
    package.save()
    page = reverse("enterprises:support-add", args=[report.pk])
    firm = builders.enterprise(members_of=[world.alpha.association])
    agreement = report.agreement.get_absolute_url()

    shown = client.get(page).content.decode()
    assert "đã đủ 1 doanh nghiệp" in shown
    assert agreement in shown
    data = {"enterprise_text": firm.tax_code, "package": package.pk, "tool": builders.tool().pk}
    days = {"starts_on": "07/06/2018", "ends_on": "08/06/2018", "evidence": world.alpha.document.pk}
    saved = client.post(page, data | days, follow=True)

    words = [str(message) for message in saved.context["messages"]]
    assert len(words) == 2
    assert "2 doanh nghiệp" in words[1]
    assert agreement in words[1]
    assert Support.objects.filter(enterprise=firm, report=report).exists()
