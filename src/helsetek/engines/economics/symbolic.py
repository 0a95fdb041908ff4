"""The whole model run once on cells: every figure with its formula, its place and the assumptions behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from helsetek.engines.economics.assumptions.model import NULL
from helsetek.engines.economics.cells import Cell, each
from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.ledger import Ledger, book
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Nodes
from helsetek.engines.economics.tables import ROWS
from helsetek.engines.economics.world import Array, World

#: Gives a kept result its place: (step, place in the array, cell) -> the cell that refers to it.
Keeper = Callable[[str, tuple[int, ...], Cell], Cell]


@dataclass(frozen=True)
class References:
    """How formulas name what they rest on.

    ``parameter``: (id, row of null and alternatives, year or None); ``node``: (column, number); ``mask``: (kind,
    number of the year).
    """

    parameter: Callable[[str, int, int | None], str]
    node: Callable[[str, int], str]
    mask: Callable[[str, int], str]


def run(problem: Problem, refer: References, keeper: Keeper) -> dict[str, Array]:
    """Every row of the tables as cells: name -> (alternatives,)."""
    nodes = _nodes(problem.nodes, refer) if problem.nodes else None
    masks = {kind: _mask(kind, mask, refer) for kind, mask in problem.world({}).masks.items()}

    def world(rows: list[int], prefix: str) -> World:
        arrays = {name: _cells(problem, name, rows, refer) for name in problem.assumptions.parameters}
        made = problem.world(arrays, nodes)
        made.masks = masks
        made.keep = lambda step, array: each(array, lambda place, cell: keeper(prefix + step, place, cell))
        return made

    main = world(list(range(1, len(problem.alternatives) + 1)), "")
    null = problem.null_flows(world([0], f"{NULL}_"))
    ledger = book(flows(main), null, main)
    return {name: _row(ledger, name, len(problem.alternatives), keeper) for name in ROWS}


def _row(ledger: Ledger, name: str, count: int, keeper: Keeper) -> Array:
    cells = np.broadcast_to(ROWS[name](ledger)[:, 0, 0, :], (count, 1))
    return each(cells.astype(object), lambda place, cell: keeper(name, place, cell))[:, 0]


def _mask(kind: str, mask: Array, refer: References) -> Array:
    out = np.empty(mask.shape, dtype=object)
    for place, value in np.ndenumerate(mask):
        out[place] = Cell(float(value), refer.mask(kind, place[1]))
    return out


def _nodes(nodes: Nodes, refer: References) -> Nodes:
    def column(name: str) -> Array:
        values = getattr(nodes, name)
        out = np.empty(values.shape, dtype=object)
        for place, value in np.ndenumerate(values):
            out[place] = Cell(float(value), refer.node(name, place[2]))
        return out

    return replace(nodes, log_size=column("log_size"), weight=column("weight"), midt=column("midt"))


def _cells(problem: Problem, name: str, rows: list[int], refer: References) -> Array:
    """The parameter of some rows (0 is null) as cells, shaped as its floats are."""
    table = problem.table(name)[rows]
    if (table == table[:1]).all() and len(rows) > 1:
        table, rows = table[:1], rows[:1]
    years = problem.assumptions.analysis.years if table.shape[1] > 1 else (None,)
    out = np.empty(table.shape, dtype=object)
    for (r, y, _, _), value in np.ndenumerate(table):
        out[r, y, 0, 0] = Cell(float(value), refer.parameter(name, rows[r], years[y]), frozenset([name]))
    return out


def reads(problem: Problem) -> dict[str, list[frozenset[str]]]:
    """For every row of the tables and alternative: the assumptions it rests on."""

    def keeper(_: str, __: tuple[int, ...], cell: Cell) -> Cell:
        return Cell(cell.value, "x", cell.reads)

    nameless = References(lambda *_: "x", lambda *_: "x", lambda *_: "x")
    found = run(problem, nameless, keeper)
    return {name: [getattr(cell, "reads", frozenset()) for cell in cells] for name, cells in found.items()}
