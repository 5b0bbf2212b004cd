import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from programme import documents
from programme.models import Document
from tests import builders

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def office(part):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # With a time of its own: the content names the test, and two processes must give it the same name.
        archive.writestr(zipfile.ZipInfo(part), "<x/>")
    return buffer.getvalue()


def test_bytes_out_equal_bytes_in(officer):
    content = builders.PDF + b"\x00\xff" * 50_000

    document = documents.store(upload("Biên bản.pdf", content), title="Biên bản", kind="minutes", by=officer)

    with document.file.open() as stored:
        assert stored.read() == content
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.file_name, document.content_type) == ("Biên bản.pdf", "application/pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", PNG), ("a.docx", office("word/document.xml")), ("a.xlsx", office("xl/workbook.xml"))],
)
def test_other_accepted_kinds(officer, name, content):
    assert documents.store(upload(name, content), title="x", kind="other", by=officer).pk


def damaged():
    """Archives that ``zipfile`` opens and then stumbles over."""
    whole = office("word/document.xml")
    directory = whole.index(b"PK\x01\x02")
    wrong_text = bytearray(whole)
    wrong_text[directory + 9] |= 0x08  # the name is said to be UTF-8
    wrong_text[directory + 46] = 0xFF
    wrong_version = bytearray(whole)
    wrong_version[directory + 6] = 99
    return [bytes(wrong_text), bytes(wrong_version), whole[:-10], whole[: directory + 10]]


@pytest.mark.parametrize("content", damaged())
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_damaged_archive_is_refused_by_a_sentence(officer, name, content):
    with pytest.raises(ValidationError) as error:
        documents.store(upload(name, content), title="x", kind="other", by=officer)

    assert error.value.code == "file_content"


def test_what_is_stored_is_audited(officer):
    document = documents.store(upload("a.pdf", builders.PDF), title="Biên bản", kind="minutes", by=officer)

    event = AuditEvent.objects.get(action="document.store")
    assert (event.actor, event.object_id) == (officer, str(document.pk))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "file_kind"),
        ("a.svg", b"<svg/>", "file_kind"),
        ("a.html", b"<html>", "file_kind"),
        ("a.pdf", b"<html><script>alert(1)</script>", "file_content"),
        ("a.pdf", PNG, "file_content"),
        ("a.png", builders.PDF, "file_content"),
        ("a.docx", office("xl/workbook.xml"), "file_content"),
        ("a.xlsx", b"PK\x03\x04 broken", "file_content"),
        ("a.pdf", b"", "file_empty"),
    ],
)
def test_what_is_not_taken_is_not_stored(officer, name, content, code):
    with pytest.raises(ValidationError) as error:
        documents.store(upload(name, content), title="x", kind="other", by=officer)

    assert error.value.code == code
    assert not Document.objects.exists()


def test_a_file_above_the_limit_is_refused(officer, settings):
    settings.UPLOAD_MAX_BYTES = 100

    with pytest.raises(ValidationError) as error:
        documents.store(upload("a.pdf", builders.PDF + b"x" * 100), title="x", kind="other", by=officer)

    assert error.value.code == "file_size"
