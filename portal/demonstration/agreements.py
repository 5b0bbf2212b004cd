"""Agreements of every kind and state with annexes, milestones, money and packages; past ones and those that run now."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from simple_history.utils import bulk_create_with_history

from associations import lifecycle
from associations.models import (
    Acceptance,
    Agreement,
    AgreementStep,
    Annex,
    Funding,
    Milestone,
    NumberSeries,
    SigningAuthority,
)
from portal.demonstration import packages
from portal.demonstration.world import ASSOCIATIONS, backdate

Status = Agreement.Status
Kind = Agreement.Kind
# The order in which an agreement passes its states, and after how many days from its start (before: negative).
_STEPS = (
    (Status.DRAFT, -24),
    (Status.SUBMITTED, -18),
    (Status.APPROVED, -12),
    (Status.SIGNED, -6),
    (Status.IN_FORCE, 0),
)
_PASSED = {
    Status.DRAFT: 1,
    Status.SUBMITTED: 2,
    Status.CANCELLED: 2,
    Status.APPROVED: 3,
    Status.SIGNED: 4,
}
_ENDED = (Status.EXPIRED, Status.COMPLETED, Status.SETTLED, Status.TERMINATED)
# The steps after those to force, each with the state that it starts from; a cancelled one was submitted.
_EXPIRE = ("expire", Status.IN_FORCE)
_COMPLETE = ("complete", Status.EXPIRED)
_LATER_STEPS = {
    Status.EXPIRED: (_EXPIRE,),
    Status.COMPLETED: (_EXPIRE, _COMPLETE),
    Status.SETTLED: (_EXPIRE, _COMPLETE, ("settle", Status.COMPLETED)),
    Status.SUSPENDED: (("suspend", Status.IN_FORCE),),
    Status.TERMINATED: (("terminate", Status.IN_FORCE),),
    Status.CANCELLED: (("cancel", Status.SUBMITTED),),
}
# Whose last term is over and was not completed by anybody yet.
_NOT_COMPLETED = "VACC"
_PARTNERS = list(ASSOCIATIONS)
_LATER_PARTNERS = _PARTNERS[7:]
_PERIODS = ((2011, 2013), (2014, 2016), (2017, 2020))
# Money of an agreement in millions of VND, and what each source bears.
_BUDGETS = {Kind.AGREEMENT: (600, 1_800), Kind.CONTRACT: (1_200, 4_200)}
_SHARES = (("central", 55), ("enterprise", 30), ("association", 15))
_LOCAL = {"HANOISME": "TD-HN", "FFA": "TD-HCM"}
_INDUSTRY = ("VITAS", "LEFASO", "VEIA", "VAMI", "VPA", "VASI")
_AGRICULTURE = ("VASEP", "VIFOREST")


# Whose delivery waits and whose was refused; who was paid nothing; whose own money is missing.
_DELIVERIES = {"VITAS": "waiting", "VASEP": "refused"}
_UNPAID, _SHORT = "VEIA", "VAMI"


@dataclass
class Plan:
    """One agreement to make, and what the later parts put under it."""

    code: str
    kind: str
    status: str
    starts_on: dt.date
    ends_on: dt.date
    row: Agreement | None = None
    packages: list = field(default_factory=list)

    @property
    def is_past(self):
        return self.ends_on.year <= _PERIODS[-1][1]

    @property
    def has_money(self):
        return self.kind != Kind.MEMORANDUM and self.status not in (Status.DRAFT, Status.CANCELLED)


def make(world, half_years):
    """Create everything and return the plans; ``half_years`` are the report periods around today."""
    plans = [*_past(), *_current(world, half_years)]
    _agreements(world, plans)
    _annexes(world, plans)
    _money(world, plans, _milestones(world, plans))
    packages.make(world, plans)
    return plans


def _past():
    for order, code in enumerate(_PARTNERS):
        for number, (first, last) in enumerate(_PERIODS):
            if number == 0 and code in _LATER_PARTNERS:
                continue
            kind = (Kind.MEMORANDUM, Kind.AGREEMENT, Kind.CONTRACT)[(number + (order % 3 == 2)) % 3 if number else 0]
            status = Status.SETTLED if number < 2 or order % 2 else Status.COMPLETED
            if number == 2 and code == _NOT_COMPLETED:
                status = Status.EXPIRED
            yield Plan(code, kind, status, dt.date(first, 2, 1), dt.date(last, 12, 31))


def _current(world, half_years):
    """One for each association, so that every state can be seen; terms are counted from today."""
    today, start = world.today, half_years[0].starts_on
    states = {
        "VITAS": (Kind.CONTRACT, Status.IN_FORCE, 300),
        "LEFASO": (Kind.MEMORANDUM, Status.IN_FORCE, 41),
        "VASEP": (Kind.AGREEMENT, Status.IN_FORCE, 400),
        "VEIA": (Kind.AGREEMENT, Status.IN_FORCE, 240),
        "VIFOREST": (Kind.CONTRACT, Status.IN_FORCE, 200),
        "VAMI": (Kind.AGREEMENT, Status.IN_FORCE, 55),
        "HANOISME": (Kind.MEMORANDUM, Status.IN_FORCE, 500),
        "VPA": (Kind.AGREEMENT, Status.SUSPENDED, 320),
        "VASI": (Kind.CONTRACT, Status.TERMINATED, 150),
    }
    for code, (kind, status, days) in states.items():
        yield Plan(code, kind, status, start, today + dt.timedelta(days))
    soon = today + dt.timedelta(30)
    late = soon + dt.timedelta(540)
    yield Plan("FFA", Kind.AGREEMENT, Status.SIGNED, today + dt.timedelta(5), late)
    yield Plan("VACC", Kind.CONTRACT, Status.APPROVED, today + dt.timedelta(10), late)
    yield Plan("VLA", Kind.MEMORANDUM, Status.SUBMITTED, soon, late)
    yield Plan("VASEP", Kind.CONTRACT, Status.SUBMITTED, soon, late)
    yield Plan("VITAS", Kind.AGREEMENT, Status.DRAFT, soon, late)
    yield Plan("VLA", Kind.AGREEMENT, Status.CANCELLED, start, late)


def _agreements(world, plans):
    officer, approver = world.users["officer"], world.users["approver"]
    serials = defaultdict(int)
    for plan in sorted(plans, key=lambda plan: (plan.starts_on, _PARTNERS.index(plan.code))):
        plan.row = row = _drafted(world, plan)
        passed = _passed(plan)
        if passed >= 2:
            row.submitted_by, row.submitted_at = officer, world.moment(_step_day(world, plan, 1))
        if passed >= 3:
            approved_on = _step_day(world, plan, 2)
            row.approved_by, row.approved_at = approver, world.moment(approved_on)
            row.year = approved_on.year
            serials[row.kind, row.year] += 1
            row.serial = serials[row.kind, row.year]
        if passed >= 4:
            _sign(world, plan)
        row.status_reason = world.texts["status_reasons"].get(plan.status, "")
    rows = [plan.row for plan in plans]
    Agreement.objects.bulk_create(rows)
    for plan in plans:
        plan.row.created_at = world.moment(_step_day(world, plan, 0))
    backdate(rows, "created_at")
    NumberSeries.objects.bulk_create(
        NumberSeries(kind=kind, year=year, last=last) for (kind, year), last in serials.items()
    )
    _histories(world, plans)
    _steps(world, plans)


def _drafted(world, plan):
    association, texts = world.associations[plan.code], world.texts
    years = f"{plan.starts_on.year}-{plan.ends_on.year}"
    return Agreement(
        kind=plan.kind,
        association=association,
        title=texts["agreement_titles"][plan.kind].format(members=packages.members(world, plan.code), years=years),
        project=_project(world, plan),
        summary=texts["agreement_summary"],
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        report_type=None if plan.is_past else world.report_types["half"],
        status=plan.status,
        prepared_by=world.users["officer"],
        is_demonstration=True,
    )


def _project(world, plan):
    if plan.starts_on.year < 2014 or not plan.is_past or plan.kind == Kind.MEMORANDUM:
        return None
    code = _LOCAL.get(plan.code) or ("604" if plan.code in _INDUSTRY else "TD-NN" if plan.code in _AGRICULTURE else "")
    return world.projects.get(code)


def _sign(world, plan):
    row, signed_on = plan.row, _step_day(world, plan, 3)
    for side, association in (("programme", None), ("association", row.association)):
        signs = authority(world, association, world.texts[f"{side}_position"], signed_on.year)
        setattr(row, f"{side}_authority", signs)
        setattr(row, f"{side}_signatory", signs.full_name)
        setattr(row, f"{side}_signatory_position", signs.position)
    row.programme_signed_on, row.association_signed_on = signed_on, signed_on - dt.timedelta(1)
    row.signed_document = world.document(
        world.texts["signed_file"].format(title=row.title)[:300],
        "agreement",
        by=world.users["officer"],
        on=signed_on,
        number=row.number,
        association=plan.code,
        signatory=row.programme_signatory,
    )


def authority(world, association, position, year):
    """Who signs for a side in a year: one made-up person, whose authority began with the year before."""
    name, key = world.person(), (association and association.code, year)
    if key not in world.authorities:
        world.authorities[key] = SigningAuthority.objects.create(
            association=association,
            full_name=name,
            position=position,
            basis=f"Quyết định số 01/QĐ-TD ngày 02/01/{year - 1}",
            valid_from=dt.date(year - 1, 1, 2),
            valid_to=dt.date(year, 12, 31),
        )
    return world.authorities[key]


def _steps(world, plans):
    """The way of each agreement through the table of states, with the decisions that some steps need."""
    officer, approver = world.users["officer"], world.users["approver"]
    actions = ("submit", "approve", "sign", "start")
    AgreementStep.objects.bulk_create(
        AgreementStep(
            agreement=plan.row,
            action=action,
            from_status=_STEPS[step][0],
            to_status=_STEPS[step + 1][0],
            by=approver if action == "approve" else officer,
            at=world.moment(_step_day(world, plan, step + 1), hours=1),
        )
        for plan in plans
        for step, action in enumerate(actions)
        if _passed(plan) > step + 1
    )
    AgreementStep.objects.bulk_create(
        _later_step(world, plan, row, before, wait)
        for plan in plans
        for wait, (action, before) in enumerate(_LATER_STEPS.get(plan.status, ()))
        for row in [lifecycle.transition(action)]
    )


def _later_step(world, plan, row, before, wait):
    """One step after those to force, ``wait`` months after the first; a term ends by itself, people do the rest."""
    day = min(plan.ends_on + dt.timedelta(1 + 30 * wait), world.today - dt.timedelta(9))
    officer, approver = world.users["officer"], world.users["approver"]
    reason = world.texts["status_reasons"].get(row.target, "") if row.needs_reason else ""
    document = None
    if row.needs_document:
        title = f"{row.label}: {plan.row}"[:300]
        document = world.document(title, "decision", by=officer, on=day, association=plan.code)
    return AgreementStep(
        agreement=plan.row,
        action=row.action,
        from_status=before,
        to_status=row.target,
        by=approver if row.permission else None,
        at=world.moment(day, hours=1),
        reason=reason,
        document=document,
    )


def _step_day(world, plan, step):
    """The day of a step; those of a term that has not begun lie before today."""
    anchor = min(plan.starts_on, world.today)
    return anchor + dt.timedelta(_STEPS[step][1])


def _histories(world, plans):
    """Let each agreement's history tell its way through the states, with days and names."""
    approver, officer = world.users["approver"], world.users["officer"]
    for step, (status, _days) in enumerate(_STEPS):
        reached = [(plan, _step_day(world, plan, step)) for plan in plans if _passed(plan) > step]
        _record(world, reached, status, by=approver if status == Status.APPROVED else officer, is_update=step > 0)
    for plan in plans:
        if plan.status not in dict(_STEPS):
            day = min(plan.ends_on, world.today - dt.timedelta(9))
            by = None if plan.status == Status.EXPIRED else approver  # a term ends by itself
            _record(world, [(plan, day)], plan.status, by=by, is_update=True)


def _passed(plan):
    """How many of the steps the agreement has behind it."""
    return _PASSED.get(plan.status, len(_STEPS))


def _record(world, dated_plans, status, *, by, is_update):
    rows = []
    for plan, day in dated_plans:
        plan.row.status = status
        plan.row._history_date = world.moment(day, hours=1)
        plan.row._change_reason = plan.row.status_reason[:100] if status == plan.status else None
        rows.append(plan.row)
    Agreement.history.bulk_history_create(rows, update=is_update, default_user=by)
    for plan, _day in dated_plans:
        plan.row.status = plan.status


def _annexes(world, plans):
    """Every third agreement has an annex of detail, every sixth one that amends it too."""
    rows = []
    for number, plan in enumerate(plans):
        if plan.row.serial is None or number % 3:
            continue
        rows.append(_annex(world, plan, 1, Annex.Kind.DETAIL, "detail"))
        if number % 2:
            rows.append(_annex(world, plan, 2, Annex.Kind.AMENDMENT, "quota"))
    bulk_create_with_history(rows, Annex)


def _annex(world, plan, number, kind, text):
    title, content = world.texts["annexes"][text]
    signed_on = min(plan.starts_on + dt.timedelta(120 * (number - 1)), world.today)
    document = world.document(
        world.texts["annex_file"].format(number=f"{number:02d}", agreement=plan.row.number),
        "annex",
        by=world.users["officer"],
        on=signed_on,
        number=f"{number:02d}/PL-{plan.row.number}",
        association=plan.code,
    )
    return Annex(
        agreement=plan.row,
        number=number,
        kind=kind,
        title=title,
        content=content,
        signed_on=signed_on,
        effective_on=max(signed_on, plan.starts_on),
        document=document,
    )


def _milestones(world, plans):
    """Three or four deliverables an agreement; those due by now are accepted with minutes, unless work stopped."""
    rows = []
    for plan in plans:
        if plan.row.serial is None:
            continue
        titles = world.texts["milestones"][: 4 if plan.is_past else 3]
        days = (plan.ends_on - plan.starts_on).days
        for position, title in enumerate(titles, start=1):
            due_on = plan.starts_on + dt.timedelta(days * position // (len(titles) + 1))
            accepted_on = due_on + dt.timedelta(world.rng.randint(-10, 12))
            done = accepted_on < world.today and plan.status in (Status.IN_FORCE, *_ENDED)
            rows.append(
                Milestone(
                    agreement=plan.row,
                    position=position,
                    title=title,
                    due_on=due_on,
                    status="accepted" if done else "planned",
                    accepted_on=accepted_on if done else None,
                    document=_minutes(world, plan, title, accepted_on) if done else None,
                )
            )
    deliveries = _deliveries(world, plans, rows)
    bulk_create_with_history(rows, Milestone)
    Acceptance.objects.bulk_create(deliveries)
    found = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)
    return found


def _deliveries(world, plans, rows):
    """Rounds of the milestones of our days: accepted ones with minutes, one that waits, one that was refused."""
    by_agreement = {plan.row.pk: plan for plan in plans}
    deliveries, open_rounds = [], dict(_DELIVERIES)
    for row in rows:
        plan = by_agreement[row.agreement_id]
        if plan.is_past:
            continue
        if row.status == Milestone.Status.ACCEPTED:
            deliveries.append(_round(world, plan, row, "accepted", row.accepted_on))
        elif plan.status == Status.IN_FORCE and (outcome := open_rounds.pop(plan.code, "")):
            row.status = Milestone.Status.DELIVERED if outcome == "waiting" else Milestone.Status.REFUSED
            deliveries.append(_round(world, plan, row, outcome, world.today - dt.timedelta(2)))
    return deliveries


def _round(world, plan, row, outcome, day):
    """One delivery, handed in five days before ``day``, on which it was decided unless it waits."""
    handed_in, texts = day - dt.timedelta(5), world.texts
    found = Acceptance(
        milestone=row,
        round=1,
        delivered_by=world.users[plan.code],
        delivered_at=world.moment(handed_in),
        note=texts["delivery_note"].format(title=row.title),
        deliverable=_paper(world, plan, texts["delivery_file"].format(title=row.title), "report", handed_in),
        outcome=outcome,
    )
    if outcome == "waiting":
        return found
    found.decided_by, found.decided_at = world.users["officer"], world.moment(day)
    if outcome == "refused":
        found.reason = texts["refusal_reason"]
    else:
        found.held_on, found.document = day, row.document
        found.panel, found.conclusion = texts["panel"], texts["acceptance_conclusion"]
    return found


def _minutes(world, plan, title, on):
    return _paper(world, plan, world.texts["milestone_file"].format(title=title), "acceptance", on)


def _paper(world, plan, title, kind, on):
    return world.document(title, kind, by=world.users["officer"], on=on, association=plan.code)


def _money(world, plans, milestones):
    """Planned, committed at signing, disbursed by accepted milestone, settled at the end: never more than before."""
    rows = []
    for plan in plans:
        if plan.has_money:
            total = world.rng.randint(*_BUDGETS[plan.kind]) * 1_000_000
            for source, share in _SHARES:
                line = Funding(agreement=plan.row, source=_source(plan, source), amount_vnd=total * share // 100)
                rows += _stages(world, plan, line, milestones[plan.row.pk])
    bulk_create_with_history(rows, Funding)


def _stages(world, plan, line, steps):
    parts = _parts(line.amount_vnd, len(steps))
    for step, part in zip(steps, parts, strict=True):
        yield _stage(line, "planned", _step_day(world, plan, 0), amount_vnd=part, milestone=step)
    if not steps:
        yield _stage(line, "planned", _step_day(world, plan, 0))
    document = plan.row.signed_document
    if document is None:
        return
    yield _stage(line, "committed", _step_day(world, plan, 3), document=document)
    if not plan.is_past and (plan.code == _UNPAID or (plan.code == _SHORT and line.source == "association")):
        return
    for step, part in zip(steps, parts, strict=True):
        if step.accepted_on:
            yield _stage(line, "disbursed", step.accepted_on, amount_vnd=part, milestone=step, document=step.document)
    if plan.status == Status.SETTLED and steps:
        yield _stage(line, "settled", plan.ends_on, document=document)


def _parts(amount, count):
    """Share ``amount`` among ``count`` milestones in whole million đồng; the last one has the rest."""
    part = amount // (count * 1_000_000) * 1_000_000 if count else 0
    return [part] * (count - 1) + [amount - part * (count - 1)] if count else []


def _source(plan, source):
    is_local = plan.row.project is not None and plan.row.project.level == "local"
    return "local" if source == "central" and is_local else source


def _stage(line, state, on, **changes):
    values = {"amount_vnd": line.amount_vnd, "milestone": None, "document": None} | changes
    return Funding(agreement=line.agreement, source=line.source, state=state, happened_on=on, **values)
