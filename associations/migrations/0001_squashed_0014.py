"""A new database gets today's tables at once; an older one goes the way of the migrations that this one replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import associations.models.agreements
import associations.models.report_parts
import common.fields
import common.operations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("associations", "0001_initial"),
        ("associations", "0002_kept_words"),
        ("associations", "0003_annex_terms"),
        ("associations", "0004_first_versions"),
        ("associations", "0005_report_calendar_and_parts"),
        ("associations", "0006_conclusions_and_participants"),
        ("associations", "0007_milestone_acceptance"),
        ("associations", "0008_agreement_steps_and_signing_authorities"),
        ("associations", "0009_fill_steps_and_authorities"),
        ("associations", "0010_report_versions_and_answers"),
        ("associations", "0011_lock_exceptions"),
        ("associations", "0012_report_order"),
        ("associations", "0013_report_corrections"),
        ("associations", "0014_own_lines_and_replacements"),
    ]

    dependencies = [
        ("accounts", "__first__"),
        ("programme", "0005_held_documents"),
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
                                    ("expired", "expired"),
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
                    },
                ),
                migrations.CreateModel(
                    name="AgreementStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("action", models.CharField(max_length=20, verbose_name="action")),
                        (
                            "from_status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_force", "in force"),
                                    ("suspended", "suspended"),
                                    ("expired", "expired"),
                                    ("completed", "completed"),
                                    ("settled", "settled"),
                                    ("terminated", "terminated"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=10,
                                verbose_name="from state",
                            ),
                        ),
                        (
                            "to_status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_force", "in force"),
                                    ("suspended", "suspended"),
                                    ("expired", "expired"),
                                    ("completed", "completed"),
                                    ("settled", "settled"),
                                    ("terminated", "terminated"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=10,
                                verbose_name="to state",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_steps",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_steps",
                                to="programme.document",
                                verbose_name="document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of an agreement",
                        "verbose_name_plural": "steps of agreements",
                        "ordering": ["agreement", "at", "pk"],
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
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_effect", "in effect"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="recorded",
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
                            "base",
                            models.JSONField(
                                blank=True, editable=False, null=True, verbose_name="terms it started from"
                            ),
                        ),
                        (
                            "proposed",
                            models.JSONField(blank=True, editable=False, null=True, verbose_name="proposed terms"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        (
                            "programme_signed_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the programme on",
                            ),
                        ),
                        (
                            "association_signed_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the association on",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                        ),
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
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approved_annexes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
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
                        (
                            "prepared_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prepared_annexes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="prepared by",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_annexes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "annex",
                        "verbose_name_plural": "annexes",
                        "ordering": ["agreement", "number"],
                        "permissions": [
                            ("submit_annex", "May submit annexes"),
                            ("approve_annex", "May approve annexes"),
                            ("sign_annex", "May sign annexes"),
                            ("apply_annex", "May apply annexes"),
                            ("cancel_annex", "May cancel annexes"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("effective_on", models.DateField(verbose_name="takes effect on")),
                        ("terms", models.JSONField(verbose_name="terms")),
                        ("hash", models.CharField(max_length=64, verbose_name="fingerprint")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="associations.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_versions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "annex",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="version",
                                to="associations.annex",
                                verbose_name="annex",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of an agreement",
                        "verbose_name_plural": "versions of agreements",
                        "ordering": ["agreement", "number"],
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
                                choices=[
                                    ("sourced", "read in the source"),
                                    ("sourced (số hiệu)", "the number was read in the source"),
                                    ("high", "reliable"),
                                    ("medium", "fairly reliable"),
                                    ("medium (bản dịch làm việc)", "fairly reliable: a working translation"),
                                    ("memory: high", "from memory, reliable; not checked against the original text"),
                                    (
                                        "memory: medium",
                                        "from memory, fairly reliable; not checked against the original text",
                                    ),
                                ],
                                help_text="How far this row was compared with its source.",
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
                    },
                ),
                migrations.AddField(
                    model_name="agreement",
                    name="association",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="associations.association",
                        verbose_name="association",
                    ),
                ),
                migrations.CreateModel(
                    name="Communication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "happened_on",
                            models.DateField(
                                validators=[associations.models.report_parts.not_in_future], verbose_name="date"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("press", "newspaper or magazine"),
                                    ("broadcast", "television or radio"),
                                    ("website", "website"),
                                    ("social", "social network"),
                                    ("event", "conference, workshop or exhibition"),
                                    ("print", "printed matter"),
                                    ("other", "other channel"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "outlet",
                            common.fields.NameField(
                                blank=True,
                                help_text="For instance the newspaper, the site or the venue.",
                                max_length=200,
                                verbose_name="where",
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="communications",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                error_messages={
                                    "unique": "A record of this correction replaces it already: change that record instead."
                                },
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replacement",
                                to="associations.communication",
                                verbose_name="replaces",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "communication activity",
                        "verbose_name_plural": "communication activities",
                        "ordering": ["report", "happened_on", "pk"],
                    },
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
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "recorded"),
                                    ("draft", "draft"),
                                    ("submitted", "submitted for approval"),
                                    ("approved", "approved"),
                                    ("signed", "signed"),
                                    ("in_effect", "in effect"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="recorded",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "status_reason",
                            models.TextField(blank=True, editable=False, verbose_name="reason for the status"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        (
                            "programme_signed_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the programme on",
                            ),
                        ),
                        (
                            "association_signed_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                null=True,
                                validators=[associations.models.agreements._not_in_future],
                                verbose_name="signed by the association on",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
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
                                choices=[
                                    ("sourced", "read in the source"),
                                    ("sourced (số hiệu)", "the number was read in the source"),
                                    ("high", "reliable"),
                                    ("medium", "fairly reliable"),
                                    ("medium (bản dịch làm việc)", "fairly reliable: a working translation"),
                                    ("memory: high", "from memory, reliable; not checked against the original text"),
                                    (
                                        "memory: medium",
                                        "from memory, fairly reliable; not checked against the original text",
                                    ),
                                ],
                                help_text="How far this row was compared with its source.",
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
                            "status",
                            models.CharField(
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
                        (
                            "accepted_on",
                            models.DateField(
                                blank=True,
                                editable=False,
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
                                editable=False,
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
                    name="HistoricalSigningAuthority",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("full_name", common.fields.NameField(max_length=150, verbose_name="full name")),
                        ("position", models.CharField(max_length=150, verbose_name="position")),
                        (
                            "basis",
                            common.fields.NameField(
                                help_text="The charter, decision or letter of attorney that gives the right to sign, with its number.",
                                max_length=300,
                                verbose_name="ground of the authority",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="The last day; empty while no end is known.",
                                null=True,
                                verbose_name="valid to",
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
                            "association",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The association for which this person signs; empty for the programme.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.association",
                                verbose_name="association",
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
                                verbose_name="file of the ground",
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
                        "verbose_name": "historical signing authority",
                        "verbose_name_plural": "historical signing authorities",
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
                    name="LockException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                help_text="What is to be changed, and why it cannot be corrected later.",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="From the approval on, at most 14 days.",
                                verbose_name="valid for (days)",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("refused", "refused"),
                                    ("closed", "closed"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(auto_now_add=True, verbose_name="requested at")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, editable=False, verbose_name="words of the decision"),
                        ),
                        (
                            "expires_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="valid until"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                help_text="Fill in either the period or the agreement.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lock_exceptions",
                                to="associations.agreement",
                                verbose_name="ended agreement",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                blank=True,
                                help_text="Fill in either the person or the association.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lock_exceptions",
                                to="associations.association",
                                verbose_name="for the records of this association",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decided_exceptions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lock_exceptions",
                                to="programme.ledgerperiod",
                                verbose_name="closed ledger period",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lock_exceptions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="for this person",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requested_exceptions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="requested by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exception from a lock",
                        "verbose_name_plural": "exceptions from locks",
                        "ordering": ["-pk"],
                        "permissions": [("approve_lockexception", "May approve exceptions from locks")],
                    },
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
                            "status",
                            models.CharField(
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
                        (
                            "accepted_on",
                            models.DateField(
                                blank=True,
                                editable=False,
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
                                editable=False,
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
                        "permissions": [
                            ("deliver_milestone", "May deliver milestones"),
                            ("accept_milestone", "May accept milestones"),
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
                            "recorded_by",
                            models.ForeignKey(
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
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_funding",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                    },
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                        ("delivered_at", models.DateTimeField(verbose_name="delivered at")),
                        ("note", models.TextField(verbose_name="what is delivered")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for acceptance"),
                                    ("accepted", "accepted"),
                                    ("refused", "refused"),
                                ],
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
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "deliverable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="programme.document",
                                verbose_name="file of the deliverable",
                            ),
                        ),
                        (
                            "delivered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="delivered by",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="programme.document",
                                verbose_name="acceptance minutes",
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="associations.milestone",
                                verbose_name="milestone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acceptance",
                        "verbose_name_plural": "acceptances",
                        "ordering": ["milestone", "-round"],
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
                            "correction_number",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="number of the correction"
                            ),
                        ),
                        ("cause", models.TextField(blank=True, editable=False, verbose_name="cause of the correction")),
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
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="round")),
                        ("narrative", models.TextField(blank=True, verbose_name="assessment of the results")),
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
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="associations.periodicreport",
                                verbose_name="corrects",
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
                            ("correct_periodicreport", "May correct periodic reports"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCommunication",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "happened_on",
                            models.DateField(
                                validators=[associations.models.report_parts.not_in_future], verbose_name="date"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("press", "newspaper or magazine"),
                                    ("broadcast", "television or radio"),
                                    ("website", "website"),
                                    ("social", "social network"),
                                    ("event", "conference, workshop or exhibition"),
                                    ("print", "printed matter"),
                                    ("other", "other channel"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "outlet",
                            common.fields.NameField(
                                blank=True,
                                help_text="For instance the newspaper, the site or the venue.",
                                max_length=200,
                                verbose_name="where",
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
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
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                error_messages={
                                    "unique": "A record of this correction replaces it already: change that record instead."
                                },
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.communication",
                                verbose_name="replaces",
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
                        "verbose_name": "historical communication activity",
                        "verbose_name_plural": "historical communication activities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="communication",
                    name="report",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communications",
                        to="associations.periodicreport",
                        verbose_name="report",
                    ),
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
                                    ("withdrawn", "withdrawn"),
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
                                null=True,
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
                        ("field", models.CharField(blank=True, max_length=60, verbose_name="cell")),
                        (
                            "field_label",
                            models.CharField(blank=True, max_length=150, verbose_name="cell as then named"),
                        ),
                        ("text", models.TextField(verbose_name="comment")),
                        ("answer", models.TextField(blank=True, editable=False, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered at"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_answers",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
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
                            "correction_number",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="number of the correction"
                            ),
                        ),
                        ("cause", models.TextField(blank=True, editable=False, verbose_name="cause of the correction")),
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
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                        ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="round")),
                        ("narrative", models.TextField(blank=True, verbose_name="assessment of the results")),
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
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.periodicreport",
                                verbose_name="corrects",
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
                migrations.AddField(
                    model_name="agreement",
                    name="report_type",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="How often it is reported on; reports are opened by this as their periods begin.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="associations.reporttype",
                        verbose_name="report type",
                    ),
                ),
                migrations.CreateModel(
                    name="ReportVersion",
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
                                choices=[("submission", "submitted"), ("acceptance", "accepted")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                        ("content", models.JSONField(verbose_name="content")),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                        ("ledger_sequence", models.PositiveBigIntegerField(verbose_name="position in the ledger")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_versions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "frozen version",
                        "verbose_name_plural": "frozen versions",
                        "ordering": ["report", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="SigningAuthority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("full_name", common.fields.NameField(max_length=150, verbose_name="full name")),
                        ("position", models.CharField(max_length=150, verbose_name="position")),
                        (
                            "basis",
                            common.fields.NameField(
                                help_text="The charter, decision or letter of attorney that gives the right to sign, with its number.",
                                max_length=300,
                                verbose_name="ground of the authority",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="The last day; empty while no end is known.",
                                null=True,
                                verbose_name="valid to",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                blank=True,
                                help_text="The association for which this person signs; empty for the programme.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signing_authorities",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signing_authorities",
                                to="programme.document",
                                verbose_name="file of the ground",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signing authority",
                        "verbose_name_plural": "signing authorities",
                        "ordering": ["full_name", "-valid_from", "pk"],
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
                                    ("expired", "expired"),
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
                        (
                            "report_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="How often it is reported on; reports are opened by this as their periods begin.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.reporttype",
                                verbose_name="report type",
                            ),
                        ),
                        (
                            "association_authority",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.signingauthority",
                                verbose_name="signs for the association",
                            ),
                        ),
                        (
                            "programme_authority",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.signingauthority",
                                verbose_name="signs for the programme",
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
                migrations.AddField(
                    model_name="agreement",
                    name="association_authority",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="association_agreements",
                        to="associations.signingauthority",
                        verbose_name="signs for the association",
                    ),
                ),
                migrations.AddField(
                    model_name="agreement",
                    name="programme_authority",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_agreements",
                        to="associations.signingauthority",
                        verbose_name="signs for the programme",
                    ),
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
                    name="Spending",
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
                        ("purpose", common.fields.NameField(max_length=300, verbose_name="spent on")),
                        ("amount_vnd", models.BigIntegerField(verbose_name="amount (VND)")),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                error_messages={
                                    "unique": "A record of this correction replaces it already: change that record instead."
                                },
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replacement",
                                to="associations.spending",
                                verbose_name="replaces",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="associations.periodicreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "spending",
                        "verbose_name_plural": "spendings",
                        "ordering": ["report", "source", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSpending",
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
                        ("purpose", common.fields.NameField(max_length=300, verbose_name="spent on")),
                        ("amount_vnd", models.BigIntegerField(verbose_name="amount (VND)")),
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
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                error_messages={
                                    "unique": "A record of this correction replaces it already: change that record instead."
                                },
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="associations.spending",
                                verbose_name="replaces",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical spending",
                        "verbose_name_plural": "historical spendings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TakenBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=30, verbose_name="section")),
                        ("line", models.PositiveBigIntegerField(verbose_name="record")),
                        ("label", models.CharField(max_length=300, verbose_name="record as then named")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_back",
                                to="associations.periodicreport",
                                verbose_name="correction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "record taken back",
                        "verbose_name_plural": "records taken back",
                        "ordering": ["report", "section", "line"],
                    },
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
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "to be done"), ("done", "done"), ("dropped", "dropped")],
                                default="open",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
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
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
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
                            "owner_user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Whoever it is has it among what waits for him and is reminded.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner's account",
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
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "to be done"), ("done", "done"), ("dropped", "dropped")],
                                default="open",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closed_conclusions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conclusions",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "owner_user",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whoever it is has it among what waits for him and is reminded.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conclusions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner's account",
                            ),
                        ),
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
                        "permissions": [("close_workshopconclusion", "May record conclusions as done")],
                    },
                ),
                migrations.CreateModel(
                    name="WorkshopParticipant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organisation", common.fields.NameField(max_length=200, verbose_name="organisation")),
                        ("name", common.fields.NameField(blank=True, max_length=150, verbose_name="name")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number of people")),
                        (
                            "association",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whose people they are: it reads this line, other associations do not.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="associations.association",
                                verbose_name="association",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="associations.workshop",
                                verbose_name="workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participant",
                        "verbose_name_plural": "participants",
                        "ordering": ["workshop", "pk"],
                    },
                ),
                migrations.AddIndex(
                    model_name="annex",
                    index=models.Index(fields=["status", "effective_on"], name="associations_annex_due"),
                ),
                migrations.AddConstraint(
                    model_name="annex",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "number"),
                        name="associations_annex_number_unique",
                        violation_error_message="The agreement already has an annex with this number: choose the next one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="annex",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("signed_on", None), ("document__isnull", False), _connector="OR"),
                        name="associations_annex_signed_has_file",
                        violation_error_message="A signed annex needs its signed file: attach the document.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="annex",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_annex_four_eyes",
                        violation_error_message="Who prepared an annex does not approve it.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="annex",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["signed", "in_effect"]), _negated=True),
                            models.Q(
                                ("association_signed_on__isnull", False),
                                ("document__isnull", False),
                                ("programme_signed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="associations_annex_signed_is_complete",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreementversion",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "number"), name="associations_agreementversion_number_unique"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="association",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9-]+$")),
                        name="associations_association_code_plain",
                        violation_error_message="A code has capital letters, digits and hyphens only, for instance VITAS-CHE.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="lockexception",
                    index=models.Index(fields=["status", "expires_at"], name="associations_lockexc_valid"),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement__isnull", False), ("period", None)),
                            models.Q(("agreement", None), ("period__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_lockexception_one_cause",
                        violation_error_message="Name what is locked: either the closed period or the ended agreement.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("association__isnull", False), ("person", None)),
                            models.Q(("association", None), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_lockexception_one_holder",
                        violation_error_message="Name who may change it: either one person or one association.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 14)),
                        name="associations_lockexception_days",
                        violation_error_message="An exception is valid for 1 to 14 days.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="associations_lockexception_has_reason",
                        violation_error_message="Say why: an exception needs a reason.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_lockexception_four_eyes",
                        violation_error_message="Who asked for an exception does not approve it.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "waiting")),
                            models.Q(
                                models.Q(("status", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="associations_lockexception_decided_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lockexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at__isnull", False), ("status__in", ["approved", "closed"])),
                            models.Q(("expires_at", None), ("status__in", ["waiting", "refused"])),
                            _connector="OR",
                        ),
                        name="associations_lockexception_approved_expires",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(
                        fields=("user", "association"),
                        name="associations_membership_once",
                        violation_error_message="This account acts for this association already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "position"),
                        name="associations_milestone_position_unique",
                        violation_error_message="The agreement already has a milestone at this position: choose the next one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("accepted_on", None), ("document__isnull", False), _connector="OR"),
                        name="associations_milestone_accepted_has_minutes",
                        violation_error_message="An accepted deliverable needs its minutes: attach the document.",
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
                migrations.AddConstraint(
                    model_name="funding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gt", 0)),
                        name="associations_funding_positive",
                        violation_error_message="An amount is a whole number of đồng above zero.",
                    ),
                ),
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
                migrations.AddConstraint(
                    model_name="communication",
                    constraint=models.UniqueConstraint(
                        fields=("report", "happened_on", "channel", "title"),
                        name="associations_communication_once",
                        violation_error_message="This activity stands in the report already: change that record instead.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_reportreview_return_has_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportcomment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="associations_reportcomment_answer_whole",
                    ),
                ),
                migrations.AddIndex(
                    model_name="periodicreport",
                    index=models.Index(fields=["status", "due_on"], name="associations_report_queue"),
                ),
                migrations.AddIndex(
                    model_name="periodicreport",
                    index=models.Index(fields=["agreement", "-period_ends_on"], name="associations_report_by_owner"),
                ),
                migrations.AddIndex(
                    model_name="periodicreport",
                    index=models.Index(fields=["-period_ends_on", "-id"], name="associations_report_by_day"),
                ),
                migrations.AddIndex(
                    model_name="periodicreport",
                    index=models.Index(
                        condition=models.Q(("status__in", ["submitted", "in_review", "resubmitted"])),
                        fields=["submitted_at", "id"],
                        name="associations_report_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("period_ends_on__gte", models.F("period_starts_on"))),
                        name="associations_periodicreport_ends_after_start",
                        violation_error_message="The end lies before the start: correct one of the two dates.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrects", None)),
                        fields=("agreement", "report_type", "period_ends_on"),
                        name="associations_periodicreport_period_unique",
                        violation_error_message="There is a report for this agreement and period already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.UniqueConstraint(
                        fields=("corrects", "correction_number"),
                        name="associations_periodicreport_correction_number_unique",
                        violation_error_message="There is a correction of this report with that number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status__in", ["accepted", "withdrawn"]), _negated=True),
                        fields=("corrects",),
                        name="associations_periodicreport_one_open_correction",
                        violation_error_message="A correction of this report is under way: complete or withdraw it first.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", ""), ("correction_number", None), ("corrects", None)),
                            models.Q(
                                ("correction_number__gte", 1),
                                ("corrects__isnull", False),
                                models.Q(("cause", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="associations_periodicreport_correction_whole",
                        violation_error_message="A correction needs its number and its cause.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("corrects__isnull", False),
                            _connector="OR",
                        ),
                        name="associations_periodicreport_only_corrections_withdrawn",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at", None), ("submitted_by", None)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_periodicreport_submitted_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False), ("status", "accepted")
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
                ),
                migrations.AddConstraint(
                    model_name="periodicreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_by", None),
                            models.Q(("accepted_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_periodicreport_four_eyes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportversion",
                    constraint=models.UniqueConstraint(
                        fields=("report", "number"), name="associations_reportversion_number_unique"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportversion",
                    constraint=models.UniqueConstraint(
                        fields=("report", "kind", "round"), name="associations_reportversion_once_a_round"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("hash__regex", "^[0-9a-f]{64}$")),
                        name="associations_reportversion_hash_complete",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signingauthority",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="associations_authority_ends_after_start",
                        violation_error_message="The end lies before the start: correct one of the two dates.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="agreement",
                    index=models.Index(fields=["status", "ends_on"], name="associations_agreement_expiry"),
                ),
                migrations.AddIndex(
                    model_name="agreement",
                    index=models.Index(fields=["association", "-starts_on"], name="associations_agreement_owner"),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="associations_agreement_ends_after_start",
                        violation_error_message="The end lies before the start: correct one of the two dates.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.UniqueConstraint(
                        fields=("kind", "year", "serial"), name="associations_agreement_number_unique"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("serial", None), ("year", None)),
                            models.Q(("serial__isnull", False), ("year__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_agreement_number_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "submitted", "cancelled"]),
                            ("serial__isnull", False),
                            _connector="OR",
                        ),
                        name="associations_agreement_approved_has_number",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at", None), ("submitted_by", None)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_agreement_submitted_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="associations_agreement_approved_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_agreement_four_eyes",
                        violation_error_message="Who prepared an agreement does not approve it.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="solutionpackage",
                    index=models.Index(fields=["agreement", "-starts_on"], name="associations_package_by_owner"),
                ),
                migrations.AddConstraint(
                    model_name="solutionpackage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="associations_solutionpackage_ends_after_start",
                        violation_error_message="The end lies before the start: correct one of the two dates.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="packageitem",
                    constraint=models.UniqueConstraint(
                        fields=("package", "position"),
                        name="associations_packageitem_position_unique",
                        violation_error_message="The package already has a step at this position: choose the next one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="packageitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tool__isnull", False), ("training", "")),
                            models.Q(("tool", None), models.Q(("training", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="associations_packageitem_tool_or_training",
                        violation_error_message="A step is either a tool or a training: fill in exactly one of the two.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="need",
                    index=models.Index(fields=["status", "-stated_at"], name="associations_need_queue"),
                ),
                migrations.AddConstraint(
                    model_name="need",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="need",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "met"), _negated=True),
                            ("task__isnull", False),
                            ("package__isnull", False),
                            _connector="OR",
                        ),
                        name="associations_need_met_by_something",
                        violation_error_message="A need that will be met names the task or the package that meets it.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="need",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_need_declined_has_reason",
                        violation_error_message="A need that cannot be met needs a reason: write the answer.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="spending",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gt", 0)),
                        name="associations_spending_positive",
                        violation_error_message="An amount is a whole number of đồng above zero.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="spending",
                    constraint=models.UniqueConstraint(
                        fields=("report", "source", "purpose"),
                        name="associations_spending_once",
                        violation_error_message="This source and purpose stand in the report already: change that amount instead.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="takenback",
                    index=models.Index(fields=["section", "line"], name="associations_takenback_of"),
                ),
                migrations.AddConstraint(
                    model_name="takenback",
                    constraint=models.UniqueConstraint(
                        fields=("report", "section", "line"),
                        name="associations_takenback_once",
                        violation_error_message="This record is taken back by this correction already.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="workshopconclusion",
                    index=models.Index(fields=["status", "due_on"], name="associations_conclusion_due"),
                ),
                migrations.AddConstraint(
                    model_name="workshopconclusion",
                    constraint=models.UniqueConstraint(
                        fields=("workshop", "position"),
                        name="associations_workshopconclusion_position_unique",
                        violation_error_message="The workshop already has a conclusion at this position: choose the next one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workshopconclusion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("status", "done")),
                            models.Q(models.Q(("status", "done"), _negated=True), ("done_on", None)),
                            _connector="OR",
                        ),
                        name="associations_workshopconclusion_done_has_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workshopconclusion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "dropped"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="associations_workshopconclusion_dropped_has_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workshopparticipant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="associations_workshopparticipant_somebody",
                        violation_error_message="At least one person took part: correct the number.",
                    ),
                ),
            ],
        ),
    ]
