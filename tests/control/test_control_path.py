"""From plan to closed: who may do what, letters, deadlines, findings, and that findings come back as risk.

The duties (docs/law.md): forvaltningsloven § 6; bestemmelser om økonomistyring i staten; forvaltningsloven §§
16–17.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.accounts.rules import Role
from helsetek.casework import permissions as casework_permissions
from helsetek.casework import selectors as casework
from helsetek.casework import services as casework_services
from helsetek.casework import todo
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, TooLate, WrongState
from helsetek.control import permissions
from helsetek.control.models import Control
from helsetek.control.selectors import plans as plan_selectors
from helsetek.control.services import controls, findings, plans
from helsetek.grants.services import stops
from helsetek.records import archiving
from tests.cast import Cast, give_role
from tests.common.letters.sample import text_of
from tests.control.making import (
    a_finding,
    a_noticed_control,
    a_reported_control,
    an_approved_plan,
    an_opened_control,
    another_controller,
)
from tests.grants.afterwards import an_accepted_grant
from tests.scenes import an_open_call
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
SOON = timedelta(days=30)


def test_a_plan_is_drafted_by_one_and_approved_by_another_and_its_lots_can_be_drawn_again(cast: Cast) -> None:
    """Bestemmelser om økonomistyring i staten chapter 6.3: control by risk; one prepares, another approves."""
    call = an_open_call(cast)
    for number in range(3):
        from tests import scenes

        place = scenes.a_collaboration(cast, name=f"Sammen {number}")
        an_accepted_grant(
            cast, call=call if number == 0 else an_open_call(cast, slug=f"u{number}"), collaboration=place
        )
    with pytest.raises(NotAllowed):
        plans.draw_up(by=cast.guri, year=clock.today().year, by_risk=1, by_lot=1)
    with pytest.raises(RuleBroken):
        plans.draw_up(by=cast.mona, year=clock.today().year, by_risk=9, by_lot=1)
    plan = plans.draw_up(by=cast.mona, year=clock.today().year, by_risk=1, by_lot=1)
    assert plan.selections.get().how == "risk"
    assert plan.selections.get().points == plan_selectors.candidates(clock.today())[0].points
    plan = plans.hand_over(by=cast.mona, plan=plan)
    with pytest.raises(NotAllowed):
        plans.approve(by=cast.mona, plan=plan)
    other = another_controller(cast)
    with pytest.raises(RuleBroken):
        plans.send_back(by=other, plan=plan, reason=" ")
    plan = plans.send_back(by=other, plan=plan, reason="Ta med flere.")
    plan = plans.hand_over(
        by=cast.mona, plan=plans.draw_up(by=cast.mona, year=plan.year, by_risk=1, by_lot=1)
    )
    plan = plans.approve(by=other, plan=plan)
    announced = plan_selectors.draw_of(plan)
    assert announced is not None
    assert len(announced.frame) == 2
    with clock.at(clock.now() + timedelta(hours=2)):
        assert casework_services.make_due_draws() == 1
    announced = plan_selectors.draw_of(plan)
    assert announced is not None
    drawn = plan.selections.get(how="lot").grant.application.case.number
    assert [drawn] == announced.draw.chosen


def test_nobody_controls_what_they_have_prepared_or_decided(cast: Cast) -> None:
    """Guri prepared the decision and Hans made it: as controllers they are kept out, and the other way round."""
    an_accepted_grant(cast)
    plan = an_approved_plan(cast)
    selection = plan.selections.get()
    case = selection.grant.application.case
    events.record(
        "grants.recommended", thing="application:1", person_id=cast.guri.pk, case_number=case.number
    )
    give_role(cast.guri, cast.directorate, "controller")
    assert not permissions.may_take(cast.guri, case)
    with pytest.raises(NotAllowed):
        controls.open_control(by=cast.guri, selection=selection, kind="documents", asked="Alt")
    controls.open_control(by=cast.mona, selection=selection, kind="documents", asked="Alt")
    for role in (Role.CASE_OFFICER, Role.DECISION_MAKER, Role.PAYMENT_ATTESTER):
        give_role(cast.mona, cast.directorate, role.value)
        assert not casework_permissions.may_have_hand(cast.mona, case, role)


def test_a_control_from_notice_to_the_last_finding_closed(cast: Cast) -> None:
    control = an_opened_control(cast)
    assert not permissions.may_see(cast.anne, control)
    assert "control.go_on" in {one.kind for one in todo.for_person(cast.mona)}
    with pytest.raises(RuleBroken):
        controls.give_notice(by=cast.mona, control=control, due_on=clock.today())
    due = clock.today() + timedelta(days=21)
    control = controls.give_notice(by=cast.mona, control=control, due_on=due)
    assert permissions.may_see(cast.anne, control)
    assert permissions.may_see(cast.david, control)  # a partner reads, and does not answer
    assert not permissions.may_answer(cast.david, control)
    assert not permissions.may_see(cast.siri, control)  # the auditor has the accounts only
    (letter,) = casework.letters_of(control.case)
    assert "Regnskap" in text_of(casework.content_of(letter.document))
    with pytest.raises(TooLate):
        controls.send_draft(by=cast.mona, control=control, summary="For tidlig.")
    casework_services.add_document(
        by=cast.anne, case=control.case, page="control.control", page_id=control.pk,
        title="Regnskap", file_name="regnskap.txt", content=b"Konto 6700",
    )  # fmt: skip
    control = controls.hand_in(by=cast.anne, control=control, reply="Alt er levert.")
    with pytest.raises(NotAllowed):
        casework_services.add_document(
            by=cast.anne, case=control.case, page="control.control", page_id=control.pk,
            title="Mer", file_name="mer.txt", content=b"Mer",
        )  # fmt: skip
    controls.record_visit(
        by=cast.mona, control=control, held_on=clock.today(), place="Bodø rådhus",
        present="Prosjektleder, økonomisjef", text="Løsningen ble vist.",
    )  # fmt: skip
    finding = a_finding(cast, control)
    dropped = a_finding(cast, control, gravity="remark")
    control = controls.send_draft(by=cast.mona, control=control, summary="Regnskapet er gått gjennom.")
    with pytest.raises(TooLate):
        controls.report(by=cast.mona, control=control, conclusion="Ferdig.")
    with pytest.raises(NotAllowed):
        controls.state_view(by=cast.anne, control=control, statement="Jeg bare skriver.")
    control = controls.state_view(by=cast.bjorn, control=control, statement="Merknaden stemmer ikke.")
    findings.take_out(by=cast.mona, finding=dropped)
    with pytest.raises(WrongState):
        findings.answer(by=cast.anne, finding=finding, text="For tidlig")
    control = controls.report(by=cast.mona, control=control, conclusion="Timelister må leveres.")
    words = text_of(casework.content_of(casework.letters_of(control.case)[-1].document))
    assert "Merknaden stemmer ikke." in words
    assert "120 000 kr" in words.replace("\xa0", " ")
    with pytest.raises(WrongState):
        controls.close(by=cast.mona, control=control)
    findings.answer(by=cast.anne, finding=finding, text="Her er listene.")
    findings.not_enough(by=cast.mona, finding=finding, evidence="Fauske mangler.")
    findings.answer(by=cast.anne, finding=finding, text="Nå er Fauske med.")
    findings.close(by=cast.mona, finding=finding, evidence="Alle listene er levert.")
    assert controls.close(by=cast.mona, control=control).state == "closed"
    verbs = [event.verb for event in events.of_case(control.case.number)]
    assert verbs[0] == "control.noticed"
    assert verbs[-1] == "control.closed"
    again = plan_selectors.candidates(clock.today())[0]
    assert {part.factor: part.points for part in again.scored.parts}["earlier_findings"] == 3


def test_what_is_overdue_is_told_once_and_the_report_goes_out_without_a_statement(cast: Cast) -> None:
    control = a_noticed_control(cast)
    with clock.at(clock.now() + SOON):
        assert controls.remind() == 1
        assert controls.remind() == 1
        assert cast.anne.notices.filter(kind="control.overdue").count() == 1
        assert cast.mona.notices.filter(kind="control.overdue").count() == 1
        control = controls.send_draft(by=cast.mona, control=control, summary="Ingenting er levert.")
    with clock.at(clock.now() + SOON * 2):
        control = controls.report(by=cast.mona, control=control, conclusion="Kontrollen ble gjort uten svar.")
        assert control.state == "reported"
        assert controls.close(by=cast.mona, control=control).ended_at is not None


def test_another_controller_takes_over_and_the_first_has_no_hand_any_more(cast: Cast) -> None:
    control = an_opened_control(cast)
    other = another_controller(cast)
    assert not permissions.may_control(other, control)
    control = controls.take_over(by=other, control=control)
    assert permissions.may_control(other, control)
    with pytest.raises(NotAllowed):
        controls.call_off(by=cast.mona, control=control, reason="Ikke min lenger.")
    assert (
        controls.call_off(by=other, control=control, reason="Saken er overtatt av Riksrevisjonen.").state
        == "called_off"
    )


def test_the_case_of_a_grant_under_control_is_neither_archived_nor_deleted_from(cast: Cast) -> None:
    """arkivlova: the case waits until its control is over."""
    control = an_opened_control(cast)
    case_id = control.grant.application.case_id
    assert archiving.hindered({case_id}).keys() == {case_id}
    Control.objects.filter(pk=control.pk).update(state="called_off")
    assert archiving.hindered({case_id}) == {}


def test_findings_that_are_not_mended_in_time_are_overdue(cast: Cast) -> None:
    control = a_reported_control(cast)
    with clock.at(clock.now() + timedelta(days=61)):
        assert controls.remind() == 1
        assert Control.objects.get(pk=control.pk).findings.get().state == "open"


def test_the_page_says_whose_turn_it_is_and_what_findings_can_lead_to(cast: Cast) -> None:
    control = a_noticed_control(cast)
    address = f"/kontroll/{control.pk}/"
    assert "Nå er det din tur" in browser_of(cast.anne).get(address).content.decode()
    assert "Nå er det din tur" not in browser_of(cast.mona).get(address).content.decode()
    a_finding(cast, control, gravity="grave")
    page = browser_of(cast.mona).get(address).content.decode()
    assert f"/tilskudd/{control.grant_id}/stans/" in page
    assert f"/tilskudd/{control.grant_id}/stans/" not in browser_of(cast.anne).get(address).content.decode()
    stops.stop_payments(
        by=cast.mona,
        grant=control.grant,
        reason="Alvorlige funn.",
        ground="control",
        without_notice="Haster.",
    )
    assert "Alvorlige funn." in browser_of(cast.mona).get(address).content.decode()
