"""What an amendment's page shows: what is asked for beside what is agreed, where it stands, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.selectors import Person
from helsetek.casework import parts
from helsetek.casework import selectors as cases
from helsetek.common import clock
from helsetek.common.answers import Answer
from helsetek.common.web import states
from helsetek.common.web.parts import Comparison, Difference, Fact, Link, WhatNext
from helsetek.common.web.show import day
from helsetek.grants.models import Amendment, AmendmentConsent
from helsetek.grants.permissions import amendments as may
from helsetek.grants.reading.agreements import differences, read_agreement, words_of
from helsetek.grants.rules.agreements import Agreement
from helsetek.grants.rules.amendments import Route, Side
from helsetek.grants.selectors import amendment_letters, amendments
from helsetek.grants.wording import say

ROUTES = {
    Route.TOLD: gettext_lazy("So small that the directorate is only told: it holds when it is sent."),
    Route.OFFICER: gettext_lazy("Decided by one case officer."),
    Route.TWO: gettext_lazy("Prepared by a case officer and decided by a decision maker."),
    Route.PAYMENT: gettext_lazy("Checked by one and verified by another of those who pay."),
}


def context(person: Person, amendment: Amendment) -> dict[str, Any]:
    grant = amendment.grant
    before, then = amendment_letters.sides(amendment)
    route = amendments.route(amendment, before)
    acts = acts_of(person, amendment, route)
    inside = cases.is_staff_of_case(person)
    missing = _missing(amendment) if amendment.state == "draft" else []
    consents = list(amendment.consents.select_related("organisation", "answered_by"))
    following = _own_consent(person, amendment, consents) or what_next(amendment, route, acts, missing)
    done = amendment.state in ("in_effect", "refused")
    return {
        "amendment": amendment,
        "grant": grant,
        "case": grant.application.case,
        "next": following,
        "facts": _facts(amendment),
        "route": ROUTES[route] if not done else "",
        "comparison": comparison(amendment, before, then),
        "missing": missing if amendment.revision else [],
        "consents": consents,
        "acts": _but(acts, amendment, following),
        "may_send_back": acts["decide"],
        "letters": [parts.letter(amendment.letter)] if amendment.letter else [],
        "inside": inside,
        "shows_reasons": inside or (done and route is not Route.PAYMENT),
    }


def _own_consent(person: Person, amendment: Amendment, consents: list[AmendmentConsent]) -> WhatNext | None:
    """Where the reader's own organisation is asked to come in or to lead: that answer comes first."""
    waiting = amendment.state in ("asked", "more_information")
    own = next(
        (one for one in consents if waiting and one.consents is None and may.may_consent(person, one)), None
    )
    if own is None:
        return None
    link = Link(
        _("Answer for %(place)s") % {"place": own.organisation.name},
        reverse("grants:consent_to_amendment", args=[own.pk]),
    )
    state = states.state_of("grants.amendment", amendment.state)
    return WhatNext(
        state, _("Your organisation is asked to say yes or no."), own.organisation.name, yours=True, act=link
    )


def _but(acts: dict[str, bool], amendment: Amendment, shown: WhatNext) -> dict[str, bool]:
    """The acts without the one that stands in the box of what is next."""
    first = shown.act.href if shown.act else ""
    return {
        act: may and reverse(f"grants:{act}_amendment", args=[amendment.pk]) != first
        for act, may in acts.items()
    }


def comparison(amendment: Amendment, before: Agreement, then: Agreement | None) -> Comparison | None:
    """Only what differs; None where nothing does, or where it cannot be done as it stands."""
    if then is None:
        return None
    words = words_of(amendment.grant.application, before, then)
    rows = differences(read_agreement(before, words), read_agreement(then, words))
    after = {"in_effect": _("Now"), "refused": _("What was asked for")}.get(
        amendment.state, _("With the change")
    )
    agreed = _("Before") if amendment.state == "in_effect" else _("As agreed")
    found = tuple(Difference(label, old, new) for label, old, new in rows)
    return Comparison(found, agreed, after, only_changes=True) if found else None


def _missing(amendment: Amendment) -> list[str]:
    return [say(one.sentence) for one in amendments.problems(amendment)]


def _facts(amendment: Amendment) -> list[Fact]:
    by_us = amendment.side == Side.DIRECTORATE
    raised = _("The directorate") if by_us else amendment.grant.application.lead.name
    facts = [Fact(_("Kind of change"), amendment.get_kind_display()), Fact(_("Raised by"), raised)]
    if amendment.asked_at and amendment.asked_by:
        facts.append(Fact(_("Sent"), f"{day(amendment.asked_at)}, {amendment.asked_by.name}"))
    if amendment.decided_at:
        name = f", {amendment.decided_by.name}" if amendment.decided_by else ""
        facts.append(Fact(_("Decided"), f"{day(amendment.decided_at)}{name}"))
    if amendment.holds_from and amendment.state in ("decided", "in_effect"):
        facts.append(Fact(_("In effect from"), day(amendment.holds_from)))
    return facts


def acts_of(person: Person, amendment: Amendment, route: Route) -> dict[str, bool]:
    """Which acts the page offers: none that would be refused for who asks or for the state."""
    state, payment = amendment.state, route is Route.PAYMENT
    waits = state == "more_information"
    over = bool(amendment.answer_before and amendment.answer_before <= clock.now())

    def yes(in_state: bool, question: Callable[[Person, Amendment], Answer]) -> bool:
        return in_state and bool(question(person, amendment))

    return {
        "write": yes(state == "draft", may.may_write),
        "ask": yes(state == "draft", may.may_ask),
        "withdraw": yes(state in ("draft", "asked", "more_information", "prepared"), may.may_withdraw),
        "answer": yes(waits, may.may_answer),
        "go_on": yes(waits and over, may.may_handle),
        "question": yes(state == "asked" and not payment, may.may_handle),
        "settle": yes(state == "asked" and route is Route.OFFICER, may.may_handle),
        "prepare": yes(state in ("asked", "prepared"), may.may_prepare),
        "decide": yes(state == "prepared", may.may_decide),
    }


def what_next(amendment: Amendment, route: Route, acts: dict[str, bool], missing: list[str]) -> WhatNext:
    """What happens next, who must act, and by when."""
    state = states.state_of("grants.amendment", amendment.state)
    lead = _("The signatory of %(lead)s") % {"lead": amendment.grant.application.lead.name}
    match amendment.state:
        case "draft":
            return _draft(amendment, state, acts, missing, lead)
        case "more_information":
            words, who = _("The directorate waits for an answer from the project."), lead
            return _next(
                amendment, state, words, who, acts, "answer", _("Answer"), by=amendment.answer_before
            )
        case "asked":
            return _asked(amendment, state, route, acts)
        case "prepared":
            who = _("A payment attester") if route is Route.PAYMENT else _("A decision maker")
            words = _("Somebody who has had no hand in it decides.")
            return _next(amendment, state, words, who, acts, "decide", _("Decide"))
        case "decided":
            return WhatNext(state, _("It takes effect on its day by itself."), by=amendment.holds_from)
    return WhatNext(state, _ENDED[amendment.state])


_ENDED = {
    "in_effect": gettext_lazy("The agreement is changed. The earlier version is kept beside the new one."),
    "refused": gettext_lazy("The agreement holds as before. The reasons are in the letter."),
    "withdrawn": gettext_lazy("Nothing is changed."),
}


def _draft(
    amendment: Amendment, state: Any, acts: dict[str, bool], missing: list[str], lead: str
) -> WhatNext:
    by_us = amendment.side == Side.DIRECTORATE
    if missing:
        who = _("The case officer") if by_us else _("Those who write for the partners")
        return _next(
            amendment, state, _("Write what is to be changed, and why."), who, acts, "write", _("Write")
        )
    words = _("The draft is ready to be sent.")
    return _next(amendment, state, words, _("The case officer") if by_us else lead, acts, "ask", _("Send"))


def _asked(amendment: Amendment, state: Any, route: Route, acts: dict[str, bool]) -> WhatNext:
    waiting = [
        one.organisation.name for one in amendment.consents.select_related("organisation") if not one.consents
    ]
    if waiting:
        words = _("The consent of %(names)s is waited for.") % {"names": ", ".join(waiting)}
        return WhatNext(state, words, _("The signatory of %(lead)s") % {"lead": ", ".join(waiting)})
    if route is Route.PAYMENT:
        words = _("The account is checked with the municipality by another way.")
        return _next(
            amendment, state, words, _("A payment preparer"), acts, "prepare", _("Check the account")
        )
    if route is Route.OFFICER:
        words = _("A case officer looks at it and decides.")
        return _next(amendment, state, words, _("The case officer"), acts, "settle", _("Grant it"))
    words = _("A case officer looks at it and prepares the decision.")
    return _next(amendment, state, words, _("The case officer"), acts, "prepare", _("Prepare the decision"))


def _next(
    amendment: Amendment,
    state: Any,
    words: str,
    who: str,
    acts: dict[str, bool],
    act: str,
    label: str,
    by: Any = None,
) -> WhatNext:
    yours = acts[act]
    link = Link(label, reverse(f"grants:{act}_amendment", args=[amendment.pk])) if yours else None
    return WhatNext(state, words, who, by, yours, link)
