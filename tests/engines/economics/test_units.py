"""Units and price years are checked on a dry run of the whole model."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helsetek.engines.economics.assumptions import read_assumptions
from helsetek.engines.economics.dryrun import check_units
from helsetek.engines.economics.errors import AssumptionsError, UnitError
from helsetek.engines.economics.units import Measured, parse_unit

Write = Callable[..., Path]


@pytest.mark.parametrize("name", ["rapport-2022", "rapport-2022-tabell5", "2024"])
def test_the_units_of_the_shipped_analyses_fit(name: str) -> None:
    assert "tax_wedge" in check_units(read_assumptions(name))


def test_money_of_two_price_years_cannot_be_added() -> None:
    unit = parse_unit("NOK/week")
    with pytest.raises(UnitError, match="cannot add MNOK@2022/week and MNOK@2024/week"):
        Measured(1, unit.at(2022)) + Measured(1, unit.at(2024))


def test_unlike_things_cannot_be_added_or_exponentiated() -> None:
    week = Measured(2, {"week": 1})
    with pytest.raises(UnitError, match="cannot add"):
        week + 1
    with pytest.raises(UnitError, match="cannot take the exponential of week"):
        week.exp()
    with pytest.raises(UnitError, match="logarithm"):
        week.log()


def test_units_multiply_and_cancel() -> None:
    total = (
        Measured(5, {"municipality": 1})
        * Measured(3, {"week": 1, "municipality": -1})
        / Measured(2, {"week": 1})
    )
    assert (total.value, total.dimensions) == (7.5, {})
    assert repr(1 / Measured(4, {"year": 1})) == "0.25 1/year"


def test_a_wrong_unit_in_a_file_is_traced_to_its_assumption(write: Write) -> None:
    path = write('extends = "rapport-2022"\n[parameter.weeks_saved]\nunit = "week"\n')
    with pytest.raises(AssumptionsError, match=r"min\.toml:2: The unit «week» of «weeks_saved» does not fit"):
        check_units(read_assumptions(path))


def test_an_assumption_the_model_needs_is_named_when_it_is_missing() -> None:
    from dataclasses import replace

    report = read_assumptions("rapport-2022")
    kept = {name: p for name, p in report.parameters.items() if name != "contract_price"}
    with pytest.raises(AssumptionsError, match=r"needs the assumption «contract_price»"):
        check_units(replace(report, parameters=kept))


def test_unknown_units_are_answered_with_the_known_ones() -> None:
    with pytest.raises(UnitError, match="known units are 1, MNOK, NOK"):
        parse_unit("kroner")
