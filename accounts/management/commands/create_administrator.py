"""Create the first administrator: `manage.py create_administrator you@agency.example --name "Your name"`.

Asks for the password, or takes it from the environment variable ADMIN_PASSWORD; it is never printed.
"""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from accounts import audit
from accounts.models import User
from accounts.roles import Role


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name; the e-mail address when left out")

    @override("en")  # like every command; the portal itself speaks Vietnamese
    def handle(self, *, email, name, **options):
        email = email.strip().lower()
        user = User(email=email, full_name=name or email, role=Role.ADMINISTRATOR)
        try:
            user.clean_fields(exclude=["password"])
            user.validate_constraints()
            password = ask_password()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        with transaction.atomic():
            user.save()
            audit.record("user.create", user, by=None)
        self.stdout.write(f"Administrator {email} created.")


def ask_password():
    """Return the password; raises ``CommandError`` where the two that were typed differ."""
    if password := os.environ.get("ADMIN_PASSWORD"):
        return password
    password = getpass("Password: ")
    if getpass("Password again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
