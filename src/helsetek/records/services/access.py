"""Requests for access: received from anybody, answered document by document, appealed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.selectors import Case, Document
from helsetek.common import clock, events
from helsetek.common.clock import OSLO
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.working_days import add_working_days
from helsetek.records import redaction
from helsetek.records.models import DisclosureItem, DisclosureRequest, JournalEntry, ReleasedFile
from helsetek.records.paragraphs import paragraphs
from helsetek.records.parameters import parameter
from helsetek.records.permissions import may_keep_journal
from helsetek.records.redaction import Box
from helsetek.records.rules.access import How, needs_ground, outcome_of
from helsetek.records.rules.machines import DISCLOSURE
from helsetek.records.selectors import access as selectors

COPY_PAGE = "records.copy"
MOST_DOCUMENTS = 100
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as they want to say."""

    name: str = ""
    email: str = ""
    words: str = ""


@transaction.atomic
def ask(*, entries: Sequence[JournalEntry], asker: Asker) -> DisclosureRequest:
    """Somebody asks to see documents of one case. Anybody may: no right is asked (offentleglova § 3, text not seen)."""
    case = _case_of(entries)
    now = clock.now()
    today = now.astimezone(OSLO).date()
    request = DisclosureRequest.objects.create(
        case=case,
        code=secrets.token_urlsafe(18),
        name=asker.name.strip()[:200],
        email=asker.email.strip()[:254],
        words=asker.words.strip()[:2000],
        language=(get_language() or "nb")[:2],
        asked_at=now,
        due_on=add_working_days(today, int(parameter("answer_working_days", today))),
    )
    for entry in entries:
        item = DisclosureItem.objects.create(request=request, entry=entry)
        ReleasedFile.objects.bulk_create(
            ReleasedFile(item=item, document_id=one) for one in (entry.documents or [None])
        )
    _tell_officers(request, "records.access_asked")
    _record("records.access_asked", request, None, data={"documents": [one.label for one in entries]})
    return request


def _case_of(entries: Sequence[JournalEntry]) -> Case:
    problem = ""
    if not entries:
        problem = _("Choose at least one document.")
    elif len(entries) > MOST_DOCUMENTS:
        problem = _("Ask for at most %(count)d documents at a time.") % {"count": MOST_DOCUMENTS}
    elif len({one.case_id for one in entries}) > 1:
        problem = _("Ask for the documents of one case at a time.")
    if problem:
        raise RuleBroken(problem, {"documents": [problem]})
    return entries[0].case


@transaction.atomic
def plan_redaction(
    *, by: Person, file: ReleasedFile, terms: Sequence[str], boxes: Sequence[Box]
) -> ReleasedFile:
    """Keep what is to be blacked out in a file. Nothing is burnt in before the document is answered."""
    file = _locked_file(file, by)
    _require_open(file.item.request)
    file.terms = list(dict.fromkeys(term.strip()[:200] for term in terms if term.strip()))[:200]
    file.boxes = [[box.page, box.left, box.top, box.width, box.height] for box in boxes][:2000]
    file.save(update_fields=["terms", "boxes"])
    data = {"file": file.pk, "terms": len(file.terms), "boxes": len(file.boxes)}
    _record("records.redaction_planned", file.item.request, by, data=data)
    return file


def plan_of(file: ReleasedFile) -> tuple[list[str], list[Box]]:
    return list(file.terms), [Box(int(page), *shares) for page, *shares in file.boxes]


@transaction.atomic
def answer_item(
    *, by: Person, item: DisclosureItem, files: Mapping[int, How], paragraph: str = "", reasons: str = ""
) -> DisclosureItem:
    """Decide on one document: what is given of each of its files, and by which paragraph the rest is withheld.

    The blacked-out copies are made now. Nobody is told before ``send_answer``; until then it can be answered anew.
    """
    request = _locked(item.request, by)
    _require_open(request)
    item = (
        DisclosureItem.objects.select_for_update(of=("self",)).select_related("entry__case").get(pk=item.pk)
    )
    own = list(item.files.select_related("document"))
    chosen = {file.pk: files.get(file.pk) for file in own}
    if None in chosen.values():
        raise RuleBroken(_("Say for each file what is given of it."))
    outcome = outcome_of(how for how in chosen.values() if how)
    if needs_ground(outcome):
        _require_ground(paragraph, reasons)
    for file in own:
        file.item = item
        _release(by, file, chosen[file.pk] or How.WITHHELD)
    item.outcome = outcome.value
    item.paragraph, item.reasons = (paragraph, reasons.strip()) if needs_ground(outcome) else ("", "")
    item.answered_at, item.answered_by = clock.now(), by
    item.save()
    data = {"entry": item.entry.label, "outcome": item.outcome, "paragraph": item.paragraph}
    _record("records.document_considered", request, by, reasons=item.reasons, data=data)
    return item


def _require_ground(paragraph: str, reasons: str) -> None:
    wrong: dict[str, list[str]] = {}
    if paragraph not in paragraphs():
        wrong["paragraph"] = [_("Choose the paragraph by which it is withheld.")]
    if not reasons.strip():
        wrong["reasons"] = [_("Write why, so that who asked can understand it.")]
    elif len(reasons) > _LONGEST:
        wrong["reasons"] = [_("This is too long: at most 4,000 characters.")]
    if wrong:
        raise RuleBroken(" ".join(said for words in wrong.values() for said in words), wrong)


def _release(by: Person, file: ReleasedFile, how: How) -> None:
    file.how, file.copy = how.value, None
    if how is How.REDACTED:
        file.copy = _burnt_copy(by, file)
    file.save(update_fields=["how", "copy"])


def _burnt_copy(by: Person, file: ReleasedFile) -> Document:
    terms, boxes = plan_of(file)
    if not terms and not boxes:
        raise RuleBroken(_("Mark what is to be blacked out first."))
    found = selectors.original(file)
    try:
        done = redaction.redact(found.content, found.content_type, terms=terms, boxes=boxes)
    except redaction.Unreadable as error:
        raise RuleBroken(
            _("This file cannot be blacked out here. Give it as it is, or withhold it.")
        ) from error
    name = found.name.rpartition(".")[0] or found.name
    return casework.store_document(
        by=by,
        case=file.item.entry.case,
        page=COPY_PAGE,
        page_id=file.pk,
        title=_("%(name)s (blacked out)") % {"name": name},
        file_name=f"{name} sladdet.pdf",
        content=done.content,
        made_here=True,
    )


@transaction.atomic
def send_answer(*, by: Person, request: DisclosureRequest) -> DisclosureRequest:
    """Tell who asked: every document is answered, and what is given can be fetched from now on."""
    request = _locked(request, by)
    if request.items.filter(outcome="").exists():
        raise RuleBroken(_("Answer on every document first."))
    before, request.state = request.state, state.move(DISCLOSURE, "answer", request.state)
    request.answered_at = clock.now()
    request.mail_due_at, request.mailed_at = (clock.now() if request.email else None), None
    request.save()
    outcomes = list(request.items.values_list("outcome", flat=True))
    data = {one: outcomes.count(one) for one in sorted(set(outcomes))}
    _record("records.access_answered", request, by, states=(before, request.state), data=data)
    return request


@transaction.atomic
def appeal(*, request: DisclosureRequest, text: str) -> DisclosureRequest:
    """Who asked appeals a refusal, or the silence (offentleglova § 32). Who has the code may: no log-in is asked."""
    request = DisclosureRequest.objects.select_for_update().get(pk=request.pk)
    if not selectors.may_be_appealed(request):
        raise WrongState(_("There is nothing to appeal now, or the period is over."))
    text = text.strip()
    if not text or len(text) > _LONGEST:
        problem = _("Write what you want changed, in at most 4,000 characters.")
        raise RuleBroken(problem, {"text": [problem]})
    before, request.state = request.state, state.move(DISCLOSURE, "appeal", request.state)
    request.appeal, request.appealed_at = text, clock.now()
    request.save()
    _tell_officers(request, "records.access_appealed")
    _record("records.access_appealed", request, None, states=(before, request.state))
    return request


@transaction.atomic
def send_appeal_on(*, by: Person, request: DisclosureRequest, statement: str) -> DisclosureRequest:
    """The refusal is upheld: the appeal goes to the appeal body with our statement (forvaltningsloven § 33)."""
    request = _locked(request, by)
    request.statement = _text(statement, _("Write the statement that goes with the appeal."))
    return _move_appeal(by, request, "send_on", "records.access_appeal_sent_on")


@transaction.atomic
def conclude_appeal(*, by: Person, request: DisclosureRequest, outcome: str) -> DisclosureRequest:
    """The appeal body has answered: its words are kept with the request."""
    request = _locked(request, by)
    request.outcome_of_appeal = _text(outcome, _("Write what the appeal body decided."))
    request.concluded_at = clock.now()
    return _move_appeal(by, request, "conclude", "records.access_appeal_concluded")


def _text(text: str, empty: str) -> str:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise RuleBroken(empty, {"reason": [empty]})
    return text


def _move_appeal(by: Person, request: DisclosureRequest, act: str, verb: str) -> DisclosureRequest:
    before, request.state = request.state, state.move(DISCLOSURE, act, request.state)
    request.mail_due_at, request.mailed_at = (clock.now() if request.email else None), None
    request.save()
    _record(verb, request, by, states=(before, request.state))
    return request


def _locked(request: DisclosureRequest, by: Person) -> DisclosureRequest:
    rows = DisclosureRequest.objects.select_for_update(of=("self",)).select_related("case__officer")
    request = rows.get(pk=request.pk)
    may_keep_journal(by, request.case).require()
    return request


def _locked_file(file: ReleasedFile, by: Person) -> ReleasedFile:
    _locked(file.item.request, by)
    rows = ReleasedFile.objects.select_for_update(of=("self",))
    return rows.select_related("item__request__case", "document").get(pk=file.pk)


def _require_open(request: DisclosureRequest) -> None:
    if request.state not in ("received", "appealed"):
        raise WrongState(_("The request has been answered. What was released cannot be changed."))


def _tell_officers(request: DisclosureRequest, kind: str) -> None:
    officer = request.case.officer
    people = [officer] if officer else list(accounts.people_with(Role.CASE_OFFICER))
    casework.notify(
        people,
        kind=kind,
        key=f"{kind}:{request.pk}",
        path=f"/innsynskrav/{request.pk}/",
        case=request.case,
        data={"case": request.case, "due": request.due_on},
    )


def _record(
    verb: str,
    request: DisclosureRequest,
    by: Person | None,
    *,
    states: tuple[str, str] = ("", ""),
    reasons: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    events.record(
        verb,
        thing=f"disclosure:{request.pk}",
        person_id=by.pk if by else None,
        case_number=request.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data=dict(data or {}),
    )
