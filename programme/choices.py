"""Options of select boxes from reference data that every signed-in user may read.

Read once a minute a process, so that a list page asks the database for its rows only.
"""

from django.core.cache import caches
from django.utils.text import Truncator
from django.utils.translation import get_language

from programme.models import ImprovementTool, Industry, IssuingBody, Project, Province, TaskGroup


def tools():
    """Return ``(code, label)`` of the tools, by code."""
    return cached("tools", lambda: [(tool.code, tool.label) for tool in ImprovementTool.objects.order_by("code")])


def provinces():
    """Return ``(key, name)`` of the provinces by catalogue, each in Vietnamese order."""
    return cached("provinces", _provinces)


def sections():
    """Return ``(key, label)`` of the sections of the industry classification."""
    rows = Industry.objects.filter(level=Industry.Level.SECTION).order_by("key")
    return cached("sections", lambda: [(industry.key, Truncator(str(industry)).chars(60)) for industry in rows])


def issuing_bodies():
    """Return ``(code, name)`` of the bodies that issue standards."""
    return cached("issuing_bodies", lambda: [(body.code, body.name) for body in IssuingBody.objects.order_by("code")])


def projects():
    """Return ``(code, label)`` of the projects."""
    return cached("projects", lambda: [(row.code, Truncator(str(row)).chars(60)) for row in Project.objects.all()])


def task_groups():
    """Return ``(key, label)`` of the priority task groups, the latest year first."""
    rows = TaskGroup.objects.all()
    return cached("task_groups", lambda: [(str(row.pk), Truncator(str(row)).chars(60)) for row in rows])


def cached(name, read):
    """Return ``read()``, kept for a minute in this process under ``name`` and the reader's language."""
    return caches["process"].get_or_set(f"choices:{name}:{get_language()}", read, 60)


def _provinces():
    groups = {}
    for province in Province.objects.order_by("-catalogue", "sort_key"):
        groups.setdefault(province.get_catalogue_display(), []).append((province.key, province.name))
    return list(groups.items())
