"""Impartiality (forvaltningsloven §§ 6–10): who has a conflict has no hand in the case, and somebody steps in."""

from __future__ import annotations

import pytest

from helsetek.accounts.rules import Role
from helsetek.casework import selectors, services
from helsetek.casework.models import Case
from helsetek.casework.permissions import may_have_hand
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from tests.cast import Cast, give_role


def test_a_declared_conflict_blocks(case: Case, cast: Cast) -> None:
    """§ 6: who is disqualified may neither prepare nor decide."""
    assert may_have_hand(cast.guri, case, Role.CASE_OFFICER)
    services.declare_impartiality(
        by=cast.guri, case=case, conflict=True, ground="Broren min leder prosjektet."
    )
    assert selectors.is_disqualified(cast.guri, case)
    answer = may_have_hand(cast.guri, case, Role.CASE_OFFICER)
    assert not answer
    assert "disqualified" in answer.reason


def test_whoever_belongs_to_a_party_is_disqualified_without_saying_so(case: Case, cast: Cast) -> None:
    """§ 6 first paragraph, letters a and e: the law asks for no declaration."""
    give_role(cast.ingrid, cast.fauske, "writer")
    assert selectors.is_disqualified(cast.ingrid, case)


def test_a_partner_that_has_left_disqualifies_no_longer(case: Case, cast: Cast) -> None:
    give_role(cast.ingrid, cast.fauske, "writer")
    services.set_members(case, [])
    assert not selectors.is_disqualified(cast.ingrid, case)


def test_an_assessor_declares_before_assessing(case: Case, cast: Cast) -> None:
    """§ 10: the rules hold for everybody who works for the state, outside assessors too."""
    assert "Declare" in may_have_hand(cast.ingrid, case, Role.ASSESSOR).reason
    services.declare_impartiality(by=cast.ingrid, case=case, conflict=False)
    assert selectors.has_declared_impartial(cast.ingrid, case)
    assert may_have_hand(cast.ingrid, case, Role.ASSESSOR)


def test_a_conflict_found_later_blocks_from_then_on(case: Case, cast: Cast) -> None:
    services.declare_impartiality(by=cast.ingrid, case=case, conflict=False)
    services.declare_impartiality(
        by=cast.ingrid, case=case, conflict=True, ground="Ny jobb hos leverandøren."
    )
    assert not selectors.has_declared_impartial(cast.ingrid, case)


def test_a_conflict_is_not_taken_back(case: Case, cast: Cast) -> None:
    services.declare_impartiality(by=cast.ingrid, case=case, conflict=True, ground="Gift med søkeren.")
    with pytest.raises(WrongState, match="stands"):
        services.declare_impartiality(by=cast.ingrid, case=case, conflict=False)


def test_a_conflict_needs_its_ground(case: Case, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.declare_impartiality(by=cast.ingrid, case=case, conflict=True, ground="   ")
    assert "ground" in broken.value.fields


def test_the_ground_is_not_in_the_log(case: Case, cast: Cast) -> None:
    """What is in the log stays for ever; a family matter must be able to go."""
    services.declare_impartiality(by=cast.ingrid, case=case, conflict=True, ground="Gift med søkeren.")
    event = Event.objects.get(verb="casework.conflict_declared")
    assert (event.case_number, event.person_id) == (case.number, cast.ingrid.pk)
    assert "Gift" not in f"{event.reasons}{event.data}"


@pytest.mark.parametrize("who", ["anne", "bjorn", "nils", "tor", "rita"])
def test_those_who_do_not_act_for_the_state_have_nothing_to_declare(case: Case, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.declare_impartiality(by=getattr(cast, who), case=case, conflict=False)


def test_a_substitute_is_named(case: Case, cast: Cast) -> None:
    """§ 9: somebody else is appointed in the place of who is disqualified."""
    conflict = services.declare_impartiality(
        by=cast.ingrid, case=case, conflict=True, ground="Gift med søkeren."
    )
    assert selectors.open_conflicts(case) == [conflict]
    services.name_substitute(by=cast.guri, declaration=conflict, substitute=cast.vilde)
    assert selectors.open_conflicts(case) == []
    assert Event.objects.get(verb="casework.substitute_named").data == {
        "for": cast.ingrid.pk,
        "substitute": cast.vilde.pk,
    }


def test_the_substitute_must_be_impartial_too(case: Case, cast: Cast) -> None:
    conflict = services.declare_impartiality(
        by=cast.ingrid, case=case, conflict=True, ground="Gift med søkeren."
    )
    services.declare_impartiality(by=cast.vilde, case=case, conflict=True, ground="Søster av søkeren.")
    for unfit in (cast.vilde, cast.ingrid):
        with pytest.raises(RuleBroken, match="disqualified"):
            services.name_substitute(by=cast.guri, declaration=conflict, substitute=unfit)


def test_who_is_disqualified_does_not_choose_the_substitute(case: Case, cast: Cast) -> None:
    conflict = services.declare_impartiality(
        by=cast.guri, case=case, conflict=True, ground="Gift med søkeren."
    )
    with pytest.raises(NotAllowed, match="colleague"):
        services.name_substitute(by=cast.guri, declaration=conflict, substitute=cast.gunnar)
    with pytest.raises(NotAllowed):
        services.name_substitute(by=cast.anne, declaration=conflict, substitute=cast.gunnar)


def test_a_substitute_only_where_there_is_a_conflict(case: Case, cast: Cast) -> None:
    declared = services.declare_impartiality(by=cast.ingrid, case=case, conflict=False)
    with pytest.raises(WrongState):
        services.name_substitute(by=cast.guri, declaration=declared, substitute=cast.vilde)
