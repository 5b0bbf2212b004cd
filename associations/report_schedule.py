"""Opens the reports that an agreement asks for: by hand from its calendar, and daily when a period has begun."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from associations.locks import refuse_locked
from associations.models import Agreement
from associations.report_periods import schedule
from associations.report_services import open_report

log = logging.getLogger(__name__)


@transaction.atomic
def open_missing(agreement, *, by, today=None):
    """Open every report of ``agreement`` whose period has begun and that is not there. Returns the new ones in order.

    ``by`` is None for the daily command. Safe to run twice and at once: the agreement is locked and its calendar read
    again. Raises ``ValidationError`` when the agreement takes no reports or its report type cannot be reckoned with.
    """
    today = today or timezone.localdate()
    # The type may be missing: only the agreement's own row is locked.
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("report_type").get(pk=agreement.pk)
    refuse_locked(agreement, by)
    return [
        open_report(
            agreement,
            agreement.report_type,
            by=by,
            period_starts_on=slot.period.starts_on,
            period_ends_on=slot.period.ends_on,
            due_on=slot.period.due_on,
        )
        for slot in schedule(agreement)
        if slot.is_missing(today)
    ]


def open_due_reports(today):
    """Open what is due by ``today`` on all agreements in force. Returns the number of reports opened.

    One agreement whose calendar cannot be reckoned is logged and does not keep the others waiting.
    """
    count = 0
    for agreement in Agreement.objects.filter(status=Agreement.Status.IN_FORCE, report_type__isnull=False).order_by(
        "pk"
    ):
        try:
            count += len(open_missing(agreement, by=None, today=today))
        except ValidationError as error:
            log.warning("No reports opened on agreement %s: %s", agreement.pk, "; ".join(error.messages))
    return count
