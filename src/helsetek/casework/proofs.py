"""What `helsetek audit verify` proves besides the chain of events: rooms register a proof each (a ledger balances)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proven:
    """How many things were checked, and the first fault, in English; "" when all hold."""

    checked: int
    fault: str = ""


Prove = Callable[[], Proven]
_proofs: dict[str, Prove] = {}


def register(name: str, prove: Prove) -> None:
    """Let the audit command prove this too. ``name`` is what is counted, in English: ``postings of the ledgers``."""
    _proofs[name] = prove


def all_of_them() -> dict[str, Prove]:
    """In the order they were registered."""
    return dict(_proofs)
