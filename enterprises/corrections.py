"""What happens to supports and courses whose entries in the ledger were all taken back."""

from enterprises.models import Support, TrainingCourse
from enterprises.models.supports import ResultStatus
from programme import corrections


def register():
    """Have the ledger announce corrections of results; a place on a course has no status of its own."""
    for model in (Support, TrainingCourse):
        corrections.register(model, corrections.marker(model, [ResultStatus.ACCEPTED], ResultStatus.CORRECTED))
