"""Acts on what is challenged, changed, claimed back and looked at: appeals, amendments, claims, stops, controls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helsetek.accounts.rules import Role
from helsetek.casework import services as casework
from helsetek.casework.models import Appeal, Letter, Ruling
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.services.preparing import allowed_outcomes
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.control.models import Control, Finding, Plan
from helsetek.control.services import controls, findings, plans
from helsetek.grants.models import (
    Amendment,
    AmendmentConsent,
    Decision,
    Grant,
    Instalment,
    PaymentStop,
    RepaymentClaim,
    SetOff,
    Waiver,
)
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.rules.interest import Part
from helsetek.grants.selectors import agreements, appealed
from helsetek.grants.selectors import recovery as claims
from helsetek.grants.services import amendments, recovery, stops
from helsetek.scheme import services as scheming
from helsetek.scheme.models import Allotment, Envelope
from tests.grants.amending import budget_with
from tests.play.world import NothingToDo, World

WHY = Reasons("Utlysningen punkt 4.", "Budsjettet ble lest feil.", "Da veier behovet tyngst.")
TO_PAY = ("claimed", "collection")


# -- Appeals ------------------------------------------------------------------------------------------


def open_letter(world: World) -> None:
    letter = world.thing(Letter.objects.filter(sent_at__isnull=False))
    casework.open_letter(by=world.by(Role.WRITER, letter.recipient_id), letter=letter)


def file_appeal(world: World) -> None:
    decision = world.thing(Decision.objects.filter(notified_at__isnull=False))
    person = world.by(Role.SIGNATORY, decision.application.lead_id)
    about = {"case": decision.application.case, "subject": appealed.SUBJECT, "subject_id": decision.pk}
    appeal = casework.begin_appeal(by=person, **about)
    casework.save_appeal(by=person, appeal=appeal, wrong="Budsjettet.", change="", revision=appeal.revision)
    casework.submit_appeal(by=person, appeal=appeal)


def withdraw_appeal(world: World) -> None:
    appeal = world.thing(Appeal.objects.all(), state__in=("submitted", "prepared", "sent_on"))
    casework.withdraw_appeal(by=world.by(Role.SIGNATORY, appeal.organisation_id), appeal=appeal)


def prepare_ruling(world: World) -> None:
    appeal = world.thing(Appeal.objects.all(), state__in=("submitted", "anew", "sent_on"))
    body = {"body": "Departementet", "decided_on": clock.today()} if appeal.state == "sent_on" else {}
    proposed = casework.Proposed(
        outcome=world.one(allowed_outcomes(appeal)),
        reasons=WHY,
        values={"amount_ore": kroner(world.one((10_000, 50_000, 10_000_000)))},
        late_excused=world.one(("", "Brevet kom bort.")),
        **body,  # type: ignore[arg-type]
    )
    casework.prepare_on_appeal(by=world.someone(world.cast.guri), appeal=appeal, proposed=proposed)


def decide_ruling(world: World) -> None:
    ruling = world.thing(Ruling.objects.all(), state="prepared")
    casework.decide_ruling(
        by=world.someone(world.cast.hans, world.cast.hans, ruling.prepared_by), ruling=ruling
    )


def send_ruling_back(world: World) -> None:
    ruling = world.thing(Ruling.objects.all(), state="prepared")
    casework.send_ruling_back(by=world.someone(world.cast.hans), ruling=ruling, reason="Regn om.")


def hold_for_appeals(world: World) -> None:
    amount = kroner(world.one((100_000, 500_000, 10**8)))
    allotment = world.thing(Allotment.objects.filter(notified_at__isnull=False))
    scheming.hold_for_appeals(by=world.someone(world.cast.frode), allotment=allotment, amount_ore=amount)


def release_held(world: World) -> None:
    envelope, reason = world.thing(Envelope.objects.all()), world.one(("", "", "For mye satt av."))
    scheming.release_held(
        by=world.someone(world.cast.frode), envelope=envelope, amount_ore=kroner(50_000), reason=reason
    )


# -- Amendments ---------------------------------------------------------------------------------------


def ask_for_amendment(world: World) -> None:
    grant = world.thing(Grant.objects.all(), state__in=("accepted", "held"))
    kind = KindCode.RESUME if grant.state == "held" else world.one(_ASKED)
    inside = world.chance(0.4) or kind is KindCode.HOLD
    side = Side.DIRECTORATE if inside else Side.MUNICIPALITY
    lead = grant.application.lead_id
    writer, signer = (
        (world.cast.guri,) * 2 if inside else (world.by(Role.WRITER, lead), world.by(Role.SIGNATORY, lead))
    )
    begun = amendments.begin(by=writer, grant=grant, kind=kind, side=side)
    data = _change(world, grant, kind)
    amendments.save(by=writer, amendment=begun, data=data, reason="Forsinket.", revision=begun.revision)
    amendments.ask(by=signer, amendment=begun)


_ASKED = (
    KindCode.TIME, KindCode.TIME, KindCode.BUDGET, KindCode.MORE, KindCode.LESS, KindCode.HOLD, KindCode.END,
    KindCode.PARTNER_IN, KindCode.NEW_LEAD, KindCode.ACCOUNT,
)  # fmt: skip


def _change(world: World, grant: Grant, kind: KindCode) -> dict[str, Any]:
    now = agreements.agreement(grant)
    if kind is KindCode.TIME:
        return {"new_end": (now.ends + timedelta(days=world.one((30, 200)))).isoformat()}
    if kind is KindCode.BUDGET:
        return budget_with(grant, now.budget[0].amount_ore // world.one((3, 20)))
    if kind is KindCode.MORE:
        rows = grant.instalments.order_by("number")
        return {"amount_ore": kroner(world.one((10_000, 100_000))), "envelope_id": rows[0].envelope_id}
    if kind is KindCode.LESS:
        return {"amount_ore": kroner(world.one((1_000, 50_000)))}
    if kind is KindCode.END:
        return {"end_on": (clock.today() + timedelta(days=20)).isoformat()}
    if kind is KindCode.RESUME:
        return {"move_dates": world.chance(0.5)}
    if kind is KindCode.ACCOUNT:
        return {"number": world.one(("12345678903", "86011117947"))}
    if kind in (KindCode.PARTNER_IN, KindCode.NEW_LEAD):
        told = {"tasks": "Tester"} if kind is KindCode.PARTNER_IN else {}
        return {"organisation_id": world.one(world.municipalities).pk, **told}
    return {}


def answer_consent(world: World) -> None:
    consent = world.thing(AmendmentConsent.objects.all(), consents=None)
    person = world.by(Role.SIGNATORY, consent.organisation_id)
    amendments.answer_consent(by=person, consent=consent, consents=world.chance(0.9), reason="Vi vil ikke.")


def give_answer(world: World) -> None:
    amendment = world.thing(Amendment.objects.all(), state="more_information")
    if world.chance(0.5):
        person = world.by(Role.WRITER, amendment.grant.application.lead_id)
        amendments.give_information(by=person, amendment=amendment, answer="Et år.")
        return
    amendments.go_on_without_answer(by=world.someone(world.cast.guri), amendment=amendment)


def ask_about_amendment(world: World) -> None:
    amendment = world.thing(Amendment.objects.all(), state="asked")
    amendments.ask_for_information(
        by=world.someone(world.cast.guri), amendment=amendment, question="Hvorfor?"
    )


def prepare_amendment(world: World) -> None:
    amendment = world.thing(Amendment.objects.all(), state="asked")
    if world.chance(0.4):
        amendments.settle(by=world.someone(world.cast.guri), amendment=amendment)
        return
    who = world.cast.kari if amendment.kind == KindCode.ACCOUNT else world.cast.guri
    later = clock.today() + timedelta(days=5) if world.chance(0.2) else None
    amendments.prepare(
        by=world.someone(who),
        amendment=amendment,
        grants_it=world.chance(0.85),
        reasons="Sett.",
        holds_from=later,
    )


def decide_amendment(world: World) -> None:
    amendment = world.thing(Amendment.objects.all(), state="prepared")
    who = world.cast.leif if amendment.kind == KindCode.ACCOUNT else world.cast.hans
    person = world.someone(who, who, amendment.prepared_by or who)
    if world.chance(0.1):
        amendments.send_back(by=person, amendment=amendment, reason="Skriv mer.")
        return
    amendments.decide(by=person, amendment=amendment)


def withdraw_amendment(world: World) -> None:
    amendment = world.thing(Amendment.objects.all(), state__in=("draft", "asked", "prepared"))
    person = world.by(Role.SIGNATORY, amendment.grant.application.lead_id)
    amendments.withdraw(by=person, amendment=amendment, reason="Vi rekker det.")


# -- Money that comes back ----------------------------------------------------------------------------


def find_breach(world: World) -> None:
    grant, amount = world.thing(Grant.objects.all(), state="accepted"), world.one((10_000, 100_000, 10**8))
    recovery.find_breach(
        by=world.someone(world.cast.guri), grant=grant, amount_ore=kroner(amount), reason="Solgt."
    )


def go_on_with_claim(world: World) -> None:
    """The next step towards a decision, by who would do it."""
    claim = world.thing(RepaymentClaim.objects.all(), state__in=("found", "noticed", "stated", "prepared"))
    guri, it = world.someone(world.cast.guri), {"claim": claim}
    if claim.state == "found" and world.chance(0.9):
        recovery.give_notice(by=guri, **it, amount_ore=claim.amount_ore, reason="Solgt.")
    elif claim.state == "found":
        recovery.drop(by=guri, **it, reason="Misforstått.")
    elif claim.state == "noticed" and world.chance(0.6):
        person = world.by(Role.SIGNATORY, claim.grant.application.lead_id)
        recovery.state_view(by=person, **it, statement="Til reservedeler.")
    elif claim.state == "noticed":
        recovery.go_on_without_statement(by=guri, **it)
    elif claim.state == "stated":
        recovery.prepare(by=guri, **it, amount_ore=world.one((0, claim.amount_ore)), reasons="Vilkår 1.")
    else:
        decider = world.someone(world.cast.hans, world.cast.hans, claim.prepared_by or world.cast.guri)
        recovery.decide(by=decider, **it)


def record_return(world: World) -> None:
    claim = world.thing(RepaymentClaim.objects.all(), state__in=TO_PAY)
    amount = world.one((None, None, kroner(1_000), kroner(10**7)))
    recovery.record_payment(by=world.someone(world.cast.kari), claim=claim, amount_ore=amount)


def set_off(world: World) -> None:
    claim = world.thing(RepaymentClaim.objects.all(), state__in=TO_PAY)
    rows = Instalment.objects.filter(grant=claim.grant) if world.chance(0.9) else Instalment.objects.all()
    instalment = world.thing(rows, state="planned")
    recovery.set_off(by=world.someone(world.cast.kari), claim=claim, instalment=instalment)


def withdraw_set_off(world: World) -> None:
    made = world.thing(SetOff.objects.all(), done_at=None, withdrawn_at=None)
    recovery.withdraw_set_off(by=world.someone(world.cast.kari), set_off=made)


def agree_plan(world: World) -> None:
    claim = world.thing(RepaymentClaim.objects.all(), state="claimed")
    left = claims.standing(claim).left_ore
    days = [clock.today() + timedelta(days=30), clock.today() + timedelta(days=90)]
    parts = [Part(days[0], left // 2), Part(days[1], left - left // 2)]
    recovery.agree_plan(by=world.someone(world.cast.guri), claim=claim, parts=parts)


def waive(world: World) -> None:
    waiting = Waiver.objects.filter(decided_at=None)
    if waiting.exists() and world.chance(0.7):
        waiver = world.thing(waiting)
        by = world.someone(world.cast.hans)
        recovery.decide_waiver(by=by, waiver=waiver, grant=world.chance(0.8), answer="Nei.")
        return
    claim = world.thing(RepaymentClaim.objects.all(), state__in=TO_PAY)
    amount = world.one((kroner(1_000), claims.standing(claim).left_ore))
    recovery.propose_waiver(
        by=world.someone(world.cast.guri), claim=claim, kind=world.one(("waiver", "write_off")),
        amount_ore=amount, reason="Urimelig hardt.",
    )  # fmt: skip


def collect(world: World) -> None:
    claim = world.thing(RepaymentClaim.objects.all(), state__in=TO_PAY)
    kari = world.someone(world.cast.kari)
    if claim.state == "collection":
        recovery.take_home(by=kari, claim=claim, reason="De betaler nå.")
    else:
        recovery.hand_over(by=kari, claim=claim)


def reverse_claim(world: World) -> None:
    claim = world.thing(RepaymentClaim.objects.all(), state__in=(*TO_PAY, "paid"))
    if world.chance(0.6):  # seldom
        raise NothingToDo
    keep = world.one((0, claim.amount_ore // 2))
    recovery.reverse(by=world.someone(world.cast.hans), claim=claim, keep_ore=keep, reason="Medhold i klage.")


def stop_or_lift(world: World) -> None:
    standing = PaymentStop.objects.filter(lifted_at=None)
    if standing.exists() and world.chance(0.7):
        stops.lift(by=world.someone(world.cast.guri), stop=world.thing(standing), reason="Ferdig.")
        return
    grant = world.thing(Grant.objects.all(), state="accepted")
    stops.stop_payments(by=world.someone(world.cast.mona), grant=grant, reason="Kontroll.", ground="control")


# -- Control ------------------------------------------------------------------------------------------


def plan_control(world: World) -> None:
    """The plan of the year: drawn up, handed over, approved by another."""
    marit = world.thing(type(world.cast.mona).objects.filter(subject="marit"))
    plan = Plan.objects.filter(year=clock.today().year).first()
    if plan is None:
        plans.draw_up(by=world.someone(world.cast.mona), year=clock.today().year, by_risk=1, by_lot=0)
    elif plan.state == "draft":
        plans.hand_over(by=world.someone(world.cast.mona), plan=plan)
    elif plan.state == "proposed" and world.chance(0.8):
        plans.approve(by=world.someone(marit, marit, world.cast.mona), plan=plan)
    elif plan.state == "proposed":
        plans.send_back(by=world.someone(marit), plan=plan, reason="Ta med flere.")
    else:
        waiting = plan.selections.filter(control=None)
        asked = {"kind": "documents", "asked": "Regnskap"}
        controls.open_control(by=world.someone(world.cast.mona), selection=world.thing(waiting), **asked)


def go_on_with_control(world: World) -> None:
    control = world.thing(Control.objects.exclude(state__in=("closed", "called_off")))
    ours, lead = (
        {"by": world.someone(control.controller), "control": control},
        control.grant.application.lead_id,
    )
    if control.state == "planned":
        controls.give_notice(**ours, due_on=clock.today() + timedelta(days=21))
    elif control.state == "noticed":
        controls.hand_in(by=world.by(Role.WRITER, lead), control=control, reply="Alt ligger her.")
    elif control.state == "handed_in" and world.chance(0.4):
        findings.save_finding(
            **ours, category="documentation", gravity="fault", text="Timelister mangler.", ground="Vilkår 3",
            money_ore=kroner(1_000), due_on=clock.today() + timedelta(days=60),
        )  # fmt: skip
    elif control.state == "handed_in":
        controls.send_draft(**ours, summary="Gått gjennom.")
    elif control.state == "draft_sent":
        controls.state_view(by=world.by(Role.SIGNATORY, lead), control=control, statement="Funnet.")
    elif control.state == "stated":
        controls.report(**ours, conclusion="Listene må leveres.")
    else:
        controls.close(**ours)


def follow_finding(world: World) -> None:
    finding = world.thing(Finding.objects.exclude(state="closed"), control__state="reported")
    lead, mona = finding.control.grant.application.lead_id, world.someone(finding.control.controller)
    if finding.state == "open":
        findings.answer(by=world.by(Role.WRITER, lead), finding=finding, text="Her er listene.")
    elif world.chance(0.3):
        findings.not_enough(by=mona, finding=finding, evidence="Fauske mangler.")
    else:
        findings.close(by=mona, finding=finding, evidence="Alle er levert.")


ACTS = {
    open_letter: 4, file_appeal: 4, withdraw_appeal: 1, prepare_ruling: 8, decide_ruling: 8, send_ruling_back: 1,
    hold_for_appeals: 2, release_held: 1, ask_for_amendment: 8, answer_consent: 6, give_answer: 4,
    ask_about_amendment: 1, prepare_amendment: 10, decide_amendment: 10, withdraw_amendment: 1, find_breach: 2,
    go_on_with_claim: 10, record_return: 4, set_off: 3, withdraw_set_off: 1, agree_plan: 2, waive: 2, collect: 1,
    reverse_claim: 1, stop_or_lift: 2, plan_control: 3, go_on_with_control: 6, follow_finding: 4,
}  # fmt: skip
