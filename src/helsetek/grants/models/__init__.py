"""Tables of the grant case, by noun."""

from .amendments import AgreementVersion, Amendment, AmendmentConsent, AmendmentKind, MoneyChange
from .applications import (
    Application,
    ApplicationState,
    EligibilityRecord,
    InformationRequest,
    LateDoor,
    SectionVersion,
)
from .assessments import Assessment, FormalCheck, Recommendation, Score
from .audits import AuditConfirmation
from .blinding import BlindCopy, BlindWords
from .calibration import (
    Adjustment,
    Basis,
    Competence,
    Moderation,
    RankingBasis,
    ScoreChange,
    TrainingCase,
    TrainingScore,
)
from .decisions import Decision, Origin, Outcome, Proposal
from .grants import Grant
from .payments import Instalment, PaymentFile
from .reconciliation import Difference, Statement, StatementLine
from .recovery import (
    ClaimEntry,
    ClaimGround,
    ClaimState,
    EntryKind,
    PaymentStop,
    RepaymentClaim,
    SetOff,
    StopGround,
    Waiver,
)
from .reports import Report, ReportVersion
from .state_aid import StateAidAssessment, StateAidKind

__all__ = [
    "Adjustment",
    "AgreementVersion",
    "Amendment",
    "AmendmentConsent",
    "AmendmentKind",
    "Application",
    "ApplicationState",
    "Assessment",
    "AuditConfirmation",
    "Basis",
    "BlindCopy",
    "BlindWords",
    "ClaimEntry",
    "ClaimGround",
    "ClaimState",
    "Competence",
    "Decision",
    "Difference",
    "EligibilityRecord",
    "EntryKind",
    "FormalCheck",
    "Grant",
    "InformationRequest",
    "Instalment",
    "LateDoor",
    "Moderation",
    "MoneyChange",
    "Origin",
    "Outcome",
    "PaymentFile",
    "PaymentStop",
    "Proposal",
    "RankingBasis",
    "Recommendation",
    "RepaymentClaim",
    "Report",
    "ReportVersion",
    "Score",
    "ScoreChange",
    "SectionVersion",
    "SetOff",
    "StateAidAssessment",
    "StateAidKind",
    "Statement",
    "StatementLine",
    "StopGround",
    "TrainingCase",
    "TrainingScore",
    "Waiver",
]
