"""The report's figure of section 5.1.18, for any round: grant against centrality, bubble by population.

Pure: rows in, drawing and table out. Whoever has a round's rows (a database, a file) can draw it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.outputs.figures import Bubble, bubbles
from helsetek.engines.economics.outputs.tabular import Row, Table, show
from helsetek.engines.economics.outputs.words import phrase

MOST_ROWS = 5000


@dataclass(frozen=True)
class GrantFigure:
    """A drawing (SVG) and the table with its numbers."""

    title: str
    svg: str
    table: Table


def grant_figure(rows: Iterable[Bubble], language: str = "nb", *, title: str = "") -> GrantFigure:
    """The figure and its table, the largest grant first.

    A row is ``Bubble(name, centrality, population, grant)``: what is drawn (a collaboration by its leading
    municipality), Statistics Norway's centrality index (0-1000), inhabitants, and the grant in NOK.
    ``title``: a heading instead of the general one. Raises AnalysisError for a row that cannot be drawn.
    """
    found = sorted(map(_checked, rows), key=lambda row: (-row.grant, row.name))
    if len(found) > MOST_ROWS:
        raise AnalysisError(f"A figure holds at most {MOST_ROWS} grants; {len(found)} were given.")
    heading = title or phrase("grants_title", language)
    columns = tuple(
        phrase(f"grants_{name}", language) for name in ("name", "centrality", "people", "grant", "each")
    )
    drawn = bubbles(
        heading, found, phrase("grants_centrality", language), phrase("grants_axis", language), language
    )
    return GrantFigure(
        heading,
        drawn,
        Table("grants", heading, columns, tuple(map(_row, found)), note=_note(found, language)),
    )


def _checked(row: Bubble) -> Bubble:
    numbers = (row.centrality, row.population, row.grant)
    if not all(map(math.isfinite, numbers)) or row.population <= 0 or row.grant < 0 or row.centrality < 0:
        raise AnalysisError(f"«{row.name}» cannot be drawn: centrality, population and grant are {numbers}.")
    return row


def _row(row: Bubble) -> Row:
    return (row.name, int(row.centrality), int(row.population), int(row.grant), row.grant / row.population)


def _note(rows: list[Bubble], language: str) -> str:
    total = show(sum(row.grant for row in rows) / 1e6, language, 1)
    return phrase("grants_note", language).format(count=len(rows), total=total)
