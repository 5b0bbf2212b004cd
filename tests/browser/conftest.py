"""Chromium drives the running portal. Debian's is used: Playwright's own browsers are not downloaded."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.roles import Role
from associations.models import Association
from programme.models import Announcement
from tests import builders
from tests.browser import steps

# Playwright runs an event loop in the test's thread, and Django refuses to touch the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Playwright's own node wants libatomic, which a bare system does not have; that of tools.lock does without.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(sys.executable).with_name("node")))

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = "*** NOT TESTED IN A BROWSER: Chromium is missing. As root: apt-get install chromium ***"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "vi-VN", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def visit(browser, browser_context_args, live_server, client_for):
    """Return a function that opens the portal as a user (None for a visitor) and gives the page.

    Every page collects what the browser complains about; see ``steps.complaints``.
    """
    contexts = []

    def open_for(user=None, **options):
        context = browser.new_context(**{**browser_context_args, "base_url": live_server.url, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            cookie = client_for(user).cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        steps.listen(page)
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def installation(reference_data):
    """An empty installation (``DEMO=0``) with reference data, without the announced figures that staff will enter."""
    Announcement.objects.all().delete()


@pytest.fixture
def association(installation):
    """One of the seven associations with a memorandum."""
    return Association.objects.filter(has_memorandum=True).order_by("code").first()


@pytest.fixture
def editor(association):
    return builders.member(Role.ASSOCIATION_EDITOR, association, "editor")


@pytest.fixture
def demonstration(transactional_db):
    """The demonstration set: every page alive."""
    call_command("load_reference_data", verbosity=0)
    call_command("load_demonstration", verbosity=0)
