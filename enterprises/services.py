"""What associations do with enterprises, supports and courses. Every change of a report's records goes through here."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit
from associations.locks import refuse_locked
from associations.models import PackageItem
from associations.report_corrections import take_back_replaced
from associations.report_lines import still_there
from associations.report_services import locked_for_editing, touch
from common.text import fold, squeeze
from enterprises import sharing
from enterprises.models import Affiliation, Enrolment, Enterprise, Support, Trainee, TrainingCourse
from enterprises.models.supports import RECORDED_TWICE
from enterprises.sizes import classify
from enterprises.validators import enterprise_code, validate_tax_code

_YEAR = re.compile("[0-9]{4}")
_LONGEST_NAME = Trainee._meta.get_field("full_name").max_length or 0


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """One line of a list of trainees: full name, year of birth or None, tax code of the enterprise or ''."""

    full_name: str
    birth_year: int | None = None
    tax_code: str = ""


@transaction.atomic
def find_or_register_enterprise(
    *, association, by, name, province, industry, tax_code="", personal_number="", **details
):
    """Return ``(enterprise, created)``: the registered one with this number, or a new one; linked to ``association``.

    A 13-digit branch code finds its enterprise. An enterprise without a number is always new: it is flagged, and never
    merged silently. Raises ``ValidationError`` for a wrong code or incomplete data.
    """
    numbers = {"tax_code": enterprise_code(tax_code) or None, "personal_number": personal_number or None}
    enterprise, created = _known(**numbers), False
    if enterprise is None:
        enterprise = Enterprise(name=name, province=province, industry=industry, **numbers, **details)
        enterprise, created = _register(enterprise)
    if created:
        audit.record("enterprise.register", enterprise, by=by)
    enterprise = enterprise.merged_into or enterprise
    _link, is_new = Affiliation.objects.get_or_create(
        enterprise=enterprise, association=association, defaults={"starts_on": timezone.localdate()}
    )
    if is_new and not created:
        audit.record("enterprise.link", enterprise, by=by, changes={"association": [None, association.code]})
    return enterprise, created


def _known(tax_code, personal_number):
    """Return the registered enterprise with one of these numbers, or None."""
    numbers = Q()
    if tax_code:
        numbers |= Q(tax_code=tax_code)
    if personal_number:
        numbers |= Q(personal_number=personal_number)
    return Enterprise.objects.filter(numbers).select_related("merged_into").first() if numbers else None


def _register(enterprise):
    """Save a new enterprise; whoever registered the same number a moment earlier wins."""
    if not enterprise.size:
        enterprise.size = _size_of(enterprise)
    try:
        with transaction.atomic():
            enterprise.full_clean()
            enterprise.save()
    except (IntegrityError, ValidationError):
        winner = _known(enterprise.tax_code, enterprise.personal_number)
        if winner is None:
            raise
        return winner, False
    return enterprise, True


@transaction.atomic
def change_enterprise(enterprise, *, by, **values):
    """Change an enterprise's own data; its ledger key stays. The size is worked out again when it is left empty.

    Raises ``ValidationError`` for what ``enterprises.sharing`` keeps from the user.
    """
    before = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    _refuse_kept(before, by, values)
    for name, value in values.items():
        setattr(enterprise, name, value)
    if not enterprise.size:
        enterprise.size = _size_of(enterprise)
    enterprise.full_clean()
    enterprise.save()
    audit.record("enterprise.change", enterprise, by=by, changes=audit.difference(before, enterprise, values))
    return enterprise


def _refuse_kept(enterprise, by, values):
    access = sharing.access(enterprise, by)
    changed = {name for name, value in values.items() if (getattr(enterprise, name) or None) != (value or None)}
    if kept := changed & (access.locked | access.hidden):
        sentence = sharing.SHARED if access.is_shared else sharing.LOCKED
        raise ValidationError(dict.fromkeys(sorted(kept), sentence))


@transaction.atomic
def record_support(report, *, by, **values):
    """Add a support to an open or returned report. Returns the ``Support``; raises ``ValidationError``.

    In a correction it may be given with the accepted one that it ``replaces``, which is taken back with it.
    """
    report = locked_for_editing(report, by)
    support = Support(report=report, is_demonstration=report.agreement.is_demonstration, **values)
    refuse_locked(support, by)
    _check_support(support, report)
    support.full_clean()
    support.save()
    take_back_replaced(report, "supports", support)
    touch(report)
    audit.record("support.record", support, by=by)
    return support


@transaction.atomic
def change_support(support, *, by, **values):
    """Change a support whose report is open or returned. Returns it; raises ``ValidationError``."""
    return _change(support, by, values, "support.change", _check_support)


@transaction.atomic
def remove_support(support, *, by):
    """Delete a support from an open or returned report; its history and the audit trail stay.

    Raises ``ValidationError`` while something is measured of it: that goes first, knowingly.
    """
    report = _held(support, by)
    if count := support.measurements.count():
        raise ValidationError(
            ngettext(
                "%(count)d measurement belongs to this support: delete it first.",
                "%(count)d measurements belong to this support: delete them first.",
                count,
            ),
            params={"count": count},
        )
    _remove(support, report, by, "support.remove")


@transaction.atomic
def record_course(report, *, by, trainees=(), **values):
    """Add a course with its trainees to an open or returned report. Returns the ``TrainingCourse``.

    In a correction it may be given with the accepted one that it ``replaces``, which is taken back with it.
    """
    report = locked_for_editing(report, by)
    course = TrainingCourse(report=report, is_demonstration=report.agreement.is_demonstration, **values)
    refuse_locked(course, by)
    _check_package(course, report)
    course.full_clean()
    course.save()
    _enrol(course, trainees, by)
    take_back_replaced(report, "courses", course)
    touch(report)
    audit.record("course.record", course, by=by)
    return course


@transaction.atomic
def change_course(course, *, by, trainees=None, **values):
    """Change a course whose report is open or returned; ``trainees`` replaces its list, None keeps it."""
    if trainees is None:
        return _change(course, by, values, "course.change", _check_package)
    former = list(Trainee.objects.filter(enrolments__course=course).order_by("pk"))
    counts = {"trainees": [len(former), len(trainees)]}
    course = _change(course, by, values, "course.change", _check_package, counts)
    course.enrolments.all().delete()
    _enrol(course, trainees, by, former)
    return course


@transaction.atomic
def remove_course(course, *, by):
    """Delete a course with its list of trainees from an open or returned report."""
    _remove(course, _held(course, by), by, "course.remove")


def parse_trainees(text):
    """Return the ``TraineeRow`` list that ``text`` writes: one line each, ``full name; year of birth; tax code``.

    The last two parts may be missing. Raises ``ValidationError`` with one message a fault, each naming line and field.
    """
    rows, faults, seen = [], [], {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [squeeze(part) for part in re.split(r"[;\t]", line)] + ["", ""]
        name, year, tax_code = parts[:3]
        faults += [_("Line %(line)d: %(fault)s") % {"line": number, "fault": fault} for fault in _faults(*parts)]
        row = TraineeRow(name, int(year) if _YEAR.fullmatch(year) else None, tax_code)
        identity = _identity(name, row.birth_year, tax_code)
        if identity in seen:
            faults.append(
                _("Line %(line)d: %(name)s stands on line %(first)d already; remove one of the two.")
                % {"line": number, "name": name, "first": seen[identity]}
            )
        seen.setdefault(identity, number)
        rows.append(row)
    if faults:
        raise ValidationError(faults)
    return rows


def format_trainees(course):
    """Return the text that ``parse_trainees`` reads for the people on ``course``."""
    places = course.enrolments.select_related("trainee__enterprise").order_by("pk")
    return "\n".join(_trainee_line(place.trainee).rstrip("; ") for place in places)


def _trainee_line(trainee):
    tax_code = trainee.enterprise.tax_code if trainee.enterprise else ""
    return "; ".join((trainee.full_name, str(trainee.birth_year or ""), tax_code or ""))


def _faults(name, year, tax_code, *rest):
    if len(name) < 2:
        yield _("full name: it is missing.")
    if len(name) > _LONGEST_NAME:
        yield _("full name: it has more than %(longest)d letters; write each person on a line.") % {
            "longest": _LONGEST_NAME
        }
    if year and not (_YEAR.fullmatch(year) and 1900 <= int(year) <= timezone.localdate().year):
        words = {"year": Truncator(year).chars(20)}
        yield _("year of birth: “%(year)s” is not a year; write four digits, for instance 1985.") % words
    if tax_code:
        try:
            validate_tax_code(tax_code)
        except ValidationError as error:
            yield _("tax code: %(fault)s") % {"fault": error.messages[0]}
    if any(rest):
        yield _("there are more than three parts; separate full name, year of birth and tax code by semicolons.")


def _size_of(enterprise):
    return classify(
        enterprise.industry,
        employees=enterprise.employees,
        revenue_vnd=enterprise.revenue_vnd,
        capital_vnd=enterprise.capital_vnd,
        on=timezone.localdate(),
    )


def tools_by_package(packages):
    """Return ``{package: its tools in their order}``; a package that lists no tool has an empty list and takes any."""
    found = {package.pk: [] for package in packages}
    items = PackageItem.objects.filter(package__in=found, tool__isnull=False).select_related("tool")
    for item in items.order_by("package_id", "position"):
        found[item.package_id].append(item.tool)
    return {package: found[package.pk] for package in packages}


def _check_support(support, report, before=None):
    """Refuse what a support cannot say; ``before`` is the row as stored."""
    _check_package(support, report)
    _refuse_twice(support)
    _refuse_foreign_tool(support, before)


def _check_package(row, report, before=None):
    if row.package.agreement_id != report.agreement_id:
        raise ValidationError(
            {"package": _("This package belongs to another agreement: choose one of the report's agreement.")}
        )


def _refuse_foreign_tool(support, before):
    if support.tool_id and _choice(support) != _choice(before):
        tools = tools_by_package([support.package])[support.package]
        if tools and support.tool not in tools:
            words = {"package": support.package.code, "tools": "; ".join(tool.label for tool in tools)}
            raise ValidationError(
                {"tool": _("Package %(package)s has these tools: %(tools)s. Choose one of them.") % words}
            )


def _refuse_twice(support):
    """Two tools of a package may be finished on one day; the same one is recorded once, and the page leads to it."""
    same = Support.objects.exclude(pk__in=(support.pk, support.replaces_id)).exclude(status=Support.Status.CORRECTED)
    known = same.filter(
        enterprise=support.enterprise, package=support.package, tool=support.tool, ends_on=support.ends_on
    ).first()
    if known is not None:
        link = format_html('{} <a href="{}">{}</a>', RECORDED_TWICE, known.get_absolute_url(), known)
        raise ValidationError({"ends_on": link})


def _choice(support):
    return support and (support.package_id, support.tool_id)


def _change(row, by, values, action, check, more=None):
    report = locked_for_editing(row.report, by)
    before = still_there(row)
    for name, value in values.items():
        setattr(row, name, value)
    refuse_locked(row, by)
    check(row, report, before)
    row.full_clean()
    row.save()
    touch(report)
    audit.record(action, row, by=by, changes=audit.difference(before, row, values) | (more or {}))
    return row


def _held(row, by):
    """Return the report of ``row``, locked, when the row may be taken out of it."""
    report = locked_for_editing(row.report, by)
    still_there(row)
    refuse_locked(row, by)
    return report


def _remove(row, report, by, action):
    audit.record(action, row, by=by)
    row.delete()
    touch(report)


def _enrol(course, rows, by, former=()):
    """Put the people of ``rows`` on ``course``: those the association knows already, new ones otherwise.

    A person is known again by the same name, marks included, with the same year of birth and enterprise; whoever has
    neither is known on this very course only (``former``: the trainees of the list that ``rows`` replace). Constant
    number of queries. Raises ``ValidationError`` for tax codes that are not among the association's enterprises.
    """
    rows = list(rows)
    association = course.package.agreement.association
    enterprises = _own_enterprises({row.tax_code for row in rows if row.tax_code}, by)
    names = {fold(row.full_name) for row in rows}
    namesakes = Trainee.objects.filter(association=association, folded__in=names).order_by("-pk")
    known = {
        _identity(trainee.full_name, trainee.birth_year, trainee.enterprise_id): trainee
        for trainee in [*(row for row in namesakes if not row.is_only_a_name), *former]
    }
    new, places = [], []
    for row in rows:
        enterprise = enterprises.get(row.tax_code)
        identity = _identity(row.full_name, row.birth_year, enterprise.pk if enterprise else None)
        if identity not in known:
            known[identity] = Trainee(
                association=association,
                full_name=row.full_name,
                birth_year=row.birth_year,
                enterprise=enterprise,
                is_demonstration=course.is_demonstration,
            )
            new.append(known[identity])
        places.append(Enrolment(course=course, trainee=known[identity]))
    Trainee.objects.bulk_create(new)
    Enrolment.objects.bulk_create(places)


def _identity(full_name, *marks):
    return (squeeze(full_name).casefold(), *marks)


def _own_enterprises(codes, by):
    own = Enterprise.objects.visible_to(by).filter(tax_code__in=codes)
    enterprises = {enterprise.tax_code: enterprise for enterprise in own}
    if unknown := sorted(codes - set(enterprises)):
        raise ValidationError(
            {
                "trainees": _("Not among your enterprises: %(codes)s. Register them under Enterprises first.")
                % {"codes": ", ".join(unknown)}
            }
        )
    return enterprises
