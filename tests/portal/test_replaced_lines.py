"""Amounts and activities of an accepted report, replaced in a correction by what is right."""

import pytest
from django.urls import reverse

from tests.portal.test_report_corrections import accept, correction, editor, report, submit  # noqa: F401

pytestmark = pytest.mark.django_db


def test_an_amount_is_replaced_by_what_is_right(report, correction, editor, approver, client_for):  # noqa: F811
    """Its page opens with what was accepted; both stand on the corrected report's figures."""
    alpha = client_for(editor)
    address = reverse("associations:spending-replace", args=[correction.pk, report.spending.pk])
    form = alpha.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "evidence_file"}
    assert (data["purpose"], data["amount_vnd"]) == ("Thuê", 5_000_000)
    assert alpha.post(address, data | {"amount_vnd": "4.000.000"}).status_code == 302
    [right] = correction.spendings.all()
    assert (right.replaces, right.amount_vnd) == (report.spending, 4_000_000)
    assert correction.taken_back.get().line == report.spending.pk
    assert alpha.get(address).status_code == 302  # once

    submit(correction, editor)
    accept(correction, approver)
    both = alpha.get(reverse("portal:report-figures", args=[correction.pk]))
    [(_row, changes)] = both.context["replaced"]
    assert [(row.old, row.new) for row in changes] == [("5.000.000", "4.000.000")]
