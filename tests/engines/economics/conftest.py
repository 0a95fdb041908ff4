"""What the tests of the economics engine share: the shipped analyses and the municipality table."""

from pathlib import Path

import pytest

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.preparing import Prepared, prepare
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Municipality, Register


def small_country(count: int = 120) -> Register:
    """A made-up register: sizes from 200 to 600 000, every fifth municipality in Midt-Norge."""
    places = []
    for number in range(count):
        size = 200 * 3000 ** (number / (count - 1)) ** 1.5
        region = "Helse Midt-Norge" if number % 5 == 0 else "Helse Vest"
        groups = {"centrality": str(1 + number % 6), "kostra": "EKG01", "region": region, "county": "Fylke"}
        groups["midt"] = "Midt-Norge" if number % 5 == 0 else "utenfor Midt-Norge"
        places.append(
            Municipality(f"{number:04}", f"Sted {number}", float(round(size)), 300 + number, groups)
        )
    return Register(places)


@pytest.fixture(scope="session")
def country() -> Register:
    return small_country()


@pytest.fixture(scope="session")
def report() -> Assumptions:
    return read_assumptions("rapport-2022")


@pytest.fixture(scope="session")
def report_problem(report: Assumptions) -> Problem:
    return Problem(report)


@pytest.fixture(scope="session")
def scheme(country: Register) -> Prepared:
    """The analysis of the scheme since 2024, on the made-up country."""
    return prepare("2024", register=country)


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Write an assumptions file that extends the report."""

    def _write(text: str, name: str = "min.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write
