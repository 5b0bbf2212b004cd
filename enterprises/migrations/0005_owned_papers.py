from django.db import migrations
from django.db.models import Q

# Where a record of an association names a paper, and the way from there to the association's code.
NAMED = {
    ("associations", "Agreement", "signed_document"): "association__code",
    ("associations", "Annex", "document"): "agreement__association__code",
    ("associations", "Milestone", "document"): "agreement__association__code",
    ("associations", "Funding", "document"): "agreement__association__code",
    ("associations", "PeriodicReport", "document"): "agreement__association__code",
    ("associations", "SolutionPackage", "documents"): "agreement__association__code",
    ("enterprises", "Support", "evidence"): "package__agreement__association__code",
    ("enterprises", "TrainingCourse", "evidence"): "package__agreement__association__code",
}
# What a paper of the whole programme proves; such a paper stays everybody's.
NATIONAL = ("task_groups", "announcements", "standards", "aggregate_records", "workshops")


def give_owners(apps, schema_editor):
    """A paper without an owner was readable by every association: it becomes that of the one whose records name it.

    A paper that records of several associations or of the programme name stays as it is: no one of them owns it.
    """
    documents = apps.get_model("programme", "Document")
    national = Q()
    for name in NATIONAL:
        national |= Q(**{f"{name}__isnull": False})
    shared = set(documents.objects.filter(national, association="").values_list("pk", flat=True))
    owners = {}
    for (app, model, field), code in NAMED.items():
        rows = apps.get_model(app, model).objects.filter(**{f"{field}__association": ""})
        for paper, owner in rows.values_list(f"{field}__pk", code).distinct():
            owners.setdefault(paper, set()).add(owner)
    for paper, codes in owners.items():
        if len(codes) == 1 and paper not in shared:
            documents.objects.filter(pk=paper, association="").update(association=codes.pop())


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0004_constraint_words"),
        ("associations", "0002_kept_words"),
        ("programme", "0003_kept_words"),
    ]

    operations = [migrations.RunPython(give_owners, migrations.RunPython.noop)]
