"""Reads of runs of test kits from the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helsetek.approval import kit_tools
from helsetek.approval.models import Application, Configuration, Endpoint, KitRun
from helsetek.engines.kits import Kit, Session, Tools, make_report
from helsetek.engines.kits.messages import Language, say, text_in
from helsetek.engines.kits.model import Test
from helsetek.engines.kits.telling import issues_of, reason_of, remarks_of


def kit_run(pk: int) -> KitRun:
    """Raises KitRun.DoesNotExist."""
    related = (
        "application__case",
        "application__configuration__product__vendor",
        "application__version__set",
        "endpoint",
        "asked_by",
        "result",
    )
    return KitRun.objects.select_related(*related).get(pk=pk)


def kit_for(application: Application) -> Kit | None:
    """The kit that can be run from the portal for an application."""
    kit = kit_tools.kit_of(application.version.set.kit)
    return kit if kit_tools.runs_here(kit) else None


def endpoint(pk: int) -> Endpoint:
    """Raises Endpoint.DoesNotExist."""
    return Endpoint.objects.select_related("configuration__product").get(pk=pk)


def endpoints_of(configuration: Configuration) -> list[Endpoint]:
    """Those that may be called now."""
    return list(configuration.endpoints.filter(ended_at__isnull=True))


@dataclass(frozen=True)
class TestRow:
    """A test of a run as the page shows it."""

    short: str
    title: str
    level: str
    expected: str
    outcome: str
    reason: str
    remarks: list[str]
    exchanges: list[Any]
    asks: str
    evidence: bool

    __test__ = False


@dataclass(frozen=True)
class GroupRow:
    title: str
    about: str
    tests: list[TestRow]


def session_of(run: KitRun) -> Session | None:
    """The run as the engine knows it; None when the kit has been changed since."""
    kit = kit_tools.kit_of(run.kit)
    if kit is None or run.content.get("kit", {}).get("sha256") != kit.sha256:
        return None
    return Session.load(kit, run.content)


def groups_of(run: KitRun, language: Language) -> list[GroupRow]:
    """Every test in order, with its result where there is one."""
    session = session_of(run)
    if session is None:
        return []
    return [
        GroupRow(
            text_in(group.title, language),
            text_in(group.about, language),
            [_row(test, session, language) for test in group.tests],
        )
        for group in session.kit.groups
    ]


def _row(test: Test, session: Session, language: Language) -> TestRow:
    result = session.results.get(test.short)
    found = result.as_dict() if result else {}
    asks = next((step for step in test.steps if step.do == "attest"), None)
    numbers = set(result.exchanges) if result else set()
    return TestRow(
        test.short,
        text_in(test.title, language),
        say(f"level.{test.level}", language) if test.level != "must" else "",
        text_in(test.expected, language),
        result.outcome if result else "",
        reason_of(found, language) if result else "",
        [*remarks_of(found, language), *issues_of(found, language)] if result else [],
        [one for one in session.exchanges if one.number in numbers],
        text_in(asks.what["question"], language) if asks else "",
        bool(asks and asks.what.get("evidence") in ("required", "optional")),
    )


def report_of(run: KitRun) -> dict[str, Any] | None:
    """The report: as it is kept, or of what has been found so far."""
    if run.result is not None:
        return dict(run.result.content)
    session = session_of(run)
    if session is None or not session.results:
        return None
    nobody: Any = None
    engine = kit_tools.tools_for([])[0].engine
    return make_report(session, Tools(nobody, engine, engine))
