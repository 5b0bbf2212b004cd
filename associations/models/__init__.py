"""Tables of the associations: who they are, what was agreed, what they report and need."""

from associations.models.agreements import Agreement, NumberSeries
from associations.models.annexes import AgreementVersion, Annex
from associations.models.associations import Association, Membership
from associations.models.corrections import TakenBack
from associations.models.locks import LockException
from associations.models.money import Acceptance, Funding, Milestone
from associations.models.needs import Need
from associations.models.packages import PackageItem, SolutionPackage
from associations.models.report_parts import Communication, Spending
from associations.models.report_versions import ReportVersion
from associations.models.reports import PeriodicReport, ReportComment, ReportReview, ReportType
from associations.models.signing import SigningAuthority
from associations.models.steps import AgreementStep
from associations.models.workshops import Workshop, WorkshopConclusion, WorkshopParticipant

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementStep",
    "AgreementVersion",
    "Annex",
    "Association",
    "Communication",
    "Funding",
    "LockException",
    "Membership",
    "Milestone",
    "Need",
    "NumberSeries",
    "PackageItem",
    "PeriodicReport",
    "ReportComment",
    "ReportReview",
    "ReportType",
    "ReportVersion",
    "SigningAuthority",
    "SolutionPackage",
    "Spending",
    "TakenBack",
    "Workshop",
    "WorkshopConclusion",
    "WorkshopParticipant",
]
