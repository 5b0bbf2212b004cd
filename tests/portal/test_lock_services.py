"""What is locked answers every service with the same sentence; commands leave it as it was. What is open stays open.

Paths are found, not listed: each function that writes for somebody (``by``), each command. What is new is judged or
fails. Pages are in ``test_locks``.
"""

import importlib
import inspect
import pkgutil
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands
from django.utils import timezone

import associations.money
import associations.services
import enterprises.measuring
import enterprises.services
import programme.services
from associations import (
    annexes,
    milestones,
    report_corrections,
    report_drafts,
    report_lines,
    report_rounds,
    report_schedule,
    report_services,
)
from associations.locks import refuse_locked
from associations.models import Communication, ReportComment
from associations.report_sections import CommunicationSection
from common import locks
from enterprises.models import Measurement, Support
from programme import documents, ledger
from programme.ledger import Line
from programme.models import AggregateRecord, Document, Posting, Standard
from tests import builders
from tests.discovery import OUR_APPS
from tests.portal import lock_tries, lock_worlds
from tests.portal.lock_tries import IN_AGREEMENT, IN_PERIOD, IN_REPORT, WORLDS, refused
from tests.portal.lock_worlds import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(params=WORLDS)
def locked(request, world, officer, approver, administrator):
    return lock_tries.make(request.param, world, officer, approver, administrator)


# --- services --------------------------------------------------------------------------------------------------

# How a service is called on what is locked; by the world in which it could change something.


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
            CommunicationSection, it.report, by=own, happened_on=DAY, channel="press", title="x"
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
    report_corrections.open_correction: (
        (IN_AGREEMENT,),  # of an accepted report it is the remedy
        lambda it, by, own: report_corrections.open_correction(it.report, by=own, cause="x"),
    ),
    report_corrections.take_back: (
        _BOTH,
        lambda it, by, own: report_corrections.take_back(it.report, by=own, revision=it.report.revision, chosen=set()),
    ),
    report_corrections.withdraw_correction: (
        _BOTH,
        lambda it, by, own: report_corrections.withdraw_correction(
            it.report, by=own, reason="x", revision=it.report.revision
        ),
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
