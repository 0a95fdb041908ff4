"""What follows when something is ruled: the appeal and the request move on, and the room carries out its part."""

from __future__ import annotations

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, selectors, state
from helsetek.casework.models import Appeal, Document, DocumentAccess, RequestState, Ruling
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.forewarnings import About
from helsetek.common import clock

from . import appeals, composing
from .forewarnings import use_notice
from .notices import notify

_OF_ALL = frozenset({Kind.FIRST, Kind.BODY, Kind.ANEW, Kind.REVERSAL})


def follow(ruling: Ruling, by: Person) -> tuple[str, str]:
    """Let the ruling have its effect; gives the states (from, to) of what it moved, or two empty ones."""
    states = ("", "")
    if ruling.appeal is not None:
        states = _move_appeal(ruling, ruling.appeal)
    if ruling.request is not None:
        request = ruling.request
        before, request.state = request.state, state.move(rules.REQUEST, "answer", request.state)
        request.save(update_fields=["state"])
        states = (before, RequestState.ANSWERED)
    if ruling.kind == Kind.ACCESS:
        _give_documents(ruling)
    _carry_out(ruling, by)
    if ruling.kind == Kind.REVERSAL:
        use_notice(about=About.REVERSAL, subject=ruling.subject, subject_id=ruling.subject_id, by=by)
    return states


def _move_appeal(ruling: Ruling, appeal: Appeal) -> tuple[str, str]:
    states = appeals.move(appeal, rules.act_on_appeal(Kind(ruling.kind), ruling.outcome))
    appeal.outcome = ruling.outcome
    appeal.late_excused = ruling.data.get("late_excused", appeal.late_excused)
    now = clock.now()
    if appeal.state == "sent_on":
        appeal.sent_on_at, appeal.comments_due_at = now, composing.comments_due(now)
    if appeal.state in ("settled", "dismissed"):
        appeal.ended_at = now
    appeal.save()
    return states


def _carry_out(ruling: Ruling, by: Person) -> None:
    if ruling.subject in rules.OWN_SUBJECTS:
        _carry_out_own(ruling)
        return
    remedy = appealing.remedy_of(ruling.case)
    if ruling.outcome in rules.CARRIED_OUT:
        remedy.carry_out(ruling, by)
    elif ruling.outcome == rules.ANNULLED:
        remedy.annulled(ruling, by)
    if ruling.kind == Kind.ANEW:
        remedy.decided_anew(ruling, by)


def _carry_out_own(ruling: Ruling) -> None:
    """A dismissal that falls takes the first appeal up again; access that was refused is given."""
    if ruling.kind not in (Kind.FIRST, Kind.BODY) or ruling.outcome != rules.CHANGED:
        return
    before = Ruling.objects.select_related("appeal__case").get(pk=ruling.subject_id)
    if before.kind == Kind.ACCESS:
        withheld = before.documents.filter(given=False)
        DocumentAccess.objects.bulk_create(
            DocumentAccess(ruling=ruling, document_id=one.document_id, given=True) for one in withheld
        )
    elif before.appeal is not None:
        first = Appeal.objects.select_for_update(of=("self",)).select_related("case").get(pk=before.appeal.pk)
        appeals.move(first, "reopen")
        first.ended_at = None
        first.save()


def _give_documents(ruling: Ruling) -> None:
    known = set(Document.objects.filter(case=ruling.case).values_list("pk", flat=True))
    DocumentAccess.objects.bulk_create(
        DocumentAccess(
            ruling=ruling,
            document_id=row["document"],
            given=row["given"],
            paragraph=row["paragraph"],
            reason=row["reason"],
        )
        for row in ruling.data["documents"]
        if any(str(pk) == row["document"] for pk in known)
    )


def appeal_goes_back(ruling: Ruling) -> None:
    """The appeal stands as before the ruling was prepared."""
    appeal = ruling.appeal
    if appeal is None or appeal.state != "prepared":
        return
    appeals.move(appeal, "send_back_anew" if ruling.kind == Kind.ANEW else "send_back")
    appeal.save(update_fields=["state"])


def tell(ruling: Ruling) -> None:
    """Those who write and sign are told that a letter lies ready: for every party, or for the one that asked."""
    if Kind(ruling.kind) in _OF_ALL:
        places = [party.organisation_id for party in selectors.parties_of(ruling.case)]
    else:
        places = [ruling.organisation_id]
    notify(
        accounts.people_of({*places, ruling.organisation_id}, Role.WRITER, Role.SIGNATORY),
        kind="casework.letter_sent",
        key=f"ruling:{ruling.pk}:sent",
        path=f"/saker/{ruling.case.number}/klage/",
        case=ruling.case,
        data={"letter": ruling.letter_title, "title": ruling.case.title, "number": ruling.case.number},
    )
