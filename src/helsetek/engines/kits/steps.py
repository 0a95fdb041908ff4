"""The steps of a test: request, pages, validate, assert, extract, receive, interact, attest, wait."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urljoin

from helsetek.engines.kits import expressions
from helsetek.engines.kits.conditions import Conditions, Finding
from helsetek.engines.kits.context import Context
from helsetek.engines.kits.courier import Courier
from helsetek.engines.kits.exchanges import Answer, Outgoing
from helsetek.engines.kits.faults import Missing, ToolFault, Waiting
from helsetek.engines.kits.inbox import Message
from helsetek.engines.kits.model import Step, Test
from helsetek.engines.kits.results import Check
from helsetek.engines.kits.tools import Tools

MOST_ISSUES = 20


class NotApplicable(Exception):
    """The vendor says with a reason that the requirement does not concern the system."""


class Steps:
    """Carries out the steps of one test. `do` gives a check, or None where there is nothing to judge."""

    def __init__(
        self, test: Test, context: Context, courier: Courier, tools: Tools, answered: Mapping[str, Any] | None
    ) -> None:
        self.test, self.context, self.courier, self.tools = test, context, courier, tools
        self.answered = answered
        self.conditions = Conditions(context, tools.engine)

    def do(self, step: Step) -> Check | None:
        """One step. Raises ToolFault, Missing, Waiting or NotApplicable."""
        work: Callable[[Step], Finding | None] = getattr(self, f"_{step.do}")
        found = work(step)
        if found is None:
            return None
        outcome = "passed" if found.ok else "failed" if step.level == "must" else "warned"
        values = {key: value for key, value in found.values.items() if key != "issues"}
        check = Check(step.number, outcome, found.code, values)  # type: ignore[arg-type]
        if not found.ok:
            check.says = dict(step.says)
            check.issues = list(found.values.get("issues", []))
        return check

    # --- requests ---

    def _request(self, step: Step) -> None:
        what = step.what
        body, kind = self._body(what)
        request = Outgoing(what["method"], self._url(what), self._headers(what, kind), body)
        answer = self.courier.send(self.test.short, request, busy=bool(what.get("busy")))
        self._keep(what.get("as"), answer)
        if what.get("deliver") and answer.body.lstrip().startswith(b"<"):
            self.tools.inbox.put(Message(answer.body, answer.headers))

    def _keep(self, name: str | None, answer: Answer) -> None:
        self.context.answers["last"] = answer
        if name:
            self.context.answers[name] = answer
            self.context.kept[name] = len(self.courier.notebook.exchanges)

    def _url(self, what: Mapping[str, Any]) -> str:
        base = str(self.context.value(what.get("to", "endpoint")))
        if "url" in what:
            url = urljoin(base.rstrip("/") + "/", self.context.text(what["url"]))
        else:
            path = self.context.text(what.get("path", "")).lstrip("/")
            url = f"{base.rstrip('/')}/{path}" if path else base
        query = [(key, self.context.text(value)) for key, value in what.get("query", {}).items()]
        joined = "&".join(f"{quote(key, safe=':-_')}={quote(value, safe=':,|/-_.')}" for key, value in query)
        joined = joined.replace("|", "%7C")
        return url if not joined else f"{url}{'&' if '?' in url else '?'}{joined}"

    def _headers(self, what: Mapping[str, Any], kind: str) -> tuple[tuple[str, str], ...]:
        http = self.context.kit.http
        wanted: dict[str, str] = {"Accept": http.get("accept", "*/*")}
        if "body" in what:
            wanted["Content-Type"] = (
                what.get("type") or kind or http.get("content_type", "application/octet-stream")
            )
        if what.get("to", "endpoint") == "endpoint":
            wanted |= http.get("headers", {})
        wanted |= what.get("headers", {})
        filled = {key: self.context.text(value) for key, value in wanted.items()}
        if any("\r" in one or "\n" in one for one in filled.values()):
            raise ToolFault("input.header")
        return tuple((key, value) for key, value in filled.items() if value)

    def _body(self, what: Mapping[str, Any]) -> tuple[bytes, str]:
        wanted = what.get("body")
        if wanted is None:
            return b"", ""
        if "text" in wanted or isinstance(self.context.kit.fixtures.get(wanted.get("fixture", "")), str):
            template = wanted.get("text") or self.context.kit.fixtures[wanted["fixture"]]
            for old, new in wanted.get("replace", {}).items():
                template = template.replace(old, new)
            return self.context.fill(f"{template} ", xml=True).strip().encode(), ""
        found = self._json(wanted)
        if isinstance(found, dict):
            found = {**found, **self.context.fill(wanted.get("with", {}))}
            found = {key: value for key, value in found.items() if key not in wanted.get("without", ())}
        return json.dumps(found, ensure_ascii=False, default=_number).encode(), ""

    def _json(self, wanted: Mapping[str, Any]) -> Any:
        if "of" in wanted:
            try:
                return expressions.resource_of(self.context.answer(wanted["of"]))
            except expressions.Unreadable as error:
                raise Missing(wanted["of"]) from error
        if "fixture" in wanted:
            return self.context.fill(self.context.kit.fixtures[wanted["fixture"]])
        return self.context.fill(wanted["json"])

    def _pages(self, step: Step) -> Finding | None:
        """Follows `next` to the end; keeps `Type/id` of every match, in order."""
        answer, found = self.context.answer(step.what.get("of")), []
        most = step.what.get("most", 20)
        try:
            for _ in range(most):
                found += [one for one in _matches(answer) if one]
                following = expressions.next_page(answer)
                if not following:
                    self.context.variables[step.what["as"]] = found
                    return None
                url = urljoin(f"{str(self.context.value('endpoint')).rstrip('/')}/", following[0])
                request = Outgoing("GET", url, self._headers({"method": "GET"}, ""))
                answer = self.courier.send(self.test.short, request)
                if answer.status != 200:
                    return Finding(False, "check.status", {"expected": [200], "found": answer.status})
        except expressions.Unreadable as error:
            return Finding(False, error.code, error.values)
        return Finding(False, "check.pages", {"most": most})

    # --- judging ---

    def _assert(self, step: Step) -> Finding:
        return self.conditions.check(step.what)

    def _validate(self, step: Step) -> Finding:
        answer = self.context.answer(step.what.get("of"))
        profiles = tuple(step.what.get("profiles", ()))
        self._at_hand(step.what["as"], profiles)
        report = self.tools.judge.validate(answer.body, profiles=profiles)
        issues = [
            {
                "severity": one.severity, "code": one.code, "path": one.path,
                "message": {"nb": one.message("nb"), "en": one.message("en")},
            }
            for one in report.issues if one.severity in ("fatal", "error")
        ]  # fmt: skip
        if not report.judged:
            first = issues[0]["message"]["en"] if issues else ""  # type: ignore[index]
            raise ToolFault("judge.unable", reason=first)
        if report.valid:
            return Finding(True)
        return Finding(False, "check.valid", {"errors": len(issues), "issues": issues[:MOST_ISSUES]})

    def _at_hand(self, kind: str, profiles: tuple[str, ...]) -> None:
        """The packages and schemas that a judgement rests on."""
        if kind == "kith" and not self.tools.has_schemas:
            raise ToolFault("judge.schemas")
        unknown = [one for one in profiles if self.tools.engine.definitions.find(one) is None]
        if unknown:
            raise ToolFault("judge.profile", profile=unknown[0])

    def _extract(self, step: Step) -> Finding | None:
        what = step.what
        if "value" in what:
            self.context.variables[what["as"]] = self.context.fill(what["value"])
            return None
        try:
            found, name = self.conditions.find(what, self.context.answer(what.get("of")))
        except expressions.Unreadable as error:
            return None if what.get("optional") else Finding(False, error.code, error.values)
        if "pattern" in what:
            found = [hit[1] for one in found if (hit := re.search(what["pattern"], str(one)[:10_000]))]
        if not found and not what.get("all"):
            return None if what.get("optional") else Finding(False, "check.nothing", {"what": name})
        self.context.variables[what["as"]] = found if what.get("all") else found[0]
        return None

    # --- others ---

    def _receive(self, step: Step) -> Finding | None:
        what = step.what

        def wanted(message: Message) -> bool:
            answer = Answer(200, message.headers, message.content)
            return all(self.conditions.check(one, answer).ok for one in what.get("match", ()))

        message = self.tools.inbox.take(wanted, what["seconds"] * self.tools.patience)
        if message is not None:
            self._note(message)
            self._keep(what.get("as"), Answer(200, message.headers, message.content))
            return Finding(not what.get("none"), "check.unasked")
        if what.get("none"):
            return Finding(True)
        if not self.tools.inbox.ever:
            raise ToolFault(
                "counterpart.silent", seconds=what["seconds"], address=self.tools.counterpart or "–"
            )
        return Finding(False, "check.received", {"seconds": what["seconds"]})

    def _note(self, message: Message) -> None:
        request = Outgoing("POST", message.path, message.headers, message.content)
        notebook = self.courier.notebook
        notebook.end(notebook.begin(self.test.short, request, "in"), Answer(202))

    def _interact(self, step: Step) -> None:
        trigger = self.context.inputs.get("trigger")
        if trigger and "trigger" in step.what:
            told = {
                "test": self.test.short,
                "act": step.what["trigger"],
                "counterpart": self.tools.counterpart,
            }
            told |= {"variables": dict(self.context.variables)}
            body = json.dumps(told, ensure_ascii=False, default=str).encode()
            request = Outgoing("POST", str(trigger), (("Content-Type", "application/json"),), body)
            answer = self.courier.send(self.test.short, request)
            if not 200 <= answer.status < 300:
                raise ToolFault("trigger.refused", status=answer.status)
        elif not self.tools.ask(self.test, step):
            raise Waiting("wait.interact")

    def _attest(self, step: Step) -> Finding:
        given = self.answered
        if given is None:
            raise Waiting("wait.attest")
        words = str(given.get("words", "")).strip()
        if given["answer"] == "not_applicable":
            if not step.what.get("not_applicable") or not words:
                raise Waiting("wait.reason")
            raise NotApplicable
        if given["answer"] == "yes":
            if step.what.get("explain") and not words:
                raise Waiting("wait.words")
            if step.what.get("evidence") == "required" and not given.get("evidence"):
                raise Waiting("wait.evidence")
        return Finding(given["answer"] == "yes", "check.attested")

    def _wait(self, step: Step) -> None:
        time.sleep(step.what["seconds"] * self.tools.patience)


def _number(value: Any) -> Any:
    """Decimals as the numbers they are."""
    return float(value) if isinstance(value, Decimal) else str(value)


def _matches(answer: Answer) -> list[str]:
    found = []
    entries = expressions.resource_of(answer).get("entry", [])
    for one in entries if isinstance(entries, list) else []:
        resource = one.get("resource") if isinstance(one, dict) else None
        mode = (one.get("search") or {}).get("mode", "match") if isinstance(one, dict) else ""
        if isinstance(resource, dict) and mode == "match":
            found.append(f"{resource.get('resourceType')}/{resource.get('id')}")
    return found
