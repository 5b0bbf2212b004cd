"""Agreements that are or were in force get their terms as version 1, as ``associations.terms`` writes them."""

import hashlib
import json

from django.db import migrations

HAS_BEGUN = ("in_force", "suspended", "completed", "settled", "terminated")
AGREEMENT = ("title", "summary", "starts_on", "ends_on", "project", "task")
PACKAGE = (
    "code",
    "name",
    "description",
    "starts_on",
    "ends_on",
    "quota_enterprises",
    "quota_courses",
    "quota_trainees",
)
ITEM = ("tool", "training", "hours", "description")


def keep_first_versions(apps, schema_editor):
    """The code is a copy: what counts as a term later must not change what this migration wrote."""
    agreements = apps.get_model("associations", "Agreement").objects.filter(status__in=HAS_BEGUN, versions=None)
    version = apps.get_model("associations", "AgreementVersion")
    for row in agreements.select_related("project", "task").order_by("pk"):
        terms = _node(row, AGREEMENT, packages=[], milestones=[], funding=[])
        for package in row.packages.order_by("starts_on", "pk"):
            items = package.items.select_related("tool").order_by("position")
            below = [_node(item, ITEM) for item in items]
            terms["parts"]["packages"].append(_node(package, PACKAGE, items=below))
        for milestone in row.milestones.order_by("position"):
            terms["parts"]["milestones"].append(_node(milestone, ("title", "due_on")))
        for line in row.funding.filter(state="planned").select_related("milestone").order_by("pk"):
            terms["parts"]["funding"].append(_node(line, ("source", "milestone", "amount_vnd")))
        parts = (1, row.starts_on.isoformat(), terms, "")
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        version.objects.create(
            agreement=row,
            number=1,
            effective_on=row.starts_on,
            terms=terms,
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )


def _node(row, fields, **parts):
    return {"key": str(row.pk), "values": {name: _plain(getattr(row, name)) for name in fields}, "parts": parts}


def _plain(value):
    if hasattr(value, "pk"):
        return {"pk": value.pk, "label": _label(value)}
    return value.isoformat() if hasattr(value, "isoformat") else value


def _label(row):
    """How a project, a task, a tool and a milestone are written."""
    if hasattr(row, "position") and hasattr(row, "title"):
        return f"{row.position}. {row.title}"
    if hasattr(row, "category"):
        return f"{row.code} – {row.name_vi}"
    return f"{row.code} – {row.name}"


class Migration(migrations.Migration):
    dependencies = [("associations", "0003_annex_terms")]

    operations = [migrations.RunPython(keep_first_versions, migrations.RunPython.noop)]
