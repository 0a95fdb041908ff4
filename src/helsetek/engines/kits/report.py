"""The report of a session: content-addressed, so that the same exchanges give the same hash.

What is hashed is all but `sha256`, `verdict_sha256` and `run`: the kit, the tools, the subject, the results with their
reasons and every exchange. Time, durations and headers that change from run to run stand in `run`. `verdict_sha256` is
over kit, subject and outcomes alone: two runs of the same system give the same one, although its ids and dates differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helsetek.engines.conformance.engine import engine_version
from helsetek.engines.kits.exchanges import HIDDEN, VOLATILE, Answer, Outgoing
from helsetek.engines.kits.faults import KitBroken, ToolFault
from helsetek.engines.kits.hashing import sha256
from helsetek.engines.kits.inbox import Inbox, Message
from helsetek.engines.kits.model import Kit, Test
from helsetek.engines.kits.results import Result, counts, verdict
from helsetek.engines.kits.runner import Run
from helsetek.engines.kits.session import Session
from helsetek.engines.kits.telling import reason_of
from helsetek.engines.kits.tools import Tools

FORMAT = "helsetek-report/1"
_BESIDE = ("sha256", "verdict_sha256", "run")
Json = dict[str, Any]


def make_report(session: Session, tools: Tools) -> Json:
    """The report as plain data for JSON."""
    kit = session.kit
    results = [
        _result(test, session.results[test.short]) for test in kit.tests if test.short in session.results
    ]
    pairs = [(session.results[test.short], test.level) for test in kit.tests if test.short in session.results]
    content: Json = {
        "format": FORMAT,
        "kit": {"id": kit.id, "version": kit.version, "sha256": kit.sha256, "title": dict(kit.title)},
        "requirement_set": dict(kit.requirement_set),
        "tools": {"engine": engine_version(), "packages": list(tools.packages)},
        "subject": session.subject,
        "inputs": {**session.inputs, **dict.fromkeys(session.secrets, HIDDEN)},
        "verdict": verdict(pairs),
        "counts": counts(one for one, _ in pairs),
        "requirements": _requirements(kit, session.results),
        "results": results,
        "exchanges": [one.hashed() for one in session.exchanges],
    }
    return {
        **content,
        "sha256": sha256(content),
        "verdict_sha256": sha256(_verdict(content)),
        "run": {
            "started": session.started, "ended": session.ended, "seed": session.seed, "moment": session.moment,
            "milliseconds": {short: one.milliseconds for short, one in session.results.items()},
            "volatile_headers": [
                [one for one in exchange.response_headers if one[0].lower() in VOLATILE]
                for exchange in session.exchanges
            ],
        },
    }  # fmt: skip


def _result(test: Test, result: Result) -> Json:
    found = result.as_dict()
    del found["milliseconds"]
    found["id"] = found.pop("short")
    return {
        **found, "test": test.id, "title": dict(test.title), "kind": test.kind, "level": test.level,
        "verifies": list(test.verifies), "expected": dict(test.expected), "optional": test.level != "must",
        "message": reason_of(found, "nb"),
    }  # fmt: skip


def _requirements(kit: Kit, results: Mapping[str, Result]) -> dict[str, str]:
    """What the tests of each requirement come to."""
    found: dict[str, list[tuple[Result, str]]] = {}
    for test in kit.tests:
        for requirement in test.verifies:
            if test.short in results:
                found.setdefault(requirement, []).append((results[test.short], test.level))
    made = {}
    for requirement, pairs in found.items():
        outcomes = {one.outcome for one, _ in pairs}
        levels = {level for _, level in pairs}
        if outcomes == {"not_applicable"}:
            made[requirement] = "not_applicable"
        elif "must" not in levels:  # a requirement of its own that only should be met: told as it is
            made[requirement] = verdict((one, "must") for one, _ in pairs)
        else:
            made[requirement] = verdict(pairs)
    return made


def _verdict(content: Mapping[str, Any]) -> Json:
    """What two runs of the same system share."""
    outcomes = {
        one["id"]: [
            one["outcome"],
            one["code"],
            [[check["step"], check["outcome"]] for check in one["checks"]],
        ]
        for one in content["results"]
    }
    return {"kit": content["kit"]["sha256"], "subject": content["subject"], "results": outcomes}


def verify(report: Mapping[str, Any]) -> bool:
    """Is the report what its hash says?"""
    content = {key: value for key, value in report.items() if key not in _BESIDE}
    return bool(report.get("sha256") == sha256(content))


class _Recorded:
    """A line that answers from a report."""

    def __init__(self, exchanges: list[Json]) -> None:
        self.left = [one for one in exchanges if one["direction"] == "out"]

    def send(self, request: Outgoing) -> Answer:
        """The next answer. Raises ToolFault when the request is another than the recorded one."""
        if not self.left:
            raise ToolFault("replay.ended")
        one = self.left.pop(0)
        if (one["method"], one["url"]) != (request.method, request.url):
            raise ToolFault("replay.differs", expected=f"{one['method']} {one['url']}", found=request.url)
        if one["fault"] is not None:
            raise ToolFault(one["fault"]["code"], **one["fault"]["values"])
        return Answer(
            one["status"], tuple((key, value) for key, value in one["response_headers"]), _bytes(one)
        )


def _bytes(exchange: Json, name: str = "response_body") -> bytes:
    import base64

    body = exchange[name]
    if body.get("cut"):
        raise ToolFault("replay.cut")
    return base64.b64decode(body["base64"]) if "base64" in body else str(body.get("text", "")).encode()


def replay(kit: Kit, report: Mapping[str, Any], tools: Tools) -> Json:
    """Judges the recorded exchanges anew, without calling anybody. The same tools give the same hash.

    Raises KitBroken when the report was made with another kit.
    """
    content, run = report, report["run"]
    if content["kit"]["sha256"] != kit.sha256:
        raise KitBroken([f"the report was made with another {content['kit']['id']} than this"])
    hidden = {name for name, value in content["inputs"].items() if value == HIDDEN}
    inputs = {name: value for name, value in content["inputs"].items() if name not in hidden}
    session = Session(
        kit, content["subject"], inputs, dict.fromkeys(hidden, HIDDEN), run["seed"], run["moment"]
    )
    session.answers = {one["id"]: one["answer"] for one in content["results"] if one["answer"]}
    incoming = [one for one in content["exchanges"] if one["direction"] == "in"]
    box = Inbox()
    for one in incoming:
        box.put(
            Message(_bytes(one, "request_body"), tuple((k, v) for k, v in one["request_headers"]), one["url"])
        )
    again = Tools(
        _Recorded(content["exchanges"]), tools.engine, tools.judge, box, tools.counterpart,
        has_schemas=tools.has_schemas, patience=0,
    )  # fmt: skip
    chosen = {one["id"] for one in content["results"] if one["code"] != "omit.not_chosen"}
    everything = {one["id"] for one in content["results"]}
    Run(session, again).go(only=None if chosen == everything else chosen)
    return make_report(session, again)
