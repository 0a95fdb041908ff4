"""The effects of a health-technology scheme, each a pure function of the world.

Section numbers are those of the report «Utforming av en helseteknologiordning» (v0.75, October 2022). Amounts
are MNOK a year before discounting; each docstring gives formula and units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from helsetek.engines.economics.exposure import exposure, paid_yearly, yearly
from helsetek.engines.economics.ledger import (
    BENEFIT,
    COLLABORATIONS,
    COST,
    MUNICIPALITIES,
    NETWORKS,
    RESOURCE,
    RESOURCES,
    STATE,
    TAX_BASE,
    TRANSFER,
    VENDORS,
    Flow,
)
from helsetek.engines.economics.world import World

#: All of a payment.
WHOLE = np.ones((1, 1, 1, 1))
Effect = Callable[[World], list[Flow]]


def investment(w: World) -> list[Flow]:
    """Setting the scheme up: investment [MNOK/year] in the investment years. Section 5.1.8."""
    return [Flow("investment", STATE, RESOURCES, RESOURCE, COST, w.p.investment, yearly(w, "investment"))]


def administration(w: World) -> list[Flow]:
    """Running it: administration [MNOK/year] in the scheme years, without the grant. Section 5.1.9."""
    return [Flow("administration", STATE, RESOURCES, RESOURCE, COST, w.p.administration, yearly(w, "scheme"))]


def grant(w: World) -> list[Flow]:
    """The grant [MNOK/year] to collaborations, and what of it replaces their members' own money. 5.1.9."""
    paid = paid_yearly(w, "grant")
    return [
        Flow("grant", STATE, COLLABORATIONS, TRANSFER, COST, WHOLE, paid),
        Flow("grant_relief", COLLABORATIONS, MUNICIPALITIES, TRANSFER, BENEFIT, w.p.grant_relief, paid),
        Flow("grant_use", COLLABORATIONS, RESOURCES, RESOURCE, COST, w.p.grant_real_use, paid),
    ]


def networks(w: World) -> list[Flow]:
    """The transfer [MNOK/year] to municipal networks, and what of it buys more resources. 5.1.6, 5.1.9."""
    paid = paid_yearly(w, "networks")
    return [
        Flow("networks", STATE, NETWORKS, TRANSFER, COST, WHOLE, paid),
        Flow("networks_use", NETWORKS, RESOURCES, RESOURCE, COST, w.p.networks_real_use, paid),
    ]


def procurement_efficiency(w: World) -> list[Flow]:
    """Municipal work saved: joiners · weeks_saved [week/municipality] · week_cost [NOK/week], grown as wages. 5.1.10."""
    saving = exposure(w).saving_weeks
    amount = saving.amount * w.p.weeks_saved * w.p.week_cost
    flow = Flow("procurement", RESOURCES, MUNICIPALITIES, RESOURCE, BENEFIT, amount, saving.series, "wage")
    return [flow]


def own_effort(w: World) -> list[Flow]:
    """What joining takes of the municipality's own money: joiners · own_effort [NOK/municipality]. Section 5.1.1."""
    effort = exposure(w).effort
    amount = effort.amount * w.p.own_effort
    return [Flow("own_effort", MUNICIPALITIES, RESOURCES, RESOURCE, COST, amount, effort.series, "wage")]


def vendor_efficiency(w: World) -> list[Flow]:
    """Vendors' work saved by fewer, larger tenders; the winner's saving shows in the price. Section 5.1.10.

    (vendors - winning_vendors) · tender_weeks · (replaced / partners_alone - joint_effort · joiners / partners)
    · vendor_week_cost, grown as wages; also a change in the vendors' tax base.
    """
    reached, p = exposure(w), w.p
    week = (p.vendors - p.winning_vendors) * p.tender_weeks * p.vendor_week_cost * p.vendor_gain_counted
    alone = reached.replaced.amount / p.partners_alone * week
    joint = reached.joined.amount / p.partners * p.joint_effort * week
    return [
        Flow("vendors", RESOURCES, VENDORS, RESOURCE, BENEFIT, alone, reached.replaced.series, "wage"),
        Flow("vendors_tax", VENDORS, STATE, TAX_BASE, BENEFIT, alone, reached.replaced.series, "wage"),
        Flow("vendors", RESOURCES, VENDORS, RESOURCE, BENEFIT, -joint, reached.joined.series, "wage"),
        Flow("vendors_tax", VENDORS, STATE, TAX_BASE, BENEFIT, -joint, reached.joined.series, "wage"),
    ]


def introduction_efficiency(w: World) -> list[Flow]:
    """Work saved when systems are put to use together: people · introduction_saving [NOK/inhabitant]. 5.1.11."""
    return [
        Flow(
            "introduction",
            RESOURCES,
            MUNICIPALITIES,
            RESOURCE,
            BENEFIT,
            part.amount * w.p.introduction_saving,
            part.series,
            "wage",
        )
        for part in exposure(w).people
    ]


def purchase_terms(w: World) -> list[Flow]:
    """Lower prices: buyers / partners · contract_price [NOK/tender] · price_cut. Section 5.1.12.

    Vendors give up the whole of it; the part that is not bargained away they have saved in real costs.
    """
    buyers = exposure(w).buyers
    amount = buyers.amount / w.p.partners * w.p.contract_price * w.p.price_cut
    real = amount * (1 - w.p.bargaining_share)
    return [
        Flow("purchase", VENDORS, MUNICIPALITIES, TRANSFER, BENEFIT, amount, buyers.series),
        Flow("purchase_cost", RESOURCES, VENDORS, RESOURCE, BENEFIT, real, buyers.series),
    ]


EFFECTS: tuple[Effect, ...] = (
    investment,
    administration,
    grant,
    networks,
    procurement_efficiency,
    own_effort,
    vendor_efficiency,
    introduction_efficiency,
    purchase_terms,
)


def flows(world: World, effects: Iterable[Effect] = EFFECTS) -> list[Flow]:
    """Every flow of the effects."""
    return [flow for effect in effects for flow in effect(world)]
