"""Letters about money that comes back: in the lead's language form, sent at once. Part of the act they tell of."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework.parameters import parameter as law
from helsetek.casework.parameters import references
from helsetek.casework.selectors import Letter
from helsetek.common import clock, money
from helsetek.common.letters import Signatory
from helsetek.common.web import show
from helsetek.grants.models import Application, PaymentStop, RepaymentClaim, Report, SetOff, Waiver
from helsetek.grants.parameters import parameter
from helsetek.grants.rules.collection import Handover
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.selectors.letters import weeks_in_words
from helsetek.registry import selectors as registry

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "1" / "recovery.typ"
VERSION = "recovery 1"
TELL_THE_DECISION = ("decision", "unspent")


def send(
    claim: RepaymentClaim,
    kind: str,
    by: Person,
    *,
    set_off: SetOff | None = None,
    waiver: Waiver | None = None,
) -> dict[str, str]:
    """Make and send the letter of an act on a claim. Gives what the event should say of it.

    ``kind``: notice, decision, no_claim, unspent, plan, set_off, waiver, write_off, collection.
    """
    application = claim.grant.application
    language = registry.letter_language(application.lead)
    with translation.override(language):
        data = _claim_data(claim) | _more(set_off, waiver)
        title = _titles()[kind] % {"project": application.case.title}
        signed = _signed_by(claim, by, kind)
    letter = _send(application, kind, title, data, language, signed)
    if kind in TELL_THE_DECISION:
        claim.letter = letter
        claim.save(update_fields=["letter"])
    return {"letter": letter.document.sha256}


def _titles() -> dict[str, str]:
    return {
        "notice": _("Notice: repayment is considered – %(project)s"),
        "decision": _("Decision on repayment: %(project)s"),
        "no_claim": _("No claim for repayment: %(project)s"),
        "unspent": _("Claim for repayment: %(project)s"),
        "plan": _("Payment plan: %(project)s"),
        "set_off": _("Set-off against a payment: %(project)s"),
        "waiver": _("A claim is waived: %(project)s"),
        "write_off": _("A claim is written off: %(project)s"),
        "collection": _("The claim is handed over to collection: %(project)s"),
        "stop": _("Payments are stopped: %(project)s"),
        "warning": _("Warning: payments will be stopped – %(project)s"),
    }


def _claim_data(claim: RepaymentClaim) -> dict[str, Any]:
    stands = selectors.standing(claim)
    today = clock.today()
    return {
        "ground": claim.ground,
        "amount": money.show(claim.amount_ore),
        "left": money.show(stands.left_ore),
        "interest": money.show(stands.interest_left_ore),
        "owed": money.show(stands.owed_ore),
        "reason": claim.reason,
        "reasons": claim.reasons,
        "statement": claim.statement,
        "before": show.day(claim.statement_before - timedelta(seconds=1)) if claim.statement_before else "",
        "due": show.day(claim.due_on) if claim.due_on else "",
        "kid": claim.kid,
        "account": _account(),
        "rate": show.decimal(parameter("late_interest_percent", today).normalize()),
        "parts": [[show.day(part.due_on), money.show(part.amount_ore)] for part in selectors.schedule(claim)],
    }


def _account() -> str:
    number = str(settings.PAYER["account"])
    return f"{number[:4]} {number[4:6]} {number[6:]}"


def _more(set_off: SetOff | None, waiver: Waiver | None) -> dict[str, Any]:
    if set_off is not None:
        row = set_off.instalment
        other = row.grant.application.case
        return {
            "taken": money.show(set_off.amount_ore),
            "payment": money.show(row.amount_ore),
            "net": money.show(row.amount_ore - set_off.amount_ore),
            "of": f"{other.number} {other.title}",
        }
    return {"taken": money.show(waiver.amount_ore), "reason": waiver.reason} if waiver is not None else {}


def _signed_by(claim: RepaymentClaim, by: Person, kind: str) -> list[Signatory]:
    """Who decided, and who prepared: both answer for a decision; the one who acts for the rest."""
    if kind in ("decision", "no_claim") and claim.prepared_by is not None:
        return [Signatory(by.name, _("Decision maker")), Signatory(claim.prepared_by.name, _("Case officer"))]
    if kind in ("waiver", "write_off"):
        return [Signatory(by.name, _("Decision maker"))]
    return [Signatory(by.name)]


def send_stop(stop: PaymentStop, without_notice: str = "") -> Letter:
    """Tell the recipient that payments are stopped, why, why it was not warned first, and what starts them again."""
    application = stop.grant.application
    language = registry.letter_language(application.lead)
    with translation.override(language):
        title = _titles()["stop"] % {"project": application.case.title}
        data = {"ground": stop.ground, "reason": stop.reason, "unwarned": without_notice}
        signed = [Signatory(stop.stopped_by.name)] if stop.stopped_by else []
    return _send(application, "stop", title, data, language, signed)


def send_warning(report: Report, due_on: date, stop_on: date) -> Letter:
    """Warn that payments will be stopped on a day unless the report comes."""
    application = report.grant.application
    language = registry.letter_language(application.lead)
    with translation.override(language):
        title = _titles()["warning"] % {"project": application.case.title}
        data = {
            "report": str(report.get_kind_display()).lower(),
            "due": show.day(due_on),
            "stop_on": show.day(stop_on),
        }
    return _send(application, "warning", title, data, language, [])


def _send(
    application: Application,
    kind: str,
    title: str,
    data: dict[str, Any],
    language: str,
    signed: list[Signatory],
) -> Letter:
    today = clock.today()
    with translation.override(language):
        weeks = weeks_in_words(int(law("appeal_weeks", today)))
    facts = {
        "kind": kind,
        "project": application.case.title,
        "appeal_weeks": weeks,
        "law": references(today, language),
    }
    letter = casework.make_letter(
        case=application.case,
        kind=f"grants.{kind}",
        recipient_id=application.lead_id,
        template=TEMPLATE,
        data=facts | data,
        title=title,
        template_version=VERSION,
        language=language,
        signed_by=signed,
    )
    casework.mark_sent(letter)
    return letter


def for_collection(claim: RepaymentClaim, stands: selectors.Standing) -> Handover:
    """The claim as the collection agency is told of it."""
    lead, case, payer = claim.grant.application.lead, claim.grant.application.case, settings.PAYER
    if claim.claimed_at is None or claim.due_on is None:
        raise ValueError("only a claim that is due is handed over")
    return Handover(
        oppdragsgiver=str(payer["name"]),
        oppdragsgiver_orgnr=str(payer["organisation_number"]),
        skyldner=lead.name,
        skyldner_orgnr=lead.organisation_number,
        saksnummer=case.number,
        kid=claim.kid,
        vedtaksdato=claim.claimed_at.astimezone(clock.OSLO).date(),
        forfall=claim.due_on,
        hovedstol=str(money.nok(claim.amount_ore)),
        betalt=str(money.nok(stands.covered_ore)),
        gjenstaar=str(money.nok(stands.left_ore)),
        renter_til_dato=str(money.nok(stands.interest_left_ore)),
        grunnlag=str(claim.get_ground_display()),
    )
