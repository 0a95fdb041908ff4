"""The audit of the published report: acceptance checks 3 and 4."""

import pytest

from helsetek.engines.economics.audit import audit, feasibility, read_published
from helsetek.engines.economics.audit.feasibility import radius, with_value
from helsetek.engines.economics.audit.figures import Published

THIRTEEN = (
    "investment", "operations", "tax_cost", "sum_costs", "t8_municipal", "t8_vendors", "purchase", "grant",
    "t8_tax_gain", "t8_sum_benefits", "t8_net", "t5_tax_gain", "t5_sum_benefits",
)  # fmt: skip


@pytest.fixture(scope="module")
def published() -> Published:
    return read_published("publisert-rapport-2022")


def test_the_printed_tables_can_all_be_true_at_once(published: Published) -> None:
    found = feasibility(published)
    assert found.feasible
    assert min(found.radius.values()) == pytest.approx(0.1036, abs=5e-5)


def infeasible(published: Published, size: int) -> list[bool]:
    return [
        radius(with_value(published, name, level, published.figures[name].values[level] + sign * size), level)
        < -1e-9
        for name in THIRTEEN
        for level in published.alternatives
        for sign in (1, -1)
    ]


def test_any_figure_misprinted_by_three_is_noticed(published: Published) -> None:
    assert all(infeasible(published, 3))


def test_most_figures_misprinted_by_two_are_noticed(published: Published) -> None:
    assert sum(infeasible(published, 2)) >= 73


def test_a_misprint_is_shown_with_the_figures_it_cannot_stand_beside(published: Published) -> None:
    conflict = {name for name, _ in feasibility(with_value(published, "t8_net", "nivaa3", 6)).conflict}
    assert conflict == {"sum_costs", "t8_sum_benefits", "t8_net"}


def test_the_known_contradictions_are_found(published: Published) -> None:
    found = {finding.number for finding in audit(published)}
    assert {1, 2, 3, 4, 7, 8, 10, 14, 15, 18, 19, 20} <= found


def test_every_one_of_the_28_known_items_is_found(published: Published) -> None:
    assert {finding.number for finding in audit(published)} == set(range(1, 29))


def test_mere_rounding_is_told_but_is_no_contradiction(published: Published) -> None:
    """Item 9, and the other sums whose printed terms miss them by one (economics.md 1.2)."""
    found = [f for f in audit(published) if f.kind == "rounding"]
    assert {f.number for f in found} == {9}
    off = {(f.places[1], level): gap for f in found for level, gap in f.gaps.items()}
    assert off[("tabell 4 og 8, summen", "nivaa2")] == 1
    assert all(gap == 1 for gap in off.values())
    assert "avrunding kan forklare" in found[0].sentence()


def test_a_sum_that_rounding_cannot_explain_is_a_contradiction(published: Published) -> None:
    wrong = with_value(published, "sum_costs", "nivaa2", 520)
    assert any(f.number == 9 and f.kind == "contradiction" for f in audit(wrong))


def test_a_choice_outside_its_sources_is_a_judgement(published: Published) -> None:
    found = next(f for f in audit(published) if f.number == 27)
    assert (found.kind, found.gaps["nivaa1"]) == ("judgement", pytest.approx(0.04))


def test_a_finding_names_both_places_the_size_and_the_cause(published: Published) -> None:
    finding = next(f for f in audit(published) if f.number == 10)
    sentence = finding.sentence("nb")
    assert "tabell 5 og 8 gir 257 / 321 / 492" in sentence
    assert "kap. 5.1.1: neddiskontert til 2023" in sentence
    assert "2022" in finding.sentence("en").split("Explanation:")[1]


def test_corrected_figures_are_no_longer_found(published: Published) -> None:
    mended = with_value(published, "t5_introduction", "nivaa3", 161)
    assert 1 not in {finding.number for finding in audit(mended)}
