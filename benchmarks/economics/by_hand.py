"""The model of the scheme as a plain function of one draw over every municipality, written for itself.

It shares no code with the engine's effects: it is the judge of the figures as well as of the speed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helsetek.engines.economics.problem import Problem

_known: dict[int, dict[str, Any]] = {}


def _facts(problem: Problem) -> dict[str, Any]:
    if id(problem) not in _known:
        nodes, analysis = problem.nodes, problem.assumptions.analysis
        assert nodes
        x = nodes.log_size.ravel()
        stated = {n: _plain(problem.table(n)) for n in problem.assumptions.parameters}
        _known[id(problem)] = {
            "x": x, "w": nodes.weight.ravel(), "midt": nodes.midt.ravel(), "people": np.exp(x), "p": stated,
            "years": np.array(analysis.years), "base": analysis.base_year,
            "scheme": np.isin(analysis.years, analysis.scheme_years),
            "first": np.isin(analysis.years, analysis.investment_years),
            "joining": np.isin(analysis.years, analysis.joining_years),
            "inputs": [(r.parameter, r.alternative, r.spread.on, _scale(problem, r.parameter)) for r in problem.inputs],
        }  # fmt: skip
    return _known[id(problem)]


def _scale(problem: Problem, name: str) -> float:
    return problem.scale(problem.assumptions.parameters[name])


def _plain(table: np.ndarray) -> np.ndarray:
    return table[:, :, 0, 0]


def net_of_one_draw(problem: Problem, draw: np.ndarray) -> list[float]:
    """Net benefit of each level, MNOK."""
    f = _facts(problem)
    p = dict(f["p"])
    for (name, level, on, scale), value in zip(f["inputs"], draw, strict=True):
        row = slice(None) if not level else problem.alternatives.index(level) + 1
        table = p[name].copy()
        if on == "value":
            table[row] = value * scale
        elif on == "factor":
            table[row] = table[row] * value
        else:
            touched = [
                problem.alternatives.index(a) + 1 for a in problem.assumptions.touched(name) if a != "null"
            ]
            for k in [row] if level else touched:
                table[k] = table[k] + value * scale
        p[name] = table
    rate, growth = p["rate_near"][1, 0], p["real_wage_growth"][1, 0]
    t = f["years"] - f["base"]
    discount = (1 + rate) ** -t.astype(float)
    wage = discount * (1 + growth) ** t
    return [
        _level(f, {n: table[k + 1] for n, table in p.items()}, p, discount, wage)
        for k in range(len(problem.alternatives))
    ]


def _level(
    f: dict[str, Any],
    p: dict[str, np.ndarray],
    tables: dict[str, np.ndarray],
    discount: np.ndarray,
    wage: np.ndarray,
) -> float:
    def one(name: str) -> float:
        return p[name][0]

    x, w, midt, people = f["x"], f["w"], f["midt"], f["people"]
    mean = one("population") / one("municipalities")
    effort = one("own_effort") * np.exp(x * one("effort_size"))
    benefit = (one("weeks_saved") * one("week_cost") + one("introduction_saving") * mean) * np.exp(
        x * one("benefit_size")
    )
    grant = one("expected_grant") * np.exp(x * one("grant_size"))
    utility = (
        one("attraction")
        + one("responsiveness") * np.log((benefit + grant) / effort)
        + one("midt_pull") * midt
    )
    joins = 1 / (1 + np.exp(-utility))
    stays = np.exp(-one("hazard") * np.exp(x * one("hazard_size")))
    k = np.arange(f["joining"].sum())
    each = joins * (stays[None] ** k[:, None] - stays[None] ** (k[:, None] + 1))
    grown, plain = wage[f["joining"]] @ each, discount[f["joining"]] @ each
    n, outside = one("municipalities"), 1 - midt
    weeks = n * (w * outside * np.exp(x * one("weeks_size"))) @ grown * one("weeks_saved") * one("week_cost")
    own = n * (w @ (grown * effort))
    week = (one("vendors") - one("winning_vendors")) * one("tender_weeks") * one("vendor_week_cost")
    vendors = week * (n * one("planned_share") * ((w * outside) @ grown) / one("partners_alone")
                      - one("joint_effort") * n * (w @ grown) / one("partners"))  # fmt: skip
    reached = (w * people * outside) @ grown + one("midt_counted") * ((w * people * midt) @ grown)
    introduction = one("population") * reached * one("introduction_saving")
    purchase = n * ((w * outside) @ plain) / one("partners") * one("contract_price") * one("price_cut")
    scheme = f["scheme"] * discount
    paid, network = (p["grant"] * scheme).sum(), ((p["networks"] - tables["networks"][0]) * scheme).sum()
    invested, run = (p["investment"] * f["first"] * discount).sum(), (p["administration"] * scheme).sum()
    relief, used = (
        paid * one("grant_relief"),
        paid * one("grant_real_use") + network * one("networks_real_use"),
    )
    public = (
        weeks
        + introduction
        + purchase
        + relief
        + one("tax_base_rate") * vendors
        - invested
        - run
        - paid
        - network
        - own
    )
    real = (
        weeks
        + introduction
        + vendors
        + purchase * (1 - one("bargaining_share"))
        - invested
        - run
        - own
        - used
    )
    return float(real + one("tax_wedge") * public)
