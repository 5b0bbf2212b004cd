import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import associations.models.agreements
import common.fields
import common.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("programme", "0001_initial"),
    ]

    operations = [
        common.operations.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name="ReportType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                        ("name", common.fields.NameField(max_length=100, verbose_name="name")),
                        (
                            "frequency",
                            models.CharField(
                                choices=[("quarter", "quarterly"), ("half", "half-yearly"), ("year", "yearly")],
                                max_length=8,
                                verbose_name="frequency",
                            ),
                        ),
                        (
                            "cut_offs",
                            models.CharField(
                                default="14/06,14/12",
                                help_text="Days as dd/mm, separated by commas; records after a cut-off go into the next report.",
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(0[1-9]|[12]\\d|3[01])/(0[1-9]|1[0-2])(,(0[1-9]|[12]\\d|3[01])/(0[1-9]|1[0-2]))*$",
                                        "Write days as dd/mm separated by commas, for instance 14/06,14/12.",
                                    )
                                ],
                                verbose_name="cut-off days",
                            ),
                        ),
                        (
                            "days_to_submit",
                            models.PositiveSmallIntegerField(
                                default=15, verbose_name="days to submit after the cut-off"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report type",
                        "verbose_name_plural": "report types",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Association",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                help_text="“sourced” was read in the source; “memory” was not checked against the original text.",
                                max_length=40,
                                verbose_name="confidence",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("abbreviation", models.CharField(max_length=20, verbose_name="abbreviation")),
                        ("name_vi", common.fields.NameField(max_length=200, verbose_name="Vietnamese name")),
                        ("name_en", common.fields.NameField(blank=True, max_length=200, verbose_name="English name")),
                        ("field", models.CharField(blank=True, max_length=100, verbose_name="field")),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        (
                            "has_memorandum",
                            models.BooleanField(
                                default=False,
                                help_text="As published; the agreement itself is a record of its own.",
                                verbose_name="memorandum with the programme",
                            ),
                        ),
                        (
                            "folded",
                            common.fields.FoldedField(sources=("abbreviation", "code", "name_vi", "name_en", "field")),
                        ),
                        ("sort_key", common.fields.SortKeyField(max_length=240, sources=("name_vi",))),
                        (
                            "industries",
                            models.ManyToManyField(
                                blank=True,
                                related_name="associations",
                                to="programme.industry",
                                verbose_name="industries",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="associations",
                                to="programme.province",
                                verbose_name="province",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "association",
                        "verbose_name_plural": "associations",
                        "ordering": ["sort_key"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^[A-Z0-9-]+$")),
                                name="associations_association_code_plain",
                                violation_error_message="A code has capital letters, digits and hyphens only, for instance VITAS-CHE.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("memorandum", "memorandum"),
                                    ("agreement", "agreement"),
                                    ("contract", "contract"),
                                ],
                                default="memorandum",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="year of the number"
                            ),
                        ),
                        (
                            "serial",
                            models.PositiveIntegerField(
                                blank=True, editable=False, null=True, verbose_name="serial number"
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="purpose and scope")),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        (
                            "programme_signatory",
                            common.fields.NameField(
                                blank=True, max_length=150, verbose_name="signatory of the programme"
                            ),
                        ),
                        (
                            "programme_signatory_position",
                            models.CharField(blank=True, max_length=150, verbose_name="position"),
                        ),
                        (
                            "programme_signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the programme on",
                            ),
                        ),
                        (
                            "association_signatory",
                            common.fields.NameField(
                                blank=True, max_length=150, verbose_name="signatory of the association"
                            ),
                        ),
                        (
                            "association_signatory_position",
                            models.CharField(blank=True, max_length=150, verbose_name="position"),
                        ),
                        (
                            "association_signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the association on",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_force", "in force"),
                                    ("suspended", "suspended"),
                                    ("completed", "completed"),
                                    ("settled", "settled"),
                                    ("terminated", "terminated"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "status_reason",
                            models.TextField(blank=True, editable=False, verbose_name="reason for the status"),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("number", "title", "summary"))),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approved_agreements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prepared_agreements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="prepared by",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="programme.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "signed_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="programme.document",
                                verbose_name="signed file",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_agreements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="programme.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ["-starts_on", "-pk"],
                        "permissions": [
                            ("submit_agreement", "May submit agreements"),
                            ("approve_agreement", "May approve agreements"),
                            ("sign_agreement", "May sign agreements"),
                            ("start_agreement", "May start agreements"),
                            ("suspend_agreement", "May suspend agreements"),
                            ("complete_agreement", "May complete agreements"),
                            ("settle_agreement", "May settle agreements"),
                            ("terminate_agreement", "May terminate agreements"),
                            ("cancel_agreement", "May cancel agreements"),
                        ],
                        "indexes": [
                            models.Index(fields=["status", "ends_on"], name="associations_agreement_expiry"),
                            models.Index(fields=["association", "-starts_on"], name="associations_agreement_owner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="associations_agreement_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            ),
                            models.UniqueConstraint(
                                fields=("kind", "year", "serial"), name="associations_agreement_number_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("serial", None), ("year", None)),
                                    models.Q(("serial__isnull", False), ("year__isnull", False)),
                                    _connector="OR",
                                ),
                                name="associations_agreement_number_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "submitted", "cancelled"]),
                                    ("serial__isnull", False),
                                    _connector="OR",
                                ),
                                name="associations_agreement_approved_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_at", None), ("submitted_by", None)),
                                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="associations_agreement_submitted_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at", None), ("approved_by", None)),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="associations_agreement_approved_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="associations_agreement_four_eyes",
                                violation_error_message="Who prepared an agreement does not approve it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["signed", "in_force"]), _negated=True),
                                    models.Q(
                                        ("association_signed_on__isnull", False),
                                        ("programme_signed_on__isnull", False),
                                        ("signed_document__isnull", False),
                                        models.Q(("programme_signatory", ""), _negated=True),
                                        models.Q(("association_signatory", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="associations_agreement_signed_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgreement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("memorandum", "memorandum"),
                                    ("agreement", "agreement"),
                                    ("contract", "contract"),
                                ],
                                default="memorandum",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="year of the number"
                            ),
                        ),
                        (
                            "serial",
                            models.PositiveIntegerField(
                                blank=True, editable=False, null=True, verbose_name="serial number"
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="purpose and scope")),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        (
                            "programme_signatory",
                            common.fields.NameField(
                                blank=True, max_length=150, verbose_name="signatory of the programme"
                            ),
                        ),
                        (
                            "programme_signatory_position",
                            models.CharField(blank=True, max_length=150, verbose_name="position"),
                        ),
                        (
                            "programme_signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the programme on",
                            ),
                        ),
                        (
                            "association_signatory",
                            common.fields.NameField(
                                blank=True, max_length=150, verbose_name="signatory of the association"
                            ),
                        ),
                        (
                            "association_signatory_position",
                            models.CharField(blank=True, max_length=150, verbose_name="position"),
                        ),
                        (
                            "association_signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the association on",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_force", "in force"),
                                    ("suspended", "suspended"),
                                    ("completed", "completed"),
                                    ("settled", "settled"),
                                    ("terminated", "terminated"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "status_reason",
                            models.TextField(blank=True, editable=False, verbose_name="reason for the status"),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                        ),
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
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="prepared by",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "signed_document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="signed file",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreement",
                        "verbose_name_plural": "historical agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAnnex",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("detail", "detail"), ("amendment", "amendment")],
                                default="detail",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("content", models.TextField(blank=True, verbose_name="content")),
                        (
                            "signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed on",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="takes effect on")),
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="signed file",
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
                        "verbose_name": "historical annex",
                        "verbose_name_plural": "historical annexes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAssociation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                help_text="“sourced” was read in the source; “memory” was not checked against the original text.",
                                max_length=40,
                                verbose_name="confidence",
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("abbreviation", models.CharField(max_length=20, verbose_name="abbreviation")),
                        ("name_vi", common.fields.NameField(max_length=200, verbose_name="Vietnamese name")),
                        ("name_en", common.fields.NameField(blank=True, max_length=200, verbose_name="English name")),
                        ("field", models.CharField(blank=True, max_length=100, verbose_name="field")),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        (
                            "has_memorandum",
                            models.BooleanField(
                                default=False,
                                help_text="As published; the agreement itself is a record of its own.",
                                verbose_name="memorandum with the programme",
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
                        "verbose_name": "historical association",
                        "verbose_name_plural": "historical associations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="deliverable")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "accepted_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="accepted on",
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="acceptance minutes",
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
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSolutionPackage",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                db_index=True,
                                help_text="For instance VITAS-2017-01.",
                                max_length=40,
                                verbose_name="code",
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "in preparation"),
                                    ("running", "under way"),
                                    ("completed", "completed"),
                                    ("stopped", "stopped"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        (
                            "quota_enterprises",
                            models.PositiveIntegerField(default=0, verbose_name="quota of enterprises"),
                        ),
                        ("quota_courses", models.PositiveIntegerField(default=0, verbose_name="quota of courses")),
                        ("quota_trainees", models.PositiveIntegerField(default=0, verbose_name="quota of trainees")),
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.agreement",
                                verbose_name="agreement",
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
                        "verbose_name": "historical solution package",
                        "verbose_name_plural": "historical solution packages",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalWorkshop",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", common.fields.NameField(blank=True, max_length=200, verbose_name="place")),
                        ("chair", common.fields.NameField(blank=True, max_length=150, verbose_name="chaired by")),
                        ("summary", models.TextField(blank=True, verbose_name="summary")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
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
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="minutes",
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
                        "verbose_name": "historical workshop",
                        "verbose_name_plural": "historical workshops",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(auto_now_add=True, verbose_name="since")),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "ordering": ["association", "user"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "association"),
                                name="associations_membership_once",
                                violation_error_message="This account acts for this association already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="deliverable")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "accepted_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="accepted on",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="programme.document",
                                verbose_name="acceptance minutes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "milestone",
                        "verbose_name_plural": "milestones",
                        "ordering": ["agreement", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "position"),
                                name="associations_milestone_position_unique",
                                violation_error_message="The agreement already has a milestone at this position: choose the next one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("accepted_on", None), ("document__isnull", False), _connector="OR"),
                                name="associations_milestone_accepted_has_minutes",
                                violation_error_message="An accepted deliverable needs its minutes: attach the document.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFunding",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("central", "central budget"),
                                    ("local", "local budget"),
                                    ("enterprise", "enterprise"),
                                    ("association", "association"),
                                    ("other", "other source"),
                                ],
                                max_length=12,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("committed", "committed"),
                                    ("disbursed", "disbursed"),
                                    ("settled", "settled"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("amount_vnd", models.BigIntegerField(verbose_name="amount (VND)")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="date")),
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="document",
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
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.milestone",
                                verbose_name="milestone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical funding line",
                        "verbose_name_plural": "historical funding",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Funding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("central", "central budget"),
                                    ("local", "local budget"),
                                    ("enterprise", "enterprise"),
                                    ("association", "association"),
                                    ("other", "other source"),
                                ],
                                max_length=12,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("committed", "committed"),
                                    ("disbursed", "disbursed"),
                                    ("settled", "settled"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("amount_vnd", models.BigIntegerField(verbose_name="amount (VND)")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funding",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funding",
                                to="programme.document",
                                verbose_name="document",
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funding",
                                to="associations.milestone",
                                verbose_name="milestone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "funding line",
                        "verbose_name_plural": "funding",
                        "ordering": ["agreement", "state", "source", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_vnd__gt", 0)),
                                name="associations_funding_positive",
                                violation_error_message="An amount is a whole number of đồng above zero.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("memorandum", "memorandum"),
                                    ("agreement", "agreement"),
                                    ("contract", "contract"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "year"), name="associations_numberseries_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeriodicReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period_starts_on", models.DateField(verbose_name="period from")),
                        ("period_ends_on", models.DateField(verbose_name="period to")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("submitted", "submitted"),
                                    ("in_review", "in review"),
                                    ("returned", "returned"),
                                    ("resubmitted", "resubmitted"),
                                    ("accepted", "accepted"),
                                ],
                                default="open",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="round")),
                        ("narrative", models.TextField(blank=True, verbose_name="results and communication")),
                        ("difficulties", models.TextField(blank=True, verbose_name="difficulties")),
                        ("proposals", models.TextField(blank=True, verbose_name="proposals")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted at"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accepted_reports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accepted by",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="programme.document",
                                verbose_name="signed report",
                            ),
                        ),
                        (
                            "posting",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="programme.posting",
                                verbose_name="posting",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_reports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                        (
                            "report_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="associations.reporttype",
                                verbose_name="report type",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "periodic report",
                        "verbose_name_plural": "periodic reports",
                        "ordering": ["-period_ends_on", "-pk"],
                        "permissions": [
                            ("open_periodicreport", "May open periodic reports"),
                            ("submit_periodicreport", "May submit periodic reports"),
                            ("review_periodicreport", "May review periodic reports"),
                            ("return_periodicreport", "May return periodic reports"),
                            ("accept_periodicreport", "May accept periodic reports"),
                        ],
                        "indexes": [
                            models.Index(fields=["status", "due_on"], name="associations_report_queue"),
                            models.Index(fields=["agreement", "-period_ends_on"], name="associations_report_by_owner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period_ends_on__gte", models.F("period_starts_on"))),
                                name="associations_periodicreport_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "report_type", "period_ends_on"),
                                name="associations_periodicreport_period_unique",
                                violation_error_message="There is a report for this agreement and period already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_at", None), ("submitted_by", None)),
                                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="associations_periodicreport_submitted_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("accepted_by__isnull", False),
                                        ("status", "accepted"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "accepted"), _negated=True),
                                        ("accepted_at", None),
                                        ("accepted_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="associations_periodicreport_accepted_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_by", None),
                                    models.Q(("accepted_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="associations_periodicreport_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("opened", "opened"),
                                    ("submitted", "submitted"),
                                    ("started", "review started"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                ],
                                max_length=10,
                                verbose_name="action",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("revision", models.PositiveIntegerField(verbose_name="revision")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_reviews",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of the review",
                        "verbose_name_plural": "steps of the review",
                        "ordering": ["report", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action", "returned"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="associations_reportreview_return_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=30, verbose_name="section")),
                        ("line", models.CharField(blank=True, max_length=40, verbose_name="line")),
                        ("line_label", models.CharField(blank=True, max_length=300, verbose_name="line as then named")),
                        ("text", models.TextField(verbose_name="comment")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="associations.reportreview",
                                verbose_name="review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment",
                        "verbose_name_plural": "comments",
                        "ordering": ["review", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPeriodicReport",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("period_starts_on", models.DateField(verbose_name="period from")),
                        ("period_ends_on", models.DateField(verbose_name="period to")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("submitted", "submitted"),
                                    ("in_review", "in review"),
                                    ("returned", "returned"),
                                    ("resubmitted", "resubmitted"),
                                    ("accepted", "accepted"),
                                ],
                                default="open",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="round")),
                        ("narrative", models.TextField(blank=True, verbose_name="results and communication")),
                        ("difficulties", models.TextField(blank=True, verbose_name="difficulties")),
                        ("proposals", models.TextField(blank=True, verbose_name="proposals")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted at"),
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
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accepted by",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.document",
                                verbose_name="signed report",
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
                            "posting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.posting",
                                verbose_name="posting",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                        (
                            "report_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.reporttype",
                                verbose_name="report type",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical periodic report",
                        "verbose_name_plural": "historical periodic reports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SolutionPackage",
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
                                help_text="For instance VITAS-2017-01.", max_length=40, unique=True, verbose_name="code"
                            ),
                        ),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "in preparation"),
                                    ("running", "under way"),
                                    ("completed", "completed"),
                                    ("stopped", "stopped"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        (
                            "quota_enterprises",
                            models.PositiveIntegerField(default=0, verbose_name="quota of enterprises"),
                        ),
                        ("quota_courses", models.PositiveIntegerField(default=0, verbose_name="quota of courses")),
                        ("quota_trainees", models.PositiveIntegerField(default=0, verbose_name="quota of trainees")),
                        ("folded", common.fields.FoldedField(sources=("code", "name", "description"))),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packages",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "documents",
                            models.ManyToManyField(
                                blank=True, related_name="packages", to="programme.document", verbose_name="documents"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solution package",
                        "verbose_name_plural": "solution packages",
                        "ordering": ["-starts_on", "code"],
                        "indexes": [
                            models.Index(fields=["agreement", "-starts_on"], name="associations_package_by_owner")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="associations_solutionpackage_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackageItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("training", common.fields.NameField(blank=True, max_length=300, verbose_name="training")),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "tool",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="package_items",
                                to="programme.improvementtool",
                                verbose_name="tool",
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="associations.solutionpackage",
                                verbose_name="package",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of the package",
                        "verbose_name_plural": "content of the package",
                        "ordering": ["package", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("package", "position"),
                                name="associations_packageitem_position_unique",
                                violation_error_message="The package already has a step at this position: choose the next one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("tool__isnull", False), ("training", "")),
                                    models.Q(("tool", None), models.Q(("training", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="associations_packageitem_tool_or_training",
                                violation_error_message="A step is either a tool or a training: fill in exactly one of the two.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="need")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "priority",
                            models.CharField(
                                choices=[("high", "high"), ("normal", "normal"), ("low", "low")],
                                default="normal",
                                max_length=6,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "enterprises_affected",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="enterprises affected"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("stated", "waiting for an answer"),
                                    ("met", "will be met"),
                                    ("declined", "cannot be met"),
                                ],
                                default="stated",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("stated_at", models.DateTimeField(auto_now_add=True, verbose_name="stated at")),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered at"),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("title", "description"))),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_needs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "stated_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stated_needs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stated by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="programme.task",
                                verbose_name="task that meets it",
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="associations.solutionpackage",
                                verbose_name="package that meets it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "need",
                        "verbose_name_plural": "needs",
                        "ordering": ["-stated_at", "-pk"],
                        "permissions": [("answer_need", "May answer needs")],
                        "indexes": [models.Index(fields=["status", "-stated_at"], name="associations_need_queue")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None), ("status", "stated")),
                                    models.Q(
                                        models.Q(("status", "stated"), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="associations_need_answered_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "met"), _negated=True),
                                    ("task__isnull", False),
                                    ("package__isnull", False),
                                    _connector="OR",
                                ),
                                name="associations_need_met_by_something",
                                violation_error_message="A need that will be met names the task or the package that meets it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="associations_need_declined_has_reason",
                                violation_error_message="A need that cannot be met needs a reason: write the answer.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalNeed",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="need")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "priority",
                            models.CharField(
                                choices=[("high", "high"), ("normal", "normal"), ("low", "low")],
                                default="normal",
                                max_length=6,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "enterprises_affected",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="enterprises affected"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("stated", "waiting for an answer"),
                                    ("met", "will be met"),
                                    ("declined", "cannot be met"),
                                ],
                                default="stated",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("stated_at", models.DateTimeField(blank=True, editable=False, verbose_name="stated at")),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered at"),
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
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stated_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stated by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.task",
                                verbose_name="task that meets it",
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
                                verbose_name="package that meets it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical need",
                        "verbose_name_plural": "historical needs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Workshop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", common.fields.NameField(blank=True, max_length=200, verbose_name="place")),
                        ("chair", common.fields.NameField(blank=True, max_length=150, verbose_name="chaired by")),
                        ("summary", models.TextField(blank=True, verbose_name="summary")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("title", "place", "summary"))),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workshops",
                                to="programme.document",
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "participants",
                            models.ManyToManyField(
                                blank=True,
                                related_name="workshops",
                                to="associations.association",
                                verbose_name="associations that took part",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "workshop",
                        "verbose_name_plural": "workshops",
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorkshopConclusion",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("text", models.TextField(verbose_name="conclusion")),
                        ("owner", common.fields.NameField(max_length=200, verbose_name="owner")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("outcome", models.TextField(blank=True, verbose_name="outcome")),
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.workshop",
                                verbose_name="workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical conclusion",
                        "verbose_name_plural": "historical conclusions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorkshopConclusion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("text", models.TextField(verbose_name="conclusion")),
                        ("owner", common.fields.NameField(max_length=200, verbose_name="owner")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                        (
                            "workshop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conclusions",
                                to="associations.workshop",
                                verbose_name="workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "conclusion",
                        "verbose_name_plural": "conclusions",
                        "ordering": ["workshop", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("workshop", "position"),
                                name="associations_workshopconclusion_position_unique",
                                violation_error_message="The workshop already has a conclusion at this position: choose the next one.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Annex",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("detail", "detail"), ("amendment", "amendment")],
                                default="detail",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("content", models.TextField(blank=True, verbose_name="content")),
                        (
                            "signed_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed on",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="takes effect on")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="annexes",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="annexes",
                                to="programme.document",
                                verbose_name="signed file",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "annex",
                        "verbose_name_plural": "annexes",
                        "ordering": ["agreement", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "number"),
                                name="associations_annex_number_unique",
                                violation_error_message="The agreement already has an annex with this number: choose the next one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signed_on", None), ("document__isnull", False), _connector="OR"),
                                name="associations_annex_signed_has_file",
                                violation_error_message="A signed annex needs its signed file: attach the document.",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
