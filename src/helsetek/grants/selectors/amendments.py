"""Amendments: what is asked for, what it would lead to, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import HELD_IN, Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.grants.models import Amendment, AmendmentConsent, AmendmentKind, Grant
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.reports import READERS
from helsetek.grants.rules.agreements import Agreement
from helsetek.grants.rules.amendments import (
    KINDS,
    Change,
    Figures,
    KindCode,
    Route,
    Side,
    after,
    read_change,
    route_of,
)
from helsetek.grants.rules.amendments.changes import NewLead, PartnerIn, PartnersMerged
from helsetek.grants.rules.amendments.checks import Facts
from helsetek.grants.rules.amendments.checks import problems as check
from helsetek.grants.rules.amendments.kinds import RouteFigures
from helsetek.grants.rules.words import Problem
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation
from helsetek.scheme import selectors as scheme

from .agreements import agreement

__all__ = [
    "Amendment",
    "AmendmentConsent",
    "AmendmentKind",
    "account_in_doubt",
    "amendment",
    "amendments_seen_by",
    "change_of",
    "consent",
    "due_to_take_effect",
    "facts",
    "figures",
    "grants_with_account_in_doubt",
    "merged_away",
    "of_grant",
    "outcome_of",
    "problems",
    "route",
    "to_undo",
]

OPEN = ("draft", "asked", "more_information", "prepared", "decided")
_RELATED = (
    "grant__application__case",
    "grant__application__lead",
    "grant__application__call_version",
    "grant__account",
)


def _whole() -> QuerySet[Amendment]:
    people = ("created_by", "asked_by", "prepared_by", "decided_by")
    return Amendment.objects.select_related(
        *_RELATED, "grant__application__call", "letter__document", *people
    )


def amendment(pk: int) -> Amendment:
    """Raises Amendment.DoesNotExist."""
    return _whole().get(pk=pk)


def consent(pk: int) -> AmendmentConsent:
    """Raises AmendmentConsent.DoesNotExist."""
    return AmendmentConsent.objects.select_related("organisation").get(pk=pk)


def of_grant(grant: Grant, *, inside: bool) -> list[Amendment]:
    """The newest first. Each side's drafts are seen by that side only."""
    other = Side.MUNICIPALITY if inside else Side.DIRECTORATE
    return list(_whole().filter(grant=grant).exclude(state="draft", side=other).order_by("-number"))


def amendments_seen_by(person: Person) -> QuerySet[Amendment]:
    """All that have been sent for the directorate; those of the own organisations' grants for others, with drafts."""
    rows = _whole()
    if any(accounts.holds_anywhere(person, role) for role in READERS):
        return rows.exclude(state="draft", side=Side.MUNICIPALITY)
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    parties = Q(grant__application__case__in=casework.cases_of_parties(own))
    return (
        rows.filter(parties | Q(consents__organisation__in=own))
        .exclude(state="draft", side=Side.DIRECTORATE)
        .distinct()
    )


def change_of(amendment: Amendment) -> Change:
    return read_change(amendment.kind, amendment.change)


def account_in_doubt(grant: Grant) -> bool:
    """Whether a new account has been given that nobody has verified yet: until then no payment leaves."""
    return _unverified().filter(grant=grant).exists()


def grants_with_account_in_doubt() -> QuerySet[Amendment, Any]:
    """The same for all, as ids to leave out."""
    return _unverified().values("grant")


def _unverified() -> QuerySet[Amendment]:
    under_way = ["asked", "more_information", "prepared", "decided"]
    return Amendment.objects.filter(kind=KindCode.ACCOUNT, state__in=under_way)


# -- What it rests on, and what it leads to ----------------------------------------------------------------


def facts(grant: Grant, change: Change, side: Side) -> Facts:
    terms, today = scheme.terms(grant.application.call_version), clock.today()
    longest = timedelta(days=int(parameter("longest_extension_days", today)))
    return Facts(
        today=today,
        latest_end=terms.parameters.project_ends + longest,
        parameters=terms.parameters,
        covered=terms.covered_codes,
        categories=frozenset(category.code for category in terms.cost_categories),
        requested_ore=grant.application.requested_ore,
        joinable=_joinable(change),
        free_ore=free_by_envelope(grant) if getattr(change, "envelope_id", None) else {},
        by_directorate=side is Side.DIRECTORATE,
    )


def _joinable(change: Change) -> frozenset[int]:
    named = {
        value
        for field in ("organisation_id", "successor_id")
        if isinstance(value := getattr(change, field, None), int)
    }
    if not named or not isinstance(change, PartnerIn | NewLead | PartnersMerged):
        return frozenset()
    fit = registry.able_to_join(HELD_IN[Role.SIGNATORY]).filter(pk__in=named)
    return frozenset(fit.values_list("pk", flat=True))


def free_by_envelope(grant: Grant) -> dict[int, int]:
    """Free money in the envelopes that the call's allotments draw on, in øre."""
    ids = {one.envelope_id for one in scheme.allotments_of(grant.application.call)}
    return {pk: balance.free for pk, balance in scheme.balances_of(ids).items()}


def problems(amendment: Amendment, change: Change | None = None) -> list[Problem]:
    """What is missing or stands in the way now."""
    grant, change = amendment.grant, change or change_of(amendment)
    return check(change, agreement(grant), facts(grant, change, Side(amendment.side)))


def figures(grant: Grant) -> Figures:
    today = clock.today()
    accepted = (grant.accepted_at or grant.offered_at).astimezone(clock.OSLO).date()
    return Figures(
        today=today,
        accepted_on=accepted,
        report_month=int(parameter("report_month", today)),
        report_day=int(parameter("report_day", today)),
        settle_weeks=int(parameter("final_accounts_weeks", today)),
        held_since=grant.held_since,
    )


def outcome_of(amendment: Amendment, now: Agreement | None = None) -> Agreement | None:
    """The agreement as it would be; None where what is asked for cannot be done as it stands."""
    try:
        return after(now or agreement(amendment.grant), change_of(amendment), figures(amendment.grant))
    except ValueError:
        return None


def route(amendment: Amendment, now: Agreement | None = None) -> Route:
    """How this amendment comes to hold, by its kind and by how much it changes."""
    today, change = clock.today(), change_of(amendment)
    limits = RouteFigures(
        free_budget_share=parameter("free_budget_share", today),
        short_extension_days=int(parameter("short_extension_days", today)),
    )
    kind = KINDS[KindCode(amendment.kind)]
    by_law = isinstance(change, PartnersMerged) and is_by_law(change)
    return route_of(kind, change, now or agreement(amendment.grant), limits, by_law=by_law)


def is_by_law(change: PartnersMerged) -> bool:
    """Whether the register of municipalities says that all of them were merged into the successor by that day."""
    merged = registry.mergers(change.on) if change.on else {}
    return bool(change.predecessor_ids) and all(
        merged.get(pk, (None, None))[0] == change.successor_id
        for pk in change.predecessor_ids
        if pk != change.successor_id
    )


def merged_away(grants: Iterable[Grant]) -> dict[int, list[tuple[int, int, date]]]:
    """Partners that no longer exist because they were merged: grant id → (who, into whom, from which day)."""
    rows, merged = list(grants), registry.mergers()
    if not rows or not merged:
        return {}
    cases = {grant.application.case_id: grant.pk for grant in rows}
    found: dict[int, list[tuple[int, int, date]]] = {}
    parties = casework.parties_of_cases(cases).filter(organisation_id__in=merged)
    for case_id, organisation_id in parties.values_list("case_id", "organisation_id"):
        found.setdefault(cases[case_id], []).append((organisation_id, *merged[organisation_id]))
    return found


def can_come_in(grant: Grant, words: str = "") -> QuerySet[Organisation]:
    """Those who can take part and do not yet."""
    own = [party.organisation_id for party in casework.parties_of(grant.application.case)]
    return registry.able_to_join(HELD_IN[Role.SIGNATORY], words).exclude(pk__in=own)


# -- What waits ------------------------------------------------------------------------------------------------


def due_to_take_effect() -> QuerySet[Amendment]:
    return Amendment.objects.filter(state="decided", holds_from__lte=clock.today()).order_by(
        "holds_from", "id"
    )


def waiting(**where: Any) -> QuerySet[Amendment]:
    """Amendments in some states, the oldest first, for to-dos."""
    return _whole().filter(**where).order_by("asked_at", "id")


def to_undo() -> list[Amendment]:
    """Those in effect that an appeal has overturned, and after which the directorate has not raised a new one."""
    overturned = {
        ruling.subject_id: ruling.decided_at
        for ruling in casework.rulings_carried_out("grants.amendment")
        if ruling.data.get("remedy", {}).get("by_new")
    }
    rows = waiting(pk__in=overturned, grant__state__in=["accepted", "held"]) if overturned else []
    return [one for one in rows if not _raised_since(one.grant, overturned[one.pk])]


def _raised_since(grant: Grant, at: datetime | None) -> bool:
    return grant.amendments.filter(side=Side.DIRECTORATE, asked_at__gt=at).exists()


def consents_waiting_for(person: Person) -> list[AmendmentConsent]:
    own = accounts.organisations_where(person, Role.SIGNATORY)
    rows = AmendmentConsent.objects.filter(
        organisation__in=own, consents__isnull=True, amendment__state__in=["asked", "more_information"]
    )
    return list(rows.select_related("amendment__grant__application__case", "organisation"))
