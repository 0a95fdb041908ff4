"""Tables 4, 5, 7 and 8, by actor, and the list of assumptions."""

from __future__ import annotations

from helsetek.engines.economics.assumptions.model import Value as Stated
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.comparison import annuity, break_even
from helsetek.engines.economics.distribution import by_actor, by_group
from helsetek.engines.economics.nonpriced import in_language
from helsetek.engines.economics.outputs.tabular import Row, Table
from helsetek.engines.economics.outputs.words import (
    ACTOR_LABELS,
    ROW_LABELS,
    STATUS_LABELS,
    TABLE_TITLES,
    phrase,
)
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Register
from helsetek.engines.economics.tables import TABLES, rows

SUMS = ("sum_costs", "sum_benefits", "net")


def labels(problem: Problem, language: str) -> tuple[str, ...]:
    """The alternatives in words."""
    return tuple(
        say(alternative.label, language) for alternative in problem.assumptions.alternatives.values()
    )


def caption(problem: Problem, title: str, language: str) -> str:
    """A title with base year, price year and «difference from null»."""
    analysis = problem.assumptions.analysis
    return phrase("caption", language).format(title=title, base=analysis.base_year, price=analysis.price_year)


def main_tables(problem: Problem, language: str) -> list[Table]:
    """Tables 4, 5 and 8; a row that is zero throughout and not in the report is left out."""
    found = rows(problem.ledger(), problem.alternatives)
    return [_main(problem, name, found, language) for name in TABLES]


def _main(problem: Problem, table: str, found: dict[str, dict[str, float]], language: str) -> Table:
    names = [n for n in TABLES[table] if n != "added_resources" or any(found[n].values())]
    body: tuple[Row, ...] = tuple((ROW_LABELS[n][language], *found[n].values()) for n in names)
    columns = (phrase("row", language), *labels(problem, language))
    strong = frozenset(k for k, name in enumerate(names) if name in SUMS)
    return Table(
        table, caption(problem, TABLE_TITLES[table][language], language), columns, body, strong=strong
    )


def non_priced_table(problem: Problem, language: str) -> Table | None:
    """Table 7: the consequence of each effect in words."""
    assumptions = problem.assumptions
    if not assumptions.non_priced:
        return None
    body: list[Row] = [
        (
            say(label, language),
            *(
                in_language(alt.non_priced.get(effect, "–"), language)
                for alt in assumptions.alternatives.values()
            ),
        )
        for effect, label in assumptions.non_priced.items()
    ]
    return Table(
        "table7",
        phrase("table7", language),
        (phrase("row", language), *labels(problem, language)),
        tuple(body),
    )


def actor_table(problem: Problem, language: str) -> Table:
    """Gains by actor; their sum is the net benefit."""
    found = by_actor(problem)
    body: list[Row] = [(ACTOR_LABELS[actor][language], *gains.values()) for actor, gains in found.items()]
    total = [sum(gains[name] for gains in found.values()) for name in problem.alternatives]
    body.append((ROW_LABELS["net"][language], *total))
    columns = (phrase("actor", language), *labels(problem, language))
    return Table(
        "actors",
        caption(problem, phrase("actors", language), language),
        columns,
        tuple(body),
        strong=frozenset([len(body) - 1]),
    )


def group_table(problem: Problem, register: Register | None, by: str, language: str) -> Table:
    """Benefit and grants by groups of municipalities, all alternatives below each other."""
    columns = tuple(
        phrase(f"group_{name}", language)
        for name in ("name", "alternative", "count", "people", "reached", "benefit", "grant", "each")
    )
    body = tuple(
        (
            _group(r.group, language),
            say(problem.assumptions.alternatives[r.alternative].label, language),
            r.municipalities,
            r.inhabitants / 1000,
            r.reached,
            r.benefit,
            r.grant,
            r.per_inhabitant,
        )
        for r in by_group(problem, register, by)
    )
    return Table(
        f"groups_{by}",
        caption(problem, phrase("groups", language).format(by=phrase(f"by_{by}", language)), language),
        columns,
        body,
    )


def _group(name: str, language: str) -> str:
    """A group's name; those made here are put into English, names of places are not."""
    if language != "en":
        return name
    return (
        name.replace(" og over", " and over")
        .replace("utenfor ", "outside ")
        .replace("ufordelt", "not allotted")
    )


def assumptions_table(problem: Problem, language: str) -> Table:
    """Every assumption: id, label, values, unit, price year, status, source."""
    assumptions = problem.assumptions
    names = [
        phrase(f"column_{n}", language)
        for n in ("id", "label", "value", "unit", "price_year", "status", "source")
    ]
    body = []
    for name, parameter in assumptions.parameters.items():
        values = [stated(assumptions.value(name, alternative)) for alternative in problem.alternatives]
        shown = values[0] if len(set(values)) == 1 else " / ".join(values)
        year = str(parameter.price_year or "")
        status = STATUS_LABELS[parameter.status][language]
        body.append(
            (
                name,
                say(parameter.label, language),
                shown,
                parameter.unit.text,
                year,
                status,
                str(parameter.source),
            )
        )
    return Table(
        "assumptions",
        phrase("assumptions", language).format(hash=assumptions.hash),
        tuple(names),
        tuple(body),
    )


def stated(value: Stated) -> str:
    """A stated value in short: a number, or year: number."""
    if isinstance(value, dict):
        return ", ".join(f"{year}: {number:g}" for year, number in value.items())
    return f"{value:.10g}"


def per_krone_table(problem: Problem, language: str) -> Table:
    """Benefit for each granted krone, net benefit for each public krone, and the break-even by annuity.

    Break-even: the yearly value of the effects without a price at which the net benefit is zero, had in the grant
    years, or from the first of them to the last year of the period.
    """
    found, frame = rows(problem.ledger(), problem.alternatives), problem.assumptions.analysis
    discount = problem.world(problem.certain()).discount().ravel()
    to_the_end = tuple(year for year in frame.years if year >= min(frame.scheme_years))
    body: list[Row] = [
        (
            phrase("per_grant", language),
            *_ratios(
                found, ("efficiency_municipal", "efficiency_vendors", "purchase_terms"), ("grant_income",)
            ),
        ),
        (phrase("per_public", language), *_ratios(found, ("net",), ("investment", "operations"))),
    ]
    for years in (frame.scheme_years, to_the_end):
        factor = annuity(discount, frame.years, years)
        said = phrase("break_even_years", language).format(first=years[0], last=years[-1])
        body.append((said, *(break_even(value, factor) for value in found["net"].values())))
    columns = (phrase("measure", language), *labels(problem, language))
    return Table(
        "per_krone", caption(problem, phrase("per_krone", language), language), columns, tuple(body), digits=2
    )


def _ratios(
    found: dict[str, dict[str, float]], above: tuple[str, ...], below: tuple[str, ...]
) -> list[float | None]:
    """Sum of rows over sum of rows for each alternative; None over nothing."""
    sums = [(sum(found[n][a] for n in above), sum(found[n][a] for n in below)) for a in found["net"]]
    return [top / bottom if bottom else None for top, bottom in sums]
