"""Where a figure comes from: its formula, its terms, the assumptions it reads, with their sources."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.outputs.why import SUMMED, TAX, Answer, why
from helsetek.engines.economics.outputs.words import ROW_LABELS, TABLE_TITLES
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.tables import TABLES

from . import words
from .keeping import kept
from .results import NUMBERS


@dataclass(frozen=True)
class Term:
    """One term of a figure; ``cell`` when it has a page of its own. ``sign`` is −1 for what is taken away."""

    label: str
    value: float
    cell: str = ""
    sign: int = 1


@dataclass(frozen=True)
class Traced:
    """A cell explained, in words for a page."""

    cell: str
    table: str
    number: str
    row: str
    alternative: str
    alternative_label: str
    value: float
    formula: str
    in_words: bool
    terms: list[Term]
    assumptions: list[str]
    hash: str


def traced(problem: Problem, cell: str) -> Traced:
    """Raises AnalysisError when there is no such cell."""
    answer = kept(("why", problem.assumptions.hash, cell), lambda: why(problem, cell))
    table, row, alternative = cell.split(".", 2)
    language = words.language()
    return Traced(
        cell=cell,
        table=TABLE_TITLES[table][language],
        number=NUMBERS[table],
        row=ROW_LABELS[row][language],
        alternative=alternative,
        alternative_label=say(problem.assumptions.alternatives[alternative].label, language),
        value=answer.value,
        formula=_formula(answer, row),
        in_words=row in SUMMED or answer.formula == TAX,
        terms=_terms(answer, row, alternative),
        assumptions=answer.assumptions,
        hash=answer.hash,
    )


def _formula(answer: Answer, row: str) -> str:
    """Sums and taxes in words; the formula of an effect as it stands in the model, with the ids of its assumptions."""
    if row in SUMMED:
        return (" − " if row == "net" else " + ").join(
            ROW_LABELS[name][words.language()] for name in SUMMED[row]
        )
    if answer.formula == TAX:
        return _(
            "The tax-financing cost per krone, times what these entries draw from public budgets (R-109/2021, 7.1)."
        )
    return answer.formula.replace(TAX, _("tax financing"))


def _terms(answer: Answer, row: str, alternative: str) -> list[Term]:
    language = words.language()
    found = []
    for name, value in answer.terms.items():
        is_row = name in ROW_LABELS and row in ("net", "sum_costs", "sum_benefits")
        label = ROW_LABELS[name][language] if is_row else words.effect(name)
        sign = -1 if row == "net" and name == "sum_costs" else 1
        cell = f"table8.{name}.{alternative}" if is_row and name in TABLES["table8"] else ""
        if value or is_row:
            found.append(Term(label, value, cell, sign))
    return found
