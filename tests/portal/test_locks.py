"""What is locked answers every path that the code has with the same sentence, and nothing is written.

Paths are found, not listed: each admin of what can be locked with its forms and acts, each address of the portal that
takes a POST, each function that writes for somebody (``by``), each command. What is new is judged or fails.
"""

import importlib
import inspect
import itertools
import pkgutil
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands
from django.urls import reverse
from django.utils import timezone

import associations.money
import associations.services
import enterprises.measuring
import enterprises.services
import programme.services
from associations import (
    annexes,
    milestones,
    report_drafts,
    report_lines,
    report_rounds,
    report_schedule,
    report_services,
)
from associations.locks import refuse_locked
from associations.models import Communication, ReportComment
from common import locks
from common.acts import CONFIRMED
from enterprises.models import Measurement, Support
from programme import documents, ledger
from programme.ledger import Line
from programme.models import AggregateRecord, Document, Indicator, Posting, Standard
from tests import builders
from tests.discovery import OUR_APPS, our_models
from tests.permission_table import PORTAL
from tests.portal import lock_worlds
from tests.portal.admin_steps import change_url, move_url, no_parts
from tests.portal.lock_worlds import DAY, TYPED_DAY

pytestmark = pytest.mark.django_db

WORLDS = ("closed period", "accepted report", "settled agreement")


@pytest.fixture(params=WORLDS)
def locked(request, world, officer, approver, administrator):
    if request.param == "closed period":
        made = lock_worlds.closed_period(world, officer, administrator)
    elif request.param == "accepted report":
        made = lock_worlds.accepted_report(world)
    else:
        made = lock_worlds.settled_agreement(world, officer, approver)
    made.name = request.param
    return made


def dump():
    """Every row of every table of ours, history and audit trail included."""
    return {
        model._meta.label: sorted(repr(list(map(_value, row))) for row in model._base_manager.values_list())
        for model in our_models()
        if model._meta.label != "accounts.User"  # signing in is written there
    }


def _value(value):
    return bytes(value) if isinstance(value, memoryview) else value  # PostgreSQL gives bytes as a view on them


@contextmanager
def nothing_locked(monkeypatch):
    """As if nobody had registered a lock: what a form would then send."""
    with monkeypatch.context() as patch:
        patch.setattr(locks, "_finders", {})
        yield


def refused(post, locked, path):
    """Do ``post`` and say what is wrong with the answer: not the sentence, or something was written."""
    before = dump()
    answer = post()
    text = _said(answer)
    wrong = (
        [] if locked.sentence in _plain(text) else [f"{path}: another answer ({getattr(answer, 'status_code', '')})"]
    )
    return wrong + [f"{path}: wrote {name}" for name, rows in dump().items() if rows != before[name]]


def _said(answer):
    """The text of a page, of an answer to a script, or of an error."""
    if isinstance(answer, str):
        return answer
    is_json = answer.headers["Content-Type"] == "application/json"
    return answer.json()["message"] if is_json else answer.content.decode()


def _plain(text):
    for code, sign in (("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


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
    makers = (lock_worlds.accepted_report(world), lock_worlds.settled_agreement(world, officer, approver))
    rows = [row for made in makers for row in made.rows] + lock_worlds.closed_period(world, officer, administrator).rows

    assert {type(row) for row in rows} == {model for model in our_models() if locks.is_lockable(model)}


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
    made = {
        "closed period": lambda: lock_worlds.closed_period(world, officer, administrator),
        "accepted report": lambda: lock_worlds.accepted_report(world),
        "settled agreement": lambda: lock_worlds.settled_agreement(world, officer, approver),
    }
    label, _dot, name = link.rpartition(".")
    for world_name in PAPERS[link]:
        it = made[world_name]()
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

# Addresses that write, with the record they name in each world.
WRITING = {
    **{
        f"report-{act}": ("report", WORLDS[1:])
        for act in ("edit", "autosave", "submit", "start-review", "return", "answers", "accept")
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
        url = reverse(address, args=[getattr(locked, named).pk, *itertools.chain(*more)])
        wrong += refused(partial(client.post, url, data, follow=True), locked, address)

    assert wrong == [], "\n".join(wrong)


# --- services --------------------------------------------------------------------------------------------------

# How a service is called on what is locked; by the world in which it could change something.
IN_PERIOD, IN_REPORT, IN_AGREEMENT = WORLDS


def _support(it):
    values = {"package": it.package, "enterprise": it.alpha.enterprise, "tool": builders.tool()}
    return values | {"starts_on": DAY, "ends_on": DAY}


def _course(it):
    return {
        "package": it.package,
        "title": "Mới",
        "starts_on": DAY,
        "ends_on": DAY,
        "province": builders.province(),
    } | {"declared_trainees": 0}


def _standard(it, status):
    return next(row for row in it.rows if isinstance(row, Standard) and row.status == status)


def _row(it, model):
    return next(row for row in it.rows if isinstance(row, model))


_aggregate = partial(_row, model=AggregateRecord)
_paper = partial(_row, model=Document)


_BOTH = (IN_REPORT, IN_AGREEMENT)
SERVICES = {
    ledger.post: (
        (IN_PERIOD,),
        lambda it, by, own: ledger.post(
            Posting.Kind.AGGREGATE, [Line(indicator=_aggregate(it).indicator, happened_on=DAY)], by=by, reason="x"
        ),
    ),
    ledger.close_period: ((IN_PERIOD,), lambda it, by, own: ledger.close_period(it.period, by=by, reason="x")),
    programme.services.publish_standard: (
        (IN_PERIOD,),
        lambda it, by, own: programme.services.publish_standard(_standard(it, "drafting"), by=by, published_on=DAY),
    ),
    programme.services.withdraw_standard: (
        (IN_PERIOD,),
        lambda it, by, own: programme.services.withdraw_standard(
            _standard(it, "published"), by=by, ended_on=DAY, reason="x"
        ),
    ),
    programme.services.replace_standard: (
        (IN_PERIOD,),
        lambda it, by, own: programme.services.replace_standard(
            _standard(it, "published"), builders.standard("TCVN 9:2019", status="published"), by=by, ended_on=DAY
        ),
    ),
    programme.services.post_aggregate: (
        (IN_PERIOD,),
        lambda it, by, own: programme.services.post_aggregate(_aggregate(it), by=by),
    ),
    documents.attach: (WORLDS, lambda it, by, own: documents.attach(_paper(it), by=by, number="99/X")),
    associations.services.move_agreement: (
        (IN_AGREEMENT,),
        lambda it, by, own: associations.services.move_agreement(it.agreement, "resume", by=by, reason="x"),
    ),
    annexes.prepare_annex: (
        (IN_AGREEMENT,),
        lambda it, by, own: annexes.prepare_annex(it.agreement, by=by, title="x", effective_on=DAY),
    ),
    annexes.change_annex: (
        (IN_AGREEMENT,),
        lambda it, by, own: annexes.change_annex(it.annex, by=by, revision=it.annex.revision, terms={}),
    ),
    annexes.resolve_conflicts: (
        (IN_AGREEMENT,),
        lambda it, by, own: annexes.resolve_conflicts(it.annex, by=by, revision=it.annex.revision, choices={}),
    ),
    annexes.move_annex: ((IN_AGREEMENT,), lambda it, by, own: annexes.move_annex(it.annex, "submit", by=by)),
    associations.money.record_money: (
        (IN_AGREEMENT,),
        lambda it, by, own: associations.money.record_money(
            it.agreement, by=by, source="central", state="planned", amount_vnd=5
        ),
    ),
    milestones.deliver: (
        (IN_AGREEMENT,),
        lambda it, by, own: milestones.deliver(it.milestone, by=own, note="x", document=_paper(it)),
    ),
    milestones.accept: (
        (IN_AGREEMENT,),
        lambda it, by, own: milestones.accept(
            it.acceptance, by=by, held_on=DAY, panel="x", conclusion="x", document=_paper(it)
        ),
    ),
    milestones.refuse: ((IN_AGREEMENT,), lambda it, by, own: milestones.refuse(it.acceptance, by=by, reason="x")),
    report_services.open_report: (
        (IN_AGREEMENT,),
        lambda it, by, own: report_services.open_report(
            it.agreement,
            builders.report_type(),
            by=by,
            period_starts_on=builders.START,
            period_ends_on=builders.DAY,
            due_on=builders.END,
        ),
    ),
    report_services.submit_report: (
        _BOTH,
        lambda it, by, own: report_services.submit_report(it.report, by=own, revision=it.report.revision),
    ),
    report_services.start_review: (_BOTH, lambda it, by, own: report_services.start_review(it.report, by=by)),
    report_services.return_report: (
        _BOTH,
        lambda it, by, own: report_services.return_report(it.report, by=by, reason="x", revision=it.report.revision),
    ),
    report_services.accept_report: (
        _BOTH,
        lambda it, by, own: report_services.accept_report(it.report, by=by, revision=it.report.revision),
    ),
    report_drafts.save_texts: (
        _BOTH,
        lambda it, by, own: report_drafts.save_texts(it.report, by=own, revision=it.report.revision, narrative="x"),
    ),
    report_rounds.answer_comments: (
        _BOTH,
        lambda it, by, own: report_rounds.answer_comments(
            it.report, by=own, revision=it.report.revision, answers={_row(it, ReportComment).pk: "x"}
        ),
    ),
    report_schedule.open_missing: (
        (IN_AGREEMENT,),
        lambda it, by, own: report_schedule.open_missing(it.agreement, by=by),
    ),
    report_lines.record_line: (
        WORLDS,
        lambda it, by, own: report_lines.record_line(
            Communication, it.report, by=own, happened_on=DAY, channel="press", title="x"
        ),
    ),
    report_lines.change_line: (
        WORLDS,
        lambda it, by, own: report_lines.change_line(_row(it, Communication), by=own, title="x"),
    ),
    report_lines.remove_line: (
        WORLDS,
        lambda it, by, own: report_lines.remove_line(_row(it, Communication), by=own),
    ),
    enterprises.measuring.record_measurement: (
        WORLDS,
        lambda it, by, own: enterprises.measuring.record_measurement(
            it.report, by=own, support=it.support, name="x", unit="percent", before=1, before_on=DAY
        ),
    ),
    enterprises.measuring.change_measurement: (
        WORLDS,
        lambda it, by, own: enterprises.measuring.change_measurement(_row(it, Measurement), by=own, before=99),
    ),
    enterprises.measuring.remove_measurement: (
        WORLDS,
        lambda it, by, own: enterprises.measuring.remove_measurement(_row(it, Measurement), by=own),
    ),
    enterprises.services.record_support: (
        WORLDS,
        lambda it, by, own: enterprises.services.record_support(it.report, by=own, **_support(it)),
    ),
    enterprises.services.change_support: (
        WORLDS,
        lambda it, by, own: enterprises.services.change_support(it.support, by=own, result="x"),
    ),
    enterprises.services.remove_support: (
        WORLDS,
        lambda it, by, own: enterprises.services.remove_support(it.support, by=own),
    ),
    enterprises.services.record_course: (
        WORLDS,
        lambda it, by, own: enterprises.services.record_course(it.report, by=own, **_course(it)),
    ),
    enterprises.services.change_course: (
        WORLDS,
        lambda it, by, own: enterprises.services.change_course(it.course, by=own, trainees=(), lecturer="x"),
    ),
    enterprises.services.remove_course: (
        WORLDS,
        lambda it, by, own: enterprises.services.remove_course(it.course, by=own),
    ),
}
EXEMPT = {
    "accounts.notifications.retry": "mail",
    "associations.conclusions.close_conclusion": "a conclusion hangs on nothing that is closed",
    "associations.conclusions.tell_owner": "as above",
    "associations.term_writing.write": "called by move_annex alone, with the agreement locked",
    "associations.annexes.keep_first_version": "keeps the terms as they are; changes none",
    "accounts.audit.record": "writes the trail only",
    "programme.ledger.correct": "the remedy: dated today where the day is closed, as its own tests show",
    "programme.ledger.refuse_closed": "asks only",
    "programme.ledger.closed_days": "asks only",
    "programme.documents.store": "a new paper",
    "associations.services.state_need": "a need hangs on nothing that is closed",
    "associations.services.change_need": "as above",
    "associations.services.answer_need": "as above",
    "associations.locks.request_exception": "asks for the way through",
    "associations.locks.approve_exception": "as above",
    "associations.locks.refuse_exception": "as above",
    "associations.locks.close_exception": "as above",
    "enterprises.services.find_or_register_enterprise": "belongs to no period; the ledger has its key",
    "enterprises.services.change_enterprise": "as above",
}


def writing_functions():
    """Every public function of our apps that acts for somebody, ``by``, outside forms and admins."""
    for app in OUR_APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if any(part in found.name for part in (".migrations", ".admin", ".demonstration", ".management")):
                continue
            module = importlib.import_module(found.name)
            for name, function in vars(module).items():
                if inspect.isfunction(function) and function.__module__ == found.name and not name.startswith("_"):
                    by = inspect.signature(function).parameters.get("by")
                    if by is not None and by.kind is by.KEYWORD_ONLY:
                        yield f"{found.name}.{name}", function


def test_every_function_that_writes_is_judged():
    new = [name for name, function in writing_functions() if function not in SERVICES and name not in EXEMPT]

    assert new == [], "say here what a lock does to these"


def test_every_function_refuses(locked, approver, alpha_editor):
    wrong = []
    for function, (worlds, call) in SERVICES.items():
        if locked.name not in worlds:
            continue

        def attempt(call=call):
            try:
                call(locked, approver, alpha_editor)
            except ValidationError as error:
                return "\n".join(error.messages)
            return "done"

        if function is programme.services.replace_standard:
            builders.standard("TCVN 9:2019", status="published")
        wrong += refused(attempt, locked, function.__qualname__)

    assert wrong == [], "\n".join(wrong)


# --- commands --------------------------------------------------------------------------------------------------

COMMANDS = {"rebuild_rollups", "verify_ledger", "daily"}
COMMANDS_WITHOUT = {
    "compile_catalogues": "files",
    "copy_vendor": "files",
    "load_reference_data": "reference data, none of which can be locked",
    "serve": "starts the others",
    "create_administrator": "an account",
    "mail_notifications": "mail",
    "load_demonstration": "refuses an installation in which somebody works",
}


def own_commands():
    return {name for name, app in get_commands().items() if str(app) in OUR_APPS}


def test_every_command_is_judged():
    assert own_commands() - COMMANDS - set(COMMANDS_WITHOUT) == set(), "say here what a lock does to these"


def test_commands_leave_what_is_locked_as_it_was(locked):
    def stored():
        return [list(type(row)._base_manager.filter(pk=row.pk).values_list()) for row in locked.rows]

    before = stored()
    for name in sorted(COMMANDS & own_commands()):
        call_command(name, verbosity=0)

    assert stored() == before


# --- what is open stays open -----------------------------------------------------------------------------------


def test_what_is_measured_later_is_added_to_an_accepted_report(world, officer, client_for):
    it = lock_worlds.accepted_report(world)
    row = next(row for row in it.rows if isinstance(row, Measurement))
    row.after, row.after_on = 5, DAY
    refuse_locked(row, officer)

    row.before = 99
    with pytest.raises(locks.Locked) as error:
        refuse_locked(row, officer)
    assert error.value.messages == [it.sentence]


def test_a_day_outside_the_closed_period_is_open(world, officer, administrator, alpha_editor):
    it = lock_worlds.closed_period(world, officer, administrator)
    day = builders.DAY + timedelta(days=1)

    made = enterprises.services.record_support(
        it.report, by=alpha_editor, **_support(it) | {"starts_on": day, "ends_on": day}
    )

    assert Support.objects.filter(pk=made.pk, ends_on=day).exists()
    with pytest.raises(locks.Locked):  # nor is it moved into the closed one
        enterprises.services.change_support(made, by=alpha_editor, ends_on=DAY)
    assert Support.objects.get(pk=made.pk).ends_on == day


def test_a_standard_of_a_closed_year_can_still_end_today(world, officer, administrator, approver):
    it = lock_worlds.closed_period(world, officer, administrator)
    standard = _standard(it, "published")

    programme.services.withdraw_standard(standard, by=approver, ended_on=timezone.localdate(), reason="Hết dùng")

    assert Standard.objects.get(pk=standard.pk).status == "withdrawn"
