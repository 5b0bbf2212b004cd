"""Steps of agreements from their histories, and signing authorities from the signatories that they name."""

import datetime as dt

from django.db import migrations

# A change of state in the history that can only have been this action. Another change stays untold: nothing is made up.
ACTIONS = {
    ("draft", "submitted"): "submit",
    ("submitted", "draft"): "return",
    ("submitted", "approved"): "approve",
    ("approved", "signed"): "sign",
    ("signed", "in_force"): "start",
    ("in_force", "suspended"): "suspend",
    ("suspended", "in_force"): "resume",
    ("in_force", "completed"): "complete",
    ("completed", "settled"): "settle",
    ("terminated", "settled"): "settle",
    ("in_force", "terminated"): "terminate",
    ("suspended", "terminated"): "terminate",
    ("draft", "cancelled"): "cancel",
    ("submitted", "cancelled"): "cancel",
    ("approved", "cancelled"): "cancel",
}
BASIS = "Lấy theo người ký ghi trên văn bản đã có; căn cứ chưa được ghi nhận"
POSITION = "Chưa ghi nhận"


def fill_steps(apps, schema_editor):
    step_model = apps.get_model("associations", "AgreementStep")
    known = set(apps.get_model("associations", "Agreement").objects.values_list("pk", flat=True))
    history = apps.get_model("associations", "HistoricalAgreement").objects.order_by("id", "history_date", "history_id")
    before = {}
    steps = []
    for row in history.iterator():
        change = (before.get(row.id), row.status)
        if row.id in known and change in ACTIONS:
            steps.append(
                step_model(
                    agreement_id=row.id,
                    action=ACTIONS[change],
                    from_status=change[0],
                    to_status=row.status,
                    by_id=row.history_user_id,
                    at=row.history_date,
                    reason=row.status_reason,
                )
            )
        before[row.id] = row.status
    step_model.objects.bulk_create(steps, batch_size=500)


def fill_authorities(apps, schema_editor):
    """One authority for each person, position and side, valid from the first day that it was used."""
    agreement_model = apps.get_model("associations", "Agreement")
    authority_model = apps.get_model("associations", "SigningAuthority")
    history_model = apps.get_model("associations", "HistoricalSigningAuthority")
    authorities = {}
    for row in agreement_model.objects.order_by("pk"):
        for side, association in (("programme", None), ("association", row.association_id)):
            name = getattr(row, f"{side}_signatory")
            if not name:
                continue
            position = getattr(row, f"{side}_signatory_position") or POSITION
            day = getattr(row, f"{side}_signed_on") or row.starts_on
            key = (association, name, position)
            if key not in authorities:
                authorities[key] = authority_model.objects.create(
                    association_id=association, full_name=name, position=position, basis=BASIS, valid_from=day
                )
            authority = authorities[key]
            authority.valid_from = min(authority.valid_from, day)
            authority.save()
            agreement_model.objects.filter(pk=row.pk).update(**{f"{side}_authority": authority})
    history_model.objects.bulk_create(
        [
            history_model(
                id=row.pk,
                association_id=row.association_id,
                full_name=row.full_name,
                position=row.position,
                basis=row.basis,
                valid_from=row.valid_from,
                history_date=dt.datetime.now(dt.UTC),
                history_type="+",
            )
            for row in authorities.values()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("associations", "0008_agreement_steps_and_signing_authorities"),
    ]

    operations = [
        migrations.RunPython(fill_steps, migrations.RunPython.noop),
        migrations.RunPython(fill_authorities, migrations.RunPython.noop),
    ]
