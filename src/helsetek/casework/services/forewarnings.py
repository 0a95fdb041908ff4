"""Notice before something is decided against a party, by letter; its statement; and that a decision has followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, selectors, state
from helsetek.casework.models import Case, Forewarning, Letter
from helsetek.casework.parameters import parameter
from helsetek.casework.rules import forewarnings as rules
from helsetek.casework.rules.forewarnings import About, Missing
from helsetek.casework.rules.letter_text import blocks
from helsetek.common import clock, events, instants
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.letters import PLAIN, Signatory
from helsetek.common.web import show
from helsetek.registry import selectors as registry

from . import composing
from .given import text
from .letters import make_letter, mark_sent
from .notices import notify

LONGEST_PLAN = 4000


@transaction.atomic
def give_notice_of_reversal(
    *, by: Person, case: Case, subject: str, subject_id: int, plan: str, reason: str
) -> Forewarning:
    """Tell the party that a decision may be reversed to its harm, and until when it can state its view (§§ 16, 35).

    Raises NotAllowed, RuleBroken, WrongState.
    """
    appealing.hold(case)
    right = permissions.may_prepare_answer(by, case).require()
    decision = selectors.appealable(case, subject, subject_id)
    if decision is None:
        raise RuleBroken(_("There is no such decision in this case."))
    if selectors.has_open_appeal(subject, subject_id):
        raise WrongState(_("The decision is appealed. Change it by deciding on the appeal."))
    made = write_notice(
        by=by,
        case=case,
        about=About.REVERSAL,
        thing=(subject, subject_id, decision.title),
        plan=plan,
        reason=reason,
        key="forewarning_reversal",
    )
    record("casework.forewarned", made, by, right.acting_for)
    return made


def write_notice(
    *, by: Person, case: Case, about: str, thing: tuple[str, int, str], plan: str, reason: str, key: str
) -> Forewarning:
    """Make and send the letter. Part of an act that checks the right, holds the case and records (``record``).

    ``thing``: kind, id and name of what it is about; ``key`` the text of the letter.
    """
    subject, subject_id, title = thing
    if selectors.open_forewarning(about, subject, subject_id) is not None:
        raise WrongState(_("Notice of this has been given already."))
    plan = text(plan, "plan", missing=_("Write what is considered."), longest=LONGEST_PLAN)
    reason = text(reason, "reason", missing=_("Write what has happened."))
    now, lead = clock.now(), selectors.parties_of(case)[0].organisation_id
    before = instants.weeks_after(now, int(parameter("statement_weeks", clock.today())))
    values = {"decision": title, "plan": plan, "reason": reason}
    letter = send_notice_letter(by=by, case=case, key=key, values=values, before=before)
    made = Forewarning.objects.create(
        case=case,
        about=about,
        subject=subject,
        subject_id=subject_id,
        subject_title=title[:300],
        organisation_id=lead,
        plan=plan,
        reason=reason,
        given_at=now,
        given_by=by,
        statement_before=before,
        letter=letter,
    )
    _tell_party(made)
    return made


def send_notice_letter(
    *, by: Person, case: Case, key: str, values: Mapping[str, str], before: datetime
) -> Letter:
    """The letter of a notice, in the recipient's form of Norwegian, sent at once. Part of an act."""
    parties = selectors.parties_of(case)
    recipient = parties[0].organisation
    language = registry.letter_language(recipient)
    with translation.override(language):
        filled = composing.plain_values(case, "", 0, language) | {
            # The last day on which it is in time.
            "statement_before": show.day(before - timedelta(seconds=1)),
            **values,
        }
        title = _("Case officer")
    made = composing.compose([key, "right_to_state", "right_to_see"], filled, language)
    letter = make_letter(
        case=case,
        kind="casework.forewarning",
        recipient_id=recipient.pk,
        template=PLAIN,
        data={"blocks": blocks(made.body)},
        title=made.title[:300],
        template_version=composing.pinned(made.blocks),
        language=language,
        signed_by=(Signatory(by.name, title),),
        copies_to=tuple(party.organisation.name for party in parties[1:]),
    )
    mark_sent(letter)
    return letter


@transaction.atomic
def state_on_notice(*, by: Person, notice: Forewarning, statement: str) -> Forewarning:
    """What the party says, by its signatory. Taken until it is decided, late too."""
    notice = _lock(notice)
    right = permissions.may_state_on(by, notice).require()
    states = _move(notice, "state")
    notice.statement = text(statement, "statement", missing=_("Write your statement."))
    notice.stated_at, notice.stated_by = clock.now(), by
    notice.save()
    _tell_officer(notice)
    record("casework.notice_answered", notice, by, right.acting_for, states=states)
    return notice


@transaction.atomic
def withdraw_notice(*, by: Person, notice: Forewarning, reason: str) -> Forewarning:
    """Nothing comes of it: the party is told so, with the reason."""
    notice = _lock(notice)
    right = permissions.may_prepare_answer(by, notice.case).require()
    reason = text(reason, "reason", missing=_("Write why nothing comes of it."), longest=LONGEST_PLAN)
    states = _move(notice, "withdraw")
    notice.save(update_fields=["state"])
    notify(
        _people(notice),
        kind="casework.notice_withdrawn",
        key=f"forewarning:{notice.pk}:withdrawn",
        path=f"/forhandsvarsel/{notice.pk}/",
        case=notice.case,
        data={"title": notice.case.title, "number": notice.case.number, "reason": reason},
    )
    record("casework.notice_withdrawn", notice, by, right.acting_for, states=states, reasons=reason)
    return notice


def require_notice(about: str, subject: str, subject_id: int) -> None:
    """Raises RuleBroken unless notice has been given and the party has spoken or had its time (§ 16)."""
    found = selectors.missing_notice(about, subject, subject_id)
    if found is not None:
        raise RuleBroken(in_words(found))


def in_words(found: Missing) -> str:
    return {
        Missing.NO_NOTICE: _(
            "Give the party notice first: nothing is decided against it before it can speak."
        ),
        Missing.TIME_LEFT: _("The party has been given notice and still has time to state its view."),
    }[found]


def use_notice(*, about: str, subject: str, subject_id: int, by: Person) -> None:
    """What the notice told of is decided. Part of the act that decides."""
    found = selectors.open_forewarning(about, subject, subject_id)
    if found is None:
        return
    notice = _lock(found)
    states = _move(notice, "use")
    notice.save(update_fields=["state"])
    record("casework.notice_used", notice, by, None, states=states)


def _lock(given: Forewarning) -> Forewarning:
    """What the case is about first, then the notice."""
    appealing.hold(given.case)
    rows = Forewarning.objects.select_for_update(of=("self",)).select_related("case__officer", "organisation")
    return rows.get(pk=given.pk)


def _move(notice: Forewarning, act: str) -> tuple[str, str]:
    before, notice.state = notice.state, state.move(rules.FOREWARNING, act, notice.state)
    return before, notice.state


def record(
    verb: str,
    notice: Forewarning,
    by: Person,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", "given"),
    reasons: str = "",
) -> None:
    """One line in the log; last in the act."""
    data: dict[str, Any] = {"about": notice.about, "subject": f"{notice.subject}:{notice.subject_id}"}
    events.record(
        verb,
        thing=f"forewarning:{notice.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=notice.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons or notice.reason,
        data=data | {"statement_before": notice.statement_before, "letter": notice.letter_id},
    )


def _people(notice: Forewarning) -> Any:
    return accounts.people_of([notice.organisation_id], Role.WRITER, Role.SIGNATORY)


def _tell_party(notice: Forewarning) -> None:
    notify(
        _people(notice),
        kind="casework.forewarned",
        key=f"forewarning:{notice.pk}",
        path=f"/forhandsvarsel/{notice.pk}/",
        case=notice.case,
        data={
            "title": notice.case.title,
            "number": notice.case.number,
            "before": notice.statement_before,
        },
    )


def _tell_officer(notice: Forewarning) -> None:
    officer = notice.case.officer
    notify(
        [officer] if officer else accounts.people_with(Role.CASE_OFFICER),
        kind="casework.notice_answered",
        key=f"forewarning:{notice.pk}:answered",
        path=f"/forhandsvarsel/{notice.pk}/",
        case=notice.case,
        data={
            "title": notice.case.title,
            "number": notice.case.number,
            "place": notice.organisation.name,
        },
    )
