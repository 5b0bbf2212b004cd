"""The boxes for evidence on a report's forms: nothing typed is lost, nothing refused lies about as evidence."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from associations.sections import Contents
from enterprises.models import Support
from programme import documents
from programme.models import Document
from tests import builders
from tests.portal.test_reports import address, course_data, support_data

pytestmark = pytest.mark.django_db
WRITTEN = {"evidence_number": "07/BB", "evidence_issued_on": "05/06/2017", "evidence_signatory": "Lê Thị Hoa"}


@pytest.fixture
def editor(world, client_for):
    return client_for(world.alpha.editor)


@pytest.fixture
def own(world):
    """A file of Alpha that nothing was counted by."""
    return builders.document("Biên bản rời", by=world.alpha.editor, association="ALPHA", kind="acceptance")


def sent(world, **changes):
    data = support_data(world.alpha.package, enterprise_text=world.alpha.enterprise.tax_code, tool=builders.tool().pk)
    return {name: value for name, value in (data | changes).items() if value is not None}


def described(document):
    document.refresh_from_db()
    return document.number, document.issued_on, document.signatory


def test_what_is_typed_about_a_stored_file_changes_it_and_not_its_bytes(world, editor, own):
    before = (own.sha256, own.file.name)
    edit = address("enterprises:support-edit", world.alpha.support)

    answer = editor.post(edit, sent(world, evidence=own.pk, evidence_file=None, **WRITTEN))

    assert answer.status_code == 302, answer.context["form"].errors
    assert described(own) == ("07/BB", dt.date(2017, 6, 5), "Lê Thị Hoa")
    assert (own.sha256, own.file.name) == before
    world.alpha.support.refresh_from_db()
    assert world.alpha.support.evidence == own


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000])
def test_a_number_that_no_key_has_is_no_document(world, editor, key):
    page = editor.post(address("enterprises:support-edit", world.alpha.support), sent(world, evidence=key))

    assert list(page.context["form"].errors) == ["evidence"]


@pytest.mark.parametrize("whose", ["another person's", "counted"])
def test_what_may_not_change_is_refused_by_a_sentence(world, editor, own, officer, whose):
    if whose == "counted":
        own = world.alpha.document
        assert own.entries.exists()
    else:
        Document.objects.filter(pk=own.pk).update(uploaded_by=officer)
    before, result = described(own), world.alpha.support.result
    edit = address("enterprises:support-edit", world.alpha.support)

    answer = editor.post(edit, sent(world, evidence=own.pk, evidence_file=None, result="Khác", **WRITTEN))

    assert len(answer.context["form"].non_field_errors()) == 1
    assert described(own) == before
    world.alpha.support.refresh_from_db()
    assert world.alpha.support.result == result


@pytest.mark.parametrize("form", ["support", "course", "report"])
def test_words_without_a_file_are_refused(world, editor, form):
    if form == "support":
        url, data = address("enterprises:support-add", world.alpha.report), sent(world, evidence_file=None)
    elif form == "course":
        data = course_data(world.alpha.package, world.alpha.enterprise.province)
        del data["evidence_file"]
        url = address("enterprises:course-add", world.alpha.report)
    else:
        url, data = address("portal:report-edit", world.alpha.report), {"revision": world.alpha.report.revision}

    answer = editor.post(url, data | WRITTEN)

    assert set(answer.context["form"].errors) == {"evidence_file"}


def test_a_file_of_a_refused_form_is_offered_by_that_form_only(world, editor, officer, client_for):
    add = address("enterprises:support-add", world.alpha.report)
    refused = editor.post(add, sent(world, ends_on="08/06/2999"))
    held = Document.objects.get(file_name="bien-ban.pdf")

    assert held in refused.context["form"].fields["evidence"].queryset
    assert held not in editor.get(add).context["form"].fields["evidence"].queryset
    for client in (editor, client_for(officer)):
        assert client.get(held.get_absolute_url()).status_code == 404
        assert held.get_absolute_url() not in client.get(reverse("portal:search") + "?q=bien-ban").text
    stranger = client_for(world.beta.editor).post(
        address("enterprises:support-add", world.beta.report), {"evidence": held.pk}
    )
    assert "evidence" in stranger.context["form"].errors

    answer = editor.post(add, sent(world, evidence=held.pk, evidence_file=None, evidence_signatory="Lê Thị Hoa"))

    assert answer.status_code == 302, answer.context["form"].errors
    assert Support.objects.latest("pk").evidence == held
    assert described(held) == ("12/BB-ALPHA", None, "Lê Thị Hoa")
    assert editor.get(held.get_absolute_url()).status_code == 200


def test_a_service_s_refusal_leaves_the_file_with_the_form(world, editor):
    """The tool is not the package's: the service says so after the form was found in order."""
    world.alpha.package.items.create(position=90, tool=builders.tool())
    foreign = builders.tool("KAIZEN", "Kaizen")

    editor.post(address("enterprises:support-add", world.alpha.report), sent(world, tool=foreign.pk))

    assert Document.objects.get(file_name="bien-ban.pdf").held


def test_a_forgotten_upload_is_gone_after_a_day(world, editor, own, django_capture_on_commit_callbacks):
    def store(name):
        return documents.store(
            builders.upload(name), title=name, kind="other", by=world.alpha.editor, association="ALPHA", held=True
        )

    old, young = store("cu.pdf"), store("moi.pdf")
    path = Path(old.file.path)
    Document.objects.filter(pk__in=(old.pk, own.pk)).update(uploaded_at=timezone.now() - dt.timedelta(hours=25))

    with django_capture_on_commit_callbacks(execute=True):
        store("khac.pdf")

    assert not Document.objects.filter(pk=old.pk).exists()
    assert not path.exists()
    assert Document.objects.filter(pk__in=(young.pk, own.pk)).count() == 2


def test_two_tools_of_a_package_may_be_finished_on_one_day(world, editor):
    """Each is a turn; the enterprise is one. The same tool again is refused at its day, with a link to the record."""
    report, add = world.alpha.report, address("enterprises:support-add", world.alpha.report)
    lean = builders.tool("LEAN", "Lean", "tool")
    world.alpha.package.items.create(position=90, tool=lean)
    quality = Support.objects.filter(report=report)
    before = quality.count()
    data = {"evidence": world.alpha.document.pk, "evidence_file": None, "evidence_number": ""}

    for tool in (builders.tool(), lean):
        answer = editor.post(add, sent(world, tool=tool.pk, **data))
        assert answer.status_code == 302, answer.context["form"].errors
    assert quality.count() == before + 2
    lines = [line for line in Contents(report).lines() if line.happened_on == dt.date(2017, 6, 8)]
    assert (len(lines), len({line.subject for line in lines})) == (2, 1)

    for tool in (lean, None):
        first = editor.post(add, sent(world, tool=tool and tool.pk, ends_on="08/06/2017", **data))
        again = editor.post(add, sent(world, tool=tool and tool.pk, ends_on="08/06/2017", **data))
        known = Support.objects.get(report=report, tool=tool, ends_on=dt.date(2017, 6, 8))
        assert first.status_code == (200 if tool else 302)
        assert set(again.context["form"].errors) == {"ends_on"}
        assert f'<a href="{known.get_absolute_url()}">' in again.text


def test_another_name_for_a_known_tax_code_is_remarked_upon(world, editor):
    firm = world.alpha.enterprise
    new = {"new_name": "Xưởng may khác", "new_tax_code": firm.tax_code, "new_province": firm.province.pk}
    data = sent(world, enterprise_text="", **new, new_industry=firm.industry.pk)

    page = editor.post(address("enterprises:support-add", world.alpha.report), data, follow=True)

    firm.refresh_from_db()
    assert firm.name != "Xưởng may khác"
    notices = [str(message) for message in page.context["messages"]]
    assert len(notices) == 2
    assert (firm.name in notices[1], firm.tax_code in notices[1]) == (True, True)
