"""What a run is given to work with: a line out, a judge of content, an inbox, people to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from helsetek.engines.conformance import CannotJudge, Engine, Report
from helsetek.engines.conformance.definitions.packages import Package
from helsetek.engines.kits.faults import ToolFault
from helsetek.engines.kits.https import Transport
from helsetek.engines.kits.inbox import Inbox
from helsetek.engines.kits.model import Step, Test


class Judge(Protocol):
    """Validates content: an Engine, or a workshop that keeps it in a process of its own."""

    def validate(self, content: bytes, *, profiles: tuple[str, ...] = ()) -> Report: ...


Ask = Callable[[Test, Step], bool]


def _nobody(test: Test, step: Step) -> bool:
    return False


@dataclass
class Tools:
    """`ask` says whether a person has done what a step asks for; `stop` whether the run is to end."""

    transport: Transport
    engine: Engine
    judge: Judge
    inbox: Inbox = field(default_factory=Inbox)
    counterpart: str = ""
    ask: Ask = _nobody
    stop: Callable[[], bool] = bool
    has_schemas: bool = False
    patience: float = 1.0  # factor on the seconds that a kit waits for messages

    @property
    def packages(self) -> tuple[str, ...]:
        """Every package that judgements rest on, with its version."""
        return tuple(sorted(self.engine.definitions.packages))


def make_engine(packages: Iterable[Path | Package] = (), schemas: Path | None = None) -> Engine:
    """The validator with what is at hand. Raises ToolFault."""
    try:
        return Engine(packages, schemas=schemas)
    except CannotJudge as error:
        raise ToolFault("tool.packages", reason=str(error)) from error
