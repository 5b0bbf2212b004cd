import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.fields
import common.operations
import enterprises.models.supports
import enterprises.models.training
import enterprises.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("associations", "0001_initial"),
        ("programme", "0001_initial"),
    ]

    operations = [
        common.operations.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name="Enterprise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        (
                            "tax_code",
                            models.CharField(
                                blank=True,
                                error_messages={
                                    "unique": "An enterprise with this tax code is registered already: use that record."
                                },
                                help_text="10 digits. Leave empty if there is none: the record is flagged until one is known.",
                                max_length=10,
                                null=True,
                                unique=True,
                                validators=[enterprises.validators.validate_tax_code],
                                verbose_name="tax code",
                            ),
                        ),
                        (
                            "personal_number",
                            models.CharField(
                                blank=True,
                                help_text="12 digits, only for a household business.",
                                max_length=12,
                                null=True,
                                unique=True,
                                validators=[enterprises.validators.validate_personal_number],
                                verbose_name="personal number",
                            ),
                        ),
                        (
                            "subject_key",
                            models.CharField(
                                editable=False, max_length=40, unique=True, verbose_name="key in the ledger"
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("employees", models.PositiveIntegerField(blank=True, null=True, verbose_name="employees")),
                        (
                            "revenue_vnd",
                            models.BigIntegerField(blank=True, null=True, verbose_name="yearly revenue (VND)"),
                        ),
                        ("capital_vnd", models.BigIntegerField(blank=True, null=True, verbose_name="capital (VND)")),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("micro", "micro"),
                                    ("small", "small"),
                                    ("medium", "medium"),
                                    ("large", "large"),
                                ],
                                help_text="Leave empty to have it worked out from employees, revenue and capital.",
                                max_length=8,
                                verbose_name="size",
                            ),
                        ),
                        (
                            "representative",
                            common.fields.NameField(blank=True, max_length=150, verbose_name="legal representative"),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("name", "tax_code"))),
                        ("sort_key", common.fields.SortKeyField(max_length=240, sources=("name",))),
                        (
                            "industry",
                            models.ForeignKey(
                                limit_choices_to={"level": "division"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprises",
                                to="programme.industry",
                                verbose_name="main industry",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="enterprises.enterprise",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprises",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enterprise",
                        "verbose_name_plural": "enterprises",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["province", "-id"], name="enterprises_by_province"),
                            models.Index(fields=["industry", "-id"], name="enterprises_by_industry"),
                            models.Index(fields=["sort_key"], name="enterprises_by_name"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tax_code", None), ("tax_code__regex", "^[0-9]{10}$"), _connector="OR"
                                ),
                                name="enterprises_enterprise_tax_code_digits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("personal_number", None),
                                    ("personal_number__regex", "^[0-9]{12}$"),
                                    _connector="OR",
                                ),
                                name="enterprises_enterprise_personal_number_digits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tax_code", None), ("personal_number", None), _connector="OR"),
                                name="enterprises_enterprise_one_number",
                                violation_error_message="A tax code and a personal number exclude each other: keep one of the two.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revenue_vnd", None), ("revenue_vnd__gte", 0), _connector="OR"),
                                name="enterprises_enterprise_revenue_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capital_vnd", None), ("capital_vnd__gte", 0), _connector="OR"),
                                name="enterprises_enterprise_capital_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Branch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=14,
                                unique=True,
                                validators=[enterprises.validators.validate_branch_code],
                                verbose_name="branch code",
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="branches",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="branches",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "branch",
                        "verbose_name_plural": "branches",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Affiliation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="affiliations",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="affiliations",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "affiliation",
                        "verbose_name_plural": "affiliations",
                        "ordering": ["association", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enterprise", "association"),
                                name="enterprises_affiliation_once",
                                violation_error_message="The enterprise belongs to this association already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("starts_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="enterprises_affiliation_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAffiliation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical affiliation",
                        "verbose_name_plural": "historical affiliations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBranch",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                db_index=True,
                                max_length=14,
                                validators=[enterprises.validators.validate_branch_code],
                                verbose_name="branch code",
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical branch",
                        "verbose_name_plural": "historical branches",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEnterprise",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        (
                            "tax_code",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                error_messages={
                                    "unique": "An enterprise with this tax code is registered already: use that record."
                                },
                                help_text="10 digits. Leave empty if there is none: the record is flagged until one is known.",
                                max_length=10,
                                null=True,
                                validators=[enterprises.validators.validate_tax_code],
                                verbose_name="tax code",
                            ),
                        ),
                        (
                            "personal_number",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                help_text="12 digits, only for a household business.",
                                max_length=12,
                                null=True,
                                validators=[enterprises.validators.validate_personal_number],
                                verbose_name="personal number",
                            ),
                        ),
                        (
                            "subject_key",
                            models.CharField(
                                db_index=True, editable=False, max_length=40, verbose_name="key in the ledger"
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("employees", models.PositiveIntegerField(blank=True, null=True, verbose_name="employees")),
                        (
                            "revenue_vnd",
                            models.BigIntegerField(blank=True, null=True, verbose_name="yearly revenue (VND)"),
                        ),
                        ("capital_vnd", models.BigIntegerField(blank=True, null=True, verbose_name="capital (VND)")),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("micro", "micro"),
                                    ("small", "small"),
                                    ("medium", "medium"),
                                    ("large", "large"),
                                ],
                                help_text="Leave empty to have it worked out from employees, revenue and capital.",
                                max_length=8,
                                verbose_name="size",
                            ),
                        ),
                        (
                            "representative",
                            common.fields.NameField(blank=True, max_length=150, verbose_name="legal representative"),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created at")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "industry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"level": "division"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.industry",
                                verbose_name="main industry",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.enterprise",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical enterprise",
                        "verbose_name_plural": "historical enterprises",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSupport",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "starts_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="started on"
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="finished on"
                            ),
                        ),
                        ("result", models.TextField(blank=True, verbose_name="result")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("submitted", "submitted"),
                                    ("accepted", "accepted"),
                                    ("corrected", "taken back"),
                                ],
                                default="recorded",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.solutionpackage",
                                verbose_name="solution package",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "tool",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.improvementtool",
                                verbose_name="tool",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical support",
                        "verbose_name_plural": "historical supports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTrainee",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "subject_key",
                            models.CharField(
                                db_index=True,
                                default=enterprises.models.training.new_trainee_key,
                                editable=False,
                                max_length=40,
                                verbose_name="key in the ledger",
                            ),
                        ),
                        ("full_name", common.fields.NameField(max_length=150, verbose_name="full name")),
                        (
                            "birth_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical trainee",
                        "verbose_name_plural": "historical trainees",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTrainingCourse",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "starts_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="started on"
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="finished on"
                            ),
                        ),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                        ("place", common.fields.NameField(blank=True, max_length=200, verbose_name="place")),
                        ("lecturer", common.fields.NameField(blank=True, max_length=150, verbose_name="lecturer")),
                        (
                            "declared_trainees",
                            models.PositiveIntegerField(
                                help_text="As on the attendance list; the names are recorded beside it.",
                                verbose_name="declared number of trainees",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("submitted", "submitted"),
                                    ("accepted", "accepted"),
                                    ("corrected", "taken back"),
                                ],
                                default="recorded",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.solutionpackage",
                                verbose_name="solution package",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical training course",
                        "verbose_name_plural": "historical training courses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Support",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "starts_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="started on"
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="finished on"
                            ),
                        ),
                        ("result", models.TextField(blank=True, verbose_name="result")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("submitted", "submitted"),
                                    ("accepted", "accepted"),
                                    ("corrected", "taken back"),
                                ],
                                default="recorded",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="associations.solutionpackage",
                                verbose_name="solution package",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "tool",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="programme.improvementtool",
                                verbose_name="tool",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support",
                        "verbose_name_plural": "supports",
                        "ordering": ["-ends_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["package", "status"], name="enterprises_support_by_package"),
                            models.Index(fields=["-ends_on", "-id"], name="enterprises_support_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="enterprises_support_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "corrected"), _negated=True),
                                fields=("enterprise", "package", "ends_on"),
                                name="enterprises_support_once_a_day",
                                violation_error_message="This enterprise is recorded for this package and day already: change that record instead.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "accepted"), _negated=True),
                                    ("evidence__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_support_accepted_has_evidence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=200, verbose_name="what is measured")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("percent", "percent (%)"),
                                    ("points", "percentage points"),
                                    ("vnd", "VND"),
                                    ("vnd_head", "VND per employee"),
                                    ("minutes", "minutes"),
                                    ("pieces", "pieces"),
                                    ("other", "other unit"),
                                ],
                                max_length=10,
                                verbose_name="unit",
                            ),
                        ),
                        ("unit_text", models.CharField(blank=True, max_length=60, verbose_name="unit in words")),
                        (
                            "scope",
                            common.fields.NameField(
                                blank=True,
                                help_text="For instance one line, one workshop, the whole plant.",
                                max_length=200,
                                verbose_name="scope",
                            ),
                        ),
                        ("method", common.fields.NameField(blank=True, max_length=200, verbose_name="method")),
                        (
                            "measured_by",
                            common.fields.NameField(blank=True, max_length=150, verbose_name="measured by"),
                        ),
                        ("before", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="before")),
                        ("before_on", models.DateField(verbose_name="measured before on")),
                        (
                            "after",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after"
                            ),
                        ),
                        ("after_on", models.DateField(blank=True, null=True, verbose_name="measured after on")),
                        (
                            "after_6_months",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after 6 months"
                            ),
                        ),
                        (
                            "after_12_months",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after 12 months"
                            ),
                        ),
                        (
                            "support",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="enterprises.support",
                                verbose_name="support",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "measurement",
                        "verbose_name_plural": "measurements",
                        "ordering": ["support", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("after", None), ("after_on", None)),
                                    models.Q(("after__isnull", False), ("after_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="enterprises_measurement_after_pair",
                                violation_error_message="A value after needs its day, and a day its value: fill in both or neither.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("after_on", None), ("after_on__gte", models.F("before_on")), _connector="OR"
                                ),
                                name="enterprises_measurement_after_follows_before",
                                violation_error_message="The measurement after lies before the one before: correct one of the days.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("unit", "other"), _negated=True),
                                    models.Q(("unit_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="enterprises_measurement_other_unit_named",
                                violation_error_message="Another unit needs its name: write it in words.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeasurement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", common.fields.NameField(max_length=200, verbose_name="what is measured")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("percent", "percent (%)"),
                                    ("points", "percentage points"),
                                    ("vnd", "VND"),
                                    ("vnd_head", "VND per employee"),
                                    ("minutes", "minutes"),
                                    ("pieces", "pieces"),
                                    ("other", "other unit"),
                                ],
                                max_length=10,
                                verbose_name="unit",
                            ),
                        ),
                        ("unit_text", models.CharField(blank=True, max_length=60, verbose_name="unit in words")),
                        (
                            "scope",
                            common.fields.NameField(
                                blank=True,
                                help_text="For instance one line, one workshop, the whole plant.",
                                max_length=200,
                                verbose_name="scope",
                            ),
                        ),
                        ("method", common.fields.NameField(blank=True, max_length=200, verbose_name="method")),
                        (
                            "measured_by",
                            common.fields.NameField(blank=True, max_length=150, verbose_name="measured by"),
                        ),
                        ("before", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="before")),
                        ("before_on", models.DateField(verbose_name="measured before on")),
                        (
                            "after",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after"
                            ),
                        ),
                        ("after_on", models.DateField(blank=True, null=True, verbose_name="measured after on")),
                        (
                            "after_6_months",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after 6 months"
                            ),
                        ),
                        (
                            "after_12_months",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="after 12 months"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "support",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="enterprises.support",
                                verbose_name="support",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical measurement",
                        "verbose_name_plural": "historical measurements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Trainee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "subject_key",
                            models.CharField(
                                default=enterprises.models.training.new_trainee_key,
                                editable=False,
                                max_length=40,
                                unique=True,
                                verbose_name="key in the ledger",
                            ),
                        ),
                        ("full_name", common.fields.NameField(max_length=150, verbose_name="full name")),
                        (
                            "birth_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("full_name",))),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainees",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainees",
                                to="enterprises.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trainee",
                        "verbose_name_plural": "trainees",
                        "ordering": ["full_name", "pk"],
                        "indexes": [models.Index(fields=["association", "folded"], name="enterprises_trainee_by_name")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("birth_year", None),
                                    models.Q(("birth_year__gte", 1900), ("birth_year__lte", 2100)),
                                    _connector="OR",
                                ),
                                name="enterprises_trainee_birth_year_plausible",
                                violation_error_message="A year of birth has four digits, for instance 1985.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingCourse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "starts_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="started on"
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                validators=[enterprises.models.supports.not_in_future], verbose_name="finished on"
                            ),
                        ),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                        ("place", common.fields.NameField(blank=True, max_length=200, verbose_name="place")),
                        ("lecturer", common.fields.NameField(blank=True, max_length=150, verbose_name="lecturer")),
                        (
                            "declared_trainees",
                            models.PositiveIntegerField(
                                help_text="As on the attendance list; the names are recorded beside it.",
                                verbose_name="declared number of trainees",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("submitted", "submitted"),
                                    ("accepted", "accepted"),
                                    ("corrected", "taken back"),
                                ],
                                default="recorded",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("title", "place", "lecturer"))),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="associations.solutionpackage",
                                verbose_name="solution package",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "training course",
                        "verbose_name_plural": "training courses",
                        "ordering": ["-ends_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["package", "status"], name="enterprises_course_by_package"),
                            models.Index(fields=["-ends_on", "-id"], name="enterprises_course_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="enterprises_trainingcourse_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "corrected"), _negated=True),
                                fields=("package", "title", "starts_on", "ends_on"),
                                name="enterprises_trainingcourse_once",
                                violation_error_message="A course of this title and these days is recorded for this package already: change that one, or tell the two apart by their titles.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "accepted"), _negated=True),
                                    ("evidence__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_trainingcourse_accepted_has_evidence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("certificate", models.CharField(blank=True, max_length=60, verbose_name="certificate number")),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="enterprises.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="enrolments",
                                to="enterprises.trainingcourse",
                                verbose_name="course",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place on a course",
                        "verbose_name_plural": "places on courses",
                        "ordering": ["course", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("course", "trainee"),
                                name="enterprises_enrolment_once",
                                violation_error_message="This person is on the course already.",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
