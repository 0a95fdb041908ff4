"""Double entry: transfers cancel, the tax cost follows public money, every row adds up. Acceptance check 6."""

from dataclasses import replace

import numpy as np
import pytest

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.exposure import yearly
from helsetek.engines.economics.ledger import ACTORS, RESOURCES, TRANSFER, Flow, Ledger
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.tables import BENEFIT_ROWS, COST_ROWS, row


def ledger_at_random_draws(assumptions: Assumptions, draws: int = 200) -> Ledger:
    problem = Problem(assumptions)
    uniforms = np.random.default_rng(7).uniform(0.01, 0.99, (len(problem.inputs), draws))
    return problem.ledger(problem.draws_from(uniforms))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    stirred = {
        "grant_real_use": 0.2,
        "grant_relief": 0.3,
        "bargaining_share": 0.4,
        "tax_base_rate": 0.45,
        "own_effort": 90_000,
    }
    return ledger_at_random_draws(read_assumptions("rapport-2022").with_values(stirred))


def test_what_one_actor_pays_another_receives_in_every_draw(ledger: Ledger) -> None:
    transfers = Ledger([entry for entry in ledger.entries if entry.kind == TRANSFER], ledger.wedge)
    total = sum(transfers.account(actor) for actor in ACTORS)
    assert np.abs(total).max() < 1e-9


def test_the_gains_of_all_actors_are_the_net_benefit(ledger: Ledger) -> None:
    total = sum(ledger.account(actor) for actor in ACTORS)
    np.testing.assert_allclose(total, ledger.net(), atol=1e-9)
    np.testing.assert_allclose(-ledger.account(RESOURCES), ledger.net(), atol=1e-9)


def test_the_tax_cost_is_the_rate_times_the_net_public_outflow(ledger: Ledger) -> None:
    """R-109/2021 section 7.1: 20 øre for each krone of the net effect on public budgets."""
    booked = Ledger([e for e in ledger.entries if e.effect == "tax_financing"], ledger.wedge).account(
        "taxpayers"
    )
    public = Ledger([e for e in ledger.entries if e.effect != "tax_financing"], ledger.wedge).public()
    np.testing.assert_allclose(booked, 0.20 * public, atol=1e-9)


def test_rows_add_up_to_the_net_benefit(ledger: Ledger) -> None:
    benefits = sum(row(ledger, name, 3) for name in BENEFIT_ROWS)
    costs = sum(row(ledger, name, 3) for name in COST_ROWS)
    np.testing.assert_allclose(benefits - costs, row(ledger, "net", 3), atol=1e-9)


def test_years_add_up_to_the_present_value() -> None:
    problem = Problem(read_assumptions("rapport-2022"))
    by_year = problem.ledger(by_year=True).net().sum(axis=1, keepdims=True)
    np.testing.assert_allclose(by_year, problem.ledger().net(), atol=1e-9)


def test_a_resource_use_needs_the_account_of_resources() -> None:
    problem = Problem(read_assumptions("rapport-2022"))
    world = problem.world(problem.certain())
    with pytest.raises(ValueError, match="cannot go from state to vendors"):
        Flow("wrong", "state", "vendors", "resource", "cost", world.p.grant, yearly(world, "scheme"))


def test_a_null_alternative_with_flows_of_its_own_is_subtracted() -> None:
    """Report appendix 8.1.16: the 2023 budget already gives 20 MNOK a year to networks."""
    plain = read_assumptions("rapport-2022")
    with_networks = plain.with_values({"networks@null": 20.0})
    problem = Problem(with_networks)
    assert [effect.__name__ for effect in problem.null_effects] == ["networks"]
    before = row(Problem(plain).ledger(), "operations", 3)[:, 0]
    after = row(problem.ledger(), "operations", 3)[:, 0]
    np.testing.assert_allclose(before - after, 20 * 4.280598, atol=1e-4)


def test_the_same_analysis_in_another_price_year_is_the_index_ratio_apart() -> None:
    assumptions = read_assumptions("rapport-2022")
    later = replace(assumptions, analysis=replace(assumptions.analysis, price_year=2024))
    ratio = row(Problem(later).ledger(), "net", 3) / row(Problem(assumptions).ledger(), "net", 3)
    np.testing.assert_allclose(ratio, 133.314136 / 122.8, rtol=1e-12)


def test_every_effect_books_something_in_the_report() -> None:
    problem = Problem(read_assumptions("rapport-2022").with_values({"own_effort": 1000}))
    booked = {flow.effect for flow in flows(problem.world(problem.certain())) if np.any(flow.present_value())}
    assert {
        "investment",
        "administration",
        "grant",
        "networks",
        "procurement",
        "vendors",
        "introduction",
        "purchase",
        "own_effort",
    } <= booked
