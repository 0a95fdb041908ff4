"""A signatory passes rights on to colleagues, inside the organisation and for a time."""

from datetime import timedelta

import pytest

from helsetek.accounts import selectors, services
from helsetek.accounts.models import RoleAssignment
from helsetek.accounts.rules import Role
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.models import Event
from tests.cast import Cast


def delegate(cast: Cast, role: Role = Role.SIGNATORY, days: int = 14, **changes: object) -> RoleAssignment:
    values = {
        "by": cast.bjorn, "person": cast.tor, "organisation_id": cast.bodo.pk, "role": role,
        "valid_from": clock.today(), "valid_to": clock.today() + timedelta(days=days),
    } | changes  # fmt: skip
    return services.delegate(**values)  # type: ignore[arg-type]


def test_the_signatory_lets_a_colleague_sign_during_the_holiday(cast: Cast) -> None:
    assignment = delegate(cast)
    assert assignment.delegated_from == RoleAssignment.objects.get(person=cast.bjorn)
    assert selectors.roles_of(cast.tor)[0].is_delegated
    event = Event.objects.get(verb="accounts.role_delegated")
    assert (event.person_id, event.organisation_id) == (cast.bjorn.pk, cast.bodo.pk)


@pytest.mark.parametrize("who", ["anne", "siri", "david", "rita", "tor"])
def test_only_the_own_signatory_delegates(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        delegate(cast, by=getattr(cast, who), person=cast.cecilie)


def test_what_is_delegated_cannot_be_delegated_on(cast: Cast) -> None:
    delegate(cast)
    with pytest.raises(NotAllowed, match=r"delegat|deleger"):
        delegate(cast, by=cast.tor, person=cast.cecilie)


def test_nobody_delegates_to_himself_or_rights_of_the_directorate(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        delegate(cast, person=cast.bjorn, role=Role.WRITER)
    with pytest.raises(RuleBroken):
        delegate(cast, role=Role.DECISION_MAKER)


def test_a_delegation_ends_within_the_delegators_own_time(cast: Cast) -> None:
    RoleAssignment.objects.filter(person=cast.bjorn).update(valid_to=clock.today() + timedelta(days=7))
    with pytest.raises(RuleBroken) as refusal:
        delegate(cast, days=8)
    assert "valid_to" in refusal.value.fields
    assert delegate(cast, days=7)


def test_when_the_delegator_loses_the_right_so_does_the_delegate(cast: Cast) -> None:
    delegate(cast)
    own = RoleAssignment.objects.get(person=cast.bjorn)
    services.revoke_role(by=cast.rita, assignment=own)
    assert not selectors.roles_of(cast.tor)
    assert Event.objects.filter(verb="accounts.role_revoked").count() == 2


def test_the_signatory_takes_back_what_can_be_delegated_in_the_own_organisation_only(cast: Cast) -> None:
    assignment = delegate(cast, Role.WRITER)
    with pytest.raises(NotAllowed):
        services.revoke_role(by=cast.david, assignment=assignment)
    services.revoke_role(by=cast.bjorn, assignment=assignment)
    assert not selectors.roles_of(cast.tor)
    of_guri = RoleAssignment.objects.get(person=cast.guri)
    with pytest.raises(NotAllowed):
        services.revoke_role(by=cast.bjorn, assignment=of_guri)
