"""What a scheme manager writes about a call: as it stands, as it is being written, and what is to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helsetek.common import clock
from helsetek.scheme.models import Call, Envelope
from helsetek.scheme.rules import calls as rules
from helsetek.scheme.rules.calls import Announcement
from helsetek.scheme.rules.terms import CallTerms, Text

from . import calls


@dataclass(frozen=True, slots=True)
class CallContent:
    """All that a scheme manager writes about a call."""

    title: Text
    summary: Text
    opens_at: datetime
    closes_at: datetime
    terms: CallTerms
    envelope: Envelope | None = None

    def announcement(self, *, has_envelope: bool | None = None) -> Announcement:
        """As the rules see it."""
        return Announcement(
            title=self.title,
            summary=self.summary,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            terms=self.terms,
            has_envelope=self.envelope is not None if has_envelope is None else has_envelope,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title.model_dump(),
            "summary": self.summary.model_dump(),
            "opens_at": self.opens_at.isoformat(),
            "closes_at": self.closes_at.isoformat(),
            "envelope": self.envelope.pk if self.envelope else None,
            "terms": _without_heading(self.terms).model_dump(mode="json"),
        }


def content_of(call: Call) -> CallContent:
    """What stands in the call now."""
    return CallContent(
        title=calls.title(call),
        summary=calls.summary(call),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        terms=_without_heading(calls.terms_now(call)),
        envelope=call.envelope,
    )


def written(call: Call) -> CallContent:
    """What is being written: the change that is not published yet, if there is one, else what stands."""
    if not call.pending:
        return content_of(call)
    return CallContent(
        title=Text.model_validate(call.pending["title"]),
        summary=Text.model_validate(call.pending["summary"]),
        opens_at=datetime.fromisoformat(call.pending["opens_at"]),
        closes_at=datetime.fromisoformat(call.pending["closes_at"]),
        terms=CallTerms.model_validate(call.pending["terms"]),
        envelope=call.envelope,
    )


def _without_heading(terms: CallTerms) -> CallTerms:
    """Title and summary stand in the content itself; in the terms they are only pinned."""
    return terms.model_copy(update={"title": None, "summary": None})


def problems(call: Call) -> list[rules.Problem]:
    """What stands in the way of publishing what is written, then warnings."""
    new, now = written(call).announcement(), clock.now()
    if call.published_at is None:
        return rules.problems(new, now)
    return rules.problems_in_change(content_of(call).announcement(), new, now)


def pending_differences(call: Call) -> list[rules.Difference]:
    """What a change that is being written would change."""
    before, after = content_of(call).as_json(), written(call).as_json()
    flat = [{**one["terms"], **one} for one in (before, after)]
    for one in flat:
        del one["terms"]
    return rules.differences(flat[0], flat[1])
