"""Four eyes: nobody uses two roles on a case that exclude each other; the event log tells who has used which."""

from __future__ import annotations

import pytest

from helsetek.accounts.rules import Role
from helsetek.casework import services
from helsetek.casework.models import Case
from helsetek.casework.permissions import may_have_hand
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken
from tests.cast import Cast, give_role


def did(case: Case, verb: str, person_id: int) -> None:
    events.record(verb, thing="application:1", person_id=person_id, case_number=case.number)


@pytest.mark.parametrize(
    ("acted", "role"),
    [
        ("test.recommended", Role.DECISION_MAKER),  # forvaltningsloven § 6
        ("test.scored", Role.DECISION_MAKER),
        ("test.scored", Role.CASE_OFFICER),
        ("test.decided", Role.CASE_OFFICER),
        ("test.prepared", Role.PAYMENT_ATTESTER),  # bestemmelser om økonomistyring i staten
        ("test.decided", Role.PAYMENT_ATTESTER),
    ],
)
def test_who_has_used_one_role_cannot_use_the_other(case: Case, cast: Cast, acted: str, role: Role) -> None:
    did(case, acted, cast.hans.pk)
    answer = may_have_hand(cast.hans, case, role)
    assert not answer
    assert "Ask somebody else" in answer.reason


def test_the_same_role_again_is_fine(case: Case, cast: Cast) -> None:
    did(case, "test.recommended", cast.guri.pk)
    assert may_have_hand(cast.guri, case, Role.CASE_OFFICER).acting_for == cast.directorate.pk


def test_it_counts_on_this_case_only(case: Case, cast: Cast) -> None:
    other = services.open_case(kind="test.case", title="En annen sak", lead_id=cast.alver.pk)
    did(other, "test.recommended", cast.hans.pk)
    assert may_have_hand(cast.hans, case, Role.DECISION_MAKER)


def test_what_others_did_does_not_count(case: Case, cast: Cast) -> None:
    did(case, "test.recommended", cast.guri.pk)
    assert may_have_hand(cast.hans, case, Role.DECISION_MAKER)


def test_an_officer_is_named(case: Case, cast: Cast) -> None:
    named = services.assign_officer(by=cast.frode, case=case, officer=cast.guri)
    assert named.officer == cast.guri
    event = events.of_case(case.number)[-1]
    assert (event.verb, event.data) == (
        "casework.officer_assigned",
        {"officer": cast.guri.pk, "before": None},
    )


def test_only_an_officer_without_anything_against_it_is_named(case: Case, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="not a case officer"):
        services.assign_officer(by=cast.frode, case=case, officer=cast.hans)
    give_role(cast.hans, cast.directorate, "case_officer")
    did(case, "test.decided", cast.hans.pk)
    with pytest.raises(RuleBroken, match="Choose another"):
        services.assign_officer(by=cast.frode, case=case, officer=cast.hans)
    with pytest.raises(NotAllowed):
        services.assign_officer(by=cast.anne, case=case, officer=cast.guri)
