"""What people do on pages, as plain functions on a Playwright page."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from playwright.sync_api import expect

from tests import builders

AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# --- what the browser thinks of a page -------------------------------------------------------------------------


def listen(page):
    page.complaints, page.findings = [], []

    def console(message):
        if message.type == "error":
            page.complaints.append(f"{page.url}: {message.text}")

    page.on("console", console)
    page.on("pageerror", lambda error: page.complaints.append(f"{page.url}: {error}"))


def violations(page):
    """Return the serious and critical axe findings of the page as it stands.

    axe itself breaks the content security policy twice (inline styles), so complaints are kept from before it runs.
    """
    kept = list(page.complaints)
    page.evaluate(AXE.read_text())
    # What passed is of no use here, and on a large form it takes longer than all the rest.
    wanted = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}
    found = page.evaluate("async wanted => (await axe.run(document, wanted)).violations", wanted)
    page.complaints[:] = kept
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {node['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def look(page, path=""):
    """Open ``path``, or stay, and keep what axe finds; ``faults`` tells it at the end of a journey."""
    if path:
        page.goto(path)
    page.findings += violations(page)


def faults(*pages):
    """What axe and the browser had to say on the way of each page."""
    return [line for page in pages for line in page.findings + page.complaints]


# --- everybody -------------------------------------------------------------------------------------------------


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", builders.PASSWORD)
    page.locator("main form button[type=submit], form.login button").first.click()
    expect(page).not_to_have_url(re.compile("/login/"))


def send(page):
    """Send the form of the page's main part."""
    page.locator("main form[method=post] button[type=submit], main form[method=post] button:not([type])").last.click()


def attach(page, field, name="bien-ban.pdf"):
    page.set_input_files(f"[name={field}]", {"name": name, "mimeType": "application/pdf", "buffer": builders.PDF})


# --- staff in the admin ----------------------------------------------------------------------------------------


def choose(page, field, words):
    """Type into an autocomplete box, wait for the answer to exactly these words, and take its first line."""

    def is_answer(response):
        return parse_qs(urlsplit(response.url).query, keep_blank_values=True).get("term", [""]) == [words]

    with page.expect_response(lambda response: "/autocomplete/" in response.url and is_answer(response)):
        page.locator(f"[name='{field}'] + .select2").click()
        if words:
            page.locator(".select2-container--open .select2-search__field").last.fill(words)
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    page.locator(".select2-results__option[role=option], .select2-results__option--highlighted").first.click()


def save(page, button="_save"):
    """Save the record; a refusal shows here with the page's own words."""
    page.click(f"[name={button}]")
    page.wait_for_load_state()
    assert page.locator(".errornote, .errorlist").count() == 0, page.locator(".errornote, .errorlist").all_inner_texts()


def add(page, model, fields=None, choices=None, button="_save", before_saving=None):
    """Fill the add form of a model in the admin and save it."""
    page.goto(f"/admin/{model}/add/")
    for name, words in (choices or {}).items():
        choose(page, name, words)
    for name, value in (fields or {}).items():
        box = page.locator(f"[name='{name}']")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    if before_saving:
        before_saving()
    save(page, button)


def add_line(page, prefix):
    """Open one more line of an inline."""
    page.locator(f"#{prefix}-group .add-row a").click()


def act(page, code, file="", **fields):
    """Press the button of an act on a record's page and confirm it."""
    page.locator(f"form[action$='/move/{code}/'] button").click()
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    if file:
        attach(page, "file", file)
    page.locator("#content-main form button[type=submit], #content-main form [type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator(".errornote, .errorlist").count() == 0, page.locator(".errornote, .errorlist").all_inner_texts()


def keep_signed_file(page, association, title):
    def readers_and_file():
        page.check("[name=readers][value=association]")
        attach(page, "file", "ban-ky.pdf")

    fields = {"title": title, "kind": "agreement"}
    add(page, "programme/document", fields, {"association": association.code}, before_saving=readers_and_file)


def keep_authorities(page, association):
    """Enter who may sign for each side; return ``{side: name}``."""
    sides = {"programme": ("Người ký Chương trình", {}), "association": ("Đại diện", {"association": association.code})}
    for name, chosen in sides.values():
        fields = {"full_name": name, "position": "Chủ tịch", "basis": "Quyết định số 1", "valid_from": "01/01/2017"}
        add(page, "associations/signingauthority", fields, chosen)
    return {side: name for side, (name, _chosen) in sides.items()}


def sign(page, address, names, day, title):
    """Enter who signed, when and the signed file, and record the agreement as signed."""
    page.goto(address)
    for side, name in names.items():
        choose(page, f"{side}_authority", name)
        page.fill(f"[name={side}_signed_on]", day)
    choose(page, "signed_document", title)
    save(page, "_continue")
    act(page, "sign")


# --- an association --------------------------------------------------------------------------------------------


def record_support(page, report, package, name, tax_code):
    page.goto(f"/reports/{report}/supports/add/")
    page.locator("details:has([name=new_name])").evaluate("box => { box.open = true }")
    page.fill("[name=new_name]", name)
    page.fill("[name=new_tax_code]", tax_code)
    page.select_option("[name=new_province]", index=1)
    page.select_option("[name=new_industry]", index=14)
    page.select_option("[name=package]", str(package))
    page.fill("[name=starts_on]", "07/06/2018")
    page.fill("[name=ends_on]", "25/12/2018")
    attach(page, "evidence_file")
    send(page)
    expect(page).to_have_url(re.compile(rf"/reports/{report}/"))


def record_course(page, report, package, title, trainees):
    page.goto(f"/reports/{report}/courses/add/")
    page.select_option("[name=package]", str(package))
    page.fill("[name=title]", title)
    page.fill("[name=starts_on]", "07/06/2018")
    page.fill("[name=ends_on]", "08/06/2018")
    page.fill("[name=hours]", "16")
    page.select_option("[name=province]", index=1)
    page.fill("[name=declared_trainees]", str(len(trainees)))
    page.fill("[name=trainees]", "\n".join(trainees))
    attach(page, "evidence_file", "diem-danh.pdf")
    send(page)
    expect(page).to_have_url(re.compile(rf"/reports/{report}/"))


def mend(page, report):
    """Answer a return in the report's own text."""
    page.goto(f"/reports/{report}/edit/")
    page.locator("[name=narrative]").fill("Đã bổ sung chữ ký theo yêu cầu.")
    send(page)


def submit(page, report):
    page.goto(f"/reports/{report}/submit/")
    send(page)
    expect(page).to_have_url(re.compile(rf"/reports/{report}/$"))
