"""What happens to supports and courses whose entries in the ledger were all taken back."""

from simple_history.utils import bulk_update_with_history

from enterprises.models import Support, TrainingCourse
from enterprises.models.supports import ResultStatus
from programme import corrections

_REASON_LENGTH = 100


def register():
    """Have the ledger announce corrections of results; a place on a course has no status of its own."""
    for model in (Support, TrainingCourse):
        corrections.register(model, _marker(model))


def _marker(model):
    def mark(ids, posting):
        rows = list(model.objects.filter(pk__in=ids, status=ResultStatus.ACCEPTED))
        for row in rows:
            row.status = ResultStatus.CORRECTED
        bulk_update_with_history(
            rows,
            model,
            ["status"],
            batch_size=500,
            default_user=posting.recorded_by,
            default_change_reason=posting.reason[:_REASON_LENGTH],
            default_date=posting.recorded_at,
        )

    return mark
