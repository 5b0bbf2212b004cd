"""What tests of the admin share: addresses of records, and what an empty part of a form sends."""

from django.urls import reverse


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def move_url(row, act):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_move", args=[row.pk, act])


def no_parts(*prefixes):
    """What an empty inline sends."""
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


AGREEMENT_PARTS = no_parts("packages", "milestones", "funding", "annexes", "steps")
