"""What the parts of an analysis' page are given: heading, sliders, results, uncertainty, distribution."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from helsetek.common.web.parts import Tab
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.outputs.main_tables import labels
from helsetek.engines.economics.sensitivity import tornado
from helsetek.evaluation.calculating import changing, drawing, reading, results, words
from helsetek.evaluation.calculating.changing import Lever
from helsetek.evaluation.calculating.keeping import kept

from .asked import Asked

MOST_IMPORTANT = 4
ROUTES = {"resultat": "analysis", "usikkerhet": "uncertainty", "fordeling": "distribution"}
FORMATS = ("xlsx", "docx", "html", "csv", "json", "toml")


@dataclass(frozen=True)
class Field:
    """A lever as a field of the form: what stands in it, and what is wrong with it."""

    lever: Lever
    text: str
    errors: list[str]


@dataclass(frozen=True)
class Levers:
    """The levers of one assumption: one for all alternatives, or one for each."""

    label: str
    unit: str
    hint: str
    fields: list[Field]

    @property
    def wrong(self) -> bool:
        return any(one.errors for one in self.fields)


@dataclass(frozen=True)
class Group:
    """Levers under a heading; ``open`` shows them at once."""

    title: str
    levers: list[Levers]
    open: bool = False

    @property
    def wrong(self) -> bool:
        return any(one.wrong for one in self.levers)


def groups_of_levers(here: Asked) -> list[Group]:
    """The assumptions that move the result most first; the others folded away."""
    stated = here.subject.assumptions
    found = changing.levers(stated, here.changes)
    together = {name: list(rows) for name, rows in groupby(found, key=lambda one: one.parameter.id)}
    first = [name for name in most_important(here) if name in together]
    national = [name for name in together if stated.parameters[name].file.startswith("nasjonalt")]
    rest = [name for name in together if name not in first and name not in national]
    groups = [
        Group(_("What moves the result most"), [_levers(here, together[name]) for name in first], open=True),
        Group(_("Other assumptions of the analysis"), [_levers(here, together[name]) for name in rest]),
        Group(
            _("Common national assumptions"),
            [_levers(here, together[n]) for n in national if n not in first],
        ),
    ]
    return [group for group in groups if group.levers]


def most_important(here: Asked) -> list[str]:
    """Ids of the assumptions with the widest bars, for any alternative."""
    problem = here.base.problem
    key = ("most important", problem.assumptions.hash)
    bars = kept(key, lambda: [bar.input.partition("@")[0] for bar in tornado(problem)])
    return list(dict.fromkeys(bars))[:MOST_IMPORTANT]


def _levers(here: Asked, found: list[Lever]) -> Levers:
    fields = [
        Field(one, here.typed.get(one.key, as_typed(one.value)), here.errors.get(one.key, []))
        for one in found
    ]
    hints = list(dict.fromkeys(one.hint for one in found if one.hint))
    return Levers(found[0].label, found[0].unit, " ".join(hints[:1]) if len(hints) == 1 else "", fields)


def as_typed(value: float) -> str:
    """A number as one types it: «34,2»."""
    text = f"{value:.12g}"
    return text if words.language() == "en" else text.replace(".", ",")


# -- The top of every part --------------------------------------------------------------------------


def top(here: Asked, part: str) -> dict[str, Any]:
    """Headline, tabs and what was changed."""
    headlines = results.headlines(here.ready, here.simulation, here.base)
    return {
        "here": here,
        "subject": here.subject,
        "part": part,
        "headlines": headlines,
        "told": changing.told(here.subject.assumptions, here.changes),
        "outside": changing.outside(here.subject.assumptions, here.changes),
        "tabs": _tabs(here, part),
        "said": "; ".join(f"{one.label}: {words.million_kroner(one.net)}" for one in headlines),
        "save_href": here.href("save"),
        "reset_href": here.href(ROUTES.get(part, "analysis")).partition("?")[0],
        "downloads": [(form, here.href("download", form)) for form in FORMATS],
        "draws": here.simulation.draws,
    }


def _tabs(here: Asked, part: str) -> list[Tab]:
    names = {
        "resultat": _("Result"), "usikkerhet": _("Uncertainty"), "fordeling": _("Distribution"),
    }  # fmt: skip
    tabs = [Tab(label, here.href(ROUTES[name]), name == part) for name, label in names.items()]
    count = len(here.subject.assumptions.parameters)
    return [*tabs, Tab(_("Assumptions"), here.href("assumptions"), part == "forutsetninger", count)]


# -- The parts --------------------------------------------------------------------------------------


def result(here: Asked) -> dict[str, Any]:
    problem = here.analysed
    headlines = results.headlines(here.ready, here.simulation, here.base)
    return {
        "frame": results.frame(problem),
        "tables": results.report_tables(problem, lambda cell: here.href("why", cell)),
        "non_priced": results.non_priced(problem),
        "per_krone": results.per_krone(problem),
        "charts": [drawing.net_benefit(headlines), drawing.costs_and_benefits(problem)],
        "others": others(here),
    }


def others(here: Asked) -> list[tuple[str, str]]:
    """Other shipped readings of the same analysis: (title, address of the comparison)."""
    key = here.subject.key
    if here.subject.kind != "shipped":
        return []
    return [
        (say(reading.shipped_analysis(name).analysis.title, words.language()), name)
        for name in reading.relatives(key)
    ]


def uncertainty(here: Asked) -> dict[str, Any]:
    problem, simulation = here.analysed, here.simulation
    if not problem.inputs:
        return {"nothing": True}
    table = results.tornado(problem, here.alternative)
    acceptable = results.acceptability(problem, simulation)
    centre = results.net(problem)[here.alternative]
    context: dict[str, Any] = {
        "spread": drawing.spread(problem, simulation),
        "simulation": results.uncertainty(problem, simulation),
        "tornado": drawing.tornado(problem, table, centre),
        "switching": results.switching(problem, here.alternative),
        "acceptability": drawing.acceptability(problem, acceptable),
        "pairwise": results.pairwise(problem, simulation),
        "choices": choices(here),
        "deeper_href": here.href("uncertainty", alternativ=here.query.get("alternativ", ""), mer="1"),
    }
    if here.query.get("mer") == "1":
        context["deeper"] = [
            results.information(problem, simulation),
            results.indices(problem),
            results.conditions(problem, here.alternative),
        ]
    return context


def choices(here: Asked) -> list[tuple[str, str, bool]]:
    """The alternatives to look closely at: (id, label, chosen)."""
    problem = here.analysed
    return [
        (name, label, name == here.alternative)
        for name, label in zip(problem.alternatives, labels(problem, words.language()), strict=True)
    ]


def distribution(here: Asked) -> dict[str, Any]:
    problem = here.analysed
    actors = results.actors(problem)
    context: dict[str, Any] = {
        "choices": choices(here),
        "actors_chart": drawing.actors(problem, actors, here.alternative),
        "actors": results.shown(actors),
        "ways": [(way, grouping(way), way == here.grouping) for way in results.ways_to_group(here.ready)],
    }
    if here.grouping:
        table = results.groups(here.ready, here.grouping)
        context["groups_chart"] = drawing.groups(problem, table, here.alternative)
        context["groups_table"] = results.groups_of(problem, table, here.alternative)
    return context


def grouping(way: str) -> str:
    return {
        "size": _("Inhabitants"), "centrality": _("Centrality"), "kostra": _("KOSTRA group"),
        "region": _("Regional health authority"), "county": _("County"), "midt": _("In Central Norway or not"),
        "type": _("Type of municipality in table 6"),
    }.get(way, way)  # fmt: skip


PARTS = {"resultat": result, "usikkerhet": uncertainty, "fordeling": distribution}
