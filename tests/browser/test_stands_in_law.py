"""A refusal that is challenged, and all that follows, played in the browser by the people concerned.

Saltdal is refused in the round, appeals, wins in part, and gets the money from what was held for appeals. It takes in a
partner, spends less than it got, pays back, is drawn for control; the case is closed, archived, and found again in the
public journal. Eli signs for Saltdal, in nynorsk; Guri handles; Hans decides; David consents for Fauske; Kari and Leif
pay; Mona controls and archives, and Marit approves her plan; Frode runs the scheme; Tor reads the journal as anybody
may. Only the time that passes, the bank's answer and the queue of the worker are done outside the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from helsetek.casework import services as casework
from helsetek.casework.commands import audit_verify
from helsetek.casework.models import Appeal
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.control.models import Control, Plan
from helsetek.grants.models import Amendment, Application, Grant, RepaymentClaim
from helsetek.records.models import Deposit, JournalEntry
from helsetek.records.selectors import archive
from helsetek.records.services import archive as archiving
from helsetek.scheme.selectors import Allotment, balances_of_case
from tests import rounds
from tests.browser.acting import Desk, fill, pay_all, press, tick
from tests.browser.eyes import assert_sound
from tests.cast import Cast, gather
from tests.control.making import another_controller
from tests.grants.afterwards import ACCOUNT

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Time:
    """What the clock shows to everybody, in the browser too; scenes of the past keep their own."""

    now: datetime

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    shown = Time(clock.now())
    monkeypatch.setattr(clock, "now", lambda: clock._set_to.get() or shown.now)
    return shown


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = gather()
    cast.saltdal.language_form = "nn"
    cast.saltdal.save()
    return cast


def send(page: Page, address: str = "", **typed: str) -> None:
    """Open a page, look whether it is sound, fill in, and press the button of its form."""
    if address:
        page.goto(address)
    assert_sound(page)
    fill(page, **typed)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    wrong = page.locator("main [aria-invalid=true], main .ds-error-summary").all()
    assert not wrong, f"{page.url}: {page.locator('main').inner_text()}"


def from_my_tasks(page: Page, words: str) -> None:
    """The way in that everybody has: what waits for me."""
    page.goto("/mine-oppgaver/")
    assert_sound(page)
    page.locator("main a").filter(has_text=words).first.click()
    page.wait_for_load_state()


def test_from_a_refusal_to_an_archived_case(
    people: Cast, desk: Desk, time: Time, live_server: LiveServer
) -> None:
    allotment = rounds.a_told_round(people, envelope_kr=2_000_000)
    time.now = allotment.call.closes_at + timedelta(days=8)
    desk(people.eli).context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "nn", "url": live_server.url}]
    )
    refused = Application.objects.get(call=allotment.call, lead=people.saltdal)
    _money_is_held(people, desk, allotment)
    _appeal_and_win_in_part(people, desk, time, refused)
    grant = Grant.objects.get(application=refused)
    _accept_and_be_paid(people, desk, time, grant)
    _take_in_a_partner(people, desk, time, grant)
    _spend_less_and_pay_back(people, desk, time, grant)
    _be_controlled(people, desk, time, grant)
    _close_and_archive(people, desk, time, grant)
    _found_again_by_anybody(people, desk, grant)
    proof = CliRunner().invoke(audit_verify)
    assert proof.exit_code == 0, proof.output
    stands = balances_of_case(refused.case.number)
    back = RepaymentClaim.objects.get(grant=grant).amount_ore
    assert (stands.claimed, stands.paid, stands.approved) == (0, 0, kroner(100_000) - back)


def _money_is_held(people: Cast, desk: Desk, allotment: Allotment) -> None:
    frode = desk(people.frode)
    send(frode, f"/rammer/{allotment.envelope_id}/hold-av/", amount="150 000", reason="Til klager.")
    expect(frode.locator("main")).to_contain_text("150 000")


def _appeal_and_win_in_part(people: Cast, desk: Desk, time: Time, refused: Application) -> None:
    eli, guri, hans = desk(people.eli), desk(people.guri), desk(people.hans)
    eli.goto(f"/saker/{refused.case.number}/klage/")
    assert_sound(eli)
    expect(eli.locator("h1")).to_have_text("Klage og innsyn")
    eli.locator("main form[action$='/klage/ny/'] button").click()
    eli.wait_for_load_state()
    appeal = Appeal.objects.get()
    send(eli, f"/klager/{appeal.pk}/skriv/", wrong="Budsjettet vart lese feil.", change="Vi ber om alt.")
    send(eli, f"/klager/{appeal.pk}/send/")
    time.pass_days(5)
    from_my_tasks(guri, "lage")
    guri.goto(f"/klager/{appeal.pk}/forbered/")
    guri.locator("[name=outcome][value=changed_in_part]").check()
    why = {"rule": "Utlysingspunkt 4.", "facts": "Budsjettet vart lese feil.", "discretion": "Behovet veg."}
    send(guri, amount_ore="100 000", **why)
    from_my_tasks(hans, "lag")
    press(hans, "Avgjør og send brevet")
    appeal.refresh_from_db()
    eli.goto(f"/klager/{appeal.pk}/")
    assert_sound(eli)
    expect(eli.locator("main")).to_contain_text("delvis medhald")
    send(
        eli, f"/klager/{appeal.pk}/trekk/"
    )  # what was won is enough: the rest need not go to the appeal body


def _accept_and_be_paid(people: Cast, desk: Desk, time: Time, grant: Grant) -> None:
    eli = desk(people.eli)
    eli.goto(f"/tilskudd/{grant.pk}/svar/")
    tick(eli, "terms")
    send(eli, account_number=ACCOUNT)
    grant.refresh_from_db()
    assert grant.state == "accepted"
    time.pass_days(1)
    pay_all(people, desk)
    assert balances_of_case(grant.application.case.number).paid > 0


def _take_in_a_partner(people: Cast, desk: Desk, time: Time, grant: Grant) -> None:
    eli, guri, hans, david = (desk(one) for one in (people.eli, people.guri, people.hans, people.david))
    eli.goto(f"/tilskudd/{grant.pk}/endre/")
    eli.locator("[name=kind][value=partner_in]").check()
    send(eli)
    eli.locator("[name=organisation_id]").select_option(str(people.fauske.pk))
    send(eli, tasks="Prøver løysinga hos seg.", reason="Fauske vil vere med.")
    change = Amendment.objects.get()
    send(eli, f"/tilskudd/endringer/{change.pk}/send/")
    from_my_tasks(david, "amtykke")
    press(david, "Svar")
    david.locator("[name=consents][value=yes]").check()
    send(david)
    send_prepared = f"/tilskudd/endringer/{change.pk}/klargjor/"
    guri.goto(send_prepared)
    guri.locator("[name=grants_it][value=yes]").check()
    send(guri, reasons="Det styrkjer prosjektet.")
    send(hans, f"/tilskudd/endringer/{change.pk}/vedta/")
    eli.goto(f"/tilskudd/{grant.pk}/avtale/")
    assert_sound(eli)
    expect(eli.locator("main")).to_contain_text("Fauske")


def _spend_less_and_pay_back(people: Cast, desk: Desk, time: Time, grant: Grant) -> None:
    eli, guri, kari = desk(people.eli), desk(people.guri), desk(people.kari)
    for report in grant.reports.order_by("number"):
        time.now = max(time.now, report.due_at - timedelta(days=3))
        eli.goto(f"/tilskudd/rapporter/{report.pk}/")
        spent = eli.locator("[name^='spent_']").all()
        for number, field in enumerate(spent):
            field.fill("40 000" if number == 0 else "0")
        for name, text in (("value_", "3"), ("before_", "1"), ("how_", "Vi talde.")):
            for field in eli.locator(f"[name^='{name}']").all():
                field.fill(text)
        for method in eli.locator("[name^='method_']").all():
            method.select_option("count")
        fill(
            eli,
            progress="Alt er gjort, for mindre.",
            deviations="Kommunane gjorde meir sjølve.",
            experience="Start tidleg.",
        )
        assert_sound(eli)
        eli.locator("main").get_by_role("button", name="Lagre", exact=True).last.click()
        eli.wait_for_load_state()
        send(eli, f"/tilskudd/rapporter/{report.pk}/send-inn/")
        send(guri, f"/tilskudd/rapporter/{report.pk}/godkjenn/")
    claim = RepaymentClaim.objects.get(grant=grant)
    assert claim.state == "claimed"
    from_my_tasks(eli, "Betal tilbake")
    assert_sound(eli)
    expect(eli.locator("main")).to_contain_text(claim.kid)
    time.pass_days(7)
    kari.goto(f"/tilbakekrav/{claim.pk}/innbetaling/")
    left = str(claim.amount_ore // 100)
    send(kari, amount=left, on=clock.today().isoformat())
    claim.refresh_from_db()
    assert claim.state == "paid"


def _be_controlled(people: Cast, desk: Desk, time: Time, grant: Grant) -> None:
    marit_person = another_controller(people)
    mona, marit, eli = desk(people.mona), desk(marit_person), desk(people.eli)
    mona.goto("/kontroll/planer/ny/")
    send(mona, by_risk="0", by_lot="1", note="Ein sak ved loddtrekning.")
    plan = Plan.objects.get()
    page_of_plan = f"/kontroll/planer/{plan.pk}/"
    mona.goto(page_of_plan)
    assert_sound(mona)
    mona.locator("main form[action$='/send/'] button").click()
    mona.wait_for_load_state()
    marit.goto(page_of_plan)
    press(marit, "Godkjenn planen")
    send(marit)
    time.pass_days(1)
    casework.make_due_draws()
    selection = plan.selections.get()
    assert selection.grant == grant
    mona.goto(f"/kontroll/planer/apne/{selection.pk}/")
    mona.locator("[name=kind][value=documents]").check()
    send(mona, asked="Rekneskap\nBilag")
    control = Control.objects.get()
    send(mona, f"/kontroll/{control.pk}/varsle/", due_on=(clock.today() + timedelta(days=21)).isoformat())
    send(eli, f"/kontroll/{control.pk}/lever/", reply="Alt ligg på sida.")
    send(mona, f"/kontroll/{control.pk}/utkast/", summary="Vi har gått gjennom rekneskapen. Ingen funn.")
    send(eli, f"/kontroll/{control.pk}/uttalelse/", statement="Vi har ikkje merknader.")
    send(mona, f"/kontroll/{control.pk}/rapport/", conclusion="Tilskotet er brukt som det skulle.")
    send(mona, f"/kontroll/{control.pk}/lukk/")
    control.refresh_from_db()
    assert control.state == "closed"
    eli.goto(f"/kontroll/{control.pk}/")
    assert_sound(eli)


def _close_and_archive(people: Cast, desk: Desk, time: Time, grant: Grant) -> None:
    guri, mona = desk(people.guri), desk(people.mona)
    send(guri, f"/tilskudd/{grant.pk}/avslutt/")
    grant.refresh_from_db()
    assert grant.state == "closed"
    time.pass_days(30)
    send(mona, "/arkiv/uttrekk/")
    archiving.make_ordered()
    made = Deposit.objects.get()
    assert made.state == "ready", made.problem
    mona.goto("/arkiv/")
    assert_sound(mona)
    assert archive.folder_of(made).is_dir()


def _found_again_by_anybody(people: Cast, desk: Desk, grant: Grant) -> None:
    tor, number = desk(people.tor), grant.application.case.number
    tor.goto(f"/innsyn/?search={number}")
    assert_sound(tor)
    listed = JournalEntry.objects.filter(case__number=number).count()
    assert listed > 8
    expect(tor.locator("main")).to_contain_text(number)
