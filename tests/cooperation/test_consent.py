"""Each member is bound by its own signatory, and by nobody else (kommuneloven § 2-1)."""

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from helsetek.cooperation import permissions, selectors, services
from helsetek.cooperation.models import Collaboration, Membership
from tests.cast import Cast
from tests.cooperation.test_founding import found


@pytest.fixture
def salten(cast: Cast) -> Collaboration:
    return found(cast)


def place(collaboration: Collaboration, organisation: object) -> Membership:
    return Membership.objects.filter(collaboration=collaboration, organisation=organisation).latest("id")


def test_the_members_own_signatory_consents(cast: Cast, salten: Collaboration) -> None:
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    assert selectors.consented_ids(salten) == [cast.fauske.pk]
    event = Event.objects.get(verb="cooperation.consented")
    assert (event.person_id, event.organisation_id) == (cast.david.pk, cast.fauske.pk)
    assert (event.from_state, event.to_state) == ("invited", "consented")


@pytest.mark.parametrize("who", ["anne", "bjorn", "cecilie", "eli", "guri", "rita", "tor"])
def test_nobody_else_consents_for_it(cast: Cast, salten: Collaboration, who: str) -> None:
    for act in (services.consent, services.decline):
        with pytest.raises(NotAllowed):
            act(by=getattr(cast, who), membership=place(salten, cast.fauske))
    assert selectors.consented_ids(salten) == []


def test_the_lead_consents_by_its_signatory_too(cast: Cast, salten: Collaboration) -> None:
    services.consent(by=cast.bjorn, membership=place(salten, cast.bodo))
    assert cast.bodo.pk in selectors.consented_ids(salten)


def test_a_double_click_is_one_consent(cast: Cast, salten: Collaboration) -> None:
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    assert Event.objects.filter(verb="cooperation.consented").count() == 1


def test_who_has_declined_can_be_invited_again(cast: Cast, salten: Collaboration) -> None:
    services.decline(by=cast.david, membership=place(salten, cast.fauske), reason="Next year")
    assert place(salten, cast.fauske).reason == "Next year"
    with pytest.raises(WrongState):
        services.consent(by=cast.david, membership=place(salten, cast.fauske))
    services.invite(by=cast.bjorn, collaboration=salten, organisation_ids=[cast.fauske.pk, cast.saltdal.pk])
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    assert selectors.consented_ids(salten) == [cast.fauske.pk]
    assert Membership.objects.filter(collaboration=salten, organisation=cast.saltdal).count() == 1


def test_a_member_withdraws_with_a_reason(cast: Cast, salten: Collaboration) -> None:
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    with pytest.raises(RuleBroken) as refusal:
        services.withdraw(by=cast.david, membership=place(salten, cast.fauske), reason=" ")
    assert "reason" in refusal.value.fields
    services.withdraw(by=cast.david, membership=place(salten, cast.fauske), reason="The council said no")
    assert selectors.consented_ids(salten) == []
    assert Event.objects.get(verb="cooperation.withdrawn").reasons == "The council said no"


def test_the_lead_cannot_leave(cast: Cast, salten: Collaboration) -> None:
    with pytest.raises(WrongState):
        services.decline(by=cast.bjorn, membership=place(salten, cast.bodo))
    services.consent(by=cast.bjorn, membership=place(salten, cast.bodo))
    with pytest.raises(WrongState):
        services.withdraw(by=cast.bjorn, membership=place(salten, cast.bodo), reason="No more")


def test_only_the_lead_invites(cast: Cast, salten: Collaboration) -> None:
    for who in (cast.cecilie, cast.david, cast.siri, cast.guri, cast.tor):
        with pytest.raises(NotAllowed):
            services.invite(by=who, collaboration=salten, organisation_ids=[cast.alver.pk])
    services.invite(by=cast.anne, collaboration=salten, organisation_ids=[cast.alver.pk])
    assert cast.alver in selectors.missing_consent(salten)


def test_who_sees_it(cast: Cast, salten: Collaboration) -> None:
    for who in (cast.anne, cast.siri, cast.cecilie, cast.eli, cast.guri, cast.per):
        assert permissions.may_see(who, salten)
    for who in (cast.trond, cast.aud, cast.nils, cast.ingrid, cast.rita, cast.tor):
        answer = permissions.may_see(who, salten)
        assert not answer
        assert answer.reason


def test_too_long_a_reason_is_refused(cast: Cast, salten: Collaboration) -> None:
    with pytest.raises(RuleBroken):
        services.decline(by=cast.david, membership=place(salten, cast.fauske), reason="x" * 2001)


def test_a_dissolved_collaboration_takes_no_answers(cast: Cast, salten: Collaboration) -> None:
    from helsetek.common import clock

    Collaboration.objects.filter(pk=salten.pk).update(dissolved_at=clock.now())
    with pytest.raises(WrongState):
        services.consent(by=cast.david, membership=place(salten, cast.fauske))
