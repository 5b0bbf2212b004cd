"""Solution packages with their ordered content, and the quotas that follow from what was done."""

import datetime as dt
from collections import defaultdict

from associations.models import Agreement, PackageItem, SolutionPackage
from portal.demonstration.world import ASSOCIATIONS

_STOPPED = (Agreement.Status.TERMINATED, Agreement.Status.CANCELLED, Agreement.Status.SUSPENDED)
# The package that did more than was agreed.
_OVER_QUOTA = "VEIA-2017-01"


def make(world, plans):
    """Create one to three packages an agreement, by its kind, and fill ``plan.packages``."""
    rows, items = [], []
    counters = defaultdict(int)
    for plan in sorted(plans, key=lambda plan: plan.starts_on):
        main = ASSOCIATIONS[plan.code][1]
        kinds = [main, *(kind for kind in ("service", "energy") if kind != main)]
        count = {Agreement.Kind.MEMORANDUM: 1, Agreement.Kind.AGREEMENT: 2, Agreement.Kind.CONTRACT: 3}[plan.kind]
        for order, kind in enumerate(kinds[:count]):
            counters[plan.code, plan.starts_on.year] += 1
            code = f"{plan.code}-{plan.starts_on.year}-{counters[plan.code, plan.starts_on.year]:02d}"
            package = _package(world, plan, kind, code, order)
            plan.packages.append(package)
            rows.append(package)
            items += _items(world, package, kind)
    # The history comes with the quotas, which follow from the results.
    SolutionPackage.objects.bulk_create(rows)
    PackageItem.objects.bulk_create(items)
    for item in items:
        if item.tool:
            world.package_tools[item.package_id].append(item.tool)


def _package(world, plan, kind, code, order):
    name, _tools, _training = world.texts["packages"][kind]
    # The second and third begin a little later, so that the packages of an agreement do not all look alike.
    starts_on = plan.starts_on + dt.timedelta(45 * order)
    return SolutionPackage(
        agreement=plan.row,
        code=code,
        name=world.texts["package_name"].format(name=name, members=members(world, plan.code)),
        description=world.texts["package_description"],
        status=_status(plan),
        starts_on=starts_on,
        ends_on=plan.ends_on,
        # Set later from the results of packages that have some.
        quota_enterprises=20,
        quota_courses=3,
        quota_trainees=90,
    )


def _status(plan):
    if plan.is_past:
        return SolutionPackage.Status.COMPLETED
    if plan.status in _STOPPED:
        return SolutionPackage.Status.STOPPED
    if plan.status == Agreement.Status.IN_FORCE:
        return SolutionPackage.Status.RUNNING
    return SolutionPackage.Status.PREPARING


def _items(world, package, kind):
    _name, tools, training = world.texts["packages"][kind]
    steps = [PackageItem(package=package, position=1, training=training, hours=24)]
    steps += [
        PackageItem(package=package, position=position, tool=world.tools[code])
        for position, code in enumerate(tools[: world.rng.randint(2, 4)], start=2)
    ]
    return steps


def set_quotas(world, plans, used):
    """Give each package a quota that its results fit into, one of them a little less; write the history.

    ``used`` maps a package id to its enterprises, courses and trainees.
    """
    rows = [package for plan in plans for package in plan.packages]
    for row in rows:
        enterprises, courses, trainees = used.get(row.pk, (0, 0, 0))
        room = 100 + world.rng.randint(3, 30)
        row.quota_enterprises = max(5, -(-enterprises * room // 100))
        row.quota_courses = max(1, -(-courses * room // 100))
        row.quota_trainees = max(30, -(-trainees * room // 1000) * 10)
    over = next(row for row in rows if row.code == _OVER_QUOTA)
    over.quota_enterprises = used[over.pk][0] - 2
    SolutionPackage.objects.bulk_update(rows, ["quota_enterprises", "quota_courses", "quota_trainees"])
    for row in rows:
        row._history_date = world.moment(min(row.starts_on, world.today) - dt.timedelta(20))
    SolutionPackage.history.bulk_history_create(rows, default_user=world.users["officer"])


def members(world, code):
    """The enterprises of an association in words: those of its field, or small and medium ones of every field."""
    association = world.associations[code]
    if association.industries.all():
        return world.texts["members"].format(field=association.field)
    return world.texts["members_of_all_sectors"]
