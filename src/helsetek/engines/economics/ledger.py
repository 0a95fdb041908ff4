"""A double-entry ledger of effects.

Every flow has a payer, a receiver and a kind. What one actor pays another receives, so transfers cancel by
construction; the counterpart of a real use or saving is the account ``resources``. Only differences from the
null alternative are booked. The tax-financing cost is booked last, as the rate times the net public outflow
(R-109/2021 section 7.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helsetek.engines.economics.exposure import Series
from helsetek.engines.economics.world import YEAR_AXIS, Array, World

STATE, MUNICIPALITIES, COLLABORATIONS, NETWORKS, VENDORS, TAXPAYERS, RESOURCES = (
    "state",
    "municipalities",
    "collaborations",
    "networks",
    "vendors",
    "taxpayers",
    "resources",
)
ACTORS = (STATE, MUNICIPALITIES, COLLABORATIONS, NETWORKS, VENDORS, TAXPAYERS)
#: Budgets that taxes fill. Collaborations and networks spend what they are given, so they stand outside.
PUBLIC = (STATE, MUNICIPALITIES)
RESOURCE, TRANSFER, TAX_BASE = "resource", "transfer", "tax_base"
COST, BENEFIT = "cost", "benefit"


@dataclass(frozen=True)
class Flow:
    """One stream: amount (quantity × price, MNOK before time), spread over years by ``series``, grown by ``growth``."""

    effect: str
    payer: str
    receiver: str
    kind: str
    side: str
    amount: Array
    series: Series
    growth: str = "none"

    def __post_init__(self) -> None:
        ends = (self.payer == RESOURCES) + (self.receiver == RESOURCES)
        if self.payer == self.receiver or ends != (self.kind == RESOURCE):
            raise ValueError(f"{self.effect}: a {self.kind} cannot go from {self.payer} to {self.receiver}")

    def present_value(self) -> Array:
        """Σ_t D_t W_t quantity_t price, MNOK: (alternatives, 1, groups, draws)."""
        if self.amount.shape[YEAR_AXIS] > 1:
            return self.by_year_discounted().sum(axis=YEAR_AXIS, keepdims=True)
        return self.amount * self.series.weighted(self.growth)

    def by_year_discounted(self) -> Array:
        """The present value of each year: (alternatives, years, groups, draws)."""
        return self.amount * self.series.by_year() * self.series.world.weights(self.growth)

    def by_year(self) -> Array:
        """Real kroner of each year, undiscounted: (alternatives, years, groups, draws)."""
        return self.amount * self.series.by_year() * self.series.world.index(self.growth)


@dataclass(frozen=True)
class Entry:
    """A booked difference from the null alternative, present value in MNOK."""

    effect: str
    payer: str
    receiver: str
    kind: str
    side: str
    amount: Array

    @property
    def public(self) -> int:
        """+1 when money comes into public budgets, -1 when it leaves them, 0 otherwise."""
        return (self.receiver in PUBLIC) - (self.payer in PUBLIC)


class Ledger:
    """All entries of one block of draws."""

    def __init__(self, entries: list[Entry], wedge: Array) -> None:
        self.entries, self.wedge = entries, wedge

    def account(self, actor: str) -> Array:
        """What the actor gains (loses when negative)."""
        return self.total(lambda e: (e.receiver == actor) - (e.payer == actor))

    def effect(self, name: str, kind: str | None = None) -> Array:
        """The amounts booked under an effect (of one kind), as written."""
        return self.total(lambda e: float(e.effect == name and kind in (None, e.kind)))

    def net(self) -> Array:
        """Net benefit to society: the gains of all actors, which is what is drawn from resources."""
        return self.total(lambda e: (e.payer == RESOURCES) - (e.receiver == RESOURCES))

    def public(self, side: str | None = None) -> Array:
        """Net inflow to public budgets before the tax-financing cost (of cost or benefit entries)."""
        return self.total(lambda e: e.public if side in (None, e.side) else 0)

    def total(self, sign: object) -> Array:
        """Σ sign(entry) · amount over entries with a sign."""
        found: Array | None = None
        for entry in self.entries:
            factor = sign(entry)  # type: ignore[operator]
            if factor:
                part = entry.amount if factor == 1 else -entry.amount
                found = part if found is None else found + part
        return np.zeros((1, 1, 1, 1)) if found is None else found


def book(flows: list[Flow], null: dict[str, list[Flow]], world: World) -> Ledger:
    """Book present values as differences from the null alternative, then the tax-financing cost."""
    return _book(flows, null, world, Flow.present_value)


def book_years(flows: list[Flow], null: dict[str, list[Flow]], world: World) -> Ledger:
    """The same with the years kept apart: amounts (alternatives, years, groups, draws), discounted."""
    return _book(flows, null, world, Flow.by_year_discounted)


def _book(
    flows: list[Flow], null: dict[str, list[Flow]], world: World, value: Callable[[Flow], Array]
) -> Ledger:
    """``null``: the flows of the null alternative by effect, in the order of ``flows``; missing where all are zero."""
    waiting = {name: iter(found) for name, found in null.items()}
    entries = []
    for flow in flows:
        amount = value(flow)
        if flow.effect in waiting:
            amount = amount - value(next(waiting[flow.effect]))
        entries.append(_entry(flow, amount))
    return _with_tax(entries, world)


def _entry(flow: Flow, amount: Array) -> Entry:
    return Entry(flow.effect, flow.payer, flow.receiver, flow.kind, flow.side, amount)


def _with_tax(entries: list[Entry], world: World) -> Ledger:
    """Taxes on changed tax bases go to the state; every krone out of public budgets costs the wedge."""
    taxed = [_taxed(entry, world) if entry.kind == TAX_BASE else entry for entry in entries]
    kept = [
        Entry(**{**vars(e), "amount": world.keep(f"pv_{e.effect}_{e.kind}_{n}", e.amount)})
        for n, e in enumerate(taxed)
    ]
    ledger = Ledger(kept, world.p.tax_wedge)
    taxes: list[Entry] = []
    for side in (COST, BENEFIT):
        wedge = world.keep(f"pv_tax_{side}", -(world.p.tax_wedge * ledger.public(side)))
        taxes.append(Entry("tax_financing", TAXPAYERS, RESOURCES, RESOURCE, side, wedge))
    return Ledger([*kept, *taxes], ledger.wedge)


def _taxed(base: Entry, world: World) -> Entry:
    return Entry(
        base.effect, base.payer, base.receiver, TRANSFER, base.side, base.amount * world.p.tax_base_rate
    )
