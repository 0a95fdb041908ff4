"""A collaboration is founded by somebody who writes or signs for the lead; each member answers for itself."""

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.models import Event
from helsetek.cooperation import selectors, services
from helsetek.cooperation.models import Collaboration
from tests.cast import Cast


def found(cast: Cast, **changes: object) -> Collaboration:
    values = {
        "by": cast.anne, "name": "Salten", "purpose": "One journal for all", "lead_id": cast.bodo.pk,
        "member_ids": [cast.fauske.pk, cast.saltdal.pk],
    } | changes  # fmt: skip
    return services.found(**values)  # type: ignore[arg-type]


def test_lead_and_members_are_invited_alike(cast: Cast) -> None:
    collaboration = found(cast)
    assert selectors.consented_ids(collaboration) == []
    assert selectors.missing_consent(collaboration) == [cast.bodo, cast.fauske, cast.saltdal]
    event = Event.objects.get(verb="cooperation.founded")
    assert (event.person_id, event.organisation_id) == (cast.anne.pk, cast.bodo.pk)


@pytest.mark.parametrize("who", ["siri", "cecilie", "guri", "rita", "tor"])
def test_others_cannot_found_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        found(cast, by=getattr(cast, who))
    assert not Collaboration.objects.exists()


def test_a_member_named_twice_is_one_member(cast: Cast) -> None:
    collaboration = found(cast, member_ids=[cast.bodo.pk, cast.fauske.pk, cast.fauske.pk])
    assert len(selectors.memberships_of(collaboration)) == 2


@pytest.mark.parametrize("field", ["name", "purpose"])
def test_name_and_purpose_are_asked_for(cast: Cast, field: str) -> None:
    for bad in ("", "   ", "x" * 4001):
        with pytest.raises(RuleBroken) as refusal:
            found(cast, **{field: bad})
        assert field in refusal.value.fields


def test_only_bodies_that_can_apply_are_members(cast: Cast) -> None:
    for stranger in (cast.vendor.pk, cast.directorate.pk, 999_999):
        with pytest.raises(RuleBroken):
            found(cast, member_ids=[stranger])


def test_there_is_a_bound_on_size(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        found(cast, member_ids=range(10_000))


def test_a_municipality_may_be_in_several(cast: Cast) -> None:
    one, other = found(cast), found(cast, name="Salten 2")
    assert set(selectors.of_organisation(cast.fauske.pk)) == {one, other}
    assert set(selectors.collaborations_of(cast.david)) == {one, other}
    assert not selectors.collaborations_of(cast.tor)
