"""What a rule answers: the outcome, what was looked at, why, how to mend it, and where it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.rules.words import Sentence

from .inputs import Inputs


class Outcome(StrEnum):
    OK = "ok"
    WARNING = "warning"  # may be right; the case officer will look at it
    NOT_YET = "not_yet"  # something is still missing
    NOT_MET = "not_met"  # what is given breaks the rule

    @property
    def stops(self) -> bool:
        """An application with this outcome cannot be submitted."""
        return self in (Outcome.NOT_YET, Outcome.NOT_MET)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found; the rule's own particulars are added by ``Rule.judge``."""

    outcome: Outcome
    looked_at: Sentence
    why: Sentence
    mend: Sentence | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    rule: str
    version: str
    title: Sentence
    source: Sentence
    section: SectionKey | None
    outcome: Outcome
    looked_at: Sentence
    why: Sentence
    mend: Sentence | None

    def as_data(self) -> dict[str, Any]:
        """Plain data for the record: sentences as text and params."""
        return {
            "rule": self.rule,
            "version": self.version,
            "outcome": self.outcome.value,
            "section": self.section.value if self.section else None,
            **{
                name: {"text": sentence.text, "params": sentence.params} if sentence else None
                for name, sentence in (
                    ("title", self.title),
                    ("source", self.source),
                    ("looked_at", self.looked_at),
                    ("why", self.why),
                    ("mend", self.mend),
                )
            },
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> RuleResult:
        """A result as it was recorded, whatever the rules say today."""
        words = {
            name: Sentence(**data[name]) for name in ("title", "source", "looked_at", "why") if data[name]
        }
        return cls(
            rule=data["rule"],
            version=data["version"],
            outcome=Outcome(data["outcome"]),
            section=SectionKey(data["section"]) if data["section"] else None,
            mend=Sentence(**data["mend"]) if data["mend"] else None,
            **words,
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: pure, known by id and version. ``section`` is where an applicant mends it, if in a section."""

    id: str
    version: str
    title: str
    source: str
    section: SectionKey | None
    decide: Callable[[Inputs], Finding]

    def judge(self, inputs: Inputs) -> RuleResult:
        found = self.decide(inputs)
        return RuleResult(
            rule=self.id,
            version=self.version,
            title=Sentence(self.title),
            source=Sentence(self.source),
            section=self.section,
            outcome=found.outcome,
            looked_at=found.looked_at,
            why=found.why,
            mend=found.mend,
        )


def ok(looked_at: Sentence, why: Sentence) -> Finding:
    return Finding(Outcome.OK, looked_at, why)


def warning(looked_at: Sentence, why: Sentence, mend: Sentence | None = None) -> Finding:
    return Finding(Outcome.WARNING, looked_at, why, mend)


def not_yet(looked_at: Sentence, why: Sentence, mend: Sentence) -> Finding:
    return Finding(Outcome.NOT_YET, looked_at, why, mend)


def not_met(looked_at: Sentence, why: Sentence, mend: Sentence) -> Finding:
    return Finding(Outcome.NOT_MET, looked_at, why, mend)
