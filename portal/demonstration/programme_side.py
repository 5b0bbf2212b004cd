"""What the programme itself does: projects, tasks, standards, aggregate counts, a closed period."""

import datetime as dt

from programme import ledger, services, standard_numbers
from programme.models import (
    AggregateRecord,
    IssuingBody,
    LedgerPeriod,
    Programme,
    Project,
    Standard,
    Task,
    TaskGroup,
)

FIRST_YEAR, LAST_YEAR = 2011, 2020
_CLOSED_YEAR = 2011
# Listed standards of a year; the rest of the year is posted as a number without a list.
_TCVN_A_YEAR, _QCVN_A_YEAR = 5, 2
_PLANNED = _DRAFTING = 6
_FIRST_TCVN, _FIRST_QCVN = 99_001, 901
_STOCK_IN_2010 = {"tcvn_system_total": 6_000, "tcvn_harmonised_total": 2_100, "qcvn_system_total": 260}
_RECENT_YEARS = 2
_POSTED_AFTER = dt.timedelta(5)


def make(world):
    """Create projects, task groups and tasks before the agreements that name them."""
    programme, texts = Programme.objects.get(code="712"), world.texts
    for code, name, level, host, year in texts["projects"]:
        world.projects[code] = Project.objects.create(
            programme=programme,
            code=code,
            name=name,
            level=level,
            host_organisation=host,
            starts_on=dt.date(year, 1, 1),
            ends_on=dt.date(2020, 12, 31),
            is_demonstration=True,
        )
    groups = [
        TaskGroup.objects.create(
            year=year, position=position, title=title, source=texts["task_group_source"], is_demonstration=True
        )
        for year in (2018, world.today.year)
        for position, title in enumerate(texts["task_groups"], start=1)
    ]
    for number, (project, name, status, first, last) in enumerate(texts["tasks"], start=1):
        task = Task.objects.create(
            project=world.projects[project],
            group=groups[number % len(groups)],
            code=f"NV-{number:02d}-{project}",
            name=name,
            host_organisation=texts["task_host"],
            status=status,
            starts_on=dt.date(first, 1, 1) if first else None,
            ends_on=dt.date(last, 12, 31) if last else None,
            is_demonstration=True,
        )
        world.tasks.append(task)


def plan_standards(world):
    """Standards drafted and planned today, and some published each year through the service."""
    body = {row.code: row for row in IssuingBody.objects.all()}
    years = [*range(FIRST_YEAR, LAST_YEAR + 1), *range(world.today.year - _RECENT_YEARS + 1, world.today.year + 1)]
    tcvn, qcvn = _FIRST_TCVN, _FIRST_QCVN
    published = []
    for year in years:
        decision = None
        for number in range(_TCVN_A_YEAR + _QCVN_A_YEAR):
            if number < _TCVN_A_YEAR:
                row, tcvn = _standard(world, f"TCVN {tcvn}:{year}", body["BKHCN"], tcvn), tcvn + 1
            else:
                issuer = body[("BKHCN", "BCT", "BYT")[qcvn % 3]]
                row, qcvn = _standard(world, f"QCVN {qcvn}:{year}/{issuer.code}", issuer, qcvn), qcvn + 1
            on = dt.date(year, 1, 15) + dt.timedelta(world.rng.randint(0, 330))
            if on + _POSTED_AFTER >= world.today:
                continue
            decision = decision or _decision(world, year)
            row.project = world.projects["604"] if number == 0 and 2012 <= year <= LAST_YEAR else None
            row.document, row.status = decision, Standard.Status.DRAFTING
            published.append((row, on))
    waiting = [
        _standard(world, f"TCVN {tcvn + number}:{world.today.year}", body["BKHCN"], tcvn + number)
        for number in range(_PLANNED + _DRAFTING)
    ]
    for row in waiting[:_PLANNED]:
        row.status = Standard.Status.PLANNED
    Standard.objects.bulk_create([*(row for row, _on in published), *waiting])
    for row, on in published:
        world.act(on + _POSTED_AFTER, _publication(world, row, on))
    _plan_ends(world, published)


def _standard(world, text, issuer, number):
    parsed = standard_numbers.parse(text)
    titles = world.texts["standard_titles" if parsed.kind == "tcvn" else "regulation_titles"]
    return Standard(
        kind=parsed.kind,
        number=parsed.text,
        number_key=parsed.key,
        year=parsed.year,
        title=titles[number % len(titles)],
        issuer=issuer,
        # Three of five are harmonised; the number is as made up as the rest.
        identical_to=f"ISO {number}:{parsed.year - 2}" if parsed.kind == "tcvn" and number % 5 < 3 else "",
        note=world.texts["standard_note"],
        is_demonstration=True,
    )


def _decision(world, year):
    return world.document(
        world.texts["standard_decision"].format(year=year),
        "decision",
        by=world.users["officer"],
        on=dt.date(year, 1, 15),
        number=f"{year % 100:02d}/QD-TD",
    )


def _publication(world, row, on):
    def publish(moment):
        services.publish_standard(row, by=world.users["approver"], published_on=on, at=moment)

    return publish


def _plan_ends(world, published):
    """One standard of the first year is withdrawn, another replaced, a third was counted by mistake and taken back."""
    (withdrawn, _on), (replaced, _on2), (mistaken, _on3) = published[:3]
    successor, since = next((row, on) for row, on in published if on.year == LAST_YEAR and row.kind == replaced.kind)

    def withdraw(moment):
        services.withdraw_standard(
            withdrawn,
            by=world.users["approver"],
            ended_on=dt.date(2018, 6, 1),
            reason=world.texts["withdraw_reason"],
            at=moment,
        )

    def replace(moment):
        successor.refresh_from_db()
        services.replace_standard(replaced, successor, by=world.users["approver"], ended_on=since, at=moment)

    def take_back(moment):
        mistaken.refresh_from_db()
        by, reason = world.users["approver"], world.texts["standard_taken_back"]
        ledger.correct(mistaken.posting.entries.all(), by=by, reason=reason, at=moment)

    world.act(dt.date(2018, 6, 6), withdraw)
    world.act(dt.date(2018, 6, 20), take_back)
    world.act(since + dt.timedelta(20), replace)


def plan_aggregates(world):
    """Numbers without a list: what was in force before, and what each year added; one waits to be posted."""
    indicators = services.indicators(
        *("tcvn_new", "qcvn_new", "tcvn_harmonised_new"),
        *("tcvn_system_total", "tcvn_harmonised_total", "qcvn_system_total"),
    )
    records = []
    paper = _report(world, 2010)
    for code, quantity in _STOCK_IN_2010.items():
        records.append(_record(world, indicators[code], quantity, 2010, paper, world.texts["aggregate_base_note"]))
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        new = world.rng.randint(260, 420)
        harmonised = new * world.rng.randint(55, 75) // 100
        regulations = world.rng.randint(18, 34)
        paper, note = _report(world, year), world.texts["aggregate_note"].format(year=year)
        for code, quantity in (
            ("tcvn_new", new),
            ("tcvn_harmonised_new", harmonised),
            # Each year some old standards go, seldom harmonised ones.
            ("tcvn_system_total", new - world.rng.randint(60, 140)),
            ("tcvn_harmonised_total", harmonised),
            ("qcvn_new", regulations),
            ("qcvn_system_total", regulations),
        ):
            records.append(_record(world, indicators[code], quantity, year, paper, note))
    AggregateRecord.objects.bulk_create(records)
    for record in records:
        world.act(record.happened_on + dt.timedelta(40), _aggregate(world, record))
    year = world.today.year - 1
    waiting = world.texts["aggregate_note"].format(year=year)
    _record(world, indicators["tcvn_new"], 212, year, _report(world, year), waiting).save()


def _record(world, indicator, quantity, year, document, note):
    return AggregateRecord(
        indicator=indicator,
        quantity=quantity,
        happened_on=dt.date(year, 12, 31),
        document=document,
        note=note,
        prepared_by=world.users["officer"],
    )


def _report(world, year):
    return world.document(
        world.texts["aggregate_file"].format(year=year),
        "report",
        by=world.users["officer"],
        on=dt.date(year, 12, 31),
        number=f"{year % 100:02d}/BC-TD",
    )


def _aggregate(world, record):
    def post(moment):
        services.post_aggregate(record, by=world.users["approver"], at=moment)

    return post


def close_first_year(world):
    """Close 2011 after the replay, as if it had been done in time."""
    period = LedgerPeriod.objects.get(name=str(_CLOSED_YEAR))
    ledger.close_period(period, by=world.users["administrator"], reason=world.texts["close_reason"])
    LedgerPeriod.objects.filter(pk=period.pk).update(closed_at=world.moment(dt.date(_CLOSED_YEAR + 1, 3, 30)))
