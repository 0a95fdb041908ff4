"""Reads of the approval scheme, for this room and the floors above."""

from helsetek.approval.models import Application, Approval, Product

from .applications import (
    Lacking,
    answers_of,
    application,
    applications_seen_by,
    completeness,
    demands_of,
    outcomes_of,
    reference_of,
)
from .register import (
    Entry,
    approval,
    approvals_of_product,
    approved_against,
    changes,
    entries,
    entry,
    history,
    names_of_approved,
)
from .watching import dates_of, flagged, overdue_of, surveillance, surveillance_seen_by

__all__ = [
    "Application",
    "Approval",
    "Entry",
    "Lacking",
    "Product",
    "answers_of",
    "application",
    "applications_seen_by",
    "approval",
    "approvals_of_product",
    "approved_against",
    "changes",
    "completeness",
    "dates_of",
    "demands_of",
    "entries",
    "entry",
    "flagged",
    "history",
    "names_of_approved",
    "outcomes_of",
    "overdue_of",
    "reference_of",
    "surveillance",
    "surveillance_seen_by",
]
