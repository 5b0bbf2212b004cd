import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import associations.models.agreements


def tell_accepted(apps, schema_editor):
    """Milestones accepted before there were states are accepted ones."""
    for name in ("Milestone", "HistoricalMilestone"):
        rows = apps.get_model("associations", name).objects.using(schema_editor.connection.alias)
        rows.filter(accepted_on__isnull=False).update(status="accepted")


class Migration(migrations.Migration):
    dependencies = [
        ("associations", "0006_conclusions_and_participants"),
        ("programme", "0005_held_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("delivered_at", models.DateTimeField(verbose_name="delivered at")),
                ("note", models.TextField(verbose_name="what is delivered")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("waiting", "waits for acceptance"), ("accepted", "accepted"), ("refused", "refused")],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "held_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[associations.models.agreements._not_in_future],
                        verbose_name="day of the minutes",
                    ),
                ),
                ("panel", models.TextField(blank=True, verbose_name="members of the panel")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion")),
                ("reason", models.TextField(blank=True, verbose_name="reason for the refusal")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
            ],
            options={
                "verbose_name": "acceptance",
                "verbose_name_plural": "acceptances",
                "ordering": ["milestone", "-round"],
            },
        ),
        migrations.AlterModelOptions(
            name="milestone",
            options={
                "ordering": ["agreement", "position"],
                "permissions": [
                    ("deliver_milestone", "May deliver milestones"),
                    ("accept_milestone", "May accept milestones"),
                ],
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
            },
        ),
        migrations.AddField(
            model_name="funding",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recorded_funding",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="historicalfunding",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="historicalmilestone",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("delivered", "delivered"),
                    ("accepted", "accepted"),
                    ("refused", "refused"),
                ],
                default="planned",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("delivered", "delivered"),
                    ("accepted", "accepted"),
                    ("refused", "refused"),
                ],
                default="planned",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmilestone",
            name="accepted_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                validators=[associations.models.agreements._not_in_future],
                verbose_name="accepted on",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmilestone",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="programme.document",
                verbose_name="acceptance minutes",
            ),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="accepted_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                validators=[associations.models.agreements._not_in_future],
                verbose_name="accepted on",
            ),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="document",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="programme.document",
                verbose_name="acceptance minutes",
            ),
        ),
        migrations.RunPython(tell_accepted, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_by", None),
                    models.Q(("state__in", ["disbursed", "settled"]), _negated=True),
                    models.Q(("document__isnull", False), ("happened_on__isnull", False)),
                    _connector="OR",
                ),
                name="associations_funding_moved_has_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_on__isnull", False), ("status", "accepted")),
                    models.Q(models.Q(("status", "accepted"), _negated=True), ("accepted_on", None)),
                    _connector="OR",
                ),
                name="associations_milestone_accepted_has_day",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="deliverable",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="programme.document",
                verbose_name="file of the deliverable",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="delivered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to=settings.AUTH_USER_MODEL,
                verbose_name="delivered by",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="programme.document",
                verbose_name="acceptance minutes",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="associations.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                fields=("milestone", "round"), name="associations_acceptance_round_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "refused"), _negated=True),
                fields=("milestone",),
                name="associations_acceptance_one_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "waiting")),
                    models.Q(
                        models.Q(("outcome", "waiting"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="associations_acceptance_decided_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("delivered_by")), _negated=True),
                    _connector="OR",
                ),
                name="associations_acceptance_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "accepted"), _negated=True),
                    models.Q(
                        ("document__isnull", False),
                        ("held_on__isnull", False),
                        models.Q(("panel", ""), _negated=True),
                        models.Q(("conclusion", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="associations_acceptance_minutes_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="associations_acceptance_refused_has_reason",
            ),
        ),
    ]
