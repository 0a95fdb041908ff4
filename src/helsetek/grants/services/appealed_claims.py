"""What it means that a decision on repayment is challenged: the claim waits, is lowered, falls away or goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.casework.appealing import Remedy
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.selectors import Case, Ruling
from helsetek.common import money
from helsetek.common.answers import Answer, no, yes
from helsetek.common.errors import RuleBroken
from helsetek.common.events import Event
from helsetek.common.web.forms import MoneyField
from helsetek.grants.models import RepaymentClaim
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.selectors.appealed import CLAIM

from . import recovery


class ClaimRemedy(Remedy):
    """A won appeal lowers the claim; what was paid in and is not owed is paid out again (forvaltningsloven § 33)."""

    def fields(self, case: Case, subject: str, subject_id: int) -> dict[str, Any]:
        claim = selectors.claim(subject_id)
        stands = selectors.standing(claim)
        words = {
            "claimed": money.show(claim.amount_ore),
            "covered": money.show(max(0, stands.covered_ore)),
        }
        field = MoneyField(
            label=_("What is claimed after the change"),
            help_text=_(
                "%(claimed)s is claimed, %(covered)s of it is settled. Write 0 if the claim falls away."
            )
            % words,
            required=False,
        )
        return {"keep_ore": field}

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        claim = selectors.claim(subject_id)
        if outcome == rules.TO_HARM:
            sentence = _(
                "A higher claim needs notice and a decision of its own. Open a new matter on the grant."
            )
            raise RuleBroken(sentence, {"outcome": [sentence]})
        keep = values.get("keep_ore")
        sentence = ""
        if keep is None:
            sentence = _("Say what is still claimed; 0 if the claim falls away.")
        elif not 0 <= keep < claim.amount_ore:
            sentence = _("Give a sum below the %(sum)s that is claimed.") % {
                "sum": money.show(claim.amount_ore)
            }
        elif outcome == rules.IN_PART and not keep:
            sentence = _("If nothing is claimed any more, the appeal is allowed in full.")
        if sentence:
            raise RuleBroken(sentence, {"keep_ore": [sentence]})
        settled = max(0, selectors.standing(claim).covered_ore)
        return {
            "keep_ore": keep,
            "claimed_ore": claim.amount_ore,
            "again_ore": max(0, settled - int(keep or 0)),
        }

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        given = ruling.data.get("remedy") or {}
        if "keep_ore" not in given:
            return []
        rows = [
            (_("Claimed before"), money.show(given["claimed_ore"])),
            (_("Claimed now"), money.show(given["keep_ore"])),
        ]
        if given["again_ore"]:
            rows.append((_("Settled, and paid out again"), money.show(given["again_ore"])))
        return rows

    def texts(self, ruling: Ruling) -> list[str]:
        if ruling.kind == Kind.SUSPENSION:
            return ["grants_claim_waits"]
        given = ruling.data["remedy"]
        first = "grants_claim_lowered" if given["keep_ore"] else "grants_claim_gone"
        return [first, *(["grants_claim_paid_again"] if given["again_ore"] else [])]

    def may_carry_out(self, ruling: Ruling) -> Answer:
        claim, given = selectors.claim(ruling.subject_id), ruling.data["remedy"]
        if claim.state == "reversed" or given["keep_ore"] >= claim.amount_ore:
            return no(_("The claim is no higher than that already."))
        if recovery.set_off_at_the_bank(claim):
            return no(
                _("A payment with a set-off of this claim is with the bank. Wait for the bank's answer.")
            )
        return yes()

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        claim = selectors.claim(ruling.subject_id)
        keep = int(ruling.data["remedy"]["keep_ore"])
        recovery.reverse(by=by, claim=claim, keep_ore=keep, reason=_why(ruling))
        if ruling.kind != Kind.BODY:  # what the appeal body has ruled is final
            RepaymentClaim.objects.filter(pk=claim.pk).update(letter=ruling.letter)

    def annulled(self, ruling: Ruling, by: Person) -> None:
        """Until the new decision nothing is collected. What has come in stays until then."""
        recovery.suspend_as_ruled(by=by, claim=selectors.claim(ruling.subject_id), reason=_why(ruling))


def _why(ruling: Ruling) -> str:
    parts = (ruling.reason_rule, ruling.reason_facts, ruling.reason_discretion)
    return ("\n\n".join(part for part in parts if part) or _("As the appeal body has ruled."))[:8000]


def hold_back(event: Event) -> None:
    """It is ruled that the decision on a claim waits (forvaltningsloven § 42): nothing is collected from that moment."""
    ruling = casework.ruling(int(event.data["ruling"]))
    if ruling.subject == CLAIM and ruling.outcome == rules.GRANTED and ruling.decided_by is not None:
        claim = selectors.claim(ruling.subject_id)
        recovery.suspend_as_ruled(by=ruling.decided_by, claim=claim, reason=_why(ruling))


def go_on(event: Event) -> None:
    """A claim that was held back goes on when no appeal against it is open any more."""
    kind, _colon, pk = event.thing.partition(":")
    if kind != "appeal":
        return
    appeal = casework.appeal(int(pk))
    if appeal.subject == CLAIM and not casework.has_open_appeal(CLAIM, appeal.subject_id):
        reason = _("The appeal is settled.")
        recovery.resume_as_settled(claim=selectors.claim(appeal.subject_id), reason=reason)
