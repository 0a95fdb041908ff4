"""Who gains and who pays: sums over actors and groups are those of the main tables."""

import pytest

from helsetek.engines.economics.distribution import BY, by_actor, by_group
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Register
from helsetek.engines.economics.tables import rows


def test_the_gains_of_the_actors_are_the_net_benefit(report_problem: Problem) -> None:
    actors, tables = by_actor(report_problem), rows(report_problem.ledger(), report_problem.alternatives)
    for level in report_problem.alternatives:
        assert sum(gain[level] for gain in actors.values()) == pytest.approx(tables["net"][level])
    assert actors["vendors"]["nivaa1"] == pytest.approx(tables["efficiency_vendors"]["nivaa1"])
    assert actors["collaborations"]["nivaa3"] == pytest.approx(100 * 4.280598, abs=1e-3)


@pytest.mark.parametrize("by", BY)
def test_groups_add_up_in_the_report(report_problem: Problem, country: Register, by: str) -> None:
    tables = rows(report_problem.ledger(), report_problem.alternatives)
    found = by_group(report_problem, country, by)
    for level in report_problem.alternatives:
        of_level = [row for row in found if row.alternative == level]
        municipal = tables["efficiency_municipal"][level] + tables["purchase_terms"][level]
        assert sum(row.benefit for row in of_level) == pytest.approx(municipal)
        networks = report_problem.assumptions.value("networks", level)
        assert sum(row.grant for row in of_level) == pytest.approx(
            tables["grant_income"][level] - networks * 4.280598, abs=1e-4
        )
    assert sum(row.municipalities for row in of_level) == pytest.approx(len(country) if by != "type" else 356)


@pytest.mark.parametrize("by", [name for name in BY if name != "type"])
def test_groups_add_up_when_municipalities_choose(scheme: Prepared, by: str) -> None:
    assert scheme.register
    tables = rows(scheme.problem.ledger(), scheme.problem.alternatives)
    found = [row for row in by_group(scheme.problem, scheme.register, by) if row.alternative == "vedtatt"]
    ledger_total = by_actor(scheme.problem)["municipalities"]["vedtatt"]
    assert sum(row.benefit for row in found) == pytest.approx(ledger_total, abs=2e-3)
    assert 0 < sum(row.reached for row in found) < 357
    assert tables["grant_income"]["vedtatt"] > sum(row.grant for row in found) > 0


def test_an_unknown_grouping_is_answered_with_the_known_ones(report_problem: Problem) -> None:
    with pytest.raises(AnalysisError, match="Choose size, centrality"):
        by_group(report_problem, None, "farge")
    with pytest.raises(AnalysisError, match="--register"):
        by_group(report_problem, None, "size")
