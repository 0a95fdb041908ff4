"""The rows of tables 4, 5 and 8 as views of one ledger, so that they cannot disagree.

Costs are written as positive numbers, as in the report. All in MNOK, present value, difference from the null
alternative.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.ledger import BENEFIT, COST, RESOURCE, TRANSFER, VENDORS, Ledger

Floats = NDArray[np.float64]
View = Callable[[Ledger], Floats]


def _effects(*names: str) -> View:
    return lambda ledger: ledger.total(lambda entry: float(entry.effect in names))


def _tax_cost(ledger: Ledger) -> Floats:
    return ledger.total(lambda e: float(e.effect == "tax_financing" and e.side == COST))


def _tax_gain(ledger: Ledger) -> Floats:
    return -ledger.total(lambda e: float(e.effect == "tax_financing" and e.side == BENEFIT))


def _vendors(ledger: Ledger) -> Floats:
    """What vendors save, less what is bargained away from them."""
    real = ledger.total(lambda e: float(e.receiver == VENDORS and e.kind == RESOURCE))
    return real - ledger.total(
        lambda e: float(e.payer == VENDORS and e.kind == TRANSFER and e.effect == "purchase")
    )


def _sum_costs(ledger: Ledger) -> Floats:
    return sum((ROWS[name](ledger) for name in COST_ROWS[1:]), ROWS[COST_ROWS[0]](ledger))


def _sum_benefits(ledger: Ledger) -> Floats:
    return sum((ROWS[name](ledger) for name in BENEFIT_ROWS[1:]), ROWS[BENEFIT_ROWS[0]](ledger))


COST_ROWS = ("investment", "operations", "added_resources", "tax_cost")
BENEFIT_ROWS = (
    "efficiency_municipal",
    "efficiency_vendors",
    "purchase_terms",
    "grant_income",
    "tax_gain",
)
#: Every row by its name; the names are those of the JSON result.
ROWS: dict[str, View] = {
    "investment": _effects("investment"),
    "operations": _effects("administration", "grant", "networks"),
    "administration": _effects("administration"),
    "added_resources": _effects("grant_use", "networks_use", "own_effort"),
    "tax_cost": _tax_cost,
    "sum_costs": _sum_costs,
    "efficiency_procurement": _effects("procurement"),
    "efficiency_introduction": _effects("introduction"),
    "efficiency_municipal": _effects("procurement", "introduction"),
    "efficiency_vendors": _vendors,
    "purchase_terms": _effects("purchase"),
    "grant_income": _effects("grant", "networks"),
    "tax_gain": _tax_gain,
    "tax_gain_procurement": lambda ledger: ledger.wedge * ledger.effect("procurement"),
    "sum_benefits": _sum_benefits,
    "net": lambda ledger: ledger.net(),
}
#: The report's tables: which rows, in which order.
TABLES: dict[str, tuple[str, ...]] = {
    "table4": ("investment", "operations", "added_resources", "tax_cost", "sum_costs"),
    "table5": (
        "efficiency_procurement",
        "efficiency_vendors",
        "efficiency_introduction",
        "purchase_terms",
        "tax_gain",
        "grant_income",
        "sum_benefits",
    ),
    "table8": (*COST_ROWS, "sum_costs", *BENEFIT_ROWS, "sum_benefits", "net"),
}


def row(ledger: Ledger, name: str, alternatives: int) -> Floats:
    """A row as (alternatives, n)."""
    amount = ROWS[name](ledger)[:, 0, 0, :]
    return np.broadcast_to(amount, (alternatives, amount.shape[-1]))


def rows(ledger: Ledger, alternatives: list[str]) -> dict[str, dict[str, float]]:
    """Every row at one draw: name -> alternative -> MNOK."""
    found = {name: row(ledger, name, len(alternatives)) for name in ROWS}
    return {
        name: {alt: float(values[k, 0]) for k, alt in enumerate(alternatives)}
        for name, values in found.items()
    }
