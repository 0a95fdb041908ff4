"""Appeals of today, each come to another place: sent, prepared, with the appeal body; and a request for documents."""

from __future__ import annotations

from datetime import timedelta

from helsetek.casework import selectors as casework
from helsetek.casework import services as challenging
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.selectors import Appeal
from helsetek.casework.services import Proposed
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.selectors import appealed
from helsetek.grants.selectors.applications import Application

from .stage import Stage

OPENED, APPEALED, ANSWERED = oslo(2026, 11, 10, 9), oslo(2026, 11, 16, 14), oslo(2026, 11, 20, 11)

WRONG = (
    "Vi mener at budsjettet er lest feil: opplæringen gjelder alle kommunene i samarbeidet, ikke bare oss. "
    "Regnes den med for alle, er kostnaden per ansatt lav."
)
WRONG_NN = (
    "Vi meiner at budsjettet er lese feil: opplæringa gjeld alle kommunane i samarbeidet, ikkje berre oss. "
    "Blir ho rekna med for alle, er kostnaden per tilsett låg."
)
CHANGE = "Vi ber om at hele søknadsbeløpet innvilges."
CHANGE_NN = "Vi ber om at heile søknadssummen blir innvilga."
REASONS = Reasons(
    rule="Utlysningen sier at kostnader til opplæring dekkes når de er nødvendige for å ta løsningen i bruk.",
    facts="Budsjettet har opplæring for alle kommunene. Den ble lest som om den gjaldt bare hovedsøkeren.",
    discretion="Riktig lest er kostnaden rimelig. Behovet er godt vist, og det taler for å gi mer.",
)
REASONS_NN = Reasons(
    rule="Utlysinga seier at ramma blir fordelt etter poeng, og at det kan givast mindre enn det er søkt om.",
    facts="Søknaden fekk 71 av 100 poeng. Summen som vart tilrådd, er halvparten av det som er søkt om.",
    discretion="Opplæringa er rekna med for alle kommunane. Klaga viser ikkje til noko som ikkje var vurdert.",
)


def play(here: Stage, applications: list[Application]) -> None:
    """The first (which writes nynorsk), another that got a part, and the last, which was refused."""
    nynorsk, in_part, refused = applications[0], applications[3], applications[-1]
    _with_the_appeal_body(here, nynorsk)
    _prepared(here, in_part)
    _sent(here, refused)


def _appeal(here: Stage, application: Application, wrong: str, change: str) -> Appeal:
    """The letter opened by the writer; the appeal written and sent by the signatory."""
    place = application.lead_id
    [decision] = appealed.decisions(application.case)
    with clock.at(OPENED):
        if decision.letter is not None:
            challenging.open_letter(by=here.writers[place], letter=decision.letter)
    with clock.at(APPEALED):
        signatory = here.signatories[place]
        appeal = challenging.begin_appeal(
            by=signatory, case=application.case, subject=appealed.SUBJECT, subject_id=decision.pk
        )
        challenging.save_appeal(by=signatory, appeal=appeal, wrong=wrong, change=change, revision=0)
        return challenging.submit_appeal(by=signatory, appeal=appeal)


def _sent(here: Stage, application: Application) -> None:
    appeal = _appeal(here, application, WRONG, CHANGE)
    with clock.at(APPEALED + timedelta(hours=1)):
        challenging.ask(
            by=here.writers[application.lead_id],
            case=appeal.case,
            kind=Kind.ACCESS,
            words="Vi vil gjerne se alle dokumentene i saken før vi skriver mer.",
        )


def _prepared(here: Stage, application: Application) -> None:
    """More is proposed, from what is held; a decision maker has not decided yet."""
    appeal = _appeal(here, application, WRONG, CHANGE)
    left = application.requested_ore - appealed.given_ore(application)
    with clock.at(ANSWERED):
        challenging.prepare_on_appeal(
            by=here.officer(application),
            appeal=casework.appeal(appeal.pk),
            proposed=Proposed(
                outcome=rules.IN_PART, reasons=REASONS, values={"amount_ore": left // 2 // 100_000 * 100_000}
            ),
        )


def _with_the_appeal_body(here: Stage, application: Application) -> None:
    """Upheld by the first instance and sent on, in nynorsk; the party can still comment."""
    appeal = _appeal(here, application, WRONG_NN, CHANGE_NN)
    with clock.at(ANSWERED):
        ruling = challenging.prepare_on_appeal(
            by=here.officer(application),
            appeal=casework.appeal(appeal.pk),
            proposed=Proposed(outcome=rules.UPHELD, reasons=REASONS_NN),
        )
        challenging.decide_ruling(by=here.cast["hans"], ruling=ruling)
