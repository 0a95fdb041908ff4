"""What a page of an analysis is asked for: which analysis, with which changes, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.accounts.web import found
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.web import kept_form
from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import Simulation
from helsetek.evaluation import selectors
from helsetek.evaluation.calculating import changing, prepared, results
from helsetek.evaluation.calculating.changing import Changes
from helsetek.evaluation.selectors import Subject

CHANGED = "endret"  # the word in the address that carries the changes
FIELD = "v."  # what the names of the fields begin with


@dataclass
class Asked:
    """``changes`` can be calculated; what cannot is told in ``problem`` and kept in ``typed``."""

    subject: Subject
    query: Mapping[str, str]
    changes: Changes = field(default_factory=dict)
    problem: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def assumptions(self) -> Assumptions:
        return changing.applied(self.subject.assumptions, self.changes)

    @cached_property
    def ready(self) -> Prepared:
        return prepared.ready(self.assumptions)

    @cached_property
    def base(self) -> Prepared:
        return prepared.ready(self.subject.assumptions)

    @property
    def analysed(self) -> Problem:
        return self.ready.problem

    @cached_property
    def simulation(self) -> Simulation:
        return prepared.simulated(self.ready)

    @cached_property
    def alternative(self) -> str:
        """The alternative that is looked at closely: the one asked for, else the best."""
        wanted = self.query.get("alternativ", "")
        names = self.analysed.alternatives
        return wanted if wanted in names else results.best(self.analysed, self.simulation)

    @cached_property
    def grouping(self) -> str:
        ways = results.ways_to_group(self.ready)
        wanted = self.query.get("gruppe", "")
        return wanted if wanted in ways else ways[0] if ways else ""

    def href(self, route: str, *arguments: str, **query: str) -> str:
        """An address of the same analysis with the same changes."""
        return address(self.subject.key, route, *arguments, changes=self.changes, **query)


def address(key: str, route: str, *arguments: str, changes: Mapping[str, float], **query: str) -> str:
    kept = {name: value for name, value in query.items() if value}
    if changes:
        kept = {CHANGED: changing.written(changes), **kept}
    path = reverse(f"evaluation:{route}", args=[key, *arguments])
    return f"{path}?{urlencode(kept, safe='@:,')}" if kept else path


def visitor(request: HttpRequest) -> Person | Visitor:
    """Who asks, logged in or not."""
    return cast("Person | Visitor", request.user)


def or_log_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a visitor may not see is perhaps theirs when they have logged in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed:
            if request.user.is_authenticated:
                raise
            return kept_form.log_in_first(request)

    return guarded


def asked(request: HttpRequest, key: str) -> Asked:
    """Read the address. Raises NotAllowed; a page not found (404) if there is no such analysis."""
    subject = found(selectors.subject, visitor(request), key)
    here = Asked(subject, {name: str(value)[:100] for name, value in request.GET.items() if name != CHANGED})
    kept = kept_form.typed(request) if request.method != "POST" else None
    if kept is not None:  # the log-in had expired when it was sent
        return _of_form(here, kept)
    text = request.GET.get(CHANGED, "").replace("\0", "")
    return _with(here, lambda: changing.read(text, subject.assumptions), _pairs(text)) if text else here


def sent(request: HttpRequest, key: str) -> Asked:
    """Read the form that was sent."""
    return _of_form(asked(request, key), request.POST)


def _of_form(here: Asked, data: QueryDict) -> Asked:
    typed = {
        name.removeprefix(FIELD): str(value)[:60].replace("\0", "")
        for name, value in data.items()
        if name.startswith(FIELD)
    }
    here.changes, here.problem, here.errors = {}, "", {}
    return _with(here, lambda: changing.checked(here.subject.assumptions, typed), typed)


def _with(here: Asked, read: Callable[[], Changes], typed: dict[str, str]) -> Asked:
    """The changes if they hold and can be calculated; else what is wrong with them."""
    try:
        changes = read()
        prepared.simulated(prepared.ready(changing.applied(here.subject.assumptions, changes)))
    except RuleBroken as error:
        here.problem, here.errors, here.typed = str(error), error.fields, typed
    else:
        here.changes = changes
    return here


def _pairs(text: str) -> dict[str, str]:
    return dict(part.rpartition(":")[::2] for part in text[: changing.LONGEST_TEXT].split(",") if part)
