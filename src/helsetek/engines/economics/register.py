"""The municipalities as the economics sees them: size, groups, Midt-Norge.

The engine takes a path or rows; where the table lives is the caller's business.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.errors import AnalysisError

Floats = NDArray[np.float64]
COLUMNS = (
    "kommunenummer",
    "navn",
    "fylkesnummer",
    "sentralitetsindeks",
    "sentralitetsklasse",
    "kostragruppe",
    "rhf",
)
MIDT_NORGE = "Midt-Norge"
SIZES = (
    (2000, "under 2 000"),
    (5000, "2 000-4 999"),
    (10000, "5 000-9 999"),
    (20000, "10 000-19 999"),
    (50000, "20 000-49 999"),
)
LARGEST = "50 000 og over"


@dataclass(frozen=True)
class Municipality:
    """One municipality; population in the year the analysis asks for."""

    number: str
    name: str
    population: float
    centrality: float
    groups: Mapping[str, str]

    @property
    def in_midt_norge(self) -> bool:
        """Whether the regional health authority is Helse Midt-Norge, where Helseplattformen is used."""
        return MIDT_NORGE in self.groups["region"]


@dataclass(frozen=True)
class Nodes:
    """Weighted points that stand for the register: log relative size, share of municipalities, Midt-Norge 0/1.

    All of shape (1, 1, nodes, 1). ``fold`` (groups, nodes) says which group each node is counted in.
    """

    log_size: Floats
    weight: Floats
    midt: Floats
    fold: Floats

    @property
    def count(self) -> int:
        """How many points."""
        return int(self.log_size.size)


class Register:
    """All municipalities of the analysis."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self.municipalities = tuple(municipalities)
        if not self.municipalities:
            raise AnalysisError(
                "The municipality table is empty. Give a table with one row for each municipality."
            )
        self.population = np.array([m.population for m in self.municipalities])
        self.midt = np.array([float(m.in_midt_norge) for m in self.municipalities])
        self.centrality = np.array([m.centrality for m in self.municipalities])

    def __len__(self) -> int:
        return len(self.municipalities)

    @property
    def log_size(self) -> Floats:
        """Natural logarithm of population over mean population."""
        return np.asarray(np.log(self.population / self.population.mean()))

    def groups(self, by: str) -> tuple[list[str], Floats]:
        """Names of the groups and a matrix (groups, municipalities) of membership.

        ``by``: size, centrality, kostra, region, county, midt or municipality.
        """
        labels = [_label(m, by) for m in self.municipalities]
        names = sorted(set(labels), key=lambda label: (_order(label), label))
        return names, np.array([[float(label == name) for label in labels] for name in names])

    def full(self, by: str | None = None) -> Nodes:
        """Every municipality as a node of its own, folded into the groups of ``by`` (or into one)."""
        fold = np.ones((1, len(self))) if by is None else self.groups(by)[1]
        weight = np.full(len(self), 1 / len(self))
        return nodes(self.log_size, weight, self.midt, fold)


def nodes(log_size: Floats, weight: Floats, midt: Floats, fold: Floats) -> Nodes:
    """Nodes from flat arrays."""
    shape = (1, 1, -1, 1)
    return Nodes(log_size.reshape(shape), weight.reshape(shape), midt.reshape(shape), fold)


def _label(municipality: Municipality, by: str) -> str:
    if by == "size":
        return next((name for limit, name in SIZES if municipality.population < limit), LARGEST)
    if by == "municipality":
        return f"{municipality.number} {municipality.name}"
    if by not in municipality.groups:
        known = "size, municipality, " + ", ".join(sorted(municipality.groups))
        raise AnalysisError(f"Municipalities are not grouped by «{by}». Choose {known}.")
    return municipality.groups[by]


def _order(label: str) -> int:
    names = [name for _, name in SIZES] + [LARGEST]
    return names.index(label) if label in names else 0


def read_register(path: str | Path, population_year: int) -> Register:
    """Read the table of municipalities (CSV).

    Population stands in the column ``folketall_YEAR``, or in the column YEAR of ``folketall.csv`` beside the table;
    names of counties in ``fylke``, or in ``fylker.csv`` beside it. A municipality that had no inhabitants that year
    (it came later) is left out. Raises AnalysisError for what is missing.
    """
    table = Path(path)
    found = _rows(table)
    missing = [name for name in COLUMNS if not found or name not in found[0]]
    if missing:
        raise AnalysisError(f"The municipality table {table.name} lacks the column «{missing[0]}».")
    try:
        population = _population(table, found, population_year)
        counties = _counties(table)
        there = [row for row in found if population.get(row["kommunenummer"], 0) > 0]
        return Register(_municipality(row, population[row["kommunenummer"]], counties) for row in there)
    except AnalysisError:
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise AnalysisError(f"{table.name} holds a line that cannot be read: {error}.") from error


def _rows(table: Path) -> list[dict[str, str]]:
    if not table.is_file():
        raise AnalysisError(f"There is no municipality table {table}.")
    try:
        with table.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnalysisError(f"{table.name} is not a table of text (CSV, UTF-8).") from error


def _population(table: Path, rows: list[dict[str, str]], year: int) -> dict[str, float]:
    column, beside = f"folketall_{year}", table.with_name("folketall.csv")
    if column in rows[0]:
        return {row["kommunenummer"]: float(row[column]) for row in rows}
    series = _rows(beside) if beside.is_file() else []
    if not series or str(year) not in series[0]:
        raise AnalysisError(
            f"There is no population for {year} in {table.name} nor in {beside.name} beside it."
        )
    return {row["kommunenummer"]: float(row[str(year)]) for row in series}


def _counties(table: Path) -> dict[str, str]:
    beside = table.with_name("fylker.csv")
    return {row["fylkesnummer"]: row["navn"] for row in _rows(beside)} if beside.is_file() else {}


def _municipality(row: Mapping[str, str], population: float, counties: Mapping[str, str]) -> Municipality:
    groups = {
        "centrality": row["sentralitetsklasse"],
        "kostra": row["kostragruppe"],
        "region": row["rhf"],
        "county": row.get("fylke") or counties.get(row["fylkesnummer"], row["fylkesnummer"]),
    }
    groups["midt"] = MIDT_NORGE if MIDT_NORGE in row["rhf"] else "utenfor Midt-Norge"
    return Municipality(
        row["kommunenummer"], row["navn"], population, float(row["sentralitetsindeks"]), groups
    )
