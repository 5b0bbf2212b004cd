"""Enterprises by their numbers: registered once, linked afterwards, changed by whom they concern."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from enterprises import services
from enterprises.models import Affiliation, Enterprise
from tests import builders


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_known_tax_code_finds_the_enterprise_and_links_it(alpha, beta, alpha_editor, beta_editor):
    place = {"province": builders.province(), "industry": builders.industry()}
    first, created = services.find_or_register_enterprise(
        association=alpha, by=alpha_editor, name="Công ty A", tax_code="0100233488", **place
    )
    second, again = services.find_or_register_enterprise(
        association=beta, by=beta_editor, name="Tên khác", tax_code="0100233488-001", **place
    )

    assert (created, again, first) == (True, False, second)
    assert second.name == "Công ty A"
    assert Affiliation.objects.count() == 2
    assert first.subject_key == "0100233488"


def registration(**changes):
    place = {"province": builders.province(), "industry": builders.industry()}
    return {"name": "Công ty A", **place, **changes}


def test_a_link_to_a_known_enterprise_is_audited_once(alpha, beta, alpha_editor, beta_editor):
    known = registration(personal_number="012345678901")
    first, _new = services.find_or_register_enterprise(association=alpha, by=alpha_editor, **known)
    for _number in range(2):
        again, is_new = services.find_or_register_enterprise(association=beta, by=beta_editor, **known)
        assert (again, is_new) == (first, False)

    event = AuditEvent.objects.get(action="enterprise.link")
    assert (event.actor, event.object_id) == (beta_editor, str(first.pk))
    assert event.changes == {"association": [None, "BETA"]}


@pytest.mark.parametrize("is_checked", [True, False])
def test_of_two_registrations_at_once_the_second_is_linked(
    is_checked, alpha, beta, alpha_editor, beta_editor, monkeypatch
):
    """The second looks before the first has saved; the unique column, or the check before it, tells the two apart."""
    first, _new = services.find_or_register_enterprise(
        association=alpha, by=alpha_editor, **registration(tax_code="0100233488")
    )
    look, looks = services._known, []

    def late(*args, **kwargs):
        looks.append(args)
        return None if len(looks) == 1 else look(*args, **kwargs)

    monkeypatch.setattr(services, "_known", late)
    if not is_checked:
        monkeypatch.setattr(Enterprise, "full_clean", Enterprise.clean_fields)
    found, is_new = services.find_or_register_enterprise(
        association=beta, by=beta_editor, **registration(tax_code="0100233488")
    )

    assert (found, is_new) == (first, False)
    assert found.affiliations.count() == 2


def test_a_tax_code_given_up_says_so_instead_of_failing(alpha, alpha_editor, officer):
    first, _new = services.find_or_register_enterprise(
        association=alpha, by=alpha_editor, **registration(tax_code="0100233488")
    )
    services.change_enterprise(first, by=officer, tax_code=None)

    with pytest.raises(ValidationError, match="registered already") as error:
        services.find_or_register_enterprise(association=alpha, by=alpha_editor, **registration(tax_code="0100233488"))
    assert list(error.value.message_dict) == ["tax_code"]


def test_an_association_keeps_numbers_and_what_others_work_with(alpha, beta, alpha_editor, beta_editor):
    own, _new = services.find_or_register_enterprise(
        association=alpha, by=alpha_editor, **registration(tax_code="0100233488")
    )
    with pytest.raises(ValidationError, match="officer"):
        services.change_enterprise(own, by=alpha_editor, tax_code=None)
    own.refresh_from_db()
    services.change_enterprise(own, by=alpha_editor, name="Tên mới")

    own.affiliations.create(association=beta)
    services.change_enterprise(own, by=alpha_editor, phone="024 1")
    for user, values in [
        (alpha_editor, {"name": "Tên khác"}),
        (beta_editor, {"size": "large"}),
        (beta_editor, {"phone": "024 2"}),
    ]:
        own.refresh_from_db()
        with pytest.raises(ValidationError, match="Another association"):
            services.change_enterprise(own, by=user, **values)
    own.refresh_from_db()
    assert (own.name, own.phone, own.tax_code) == ("Tên mới", "024 1", "0100233488")


def test_an_enterprise_without_a_code_is_flagged_and_never_merged(alpha, alpha_editor):
    place = {"province": builders.province(), "industry": builders.industry()}
    rows = [
        services.find_or_register_enterprise(association=alpha, by=alpha_editor, name="Cơ sở X", **place)[0]
        for _number in range(2)
    ]

    assert rows[0] != rows[1]
    assert all(row.is_flagged and row.subject_key.startswith("E-") for row in rows)


@pytest.mark.parametrize("code", ["0100233489", "100233488", "01002334AB", "010023348812", "0100233488-000"])
def test_a_wrong_tax_code_is_refused(code, alpha, alpha_editor):
    with pytest.raises(ValidationError):
        services.find_or_register_enterprise(
            association=alpha,
            by=alpha_editor,
            name="x",
            tax_code=code,
            province=builders.province(),
            industry=builders.industry(),
        )

    assert not Enterprise.objects.exists()
