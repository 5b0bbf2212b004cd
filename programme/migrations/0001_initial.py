import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.fields
import common.operations
import programme.models.documents


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        common.operations.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name="DocumentType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
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
                        ("code", models.CharField(max_length=10, unique=True, verbose_name="abbreviation")),
                        ("group", models.CharField(blank=True, max_length=200, verbose_name="group")),
                    ],
                    options={
                        "verbose_name": "document type",
                        "verbose_name_plural": "document types",
                        "ordering": ["name_vi"],
                    },
                ),
                migrations.CreateModel(
                    name="IcsField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
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
                        ("code", models.CharField(max_length=2, unique=True, verbose_name="code")),
                    ],
                    options={
                        "verbose_name": "ICS field",
                        "verbose_name_plural": "ICS fields",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="ImprovementTool",
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
                        ("name_vi", common.fields.NameField(max_length=200, verbose_name="Vietnamese name")),
                        ("name_en", common.fields.NameField(blank=True, max_length=200, verbose_name="English name")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("system", "management system"),
                                    ("model", "model"),
                                    ("tool", "improvement tool"),
                                ],
                                max_length=8,
                                verbose_name="category",
                            ),
                        ),
                        ("standard", models.CharField(blank=True, max_length=200, verbose_name="standard")),
                        ("folded", common.fields.FoldedField(sources=("code", "name_vi", "name_en", "standard"))),
                    ],
                    options={
                        "verbose_name": "improvement tool",
                        "verbose_name_plural": "improvement tools",
                        "ordering": ["category", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="IssuingBody",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="abbreviation")),
                    ],
                    options={
                        "verbose_name": "issuing body",
                        "verbose_name_plural": "issuing bodies",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        ("is_main", models.BooleanField(default=False, verbose_name="main phase")),
                    ],
                    options={
                        "verbose_name": "phase",
                        "verbose_name_plural": "phases",
                        "ordering": ["starts_on", "ends_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
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
                        ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("demonstration_loaded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "programme",
                        "verbose_name_plural": "programmes",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("agreement", "signed agreement"),
                                    ("annex", "signed annex"),
                                    ("acceptance", "acceptance minutes"),
                                    ("attendance", "attendance list"),
                                    ("decision", "decision"),
                                    ("report", "report"),
                                    ("letter", "official letter"),
                                    ("minutes", "minutes"),
                                    ("news", "published news"),
                                    ("other", "other document"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True,
                                help_text="For instance 12/BB-VITAS.",
                                max_length=80,
                                verbose_name="number and symbol",
                            ),
                        ),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="date of the document")),
                        ("signatory", common.fields.NameField(blank=True, max_length=150, verbose_name="signatory")),
                        (
                            "association",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Empty for the whole programme.",
                                max_length=20,
                                verbose_name="association",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                max_length=200, upload_to=programme.models.documents.stored_name, verbose_name="file"
                            ),
                        ),
                        ("file_name", models.CharField(editable=False, max_length=200, verbose_name="file name")),
                        ("content_type", models.CharField(editable=False, max_length=100, verbose_name="content type")),
                        ("size_bytes", models.PositiveBigIntegerField(editable=False, verbose_name="size in bytes")),
                        ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                        ("folded", common.fields.FoldedField(sources=("title", "number", "signatory"))),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document",
                        "verbose_name_plural": "documents",
                        "ordering": ["-uploaded_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["association", "-uploaded_at"], name="programme_document_by_owner")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                                name="programme_document_fingerprint_complete",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskGroup",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
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
                    ],
                    options={
                        "verbose_name": "historical priority task group",
                        "verbose_name_plural": "historical priority task groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("unit_vi", models.CharField(max_length=40, verbose_name="unit (Vietnamese)")),
                        ("unit_en", models.CharField(blank=True, max_length=40, verbose_name="unit (English)")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("flow", "flow: sum in the period"),
                                    ("stock", "stock: sum up to the day"),
                                    ("distinct", "distinct in the period: each subject once"),
                                    ("ever", "distinct to date: each subject once, at its first"),
                                    ("share", "share: numerator over denominator"),
                                    ("external", "announced only: not a result the ledger keeps"),
                                ],
                                max_length=10,
                                verbose_name="how it adds up",
                            ),
                        ),
                        (
                            "headline_position",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: not a headline.",
                                null=True,
                                unique=True,
                                verbose_name="place on the dashboard",
                            ),
                        ),
                        ("folded", common.fields.FoldedField(sources=("code", "name_vi", "name_en"))),
                        (
                            "counts_entries_of",
                            models.ForeignKey(
                                blank=True,
                                help_text="For instance persons and engagements are two counts of the same entries.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="other_counts",
                                to="programme.indicator",
                                verbose_name="counts the entries of",
                            ),
                        ),
                        (
                            "denominator",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind__in": ["flow", "stock", "distinct", "ever"]},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denominator_of",
                                to="programme.indicator",
                                verbose_name="denominator",
                            ),
                        ),
                        (
                            "numerator",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind__in": ["flow", "stock", "distinct", "ever"]},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numerator_of",
                                to="programme.indicator",
                                verbose_name="numerator",
                            ),
                        ),
                        (
                            "shown_beside",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announced_beside",
                                to="programme.indicator",
                                verbose_name="announced figures are shown beside",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "verbose_name_plural": "indicators",
                        "ordering": [models.OrderBy(models.F("headline_position"), nulls_last=True), "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "share"),
                                    models.Q(("denominator", None), ("numerator", None)),
                                    _connector="OR",
                                ),
                                name="programme_indicator_parts_only_for_shares",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("counts_entries_of", models.F("id")), _negated=True),
                                name="programme_indicator_counts_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorVersion",
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
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("definition_vi", models.TextField(verbose_name="definition (Vietnamese)")),
                        ("definition_en", models.TextField(blank=True, verbose_name="definition (English)")),
                        (
                            "denominator_vi",
                            models.CharField(blank=True, max_length=300, verbose_name="denominator (Vietnamese)"),
                        ),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indicator version",
                        "verbose_name_plural": "indicator versions",
                        "ordering": ["indicator", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "number"), name="programme_indicatorversion_number_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("indicator", "valid_from"), name="programme_indicatorversion_day_unique"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Industry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
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
                        ("catalogue", models.CharField(default="2018", max_length=4, verbose_name="version")),
                        (
                            "level",
                            models.CharField(
                                choices=[("section", "section (level 1)"), ("division", "division (level 2)")],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("code", models.CharField(max_length=2, verbose_name="code")),
                        ("key", models.CharField(editable=False, max_length=7, unique=True, verbose_name="key")),
                        ("folded", common.fields.FoldedField(sources=("code", "name_vi", "name_en"))),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="divisions",
                                to="programme.industry",
                                verbose_name="section (level 1)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "industry",
                        "verbose_name_plural": "industries",
                        "ordering": ["key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("catalogue", "code"), name="programme_industry_code_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "section"), ("section", None)),
                                    models.Q(("level", "division"), ("section__isnull", False)),
                                    _connector="OR",
                                ),
                                name="programme_industry_division_has_section",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerHead",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("sequence", models.PositiveBigIntegerField(default=0)),
                        ("hash", models.CharField(blank=True, max_length=64)),
                        ("last_happened_on", models.DateField(null=True)),
                    ],
                    options={
                        "verbose_name": "ledger head",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="programme_ledgerhead_is_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                        ("starts_on", models.DateField(unique=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(unique=True, verbose_name="ends on")),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed at"),
                        ),
                        (
                            "close_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="reason for closing"
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closed_periods",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ledger period",
                        "verbose_name_plural": "ledger periods",
                        "ordering": ["starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="programme_ledgerperiod_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="programme_ledgerperiod_closed_pair",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTarget",
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
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                        (
                            "bound",
                            models.CharField(
                                choices=[("exact", "value"), ("lower", "lower bound"), ("upper", "upper bound")],
                                default="exact",
                                max_length=5,
                                verbose_name="bound",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="value")),
                        ("qualifier", models.CharField(blank=True, max_length=200, verbose_name="qualifier")),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.phase",
                                verbose_name="phase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical target",
                        "verbose_name_plural": "historical targets",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "sequence",
                            models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="number"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("report", "accepted report"),
                                    ("standard", "standard"),
                                    ("aggregate", "aggregate count"),
                                    ("correction", "correction"),
                                    ("merge", "merger of two records"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("source_type", models.CharField(blank=True, max_length=60, verbose_name="kind of record")),
                        ("source_id", models.BigIntegerField(blank=True, null=True, verbose_name="record")),
                        ("entry_count", models.PositiveIntegerField(verbose_name="entries")),
                        ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration")),
                        (
                            "previous_hash",
                            models.CharField(blank=True, max_length=64, verbose_name="hash of the posting before"),
                        ),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="programme.posting",
                                verbose_name="corrects",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "posting",
                        "verbose_name_plural": "postings",
                        "ordering": ["-sequence"],
                        "permissions": [
                            ("view_dashboard", "May read the dashboards"),
                            ("view_own_figures", "May read the figures of the own association"),
                            ("correct_entry", "May post corrections"),
                        ],
                        "indexes": [
                            models.Index(fields=["recorded_at"], name="programme_posting_by_moment"),
                            models.Index(fields=["source_type", "source_id"], name="programme_posting_by_source"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sequence__gte", 1)), name="programme_posting_sequence_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="programme_posting_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hash__regex", "^[0-9a-f]{64}$")),
                                name="programme_posting_hash_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line", models.PositiveIntegerField(verbose_name="line")),
                        (
                            "version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="version of the definition"),
                        ),
                        ("quantity", models.BigIntegerField(verbose_name="quantity")),
                        ("happened_on", models.DateField(verbose_name="day")),
                        ("subject", models.CharField(blank=True, max_length=80, verbose_name="subject")),
                        ("association", models.CharField(blank=True, max_length=20, verbose_name="association")),
                        ("package", models.CharField(blank=True, max_length=40, verbose_name="package")),
                        ("project", models.CharField(blank=True, max_length=20, verbose_name="project")),
                        ("task", models.CharField(blank=True, max_length=30, verbose_name="task")),
                        ("province", models.CharField(blank=True, max_length=5, verbose_name="province")),
                        ("sector", models.CharField(blank=True, max_length=7, verbose_name="industry")),
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
                                max_length=8,
                                verbose_name="size",
                            ),
                        ),
                        ("source_type", models.CharField(blank=True, max_length=60, verbose_name="kind of record")),
                        ("source_id", models.BigIntegerField(blank=True, null=True, verbose_name="record")),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="programme.entry",
                                verbose_name="corrects",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="programme.document",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "posting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="programme.posting",
                                verbose_name="posting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry",
                        "verbose_name_plural": "entries",
                        "ordering": ["-happened_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["indicator", "subject"], name="programme_entry_by_subject"),
                            models.Index(
                                fields=["indicator", "association", "happened_on"],
                                name="programme_entry_by_association",
                            ),
                            models.Index(
                                fields=["indicator", "province", "happened_on"], name="programme_entry_by_province"
                            ),
                            models.Index(fields=["indicator", "happened_on"], name="programme_entry_by_day"),
                            models.Index(fields=["source_type", "source_id"], name="programme_entry_by_source"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("posting", "line"), name="programme_entry_line_unique"),
                            models.UniqueConstraint(fields=("corrects",), name="programme_entry_corrected_once"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity", 0), _negated=True),
                                name="programme_entry_quantity_not_zero",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="phase",
                    name="programme",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phases",
                        to="programme.programme",
                        verbose_name="programme",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalProject",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("programme", "programme-wide"),
                                    ("sector", "ministry or sector"),
                                    ("local", "province"),
                                ],
                                default="programme",
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "host_organisation",
                            common.fields.NameField(blank=True, max_length=200, verbose_name="host organisation"),
                        ),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
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
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.programme",
                                verbose_name="programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical project",
                        "verbose_name_plural": "historical projects",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAnnouncement",
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
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="value")),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("about", "about"),
                                    ("more", "more than"),
                                    ("nearly", "nearly"),
                                    ("least", "at least"),
                                    ("estimated", "estimated"),
                                ],
                                default="exact",
                                max_length=10,
                                verbose_name="qualifier",
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True,
                                help_text="The qualifier as printed, for instance “khoảng”.",
                                max_length=80,
                                verbose_name="wording of the source",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit in the source")),
                        ("period_starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("cut_off_on", models.DateField(verbose_name="cut-off date")),
                        (
                            "cut_off_text",
                            models.CharField(
                                blank=True,
                                help_text="Where the source gives only a month, a year or a range.",
                                max_length=20,
                                verbose_name="cut-off as printed",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.programme",
                                verbose_name="programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical announced figure",
                        "verbose_name_plural": "historical announced figures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Announcement",
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
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="value")),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("about", "about"),
                                    ("more", "more than"),
                                    ("nearly", "nearly"),
                                    ("least", "at least"),
                                    ("estimated", "estimated"),
                                ],
                                default="exact",
                                max_length=10,
                                verbose_name="qualifier",
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True,
                                help_text="The qualifier as printed, for instance “khoảng”.",
                                max_length=80,
                                verbose_name="wording of the source",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit in the source")),
                        ("period_starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("cut_off_on", models.DateField(verbose_name="cut-off date")),
                        (
                            "cut_off_text",
                            models.CharField(
                                blank=True,
                                help_text="Where the source gives only a month, a year or a range.",
                                max_length=20,
                                verbose_name="cut-off as printed",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="programme.document",
                                verbose_name="document",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="programme.programme",
                                verbose_name="programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "announced figure",
                        "verbose_name_plural": "announced figures",
                        "ordering": ["-cut_off_on", "indicator", "-pk"],
                        "indexes": [
                            models.Index(fields=["indicator", "-cut_off_on"], name="programme_announcement_latest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", ""), _negated=True),
                                    ("document__isnull", False),
                                    _connector="OR",
                                ),
                                name="programme_announcement_has_source",
                                violation_error_message="An announced figure needs its source: name it or attach the document.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period_starts_on", None),
                                    ("period_starts_on__lte", models.F("cut_off_on")),
                                    _connector="OR",
                                ),
                                name="programme_announcement_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", common.fields.NameField(max_length=300, verbose_name="name")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("programme", "programme-wide"),
                                    ("sector", "ministry or sector"),
                                    ("local", "province"),
                                ],
                                default="programme",
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "host_organisation",
                            common.fields.NameField(blank=True, max_length=200, verbose_name="host organisation"),
                        ),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("code", "name", "host_organisation"))),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="programme.programme",
                                verbose_name="programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project",
                        "verbose_name_plural": "projects",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("starts_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="programme_project_ends_after_start",
                                violation_error_message="The end lies before the start: correct one of the two dates.",
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="phase",
                    name="project",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phases",
                        to="programme.project",
                        verbose_name="project",
                    ),
                ),
                migrations.CreateModel(
                    name="AggregateRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.BigIntegerField(verbose_name="quantity")),
                        (
                            "happened_on",
                            models.DateField(
                                help_text="The last day of the period that the number covers.", verbose_name="day"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aggregate_records",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="prepared by",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aggregate_records",
                                to="programme.document",
                                verbose_name="document that states the number",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                limit_choices_to={"counts_entries_of": None, "kind__in": ["flow", "stock"]},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aggregate_records",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "posting",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aggregate_record",
                                to="programme.posting",
                                verbose_name="posting",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aggregate_records",
                                to="programme.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "aggregate count",
                        "verbose_name_plural": "aggregate counts",
                        "ordering": ["-happened_on", "-pk"],
                        "permissions": [("post_aggregaterecord", "May post an aggregate count to the ledger")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity", 0), _negated=True),
                                name="programme_aggregaterecord_not_zero",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Province",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_vi", models.CharField(max_length=300, verbose_name="Vietnamese name")),
                        ("name_en", models.CharField(blank=True, max_length=300, verbose_name="English name")),
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
                        (
                            "catalogue",
                            models.CharField(
                                choices=[("63", "63 units, before 01/07/2025"), ("34", "34 units, since 01/07/2025")],
                                max_length=2,
                                verbose_name="catalogue",
                            ),
                        ),
                        ("code", models.CharField(max_length=2, verbose_name="code")),
                        ("key", models.CharField(editable=False, max_length=5, unique=True, verbose_name="key")),
                        ("unit_type", models.CharField(max_length=40, verbose_name="kind of unit")),
                        ("region", models.CharField(blank=True, max_length=80, verbose_name="region")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("folded", common.fields.FoldedField(sources=("name_vi", "name_en"))),
                        ("sort_key", common.fields.SortKeyField(max_length=240, sources=("name_vi",))),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="programme.province",
                                verbose_name="unit since 2025",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "province",
                        "verbose_name_plural": "provinces",
                        "ordering": ["catalogue", "sort_key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("catalogue", "code"), name="programme_province_code_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("catalogue__in", ["63", "34"])),
                                name="programme_province_catalogue_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rollup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("programme", "programme"),
                                    ("project", "project"),
                                    ("association", "association"),
                                    ("package", "solution package"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("scope_code", models.CharField(blank=True, max_length=40)),
                        ("province", models.CharField(blank=True, max_length=5)),
                        ("sector", models.CharField(blank=True, max_length=7)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("quantity", models.BigIntegerField(default=0)),
                        ("unlisted", models.BigIntegerField(default=0)),
                        ("subjects", models.BigIntegerField(default=0)),
                        ("new_subjects", models.BigIntegerField(default=0)),
                        ("new_in_phase", models.BigIntegerField(default=0)),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rollups",
                                to="programme.indicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rollup",
                        "indexes": [
                            models.Index(
                                fields=["indicator", "scope", "sector", "province", "year"],
                                name="programme_rollup_by_part",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "scope", "scope_code", "province", "sector", "year"),
                                name="programme_rollup_slice_unique",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SizeCriterion",
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
                        (
                            "sector_group",
                            models.CharField(
                                choices=[
                                    ("production", "agriculture, forestry, fishery; industry and construction"),
                                    ("trade", "trade and services"),
                                ],
                                max_length=12,
                                verbose_name="sector group",
                            ),
                        ),
                        (
                            "size",
                            models.CharField(
                                choices=[
                                    ("micro", "micro"),
                                    ("small", "small"),
                                    ("medium", "medium"),
                                    ("large", "large"),
                                ],
                                max_length=8,
                                verbose_name="size",
                            ),
                        ),
                        ("max_employees", models.PositiveIntegerField(verbose_name="employees at most")),
                        ("max_revenue_vnd", models.BigIntegerField(verbose_name="revenue at most (VND)")),
                        ("max_capital_vnd", models.BigIntegerField(verbose_name="capital at most (VND)")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                    ],
                    options={
                        "verbose_name": "size criterion",
                        "verbose_name_plural": "size criteria",
                        "ordering": ["sector_group", "max_employees"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sector_group", "size", "valid_from"), name="programme_sizecriterion_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="programme_sizecriterion_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                        (
                            "bound",
                            models.CharField(
                                choices=[("exact", "value"), ("lower", "lower bound"), ("upper", "upper bound")],
                                default="exact",
                                max_length=5,
                                verbose_name="bound",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="value")),
                        ("qualifier", models.CharField(blank=True, max_length=200, verbose_name="qualifier")),
                        ("decision", models.CharField(blank=True, max_length=100, verbose_name="decision")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="programme.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="programme.phase",
                                verbose_name="phase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "target",
                        "verbose_name_plural": "targets",
                        "ordering": ["phase", "indicator", "bound", "version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "phase", "bound", "version"),
                                name="programme_target_version_unique",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0)), name="programme_target_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                        ("name", common.fields.NameField(max_length=400, verbose_name="name")),
                        (
                            "host_organisation",
                            common.fields.NameField(blank=True, max_length=200, verbose_name="host organisation"),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("running", "under way"),
                                    ("accepted", "accepted"),
                                    ("stopped", "stopped"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("code", "name", "host_organisation"))),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="programme.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "task",
                        "verbose_name_plural": "tasks",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Standard",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("tcvn", "TCVN (national standard)"),
                                    ("qcvn", "QCVN (national technical regulation)"),
                                ],
                                editable=False,
                                max_length=4,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                help_text="For instance TCVN ISO 9001:2015 or QCVN 01-1:2018/BYT.",
                                max_length=80,
                                verbose_name="number",
                            ),
                        ),
                        ("number_key", models.CharField(editable=False, max_length=120)),
                        ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
                        ("title", common.fields.NameField(max_length=500, verbose_name="title")),
                        ("field", models.CharField(blank=True, max_length=100, verbose_name="ICS code or field")),
                        (
                            "identical_to",
                            models.CharField(
                                blank=True,
                                help_text="The international standard it is harmonised with.",
                                max_length=120,
                                verbose_name="identical to",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("drafting", "drafting"),
                                    ("published", "published"),
                                    ("replaced", "replaced"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="drafting",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="replaced or withdrawn on"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        ("folded", common.fields.FoldedField(sources=("number", "title", "identical_to"))),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.document",
                                verbose_name="decision",
                            ),
                        ),
                        (
                            "ics_field",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.icsfield",
                                verbose_name="ICS field",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.issuingbody",
                                verbose_name="issuing body",
                            ),
                        ),
                        (
                            "posting",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.posting",
                                verbose_name="posting",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="programme.standard",
                                verbose_name="replaced by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="programme.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "standard",
                        "verbose_name_plural": "standards",
                        "ordering": ["number_key"],
                        "indexes": [models.Index(fields=["number_key"], name="programme_standard_by_number")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("number", "issuer"),
                                name="programme_standard_number_unique_per_issuer",
                                violation_error_message="This issuing body already has a standard with this number.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["replaced"]), _negated=True),
                                    ("replaced_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="programme_standard_replaced_names_successor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("posting", None), ("published_on__isnull", False), _connector="OR"),
                                name="programme_standard_posted_has_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStandard",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("tcvn", "TCVN (national standard)"),
                                    ("qcvn", "QCVN (national technical regulation)"),
                                ],
                                editable=False,
                                max_length=4,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                help_text="For instance TCVN ISO 9001:2015 or QCVN 01-1:2018/BYT.",
                                max_length=80,
                                verbose_name="number",
                            ),
                        ),
                        ("number_key", models.CharField(editable=False, max_length=120)),
                        ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
                        ("title", common.fields.NameField(max_length=500, verbose_name="title")),
                        ("field", models.CharField(blank=True, max_length=100, verbose_name="ICS code or field")),
                        (
                            "identical_to",
                            models.CharField(
                                blank=True,
                                help_text="The international standard it is harmonised with.",
                                max_length=120,
                                verbose_name="identical to",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("drafting", "drafting"),
                                    ("published", "published"),
                                    ("replaced", "replaced"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="drafting",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="replaced or withdrawn on"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                                verbose_name="decision",
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
                            "ics_field",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.icsfield",
                                verbose_name="ICS field",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.issuingbody",
                                verbose_name="issuing body",
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
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.standard",
                                verbose_name="replaced by",
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
                        "verbose_name": "historical standard",
                        "verbose_name_plural": "historical standards",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", common.fields.NameField(max_length=300, verbose_name="title")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        ("is_demonstration", models.BooleanField(default=False, editable=False)),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task_groups",
                                to="programme.document",
                                verbose_name="document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "priority task group",
                        "verbose_name_plural": "priority task groups",
                        "ordering": ["-year", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "position"),
                                name="programme_taskgroup_position_unique",
                                violation_error_message="This year already has a group at this position: choose the next number.",
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="task",
                    name="group",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programme.taskgroup",
                        verbose_name="priority task group",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalTask",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("code", models.CharField(db_index=True, max_length=30, verbose_name="code")),
                        ("name", common.fields.NameField(max_length=400, verbose_name="name")),
                        (
                            "host_organisation",
                            common.fields.NameField(blank=True, max_length=200, verbose_name="host organisation"),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("running", "under way"),
                                    ("accepted", "accepted"),
                                    ("stopped", "stopped"),
                                ],
                                default="planned",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programme.taskgroup",
                                verbose_name="priority task group",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical task",
                        "verbose_name_plural": "historical tasks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.UniqueConstraint(
                        fields=("programme", "project", "code"), name="programme_phase_code_unique"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("project", None)),
                        fields=("programme", "code"),
                        name="programme_phase_code_unique_without_project",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("starts_on",),
                        name="programme_phase_one_main_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="programme_phase_ends_after_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="task",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("starts_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="programme_task_ends_after_start",
                        violation_error_message="The end lies before the start: correct one of the two dates.",
                    ),
                ),
            ],
        ),
    ]
