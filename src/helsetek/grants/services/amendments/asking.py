"""An amendment is sent by who can bind the project; whose consent it needs answers; the directorate may ask for more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework.selectors import Letter
from helsetek.common import clock, instants
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Amendment, AmendmentConsent
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions import amendments as permissions
from helsetek.grants.rules.amendments import Change, Route, Side
from helsetek.grants.rules.amendments.changes import NewAccount
from helsetek.grants.rules.amendments.kinds import consents_needed
from helsetek.grants.selectors import amendment_letters as letters
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.services.common import required_text, within
from helsetek.registry import selectors as registries
from helsetek.registry import services as registry

from . import effect
from .shared import (
    LONGEST,
    kind_of,
    lock,
    move,
    record,
    require_open,
    require_sound,
    tell_officer,
    tell_parties,
    tell_signatories,
    tell_those_with,
)


@transaction.atomic
def ask(*, by: Person, amendment: Amendment) -> Amendment:
    """Send the draft. What is small enough to be only told holds at once.

    What the directorate raises against the party goes to the party first, which has time to speak
    (forvaltningsloven § 16). Raises NotAllowed, WrongState, RuleBroken.
    """
    amendment = lock(amendment)
    acting_for = permissions.may_ask(by, amendment).require().acting_for
    kind, change = kind_of(amendment), selectors.change_of(amendment)
    require_open(amendment.grant, kind)
    require_sound(amendment)
    required_text(amendment.reason, "reason", LONGEST, _("Write why this is asked for."))
    route = selectors.route(amendment)
    warned = amendment.side == Side.DIRECTORATE and kind.forewarn
    states = move(amendment, "forewarn" if warned else "ask")
    amendment.asked_at, amendment.asked_by = clock.now(), by
    if warned:
        weeks = int(parameter("forewarning_weeks", clock.today()))
        amendment.question = amendment.reason[:4000]
        amendment.answer_before = instants.weeks_after(clock.now(), weeks)
    _register_account(by, amendment, change)
    if warned:
        amendment.letter = _forewarn(by, amendment)
    amendment.save()
    _ask_for_consents(amendment, change)
    log = effect.log_of(amendment, by, acting_for)
    verb = "raised" if amendment.side == Side.DIRECTORATE else "asked"
    effect.note(log, amendment, verb, states, amendment.reason)
    if route is Route.TOLD:
        effect.take_note(by, amendment, log)
    else:
        _tell(amendment, route, warned=warned)
    log.write()
    return amendment


def _forewarn(by: Person, amendment: Amendment) -> Letter:
    """The notice as a letter: what is considered, why, and until when the party can state its view (§ 16)."""
    language = registries.letter_language(amendment.grant.application.lead)
    return casework.send_notice_letter(
        by=by,
        case=amendment.grant.application.case,
        key="grants_forewarning_change",
        values={"plan": letters.plan_in_words(amendment, language), "reason": amendment.reason},
        before=amendment.answer_before or clock.now(),
    )


def _register_account(by: Person, amendment: Amendment, change: Change) -> None:
    """The account is registered by the lead's own signatory; it is not used before two others have verified it."""
    if isinstance(change, NewAccount):
        lead = amendment.grant.application.lead_id
        amendment.account = registry.register_account(by=by, organisation_id=lead, number=change.number)


def _ask_for_consents(amendment: Amendment, change: Change) -> None:
    for organisation_id in consents_needed(change):
        AmendmentConsent.objects.create(amendment=amendment, organisation_id=organisation_id)
        tell_signatories(organisation_id, amendment, "consent")


def _tell(amendment: Amendment, route: Route, *, warned: bool) -> None:
    if warned:
        tell_parties(amendment, "information")
    elif route is Route.PAYMENT:
        tell_those_with(Role.PAYMENT_PREPARER, amendment, "asked")
    else:
        tell_officer(amendment, "asked")


@transaction.atomic
def answer_consent(
    *, by: Person, consent: AmendmentConsent, consents: bool, reason: str = ""
) -> AmendmentConsent:
    """The organisation that will come in or lead answers, by its own signatory. An answer stands."""
    amendment = lock(consent.amendment)
    consent = (
        AmendmentConsent.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=consent.pk)
    )
    acting_for = permissions.may_consent(by, consent).require().acting_for
    if consent.consents is not None:
        raise WrongState(_("This has been answered already."))
    if amendment.state not in ("asked", "more_information"):
        raise WrongState(_("This is no longer waiting for an answer."))
    consent.reason = within(reason, "reason", 2000)
    if not consents and not consent.reason:
        problem = _("Write why you say no.")
        raise RuleBroken(problem, {"reason": [problem]})
    consent.consents, consent.answered_at, consent.answered_by = consents, clock.now(), by
    consent.save()
    tell_officer(amendment, "consent_given" if consents else "consent_refused")
    verb = "consented" if consents else "consent_refused"
    states = (amendment.state, amendment.state)
    data = {"organisation": consent.organisation_id}
    record(amendment, verb, by, acting_for, states, reasons=consent.reason, data=data)
    return consent


@transaction.atomic
def ask_for_information(
    *, by: Person, amendment: Amendment, question: str, answer_before: date | None = None
) -> Amendment:
    """The case officer needs to know more. Without a day, ``information_weeks`` from now."""
    amendment = lock(amendment)
    acting_for = permissions.may_handle(by, amendment).require().acting_for
    states = move(amendment, "ask_for_information")
    amendment.question = required_text(question, "question", 4000, _("Write what you need to know."))
    weeks = int(parameter("information_weeks", clock.today()))
    amendment.answer_before = (
        instants.end_of(answer_before) if answer_before else instants.weeks_after(clock.now(), weeks)
    )
    amendment.revision += 1
    amendment.save()
    tell_parties(amendment, "information")
    record(amendment, "questioned", by, acting_for, states, reasons=amendment.question)
    return amendment


@transaction.atomic
def give_information(*, by: Person, amendment: Amendment, answer: str) -> Amendment:
    """The project answers, or says what it thinks of what it is warned of."""
    amendment = lock(amendment)
    acting_for = permissions.may_answer(by, amendment).require().acting_for
    states = move(amendment, "give_information")
    text = required_text(answer, "answer", 4000, _("Write your answer."))
    amendment.answer = f"{amendment.answer}\n\n{text}".strip()[:LONGEST]
    amendment.answered_at = clock.now()
    amendment.save(update_fields=["state", "answer", "answered_at"])
    tell_officer(amendment, "answered")
    record(amendment, "answered", by, acting_for, states, reasons=text)
    return amendment


@transaction.atomic
def go_on_without_answer(*, by: Person, amendment: Amendment) -> Amendment:
    """The time to answer is over, and the case goes on with what there is."""
    amendment = lock(amendment)
    acting_for = permissions.may_handle(by, amendment).require().acting_for
    states = move(amendment, "go_on_without_answer")
    if amendment.answer_before and clock.now() < amendment.answer_before:
        raise WrongState(_("The time to answer is not over yet."))
    amendment.save(update_fields=["state"])
    record(amendment, "went_on", by, acting_for, states)
    return amendment
