"""Tell the round: every letter made, then everybody told, one application at a time but all in one go.

First the letters are made and stored, unsent: that takes the time. When every letter lies ready, each application is
told in a short transaction of its own: the letter is marked as sent, the money goes from reserved to granted, the
grant is offered, and the notices are queued. Whatever happens in between, doing it again does only what is left, and
nothing is done twice: the letter is kept on the decision, and the ledger moves once for each key.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as impartiality
from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants import addresses
from helsetek.grants.models import Application, Decision
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.rules.ranking import OutcomeCode
from helsetek.grants.selectors import letters as letter_data
from helsetek.grants.selectors import ranking
from helsetek.scheme import services as scheme
from helsetek.scheme.selectors import Account, Allotment
from helsetek.scheme.services import ledger

from . import offers
from .batches import Refused, Step, work_through
from .common import lock_decision, move, record

GIVES = (OutcomeCode.GRANTED, OutcomeCode.PARTIAL, OutcomeCode.INCREASED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending has come, in applications."""

    letters: int
    told: int
    of: int
    refused: tuple[Refused, ...] = ()

    @property
    def is_finished(self) -> bool:
        return self.told == self.of

    @property
    def percent(self) -> int:
        """Making letters is most of the work; telling is the rest."""
        return 100 * (self.letters * 3 + self.told) // (self.of * 4) if self.of else 100


def progress(allotment: Allotment) -> Progress:
    """How far it has come, read from what is done."""
    rows = _decisions(allotment)
    return Progress(
        letters=rows.filter(letter__isnull=False).count(),
        told=rows.filter(notified_at__isnull=False).count(),
        of=rows.count(),
    )


def notify_round(
    *, by: Person, allotment: Allotment, leave_out: bool = False, seconds: float | None = None
) -> Progress:
    """Send all letters of the round. With ``seconds``, work so long and say how far it came; call again to go on.

    Refuses while applications of the call are undecided, unless ``leave_out`` says that they will be told later,
    in another allotment.
    """
    permissions.may_notify(by, allotment).require()
    _require_ready(allotment, leave_out=leave_out)
    if _decisions(allotment).filter(letter__isnull=True).exists():
        step = _make_letters(allotment, seconds)
        if not step.is_finished or step.refused:
            return _with(progress(allotment), step)
        if seconds is not None:
            return progress(allotment)
    step = _tell_all(by, allotment, seconds)
    if step.is_finished and not step.refused and allotment.notified_at is None:
        _finish(by, allotment)
    return _with(progress(allotment), step)


def _with(progress: Progress, step: Step) -> Progress:
    return Progress(progress.letters, progress.told, progress.of, step.refused)


def _decisions(allotment: Allotment) -> QuerySet[Decision]:
    """The decisions of the round that are made and stand."""
    return allotment.decisions.filter(decided_at__isnull=False, reopened_at__isnull=True, origin="round")


def _require_ready(allotment: Allotment, *, leave_out: bool) -> None:
    if not _decisions(allotment).filter(notified_at__isnull=True).exists():
        if allotment.notified_at is not None:
            raise WrongState(_("The decisions of this allotment have been sent already."))
        if not _decisions(allotment).exists():
            raise WrongState(_("No decisions have been made in this allotment yet."))
    waiting = ranking.undecided(allotment).count()
    prepared = allotment.decisions.filter(decided_at__isnull=True, reopened_at__isnull=True).count()
    if prepared:
        raise RuleBroken(
            _("%(count)s decisions are prepared and not made. Make them or send them back first.")
            % {"count": prepared}
        )
    _require_nothing_to_redo(allotment)
    if waiting and not leave_out:
        raise RuleBroken(
            _("%(count)s applications of the call are not decided. All letters of a round go together.")
            % {"count": waiting}
        )


def _require_nothing_to_redo(allotment: Allotment) -> None:
    """Nobody is told while something that a disqualified person did waits to be done again (forvaltningsloven § 6)."""
    cases = _decisions(allotment).filter(notified_at__isnull=True).values_list("application__case", flat=True)
    for case in impartiality.cases_with_open_acts(cases):
        raise RuleBroken(impartiality.may_go_on(case).reason)


def _make_letters(allotment: Allotment, seconds: float | None) -> Step:
    rows = _decisions(allotment).filter(letter__isnull=True).select_related("application__case")
    return work_through(list(rows), _make_letter, _name, seconds)


@transaction.atomic
def _make_letter(decision: Decision) -> None:
    decision = lock_decision(decision)
    if decision.letter is not None:
        return
    letter = letter_data.of_decision(decision)
    decision.letter = casework.make_letter(
        case=decision.application.case,
        kind=f"grants.{decision.outcome}",
        recipient_id=decision.application.lead_id,
        template=letter.template,
        data=letter.content,
        title=letter.title,
        template_version=letter.template_version,
        language=letter.language,
        signed_by=letter.signed_by,
        copies_to=letter.copies_to,
    )
    decision.save(update_fields=["letter"])


def _tell_all(by: Person, allotment: Allotment, seconds: float | None) -> Step:
    rows = _decisions(allotment).filter(notified_at__isnull=True).select_related("application__case")
    return work_through(list(rows), lambda decision: _tell(by, decision), _name, seconds)


@transaction.atomic
def _tell(by: Person, decision: Decision) -> None:
    """Everything that being told means for one application, or nothing of it."""
    decision = lock_decision(decision)
    application = decision.application
    acting_for = permissions.may_notify(by, decision.allotment).require().acting_for
    if decision.notified_at is not None:
        return
    if decision.letter is None:
        raise WrongState(_("The letter is not made yet."))
    impartiality.may_go_on(application.case).require()
    states = move(application, "notify")
    decision.notified_at = clock.now()
    decision.save(update_fields=["notified_at"])
    casework.mark_sent(decision.letter)
    if decision.outcome in GIVES:
        _grant(by, decision)
    _queue_notices(application, decision)
    data = {"decision": decision.pk, "outcome": decision.outcome, "letter": decision.letter.pk}
    record("grants.notified", application, by, acting_for, states=states, data=data)


def _grant(by: Person, decision: Decision) -> None:
    ledger.move(
        envelope_id=decision.allotment.envelope_id,
        source=Account.RESERVED,
        target=Account.GRANTED,
        amount_ore=decision.amount_ore,
        case_number=decision.application.case.number,
        verb="grants.notified",
        key=f"decision:{decision.pk}:grant",
    )
    if decision.outcome == OutcomeCode.INCREASED:
        offers.increase_grant(by=by, decision=decision)
    else:
        offers.offer_grant(by=by, decision=decision)


def _queue_notices(application: Application, decision: Decision) -> None:
    """Writers and signatories of every party learn that the answer is there; the answer itself is behind the log-in."""
    parties = application.case.parties.filter(until__isnull=True).values_list("organisation_id", flat=True)
    casework.notify(
        accounts.people_of(parties, Role.WRITER, Role.SIGNATORY),
        kind="grants.decision",
        key=f"decision:{decision.pk}",
        path=addresses.application(application.pk),
        case=application.case,
        data={"number": application.case.number, "title": application.case.title},
    )


@transaction.atomic
def _finish(by: Person, allotment: Allotment) -> None:
    """The allotment is told: no more decisions in it."""
    acting_for = permissions.may_notify(by, allotment).require().acting_for
    scheme.mark_told(allotment=allotment)
    allotment.refresh_from_db()
    events.record(
        "grants.round_notified",
        thing=f"allotment:{allotment.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"decisions": _decisions(allotment).count()},
    )


def _name(decision: Decision) -> tuple[int, str]:
    return decision.pk, decision.application.case.number
