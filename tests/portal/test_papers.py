"""Papers of an association reach nobody else, however they were entered."""

import re
from html import unescape
from importlib import import_module
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.urls import reverse

from associations.admin.parts import PackageForm
from associations.models import SolutionPackage
from programme.models import Document
from tests import builders
from tests.portal.admin_steps import AGREEMENT_PARTS, change_url

pytestmark = pytest.mark.django_db

ADD = "/admin/programme/document/add/"


@pytest.fixture
def approved(world, officer, approver):
    return builders.agreement(world.alpha.association, prepared_by=officer, approved_by=approver, status="approved")


def link_of(client, agreement, field="signed_document"):
    """What the link beside the box for the signed file tells the form that it opens."""
    link = re.search(rf'<a [^>]*id="add_id_{field}"[^>]*>', client.get(change_url(agreement)).text)[0]
    return unescape(re.search(r'href="([^"]+)"', link)[1])


def test_a_signed_file_that_is_added_from_the_agreement_is_only_its_association_s(
    approved, officer, client_for, alpha_editor, beta_editor
):
    client = client_for(officer)
    link = link_of(client, approved)
    form = client.get(link).context["adminform"].form
    asked = {name: form[name].value() for name in ("readers", "association", "kind")}

    stored = client.post(link, asked | {"_popup": "1", "title": "Bản ghi nhớ đã ký", "file": builders.upload()})
    assert stored.status_code == 200, stored.context["errors"]
    paper = Document.objects.get(title="Bản ghi nhớ đã ký")
    saved = client.post(change_url(approved), AGREEMENT_PARTS | {"signed_document": paper.pk})
    assert saved.status_code == 302, saved.context["errors"]

    approved.refresh_from_db()
    assert approved.signed_document == paper
    assert (paper.association, paper.kind) == (approved.association.code, Document.Kind.AGREEMENT)
    own, other = client_for(alpha_editor), client_for(beta_editor)
    for url in (paper.get_absolute_url(), paper.get_download_url()):
        assert (own.get(url).status_code, other.get(url).status_code) == (200, 404)
    search = reverse("portal:search") + "?q=ban+ghi+nho+da+ky"
    assert paper.get_absolute_url() in own.get(search).text
    assert paper.get_absolute_url() not in other.get(search).text
    assert not Document.objects.visible_to(beta_editor).filter(pk=paper.pk).exists()


def test_who_may_read_a_new_document_is_never_a_default(world, officer, client_for):
    client, alpha = client_for(officer), world.alpha.association
    data = {"title": "Giấy mới", "kind": "other"}

    def post(**more):
        response = client.post(ADD, data | more | {"file": builders.upload()})
        return set(response.context["adminform"].form.errors) if response.status_code == 200 else response.status_code

    assert client.get(ADD).context["adminform"].form["readers"].value() is None
    assert post() == {"readers"}
    assert post(readers="association") == {"association"}
    assert post(readers="everybody", association=alpha.pk) == {"readers"}
    assert post(readers="everybody", kind="agreement") == {"association"}
    assert not Document.objects.filter(title="Giấy mới").exists()
    assert post(readers="everybody") == 302
    assert Document.objects.get(title="Giấy mới").association == ""


def test_the_link_of_every_part_names_the_association_and_the_kind(approved, officer, client_for):
    client = client_for(officer)
    for field, kind in {
        "signed_document": "agreement",
        "annexes-__prefix__-document": "annex",
        "funding-__prefix__-document": "other",
    }.items():
        told = dict(parse_qsl(urlsplit(link_of(client, approved, field)).query))
        assert (told["association"], told["kind"]) == (str(approved.association.pk), kind), field
        assert told["readers"] == "association"


def rows_of(agreement, mark):
    """A record of every kind that can name a paper, with the name of the box."""
    return [
        (agreement, "signed_document"),
        (agreement.annexes.model(agreement=agreement), "document"),
        (agreement.milestones.model(agreement=agreement), "document"),
        (agreement.funding.model(agreement=agreement), "document"),
        (mark.report, "document"),
        (mark.support, "evidence"),
        (mark.course, "evidence"),
    ]


def test_no_record_of_an_association_takes_a_paper_of_everybody_or_of_another(world, officer):
    everybodys = builders.document("Giấy chung", by=officer)
    others = builders.document("Giấy khác", by=officer, association=world.beta.association.code)
    own = builders.document("Giấy riêng", by=officer, association=world.alpha.association.code)

    for row, field in rows_of(world.alpha.agreement, world.alpha):
        for paper in (everybodys, others):
            setattr(row, field, paper)
            with pytest.raises(ValidationError, match=r"(?i)document|tài liệu"):
                row.clean()
        setattr(row, field, own)
        row.clean()


def test_a_package_takes_papers_of_its_association_only(world, officer):
    everybodys = builders.document("Giấy chung", by=officer)
    form = modelform_factory(SolutionPackage, form=PackageForm, fields=[])(instance=world.alpha.package)
    form.cleaned_data = {"documents": [everybodys]}

    with pytest.raises(ValidationError):
        form.clean_documents()


def test_papers_without_an_owner_become_those_of_the_association_that_names_them(world, officer):
    """What was stored before the rule."""
    lonely = builders.document("Bản ký cũ", by=officer)
    shared = builders.document("Giấy của hai bên", by=officer)
    type(world.alpha.agreement).objects.filter(pk=world.alpha.agreement.pk).update(signed_document=lonely)
    for side in (world.alpha, world.beta):
        type(side.support).objects.filter(pk=side.support.pk).update(evidence=shared)

    import_module("enterprises.migrations.0005_owned_papers").give_owners(apps, None)

    lonely.refresh_from_db()
    shared.refresh_from_db()
    assert (lonely.association, shared.association) == (world.alpha.association.code, "")
