"""Put the text of a letter together from its blocks, and make the letter of it when it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.casework import appealing, selectors, texts
from helsetek.casework.models import Case, Letter, Ruling
from helsetek.casework.parameters import parameter, references
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.letter_text import blocks, fill
from helsetek.casework.rules.reasons import Reasons
from helsetek.common import clock, instants
from helsetek.common.letters import PLAIN, Head, Place, Signatory, render
from helsetek.common.web import show
from helsetek.registry import selectors as registry

from .letters import formal_name, make_letter


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter's text as it begins, and the versions of the blocks it began from."""

    title: str
    body: str
    blocks: list[list[Any]]


def compose(
    keys: Iterable[str], values: Mapping[str, str], language: str, reasons: Reasons | None = None
) -> Composed:
    """The first text, then the reasons, then the others."""
    first, *others = texts.current(keys)
    parts = [fill(first.text(language), values)]
    if reasons is not None and reasons.whole:
        parts.append(in_words(reasons, language))
    parts += [fill(one.text(language), values) for one in others]
    return Composed(
        fill(first.title(language), values),
        "\n\n".join(part for part in parts if part),
        [[one.key, one.number] for one in (first, *others)],
    )


def in_words(reasons: Reasons, language: str) -> str:
    """The reasons under their headings (forvaltningsloven § 25), leaving out what is empty."""
    with translation.override(language):
        headings = (_("The rules"), _("What we take as a basis"), _("Our assessment"))
    return "\n\n".join(
        f"## {heading}\n{part.strip()}"
        for heading, part in zip(headings, reasons.parts, strict=True)
        if part.strip()
    )


def keys_for(kind: Kind, outcome: str) -> list[str]:
    """Which texts the letter on a ruling is put together from; the room's own come after the first."""
    main = f"{kind.value}_{outcome}"
    if kind is Kind.FIRST:
        after = {
            rules.UPHELD: ["right_to_comment", "right_to_see"],
            rules.IN_PART: ["right_to_comment", "right_to_see"],
            rules.ANNULLED: [],
        }.get(outcome, ["right_to_appeal", "right_to_see"])
    elif kind is Kind.BODY:
        after = [] if outcome == rules.ANNULLED else ["final"]
    elif kind in (Kind.ANEW, Kind.REVERSAL):
        after = ["right_to_appeal", "right_to_see"]
    elif kind is Kind.ACCESS and outcome != rules.GIVEN:
        after = ["right_to_appeal_access"]
    else:
        after = []
    return [main, *after]


def plain_values(case: Case, subject: str, subject_id: int, language: str) -> dict[str, str]:
    """What can be filled into any letter, in its language."""
    day = clock.today()
    with translation.override(language):
        decision = selectors.appealable(case, subject, subject_id)
        return references(day, language) | {
            "decision": decision.title if decision else case.title,
            "number": case.number,
            "body": appeal_body(language),
            "weeks": _weeks(int(parameter("appeal_weeks", day))),
            "sender": registry.directorate().name,
        }


def appeal_body(language: str) -> str:
    return str(parameter("appeal_body", clock.today())[language])


def _weeks(count: int) -> str:
    words = {2: _("two"), 3: _("three"), 4: _("four"), 6: _("six")}
    return words.get(count, str(count))


def comments_due(now: datetime) -> datetime:
    return instants.weeks_after(now, int(parameter("comments_weeks", clock.today())))


def _late_values(ruling: Ruling) -> dict[str, str]:
    """What depends on the day the letter is sent."""
    with translation.override(ruling.language):
        return {"comments_due": show.deadline(comments_due(clock.now()))}


def data_of(ruling: Ruling) -> dict[str, Any]:
    """What the letter is drawn from: the text as it stands, and the facts of what is given."""
    with translation.override(ruling.language):
        facts = appealing.remedy_of(ruling.case).facts(ruling)
    first, *rest = blocks(fill(ruling.letter_body, _late_values(ruling)))
    given = [{"kind": "facts", "rows": [list(row) for row in facts]}] if facts else []
    return {"blocks": [first, *given, *rest]}


def signed_by(ruling: Ruling) -> tuple[Signatory, ...]:
    with translation.override(ruling.language):
        # An answer may be approved by another case officer: then nothing is said of the role.
        title = "" if Kind(ruling.kind) in rules.ANSWERS else _("Decision maker")
        signed = [Signatory(ruling.decided_by.name, title)] if ruling.decided_by else []
        return (*signed, Signatory(ruling.prepared_by.name, _("Case officer")))


def copies_to(ruling: Ruling) -> tuple[str, ...]:
    """The other parties; and the appeal body, when the appeal is sent on."""
    others = [
        party.organisation.name
        for party in selectors.parties_of(ruling.case)
        if party.organisation_id != ruling.organisation_id
    ]
    goes_on = Kind(ruling.kind) is Kind.FIRST and ruling.outcome in (rules.UPHELD, rules.IN_PART)
    return (*others, *([appeal_body(ruling.language)] if goes_on else []))


def make(ruling: Ruling) -> Letter:
    """The letter on a ruling, stored with its hash; not yet marked as sent."""
    return make_letter(
        case=ruling.case,
        kind=f"casework.{ruling.kind}",
        recipient_id=ruling.organisation_id,
        template=PLAIN,
        data=data_of(ruling),
        title=ruling.letter_title,
        template_version=pinned(ruling.blocks),
        language=ruling.language,
        signed_by=signed_by(ruling),
        copies_to=copies_to(ruling),
    )


def pinned(versions: Iterable[Iterable[Any]]) -> str:
    """«first_upheld 0» and so on, as the letter keeps it; the whole list stays with the ruling."""
    first = list(next(iter(versions), ["plain", 0]))
    return f"{first[0]} {first[1]}"[:40]


def preview(ruling: Ruling) -> bytes:
    """The letter as it would be sent now, marked as a draft. Nothing is stored."""
    sender = registry.directorate()
    with translation.override(ruling.language):
        title = _("DRAFT: %(title)s") % {"title": ruling.letter_title}
    head = Head(
        language=ruling.language,
        title=title,
        sender=Place(sender.name, (), sender.organisation_number),
        recipient=Place(formal_name(ruling.organisation), (), ruling.organisation.organisation_number),
        case_number=ruling.case.number,
        made_at=clock.now(),
        officer=ruling.case.officer.name if ruling.case.officer else "",
        signed_by=signed_by(ruling),
        copies_to=copies_to(ruling),
        synthetic=ruling.case.synthetic,
    )
    return render(PLAIN, head, data_of(ruling))
