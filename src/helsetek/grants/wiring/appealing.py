"""Grant decisions can be challenged: what they are, what a change means, and until when money is held."""

from __future__ import annotations

from helsetek.casework import appealing, texts
from helsetek.casework.appealing import Room
from helsetek.common import events
from helsetek.grants.selectors import appealed as selectors
from helsetek.grants.selectors.letters import LETTERS
from helsetek.grants.services import appealed as services
from helsetek.grants.services import appealed_claims as claims
from helsetek.grants.services.drafting import CASE_KIND
from helsetek.grants.services.remedies import CaseRemedy
from helsetek.scheme import holding

SETTLING = ("appeal_decided", "appeal_outcome_recorded", "appeal_withdrawn", "decided_anew")


def connect() -> None:
    texts.register(LETTERS / "texts.toml")
    appealing.register(
        CASE_KIND,
        Room(
            signatories=selectors.signatories,
            writers=selectors.writers,
            decisions=selectors.decisions,
            hold=services.hold,
            remedy=CaseRemedy(),
        ),
    )
    holding.register(selectors.chance_of)
    for act in SETTLING:
        events.subscribe(f"casework.{act}", services.give_time_to_accept)
        events.subscribe(f"casework.{act}", claims.go_on)
    events.subscribe("casework.suspension_decided", claims.hold_back)
