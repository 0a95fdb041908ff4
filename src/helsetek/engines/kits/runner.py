"""Runs a kit: every test in order, each with a result and a reason."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Container

from helsetek.engines.kits.conditions import applies
from helsetek.engines.kits.context import Context
from helsetek.engines.kits.courier import Courier
from helsetek.engines.kits.exchanges import STANDARD, Keeping, Mask, Notebook
from helsetek.engines.kits.faults import Missing, ToolFault, Waiting
from helsetek.engines.kits.model import Step, Test
from helsetek.engines.kits.results import FINAL, Check, Result
from helsetek.engines.kits.session import Session
from helsetek.engines.kits.steps import NotApplicable, Steps
from helsetek.engines.kits.tools import Tools

Listener = Callable[[Test, Result], None]
CLEANUP = "cleanup"


def _silent(test: Test, result: Result) -> None:
    """Nobody listens."""


class Run:
    """One run over a session. Tests that have a lasting result already are left as they are."""

    def __init__(self, session: Session, tools: Tools, *, keeping: Keeping = STANDARD) -> None:
        self.session, self.tools = session, tools
        self.context = Context(
            session.kit, session.inputs, session.secrets, seed=session.seed, moment=session.moment
        )
        self.context.variables = session.variables
        self.context.variables.setdefault("counterpart", tools.counterpart)
        self.context.kept = session.kept
        for name, number in session.kept.items():
            answer = session.exchanges[number - 1].answer()
            if answer is not None:
                self.context.answers[name] = answer
        self.notebook = Notebook(Mask(session.secrets.values()), keeping, session.exchanges)
        self.courier = Courier(tools.transport, self.notebook)

    def go(self, listener: Listener = _silent, *, only: Container[str] | None = None) -> Session:
        """Runs what is left. `only` names short ids; the others are omitted, unless they have a result already."""
        self.session.started = self.session.started or _now()
        for test in self.session.kit.tests:
            before = self.session.results.get(test.short)
            if before is not None and before.outcome in FINAL and before.outcome != "omit":
                continue
            result = self._one(test, only)
            self.session.results[test.short] = result
            listener(test, result)
        self._blame_the_silent()
        self._clean()
        self.session.ended = _now()
        return self.session

    def _blame_the_silent(self) -> None:
        """Where messages did reach us in the end, the line was whole: what did not come was not sent."""
        if not self.tools.inbox.ever:
            return
        results = self.session.results
        silent = {short for short, one in results.items() if one.code == "counterpart.silent"}
        for test in self.session.kit.tests:
            result = results.get(test.short)
            if result is None:
                continue
            if test.short in silent:
                step = next(one for one in test.steps if one.do == "receive")
                result.checks.append(
                    Check(
                        step.number,
                        "failed",
                        "check.received",
                        {"seconds": step.what["seconds"]},
                        dict(step.says),
                    )
                )
                result.outcome, result.code, result.values = "fail", "", {}
            elif result.code == "skip.after_error" and result.values["test"] in silent:
                result.code = "skip.after_fail"

    def _one(self, test: Test, only: Container[str] | None) -> Result:
        if only is not None and test.short not in only:
            return Result(test.short, "omit", "omit.not_chosen")
        if self.tools.stop():
            return Result(test.short, "cancel", "cancel.asked")
        blocked = self._blocked(test)
        if blocked is not None:
            return blocked
        first, started = len(self.notebook.exchanges), time.monotonic()
        result = self._carried_out(test)
        result.exchanges = [one.number for one in self.notebook.exchanges[first:]]
        result.milliseconds = int((time.monotonic() - started) * 1000)
        return result

    def _blocked(self, test: Test) -> Result | None:
        """A test that does not apply here, or that rests on one that did not pass."""
        applied = applies(self.context, test.when, counterpart=bool(self.tools.counterpart))
        if not applied.yes and not (applied.code == "when.known" and self._unfinished(test)):
            outcome = "skip" if applied.unknown else "not_applicable"
            return Result(test.short, outcome, applied.code, dict(applied.values))  # type: ignore[arg-type]
        for short in test.after:
            before = self.session.results.get(short)
            outcome = before.outcome if before is not None else "omit"
            if outcome == "not_applicable":
                return Result(test.short, "not_applicable", "when.after", {"test": short})
            if outcome != "pass":
                return Result(test.short, "skip", f"skip.after_{outcome}", {"test": short})
        return None

    def _unfinished(self, test: Test) -> bool:
        """Did a test that this one rests on not get far enough to tell what this one asks for?"""
        found = [self.session.results.get(short) for short in test.after]
        return any(one is None or one.outcome not in ("pass", "not_applicable") for one in found)

    def _carried_out(self, test: Test) -> Result:
        """The steps until one fails."""
        result = Result(test.short, "pass", answer=self.session.answers.get(test.short))
        steps = Steps(test, self.context, self.courier, self.tools, result.answer)
        try:
            for step in test.steps:
                check = self._step(steps, step)
                if check is not None:
                    result.checks.append(check)
                    if check.outcome == "failed":
                        result.outcome = "fail"
                        break
        except ToolFault as fault:
            self._end(result, "error", fault.code, **fault.values)
        except Missing as missing:
            self._end(result, "skip", "skip.missing", name=missing.name)
        except Waiting as waiting:
            self._end(result, "wait", waiting.code, **waiting.values)
        except NotApplicable:
            self._end(result, "not_applicable", "when.vendor")
        except Exception as error:  # noqa: BLE001 - whatever breaks in the tool is never the vendor's failure
            self._end(result, "error", "tool.failed", reason=f"{type(error).__name__}: {error}"[:300])
        return result

    def _end(self, result: Result, outcome: str, code: str, **values: object) -> None:
        result.outcome, result.code = outcome, code  # type: ignore[assignment]
        result.values = {key: self.notebook.mask.text(str(value)) for key, value in values.items()}

    def _step(self, steps: Steps, step: Step) -> Check | None:
        if not applies(self.context, step.when, counterpart=bool(self.tools.counterpart)).yes:
            return None
        check = steps.do(step)
        if check is not None:
            check.values = _hidden(check.values, self.notebook.mask)
        return check

    def _clean(self) -> None:
        """Takes away what the kit has made; whether it succeeds counts for nothing."""
        if not self.session.kit.cleanup or any(
            one.outcome in ("wait", "cancel") for one in self.session.results.values()
        ):
            return
        test = Test(CLEANUP, CLEANUP, CLEANUP, {}, "automatic", "may", (), self.session.kit.cleanup)
        steps = Steps(test, self.context, self.courier, self.tools, None)
        for step in self.session.kit.cleanup:
            try:
                self._step(steps, step)
            except (ToolFault, Missing, Waiting):
                continue


def _hidden(found: dict[str, object], mask: Mask) -> dict[str, object]:
    def clean(one: object) -> object:
        if isinstance(one, str):
            return mask.text(one)
        return [clean(each) for each in one] if isinstance(one, list) else one

    return {key: clean(value) for key, value in found.items()}


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
