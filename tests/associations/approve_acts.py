"""One of several processes that approve agreements at once: `python -m tests.associations.approve_acts EMAIL`.

Started by ``test_approval_concurrency`` on a database of its own. It says "ready", then reads lines: an agreement's
key, or a key with "undo", whose approval is rolled back; it answers each with what came of it.
"""

import os
import sys

import django


def main(email):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from accounts.models import User

    by = User.objects.get(email=email)
    print("ready", flush=True)
    for line in sys.stdin:
        key, *undo = line.split()
        print(outcome(int(key), by, bool(undo)), flush=True)


def outcome(key, by, undo):
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from associations.models import Agreement
    from associations.services import move_agreement

    try:
        with transaction.atomic():
            agreement = move_agreement(Agreement(pk=key), "approve", by=by)
            if undo:
                raise InterruptedError
    except ValidationError as error:
        return error.messages[0]
    except InterruptedError:
        return "undone"
    return agreement.number


if __name__ == "__main__":
    main(sys.argv[1])
