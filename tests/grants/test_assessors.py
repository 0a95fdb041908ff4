"""Two assessors are named; they declare impartiality before they see anything; a conflict blocks, a substitute steps in.

Forvaltningsloven §§ 6 (grounds), 8 (declared and settled first), 9 (substitute), 10 (holds for assessors too).
"""

from __future__ import annotations

import pytest

from helsetek.casework.models import Notice
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application, Assessment
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import may_see
from helsetek.grants.services import assessment
from tests import rounds
from tests.cast import Cast, give_role
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def application(cast: Cast) -> Application:
    return rounds.an_eligible_application(cast)


def name_both(cast: Cast, application: Application) -> list[Assessment]:
    with at_work(application.call):
        return assessment.assign(by=cast.guri, application=application, assessors=[cast.ingrid, cast.jonas])


def test_two_are_named_and_told(cast: Cast, application: Application) -> None:
    made = name_both(cast, application)
    assert [one.state for one in made] == ["assigned", "assigned"]
    assert Notice.objects.filter(kind="grants.asked_to_assess").count() == 2


def test_a_third_is_refused(cast: Cast, application: Application) -> None:
    name_both(cast, application)
    with at_work(application.call), pytest.raises(RuleBroken, match="two"):
        assessment.assign(by=cast.guri, application=application, assessors=[cast.vilde])


def test_the_same_person_twice_is_refused(cast: Cast, application: Application) -> None:
    with at_work(application.call), pytest.raises(RuleBroken):
        assessment.assign(by=cast.guri, application=application, assessors=[cast.ingrid, cast.ingrid])


def test_only_assessors_can_be_named(cast: Cast, application: Application) -> None:
    with at_work(application.call), pytest.raises(NotAllowed, match="not an assessor"):
        assessment.assign(by=cast.guri, application=application, assessors=[cast.tor])


def test_nobody_who_works_for_a_partner_is_named(cast: Cast, application: Application) -> None:
    give_role(cast.ingrid, cast.saltdal, "writer")
    with at_work(application.call), pytest.raises(NotAllowed, match="disqualified"):
        assessment.assign(by=cast.guri, application=application, assessors=[cast.ingrid])


def test_the_officer_of_the_case_does_not_assess_it(cast: Cast, application: Application) -> None:
    give_role(cast.guri, cast.assessors, "assessor")
    with at_work(application.call), pytest.raises(NotAllowed, match="another role"):
        assessment.assign(by=cast.guri, application=application, assessors=[cast.guri])


def test_before_the_declaration_the_assessor_sees_nothing(cast: Cast, application: Application) -> None:
    first, _second = name_both(cast, application)
    with at_work(application.call):
        assert not permissions.may_read_as_assessor(cast.ingrid, first)
        assert not may_see(cast.ingrid, application)
        with pytest.raises(NotAllowed, match="impartial"):
            assessment.save_scores(by=cast.ingrid, assessment=first, scores={}, comment="", revision=0)


def test_declared_impartial_the_assessor_reads_and_scores(cast: Cast, application: Application) -> None:
    first, _second = rounds.open_assessments(cast, application)
    with at_work(application.call):
        assert permissions.may_read_as_assessor(cast.ingrid, first)
        assert may_see(cast.ingrid, application)


def test_a_conflict_needs_its_ground_blocks_and_tells_the_officer(
    cast: Cast, application: Application
) -> None:
    first, _second = name_both(cast, application)
    with at_work(application.call):
        with pytest.raises(RuleBroken):
            assessment.declare(by=cast.ingrid, assessment=first, conflict=True, ground=" ")
        blocked = assessment.declare(
            by=cast.ingrid, assessment=first, conflict=True, ground="Søsteren min leder prosjektet."
        )
        assert blocked.state == "blocked"
        assert not permissions.may_read_as_assessor(cast.ingrid, blocked)
        assert not may_see(cast.ingrid, application)
    assert Notice.objects.get(kind="grants.conflict_declared").person == cast.guri


def test_a_conflict_that_shows_later_closes_the_door_again(cast: Cast, application: Application) -> None:
    first, _second = rounds.open_assessments(cast, application)
    with at_work(application.call):
        assessment.declare(by=cast.ingrid, assessment=first, conflict=True, ground="Jeg kjenner lederen.")
        assert not may_see(cast.ingrid, application)


def test_a_substitute_steps_in_and_declares_too(cast: Cast, application: Application) -> None:
    first, _second = name_both(cast, application)
    with at_work(application.call):
        assessment.declare(by=cast.ingrid, assessment=first, conflict=True, ground="Ektefellen søker.")
        made = assessment.name_substitute(by=cast.guri, assessment=first, substitute=cast.vilde)
        assert made.state == "assigned"
        assert made.substitute_for_id == first.pk
        assert not permissions.may_read_as_assessor(cast.vilde, made)
        assessment.declare(by=cast.vilde, assessment=made, conflict=False)
        assert permissions.may_read_as_assessor(cast.vilde, Assessment.objects.get(pk=made.pk))
    first.refresh_from_db()
    assert first.state == "replaced"
    declaration = application.case.declarations.get(person=cast.ingrid)
    assert declaration.substitute == cast.vilde


def test_the_other_assessor_cannot_be_the_substitute(cast: Cast, application: Application) -> None:
    first, _second = name_both(cast, application)
    with at_work(application.call):
        assessment.declare(by=cast.ingrid, assessment=first, conflict=True, ground="Slekt.")
        with pytest.raises(RuleBroken):
            assessment.name_substitute(by=cast.guri, assessment=first, substitute=cast.jonas)


def test_one_who_never_answers_can_be_replaced_but_not_one_who_has_handed_in(
    cast: Cast, application: Application
) -> None:
    first, second = name_both(cast, application)
    with at_work(application.call):
        assessment.declare(by=cast.jonas, assessment=second, conflict=False)
        assessment.hand_in(by=cast.jonas, assessment=second, scores=rounds.scores(application, 3))
        with pytest.raises(WrongState):
            assessment.name_substitute(by=cast.guri, assessment=second, substitute=cast.vilde)
        made = assessment.name_substitute(by=cast.guri, assessment=first, substitute=cast.vilde)
    assert made.assessor == cast.vilde


def test_nobody_declares_for_another(cast: Cast, application: Application) -> None:
    first, _second = name_both(cast, application)
    with at_work(application.call), pytest.raises(NotAllowed):
        assessment.declare(by=cast.jonas, assessment=first, conflict=False)
