"""What a page shows of an analysis: headline figures, tables with their cells, uncertainty and distribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.nonpriced import order, step_of
from helsetek.engines.economics.outputs import main_tables, uncertainty_tables
from helsetek.engines.economics.outputs.tabular import Table
from helsetek.engines.economics.outputs.words import ROW_LABELS, TABLE_TITLES
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import Simulation
from helsetek.engines.economics.tables import TABLES, rows

from . import words
from .keeping import kept

SUMS = main_tables.SUMS
ORDER = ("table8", "table4", "table5")
NUMBERS = {"table4": "4", "table5": "5", "table7": "7", "table8": "8"}
CellHref = Callable[[str], str]


@dataclass(frozen=True)
class ShownCell:
    """One cell as text; ``href`` leads to where it comes from; ``about`` says which cell it is."""

    text: str
    href: str = ""
    about: str = ""


@dataclass(frozen=True)
class ShownRow:
    label: str
    cells: tuple[ShownCell, ...]
    strong: bool = False


@dataclass(frozen=True)
class ShownTable:
    """A table for a page. ``number`` is that of the same table in the report; texts stand to the left."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    number: str = ""
    note: str = ""
    caption: str = ""
    texts: bool = False


@dataclass(frozen=True)
class Headline:
    """The net benefit of one alternative; ``before`` is what it was with the stated assumptions, if it has changed."""

    alternative: str
    label: str
    net: float
    before: float | None
    low: float
    high: float
    chance: float


def headlines(prepared: Prepared, simulation: Simulation, base: Prepared) -> list[Headline]:
    problem = prepared.problem
    now, stated = net(problem), net(base.problem)
    spread, chance = simulation.percentiles(), simulation.profitable()
    labels = main_tables.labels(problem, words.language())
    return [
        Headline(
            alternative=name,
            label=label,
            net=now[name],
            before=stated.get(name) if abs(stated.get(name, now[name]) - now[name]) > 1e-9 else None,
            low=float(spread[k, 0]),
            high=float(spread[k, -1]),
            chance=float(chance[k]),
        )
        for k, (name, label) in enumerate(zip(problem.alternatives, labels, strict=True))
    ]


def figures_of(problem: Problem) -> dict[str, dict[str, float]]:
    """Every row of the tables by name and alternative, in MNOK."""
    return kept(("rows", problem.assumptions.hash), lambda: rows(problem.ledger(), problem.alternatives))


def net(problem: Problem) -> dict[str, float]:
    return figures_of(problem)["net"]


def frame(problem: Problem) -> str:
    """Base year, price year and that it is a difference."""
    analysis = problem.assumptions.analysis
    return _(
        "Present value in %(base)s, million kr at %(price)s prices, difference from the null alternative."
    ) % {"base": analysis.base_year, "price": analysis.price_year}


def report_tables(problem: Problem, href: CellHref) -> list[ShownTable]:
    """Tables 8, 4 and 5: every figure leads to where it comes from."""
    return [_report_table(problem, name, href) for name in ORDER]


def _report_table(problem: Problem, table: str, href: CellHref) -> ShownTable:
    language, found = words.language(), figures_of(problem)
    labels = main_tables.labels(problem, language)
    names = [name for name in TABLES[table] if name != "added_resources" or any(found[name].values())]
    body = []
    for name in names:
        label = ROW_LABELS[name][language]
        cells = tuple(
            ShownCell(words.millions(value), href(f"{table}.{name}.{alternative}"), f"{label}, {said}")
            for (alternative, value), said in zip(found[name].items(), labels, strict=True)
        )
        body.append(ShownRow(label, cells, name in SUMS))
    title = TABLE_TITLES[table][language]
    return ShownTable(
        table, title, (_("Effect"), *labels), tuple(body), NUMBERS[table], caption=frame(problem)
    )


def non_priced(problem: Problem) -> ShownTable | None:
    """Table 7, and whether the ranking holds for all values one could give the steps."""
    made = main_tables.non_priced_table(problem, words.language())
    if made is None:
        return None
    rows = tuple(
        ShownRow(str(first), tuple(ShownCell(str(one)) for one in rest)) for first, *rest in made.rows
    )
    columns = (_("Effect"), *made.columns[1:])
    return ShownTable("table7", made.title, columns, rows, "7", note=_ranking(problem), texts=True)


def _ranking(problem: Problem) -> str:
    alternatives = problem.assumptions.alternatives
    try:
        steps = {name: {e: step_of(w) for e, w in a.non_priced.items()} for name, a in alternatives.items()}
    except AnalysisError:
        return ""
    ranked = order(steps)
    if ranked is None:
        return _("The ranking depends on what value the steps are given; it may turn.")
    names = " > ".join(say(alternatives[name].label, words.language()) for name in ranked)
    return _(
        "The ranking %(names)s holds whatever value the steps are given, as long as a higher step is not worth less."
    ) % {"names": names}


def shown(table: Table, *, title: str = "", caption: str = "") -> ShownTable:
    """A table of the engine as it stands."""
    language = words.language()
    body = []
    for number, cells in enumerate(table.shown(language)):
        body.append(ShownRow(cells[0], tuple(map(ShownCell, cells[1:])), number in table.strong))
    heading, _dot, rest = table.title.partition(". ")
    return ShownTable(
        table.name, title or heading, table.columns, tuple(body), note=table.note, caption=caption or rest
    )


def per_krone(problem: Problem) -> ShownTable:
    return shown(main_tables.per_krone_table(problem, words.language()))


def uncertainty(problem: Problem, simulation: Simulation) -> ShownTable:
    return shown(uncertainty_tables.simulation_table(problem, simulation, words.language()))


def switching(problem: Problem, alternative: str) -> ShownTable:
    """At which value of each of the strongest assumptions the net benefit turns."""
    language = words.language()
    key = ("switching", problem.assumptions.hash, alternative, language)
    made = kept(key, lambda: uncertainty_tables.switching_table(problem, alternative, language))
    rows = tuple(
        ShownRow(
            str(name),
            tuple(map(ShownCell, (_few(now), _few(turn), words.unit(str(unit))))),
        )
        for name, now, turn, unit in made.rows
    )
    return ShownTable(made.name, made.title, made.columns, rows)


def _few(value: object) -> str:
    """Four figures; «never» for what does not exist."""
    return words.number(float(f"{value:.4g}"), 6) if isinstance(value, int | float) else _("never")


def tornado(problem: Problem, alternative: str) -> Table:
    return uncertainty_tables.tornado_table(problem, alternative, words.language())


def acceptability(problem: Problem, simulation: Simulation) -> Table:
    return uncertainty_tables.acceptability_table(problem, simulation, words.language())


def information(problem: Problem, simulation: Simulation) -> ShownTable:
    """What it is worth to know an assumption exactly."""
    language = words.language()
    key = ("information", problem.assumptions.hash, simulation.draws, simulation.seed, language)
    return shown(kept(key, lambda: uncertainty_tables.information_table(problem, simulation, language)))


def pairwise(problem: Problem, simulation: Simulation) -> ShownTable:
    made = uncertainty_tables.pairwise_table(problem, simulation, words.language())
    return shown(made, title=made.title)


def indices(problem: Problem) -> ShownTable:
    """How much of the variance each assumption carries."""
    language = words.language()
    made = kept(
        ("indices", problem.assumptions.hash, language),
        lambda: uncertainty_tables.indices_table(problem, language, points=512),
    )
    return shown(made, title=made.title)


def conditions(problem: Problem, alternative: str) -> ShownTable:
    """Limits of the assumptions within which the alternative mostly pays."""
    language = words.language()
    made = kept(
        ("conditions", problem.assumptions.hash, alternative, language),
        lambda: uncertainty_tables.conditions_table(problem, alternative, language, draws=1024),
    )
    return shown(made, title=made.title)


def actors(problem: Problem) -> Table:
    return main_tables.actor_table(problem, words.language())


def groups(prepared: Prepared, by: str) -> Table:
    return main_tables.group_table(prepared.problem, prepared.register, by, words.language())


def groups_of(problem: Problem, table: Table, alternative: str) -> ShownTable:
    """The rows of one alternative: counts as whole numbers, money with one decimal."""
    language = words.language()
    label = say(problem.assumptions.alternatives[alternative].label, language)
    heading, _dot, rest = table.title.partition(". ")
    body = []
    for group, of, count, people, reached, benefit, grant, each in table.rows:
        if of not in (alternative, label):
            continue
        whole = (words.number(_number(value), 0) for value in (count, people, reached))
        money = (words.millions(_number(value)) for value in (benefit, grant))
        cells = (*whole, *money, words.number(_number(each), 0))
        body.append(ShownRow(str(group), tuple(map(ShownCell, cells))))
    columns = (table.columns[0], *table.columns[2:])
    return ShownTable(table.name, f"{heading}: {label}", columns, tuple(body), caption=rest)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def ways_to_group(prepared: Prepared) -> list[str]:
    """How municipalities can be grouped in this analysis."""
    ways = ["size", "centrality", "kostra", "region", "county", "midt"] if prepared.register else []
    types = {"type1_share", "type2_share", "type3a_share"}
    return [*ways, "type"] if types <= set(prepared.problem.assumptions.parameters) else ways


def best(problem: Problem, simulation: Simulation) -> str:
    """The alternative with the highest expected net benefit."""
    return problem.alternatives[int(simulation.mean().argmax())]
