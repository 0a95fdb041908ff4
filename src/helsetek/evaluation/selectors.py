"""Reads: what there is to look at, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person, organisations_where
from helsetek.accounts.visitor import Visitor
from helsetek.common import clock
from helsetek.common.errors import WrongState
from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.living import Observation, as_log
from helsetek.grants.selectors.reports import approved_results

from . import permissions
from .calculating import changing, observing, reading, words
from .calculating.keeping import kept
from .models import AssumptionsFile, IndicatorLink, Publication, Run

__all__ = [
    "AssumptionsFile",
    "IndicatorLink",
    "Observed",
    "Publication",
    "Run",
    "Subject",
    "links",
    "observed",
    "published_runs",
    "runs_seen_by",
    "subject",
]

_KEY = re.compile(r"(kjoring|fil)-([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Subject:
    """Something to look at: a shipped analysis, a file that was brought, or a saved run.

    ``assumptions`` are those of the run with its changes. ``stored`` are the layers they were read from.
    """

    key: str
    title: str
    assumptions: Assumptions
    run: Run | None = None
    file: AssumptionsFile | None = None
    publication: Publication | None = None

    @property
    def kind(self) -> str:
        return "run" if self.run else "file" if self.file else "shipped"

    @property
    def state(self) -> str:
        """By the names of ``evaluation.run`` in the table of states."""
        if self.run is None:
            return "saved" if self.file else "shipped"
        return state_of(self.run)


def subject(person: Person | Visitor, key: str) -> Subject:
    """What the key in an address stands for. Raises ObjectDoesNotExist, NotAllowed."""
    if key in reading.shipped_names():
        assumptions = reading.shipped_analysis(key)
        return Subject(key, say(assumptions.analysis.title, words.language()), assumptions)
    found = _KEY.fullmatch(key)
    if found is None:
        raise ObjectDoesNotExist(key)
    number = int(found[2])
    return _run(person, number) if found[1] == "kjoring" else _file(person, number)


def _run(person: Person | Visitor, number: int) -> Subject:
    found = runs().get(pk=number)
    publication = standing(found)
    permissions.may_see_run(person, found, published=publication is not None).require()
    base = assumptions_of(found.file)
    return Subject(
        found.key, found.name, changing.applied(base, found.changes), run=found, publication=publication
    )


def _file(person: Person | Visitor, number: int) -> Subject:
    file = AssumptionsFile.objects.select_related("organisation", "kept_by").get(pk=number, uploaded=True)
    permissions.may_see_file(person, file).require()
    assumptions = assumptions_of(file)
    title = say(assumptions.analysis.title, words.language())
    return Subject(file.key, title, assumptions, file=file)


def assumptions_of(file: AssumptionsFile) -> Assumptions:
    """Raises WrongState when the engine of today does not take what it took when the file was kept."""
    try:
        return kept(("file", file.sha256), lambda: reading.of_stored(file.layers))
    except AnalysisError as error:
        raise WrongState(
            _("Today's engine cannot read «%(name)s», which was kept by an earlier one.")
            % {"name": file.name}
        ) from error


def runs() -> QuerySet[Run]:
    """All runs, the newest first, with what is shown of each."""
    publications = Publication.objects.select_related("published_by", "withdrawn_by")
    found = Run.objects.select_related("file", "made_by", "organisation").defer("file__layers")
    return found.prefetch_related(Prefetch("publications", publications))


def published_runs() -> QuerySet[Run]:
    """What everybody may read, the one published last first."""
    return (
        runs()
        .filter(publications__isnull=False, publications__withdrawn_at__isnull=True)
        .order_by("-publications__published_at", "-id")
    )


def runs_seen_by(person: Person | Visitor) -> QuerySet[Run]:
    """Published ones, and those of the organisations where the person is an analyst."""
    own = organisations_where(person, Role.ANALYST) if isinstance(person, Person) else []
    standing_now = Publication.objects.filter(withdrawn_at__isnull=True).values("run_id")
    return runs().filter(Q(pk__in=standing_now) | Q(organisation_id__in=own))


def runs_of_organisations(person: Person) -> QuerySet[Run]:
    """The runs of the organisations where the person is an analyst."""
    return runs().filter(organisation_id__in=organisations_where(person, Role.ANALYST))


def files_seen_by(person: Person) -> QuerySet[AssumptionsFile]:
    own = organisations_where(person, Role.ANALYST)
    files = AssumptionsFile.objects.filter(uploaded=True, organisation_id__in=own)
    return files.select_related("organisation", "kept_by").defer("layers")


def standing(run: Run) -> Publication | None:
    return next((one for one in run.publications.all() if one.withdrawn_at is None), None)


def state_of(run: Run) -> str:
    publications = list(run.publications.all())
    if any(one.withdrawn_at is None for one in publications):
        return "published"
    return "withdrawn" if publications else "saved"


def title_of(run: Run) -> str:
    """The title of the analysis a run rests on."""
    return say(assumptions_of(run.file).analysis.title, words.language())


@dataclass(frozen=True)
class Figure:
    """The net benefit of one alternative, in MNOK."""

    label: str
    net: float


def figures_of(run: Run) -> list[Figure]:
    """The headline of a run, as it was saved."""
    labels = {
        name: say(one.label, words.language()) for name, one in assumptions_of(run.file).alternatives.items()
    }
    found: dict[str, Any] = run.results["alternatives"]
    return [Figure(labels.get(name, name), one["table8"]["net"]) for name, one in found.items()]


@dataclass(frozen=True)
class RunRow:
    """One run as a row of a list."""

    run: Run
    name: str
    analysis: str
    state: str
    made_at: datetime
    made_by: str
    organisation: str
    changes: int
    net: str


def rows_of(found: Iterable[Run]) -> list[RunRow]:
    return [
        RunRow(
            run=run,
            name=run.name,
            analysis=title_of(run),
            state=state_of(run),
            made_at=run.made_at,
            made_by=run.made_by.name,
            organisation=run.organisation.name,
            changes=len(run.changes),
            net=" / ".join(words.millions(one.net) for one in figures_of(run)),
        )
        for run in found
    ]


# -- What is observed -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Observed:
    """What approved reports say of an analysis's assumptions, and where that moves them. ``log`` is JSON lines."""

    analysis: str
    seen: list[observing.Seen]
    observations: list[Observation]
    moved: list[observing.Moved]
    now: Assumptions
    log: str
    problem: str = ""


def links() -> dict[str, IndicatorLink]:
    """The choice that holds for each indicator: the newest."""
    rows = IndicatorLink.objects.select_related("made_by").order_by("id")
    return {row.indicator: row for row in rows}


def observed(language: str) -> Observed:
    """Reported effects as observations, and the analysis moved by those up to today."""
    analysis = reading.shipped_names()[0]
    before = reading.shipped_analysis(analysis)
    chosen = {code: _link(row) for code, row in links().items() if row.key and row.analysis == analysis}
    found = observing.seen(approved_results(), chosen, before)
    observations = [one.observation for one in found if one.observation]
    now, problem = before, ""
    try:
        now = observing.after(before, observations, clock.today())
    except AnalysisError as error:
        problem = str(error)
    moved = [] if problem else observing.moved(before, now, observations, language)
    return Observed(analysis, found, observations, moved, now, as_log(observations), problem)


def _link(row: IndicatorLink) -> observing.Link:
    return observing.Link(
        row.indicator, row.analysis, row.key, row.kind, row.quantity, row.factor, row.relative_error
    )
