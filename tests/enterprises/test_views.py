"""Pages on enterprises, courses and supports."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from enterprises.models import Enterprise
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
