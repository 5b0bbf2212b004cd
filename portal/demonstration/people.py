"""Demonstration accounts: one for each role, an editor for each association, one viewer. One password for all."""

from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import Role
from associations.models import Membership

PASSWORD = "trinh-dien-712"  # noqa: S105  printed on purpose; the accounts exist in demonstrations only
DOMAIN = "712.example"
VIEWED = "VITAS"


def make(world):
    """Create the accounts and put them into ``world.users`` by role name or association code."""
    texts = world.texts
    hashed = make_password(PASSWORD)  # once: the hash is slow on purpose

    def account(name, role, full_name, position):
        return User(
            email=f"{name}@{DOMAIN}",
            full_name=full_name,
            role=role,
            position=position,
            password=hashed,
            is_demonstration=True,
        )

    for key, name, role, full_name, position in texts["accounts"]:
        world.users[key] = account(name, role, full_name, position)
    for code, association in world.associations.items():
        full_name = texts["editor"].format(association=association.label)
        world.users[code] = account(code.lower(), Role.ASSOCIATION_EDITOR, full_name, texts["editor_position"])
    full_name = texts["viewer"].format(association=world.associations[VIEWED].label)
    viewer = account(f"{VIEWED.lower()}.xem", Role.ASSOCIATION_VIEWER, full_name, texts["editor_position"])
    User.objects.bulk_create([*world.users.values(), viewer])
    Membership.objects.bulk_create(
        [
            *(Membership(user=world.users[code], association=row) for code, row in world.associations.items()),
            Membership(user=viewer, association=world.associations[VIEWED]),
        ]
    )


def listing(texts):
    """The lines that ``serve`` prints."""
    names = [*(name for _key, name, *_rest in texts["accounts"]), "vitas", "vitas.xem", "vasep"]
    labels = {f"{name}@{DOMAIN}": full_name for _key, name, _role, full_name, _position in texts["accounts"]}
    lines = [texts["accounts_title"].format(password=PASSWORD)]
    for name in names:
        email = f"{name}@{DOMAIN}"
        label = labels.get(email) or texts["viewer" if name.endswith(".xem") else "editor"].format(
            association=name.split(".")[0].upper()
        )
        lines.append(f"  {email:<24} {label}")
    return "\n".join(lines) + "\n"
