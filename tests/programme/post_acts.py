"""One of several processes that post acts at once: `python -m tests.programme.post_acts WORKER ACTS`.

Started by ``test_ledger_concurrency`` on a database of its own (``DATABASE_URL``). Each act has two lines: a subject
that every process posts too, so that all of them meet on the same rollup rows, and one of its own.
"""

import datetime as dt
import os
import sys

import django


def main(worker, acts):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from accounts.models import User
    from programme import ledger
    from programme.ledger import Line
    from programme.models import Indicator, Posting

    by = User.objects.get()
    guided = Indicator.objects.get()
    for act in range(acts):
        day = dt.date(2011 + act % 8, 1 + act % 12, 1 + worker)
        shared = Line(indicator=guided, happened_on=day, subject=f"SHARED-{act}", association="A", province="63-01")
        own = Line(indicator=guided, happened_on=day, subject=f"OWN-{worker}-{act}", association=f"A{worker}")
        ledger.post(Posting.Kind.REPORT, [shared, own], by=by, reason=f"process {worker}, act {act}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
