"""The report in the form ministries expect: the chapters of DFØ's guide, in bokmål, nynorsk or English.

The report is data (chapters of paragraphs, tables and figures); Word and HTML are two ways of showing it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.nonpriced import order, step_of
from helsetek.engines.economics.outputs import main_tables as main
from helsetek.engines.economics.outputs import uncertainty_tables as uncertain
from helsetek.engines.economics.outputs.figures import bars, curves
from helsetek.engines.economics.outputs.tabular import Table, show
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.sensitivity import tornado
from helsetek.engines.economics.simulation import Simulation
from helsetek.engines.economics.tables import rows

MOST_BARS = 10


@dataclass(frozen=True)
class Figure:
    """A drawing and what it shows; its numbers stand in a table of the same chapter."""

    title: str
    svg: str


@dataclass
class Chapter:
    """A heading and what stands under it, in order."""

    title: str
    parts: list[str | Table | Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """Title, language and chapters."""

    title: str
    language: str
    chapters: list[Chapter]


def report(
    prepared: Prepared, simulation: Simulation, language: str = "nb", *, best: str | None = None
) -> Report:
    """All chapters. ``best``: the alternative whose sensitivity is shown; else the one with the highest mean."""
    problem = prepared.problem
    chosen = best or problem.alternatives[int(simulation.mean().argmax())]
    chapters = [
        _frame(problem, language),
        Chapter(phrase("chapter_effects", language), [*main.main_tables(problem, language)[:2]]),
        _non_priced(problem, language),
        _profit(problem, language),
        _uncertainty(problem, simulation, chosen, language),
        _distribution(prepared, language),
        _judgement(problem, simulation, language),
        Chapter(phrase("chapter_appendix", language), [main.assumptions_table(problem, language)]),
    ]
    return Report(say(problem.assumptions.analysis.title, language), language, chapters)


def _frame(problem: Problem, language: str) -> Chapter:
    analysis = problem.assumptions.analysis
    said = phrase("frame_text", language).format(
        first=analysis.first_year, last=analysis.last_year, base=analysis.base_year, price=analysis.price_year
    )
    null = phrase("null_text", language).format(null=say(analysis.null, language) or "–")
    names = "; ".join(main.labels(problem, language))
    rules = phrase("rules_text", language)
    return Chapter(
        phrase("chapter_frame", language),
        [said, null, phrase("alternatives_text", language).format(names=names), rules],
    )


def _non_priced(problem: Problem, language: str) -> Chapter:
    chapter, table = Chapter(phrase("chapter_non_priced", language)), main.non_priced_table(problem, language)
    if table is None:
        chapter.parts.append(phrase("no_non_priced", language))
        return chapter
    chapter.parts += [table, _ranking(problem, language)]
    return chapter


def _ranking(problem: Problem, language: str) -> str:
    """Whether the ranking holds for all values that could be given to the words."""
    alternatives = problem.assumptions.alternatives
    try:
        steps = {name: {e: step_of(w) for e, w in a.non_priced.items()} for name, a in alternatives.items()}
    except AnalysisError as error:
        return str(error)
    ranked = order(steps)
    if ranked is None:
        return phrase("ranking_open", language)
    return phrase("ranking_holds", language).format(
        names=" > ".join(say(alternatives[n].label, language) for n in ranked)
    )


def _profit(problem: Problem, language: str) -> Chapter:
    return Chapter(
        phrase("chapter_profit", language),
        [main.main_tables(problem, language)[2], main.per_krone_table(problem, language)],
    )


def _uncertainty(problem: Problem, simulation: Simulation, chosen: str, language: str) -> Chapter:
    chapter = Chapter(
        phrase("chapter_uncertainty", language), [uncertain.simulation_table(problem, simulation, language)]
    )
    if not problem.inputs:
        chapter.parts.append(phrase("nothing_uncertain", language))
        return chapter
    curve, _ = uncertain.acceptability_curve(problem, simulation, 41)
    named = dict(zip(main.labels(problem, language), curve.profitable.tolist(), strict=True))
    acceptable = uncertain.acceptability_table(problem, simulation, language)
    drawn = curves(
        acceptable.title, curve.values.tolist(), named, phrase("yearly_value", language), "P", language
    )
    table = uncertain.tornado_table(problem, chosen, language)
    chapter.parts += [
        table, Figure(table.title, _tornado(problem, chosen, table.title, language)),
        uncertain.switching_table(problem, chosen, language),
        uncertain.indices_table(problem, language),
        acceptable, Figure(acceptable.title, drawn),
        uncertain.information_table(problem, simulation, language),
        uncertain.conditions_table(problem, chosen, language, draws=min(4096, simulation.draws)),
        uncertain.pairwise_table(problem, simulation, language),
    ]  # fmt: skip
    return chapter


def _tornado(problem: Problem, chosen: str, title: str, language: str) -> str:
    place = problem.alternatives.index(chosen)
    centre = rows(problem.ledger(), problem.alternatives)["net"][chosen]
    found = tornado(problem, chosen)[:MOST_BARS]
    drawn = [
        (uncertain.input_label(problem, b.input, language), float(b.low[place]), float(b.high[place]))
        for b in found
    ]
    return bars(title, drawn, centre, "MNOK", language)


def _distribution(prepared: Prepared, language: str) -> Chapter:
    chapter = Chapter(phrase("chapter_distribution", language), [phrase("no_weights", language)])
    chapter.parts.append(main.actor_table(prepared.problem, language))
    if prepared.register is not None:
        chapter.parts += [
            main.group_table(prepared.problem, prepared.register, by, language)
            for by in ("size", "centrality")
        ]
    return chapter


def _judgement(problem: Problem, simulation: Simulation, language: str) -> Chapter:
    lines: list[str | Table | Figure] = []
    values = zip(main.labels(problem, language), simulation.mean(), simulation.profitable(), strict=True)
    for label, mean, chance in values:
        said = phrase("judgement_line", language)
        lines.append(
            said.format(
                name=label, mean=show(float(mean), language, 1), chance=show(100 * float(chance), language, 0)
            )
        )
    return Chapter(phrase("chapter_judgement", language), [*lines, phrase("judgement_text", language)])
