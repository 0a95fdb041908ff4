"""The control of this year: a plan by risk and by lot, one control with a finding that is mended, one that runs."""

from __future__ import annotations

from datetime import timedelta

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.control.selectors.controls import Control
from helsetek.control.selectors.plans import Plan, Selection, selections_of
from helsetek.control.services import controls, findings, plans
from helsetek.evaluation import services as evaluation

from .stage import Stage

PLANNED = oslo(2026, 5, 4, 10)
FIRST = oslo(2026, 5, 11, 9)
SECOND = oslo(2026, 11, 9, 9)
ASKED = "Prosjektregnskap etter postene i budsjettet\nBilag for de fem største kostnadene\nTimelister for egne ansatte"


def play(here: Stage) -> None:
    plan = _plan(here)
    # Only made-up projects are controlled here: nothing is to be said of the real ones that they have not said.
    rows = [row for row in selections_of(plan) if row.grant.application.synthetic]
    _finished(here, rows[0])
    _running(here, rows[1])


def _plan(here: Stage) -> Plan:
    mona, marit = here.cast["mona"], here.cast["marit"]
    with clock.at(PLANNED):
        plan = plans.draw_up(
            by=mona,
            year=PLANNED.year,
            by_risk=4,
            by_lot=2,
            note="Fire saker velges etter risiko, to trekkes blant resten. Førstegangssøkere teller ekstra i år.",
        )
        plans.hand_over(by=mona, plan=plan)
    with clock.at(PLANNED + timedelta(days=1)):
        plan = plans.approve(by=marit, plan=plan)
    with clock.at(PLANNED + timedelta(days=1, hours=2)):
        casework.make_due_draws()
    return plan


def _finished(here: Stage, selection: Selection) -> None:
    """Accounts without all their hours: found, answered, closed."""
    mona = here.cast["mona"]
    writer, signatory = _party(here, selection)
    with clock.at(FIRST):
        control = controls.open_control(by=mona, selection=selection, kind="visit", asked=ASKED)
        control = controls.give_notice(by=mona, control=control, due_on=(FIRST + timedelta(days=21)).date())
    with clock.at(FIRST + timedelta(days=15)):
        control = _hand_in(control, writer)
    with clock.at(FIRST + timedelta(days=24)):
        controls.record_visit(
            by=mona,
            control=control,
            held_on=clock.today(),
            place="Rådhuset, møterom 2",
            present="Prosjektleder, økonomisjef og to ansatte i hjemmetjenesten",
            text="Løsningen ble vist i bruk. Timelistene for høsten 2024 lå ikke ved regnskapet.",
        )
        finding = findings.save_finding(
            by=mona,
            control=control,
            category="documentation",
            gravity="fault",
            text="Timelister for egne ansatte mangler for oktober–desember 2024.",
            ground="Tilskuddsbrevet: regnskap som kan sammenlignes med budsjettet",
            money_ore=18_400_000,
            due_on=(FIRST + timedelta(days=110)).date(),
        )
        control = controls.send_draft(
            by=mona, control=control, summary="Vi har gått gjennom prosjektregnskapet, bilag og timelister."
        )
    with clock.at(FIRST + timedelta(days=35)):
        control = controls.state_view(
            by=signatory, control=control, statement="Timelistene finnes i lønnssystemet. Vi henter dem fram."
        )
    with clock.at(FIRST + timedelta(days=43)):
        control = controls.report(
            by=mona,
            control=control,
            conclusion="Tilskuddet er brukt etter formålet. Timelistene skal leveres.",
        )
    with clock.at(FIRST + timedelta(days=70)):
        findings.answer(by=writer, finding=finding, text="Timelistene er lagt ved.")
    with clock.at(FIRST + timedelta(days=76)):
        findings.close(by=mona, finding=finding, evidence="Timelistene stemmer med regnskapet.")
        controls.close(by=mona, control=control)


def _running(here: Stage, selection: Selection) -> None:
    """Notice is sent; the party has some weeks left."""
    marit = here.cast["marit"]
    with clock.at(SECOND):
        control = controls.open_control(by=marit, selection=selection, kind="documents", asked=ASKED)
        controls.give_notice(by=marit, control=control, due_on=(SECOND + timedelta(days=28)).date())


def _hand_in(control: Control, writer: Person) -> Control:
    casework.add_document(
        by=writer,
        case=control.case,
        page="control.control",
        page_id=control.pk,
        title="Prosjektregnskap",
        file_name="prosjektregnskap.txt",
        content="Post;Budsjett;Brukt\nProsjektleder;900000;884000\nOpplæring;400000;411000\n".encode(),
    )
    return controls.hand_in(by=writer, control=control, reply="Regnskap og bilag ligger på siden.")


def _party(here: Stage, selection: Selection) -> tuple[Person, Person]:
    lead = selection.grant.application.lead_id
    return here.writers[lead], here.signatories[lead]


def link(here: Stage) -> None:
    """The analyst says what one indicator speaks of, so that the reports move the analysis."""
    with clock.at(SECOND):
        evaluation.link_indicator(
            by=here.cast["per"],
            indicator="municipalities_buying_together",
            analysis="rapport-2022",
            key="partners",
            kind="value",
            quantity="after",
            factor=1.0,
            relative_error=0.2,
            reason="Begge teller kommunene i en felles anskaffelse.",
        )
