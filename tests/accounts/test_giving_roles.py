"""A system administrator gives roles, never to herself, and takes them back."""

from datetime import date, timedelta

import pytest

from helsetek.accounts import request_cache, selectors, services
from helsetek.accounts.models import RoleAssignment
from helsetek.accounts.rules import HELD_IN, Role, exclude_each_other
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from tests.cast import Cast


def give(cast: Cast, role: Role = Role.CASE_OFFICER, **changes: object) -> RoleAssignment:
    values = {
        "by": cast.rita, "person": cast.tor, "organisation_id": cast.directorate.pk, "role": role,
        "valid_from": clock.today(), "valid_to": None,
    } | changes  # fmt: skip
    return services.give_role(**values)  # type: ignore[arg-type]


def test_the_administrator_gives_a_role_and_it_is_recorded(cast: Cast) -> None:
    assignment = give(cast)
    assert selectors.holds(cast.tor, Role.CASE_OFFICER, cast.directorate.pk)
    event = Event.objects.get(verb="accounts.role_given")
    assert (event.person_id, event.thing) == (cast.rita.pk, f"role_assignment:{assignment.pk}")
    assert event.data["person"] == cast.tor.pk
    assert event.data["role"] == "case_officer"
    assert "Tor" not in str(event.data)


def test_a_new_role_counts_at_once_within_the_same_request(cast: Cast) -> None:
    with request_cache.one_request():
        assert not selectors.roles_of(cast.tor)
        give(cast)
        assert selectors.roles_of(cast.tor)


@pytest.mark.parametrize("who", ["anne", "bjorn", "guri", "hans", "tor"])
def test_nobody_else_gives_roles(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        give(cast, by=getattr(cast, who))
    assert not selectors.roles_of(cast.tor)


def test_nobody_gives_herself_a_role(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match=r"themselves|selv"):
        give(cast, person=cast.rita)


def test_a_role_must_fit_the_kind_of_organisation(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        give(cast, Role.DECISION_MAKER, organisation_id=cast.bodo.pk)
    with pytest.raises(RuleBroken):
        give(cast, Role.SIGNATORY, organisation_id=cast.vendor.pk)


def test_every_role_can_be_held_somewhere() -> None:
    assert set(HELD_IN) == set(Role)
    assert all(HELD_IN.values())


def test_days_are_in_order_and_not_past(cast: Cast) -> None:
    today = clock.today()
    with pytest.raises(RuleBroken) as refusal:
        give(cast, valid_from=today - timedelta(days=1))
    assert "valid_from" in refusal.value.fields
    with pytest.raises(RuleBroken) as refusal:
        give(cast, valid_to=today - timedelta(days=1))
    assert "valid_to" in refusal.value.fields


def test_a_double_click_gives_one_role(cast: Cast) -> None:
    assert give(cast) == give(cast)
    assert Event.objects.filter(verb="accounts.role_given").count() == 1


def test_the_same_role_is_not_held_twice_at_a_time(cast: Cast) -> None:
    give(cast)
    with pytest.raises(RuleBroken):
        give(cast, valid_from=clock.today() + timedelta(days=30))


def test_a_role_that_is_over_can_be_given_again(cast: Cast) -> None:
    today = clock.today()
    give(cast, valid_to=today + timedelta(days=5))
    give(cast, valid_from=today + timedelta(days=6))
    assert RoleAssignment.objects.filter(person=cast.tor).count() == 2


def test_the_operator_gives_the_first_role(cast: Cast) -> None:
    give(cast, Role.SYSTEM_ADMINISTRATOR, by=None)
    assert Event.objects.get(verb="accounts.role_given").person_id is None


def test_a_role_is_taken_back_from_now_on(cast: Cast) -> None:
    assignment = give(cast)
    services.revoke_role(by=cast.rita, assignment=assignment)
    services.revoke_role(by=cast.rita, assignment=assignment)
    assert not selectors.roles_of(cast.tor)
    assert Event.objects.filter(verb="accounts.role_revoked").count() == 1
    give(cast)
    assert selectors.roles_of(cast.tor)


def test_the_last_administrator_stays(cast: Cast) -> None:
    own = RoleAssignment.objects.get(person=cast.rita)
    with pytest.raises(WrongState):
        services.revoke_role(by=cast.rita, assignment=own)
    give(cast, Role.SYSTEM_ADMINISTRATOR)
    services.revoke_role(by=cast.tor, assignment=own)
    assert not selectors.holds(cast.rita, Role.SYSTEM_ADMINISTRATOR, cast.directorate.pk)


def test_some_pairs_exclude_each_other_on_a_case() -> None:
    """Bestemmelser om økonomistyring i staten: one prepares a payment, another attests it."""
    assert exclude_each_other(Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER)
    assert exclude_each_other(Role.PAYMENT_ATTESTER, Role.PAYMENT_PREPARER)
    assert not exclude_each_other(Role.WRITER, Role.SIGNATORY)


def test_a_role_far_in_the_future_is_not_held_yet(cast: Cast) -> None:
    give(cast, valid_from=date(2090, 1, 1))
    assert not selectors.roles_of(cast.tor)
