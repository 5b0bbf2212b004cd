"""The project as a whole: migrations, templates, translations, layers, locks, file sizes, production settings."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.template.exceptions import TemplateSyntaxError

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


def test_catalogues_hold_every_string_of_the_code(tmp_path):
    """What ``makemessages`` finds must be in a catalogue. It needs gettext, which CI installs."""
    if shutil.which("xgettext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("gettext is missing. As root: apt-get install gettext")
        pytest.skip("NOT TESTED: gettext is missing. As root: apt-get install gettext")
    for name in (*OUR_APPS, "config", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "locale", "vendor"))
    (tmp_path / "locale").mkdir()
    for domain in ("django", "djangojs"):
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "vi", "-d", domain, "--verbosity", "0"],
            cwd=tmp_path,
            env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
            check=True,
        )
    known = {key(entry) for path in compile_catalogues.catalogues() for entry in polib.pofile(str(path))}
    found = [entry for path in (tmp_path / "locale").rglob("*.po") for entry in polib.pofile(str(path))]

    assert found
    assert sorted(f"{entry.msgid!r} ({entry.occurrences[0][0]})" for entry in found if key(entry) not in known) == []


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


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
