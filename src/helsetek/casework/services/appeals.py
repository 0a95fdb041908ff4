"""An appeal by a party: begun, written, sent, withdrawn, and commented when it has gone to the appeal body."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, selectors, state
from helsetek.casework.appealing import Appealable
from helsetek.casework.models import Appeal, AppealState, Case
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.letter_text import blocks
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.common.letters import PLAIN
from helsetek.common.web import show
from helsetek.registry import selectors as registry

from . import composing
from .given import text
from .letters import make_letter, mark_sent
from .notices import notify

PAGE = "casework.appeal"


def lock(given: Appeal) -> Appeal:
    """What the case is about first, then the appeal: always in this order."""
    appealing.hold(given.case)
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("case__officer", "organisation")
    return rows.get(pk=given.pk)


def move(appeal: Appeal, act: str) -> tuple[str, str]:
    before, appeal.state = appeal.state, state.move(rules.APPEAL, act, appeal.state)
    return before, appeal.state


def record(
    verb: str,
    appeal: Appeal,
    by: Person,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", ""),
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One line of the appeal's own log, which is a part of the case's."""
    events.record(
        verb,
        thing=f"appeal:{appeal.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=appeal.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data=data,
    )


@transaction.atomic
def begin_appeal(*, by: Person, case: Case, subject: str, subject_id: int) -> Appeal:
    """Begin an appeal against a decision, for the party that the person acts for; one that is begun is given again.

    Raises NotAllowed, RuleBroken (no such decision), WrongState (one is being handled).
    """
    right = permissions.may_appeal(by, case).require()
    decision = _decision(case, subject, subject_id)
    appealing.hold(case)
    place = right.acting_for or 0
    open_one = Appeal.objects.filter(subject=subject, subject_id=subject_id, organisation_id=place)
    standing = open_one.filter(state__in=selectors.OPEN_APPEALS).first()
    if standing is not None:
        return standing
    appeal = Appeal.objects.create(
        case=case,
        subject=subject,
        subject_id=subject_id,
        subject_title=decision.title[:300],
        organisation_id=place,
        begun_at=clock.now(),
        begun_by=by,
    )
    record("casework.appeal_begun", appeal, by, place, states=("", "draft"))
    return appeal


def _decision(case: Case, subject: str, subject_id: int) -> Appealable:
    found = selectors.appealable(case, subject, subject_id)
    if found is None:
        raise RuleBroken(_("There is no such decision in this case."))
    return found


@transaction.atomic
def save_appeal(
    *, by: Person, appeal: Appeal, wrong: str, change: str, late_why: str = "", revision: int
) -> Appeal:
    """Keep what is written so far (§ 32). Raises NotAllowed, WrongState, StaleEdit, RuleBroken."""
    appeal = lock(appeal)
    right = permissions.may_write_appeal(by, appeal).require()
    _require_draft(appeal)
    typed = {"wrong": wrong, "change": change, "late_why": late_why}
    if revision != appeal.revision:
        raise StaleEdit(
            _("Somebody has saved the appeal since you opened it."),
            theirs={name: getattr(appeal, name) for name in typed},
            yours=typed,
            revision=appeal.revision,
        )
    for name, given in typed.items():
        setattr(appeal, name, text(given, name))
    appeal.revision += 1
    appeal.save()
    record("casework.appeal_saved", appeal, by, right.acting_for)
    return appeal


def _require_draft(appeal: Appeal) -> None:
    if appeal.state != AppealState.DRAFT:
        raise WrongState(_("The appeal has been sent and cannot be changed. Write a message on the case."))


@transaction.atomic
def submit_appeal(*, by: Person, appeal: Appeal) -> Appeal:
    """Send the appeal, by the party's signatory. A late one is received too: whether it is tried is decided (§ 31).

    The receipt goes to the party at once; those who handle the case are told. Raises NotAllowed, WrongState, RuleBroken.
    """
    appeal = lock(appeal)
    right = permissions.may_sign_appeal(by, appeal).require()
    states = move(appeal, "submit")
    text(appeal.wrong, "wrong", missing=_("Write what is wrong with the decision."))
    decision = _decision(appeal.case, appeal.subject, appeal.subject_id)
    limit = selectors.deadline_of(decision, appeal.organisation_id)
    appeal.submitted_at, appeal.submitted_by = clock.now(), by
    appeal.deadline_at = limit.at if limit else None
    appeal.late = rules.is_late(clock.arrival(), appeal.deadline_at)
    appeal.save()
    _send_receipt(appeal)
    tell_officers(appeal, "casework.appeal_received", f"appeal:{appeal.pk}:received")
    data = {
        "subject": f"{appeal.subject}:{appeal.subject_id}",
        "deadline_at": appeal.deadline_at,
        "late": appeal.late,
    }
    record("casework.appeal_submitted", appeal, by, right.acting_for, states=states, data=data)
    return appeal


def _send_receipt(appeal: Appeal) -> None:
    """A letter that nobody writes: the text block as it stands."""
    language = registry.letter_language(appeal.organisation)
    values = composing.plain_values(appeal.case, appeal.subject, appeal.subject_id, language)
    with translation.override(language):
        values["submitted_at"] = show.instant(appeal.submitted_at or clock.now())
    made = composing.compose(["appeal_receipt"], values, language)
    letter = make_letter(
        case=appeal.case,
        kind="casework.appeal_receipt",
        recipient_id=appeal.organisation_id,
        template=PLAIN,
        data={"blocks": blocks(made.body)},
        title=made.title,
        template_version=composing.pinned(made.blocks),
        language=language,
    )
    mark_sent(letter)


def tell_officers(appeal: Appeal, kind: str, key: str) -> None:
    officer = appeal.case.officer
    notify(
        [officer] if officer else accounts.people_with(Role.CASE_OFFICER),
        kind=kind,
        key=key,
        path=f"/klager/{appeal.pk}/",
        case=appeal.case,
        data={"title": appeal.case.title, "number": appeal.case.number, "place": appeal.organisation.name},
    )


@transaction.atomic
def withdraw_appeal(*, by: Person, appeal: Appeal, reason: str = "") -> Appeal:
    """Take the appeal back: the decision stands. What was prepared on it is put away."""
    appeal = lock(appeal)
    right = permissions.may_sign_appeal(by, appeal).require()
    states = move(appeal, "withdraw")
    for prepared in appeal.rulings.select_for_update().filter(state="prepared"):
        prepared.state = state.move(rules.RULING, "overtake", prepared.state)
        prepared.save(update_fields=["state"])
    appeal.ended_at = clock.now()
    appeal.save()
    reason = text(reason, "reason", longest=4000)
    if states[0] != "draft":
        tell_officers(appeal, "casework.appeal_withdrawn", f"appeal:{appeal.pk}:withdrawn")
    record("casework.appeal_withdrawn", appeal, by, right.acting_for, states=states, reasons=reason)
    return appeal


@transaction.atomic
def comment_on_statement(*, by: Person, appeal: Appeal, comments: str) -> Appeal:
    """What the party says to the directorate's statement, before the date it was given (§ 33 fourth paragraph)."""
    appeal = lock(appeal)
    right = permissions.may_write_appeal(by, appeal).require()
    if appeal.state != AppealState.SENT_ON or appeal.commented_at is not None:
        raise WrongState(_("There is no statement to comment on now, or it has been commented already."))
    if appeal.comments_due_at and clock.arrival() >= appeal.comments_due_at:
        raise TooLate(_("The time to comment has passed. Write to the appeal body."))
    appeal.comments = text(comments, "comments", missing=_("Write your comments first."))
    appeal.commented_at = clock.now()
    appeal.save()
    tell_officers(appeal, "casework.appeal_commented", f"appeal:{appeal.pk}:commented")
    record("casework.appeal_commented", appeal, by, right.acting_for)
    return appeal
