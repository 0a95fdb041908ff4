"""Effects without a price as steps of one ladder, in the words of both published methods."""

from __future__ import annotations

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.nonpriced import (
    Steps,
    as_signs,
    as_words,
    in_language,
    order,
    rankings,
    step_of,
)
from helsetek.engines.economics.outputs.main_tables import labels
from helsetek.engines.economics.outputs.tabular import Row, Table
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.problem import Problem


def nonpriced_table(problem: Problem, language: str) -> Table:
    """For each effect and alternative: the words, the signs of pluss-minus, the words of verdimatrisen.

    The note says whether the ranking of the alternatives holds for every way of giving values to the steps.
    """
    assumptions, steps = problem.assumptions, steps_of(problem)
    if not assumptions.non_priced:
        raise AnalysisError(phrase("no_non_priced", language))
    names = dict(zip(problem.alternatives, labels(problem, language), strict=True))
    body: list[Row] = [
        (
            say(label, language),
            names[name],
            in_language(alternative.non_priced[effect], language),
            step,
            as_signs(step),
            in_language(as_words(step), language),
        )
        for effect, label in assumptions.non_priced.items()
        for name, alternative in assumptions.alternatives.items()
        if (step := steps[name].get(effect)) is not None
    ]
    columns = tuple(
        phrase(name, language)
        for name in ("row", "alternative", "nonpriced_said", "nonpriced_step", "plus_minus", "value_matrix")
    )
    return Table(
        "nonpriced",
        phrase("nonpriced", language),
        columns,
        tuple(body),
        digits=1,
        note=_note(steps, names, language),
    )


def steps_of(problem: Problem) -> Steps:
    """Steps by alternative and effect."""
    alternatives = problem.assumptions.alternatives
    return {name: {e: step_of(w) for e, w in a.non_priced.items()} for name, a in alternatives.items()}


def _note(steps: Steps, names: dict[str, str], language: str) -> str:
    ranked = order(steps)
    if ranked is not None:
        return phrase("ranking_holds", language).format(names=" > ".join(names[n] for n in ranked))
    said = [
        phrase("ranking_turns", language).format(
            first=names[r.first], second=names[r.second], step=as_signs(r.turns_at)
        )
        for r in rankings(steps)
        if r.turns_at is not None and sum(steps[r.first].values()) > sum(steps[r.second].values())
    ]
    return " ".join([phrase("ranking_open", language), *said])
