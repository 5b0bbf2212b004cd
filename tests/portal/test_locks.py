"""What is locked answers every form of the admin and the portal with the same sentence, and nothing is written.

Paths are found, not listed: each admin of what can be locked with its forms and acts, each address of the portal that
takes a POST; services and commands are in ``test_lock_services``. What is new is judged or fails.
"""

import itertools
from contextlib import contextmanager
from functools import partial

import pytest
from django.contrib import admin
from django.urls import reverse

from associations.locks import refuse_locked
from common import locks
from common.acts import CONFIRMED
from enterprises.models import Support
from programme.models import Document, Indicator, Standard
from tests import builders
from tests.discovery import our_models
from tests.permission_table import PORTAL
from tests.portal import lock_tries
from tests.portal.admin_steps import change_url, move_url, no_parts
from tests.portal.lock_tries import WORLDS, refused
from tests.portal.lock_worlds import TYPED_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(params=WORLDS)
def locked(request, world, officer, approver, administrator):
    return lock_tries.make(request.param, world, officer, approver, administrator)


@contextmanager
def nothing_locked(monkeypatch):
    """As if nobody had registered a lock: what a form would then send."""
    with monkeypatch.context() as patch:
        patch.setattr(locks, "_finders", {})
        yield


# --- admin -----------------------------------------------------------------------------------------------------

# What the form of an empty record of each kind would send, to be added to what is locked.
ADDS = {
    "associations.Annex": lambda it: {"number": "9", "kind": "detail", "title": "Thêm", "effective_on": TYPED_DAY},
    "associations.Milestone": lambda it: {"position": "9", "title": "Thêm", "due_on": TYPED_DAY},
    "associations.Funding": lambda it: {"source": "central", "state": "planned", "amount_vnd": "5"},
    "associations.PackageItem": lambda it: {"package": it.package.pk, "position": "9", "training": "Thêm"},
    "associations.SolutionPackage": lambda it: (
        {"code": "THEM-1", "name": "Thêm", "status": "completed", "starts_on": "01/02/2017", "ends_on": "01/03/2017"}
        | dict.fromkeys(("quota_enterprises", "quota_courses", "quota_trainees"), "1")
        | no_parts("items")
    ),
    "associations.PeriodicReport": lambda it: {
        "report_type": builders.report_type().pk,
        "period_starts_on": "01/01/2017",
        "period_ends_on": "31/01/2017",
        "due_on": "28/02/2017",
    },
    "enterprises.Measurement": lambda it: {
        "support": it.support.pk,
        "name": "Thêm",
        "unit": "percent",
        "before": "1",
        "before_on": TYPED_DAY,
    },
    "programme.AggregateRecord": lambda it: {
        "indicator": Indicator.objects.get(code="tcvn_new").pk,
        "quantity": "5",
        "happened_on": TYPED_DAY,
        "document": Document.objects.filter(association="").first().pk,
    },
    "programme.Standard": lambda it: {
        "number": "TCVN 99:2018",
        "title": "Thêm",
        "issuer": builders.standard().issuer_id,
        "published_on": TYPED_DAY,
    },
}
# Papers: by the link that names one, the worlds in which that locks it.
PAPERS = {
    "associations.Agreement.signed_document": WORLDS[2:],
    "associations.AgreementStep.document": WORLDS[2:],
    "associations.Annex.document": WORLDS[2:],
    "associations.Milestone.document": WORLDS[2:],
    "associations.Acceptance.deliverable": WORLDS[2:],
    "associations.Acceptance.document": WORLDS[2:],
    "associations.Funding.document": WORLDS[2:],
    "associations.SolutionPackage.documents": WORLDS[2:],
    "associations.PeriodicReport.document": WORLDS[1:],
    "associations.Spending.evidence": WORLDS[1:],
    "associations.Communication.evidence": WORLDS,
    "enterprises.Support.evidence": WORLDS,
    "enterprises.TrainingCourse.evidence": WORLDS,
    "programme.Standard.document": WORLDS[:1],
    "programme.AggregateRecord.document": WORLDS[:1],
}
# Which worlds lock adding such a record: in the others it would belong to nothing that is locked.
ADDED_TO = {"programme.AggregateRecord": "closed period", "programme.Standard": "closed period"}
# A new one of these belongs to nothing that is closed.
ADDS_NOTHING_LOCKED = {"associations.Agreement", "programme.Document", "programme.LedgerPeriod"}
# An act that is judged by the day it is given, so that what was closed long ago can still end: it is done on DAY.
ACT_DATA = {
    "publish": {"published_on": TYPED_DAY},
    "withdraw": {"ended_on": TYPED_DAY, "reason": "Hết dùng"},
    "replace": {"ended_on": TYPED_DAY, "reason": "Thay"},
}


def lockable_admins():
    return [(model, page) for model, page in admin.site._registry.items() if locks.is_lockable(model)]


def rows_of(locked, model):
    return [row for row in locked.rows if type(row) is model]


def sent_by(page):
    """What the form on a page of the admin would send as it stands, with its parts."""
    data = {}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.field.widget.format_value(bound.value())
            data[bound.html_name] = "" if value is None else value
    return {name: value for name, value in data.items() if value not in (False, ["None"])}


def changed(data):
    """The same with another word in its first text, so that saving it would write something."""
    texts = ("title", "name", "reason", "note", "description", "scope", "method", "quantity", "amount_vnd", "training")
    for name in data:
        if name.rpartition("-")[2] in texts:
            return data | {name: "98" if name.rpartition("-")[2] in ("quantity", "amount_vnd") else "Viết lại"}
    return data | {"due_on": "01/02/2030", "change_reason": "Viết lại"}


def test_every_admin_refuses_to_change_and_delete(locked, administrator, client_for, monkeypatch):
    client, wrong, tried = client_for(administrator), [], 0
    request = type("Request", (), {"user": administrator, "method": "GET"})()
    for model, page in lockable_admins():
        for row in rows_of(locked, model):
            may_change, may_delete = page.has_change_permission(request), page.has_delete_permission(request)
            url = change_url(row)
            if may_change:
                with nothing_locked(monkeypatch):
                    data = changed(sent_by(client.get(url)))
                if model is Support and str(data["measurements-TOTAL_FORMS"]) == "0":
                    continue  # nothing on it is anybody's to change
                tried += 1
                wrong += refused(partial(client.post, url, data, follow=True), locked, f"change {model._meta.label}")
            if may_delete:
                tried += 1
                post = partial(client.post, url.replace("/change/", "/delete/"), {"post": "yes"}, follow=True)
                wrong += refused(post, locked, f"delete {model._meta.label}")

    assert wrong == [], "\n".join(wrong)
    assert tried >= 3


def test_every_model_that_can_be_locked_is_tried(world, officer, approver, administrator):
    made = [lock_tries.make(name, world, officer, approver, administrator) for name in reversed(WORLDS)]

    assert {type(row) for it in made for row in it.rows} == {
        model for model in our_models() if locks.is_lockable(model)
    }


def test_every_paper_is_locked_with_what_it_proves():
    """Whatever can be locked and names a paper: the paper is asked for its locks along that link."""
    links = {
        f"{link.related_model._meta.label}.{link.field.name}"
        for link in Document._meta.related_objects
        if locks.is_lockable(link.related_model)
    }

    assert links == set(PAPERS)


@pytest.mark.parametrize("link", PAPERS)
def test_a_paper_is_locked_with_what_it_proves(link, world, officer, approver, administrator):
    label, _dot, name = link.rpartition(".")
    for world_name in PAPERS[link]:
        it = lock_tries.make(world_name, world, officer, approver, administrator)
        paper = builders.document(f"Giấy {link}", by=officer)
        row = next(row for row in it.rows if row._meta.label == label)
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).add(paper)
        else:
            type(row)._base_manager.filter(pk=row.pk).update(**{name: paper})
        with pytest.raises(locks.Locked) as error:
            refuse_locked(paper, approver)
        assert error.value.messages == [it.sentence], world_name


def test_every_admin_refuses_to_add(locked, administrator, client_for):
    client, wrong = client_for(administrator), []
    request = type("Request", (), {"user": administrator, "method": "GET"})()
    for model, page in lockable_admins():
        label = model._meta.label
        if not page.has_add_permission(request) or label in ADDS_NOTHING_LOCKED:
            continue
        assert label in ADDS, f"say in ADDS what the form of {label} sends, or why it adds to nothing locked"
        if locked.name != ADDED_TO.get(label, "settled agreement"):
            continue
        data = {"agreement": locked.agreement.pk} | ADDS[label](locked)
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        wrong += refused(partial(client.post, url, data, follow=True), locked, f"add {label}")

    assert wrong == [], "\n".join(wrong)


def test_every_act_is_refused(locked, administrator, approver, client_for):
    """Alone; those for ticked rows go the same way. What no administrator may do is tried by an approver."""
    clients, wrong = {user: client_for(user) for user in (administrator, approver)}, []
    for model, page in lockable_admins():
        for row in rows_of(locked, model):
            for act in getattr(page, "acts", ()):
                person = administrator if administrator.has_perm(act.permission) else approver
                assert person.has_perm(act.permission), act.code
                if model is Standard and act.refusal(row, person):
                    continue  # not in this state, locked or not
                data = {CONFIRMED: "1", "reason": "Thử", **ACT_DATA.get(act.code, {})}
                if act.code == "replace":
                    data["successor"] = builders.standard("TCVN 9:2019", status="published").pk
                path = f"{act.code} {model._meta.label}"
                url = move_url(row, act.code)
                wrong += refused(partial(clients[person].post, url, data, follow=True), locked, path)

    assert wrong == [], "\n".join(wrong)


def test_admins_have_no_page_that_is_unknown_here():
    """Beside Django's own pages there are only those of acts; every part stands on the page of what locks it."""
    known = {"changelist", "add", "history", "delete", "change", "move"}
    for model, page in admin.site._registry.items():
        names = {url.name for url in page.get_urls() if url.name}
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        parts = {inline.model for inline in page.inlines if locks.is_lockable(inline.model)}
        if locks.is_lockable(model):
            assert {name.removeprefix(prefix) for name in names} == known & {n.removeprefix(prefix) for n in names}, (
                model
            )
        else:
            assert not parts, f"{model}: {parts}"


def test_nothing_is_done_to_ticked_rows_that_is_unknown_here(administrator, rf):
    """A new bulk action is judged by the test of acts, or it fails here."""
    request = rf.get("/")
    request.user = administrator
    for _model, page in lockable_admins():
        known = {act.code for act in getattr(page, "acts", ()) if act.many}
        assert set(page.get_actions(request)) == known


def test_every_model_that_hangs_on_something_lockable_can_be_locked():
    """A part of an agreement, a report, a support or a course that nobody registered would be open."""
    holders = {"agreement", "package", "report", "review", "support", "course"}
    open_to_all = {
        "associations.Need",  # names the package that meets it
        "associations.LockException",  # opens what is locked
    }
    forgotten = [
        model._meta.label
        for model in our_models()
        if not model.__name__.startswith("Historical")
        and any(field.name in holders and field.many_to_one for field in model._meta.fields)
        and not locks.is_lockable(model)
        and model._meta.label not in open_to_all
    ]

    assert [label for label in forgotten if label not in ("programme.Entry",)] == []


# --- the portal ------------------------------------------------------------------------------------------------

# Addresses that write, with the records they name in each world.
WRITING = {
    **{
        f"report-{act}": ("report", WORLDS[1:])
        for act in ("edit", "autosave", "submit", "start-review", "return", "answers", "accept")
    },
    "report-correct": ("report", WORLDS[2:]),
    **{f"report-{act}": ("correction", WORLDS[2:]) for act in ("take-back", "withdraw")},
    **{
        f"{kind}-replace": (f"correction counted_{kind}", WORLDS[2:])
        for kind in ("support", "course", "spending", "communication")
    },
    "agreement-open-reports": ("agreement", WORLDS[2:]),
    **{f"milestone-{act}": ("milestone", WORLDS[2:]) for act in ("deliver", "accept", "refuse")},
    "annex-add": ("agreement", WORLDS[2:]),
    **{f"annex-{act}": ("agreement", WORLDS[2:], [1]) for act in ("edit", "resolve")},
    "annex-move": ("agreement", WORLDS[2:], [1, "submit"]),
    "funding-add": ("agreement", WORLDS[2:]),
    **{f"support-{act}": ("support", WORLDS) for act in ("edit", "delete")},
    **{f"course-{act}": ("course", WORLDS) for act in ("edit", "delete")},
    **{f"{kind}-add": ("report", WORLDS) for kind in ("support", "course", "communication", "measurement")},
    "spending-add": ("report", WORLDS[1:]),
    **{f"spending-{act}": ("spending", WORLDS[1:]) for act in ("edit", "delete")},
    **{f"{kind}-{act}": (kind, WORLDS) for kind in ("communication", "measurement") for act in ("edit", "delete")},
}
# Addresses that write nothing that can be locked.
WRITES_NOTHING_LOCKED = {
    *("need-add", "need-edit", "need-answer", "conclusion-close", "enterprise-add", "enterprise-edit"),
    *("notification-read", "notification-read-all", "notification-settings", "set_language"),
}


def writing_addresses():
    return [
        name
        for name, codes in PORTAL.items()
        if (not name.startswith("account_") and set(codes["POST"].values()) - {302, 403, 404, 405}) or _redirects(name)
    ]


def _redirects(name):
    return ":" in name and 302 in {code for person, code in PORTAL[name]["POST"].items() if person != "visitor"}


def test_every_address_that_writes_is_judged():
    names = {name.rpartition(":")[2] for name in writing_addresses()}

    assert names - set(WRITING) - WRITES_NOTHING_LOCKED == set(), "say here what a lock does to these"
    assert set(WRITING) | WRITES_NOTHING_LOCKED - {"set_language"} <= names | {"set_language"}


def test_every_address_refuses(locked, approver, alpha_editor, client_for):
    staff, own, wrong = client_for(approver), client_for(alpha_editor), []
    package = {"package": locked.package.pk, "starts_on": TYPED_DAY, "ends_on": TYPED_DAY}
    firm = {"enterprise_text": locked.alpha.enterprise.tax_code}
    course = {"title": "Mới", "hours": "8", "province": builders.province().pk, "declared_trainees": "0"}
    lines = {"happened_on": TYPED_DAY, "channel": "press"}
    lines |= {"support": locked.support.pk, "name": "Mới", "unit": "percent", "before": "1", "before_on": TYPED_DAY}
    data = {"revision": locked.report.revision, "reason": "Thử", "title": "Mới", **package, **firm, **course, **lines}
    for address in writing_addresses():
        named, worlds, *more = WRITING.get(address.rpartition(":")[2], ("", ()))
        if locked.name not in worlds:
            continue
        for_staff = PORTAL[address]["POST"]["alpha_editor"] == 403
        client = staff if for_staff else own
        url = reverse(address, args=[*(getattr(locked, name).pk for name in named.split()), *itertools.chain(*more)])
        wrong += refused(partial(client.post, url, data, follow=True), locked, address)

    assert wrong == [], "\n".join(wrong)
