"""What the reports report: supports of enterprises, courses with their trainees, measurements, money, communication."""

import datetime as dt
from collections import defaultdict

from associations.models import Communication, PeriodicReport, Spending
from enterprises.models import Enrolment, Measurement, Support, Trainee, TrainingCourse

_ACCEPTED = "accepted"
_TRAINEES = (20, 34)
_KNOWN_TRAINEES = 14  # percent of the places taken by people who were on a course before
_FIRST_MEASURED_YEAR = 2015
_NEW_ENTERPRISES = 0.66  # how often a support goes to an enterprise that the association has not supported yet


def supports(world, reports):
    """Create the supports of every report, with its acceptance minutes as their evidence."""
    taken, queues = set(), {code: list(members) for code, members in world.members.items()}
    helped = defaultdict(list)
    for report in reports:
        if not report.supports:
            continue
        evidence = _acceptance_minutes(world, report)
        for number in range(report.supports):
            package = _package_for(world, report)
            ends_on = _day(world, report, package)
            enterprise = _enterprise(world, report.plan.code, queues, helped)
            if (enterprise.pk, package.pk, ends_on) in taken:
                continue
            taken.add((enterprise.pk, package.pk, ends_on))
            tools = world.package_tools[package.pk]
            report.support_rows.append(
                Support(
                    enterprise=enterprise,
                    package=package,
                    tool=world.rng.choice(tools),
                    report=report.row,
                    starts_on=max(package.starts_on, ends_on - dt.timedelta(world.rng.randint(20, 90))),
                    ends_on=ends_on,
                    result=world.rng.choice(world.texts["support_results"]),
                    # The first of an open report still lacks its minutes, as the page must be able to say.
                    evidence=None if report.status == PeriodicReport.Status.OPEN and number == 0 else evidence,
                    status=report.result_status,
                    is_demonstration=True,
                )
            )
    Support.objects.bulk_create([row for report in reports for row in report.support_rows], batch_size=500)


def _enterprise(world, code, queues, helped):
    """Mostly an enterprise that the association has not supported yet, else one that comes again."""
    if queues[code] and (not helped[code] or world.rng.random() < _NEW_ENTERPRISES):
        helped[code].append(queues[code].pop(world.rng.randrange(len(queues[code]))))
        return helped[code][-1]
    return world.rng.choice(helped[code])


def _package_for(world, report):
    fitting = [row for row in report.plan.packages if row.starts_on <= _last_day(world, report) - dt.timedelta(7)]
    return world.rng.choice(fitting or report.plan.packages[:1])


def _last_day(world, report):
    return min(report.period.ends_on, world.today)


def _day(world, report, package):
    first = max(report.period.starts_on, package.starts_on)
    return first + dt.timedelta(world.rng.randint(0, max(0, (_last_day(world, report) - first).days)))


def _acceptance_minutes(world, report):
    on = _last_day(world, report)
    return world.document(
        world.texts["acceptance_file"].format(
            association=world.associations[report.plan.code].label, day=f"{on:%d/%m/%Y}"
        ),
        "acceptance",
        by=world.users[report.plan.code],
        on=on,
        association=report.plan.code,
        number=f"{on:%m}/{on.year}/BB-{report.plan.code}",
    )


def courses(world, reports):
    """Courses with the people on them; those of open reports declare 25 people and name 22."""
    people, places, known = [], [], defaultdict(list)
    for report in reports:
        for _number in range(report.courses):
            course = _course(world, report)
            if any(_is_same(course, other) for other in report.course_rows):
                continue
            report.course_rows.append(course)
            named = course.declared_trainees - (3 if course.declared_trainees == 25 else 0)
            for trainee in _trainees(world, report.plan.code, known, named, people):
                places.append(Enrolment(course=course, trainee=trainee))
    TrainingCourse.objects.bulk_create([row for report in reports for row in report.course_rows])
    Trainee.objects.bulk_create(people, batch_size=1_000)
    Enrolment.objects.bulk_create(places, batch_size=1_000)


def _is_same(course, other):
    """Whether two drawn courses are what the portal takes for one."""
    return (course.package, course.title, course.ends_on) == (other.package, other.title, other.ends_on)


def _course(world, report):
    package = _package_for(world, report)
    ends_on, title = _day(world, report, package), world.rng.choice(world.texts["course_titles"])
    home = world.rng.choice(world.members[report.plan.code]).province
    declared = world.rng.randint(*_TRAINEES)
    return TrainingCourse(
        package=package,
        report=report.row,
        title=title,
        starts_on=max(package.starts_on, ends_on - dt.timedelta(2)),
        ends_on=ends_on,
        hours=24,
        place=world.texts["course_place"].format(province=home.name_vi),
        province=home,
        lecturer=world.person(),
        declared_trainees=25 if report.status == PeriodicReport.Status.OPEN else declared + (declared == 25),
        evidence=world.document(
            world.texts["attendance_file"].format(title=title),
            "attendance",
            by=world.users[report.plan.code],
            on=ends_on,
            association=report.plan.code,
        ),
        status=report.result_status,
        is_demonstration=True,
    )


def _trainees(world, code, known, count, people):
    """``count`` different people: mostly new ones, some who come again."""
    rng, again = world.rng, set()
    if known[code]:
        again = set(rng.sample(range(len(known[code])), min(len(known[code]), count * _KNOWN_TRAINEES // 100)))
    chosen = [known[code][index] for index in sorted(again)]
    while len(chosen) < count:
        trainee = Trainee(
            subject_key=f"P-{len(people) + 1:032x}",
            association=world.associations[code],
            full_name=world.person(),
            birth_year=rng.randint(1962, 1996),
            enterprise=rng.choice(world.members[code]) if rng.random() < 0.9 else None,
            is_demonstration=True,
        )
        people.append(trainee)
        known[code].append(trainee)
        chosen.append(trainee)
    return chosen


def measurements(world, reports):
    """Every ninth support was measured; some of the past ones again after six and twelve months."""
    chosen = [
        (support, report.plan.is_past)
        for report in reports
        if report.period.ends_on.year >= _FIRST_MEASURED_YEAR
        for support in report.support_rows[::9]
    ]
    rows = []
    for order, (support, is_past) in enumerate(chosen):
        name, unit, scope, method, before, change = world.rng.choice(world.texts["measurements"])
        first = round(before * world.rng.uniform(0.8, 1.25), 1)
        effect = change * world.rng.uniform(0.3, 1.4)
        after = round(first * (1 + effect), 1)
        rows.append(
            Measurement(
                support=support,
                name=name,
                unit=unit,
                scope=scope,
                method=method,
                measured_by=world.person(),
                before=first,
                before_on=support.starts_on,
                after=after,
                after_on=support.ends_on,
                after_6_months=round(after * world.rng.uniform(0.97, 1.02), 1) if is_past and order % 2 else None,
                after_12_months=round(after * world.rng.uniform(0.94, 1.03), 1) if is_past and order % 4 == 1 else None,
            )
        )
    Measurement.objects.bulk_create(rows)


def spendings_and_communications(world, reports):
    """What the reports of the agreements that run now say on money and on communication."""
    current = [report for report in reports if not report.plan.is_past and report.supports]
    Spending.objects.bulk_create(
        Spending(
            report=report.row,
            source=source,
            purpose=purpose,
            amount_vnd=millions * report.supports * 100_000,
            evidence=report.row.document,
        )
        for report in current
        for source, purpose, millions in world.texts["spendings"]
    )
    Communication.objects.bulk_create(
        Communication(
            report=report.row,
            happened_on=min(report.period.starts_on + dt.timedelta(20 * order), world.today),
            channel=channel,
            title=title,
            outlet=outlet,
            link=link,
        )
        for report in current
        for order, (channel, title, outlet, link) in enumerate(world.texts["communications"], start=1)
    )


def used_quotas(reports):
    """``{package id: (enterprises, courses, trainees)}`` of what was accepted."""
    enterprises, courses, trainees = defaultdict(set), defaultdict(int), defaultdict(int)
    for report in reports:
        if report.status == _ACCEPTED:
            for row in report.support_rows:
                enterprises[row.package_id].add(row.enterprise_id)
            for row in report.course_rows:
                courses[row.package_id] += 1
                trainees[row.package_id] += row.declared_trainees
    return {pk: (len(enterprises[pk]), courses[pk], trainees[pk]) for pk in {*enterprises, *courses}}
