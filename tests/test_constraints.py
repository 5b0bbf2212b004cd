"""What the database refuses is said in words, and where it can be mended."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import override

from common.constraints import CheckAtField
from programme.models import Announcement
from tests.discovery import our_models

# Only services write these: no form shows what a constraint of theirs says.
WITHOUT_FORM = {
    "Posting",
    "Entry",
    "Rollup",
    "LedgerHead",
    "NumberSeries",
    "ReportReview",
    "ReportVersion",
    "AgreementVersion",
    "Acceptance",
}

CONSTRAINTS = {constraint.name: (model, constraint) for model in our_models() for constraint in model._meta.constraints}


def fields_of(model, constraint):
    """The fields that a constraint compares."""
    names = set(getattr(constraint, "fields", ()))
    for part in (getattr(constraint, "condition", None) or Q()).flatten():
        if isinstance(part, F):
            names.add(part.name)
        elif isinstance(part, Q):
            names |= {child[0].partition("__")[0] for child in part.children if isinstance(child, tuple)}
    return [model._meta.get_field(name) for name in names]


def may_be_violated(model, constraint):
    """Whether a form can violate it: all its fields may be typed, and no list of choices refuses first."""
    fields = fields_of(model, constraint)
    if model.__name__ in WITHOUT_FORM or not all(field.editable for field in fields):
        return False
    return not (len(fields) == 1 and fields[0].choices)


VIOLABLE = {name: found for name, found in CONSTRAINTS.items() if may_be_violated(*found)}


@pytest.mark.parametrize("name", VIOLABLE)
def test_a_refusal_is_said_in_words(name):
    _, constraint = VIOLABLE[name]
    assert constraint.violation_error_message != constraint.default_violation_error_message, name


@pytest.mark.parametrize("name", [name for name in VIOLABLE if name.endswith(("_after_start", "_follows_before"))])
def test_days_out_of_order_are_refused_at_a_day(name):
    model, constraint = VIOLABLE[name]
    assert isinstance(constraint, CheckAtField), name
    assert model._meta.get_field(constraint.field) in fields_of(model, constraint)


@pytest.mark.django_db
def test_the_refusal_stands_at_its_field():
    figure = Announcement(period_starts_on="2020-02-01", cut_off_on="2020-01-31", source="x", value=1)
    with override("vi"), pytest.raises(ValidationError) as refused:
        figure.validate_constraints()
    assert refused.value.message_dict == {
        "period_starts_on": ["Ngày đầu kỳ sau ngày chốt số liệu: hãy sửa một trong hai ngày."]
    }
