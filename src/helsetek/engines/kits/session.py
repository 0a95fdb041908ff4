"""A session: one kit, one subject, its inputs, and what has been found so far. It can be stored and taken up again."""

from __future__ import annotations

import datetime as dt
import re
import secrets as chance
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from helsetek.engines.kits.exchanges import Exchange
from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.model import Kit
from helsetek.engines.kits.reading import check_schema
from helsetek.engines.kits.results import Result

FORMAT = "helsetek-session/1"
LONGEST_INPUT = 2_000


@dataclass
class Session:
    """What `Run` works on. `secrets` are held in memory only and never stored."""

    kit: Kit
    subject: dict[str, Any]
    inputs: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    seed: str = ""
    moment: str = ""
    results: dict[str, Result] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)  # names of answers → number of the exchange
    answers: dict[str, Any] = field(default_factory=dict)
    started: str = ""
    ended: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For storing as JSON: everything but the secrets."""
        return {
            "format": FORMAT, "kit": {"id": self.kit.id, "version": self.kit.version, "sha256": self.kit.sha256},
            "subject": self.subject, "inputs": self.inputs, "seed": self.seed, "moment": self.moment,
            "results": {short: one.as_dict() for short, one in self.results.items()},
            "exchanges": [asdict(one) for one in self.exchanges], "variables": self.variables, "kept": self.kept,
            "answers": self.answers, "started": self.started, "ended": self.ended,
        }  # fmt: skip

    @classmethod
    def load(cls, kit: Kit, found: Mapping[str, Any], secrets: Mapping[str, str] | None = None) -> Session:
        """From what `as_dict` gave, with the same kit. Raises KitBroken when the kit is another."""
        if found.get("format") != FORMAT or found["kit"]["sha256"] != kit.sha256:
            raise KitBroken(
                [f"the session was made with {found['kit']['id']} {found['kit']['version']}, another kit"]
            )
        plain = ("subject", "inputs", "seed", "moment", "variables", "kept", "answers", "started", "ended")
        return cls(
            kit,
            secrets=dict(secrets or {}),
            results={short: Result.load(one) for short, one in found["results"].items()},
            exchanges=[Exchange(**one) for one in found["exchanges"]],
            **{name: found[name] for name in plain},
        )

    def answer(self, answers: Mapping[str, Any]) -> None:
        """What people say of tests that ask them, by short id. Raises KitBroken when it has another form."""
        check_schema(dict(answers), "answers")
        unknown = sorted(set(answers) - {one.short for one in self.kit.tests})
        if unknown:
            raise KitBroken([f"the kit has no test {short}" for short in unknown])
        for short, one in answers.items():
            self.answers[short] = dict(one)
            self.results.pop(short, None)


def start(
    kit: Kit, inputs: Mapping[str, Any], subject: Mapping[str, Any] | None = None, *, seed: str = "",
    moment: dt.datetime | None = None,
) -> Session:  # fmt: skip
    """A new session. Inputs are checked; secrets among them are kept apart. Raises KitBroken with what is wrong.

    `subject` says what is tested (vendor, product, version, configuration) and stands in the report. `seed` decides the
    test data: give it again to send the same requests again. `moment` stands in messages that tell the time.
    """
    plain, hidden, faults = {}, {}, []
    unknown = sorted(set(inputs) - {one.id for one in kit.inputs})
    faults += [f"the kit has no input {name}" for name in unknown]
    for one in kit.inputs:
        value = inputs.get(one.id, one.default)
        if value in (None, "", []):
            if one.required:
                faults.append(f"the input {one.id} is needed")
            continue
        fault = _fault(value, one.type, one.pattern)
        if fault:
            faults.append(f"the input {one.id} {fault}")
        elif one.type == "secret":
            hidden[one.id] = str(value)
        else:
            plain[one.id] = value
    if faults:
        raise KitBroken(faults)
    now = moment or dt.datetime.now(dt.UTC)
    text = now.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return Session(kit, dict(subject or {}), plain, hidden, seed or chance.token_hex(6), text)


def _fault(value: Any, kind: str, pattern: str | None) -> str | None:
    """Why a value does not fit its input."""
    if kind == "flag":
        return None if isinstance(value, bool) else "is true or false"
    if kind == "list":
        fits = isinstance(value, list) and all(
            isinstance(one, str) and len(one) <= LONGEST_INPUT for one in value
        )
        return None if fits and len(value) <= 500 else "is a list of texts"
    if not isinstance(value, str) or len(value) > LONGEST_INPUT * (5 if kind == "secret" else 1):
        return f"is a text of at most {LONGEST_INPUT} characters"
    if any(ord(letter) < 32 for letter in value):
        return "holds signs that cannot be sent"
    if kind == "url" and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", value):
        return "is a web address without ? and #"
    if pattern and not re.fullmatch(pattern, value):
        return f"does not fit {pattern}"
    return None
