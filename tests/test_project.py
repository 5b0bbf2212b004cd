"""The project as a whole: migrations, templates, translations, layers, locks, file sizes, production settings."""

import io
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.template.exceptions import TemplateSyntaxError
from django.utils.translation.template import templatize

from common.management.commands import compile_catalogues

ROOT = Path(settings.BASE_DIR)
OUR_APPS = ("common", "accounts", "programme", "associations", "enterprises", "portal")
OUR_FOLDERS = (*OUR_APPS, "config", "templates", "static", "tests", "tools", "benchmarks")

LONGEST_FILE = 500
# Longer files with the reason why they are not cut. Migrations are written by Django and not read by people.
LONG_FILES: dict[str, str] = {}


def our_files(*suffixes):
    return sorted(
        path
        for folder in OUR_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and "migrations" not in path.parts and "__pycache__" not in path.parts
    )


# --- code ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_migrations_hold_every_change_of_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_go_downwards_only():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_no_file_is_too_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in our_files(".py", ".html", ".css", ".js")
    }
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FILE}

    assert lengths
    assert set(too_long) == set(LONG_FILES), too_long


def test_constraints_have_names_of_their_app():
    for model in our_models():
        for constraint in model._meta.constraints:
            assert constraint.name.startswith(f"{model._meta.app_label}_"), constraint.name


def our_models():
    return [model for name in OUR_APPS for model in apps.get_app_config(name).get_models()]


# --- templates -------------------------------------------------------------------------------------------------


def test_templates_compile():
    engine = engines["django"]
    faults = []
    for path in our_files(".html", ".txt"):
        parts = path.relative_to(ROOT).parts
        if "templates" not in parts:
            continue
        try:
            engine.get_template("/".join(parts[parts.index("templates") + 1 :]))
        except TemplateSyntaxError as error:
            faults.append(f"{path.relative_to(ROOT)}: {error}")

    assert faults == []


INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)=)|<style\b|\sstyle=|\son[a-z]+=\s*[\"']|javascript:", re.IGNORECASE)


def test_templates_have_no_inline_code():
    """The content security policy would refuse it in the browser; e-mails have no such policy."""
    faults = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in our_files(".html")
        if "email" not in path.parts
        for found in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert faults == []


# --- translations ----------------------------------------------------------------------------------------------


def test_catalogues_are_complete():
    paths = compile_catalogues.catalogues()

    assert len(paths) >= 2
    assert [f"{path}: {problem}" for path in paths for problem in compile_catalogues.problems(path)] == []


def test_catalogues_hold_every_string_of_the_code():
    """What the code and the templates mark for translation must be in a catalogue."""
    entries = [entry for path in compile_catalogues.catalogues() for entry in polib.pofile(str(path))]
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    found = {message: path for path in our_files(".py", ".html", ".txt") for message in messages(path)}

    assert len(found) > 500
    assert (
        sorted(
            f"{msgid!r} ({path.relative_to(ROOT)})"
            for (context, msgid), path in found.items()
            if (context, msgid) not in known
        )
        == []
    )


def test_the_catalogue_of_the_code_holds_nothing_else():
    """What no file says any more is taken out; strings of packages have a catalogue of their own."""
    found = {message for path in our_files(".py", ".html", ".txt") for message in messages(path)}
    entries = polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))

    assert sorted(entry.msgid for entry in entries if (entry.msgctxt, entry.msgid) not in found) == []


KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


# A call as templatize writes it between what it blanks out.
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:[^()"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\)""")


def messages(path):
    """Yield ``(context or None, msgid)`` of one file; templates are first turned into calls, as makemessages does."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(CALL.findall(templatize(text)))
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield context, found[0] if isinstance(found, tuple) else found


def test_placeholders_are_kept_in_translations():
    """A translation that drops or invents ``%(name)s`` shows nonsense or breaks the page."""
    faults = []
    for path in compile_catalogues.catalogues():
        for entry in polib.pofile(str(path)):
            wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                if text and not placeholders(text) <= wanted:
                    faults.append(f"{path.name}: {entry.msgid!r} -> {text!r}")
            if entry.msgstr and not entry.msgid_plural and placeholders(entry.msgstr) != wanted:
                faults.append(f"{path.name}: {entry.msgid!r} -> {entry.msgstr!r}")

    assert faults == []


def placeholders(text):
    return set(re.findall(r"%\(\w+\)[sd]|(?<!%)\{\w*\}", text or ""))


# --- supply and production -------------------------------------------------------------------------------------


def test_locks_name_no_host():
    host = re.compile(r'"resolved"|index-url|find-links|://[^"\s]*(?:pypi|registry|simple)')
    for path in [*ROOT.glob("*.lock"), ROOT / "package-lock.json"]:
        assert not host.search(path.read_text()), path.name


def test_production_settings_pass_the_deployment_check(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HTTPS": "1",
        "ALLOWED_HOSTS": "portal.example",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(name, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HTTPS": "1",
        "ALLOWED_HOSTS": "portal.example",
        "SECRET_KEY": "x" * 60,
        "VAR_DIR": str(tmp_path),
    }
    del environment[name]
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert name in done.stderr
