"""One round from an open call to a closed project, played in the browser by the people concerned.

Anne writes; Bjørn, David and Eli sign for their municipalities; Guri handles the case; Ingrid and Jonas assess; Hans
decides; Kari and Leif pay; Siri audits. Only two things are done outside the browser: time passes (the call closes), and
the bank answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from helsetek.common import clock, events
from helsetek.grants.models import Application, Grant
from helsetek.registry.models import Border
from helsetek.scheme.models import Call
from helsetek.scheme.selectors import allotments_of, balances
from tests import scenes
from tests.browser.acting import Desk, file, fill, pay_all, press, tick
from tests.browser.eyes import assert_sound
from tests.cast import Cast, gather
from tests.grants.afterwards import ACCOUNT, PDF

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = gather()
    bodo = cast.bodo.municipality
    for neighbour in (cast.fauske.municipality, cast.saltdal.municipality):
        one, other = sorted((bodo, neighbour), key=lambda place: place.pk)
        Border.objects.create(one=one, other=other)
    return cast


def test_from_open_call_to_closed_project(people: Cast, desk: Desk) -> None:
    call = _an_open_call(people)
    _act_together(people, desk)
    application = _apply(people, desk, call)
    _time_passes_and_the_call_closes(call)
    _check_and_assess(people, desk, application)
    _decide_and_tell(people, desk, call)
    grant = Grant.objects.get(application=application)
    _accept(people, desk, grant)
    pay_all(people, desk)
    _report(people, desk, grant)
    _pay_the_rest_and_close(people, desk, grant)
    assert events.verify().holds
    stands = balances(allotments_of(call)[0].envelope_id)
    assert stands.paid_out + stands.free == stands.allotted


def _an_open_call(people: Cast) -> Call:
    now = clock.now()
    return scenes.an_open_call(
        people,
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
        terms=scenes.some_terms("2027"),
    )


def _act_together(people: Cast, desk: Desk) -> None:
    anne = desk(people.anne)
    anne.goto("/samarbeid/nytt/")
    assert_sound(anne)
    fill(anne, name="Felles journal i Salten", purpose="Vi vil kjøpe ny journal sammen.")
    tick(anne, "neighbours")
    press(anne, "Opprett samarbeidet")
    for signatory in (people.bjorn, people.david, people.eli):
        page = desk(signatory)
        page.goto("/samarbeid/")
        page.locator("main a[href*='/samarbeid/svar/']").first.click()
        page.locator("[name='answer'][value='yes']").check()
        assert_sound(page)
        press(page, "Svar")


def _apply(people: Cast, desk: Desk, call: Call) -> Application:
    anne = desk(people.anne)
    anne.goto(f"/utlysninger/{call.slug}/sok/")
    anne.locator("[name='collaboration']").first.check()
    press(anne, "Begynn")
    application = Application.objects.get()
    assert_sound(anne)
    for part, write in _SECTIONS.items():
        anne.goto(f"/soknader/{application.pk}/skriv/{part}/")
        write(anne, people)
        assert_sound(anne)
        anne.locator("button[name='next']").click()
        anne.wait_for_load_state()
    bjorn = desk(people.bjorn)
    bjorn.goto(f"/soknader/{application.pk}/send-inn/")
    assert_sound(bjorn)
    for box in bjorn.locator("main input[type='checkbox']").all():
        box.check()
    press(bjorn, "Send inn")
    application.refresh_from_db()
    assert application.state == "submitted"
    return application


def _project(page: Page, people: Cast) -> None:
    fill(
        page,
        title="Felles journal i Salten",
        summary="Tre kommuner kjøper journal sammen.",
        needs="Ansatte skriver det samme flere ganger.",
        activities_text="Arbeidsmøter og dialog med leverandører.",
    )
    tick(page, "area", "records")
    tick(page, "measure", "procurement")
    tick(page, "activities_procurement", "describe_needs", "vendor_dialogue")


def _partners(page: Page, people: Cast) -> None:
    for place in (people.bodo, people.fauske, people.saltdal):
        tick(page, f"p{place.pk}-activities", "describe_needs")
        fill(
            page,
            **{
                f"p{place.pk}-tasks": "Deltar i arbeidsgruppene.",
                f"p{place.pk}-contact_name": "Kari Nordmann",
                f"p{place.pk}-contact_email": "kari@example.org",
            },
        )


def _goals(page: Page, people: Cast) -> None:
    page.locator("[name='goals-0-indicator']").select_option(scenes.INDICATOR)
    fill(
        page,
        **{
            "goals-0-goal": "Kjøpe sammen",
            "goals-0-baseline": "0",
            "goals-0-target": "3",
            "goals-0-how_measured": "Vi teller avtaler.",
        },
    )


def _plan(page: Page, people: Cast) -> None:
    fill(
        page,
        **{
            "starts": "2027-03-15",
            "ends": "2027-12-15",
            "milestones-0-name": "Avtale inngått",
            "milestones-0-on": "2027-12-01",
        },
    )
    page.locator("[name='milestones-0-organisation_id']").select_option(str(people.bodo.pk))


def _budget(page: Page, people: Cast) -> None:
    lead = f"c{people.bodo.pk}"
    if not page.locator(f"[name='{lead}-0-category']").count():
        page.locator(f"button[name='add-row'][value='{lead}']").click()
        page.wait_for_selector(f"[name='{lead}-0-category']")
    page.locator(f"[name='{lead}-0-category']").select_option("project_work")
    page.locator(f"[name='{lead}-0-activity']").select_option("describe_needs")
    fill(
        page,
        **{
            f"{lead}-0-text": "Prosjektleder",
            f"{lead}-0-y2027": "2 000 000",
            f"o{people.bodo.pk}-money2027": "600 000",
            f"o{people.bodo.pk}-work2027": "400 000",
            "requested-y2027": "1 000 000",
        },
    )


def _funding(page: Page, people: Cast) -> None:
    tick(page, "no_others")
    tick(page, "no_unspent")


def _risk(page: Page, people: Cast) -> None:
    page.locator("[name='risks-0-likelihood']").select_option("3")
    page.locator("[name='risks-0-consequence']").select_option("4")
    fill(page, **{"risks-0-what": "Leverandøren blir sen", "risks-0-measure": "Milepæler i avtalen."})


def _standards(page: Page, people: Cast) -> None:
    for box in page.locator("main input[type='checkbox'][name$='-used'], main input[name='duties']").all():
        box.check()
    for text in page.locator("main textarea[name$='-how']").all():
        text.fill("Stilles som krav.")
    fill(page, involved="Ansatte, brukerråd og leverandører.")


_SECTIONS: dict[str, Callable[[Page, Cast], None]] = {
    "prosjekt": _project,
    "partnere": _partners,
    "mal": _goals,
    "plan": _plan,
    "budsjett": _budget,
    "annen-finansiering": _funding,
    "risiko": _risk,
    "standarder": _standards,
}


def _time_passes_and_the_call_closes(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(closes_at=clock.now() - timedelta(minutes=1))


def _check_and_assess(people: Cast, desk: Desk, application: Application) -> None:
    guri, case = desk(people.guri), f"/soknader/{application.pk}/sak/"
    guri.goto(case)
    press(guri, "Ta saken")
    guri.goto(f"{case}formell-kontroll/")
    for yes in guri.locator("main input[type='radio'][value='yes']").all():
        yes.check()
    assert_sound(guri)
    press(guri, "Alt er oppfylt")
    guri.locator("[name='assessor_1']").select_option(str(people.ingrid.pk))
    guri.locator("[name='assessor_2']").select_option(str(people.jonas.pk))
    press(guri, "Oppnevn")
    for assessor in (people.ingrid, people.jonas):
        _score(desk(assessor), application.assessments.get(assessor=assessor).pk)
    guri.goto(f"{case}innstilling/")
    fill(guri, amount_ore="800 000", reasons="Godt forankret i tre kommuner.", conditions="Del kravene.")
    assert_sound(guri)
    press(guri, "Lagre innstillingen")


def _score(page: Page, pk: int) -> None:
    page.goto(f"/vurderinger/{pk}/")
    page.locator("[name='conflict'][value='no']").check()
    press(page, "Avgi")
    page.goto(f"/vurderinger/{pk}/")
    for four in page.locator("main input[type='radio'][value='4']").all():
        four.check()
    for reason in page.locator("main textarea[name^='reason_']").all():
        reason.fill("Godt beskrevet.")
    assert_sound(page)
    page.locator("button[name='act'][value='hand_in']").click()
    page.wait_for_load_state()


def _decide_and_tell(people: Cast, desk: Desk, call: Call) -> None:
    guri, hans, allotment = desk(people.guri), desk(people.hans), f"/utlysninger/{call.slug}/tildeling/1/"
    guri.goto(allotment)
    press(guri, "Fyll ut")
    assert_sound(guri)
    guri.goto(f"{allotment}vedtak/")
    press(guri, "Forbered alle")
    hans.goto(f"{allotment}vedtak/")
    assert_sound(hans)
    press(hans, "Fatt alle")
    guri.goto(f"{allotment}utsending/")
    for box in guri.locator("main input[type='checkbox']").all():
        box.check()
    press(guri, "Send brevene")
    for _step in range(10):
        if Grant.objects.exists():
            break
        guri.wait_for_timeout(500)
        buttons = guri.locator("main").get_by_role("button", name=re.compile("Send|Fortsett"))
        if buttons.count():
            buttons.first.click()
            guri.wait_for_load_state()


def _accept(people: Cast, desk: Desk, grant: Grant) -> None:
    bjorn = desk(people.bjorn)
    bjorn.goto(f"/tilskudd/{grant.pk}/")
    assert_sound(bjorn)
    bjorn.locator("main").get_by_role("link", name="Svar på tilbudet").first.click()
    fill(bjorn, account_number="8601 11 17948")
    tick(bjorn, "terms")
    press(bjorn, "Ta imot")
    expect(bjorn.get_by_text(re.compile("gyldig kontonummer")).first).to_be_visible()
    fill(bjorn, account_number=ACCOUNT)
    press(bjorn, "Ta imot")
    grant.refresh_from_db()
    assert grant.state == "accepted"


def _report(people: Cast, desk: Desk, grant: Grant) -> None:
    anne, siri, bjorn, guri = desk(people.anne), desk(people.siri), desk(people.bjorn), desk(people.guri)
    for report in grant.reports.order_by("number"):
        address = f"/tilskudd/rapporter/{report.pk}/"
        anne.goto(address)
        for spent in anne.locator("[name^='spent_']").all():
            spent.fill("2 000 000")
        for value in anne.locator("[name^='value_']").all():
            value.fill("3")
        for method in anne.locator("[name^='method_']").all():
            method.select_option("count")
        for before in anne.locator("[name^='before_']").all():
            before.fill("1")
        for how in anne.locator("[name^='how_']").all():
            how.fill("Vi talte.")
        fill(anne, progress="Alt er gjort.", experience="Begynn tidlig.")
        assert_sound(anne)
        anne.locator("main").get_by_role("button", name="Lagre", exact=True).last.click()
        anne.wait_for_load_state()
        if report.kind == "final":
            siri.goto(f"{address}revisor/")
            assert_sound(siri)
            siri.locator("[name='file']").set_input_files(file("revisor.pdf", "application/pdf", PDF))
            press(siri, "Legg til")
        bjorn.goto(f"{address}send-inn/")
        press(bjorn, "Lever")
        guri.goto(address)
        assert_sound(guri)
        guri.goto(f"{address}godkjenn/")
        press(guri, "Godkjenn")
        report.refresh_from_db()
        assert report.state == "approved"


def _pay_the_rest_and_close(people: Cast, desk: Desk, grant: Grant) -> None:
    pay_all(people, desk)
    guri = desk(people.guri)
    guri.goto(f"/tilskudd/{grant.pk}/avslutt/")
    press(guri, "Avslutt saken")
    grant.refresh_from_db()
    assert grant.state == "closed"
    guri.goto(f"/tilskudd/{grant.pk}/")
    assert_sound(guri)
