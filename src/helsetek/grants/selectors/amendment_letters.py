"""What a letter on an amendment is told: the decision, its reasons, and what was before beside what is now."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.casework import selectors as cases
from helsetek.casework.parameters import parameter
from helsetek.common import clock
from helsetek.common.letters import Signatory
from helsetek.common.web import show
from helsetek.grants.models import Amendment
from helsetek.grants.reading.agreements import differences, read_agreement, words_of
from helsetek.grants.rules.agreements import Agreement
from helsetek.grants.rules.amendments import Route, Side
from helsetek.registry import selectors as registry

from . import agreements
from . import amendments as selectors
from .letters import LETTERS, LetterOfAct, weeks_in_words

# Answers on amendments have versions of their own: they are made long after the call pinned its letters of decision.
VERSION = "1"
# More lines than this are read in the system: a letter must be possible to read.
MOST_ROWS = 40


def sides(amendment: Amendment) -> tuple[Agreement, Agreement | None]:
    """The agreement before, and as it is or would be with the amendment."""
    version = getattr(amendment, "version", None)
    if version is not None:
        before = agreements.version(amendment.grant, version.number - 1)
        return agreements.content_of(before), agreements.content_of(version)
    now = agreements.agreement(amendment.grant)
    return now, selectors.outcome_of(amendment, now)


def of_amendment(amendment: Amendment, language: str | None = None) -> LetterOfAct:
    """The letter in the lead's form of Norwegian (språklova § 15), or in another on request."""
    application = amendment.grant.application
    chosen = language or registry.letter_language(application.lead)
    with translation.override(chosen):
        return LetterOfAct(
            template=LETTERS / VERSION / "amendment.typ",
            template_version=f"amendment {VERSION}",
            language=chosen,
            title=_title(amendment),
            content=_content(amendment),
            signed_by=_signed_by(amendment),
            copies_to=tuple(_others(amendment)),
        )


def plan_in_words(amendment: Amendment, language: str) -> str:
    """What the directorate considers, for its notice: the kind of change, and what would be otherwise, line by line."""
    with translation.override(language):
        before, then = sides(amendment)
        rows = []
        if then is not None:
            words = words_of(amendment.grant.application, before, then)
            rows = differences(read_agreement(before, words), read_agreement(then, words))[:MOST_ROWS]
        lines = [f"- {label}: {old or '–'} → {new or '–'}" for label, old, new in rows]
        return "\n".join(lines) or str(amendment.get_kind_display())


def _title(amendment: Amendment) -> str:
    words = {
        "noted": _("Change of grant noted: %(project)s"),
        "granted": _("Change of grant: %(project)s"),
        "refused": _("Refused change of grant: %(project)s"),
    }
    return words[_outcome(amendment)] % {"project": amendment.grant.application.case.title}


def _outcome(amendment: Amendment) -> str:
    if amendment.state == "refused":
        return "refused"
    return "noted" if amendment.decided_by_id is None else "granted"


def _content(amendment: Amendment) -> dict[str, Any]:
    before, then = sides(amendment)
    words = words_of(amendment.grant.application, before, *([then] if then else []))
    rows = differences(read_agreement(before, words), read_agreement(then, words)) if then else []
    return {
        "outcome": _outcome(amendment),
        "by_us": amendment.side == Side.DIRECTORATE,
        "kind": str(amendment.get_kind_display()),
        "project": amendment.grant.application.case.title,
        "holds_from": show.day(amendment.holds_from) if amendment.holds_from else "",
        "reason": amendment.reason,
        "reasons": "" if _is_payment(amendment) else amendment.decision_reasons,
        "rows": [[label, old or "–", new or "–"] for label, old, new in rows[:MOST_ROWS]],
        "more_rows": max(0, len(rows) - MOST_ROWS),
        "appeal_weeks": weeks_in_words(int(parameter("appeal_weeks", clock.today()))),
    }


def _is_payment(amendment: Amendment) -> bool:
    """How an account was checked is for the inside."""
    return amendment.state != "refused" and selectors.route(amendment) is Route.PAYMENT


def _others(amendment: Amendment) -> list[str]:
    parties = cases.parties_of(amendment.grant.application.case)
    return [party.organisation.name for party in parties if party.role != "lead"]


def _signed_by(amendment: Amendment) -> tuple[Signatory, ...]:
    """Who decided, and who prepared: both answer for the letter."""
    payment = selectors.route(amendment) is Route.PAYMENT
    first, second = (
        (_("Payment attester"), _("Payment preparer"))
        if payment
        else (_("Decision maker"), _("Case officer"))
    )
    if amendment.decided_by is None:
        return ()
    if amendment.prepared_by is None:
        return (Signatory(amendment.decided_by.name, _("Case officer")),)
    return (Signatory(amendment.decided_by.name, first), Signatory(amendment.prepared_by.name, second))
