import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import common.fields
import common.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        common.operations.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("full_name", common.fields.NameField(max_length=150, verbose_name="full name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("officer", "Programme officer"),
                                    ("approver", "Approver"),
                                    ("administrator", "Administrator"),
                                    ("editor", "Association editor"),
                                    ("viewer", "Association viewer"),
                                    ("official", "Official"),
                                    ("auditor", "Auditor"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=150, verbose_name="position")),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Clear this instead of deleting an account: what it did stays readable.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "is_demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("folded", common.fields.FoldedField(sources=("full_name", "email"))),
                    ],
                    options={
                        "verbose_name": "account",
                        "verbose_name_plural": "accounts",
                        "ordering": ["full_name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="accounts_user_email_unique",
                                violation_error_message="There is an account with this e-mail address already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "officer",
                                            "approver",
                                            "administrator",
                                            "editor",
                                            "viewer",
                                            "official",
                                            "auditor",
                                        ],
                                    )
                                ),
                                name="accounts_user_role_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                        ("action", models.CharField(max_length=60, verbose_name="action")),
                        ("object_type", models.CharField(max_length=80, verbose_name="kind of record")),
                        ("object_id", models.CharField(blank=True, max_length=40, verbose_name="record")),
                        (
                            "object_label",
                            models.CharField(blank=True, max_length=300, verbose_name="record as then named"),
                        ),
                        ("changes", models.JSONField(blank=True, default=dict, verbose_name="changes")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="audit_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "audit event",
                        "verbose_name_plural": "audit trail",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["object_type", "object_id", "-at"], name="accounts_audit_object"),
                            models.Index(fields=["-at"], name="accounts_audit_at"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event", models.CharField(max_length=60, verbose_name="event")),
                        ("subject", models.CharField(max_length=300, verbose_name="subject")),
                        ("body", models.TextField(verbose_name="text")),
                        ("path", models.CharField(blank=True, max_length=300, verbose_name="page")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                        ("emailed_at", models.DateTimeField(blank=True, null=True, verbose_name="e-mailed at")),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notification",
                        "verbose_name_plural": "notifications",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["recipient", "read_at", "-created_at"], name="accounts_inbox")
                        ],
                    },
                ),
            ],
        ),
    ]
