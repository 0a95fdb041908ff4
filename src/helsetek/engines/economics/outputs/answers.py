"""What the command answers, put together from the analyses."""

from __future__ import annotations

from typing import Any

import numpy as np

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.audit import audit, feasibility, read_published
from helsetek.engines.economics.outputs import (
    document,
    html,
    main_tables,
    nonpriced_table,
    report,
    result,
    uncertainty_tables,
    workbook,
)
from helsetek.engines.economics.outputs.tabular import Table, as_csv, as_text
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import nodes
from helsetek.engines.economics.simulation import Simulation

PUBLISHED = "publisert-rapport-2022"
OF_DRAWS = ("uncertainty", "information", "acceptability", "pairwise")
FITS = {
    "nb": "Tallene i tabell 4, 5 og 8 kan alle være sanne innenfor avrundingen.",
    "en": "The figures of tables 4, 5 and 8 can all be true within rounding.",
}
KINDS_OF_FINDINGS = {
    "nb": {
        "contradiction": "Motsigelser",
        "judgement": "Valg som kildene det vises til, ikke støtter",
        "rounding": "Trykte tall som ikke summerer seg, men bare på grunn av avrunding",
    },
    "en": {
        "contradiction": "Contradictions",
        "judgement": "Choices that the sources quoted do not support",
        "rounding": "Printed figures that do not add up, but only by rounding",
    },
}
FITS_NOT = {
    "nb": "Tallene i tabellene kan ikke alle være sanne.",
    "en": "The figures of the tables cannot all be true.",
}


def made(found: Prepared, simulation: Simulation | None, form: str, language: str, as_of: str) -> str | bytes:
    """The analysis in the form asked for."""
    problem = found.problem
    if form in ("docx", "html") and simulation is not None:
        whole = report.report(found, simulation, language)
        return document.document(whole) if form == "docx" else html.html(whole)
    match form:
        case "json":
            return result.as_json(result.result(problem, simulation, as_of=as_of, nodes_error=found.error))
        case "xlsx":
            return workbook.workbook(problem, language)
        case "csv":
            return as_csv(tables(problem, simulation, language))
    shown = "\n".join(as_text(table, language) for table in tables(problem, simulation, language))
    return f"{shown}\nSHA-256 {problem.assumptions.hash}\n"


def tables(problem: Problem, simulation: Simulation | None, language: str) -> list[Table]:
    """Tables 4, 5 and 8, and the uncertainty when it has been simulated."""
    found = [*main_tables.main_tables(problem, language), main_tables.per_krone_table(problem, language)]
    return (
        [*found, uncertainty_tables.simulation_table(problem, simulation, language)] if simulation else found
    )


def audited(language: str, form: str) -> str:
    """The contradictions in the published report, as sentences or as JSON."""
    said_in = "en" if language == "en" else "nb"
    published = read_published(PUBLISHED)
    findings, figures = audit(published), feasibility(published)
    if form == "json":
        plain = [
            {
                "number": f.number,
                "kind": f.kind,
                "title": f.title[said_in],
                "places": f.places,
                "says": f.says,
                "gaps": f.gaps,
                "unit": f.unit,
            }
            for f in findings
        ]
        return result.as_json({"feasible": figures.feasible, "radius": figures.radius, "findings": plain})
    verdict = (FITS if figures.feasible else FITS_NOT)[said_in]
    lines = []
    for kind, heading in KINDS_OF_FINDINGS[said_in].items():
        chosen = [finding.sentence(said_in) for finding in findings if finding.kind == kind]
        lines += ["", f"{heading} ({len(chosen)})", *(f"{n:2}. {said}" for n, said in enumerate(chosen, 1))]
    return "\n".join([published.title, verdict, *lines]) + "\n"


def plain_assumptions(found: Assumptions, language: str) -> list[dict[str, Any]]:
    """Every assumption as plain data."""
    return [
        {
            "id": p.id,
            "label": say(p.label, language),
            "value": {name: found.value(p.id, name) for name in ("null", *found.alternatives)},
            "unit": p.unit.text,
            "price_year": p.price_year,
            "status": p.status,
            "source": str(p.source),
            "uncertain": p.spread is not None,
        }
        for p in found.parameters.values()
    ]


def without_register(found: Assumptions) -> Problem:
    """The assumptions as a problem on a single municipality: enough to list them."""
    return Problem(found, nodes(np.zeros(1), np.ones(1), np.zeros(1), np.ones((1, 1))))


def explored(
    what: str, found: Prepared, chosen: str, by: str, simulation: Simulation | None, language: str
) -> Table:
    """One table about one thing; ``simulation`` for those in OF_DRAWS."""
    problem = found.problem
    match what, simulation:
        case "uncertainty", Simulation():
            return uncertainty_tables.simulation_table(problem, simulation, language)
        case "information", Simulation():
            return uncertainty_tables.information_table(problem, simulation, language)
        case "acceptability", Simulation():
            return uncertainty_tables.acceptability_table(problem, simulation, language)
        case "pairwise", Simulation():
            return uncertainty_tables.pairwise_table(problem, simulation, language)
        case "indices", _:
            return uncertainty_tables.indices_table(problem, language)
        case "groups", _:
            return main_tables.group_table(problem, found.register, by, language)
        case "actors", _:
            return main_tables.actor_table(problem, language)
        case "nonpriced", _:
            return nonpriced_table.nonpriced_table(problem, language)
    return _of_alternative(what, problem, chosen, language)


def _of_alternative(what: str, problem: Problem, chosen: str, language: str) -> Table:
    if what == "tornado":
        return uncertainty_tables.tornado_table(problem, chosen, language)
    if what == "switching":
        return uncertainty_tables.switching_table(problem, chosen, language)
    return uncertainty_tables.conditions_table(problem, chosen, language)
