"""The report's texts while they are written: saved by themselves, by several people, with nothing lost."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import Role
from associations.models import PeriodicReport
from enterprises import services
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    row = world.alpha.report
    row.refresh_from_db()
    return row


@pytest.fixture
def editor(world, client_for):
    return client_for(world.alpha.editor)


@pytest.fixture
def colleague(world, client_for):
    return client_for(builders.member(Role.ASSOCIATION_EDITOR, world.alpha.association, "colleague"))


def draft(client, report, revision, **texts):
    stored = PeriodicReport.objects.get(pk=report.pk)
    typed = {name: texts.get(name, getattr(stored, name)) for name in ("narrative", "difficulties", "proposals")}
    return client.post(reverse("portal:report-autosave", args=[report.pk]), {"revision": revision, **typed})


def texts_of(report):
    report.refresh_from_db()
    return report.narrative, report.difficulties, report.proposals


def test_what_is_typed_is_saved_with_a_new_revision(report, editor):
    answer = draft(editor, report, report.revision, narrative="Đang viết")

    assert answer.status_code == 200
    assert answer.json()["revision"] == report.revision + 1
    assert texts_of(report) == ("Đang viết", "", "")
    assert answer.json()["texts"] == {"narrative": "Đang viết", "difficulties": "", "proposals": ""}
    assert not AuditEvent.objects.filter(action="report.change").exists()
    assert report.history.first().narrative == "Đang viết"


def test_saving_the_same_again_changes_nothing(report, editor):
    before = report.revision

    assert draft(editor, report, before, narrative=report.narrative).json()["revision"] == before
    report.refresh_from_db()
    assert report.revision == before


def test_two_people_at_different_texts_keep_both(report, editor, colleague):
    seen = report.revision
    old = report.narrative
    draft(colleague, report, seen, difficulties="Thiếu người")
    answer = editor.post(
        reverse("portal:report-autosave", args=[report.pk]),
        {"revision": seen, "narrative": "Viết tiếp", "difficulties": "", "proposals": ""},
    )

    assert old != "Viết tiếp"
    assert texts_of(report) == ("Viết tiếp", "Thiếu người", "")
    assert answer.json()["texts"]["difficulties"] == "Thiếu người"


def test_lines_added_meanwhile_are_no_conflict(report, editor, world):
    """The same person adds a support in another window: the text goes on being saved."""
    seen = report.revision
    services.remove_course(world.alpha.course, by=world.alpha.editor)

    assert draft(editor, report, seen, narrative="Viết tiếp").status_code == 200
    assert texts_of(report)[0] == "Viết tiếp"


def test_two_people_at_the_same_text_are_told_and_neither_is_lost(report, editor, colleague):
    seen = report.revision
    draft(colleague, report, seen, narrative="Bản của đồng nghiệp", proposals="Thêm kinh phí")
    refused = editor.post(
        reverse("portal:report-autosave", args=[report.pk]),
        {"revision": seen, "narrative": "Bản của tôi", "difficulties": "Mưa bão", "proposals": ""},
    )
    assert refused.status_code == 409
    assert texts_of(report) == ("Bản của đồng nghiệp", "", "Thêm kinh phí")

    address = reverse("portal:report-edit", args=[report.pk])
    mine = {"revision": seen, "narrative": "Bản của tôi", "difficulties": "Mưa bão", "proposals": ""}
    page = editor.post(address, mine)
    form = page.context["form"]
    assert page.status_code == 200
    assert [form[name].value() for name in form.TEXTS] == ["Bản của tôi", "Mưa bão", "Thêm kinh phí"]
    assert [stored for _field, stored in page.context["fields"]] == ["Bản của đồng nghiệp", None, None]
    assert "Bản của đồng nghiệp" in page.text

    both = {name: form[name].value() for name in (*form.TEXTS, "revision")} | {"narrative": "Hai bản ghép lại"}
    assert editor.post(address, both).status_code == 302
    assert texts_of(report) == ("Hai bản ghép lại", "Mưa bão", "Thêm kinh phí")


def test_a_report_that_was_sent_takes_no_draft(report, editor):
    PeriodicReport.objects.filter(pk=report.pk).update(status="submitted")
    answer = draft(editor, report, report.revision, narrative="Muộn rồi")

    assert answer.status_code == 409
    assert answer.json()["message"]
    assert texts_of(report)[0] != "Muộn rồi"


def test_a_strangers_report_is_not_there(report, client_for, world):
    answer = draft(client_for(world.beta.editor), report, report.revision, narrative="Lạ")

    assert answer.status_code == 404
    assert texts_of(report)[0] != "Lạ"


def test_a_colleagues_signed_file_outlives_a_conflict_about_the_words(report, editor, colleague, world):
    """It was typed by nobody here, so the form that comes back has it, and saving does not take it away again."""
    seen = report.revision
    address = reverse("portal:report-edit", args=[report.pk])
    own = {"revision": seen, "difficulties": "", "proposals": ""}
    colleague.post(address, own | {"narrative": "Bản của đồng nghiệp", "evidence": world.alpha.document.pk})
    form = editor.post(address, own | {"narrative": "Bản của tôi"}).context["form"]
    assert form["evidence"].value() == world.alpha.document.pk

    editor.post(address, {name: form[name].value() for name in (*form.TEXTS, "revision", "evidence")})
    report.refresh_from_db()
    assert (report.narrative, report.document) == ("Bản của tôi", world.alpha.document)


def test_two_signed_files_stand_beside_each_other(report, editor, colleague, world):
    mine = builders.document("Bản ký của tôi", association="ALPHA")
    texts = {name: getattr(report, name) for name in ("narrative", "difficulties", "proposals")}
    address, own = reverse("portal:report-edit", args=[report.pk]), texts | {"revision": report.revision}
    colleague.post(address, own | {"evidence": world.alpha.document.pk})
    page = editor.post(address, own | {"evidence": mine.pk})

    assert page.context["form"]["evidence"].value() == str(mine.pk)
    assert f'<a href="{world.alpha.document.get_absolute_url()}">' in page.text


def test_what_changes_nothing_leaves_no_trace(report, editor):
    texts = {name: getattr(report, name) for name in ("narrative", "difficulties", "proposals")}
    editor.post(reverse("portal:report-edit", args=[report.pk]), texts | {"revision": report.revision})

    assert PeriodicReport.objects.get(pk=report.pk).revision == report.revision
    assert not AuditEvent.objects.filter(action="report.change").exists()


def test_a_sign_that_no_database_takes_is_refused_in_words(report, editor):
    answer = draft(editor, report, report.revision, narrative="a\x00b")

    assert answer.status_code == 400
    assert answer.json()["message"]
