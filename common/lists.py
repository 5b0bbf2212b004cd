"""The list page: a class declares rows, filters, columns, order and empty text; this draws and exports it.

    class CourseList(ListPage):
        model = TrainingCourse
        permission_required = "enterprises.view_trainingcourse"
        filterset_class = CourseFilters
        select_related = ["package__agreement__association"]
        columns = [
            Column("title", _("Course"), link=True, order="title"),
            Column("starts_on", _("From"), order="starts_on"),
            Column("hours", _("Hours"), align="end", order="hours"),
            Column("status", _("Status"), status=True),
        ]
        default_order = "-starts_on"
        title = _("Training courses")
        sentence = _("Courses held under solution packages.")
        empty_text = _("No course matches these filters.")

The address keeps everything: ``?text=iso&order=-starts_on&page=2``; with ``format=csv`` or ``xlsx`` it exports all
filtered rows.
Queries: one for the count, one for the page, one a prefetch; however many rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.timezone import template_localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from common.access import RequiresPermission
from common.exports import CHUNK, csv_response, xlsx_response
from common.querysets import CappedPaginator
from common.templatetags.components import status_tag
from common.text import capitalise


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is a path of attributes ("package.agreement") or a function of the row; else ``name``.

    With ``fields``, ``value`` is a function of what these database fields hold; then, and for plain paths, an export
    reads the fields alone. It must give the same for equal arguments. A year must come as text: numbers are grouped
    (2.016).
    """

    name: str
    label: Any
    value: str | Callable | None = None
    fields: tuple[str, ...] = ()  # "province__name_vi"
    link: bool | Callable = False  # True: the row's own page; a function of the row: that address, none when empty
    order: str | tuple[str, ...] = ()  # columns of the database; without them the column does not sort
    align: str = ""  # "end" for numbers
    is_whole: bool = False  # never broken at a hyphen
    status: bool = False  # ``name`` is a field with choices; shown as a tag
    template: str = ""  # draws the cell; gets ``row`` and ``value``
    export_value: str | Callable | None = None
    is_exported: bool = True
    is_shown: bool = True

    def of(self, row):
        """Return the value that the page shows."""
        if self.status:
            return _choice(type(row), self.name, getattr(row, self.name))
        if self.fields:
            return self.value(*(_read(row, field, "__") for field in self.fields))
        return _read(row, self.value or self.name)

    def exported(self, row):
        if self.export_value is not None:
            return _read(row, self.export_value)
        value = self.of(row)
        return capitalise(value) if self.status else value

    def read_from(self, rows):
        """Return ``(fields, function)`` that give the exported value without a model instance; None if it needs one."""
        if self.export_value is None and self.status:
            return (self.name,), lambda code: capitalise(_choice(rows.model, self.name, code))
        if self.export_value is None and self.fields:
            return self.fields, self.value
        path = self.export_value or self.value or self.name
        if callable(path):
            return None
        field = path.replace(".", "__")
        is_plain = field in rows.query.annotations or _is_plain(rows.model, field)
        return ((field,), None) if is_plain else None

    @property
    def opening(self):
        css = "num" if self.align else "nowrap" if self.is_whole else ""
        return f"<td class={css}>" if css else "<td>"

    def cell(self, row, written):
        """Return what stands in the table cell: HTML, or a text that is still to be escaped.

        ``written`` writes a value as the reader's language does.
        """
        value = self.of(row)
        if self.template:
            return render_to_string(self.template, {"row": row, "value": value})
        if self.status:
            return status_tag(getattr(row, self.name), value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        shown = value if isinstance(value, str) else written(value)
        address = row.get_absolute_url() if self.link is True else self.link(row) if self.link else ""
        return format_html('<a href="{}">{}</a>', address, shown) if address else shown

    def ordering(self, model, descending):
        """Return what ``order_by`` takes; empty values come last either way, and ``pk`` decides between equals."""
        names = (self.order,) if isinstance(self.order, str) else self.order
        for name in names:
            falls = descending != name.startswith("-")
            path = name.removeprefix("-")
            last = True if _may_be_empty(model, path) else None  # elsewhere it would keep an index from serving
            yield F(path).desc(nulls_last=last) if falls else F(path).asc(nulls_last=last)
        if names[-1].removeprefix("-") not in ("pk", "id"):
            yield "-pk" if descending else "pk"


@cache
def _may_be_empty(model, path):
    """Whether a column can be null, also for want of a row on the way to it; annotations count as if."""
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null or not field.concrete:
            return True
        model = field.related_model
    return False


@cache
def _is_plain(model, path):
    """Whether ``path`` leads to a column of the database, not to a row, a method or a property."""
    *before, last = path.split("__")
    for name in before:
        try:
            model = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
    return any(field.name == last and not field.is_relation for field in model._meta.concrete_fields)


@cache
def _labels(model, name):
    return dict(model._meta.get_field(name).flatchoices)


def _choice(model, name, code):
    """Return the label of a choice, as ``get_…_display`` does at ten times the cost."""
    return str(_labels(model, name).get(code, code))


def _read(row, path, separator="."):
    if callable(path):
        return path(row)
    for name in path.split(separator):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row() if callable(row) else row


def _remembered(function):
    """Values of a page or an export are often equal; all are hashable, as database columns are.

    Each page and export has its own memory, for the language may differ.
    """
    return lru_cache(maxsize=1000, typed=True)(function)


def _drawn(rows, columns):
    """Yield each row as HTML; in a template three hundred cells would take most of the page's time.

    HTML lets the ends of cells and rows be left out; they would be a tenth of the page.
    """
    line = "<tr>" + "".join(f"{column.opening}{{}}" for column in columns)
    columns = [replace(column, value=_remembered(column.value)) if column.fields else column for column in columns]
    # A moment is shown on the clock of the programme, as templates show it.
    written = _remembered(lambda value: localize(template_localtime(value)))
    for row in rows:
        yield format_html(line, *(column.cell(row, written) for column in columns))


def _plain_rows(rows, readers):
    """Yield the exported values of each row, made a column at a time from ``values_list``: 100,000 rows in a second."""
    fields, makers = [], []
    for names, function in readers:
        maker = _remembered(function) if function else None
        makers.append((maker, len(fields), len(fields) + len(names)))
        fields += names
    found = rows.prefetch_related(None).values_list(*fields).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        columns = list(zip(*chunk, strict=True))
        made = [map(maker, *columns[start:end]) if maker else columns[start] for maker, start, end in makers]
        yield from zip(*made, strict=True)


class ListPage(RequiresPermission, View):
    """See the head of this file. Override the first four methods where declaring is not enough."""

    http_method_names = ["get", "head", "options"]
    template_name = "list.html"
    page_size = 50
    paginator_class = CappedPaginator

    model: Any = None
    select_related: list[str] = []
    prefetch_related: list[Any] = []
    filterset_class: Any = None
    columns: list[Column] = []
    default_order = ""
    title: Any = ""
    sentence: Any = ""
    empty_text: Any = gettext_lazy("There is nothing here yet.")  # when no filter is set
    empty_url = ""
    empty_label: Any = ""
    actions_template = ""  # buttons at the right of the title

    # --- To override ---

    def get_queryset(self) -> QuerySet:
        """Return the rows this reader may see, before filters."""
        rows = self.model.objects.visible_to(self.request.user)
        rows = rows.select_related(*self.select_related) if self.select_related else rows
        return rows.prefetch_related(*self.prefetch_related)

    def get_columns(self) -> list[Column]:
        return self.columns

    def get_sentence(self) -> Any:
        return self.sentence

    def get_context(self) -> dict:
        """More for the template."""
        return {}

    # --- One request ---

    def get(self, request, *args, **kwargs):
        wanted = request.GET.get("format", "")
        if wanted:
            return self._export(wanted)
        columns = [column for column in self.get_columns() if column.is_shown]
        page = self.paginator_class(self._narrowed(columns), self.page_size).get_page(request.GET.get("page"))
        is_filtered = any(value for key, value in request.GET.items() if key not in ("page", "order"))
        context = {
            "title": self.title,
            "sentence": self.get_sentence(),
            "filterset": self._filters,
            "headers": [self._header(column) for column in columns],
            "rows": list(_drawn(page.object_list, columns)),
            "page": page,
            "has_more": getattr(page.paginator, "has_more", False),
            "empty_text": _("Nothing matches these filters. Change or clear them.") if is_filtered else self.empty_text,
            "empty_url": self.empty_url,
            "empty_label": self.empty_label,
            "actions_template": self.actions_template,
        }
        return render(request, self.template_name, context | self.get_context())

    @cached_property
    def _filters(self):
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, self.get_queryset(), request=self.request)

    @cached_property
    def _rows(self):
        rows = self.get_queryset() if self._filters is None else self._filters.qs
        column, descending = self._order
        return rows.order_by(*column.ordering(self.model, descending)) if column else rows

    @cached_property
    def _order(self):
        """Return the column to sort by and whether it falls; an unknown name gives the default."""
        sortable = {column.name: column for column in self.get_columns() if column.order}
        for wanted in (self.request.GET.get("order", ""), self.default_order):
            column = sortable.get(wanted.removeprefix("-"))
            if column:
                return column, wanted.startswith("-")
        return None, False

    def _narrowed(self, columns):
        """Return the rows with no more than the columns that the page shows, where all of them are plain.

        A template, of the page or of a cell, and a link made by a function may need more of a row.
        """
        readers = [column.read_from(self._rows) for column in columns]
        needs_more = any(column.template or callable(column.link) or column.export_value for column in columns)
        if self.template_name != ListPage.template_name or needs_more or not all(readers):
            return self._rows
        fields = {field for names, _function in readers for field in names} - set(self._rows.query.annotations)
        relations = {path for field in fields if (path := field.rpartition("__")[0])}
        rows = self._rows.select_related(None)
        return (rows.select_related(*relations) if relations else rows).only(*fields)

    def _header(self, column):
        ordered, descending = self._order
        is_ordered = column == ordered
        return {
            "column": column,
            "order": (f"-{column.name}" if is_ordered and not descending else column.name) if column.order else "",
            "sort": ("descending" if descending else "ascending") if is_ordered else "",
        }

    # --- Export ---

    def _export(self, wanted):
        if wanted not in ("csv", "xlsx"):
            return HttpResponseBadRequest()
        columns = [column for column in self.get_columns() if column.is_exported]
        header = [capitalise(column.label) for column in columns]
        rows = self._exported_rows(columns)
        name = f"{slugify(self.model._meta.model_name)}-{timezone.localdate():%Y%m%d}"
        if wanted == "csv":
            return csv_response(name, header, rows)
        return xlsx_response(name, header, rows, self._facts())

    def _exported_rows(self, columns):
        readers = [column.read_from(self._rows) for column in columns]
        if all(readers):
            return _plain_rows(self._rows, readers)
        return ([column.exported(row) for column in columns] for row in self._rows.iterator(chunk_size=CHUNK))

    def _facts(self):
        """What the rows are: the second sheet of the file."""
        yield _("Title"), capitalise(self.title)
        yield _("Made at"), timezone.now()
        yield _("Made by"), self.request.user
        filters = self._filters.form if self._filters is not None else []
        for field in filters:
            if field.name in filters.cleaned_data and (shown := _shown(field, filters.cleaned_data[field.name])):
                yield capitalise(field.label), shown
        yield _("Address"), self.request.build_absolute_uri()


def _shown(field, value):
    """Return the value of a filter as its reader chose it."""
    if value in (None, "", []):
        return ""
    choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
    return choices.get(value, value)
