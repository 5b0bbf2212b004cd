"""Tables of the programme: reference data, plan, evidence, standards and the results ledger."""

from programme.models.documents import Document, validate_owner
from programme.models.ledger import AggregateRecord, Entry, LedgerHead, LedgerPeriod, Posting, Rollup
from programme.models.plan import (
    Announcement,
    Indicator,
    IndicatorVersion,
    Phase,
    Programme,
    Project,
    Target,
    Task,
    TaskGroup,
)
from programme.models.reference import (
    DocumentType,
    IcsField,
    ImprovementTool,
    Industry,
    IssuingBody,
    Province,
    Size,
    SizeCriterion,
)
from programme.models.standards import Standard

__all__ = [
    "AggregateRecord",
    "Announcement",
    "Document",
    "DocumentType",
    "Entry",
    "IcsField",
    "ImprovementTool",
    "Indicator",
    "IndicatorVersion",
    "Industry",
    "IssuingBody",
    "LedgerHead",
    "LedgerPeriod",
    "Phase",
    "Posting",
    "Programme",
    "Project",
    "Province",
    "Rollup",
    "Size",
    "SizeCriterion",
    "Standard",
    "Target",
    "Task",
    "TaskGroup",
    "validate_owner",
]
