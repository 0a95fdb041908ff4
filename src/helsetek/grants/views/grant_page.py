"""What a grant's page shows: put together once, for the page itself and for the pages that act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.selectors import Person
from helsetek.casework import parts
from helsetek.casework import selectors as casework
from helsetek.common.web import states
from helsetek.common.web.parts import Fact, Link, WhatNext
from helsetek.common.web.show import kroner
from helsetek.grants.models import Grant, Report
from helsetek.grants.permissions import applications as may_apply
from helsetek.grants.permissions import payments as may
from helsetek.grants.permissions import recovery as may_recover
from helsetek.grants.permissions import reports as may_report
from helsetek.grants.selectors import grants as selectors
from helsetek.grants.selectors import recovery as recovery_selectors
from helsetek.grants.selectors import reports as report_selectors
from helsetek.grants.services import closing
from helsetek.grants.views import grant_amendments as amended


def context(person: Person, grant: Grant) -> dict[str, Any]:
    case, inside = grant.application.case, casework.is_staff_of_case(person)
    may_read = bool(may_apply.may_see(person, grant.application))
    reports = list(report_selectors.reports_of(grant))
    instalments = list(grant.instalments.select_related("envelope", "waits_for").order_by("number"))
    claims = selectors.claims_of(grant, untold=inside)
    money = _Money(
        selectors.granted_ore(grant),
        sum(row.amount_ore for row in instalments if row.state == "paid"),
        selectors.returned_ore(grant),
    )
    return {
        "grant": grant,
        "case": case,
        "application": grant.application,
        "decisions": selectors.told_decisions(grant),
        "instalments": instalments,
        "reports": reports,
        "claims": claims,
        "facts": _facts(grant, money),
        "next": what_next(person, grant, reports),
        "letters": [parts.letter(one) for one in casework.letters_of(case, sent_only=not inside)]
        if may_read
        else [],
        "may_read": may_read,
        "timeline": [
            parts.moment(row)
            for row in reversed(casework.timeline(case.number, internal=inside))
            if row.verb not in ("grants.section_saved", "grants.amendment_saved")
        ],
        "may_accept": grant.state == "offered" and may.may_accept(person, grant),
        "may_close": grant.state == "accepted"
        and may_report.may_judge_report(person, grant)
        and not closing.what_hinders_closing(grant),
        "stops": recovery_selectors.stops_of(grant),
        "may_stop": grant.state not in _ENDED and may_recover.may_stop_payments(person, grant),
        "may_find": grant.state == "accepted" and may_recover.may_handle_claims(person, grant),
        "inside": inside,
        **amended.context(person, grant, inside=inside),
    }


@dataclass(frozen=True)
class _Money:
    granted_ore: int
    paid_ore: int
    returned_ore: int


def _facts(grant: Grant, money: _Money) -> list[Fact]:
    facts = [
        Fact(_("Granted"), kroner(money.granted_ore)),
        Fact(_("Paid"), kroner(money.paid_ore)),
        Fact(_("Lead"), grant.application.lead.name),
    ]
    if money.returned_ore:
        facts.append(Fact(_("Paid back"), kroner(money.returned_ore)))
    if grant.account is not None:
        facts.append(Fact(_("Account"), str(grant.account)))
    return facts


_ENDED = {
    "declined": gettext_lazy("The lead said no to the grant. The money has gone back to the scheme."),
    "lapsed": gettext_lazy("Nobody accepted the grant in time. The money has gone back to the scheme."),
    "reversed": gettext_lazy(
        "The decision was reversed before the grant was accepted. The money has gone back."
    ),
    "closed": gettext_lazy("Everything is reported, paid and settled."),
}


def what_next(person: Person, grant: Grant, reports: list[Report]) -> WhatNext:
    """What happens next with a grant, who must act, and by when."""
    state = states.state_of("grants.grant", grant.state)
    if grant.state == "reversed" and grant.accepted_at is not None:
        words = _(
            "The decision was reversed. What was not paid has gone back; what was paid is a matter of its own."
        )
        return WhatNext(state, words)
    if grant.state in _ENDED:
        return WhatNext(state, _ENDED[grant.state])
    if grant.state == "offered":
        yours = bool(may.may_accept(person, grant))
        act = Link(_("Answer the offer"), reverse("grants:accept", args=[grant.pk])) if yours else None
        who = _("The signatory of %(lead)s") % {"lead": grant.application.lead}
        return WhatNext(state, _("The grant must be accepted."), who, grant.accept_before, yours, act)
    if grant.state == "held":
        words = _("The grant is on hold. Nothing is paid and nothing is changed until it is resumed.")
        return WhatNext(state, words, _("The directorate"))
    return _next_while_running(person, grant, reports)


def _next_while_running(person: Person, grant: Grant, reports: list[Report]) -> WhatNext:
    state = states.state_of("grants.grant", grant.state)
    waiting = next((report for report in reports if report.state == "handed_in"), None)
    if waiting is not None:
        yours = bool(may_report.may_judge_report(person, grant))
        act = Link(_("Read the report"), reverse("grants:report", args=[waiting.pk])) if yours else None
        return WhatNext(state, _("The report is read."), _("The case officer"), None, yours, act)
    due = next((report for report in reports if report.state in ("due", "returned")), None)
    if due is not None:
        yours = bool(may_report.may_write_report(person, grant))
        act = Link(_("Write the report"), reverse("grants:report", args=[due.pk])) if yours else None
        who = _("The signatory of %(lead)s") % {"lead": grant.application.lead}
        return WhatNext(state, str(due.get_kind_display()), who, due.due_at, yours, act)
    hindered = closing.what_hinders_closing(grant)
    return WhatNext(state, hindered or _("The case can be closed."), _("The directorate"))
