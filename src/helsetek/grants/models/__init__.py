"""Tables of the grant case, by noun."""

from .applications import (
    Application,
    ApplicationState,
    EligibilityRecord,
    InformationRequest,
    LateDoor,
    SectionVersion,
)
from .assessments import Assessment, FormalCheck, Recommendation, Score
from .decisions import Decision, Outcome, Proposal
from .grants import Grant
from .payments import Instalment, PaymentFile
from .reports import RepaymentClaim, Report, ReportVersion

__all__ = [
    "Application",
    "ApplicationState",
    "Assessment",
    "Decision",
    "EligibilityRecord",
    "FormalCheck",
    "Grant",
    "InformationRequest",
    "Instalment",
    "LateDoor",
    "Outcome",
    "PaymentFile",
    "Proposal",
    "Recommendation",
    "RepaymentClaim",
    "Report",
    "ReportVersion",
    "Score",
    "SectionVersion",
]
