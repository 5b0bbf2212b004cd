"""Pages on national standards and technical regulations, and on the tasks of the projects."""

from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.lists import Column, ListPage
from common.pages import RecordPage
from programme.filters import StandardFilter, TaskFilter
from programme.models import Entry, Standard, Task, TaskGroup


class StandardList(ListPage):
    model = Standard
    permission_required = "programme.view_standard"
    filterset_class = StandardFilter
    select_related = ["issuer"]
    title = _("standards")
    sentence = _("National standards (TCVN) and technical regulations (QCVN), in the order of their numbers.")
    columns = [
        Column("number", _("Number"), link=True, order="number_key"),
        Column("title", _("Title")),
        Column("issuer", _("Issuing body"), value="issuer.name", order=("issuer__code", "number_key")),
        Column("identical_to", _("Identical to")),
        Column("published_on", _("Published on"), order="published_on"),
        Column("status", _("Status"), status=True, order=("status", "number_key")),
    ]
    default_order = "number"


class StandardDetail(RecordPage, DetailView):
    """A standard, what it replaces, its paper and its lines in the ledger."""

    model = Standard
    permission_required = "programme.view_standard"
    related = ("issuer", "ics_field", "replaced_by", "project", "task", "document")

    def get_context_data(self, **kwargs):
        user, standard = self.request.user, self.object
        return super().get_context_data(
            replaces=standard.replaces.visible_to(user),
            entries=Entry.objects.visible_to(user).of_source(standard).select_related("indicator"),
            **kwargs,
        )


class TaskList(ListPage):
    """The tasks of the projects, under the groups that the programme puts first in a year."""

    model = Task
    permission_required = "programme.view_task"
    filterset_class = TaskFilter
    template_name = "programme/task_list.html"
    select_related = ["project", "group"]
    title = _("tasks")
    sentence = _("Science and technology tasks of the projects, and the groups that come first in each year.")
    columns = [
        Column("code", _("Code"), link=True, order="code", is_whole=True),
        Column("name", _("Name"), link=True, order="folded"),
        Column("project", _("Project"), value="project.code", order="project__code", is_whole=True),
        Column("group", _("Priority group"), value="group.place", order=("-group__year", "group__position", "code")),
        Column("host_organisation", _("Host organisation")),
        Column("starts_on", _("From"), order="starts_on"),
        Column("ends_on", _("To"), order="ends_on"),
        Column("status", _("Status"), status=True, order="status"),
    ]
    default_order = "group"
    empty_text = _("No task has been entered yet. The programme's officers enter them in the administration.")

    def get_context(self):
        groups = TaskGroup.objects.visible_to(self.request.user).select_related("document")
        groups = groups.annotate(task_count=Count("tasks")).order_by("-year", "position")
        return {"years": [(year, list(rows)) for year, rows in groupby(groups, key=lambda group: group.year)]}


class TaskDetail(RecordPage, DetailView):
    """A task with the agreements that serve it, the needs that it meets and the standards that it brings."""

    model = Task
    permission_required = "programme.view_task"
    related = ("project", "group")

    def get_context_data(self, **kwargs):
        user, task = self.request.user, self.object
        return super().get_context_data(
            agreements=task.agreements.visible_to(user).select_related("association"),
            needs=task.needs.visible_to(user).select_related("association"),
            standards=task.standards.visible_to(user).order_by("number_key"),
            **kwargs,
        )
