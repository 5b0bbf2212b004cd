"""Names and addresses behind the codes of ledger entries, many at once: one query a kind, never one a row."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from associations.models import Association, PeriodicReport, SolutionPackage
from common.exports import CHUNK
from enterprises.models import Enrolment, Enterprise, Support, Trainee, TrainingCourse
from portal import reference_lists
from programme.models import AggregateRecord, Document, Entry, Project, Standard, Task


@dataclass(frozen=True, slots=True)
class Link:
    """A name and its address; without an address where the reader has no page for it.

    ``number`` is what tells one of that name from another (a tax code); ``key`` is given only where there is no name.
    """

    label: str
    url: str = ""
    number: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """How the records of one ``source_type`` are found, called and opened."""

    model: Any
    related: tuple[str, ...] = ()
    label: Callable = str
    url: Callable = lambda record: record.get_absolute_url()
    short: Callable | None = None  # how it is called where its subject stands beside it


_SOURCES = {
    "enterprises.support": _Source(Support, ("enterprise", "package"), short=lambda row: row.package.code),
    "enterprises.trainingcourse": _Source(TrainingCourse),
    "enterprises.enrolment": _Source(
        Enrolment, ("course",), lambda row: str(row.course), lambda row: row.course.get_absolute_url()
    ),
    "programme.standard": _Source(Standard),
    "programme.aggregaterecord": _Source(
        AggregateRecord, ("indicator", "document"), str, lambda row: row.document.get_absolute_url()
    ),
    "associations.periodicreport": _Source(PeriodicReport, ("report_type",)),
}


def source_records(rows, user, short=False):
    """Return ``{(source_type, source_id): Link}`` for entries or postings; only records that ``user`` may see.

    ``short`` leaves out of a record's name what its subject says already.
    """
    wanted = defaultdict(set)
    for row in rows:
        if row.source_type in _SOURCES and row.source_id:
            wanted[row.source_type].add(row.source_id)
    found = {}
    for source_type, ids in wanted.items():
        source = _SOURCES[source_type]
        label = source.short if short and source.short else source.label
        for record in source.model.objects.visible_to(user).filter(pk__in=ids).select_related(*source.related):
            found[source_type, record.pk] = Link(label(record), source.url(record))
    return found


def subjects(keys, user):
    """Return ``{subject key: Link}``: names of enterprises and courses, of persons only for those who may read them.

    A key without a record that ``user`` may see stands for itself; that of a person says nothing and is called so.
    """
    kinds = defaultdict(set)
    for key in filter(None, keys):
        kinds[_kind(key)].add(key)
    found = {key: Link(key) for key in filter(None, keys)} | {
        key: Link(_("Person not named"), key=key) for key in kinds["person"]
    }
    if kinds["enterprise"]:
        for row in Enterprise.objects.visible_to(user).filter(subject_key__in=kinds["enterprise"]):
            found[row.subject_key] = Link(row.name, row.get_absolute_url(), row.tax_code or "")
    if kinds["person"] and user.has_perm("enterprises.view_trainee"):
        for row in (
            Trainee.objects.visible_to(user).filter(subject_key__in=kinds["person"]).only("subject_key", "full_name")
        ):
            found[row.subject_key] = Link(row.full_name)
    if kinds["course"]:
        ids = [int(key[2:]) for key in kinds["course"]]
        for row in TrainingCourse.objects.visible_to(user).filter(pk__in=ids):
            found[row.subject_key] = Link(row.title, row.get_absolute_url())
    return found


def by_name(rows, user):
    """Order the dicts of ``programme.figures.subjects`` by the names that ``user`` may read; other keys come last."""
    people = Trainee.objects.visible_to(user) if user.has_perm("enterprises.view_trainee") else Trainee.objects.none()
    names = (
        (Enterprise.objects.visible_to(user), "sort_key"),
        (people, "folded"),
    )
    orders = [
        Subquery(found.order_by().filter(subject_key=OuterRef("subject")).values(column)[:1]).asc(nulls_last=True)
        for found, column in names
    ]
    return rows.order_by(*orders, F("last_on").desc(), "subject")


class Labels:
    """What the codes of many entries are called, for exports; a code without a record that the user may see is itself.

    Every kind is read whole, in one query, when it is first asked for: the entries of one indicator need few kinds.
    """

    def __init__(self, user):
        self._user = user
        self._read = {}

    def subject(self, key):
        return self._of(_kind(key), _SUBJECTS[_kind(key)]).get(key, key) if key else ""

    def source(self, source_type, source_id):
        source = _SOURCES.get(source_type)
        return self._of(source_type, lambda user: _source_labels(source, user)).get(source_id, "") if source else ""

    def document(self, pk):
        return self._of("document", _document_labels).get(pk, "")

    def association(self, code):
        return self._of("association", _association_labels).get(code, code)

    def _of(self, kind, read):
        if kind not in self._read:
            self._read[kind] = read(self._user)
        return self._read[kind]


def _source_labels(source, user):
    rows = source.model.objects.visible_to(user).select_related(*source.related).order_by()
    return {row.pk: source.label(row) for row in rows.iterator(chunk_size=CHUNK)}


def _document_labels(user):
    return {row.pk: str(row) for row in Document.objects.visible_to(user).order_by().iterator(chunk_size=CHUNK)}


def _association_labels(user):
    return {row.code: str(row) for row in Association.objects.visible_to(user)}


def _enterprise_labels(user):
    return dict(Enterprise.objects.visible_to(user).order_by().values_list("subject_key", "name"))


def _person_labels(user):
    if not user.has_perm("enterprises.view_trainee"):
        return {}
    return dict(Trainee.objects.visible_to(user).order_by().values_list("subject_key", "full_name"))


def _course_labels(user):
    rows = TrainingCourse.objects.visible_to(user).order_by().only("title")
    return {row.subject_key: row.title for row in rows}


_SUBJECTS = {
    "enterprise": _enterprise_labels,
    "person": _person_labels,
    "course": _course_labels,
    "standard": lambda user: {},
}


def _kind(key):
    if key.startswith("P-"):
        return "person"
    if key.startswith("C-") and key[2:].isdecimal():
        return "course"
    return "standard" if ":" in key else "enterprise"


def documents(ids, user):
    """Return ``{id: Document}`` of the evidence that ``user`` may open."""
    return {row.pk: row for row in Document.objects.visible_to(user).filter(pk__in={pk for pk in ids if pk})}


@dataclass(slots=True)
class Names:
    """Names of dimension codes; ``of(entry)`` gives them by dimension."""

    association: dict = field(default_factory=dict)
    package: dict = field(default_factory=dict)
    project: dict = field(default_factory=dict)
    task: dict = field(default_factory=dict)

    def of(self, entry):
        """Return ``{dimension: Link}`` for the dimensions that ``entry`` has."""
        found = {
            "province": Link(reference_lists.province_names().get(entry.province, entry.province)),
            "sector": Link(reference_lists.industry_names().get(entry.sector, entry.sector)),
            "size": Link(entry.get_size_display()),
        }
        for name in self.__slots__:
            code = getattr(entry, name)
            found[name] = getattr(self, name).get(code, Link(code))
        return {name: link for name, link in found.items() if link.label}


def names(entries, user):
    """Return the ``Names`` of all codes in ``entries``; four queries at most."""
    codes = defaultdict(set)
    for entry in entries:
        for name in Names.__slots__:
            if code := getattr(entry, name):
                codes[name].add(code)
    found = Names()
    if codes["association"]:
        rows = Association.objects.visible_to(user).filter(code__in=codes["association"])
        found.association = {row.code: Link(str(row)) for row in rows}
    if codes["package"]:
        rows = SolutionPackage.objects.visible_to(user).filter(code__in=codes["package"])
        found.package = {row.code: Link(str(row), row.get_absolute_url()) for row in rows}
    if codes["project"]:
        found.project = {row.code: Link(str(row)) for row in Project.objects.filter(code__in=codes["project"])}
    if codes["task"]:
        rows = Task.objects.filter(code__in=codes["task"])
        may_open = user.has_perm("programme.view_task")
        found.task = {row.code: Link(str(row), row.get_absolute_url() if may_open else "") for row in rows}
    return found


@dataclass(slots=True)
class EntryRow:
    """One entry of a sum with names in place of codes."""

    entry: Entry
    subject: Link | None
    source: Link | None
    document: Document | None
    names: dict


def entry_rows(entries, user):
    """Return ``EntryRow`` of ``entries``: names, records and evidence in a fixed number of queries."""
    whom = subjects({entry.subject for entry in entries}, user)
    sources = source_records(entries, user)
    papers = documents({entry.document_id for entry in entries}, user)
    called = names(entries, user)
    return [
        EntryRow(
            entry,
            whom.get(entry.subject),
            sources.get((entry.source_type, entry.source_id)),
            papers.get(entry.document_id),
            called.of(entry),
        )
        for entry in entries
    ]
