"""Every portal page in a browser: accessible, without complaints of the browser, by keyboard, without scripts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import discovery
from tests.browser import steps
from tests.permission_table import ARGUMENTS, PORTAL, portal_codes

# Who looks at a page: the first of these who may.
READERS = ("alpha_editor", "official", "officer", "approver", "visitor")
# Addresses that answer with a file or send on.
NO_PAGES = {
    "portal:document-download",
    "portal:agreement-file",
    "portal:annex-file",
    "portal:acceptance-file",
    "portal:go",
    "set_language",
    "account_logout",
}


def pages_of(world):
    """Yield ``(name, reader, path)`` of each page with a method GET."""
    for name in PORTAL:
        codes = portal_codes(name, "GET")
        reader = next((person for person in READERS if codes[person] == 200), None)
        if reader and name not in NO_PAGES:
            yield name, reader, reverse(name, args=ARGUMENTS[name](world) if name in ARGUMENTS else [])


def test_no_page_has_a_serious_axe_finding(world, cast, visit):
    """All pages as their readers see them, in Vietnamese; then the widest and the busiest on a small screen."""
    open_pages = {person: visit(cast[person]) for person in READERS}
    findings, seen = [], 0
    for _name, reader, path in pages_of(world):
        page = open_pages[reader]
        page.goto(path)
        findings += steps.violations(page)
        seen += 1

    assert seen > 45
    assert findings == [], "\n".join(findings)
    assert [line for page in open_pages.values() for line in page.complaints] == []


def test_small_screens_do_not_scroll_sideways(world, cast, visit):
    small = {person: visit(cast[person], viewport={"width": 320, "height": 640}) for person in READERS}
    wide = []
    for name, reader, path in pages_of(world):
        page = small[reader]
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wide.append(name)

    assert wide == []


def test_admin_has_no_complaints_and_no_serious_finding(world, officer, visit):
    page = visit(officer)
    findings = []
    for path in (
        "/admin/",
        "/admin/associations/agreement/",
        f"/admin/associations/agreement/{world.alpha.agreement.pk}/change/",
        "/admin/associations/agreement/add/",
        "/admin/enterprises/enterprise/",
        f"/admin/enterprises/enterprise/{world.alpha.enterprise.pk}/change/",
        "/admin/programme/announcement/add/",
        f"/admin/associations/workshop/{world.alpha.workshop.pk}/change/",
    ):
        page.goto(path)
        findings += steps.violations(page)

    assert findings == [], "\n".join(findings)
    assert page.complaints == []


@pytest.mark.parametrize("path", ["/", "/home/", "/packages/", "/reports/"])
def test_keyboard_reaches_every_control(world, alpha_editor, visit, path):
    """Tab goes once round the page: the skip link first, then every link and control, each with a visible focus.

    Without transitions, because a ring that fades in is not there yet when it is looked for.
    """
    page = visit(alpha_editor, reduced_motion="reduce")
    page.goto(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter(box => box.checkVisibility({visibilityProperty: true}) && !box.disabled && box.tabIndex >= 0
                    && !(box.type === "radio" && !box.checked)).length"""
    )
    reached = set()
    for turn in range(wanted + 25):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => { const box = document.activeElement;
                       if (box === document.body) return null;
                       const style = getComputedStyle(box);
                       const ring = style.outlineStyle !== "none" || style.boxShadow !== "none";
                       return [[...document.querySelectorAll("*")].indexOf(box), ring, box.getAttribute("href")]; }"""
        )
        if place is None:
            continue
        assert place[1], f"no visible focus on {place}"
        if turn == 0:
            assert (place[2] or "").startswith("#"), "the first stop is not the skip link"
        reached.add(place[0])

    assert len(reached) >= wanted


def test_language_switch_keeps_the_page(world, alpha_editor, visit):
    page = visit(alpha_editor)
    page.goto("/packages/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.locator("form[action*='/language/'] button:not([aria-current])").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/packages/"))
    expect(page.locator("h1")).to_have_text(re.compile("packages", re.IGNORECASE))


def test_wrong_role_is_told_in_words(world, alpha_editor, visit):
    """403 says why, and a stranger's row is simply not there."""
    page = visit(alpha_editor)
    answer = page.goto("/dashboard/")
    assert answer.status == 403
    expect(page.locator("main h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 60
    assert page.goto(f"/packages/{world.beta.package.pk}/").status == 404


def test_visitor_signs_in_and_lands_where_he_wanted(world, alpha_editor, visit):
    page = visit()
    page.goto(f"/packages/{world.alpha.package.pk}/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
    page.fill("[name=login]", alpha_editor.email)
    page.fill("[name=password]", steps.builders.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(rf"/packages/{world.alpha.package.pk}/$"))


def test_pages_work_without_scripts(world, cast, visit):
    """Each page shows the same words; charts leave their tables; a filter still filters."""
    plain = {person: visit(cast[person], java_script_enabled=False) for person in READERS}
    for name, reader, path in pages_of(world):
        page = plain[reader]
        assert page.goto(path).status == 200, name
        assert page.locator("main h1, main h2").count() > 0, name
    chief = plain["official"]
    chief.goto("/dashboard/")
    assert chief.locator("main table").count() > 0
    writer = plain["alpha_editor"]
    writer.goto("/packages/")
    writer.fill("main form [name=text]", "khong co goi nao")
    writer.locator("main form button").first.click()
    expect(writer).to_have_url(re.compile("text=khong"))
    expect(writer.locator("main")).not_to_contain_text(world.alpha.package.code)


def test_every_portal_page_is_visited(world):
    """A page added later is looked at, too."""
    visited = {name for name, _reader, _path in pages_of(world)} | NO_PAGES
    closed = {name for name in PORTAL if all(code != 200 for code in portal_codes(name, "GET").values())}
    names = {name for name, _route in discovery.url_patterns() if not name.startswith("admin:")}

    assert names - visited - closed == set()
