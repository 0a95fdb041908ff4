"""Which roles there are, where they can be held, and which two nobody may use on the same case."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may do, always in an organisation."""

    WRITER = "writer"  # skrivetilgang
    SIGNATORY = "signatory"  # signeringsrett
    AUDITOR = "auditor"
    SCHEME_MANAGER = "scheme_manager"
    CASE_OFFICER = "case_officer"
    DECISION_MAKER = "decision_maker"
    PAYMENT_PREPARER = "payment_preparer"
    PAYMENT_ATTESTER = "payment_attester"
    CONTROLLER = "controller"
    ASSESSOR = "assessor"
    VENDOR = "vendor"
    NETWORK_COORDINATOR = "network_coordinator"
    ANALYST = "analyst"
    SYSTEM_ADMINISTRATOR = "system_administrator"


_APPLICANTS = frozenset({"municipality", "county", "trust"})
_DIRECTORATE = frozenset({"directorate"})

# The kinds of organisation (registry.models.OrganisationKind) in which a role can be held.
HELD_IN: dict[Role, frozenset[str]] = {
    Role.WRITER: _APPLICANTS,
    Role.SIGNATORY: _APPLICANTS,
    Role.AUDITOR: _APPLICANTS,
    Role.SCHEME_MANAGER: _DIRECTORATE,
    Role.CASE_OFFICER: _DIRECTORATE,
    Role.DECISION_MAKER: _DIRECTORATE,
    Role.PAYMENT_PREPARER: _DIRECTORATE,
    Role.PAYMENT_ATTESTER: _DIRECTORATE,
    Role.CONTROLLER: _DIRECTORATE,
    Role.ASSESSOR: frozenset({"assessor_body", "directorate", "association"}),
    Role.VENDOR: frozenset({"vendor", "laboratory"}),
    Role.NETWORK_COORDINATOR: frozenset({"association"}),
    Role.ANALYST: frozenset({"directorate", "association"}),
    Role.SYSTEM_ADMINISTRATOR: _DIRECTORATE,
}

# A person may hold both, but never use both on the same case. The economy regulations
# (bestemmelser om økonomistyring i staten) ask that one prepares and another attests;
# forvaltningsloven § 6 asks that who decides has had no part that makes the decision suspect.
EXCLUSIVE_ON_A_CASE: tuple[frozenset[Role], ...] = (
    frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER}),
    frozenset({Role.ASSESSOR, Role.DECISION_MAKER}),
    frozenset({Role.ASSESSOR, Role.CASE_OFFICER}),
    frozenset({Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER}),
    frozenset({Role.DECISION_MAKER, Role.PAYMENT_ATTESTER}),
    # Nobody controls what they prepared, assessed, decided or paid.
    frozenset({Role.CONTROLLER, Role.CASE_OFFICER}),
    frozenset({Role.CONTROLLER, Role.ASSESSOR}),
    frozenset({Role.CONTROLLER, Role.DECISION_MAKER}),
    frozenset({Role.CONTROLLER, Role.PAYMENT_PREPARER}),
    frozenset({Role.CONTROLLER, Role.PAYMENT_ATTESTER}),
)

# Those who act for the state in a case. They, and nobody else, have an impartiality to declare, and ties to tell of.
DECIDING_SIDE: tuple[Role, ...] = (
    Role.SCHEME_MANAGER,
    Role.CASE_OFFICER,
    Role.DECISION_MAKER,
    Role.ASSESSOR,
    Role.PAYMENT_PREPARER,
    Role.PAYMENT_ATTESTER,
    Role.CONTROLLER,
)

# What a signatory may pass on inside the own organisation, for a time.
DELEGABLE = frozenset({Role.WRITER, Role.SIGNATORY, Role.AUDITOR})


def exclude_each_other(one: Role, other: Role) -> bool:
    return frozenset({one, other}) in EXCLUSIVE_ON_A_CASE


def can_be_held_in(role: Role, organisation_kind: str) -> bool:
    return organisation_kind in HELD_IN[role]
