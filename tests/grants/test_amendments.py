"""An agreement is changed: asked for, decided, carried out; what was before stays readable beside it.

The duties (docs/law.md): forvaltningsloven §§ 24–25; bestemmelser om økonomistyring i staten.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework import todo
from helsetek.casework.models import Notice
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, Refusal, RuleBroken, WrongState
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.cooperation import selectors as cooperation
from helsetek.grants.models import Grant
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import agreements, amendments, reports
from helsetek.grants.selectors.grants import granted_by_envelope, granted_ore
from helsetek.grants.selectors.grants import grants as listed
from helsetek.grants.selectors.payments import to_prepare
from helsetek.grants.services import amendments as services
from helsetek.grants.services import closing, payments, reporting
from helsetek.registry.models import MunicipalityNumber, Succession
from helsetek.scheme.selectors import allotments_of, balances_of_case
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, first_instalment, pay_all_released, report_of
from tests.grants.amending import (
    a_draft_amendment,
    an_asked_amendment,
    budget_with,
    decided_by_two,
    fresh,
    raised,
)

pytestmark = pytest.mark.django_db
DURING = oslo(2024, 6, 3, 10)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """A million to Bodø, Fauske and Saltdal, the first part paid; later acts are in June 2024."""
    accepted = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    return accepted


@pytest.fixture(autouse=True)
def in_june(grant: Grant):  # type: ignore[no-untyped-def]
    with clock.at(DURING):
        yield


def verbs(grant: Grant) -> list[str]:
    return [event.verb for event in events.of_case(grant.application.case.number)]


def test_acceptance_keeps_the_first_version_and_no_version_is_ever_changed(grant: Grant) -> None:
    first = agreements.versions_of(grant).get()
    agreed = agreements.content_of(first)
    assert (agreed.granted_ore, agreed.lead_id) == (kroner(1_000_000), grant.application.lead_id)
    assert len(agreed.partners) == 3
    assert agreed.account == "86011117947"
    first.holds_from = date(2030, 1, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        first.save()


def test_more_time_is_asked_for_decided_by_two_and_moves_reports_payments_and_end(
    cast: Cast, grant: Grant
) -> None:
    before = agreements.agreement(grant)
    new_end = before.ends + timedelta(days=365)
    draft = a_draft_amendment(cast, grant, "time", new_end=new_end.isoformat())
    with pytest.raises(NotAllowed):
        services.ask(by=cast.anne, amendment=draft)  # a writer does not bind the project
    assert not amendments.of_grant(grant, inside=True)  # the directorate does not see the draft
    services.ask(by=cast.bjorn, amendment=draft)
    amendment = fresh(grant)
    services.ask_for_information(by=cast.guri, amendment=amendment, question="Hvor mye lengre?")
    services.give_information(by=cast.anne, amendment=amendment, answer="Et år.")
    with pytest.raises(WrongState):
        services.settle(by=cast.guri, amendment=amendment)  # too long for one officer alone
    services.prepare(by=cast.guri, amendment=amendment, grants_it=True, reasons="")
    with pytest.raises(NotAllowed):
        services.decide(by=cast.guri, amendment=amendment)
    services.decide(by=cast.hans, amendment=amendment)
    after = agreements.agreement(grant)
    assert after.ends == new_end
    assert after.final is not None
    assert before.final is not None
    assert after.final.due_on.year == before.final.due_on.year + 1
    assert len(after.reports) == len(before.reports) + 1
    assert sum(part.amount_ore for part in after.instalments) == kroner(1_000_000)
    assert agreements.content_of(agreements.version(grant, 1)).ends == before.ends  # still readable
    done = fresh(grant)
    assert (done.state, done.version.number) == ("in_effect", 2)
    assert done.letter is not None
    assert (done.letter.sent_at, done.letter.language) == (DURING, "nb")
    assert verbs(grant)[-2:] == ["grants.amendment_decided", "grants.amendment_in_effect"]
    assert Notice.objects.filter(kind="grants.amendment_answer", person=cast.bjorn).exists()


def test_a_small_move_in_the_budget_is_told_and_the_report_shows_the_new_lines(
    cast: Cast, grant: Grant
) -> None:
    before = reports.budget_lines(grant)
    move = before[0].amount_ore // 10
    amendment = an_asked_amendment(cast, grant, "budget", **budget_with(grant, move))
    assert amendment.state == "in_effect"
    assert amendment.decided_by is None
    after = {line.key: line.amount_ore for line in reports.budget_lines(report_of(grant).grant)}
    assert after[before[0].key] == before[0].amount_ore - move
    assert after[before[-1].key] == before[-1].amount_ore + move
    assert "grants.amendment_noted" in verbs(grant)


def test_a_large_move_waits_for_a_decision_and_a_refusal_changes_nothing(cast: Cast, grant: Grant) -> None:
    before = agreements.agreement(grant)
    move = sum(row.amount_ore for row in before.budget) // 5
    rows = [row.model_dump() for row in before.budget]
    largest = max(range(len(rows)), key=lambda n: rows[n]["amount_ore"])
    rows[largest]["amount_ore"] -= move
    rows[(largest + 1) % len(rows)]["amount_ore"] += move
    amendment = an_asked_amendment(cast, grant, "budget", lines=rows)
    assert amendment.state == "asked"
    with pytest.raises(RuleBroken):
        services.prepare(by=cast.guri, amendment=amendment, grants_it=False, reasons=" ")
    done = decided_by_two(cast, amendment, grants_it=False, reasons="Kostnaden er ikke begrunnet.")
    assert (done.state, agreements.agreement(grant)) == ("refused", before)
    assert done.letter is not None
    with pytest.raises(WrongState):
        services.withdraw(by=cast.bjorn, amendment=done, reason="For sent")


def test_a_partner_comes_in_by_its_own_consent_and_another_leaves(cast: Cast, grant: Grant) -> None:
    case = grant.application.case
    amendment = an_asked_amendment(cast, grant, "partner_in", organisation_id=cast.alver.pk, tasks="Tester")
    with pytest.raises(WrongState):
        services.prepare(by=cast.guri, amendment=amendment, grants_it=True, reasons="")
    consent = amendment.consents.get()
    with pytest.raises(NotAllowed):
        services.answer_consent(by=cast.bjorn, consent=consent, consents=True)
    services.answer_consent(by=cast.aud, consent=consent, consents=True)
    decided_by_two(cast, amendment)
    assert cast.alver.pk in {party.organisation_id for party in cases.parties_of(case)}
    assert cast.alver.pk in cooperation.consented_ids(grant.application.collaboration)
    out = an_asked_amendment(
        cast, grant, "partner_out", organisation_id=cast.fauske.pk, takes_over_id=cast.alver.pk
    )
    decided_by_two(cast, out)
    parties = {party.organisation_id for party in cases.parties_of(case)}
    assert cast.fauske.pk not in parties
    assert cast.fauske.pk not in {line.organisation_id for line in reports.budget_lines(grant)}
    assert cast.fauske.pk not in cooperation.standing_ids(grant.application.collaboration)


def test_a_new_lead_gives_an_account_that_two_others_verify_before_anything_is_paid(
    cast: Cast, grant: Grant
) -> None:
    amendment = an_asked_amendment(cast, grant, "new_lead", organisation_id=cast.fauske.pk)
    services.answer_consent(by=cast.david, consent=amendment.consents.get(), consents=True)
    decided_by_two(cast, amendment)
    grant = Grant.objects.get(pk=grant.pk)
    assert (grant.application.lead_id, grant.account) == (cast.fauske.pk, None)
    assert [p.role for p in cases.parties_of(grant.application.case)] == ["lead", "member", "member"]
    grant.instalments.filter(number=2).update(waits_for=None, due_on=clock.today())
    assert not to_prepare().exists()
    with pytest.raises(WrongState, match=r"."):
        payments.prepare(by=cast.kari, instalment=grant.instalments.get(number=2))
    begun = services.begin(by=cast.cecilie, grant=grant, kind=KindCode.ACCOUNT, side=Side.MUNICIPALITY)
    services.save(by=cast.cecilie, amendment=begun, data={"number": "12345678903"}, reason="Vår", revision=0)
    services.ask(by=cast.david, amendment=begun)
    begun = fresh(grant)
    assert not to_prepare().exists()
    with pytest.raises(NotAllowed):
        services.prepare(by=cast.guri, amendment=begun, grants_it=True, reasons="Sett")
    services.prepare(by=cast.kari, amendment=begun, grants_it=True, reasons="Ringte sentralbordet i Fauske.")
    with pytest.raises(NotAllowed):
        services.decide(by=cast.kari, amendment=begun)
    services.decide(by=cast.leif, amendment=begun)
    grant = Grant.objects.get(pk=grant.pk)
    assert agreements.agreement(grant).account == "12345678903"
    assert agreements.content_of(agreements.version(grant, 1)).account == "86011117947"
    assert to_prepare().exists()


def test_more_and_less_money_go_through_the_ledger_and_never_past_what_is_there(
    cast: Cast, grant: Grant
) -> None:
    envelope = allotments_of(grant.application.call)[0].envelope_id
    number = grant.application.case.number
    more = raised(cast, grant, "more", amount_ore=kroner(100_000), envelope_id=envelope)
    done = decided_by_two(cast, more)
    assert done.state == "in_effect"
    assert granted_ore(grant) == kroner(1_100_000) == granted_by_envelope(grant)[envelope]
    assert balances_of_case(number).accepted + balances_of_case(number).paid == kroner(1_100_000)
    assert listed().get(pk=grant.pk).granted == kroner(1_100_000)  # type: ignore[attr-defined]
    unpaid = agreements.agreement(grant).changeable_ore
    less = an_asked_amendment(cast, grant, "less", amount_ore=unpaid - kroner(10_000))
    decided_by_two(cast, less)
    left = balances_of_case(number)
    assert left.accepted == kroner(10_000) == agreements.agreement(grant).changeable_ore
    assert granted_ore(grant) == left.accepted + left.paid
    with pytest.raises(RuleBroken):
        an_asked_amendment(cast, grant, "less", amount_ore=kroner(10_001))


def test_the_directorate_warns_first_where_it_goes_against_the_party(cast: Cast, grant: Grant) -> None:
    amendment = raised(cast, grant, "end", end_on="2024-06-30")
    assert amendment.state == "more_information"  # forvaltningsloven § 16
    with pytest.raises(WrongState):
        services.go_on_without_answer(by=cast.guri, amendment=amendment)
    assert amendment.answer_before
    with clock.at(amendment.answer_before):
        services.go_on_without_answer(by=cast.guri, amendment=amendment)
        decided_by_two(cast, amendment, reasons="Prosjektet er lagt ned.")
    agreed = agreements.agreement(grant)
    assert agreed.final is not None
    waiting = {part.waits_for for part in agreed.instalments if part.state == "planned"}
    assert waiting == {agreed.final.number}
    assert [r.state for r in agreed.reports if r.kind == "progress"] == ["dropped"] * (
        len(agreed.reports) - 1
    )


def test_what_is_decided_for_a_later_day_takes_effect_on_that_day(cast: Cast, grant: Grant) -> None:
    amendment = an_asked_amendment(cast, grant, "scope", activities="Nytt", goals=_goals(grant))
    decided_by_two(cast, amendment, holds_from=date(2024, 7, 1))
    assert fresh(grant).state == "decided"
    assert services.take_effect_today() == []
    with clock.at(oslo(2024, 7, 1, 6)):
        assert services.take_effect_today() == [amendment.pk]
    assert agreements.agreement(grant).activities == "Nytt"
    assert reports.goals_asked(grant, "nb")[0].target == "99"


def _goals(grant: Grant) -> list[dict[str, object]]:
    goals = [goal.model_dump(mode="json") for goal in agreements.goals_of(grant)]
    return [goals[0] | {"target": "99"}, *goals[1:]]


def test_on_hold_everything_is_read_only_and_no_payment_leaves(cast: Cast, grant: Grant) -> None:
    """Goes through all acts on a grant that runs."""
    grant.instalments.filter(number=2).update(waits_for=None, due_on=clock.today())
    second = grant.instalments.get(number=2)
    payments.prepare(by=cast.kari, instalment=second)
    payments.attest(by=cast.leif, instalment=second)
    report, asked = report_of(grant), a_draft_amendment(cast, grant, "time", new_end="2027-01-01")
    hold = raised(cast, grant, "hold")
    services.settle(by=cast.guri, amendment=hold)
    grant = Grant.objects.get(pk=grant.pk)
    assert (grant.state, grant.held_since) == ("held", date(2024, 6, 3))
    before = (len(verbs(grant)), agreements.agreement(grant))
    acts = {
        "save": lambda: reporting.save_report(by=cast.anne, report=report, data={}, revision=0),
        "confirm": lambda: reporting.confirm_accounts(
            by=cast.siri, report=report, file_name="a.pdf", content=b"%PDF"
        ),
        "hand in": lambda: reporting.hand_in(by=cast.bjorn, report=report),
        "ask again": lambda: reporting.ask_again(by=cast.guri, report=report, question="Hva?"),
        "approve": lambda: reporting.approve(by=cast.guri, report=report),
        "close": lambda: closing.close(by=cast.guri, grant=grant),
        "prepare": lambda: payments.prepare(by=cast.kari, instalment=first_instalment(grant)),
        "attest": lambda: payments.attest(by=cast.leif, instalment=second),
        "send back": lambda: payments.send_back(by=cast.leif, instalment=second, reason="Nei"),
        "make file": lambda: payments.make_file(by=cast.kari),
        "ask": lambda: services.ask(by=cast.bjorn, amendment=asked),
        **{
            f"begin {kind}": lambda kind=kind: services.begin(
                by=cast.anne, grant=grant, kind=kind, side=Side.MUNICIPALITY
            )
            for kind in KindCode
            if kind not in (KindCode.RESUME, KindCode.END)
        },
    }
    for act in acts.values():
        with pytest.raises(Refusal):
            act()
    assert (len(verbs(grant)), agreements.agreement(grant)) == before
    with clock.at(DURING + timedelta(days=30)):
        resume = an_asked_amendment(cast, grant, "resume", move_dates=True)
        services.settle(by=cast.guri, amendment=resume)
    after = agreements.agreement(grant)
    assert Grant.objects.get(pk=grant.pk).state == "accepted"
    assert after.ends == before[1].ends + timedelta(days=30)
    assert payments.make_file(by=cast.kari)


def test_a_merger_in_the_register_is_seen_and_followed_by_one_officer(cast: Cast, grant: Grant) -> None:
    numbers = {
        place: MunicipalityNumber.objects.create(organisation=place, number=f"99{n}0", name=place.name)
        for n, place in enumerate((cast.fauske, cast.alver), start=1)
    }
    Succession.objects.create(
        predecessor=numbers[cast.fauske], successor=numbers[cast.alver], on=date(2024, 6, 1), kind="merger"
    )
    casework.assign_officer(by=cast.guri, case=grant.application.case, officer=cast.guri)
    waiting = [one for one in todo.for_person(cast.guri) if one.kind == "grants.merger"]
    assert len(waiting) == 1
    spent = sum(line.amount_ore for line in reports.budget_lines(grant))
    merged = {
        "predecessor_ids": [cast.fauske.pk],
        "successor_id": cast.alver.pk,
        "on": "2024-06-01",
    }
    services.settle(by=cast.guri, amendment=raised(cast, grant, "merged", **merged))
    parties = {party.organisation_id for party in cases.parties_of(grant.application.case)}
    assert parties == {cast.bodo.pk, cast.saltdal.pk, cast.alver.pk}
    assert sum(line.amount_ore for line in reports.budget_lines(grant)) == spent
    assert cast.alver.pk in {line.organisation_id for line in reports.budget_lines(grant)}
    assert not [one for one in todo.for_person(cast.guri) if one.kind == "grants.merger"]
