"""The first administrator is made by one command that neither takes a weak password nor prints one."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db

STRONG = "Hoa-sen-7122010"


@pytest.fixture
def password(monkeypatch):
    return lambda value: monkeypatch.setenv("ADMIN_PASSWORD", value)


def test_the_administrator_can_sign_in_and_the_act_is_on_record(password, capsys):
    password(STRONG)

    call_command("create_administrator", "First@Agency.Example", name="Người quản trị")

    user = User.objects.get()
    assert (user.email, user.role, user.full_name) == ("first@agency.example", Role.ADMINISTRATOR, "Người quản trị")
    assert user.check_password(STRONG)
    assert AuditEvent.objects.get().action == "user.create"
    assert STRONG not in capsys.readouterr().out


@pytest.mark.parametrize("weak", ["short", "password12", "1234567890123"])
def test_a_weak_password_is_refused(password, weak):
    password(weak)

    with pytest.raises(CommandError, match="password"):
        call_command("create_administrator", "first@agency.example")

    assert not User.objects.exists()


def test_a_second_account_with_the_address_is_refused(password):
    password(STRONG)
    call_command("create_administrator", "first@agency.example")

    with pytest.raises(CommandError, match="already"):
        call_command("create_administrator", "FIRST@agency.example")


def test_typed_passwords_must_agree(monkeypatch):
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    typed = iter([STRONG, "Something-else-1"])
    monkeypatch.setattr("accounts.management.commands.create_administrator.getpass", lambda prompt: next(typed))

    with pytest.raises(CommandError, match="differ"):
        call_command("create_administrator", "first@agency.example")
