"""Which decisions of a grant case can be challenged, by whom, and what a change of them means."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.casework.appealing import Appealable
from helsetek.casework.selectors import Case, Ruling
from helsetek.common import money
from helsetek.grants.models import Amendment, Application, Decision, Grant, RepaymentClaim
from helsetek.grants.rules.amendments import KindCode
from helsetek.scheme import selectors as scheme
from helsetek.scheme.rules.holding import Chance
from helsetek.scheme.selectors import Allotment

from .grants import granted_ore
from .letters import title_of

SUBJECT = "grants.decision"
CLAIM = "grants.claim"
AMENDMENT = "grants.amendment"


def signatories(person: Person, case: Case) -> list[int]:
    """The parties for which the person signs: the lead first. Any member may appeal by its own signatory."""
    return _own_parties(person, case, Role.SIGNATORY)


def writers(person: Person, case: Case) -> list[int]:
    return _own_parties(person, case, Role.WRITER, Role.SIGNATORY)


def _own_parties(person: Person, case: Case, *roles: Role) -> list[int]:
    own = accounts.organisations_where(person, *roles)
    if not own:
        return []
    parties = case.parties.filter(until__isnull=True, organisation_id__in=own).order_by("role", "id")
    return list(parties.values_list("organisation_id", flat=True))


def decisions(case: Case) -> list[Appealable]:
    """What the parties have been told of: decisions on the application, on amendments, on repayment; oldest first."""
    rows = Decision.objects.filter(
        application__case=case, notified_at__isnull=False, reopened_at__isnull=True
    ).select_related("application__case", "letter")
    found = [appealable(one) for one in rows]
    if Grant.objects.filter(application__case=case).exists():
        found += [*_amendments(case), *_claims(case)]
    return sorted(found, key=lambda one: one.decided_at)


def _amendments(case: Case) -> list[Appealable]:
    """What a person has decided on. How an account was checked is no decision on anybody's right."""
    rows = Amendment.objects.filter(
        grant__application__case=case, letter__isnull=False, decided_by__isnull=False
    ).exclude(kind=KindCode.ACCOUNT)
    return [_amendment(one) for one in rows.select_related("grant__application__case", "letter")]


def _amendment(one: Amendment) -> Appealable:
    words = {"number": one.number, "what": one.get_kind_display()}
    return Appealable(
        kind=AMENDMENT,
        pk=one.pk,
        title=_("Change %(number)s of the grant: %(what)s") % words,
        result=_("Refused") if one.state == "refused" else _("Granted"),
        letter=one.letter,
        decided_at=one.decided_at or one.created_at,
        hands=_hands(one.prepared_by_id, one.decided_by_id),
        has_reasons=bool(one.decision_reasons),
    )


def _claims(case: Case) -> list[Appealable]:
    rows = RepaymentClaim.objects.filter(
        grant__application__case=case, letter__isnull=False, claimed_at__isnull=False
    )
    return [_claim(one) for one in rows.select_related("letter")]


def _claim(one: RepaymentClaim) -> Appealable:
    return Appealable(
        kind=CLAIM,
        pk=one.pk,
        title=_("Decision on repayment"),
        result=_("%(sum)s is claimed back") % {"sum": money.show(one.amount_ore)},
        letter=one.letter,
        decided_at=one.claimed_at or one.found_at,
        hands=_hands(one.prepared_by_id or one.found_by_id, one.decided_by_id),
    )


def _hands(*people: int | None) -> frozenset[int]:
    return frozenset(one for one in people if one is not None)


def appealable(decision: Decision) -> Appealable:
    return Appealable(
        kind=SUBJECT,
        pk=decision.pk,
        title=title_of(decision),
        result=decision.get_outcome_display(),
        letter=decision.letter,
        decided_at=decision.decided_at or decision.prepared_at,
        hands=frozenset({decision.prepared_by_id, decision.decided_by_id or 0}),
        has_reasons=bool(decision.reasons),
    )


def decision_of(subject_id: int) -> Decision:
    """Raises Decision.DoesNotExist."""
    related = ("application__case", "application__lead", "application__call_version", "allotment__envelope")
    return Decision.objects.select_related(*related).get(pk=subject_id)


def given_ore(application: Application) -> int:
    """What is granted now, with what amendments have given and taken; nothing when the grant has fallen away."""
    grant = grant_of(application)
    return granted_ore(grant) if grant else 0


def grant_of(application: Application) -> Grant | None:
    """The grant that is offered or runs; None where there is none."""
    return Grant.objects.filter(application=application, state__in=["offered", "accepted", "held"]).first()


def ended_grant(application: Application) -> Grant | None:
    """A grant that is over: nothing can be added to it."""
    ended = ["declined", "lapsed", "closed", "reversed"]
    return Grant.objects.filter(application=application, state__in=ended).first()


def amount_of(ruling: Ruling) -> int:
    """What a ruling gives, in øre, in addition to what is given already."""
    return int(ruling.data.get("remedy", {}).get("amount_ore", 0))


def chance_of(allotment: Allotment) -> Chance:
    """Whether appeals can still come against decisions of the allotment; a few queries, however many there are."""
    rows = list(
        Decision.objects.filter(
            allotment=allotment, notified_at__isnull=False, reopened_at__isnull=True, letter__isnull=False
        ).select_related("letter")
    )
    ends = casework.last_deadlines(one.letter for one in rows if one.letter)
    return Chance(
        told=allotment.notified_at is not None,
        until=_last(list(ends.values())),
        open_appeals=casework.open_appeals_of((SUBJECT, one.pk) for one in rows).count(),
    )


def _last(ends: list[datetime | None]) -> datetime | None:
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def held_ore(decision: Decision) -> int:
    """What is held back for appeals in the envelope that the decision belongs to."""
    return scheme.balances(decision.allotment.envelope_id).held


def changes_of(application_ids: set[int]) -> dict[int, str]:
    """Application id → ``appeal`` or ``reversal`` for those whose award was changed after it was told."""
    rows = Decision.objects.filter(application_id__in=application_ids, notified_at__isnull=False)
    return dict(rows.exclude(origin="round").order_by("pk").values_list("application_id", "origin"))
