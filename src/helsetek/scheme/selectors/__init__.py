"""Reads of the scheme, for this room and the floors above."""

from helsetek.scheme.models import (
    Account,
    Allotment,
    Call,
    CallVersion,
    Envelope,
    Goal,
    Indicator,
    Posting,
    ReportedAward,
)
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.rules.ledger import Balances
from helsetek.scheme.rules.terms import CallTerms, Measure, Text

from .calls import (
    all_allotments,
    all_calls,
    allotment,
    allotments_of,
    allotments_of_calls,
    allotted_to_calls,
    call,
    call_by_slug,
    calls_of_envelope,
    changes_between,
    current_version,
    current_versions,
    drafts,
    is_open,
    open_calls,
    phase,
    published_calls,
    summary,
    terms,
    terms_now,
    title,
    upcoming_calls,
    version,
    versions_of,
)  # fmt: skip
from .contents import CallContent, content_of, pending_differences, problems, written
from .envelopes import (
    balances,
    balances_of,
    balances_of_case,
    balances_of_cases,
    envelope,
    envelopes,
    ledger_fault,
    postings_of,
    postings_of_case,
    stands_by_envelope,
)
from .goals import (
    AmbitionLevel,
    MeasureText,
    RealRound,
    ambition_levels,
    default_sets,
    default_terms,
    goals,
    indicators,
    measures,
    parameter,
    parameter_with_source,
    real_rounds,
)  # fmt: skip
from .holding import Held, allotments_from, held, releasable
from .reported import reported_awards

__all__ = [
    "Account", "Allotment", "AmbitionLevel", "Balances", "Call", "CallContent", "CallTerms", "CallVersion",
    "Envelope", "Goal", "Held", "Indicator", "Measure", "MeasureText", "Phase", "Posting", "RealRound",
    "ReportedAward", "Text", "all_allotments", "all_calls", "allotment", "allotments_from", "allotments_of",
    "allotments_of_calls", "allotted_to_calls", "ambition_levels", "balances", "balances_of", "balances_of_case",
    "balances_of_cases", "call",
    "call_by_slug", "calls_of_envelope", "changes_between", "content_of", "current_version",
    "current_versions", "default_sets", "default_terms", "drafts", "envelope", "envelopes", "goals", "held",
    "indicators", "is_open", "ledger_fault", "measures", "open_calls", "parameter", "parameter_with_source",
    "pending_differences", "phase", "postings_of", "postings_of_case", "problems", "published_calls", "real_rounds",
    "releasable", "reported_awards", "stands_by_envelope", "summary", "terms",
    "terms_now", "title", "upcoming_calls", "version", "versions_of",
    "written",
]  # fmt: skip
