"""The search for grant rules: common draws, Pareto set, fresh points, regret under other readings."""

import numpy as np
import pytest

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.policy import (
    Outcome,
    PolicyModel,
    Rule,
    grid,
    pareto,
    policy_model,
    refine,
    regret,
    search,
)
from helsetek.engines.economics.preparing import Prepared, prepare
from helsetek.engines.economics.problem import Problem

RULE = Rule(0.5, 100_000, 900_000, 2, 0.1, 0.4, 500)
CHOICES = {
    "rate": (0.2, 0.5, 0.8), "floor": (0, 200_000), "cap": (500_000, 2_000_000), "least_partners": (2, 6),
    "step_down": (0.0, 0.2), "adoption_share": (0.2, 0.4, 0.6), "budget": (150, 600),
}  # fmt: skip


@pytest.fixture(scope="module")
def model(scheme: Prepared) -> PolicyModel:
    assert scheme.register
    return policy_model(scheme.problem, scheme.register, "vedtatt", Stream(scheme.problem, 0, 0, 256).all())


def test_a_rule_that_pays_what_the_analysis_expects_gives_its_net_benefit(scheme: Prepared) -> None:
    """Rate 1 of own effort, no adoption limit: the same as an expected grant that follows own effort."""
    assert scheme.register
    draws = Stream(scheme.problem, 4, 0, 64).all()
    model = policy_model(scheme.problem, scheme.register, "vedtatt", draws, whole_register=True)
    net, paid, _ = model.at_draws(Rule(0, 0, 0, 1, 0, 0.4, 0.0))
    np.testing.assert_allclose(net, model.fixed[0])
    assert not paid.any()
    net, paid, _ = model.at_draws(Rule(1, 0, 1e12, 1, 0, 0.4, 1e12))
    arrays = model.problem.arrays(draws) | model.arrays
    arrays["expected_grant"], arrays["grant_size"] = arrays["own_effort"], arrays["effort_size"]
    arrays["grant"] = np.zeros((1, 1, 1, 1))
    world = model.problem.world(arrays)
    from helsetek.engines.economics.effects import flows
    from helsetek.engines.economics.ledger import book

    null = scheme.problem.null_flows(scheme.problem.null_world(draws))
    without_grant = book(flows(world), null, world).net()[0, 0, 0]
    np.testing.assert_allclose(net, without_grant - model.per_krone[0] * paid, rtol=1e-9)


def test_points_agree_with_every_municipality(scheme: Prepared, model: PolicyModel) -> None:
    assert scheme.register
    draws = Stream(scheme.problem, 0, 0, 256).all()
    whole = policy_model(scheme.problem, scheme.register, "vedtatt", draws, whole_register=True).outcome(RULE)
    few = model.outcome(RULE)
    assert few.net == pytest.approx(whole.net, abs=0.5)
    assert few.small == pytest.approx(whole.small, rel=0.01)


def test_a_budget_that_binds_is_not_exceeded(model: PolicyModel) -> None:
    _, paid, _ = model.at_draws(Rule(1, 0, 5_000_000, 1, 0, 0.4, 40))
    assert paid.max() <= 40 + 1e-9


def test_more_generous_rules_reach_more_small_municipalities(model: PolicyModel) -> None:
    small = [model.outcome(Rule(rate, 0, 5e6, 2, 0, 0.4, 1e6)).small for rate in (0.1, 0.5, 0.9)]
    assert small == sorted(small)
    assert small[0] < small[-1]


def test_the_pareto_set_holds_what_no_other_beats(model: PolicyModel) -> None:
    outcomes = search(model, grid(CHOICES))
    front = pareto(outcomes)
    assert 1 < len(front) < len(outcomes)
    for kept in front:
        assert not any(o.net > kept.net and o.paid < kept.paid and o.small > kept.small for o in outcomes)
    assert max(outcomes, key=lambda o: o.net) in front


def test_the_ranking_holds_on_fresh_points(scheme: Prepared, model: PolicyModel) -> None:
    assert scheme.register
    fresh = policy_model(scheme.problem, scheme.register, "vedtatt", Stream(scheme.problem, 99, 0, 256).all())
    front = pareto(search(model, grid(CHOICES)))
    again = [fresh.outcome(o.rule).net for o in front]
    assert np.corrcoef([o.net for o in front], again)[0, 1] > 0.999


def test_refinement_improves_a_rule(model: PolicyModel) -> None:
    start = model.outcome(RULE)
    better = refine(model, RULE, lambda o: o.net, rounds=4)
    assert better.net > start.net


def test_regret_under_the_two_readings_of_the_report(scheme: Prepared) -> None:
    """Tables 5 and 8 give 34.2 and 53.0 kroner saved per inhabitant."""
    assert scheme.register
    models = {}
    for table, saving in (("tabell 5", 34.2), ("tabell 8", 53.0)):
        changed = scheme.problem.assumptions.with_values({"introduction_saving": saving})
        problem = Problem(changed, scheme.problem.nodes)
        models[table] = policy_model(problem, scheme.register, "vedtatt", Stream(problem, 0, 0, 128).all())
    rules = [RULE, Rule(0.9, 0, 2e6, 2, 0, 0.4, 1000), Rule(0.1, 0, 1e5, 2, 0, 0.4, 100)]
    found = regret(models, rules)
    assert all(min(values) == 0 for values in found.values())
    assert found["tabell 5"] != found["tabell 8"]


def test_bad_rules_and_grids_are_refused() -> None:
    assert Rule(2, 0, 1, 1, 0, 0, 1).fault()
    assert Rule(0.5, 10, 1, 1, 0, 0, 1).fault()
    assert not list(grid({**CHOICES, "floor": (3e6,)}))
    with pytest.raises(AnalysisError, match="rate"):
        list(grid({}))


def test_equal_outcomes_are_kept_once() -> None:
    twin = Outcome(RULE, 1.0, 2.0, 3.0)
    assert pareto([twin, twin]) == [twin]


def test_stated_uptake_has_no_rules_to_search(report_problem: Problem, scheme: Prepared) -> None:
    assert scheme.register
    with pytest.raises(AnalysisError, match="uptake"):
        policy_model(report_problem, scheme.register, "nivaa1", Stream(report_problem, 0, 0, 8).all())


def test_preparing_without_a_table_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helsetek.engines.economics.preparing.find_register", lambda: None)
    with pytest.raises(AnalysisError, match="--register"):
        prepare("2024")
