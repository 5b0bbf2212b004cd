import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from accounts.roles import NATIONAL_ROLES, PERMISSIONS, Role, permissions_of, roles_with
from portal.rights import ACTS
from tests import builders


def test_every_role_has_its_row_and_unknown_codes_nothing():
    assert set(PERMISSIONS) == set(Role)
    assert permissions_of("king") == frozenset()


def test_readers_write_nothing():
    for role in (Role.AUDITOR, Role.OFFICIAL, Role.ASSOCIATION_VIEWER):
        assert {name.split(".")[1].split("_")[0] for name in permissions_of(role)} == {"view"}


def test_deciding_takes_an_approver():
    for permission in (
        "associations.accept_periodicreport",
        "programme.correct_entry",
        "programme.publish_standard",
    ):
        assert roles_with(permission) == [Role.APPROVER, Role.ADMINISTRATOR]
    for approval in ("agreement", "annex", "lockexception"):
        assert roles_with(f"associations.approve_{approval}") == [Role.APPROVER]


def test_the_page_of_rights_tells_every_act():
    verbs = ("add", "view", "change", "delete")
    acts = {name for role in Role for name in permissions_of(role) if name.split(".")[1].split("_")[0] not in verbs}

    assert acts | {"programme.view_dashboard", "programme.view_own_figures"} == set(ACTS)


def test_associations_never_see_everything(alpha_editor, official):
    assert not {Role.ASSOCIATION_EDITOR, Role.ASSOCIATION_VIEWER} & NATIONAL_ROLES
    assert (alpha_editor.association_codes, official.association_codes) == (("ALPHA",), ())


def test_a_user_who_left_may_nothing(officer):
    officer.is_active = False

    assert not officer.has_perm("associations.view_agreement")
    assert not officer.is_staff
    assert not officer.sees_all_associations


def test_addresses_are_unique_whatever_their_case(db):
    builders.user(Role.OFFICER, email="Can.Bo@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        get_user_model()(email="CAN.BO@example.org", full_name="x", role=Role.OFFICER).save()
