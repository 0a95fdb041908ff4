"""The published figures of the report come out of its assumptions: acceptance checks 1 and 2."""

import numpy as np
import numpy_financial as npf
import pytest

from helsetek.engines.economics.assumptions import read_assumptions
from helsetek.engines.economics.audit import read_published
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.tables import rows


def results(name: str, **changes: float) -> dict[str, dict[str, float]]:
    problem = Problem(read_assumptions(name).with_values(changes))
    return rows(problem.ledger(), problem.alternatives)


def test_every_published_figure_comes_out_of_the_assumptions() -> None:
    ours = {name: results(name) for name in ("rapport-2022", "rapport-2022-tabell5")}
    printed = [figure for figure in read_published("publisert-rapport-2022").figures.values() if figure.row]
    agreeing = [
        figure.agrees(alternative, ours[figure.analysis][figure.row][alternative])
        for figure in printed
        for alternative in figure.values
    ]
    assert (sum(agreeing), len(agreeing)) == (53, 53)


def test_net_benefit_by_table_8() -> None:
    assert [round(value) for value in results("rapport-2022")["net"].values()] == [-89, -116, 3]


def test_net_benefit_of_level_3_by_table_5_with_and_without_vendors() -> None:
    assert round(results("rapport-2022-tabell5")["net"]["nivaa3"]) == -94
    assert round(results("rapport-2022-tabell5", vendor_gain_counted=1)["net"]["nivaa3"]) == -65


def test_present_values_of_the_grant_are_those_of_discounting_to_2022() -> None:
    found = list(results("rapport-2022")["grant_income"].values())
    assert found == pytest.approx([256.8359, 321.0449, 492.2688], abs=5e-5)
    oracle = [npf.npv(0.04, [0, 0, *[yearly] * 5]) for yearly in (60, 75, 115)]
    np.testing.assert_allclose(found, oracle, rtol=0, atol=1e-12 * 500)


def test_discounting_to_2023_as_the_text_says_would_give_other_figures() -> None:
    from dataclasses import replace

    assumptions = read_assumptions("rapport-2022")
    moved = replace(assumptions, analysis=replace(assumptions.analysis, base_year=2023))
    problem = Problem(moved)
    found = rows(problem.ledger(), problem.alternatives)["grant_income"]
    assert [round(value, 1) for value in found.values()] == [267.1, 333.9, 512.0]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"grant_real_use": 0.1, "networks_real_use": 0.1}, (25.7, 32.1, 49.2)),
        ({"networks_real_use": 1.0}, (0.0, 64.2, 64.2)),
        ({"bargaining_share": 1.0}, (12.1, 14.8, 14.6)),
    ],
)
def test_what_the_report_books_as_transfers_costs_when_it_is_real(
    changes: dict[str, float], lost: tuple[float, ...]
) -> None:
    before, after = results("rapport-2022")["net"], results("rapport-2022", **changes)["net"]
    assert [round(before[level] - after[level], 1) for level in before] == list(lost)


def test_leaving_midt_norge_out_of_introduction_takes_its_share_of_people() -> None:
    before, after = (results("rapport-2022", midt_counted=counted) for counted in (1, 0))
    assert before["efficiency_introduction"]["nivaa3"] - after["efficiency_introduction"][
        "nivaa3"
    ] == pytest.approx(0.1364 * 160.64, abs=0.02)
