"""What it means that a grant decision is changed: a new decision beside the old, money from what is held, an offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.casework.appealing import Remedy
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.selectors import Case, Ruling
from helsetek.common import clock, events, instants, money
from helsetek.common.answers import Answer, no, yes
from helsetek.common.errors import RuleBroken
from helsetek.common.events import Event
from helsetek.common.web.forms import MoneyField
from helsetek.grants.models import Application, Decision, Grant
from helsetek.grants.models import Origin as From
from helsetek.grants.selectors import appealed as selectors
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import acceptance, offers, reversing
from .common import lock_application, move
from .recovery.breaches import most_ore

LONGEST_CONDITIONS = 8000


class GrantRemedy(Remedy):
    """A changed grant decision gives money from what is held for appeals; an annulled dismissal is handled anew."""

    def fields(self, case: Case, subject: str, subject_id: int) -> dict[str, Any]:
        decision = selectors.decision_of(subject_id)
        given = selectors.given_ore(decision.application)
        words = {
            "asked": money.show(decision.application.requested_ore),
            "given": money.show(given),
            "held": money.show(selectors.held_ore(decision)),
        }
        return {
            "amount_ore": MoneyField(
                label=_("What the change gives, in addition to what is granted"),
                help_text=_("%(asked)s is applied for, %(given)s granted, %(held)s held for appeals.")
                % words,
                required=False,
            ),
            "conditions": forms.CharField(
                label=_("Conditions for this grant in particular"),
                max_length=LONGEST_CONDITIONS,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        }

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        decision = selectors.decision_of(subject_id)
        if outcome == rules.TO_HARM:
            return _harm(decision.application)
        amount = int(values.get("amount_ore") or 0)
        _check_amount(decision, amount)
        return {"amount_ore": amount, "conditions": str(values.get("conditions") or "").strip()}

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        if ruling.outcome == rules.TO_HARM:
            return _harm_in_words(ruling)
        amount = selectors.amount_of(ruling)
        if ruling.subject != selectors.SUBJECT or not amount:
            return []
        application = selectors.decision_of(ruling.subject_id).application
        before = _given_before(ruling, application)
        rows = [
            (_("Project"), application.case.title),
            (_("Applied for"), money.show(application.requested_ore)),
            (_("Granted now"), money.show(amount)),
        ]
        if before:
            rows += [
                (_("Granted before"), money.show(before)),
                (_("Grant in total"), money.show(before + amount)),
            ]
        return rows

    def texts(self, ruling: Ruling) -> list[str]:
        if ruling.kind == Kind.SUSPENSION:
            return []
        if ruling.outcome == rules.TO_HARM:
            given = ruling.data["remedy"]
            gone = "grants_offer_gone" if given["offer"] else "grants_grant_gone"
            return [gone, *(["grants_paid_considered"] if given["paid_ore"] else [])]
        runs = selectors.grant_of(selectors.decision_of(ruling.subject_id).application)
        return ["grants_increased"] if runs else ["grants_accept", "grants_terms"]

    def values(self, ruling: Ruling, language: str) -> dict[str, str]:
        if ruling.subject != selectors.SUBJECT:
            return {}
        terms = scheme.terms(selectors.decision_of(ruling.subject_id).application.call_version).parameters
        conditions = ruling.data.get("remedy", {}).get("conditions", "")
        with translation.override(language):
            special = _("For this grant in particular: %(conditions)s") % {"conditions": conditions}
        return {
            "acceptance_days": str(terms.acceptance_days),
            "audit_threshold": money.show(terms.audit_threshold_ore),
            "conditions": special if conditions else "",
        }

    def may_carry_out(self, ruling: Ruling) -> Answer:
        if ruling.outcome == rules.TO_HARM:
            return _may_reverse(ruling)
        decision = selectors.decision_of(ruling.subject_id)
        held, amount = selectors.held_ore(decision), selectors.amount_of(ruling)
        if held >= amount:
            return yes()
        words = _(
            "%(amount)s is needed, and %(held)s is held for appeals in the envelope. The scheme manager can hold "
            "back more."
        )
        return no(words % {"amount": money.show(amount), "held": money.show(held)})

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        decision = selectors.decision_of(ruling.subject_id)
        application = lock_application(decision.application_id)
        if ruling.outcome == rules.TO_HARM:
            _reverse(ruling, by, application)
            return
        amount = selectors.amount_of(ruling)
        _check_amount(decision, amount)
        _grant(_new_decision(ruling, by, decision, amount), by)

    def annulled(self, ruling: Ruling, by: Person) -> None:
        decision = selectors.decision_of(ruling.subject_id)
        if decision.outcome != "dismissed":
            return
        application = lock_application(decision.application_id)
        before, after = move(application, "take_up_anew")
        events.record(
            "grants.taken_up_anew",
            thing=f"application:{application.pk}",
            person_id=by.pk,
            case_number=application.case.number,
            from_state=before,
            to_state=after,
        )

    def may_decide_anew(self, ruling: Ruling) -> Answer:
        decision = selectors.decision_of(ruling.subject_id)
        if decision.outcome != "dismissed" or decision.application.state in ("recommended", "inadmissible"):
            return yes()
        return no(_("The application must be checked and assessed before its new decision is made."))

    def decided_anew(self, ruling: Ruling, by: Person) -> None:
        decision = selectors.decision_of(ruling.subject_id)
        application = lock_application(decision.application_id)
        if application.state in ("recommended", "inadmissible"):
            before, after = move(application, "decide_anew")
            events.record(
                "grants.decided_anew",
                thing=f"application:{application.pk}",
                person_id=by.pk,
                case_number=application.case.number,
                from_state=before,
                to_state=after,
            )
        if ruling.outcome == rules.UPHELD and selectors.grant_of(application) is None:
            _new_decision(ruling, by, decision, 0)


def _check_amount(decision: Decision, amount: int) -> None:
    sentence = ""
    if decision.outcome == "dismissed" and decision.application.state == "notified":
        sentence = _("An application that was dismissed has not been assessed. Annul the decision instead.")
    elif selectors.ended_grant(decision.application) is not None:
        sentence = _("The grant is over. Nothing can be added to it.")
    elif amount <= 0:
        sentence = _("Say how much the change gives.")
    elif amount + selectors.given_ore(decision.application) > decision.application.requested_ore:
        sentence = _("More than is applied for cannot be granted.")
    if sentence:
        raise RuleBroken(sentence, {"amount_ore": [sentence]})


def _harm(application: Application) -> dict[str, Any]:
    """What a reversal takes away, in øre: an offer, or what is not paid of a grant; what is paid is claimed apart."""
    grant = selectors.grant_of(application)
    if grant is None:
        sentence = _("There is no grant to reverse: it has fallen away, or is closed.")
        raise RuleBroken(sentence, {"outcome": [sentence]})
    stands = scheme.balances_of_case(application.case.number)
    if grant.state == "offered":
        return {"offer": True, "gone_ore": stands.granted, "paid_ore": 0}
    return {"offer": False, "gone_ore": stands.accepted, "paid_ore": most_ore(grant)}


def _harm_in_words(ruling: Ruling) -> list[tuple[str, str]]:
    given = ruling.data["remedy"]
    rows = [(_("Falls away, not paid"), money.show(given["gone_ore"]))]
    if given["paid_ore"]:
        rows.append((_("Paid, and considered claimed back"), money.show(given["paid_ore"])))
    return rows


def _may_reverse(ruling: Ruling) -> Answer:
    """The grant stands as when it was prepared, and nothing is with the bank."""
    grant = selectors.grant_of(selectors.decision_of(ruling.subject_id).application)
    if grant is None or (grant.state == "offered") != ruling.data["remedy"]["offer"]:
        return no(_("What stands on the grant has changed since this was prepared. Send it back."))
    if reversing.payment_at_the_bank(grant):
        return no(_("A payment is with the bank. Wait for the bank's answer."))
    return yes()


def _reverse(ruling: Ruling, by: Person, application: Application) -> None:
    if ruling.data["remedy"]["offer"]:
        acceptance.reverse_offer(by=by, application=application)
        return
    reasons = Reasons(ruling.reason_rule, ruling.reason_facts, ruling.reason_discretion)
    reversing.reverse_accepted(by=by, application=application, reason=reasons.whole[:8000])


def _given_before(ruling: Ruling, application: Application) -> int:
    """What was granted before this ruling, also when its letter is looked at afterwards."""
    made = application.decisions.filter(ruling_id=ruling.pk).values_list("amount_ore", flat=True)
    return max(0, selectors.given_ore(application) - sum(made))


def _new_decision(ruling: Ruling, by: Person, decision: Decision, amount: int) -> Decision:
    """The decision as it is after the ruling, told by the same letter. The old one stays as it was told."""
    reasons = Reasons(ruling.reason_rule, ruling.reason_facts, ruling.reason_discretion)
    return Decision.objects.create(
        application=decision.application,
        allotment=decision.allotment,
        outcome=_outcome(decision.application, amount),
        amount_ore=amount,
        conditions=ruling.data.get("remedy", {}).get("conditions", ""),
        reasons=reasons.whole or _("As the appeal body has ruled."),
        reason_rule=reasons.rule,
        reason_facts=reasons.facts,
        reason_discretion=reasons.discretion,
        origin=From.REVERSAL if ruling.kind == Kind.REVERSAL else From.APPEAL,
        follows=decision,
        ruling_id=ruling.pk,
        prepared_by_id=ruling.prepared_by_id,
        prepared_at=ruling.prepared_at,
        decided_by=by,
        decided_at=ruling.decided_at,
        notified_at=ruling.decided_at,
        letter=ruling.letter,
    )


def _outcome(application: Application, amount: int) -> str:
    if not amount:
        return "refused"
    if selectors.grant_of(application) is not None:
        return "increased"
    return "granted" if amount >= application.requested_ore else "partial"


def _grant(decision: Decision, by: Person) -> None:
    """Held → granted, and the offer (or the increase) that goes its usual way from there."""
    ledger.move(
        envelope_id=decision.allotment.envelope_id,
        source=Account.HELD,
        target=Account.GRANTED,
        amount_ore=decision.amount_ore,
        case_number=decision.application.case.number,
        verb="grants.granted_after_appeal",
        key=f"decision:{decision.pk}:grant",
    )
    if decision.outcome == "increased":
        offers.increase_grant(by=by, decision=decision)
    else:
        offers.offer_grant(by=by, decision=decision)


def hold(case: Case) -> None:
    """Lock the application before anything of its appeal."""
    found = Application.objects.filter(case=case).values_list("pk", flat=True).first()
    if found is not None:
        lock_application(found)


def give_time_to_accept(event: Event) -> None:
    """An offer that waited for its appeal (§ 42) gets its whole time to be accepted when the appeal is settled."""
    kind, _colon, pk = event.thing.partition(":")
    if kind != "appeal":
        return
    appeal = casework.appeal(int(pk))
    if appeal.subject != selectors.SUBJECT or not casework.was_suspended(appeal.subject, appeal.subject_id):
        return
    application = selectors.decision_of(appeal.subject_id).application
    grant = Grant.objects.select_for_update().filter(application=application, state="offered").first()
    if grant is None or casework.is_suspended(appeal.subject, appeal.subject_id):
        return
    days = scheme.terms(application.call_version).parameters.acceptance_days
    grant.accept_before = max(grant.accept_before, instants.end_of(clock.today() + timedelta(days=days)))
    grant.save(update_fields=["accept_before"])
    events.record(
        "grants.acceptance_extended",
        thing=f"grant:{grant.pk}",
        person_id=None,
        case_number=application.case.number,
        data={"accept_before": grant.accept_before},
    )
