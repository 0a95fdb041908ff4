"""Make a call, publish it, change it with a reason, cancel it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit, WrongState
from helsetek.scheme import selectors, wording
from helsetek.scheme.models import Call, CallVersion, Envelope
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.rules import calls as rules
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.selectors import CallContent, content_of, written

from .allotments import start_allotment


@transaction.atomic
def create_call(
    *, by: Person, slug: str, content: CallContent, synthetic: bool = False, source: str = ""
) -> Call:
    """Begin a draft. Raises RuleBroken when the address is taken or the call would close before it opens."""
    acting_for = may_manage_scheme(by).require().acting_for
    if Call.objects.filter(slug=slug).exists():
        sentence = _("There is already a call at this address. Choose another.")
        raise RuleBroken(sentence, {"slug": [sentence]})
    call = Call(slug=slug, synthetic=synthetic, source=source)
    _write(call, content)
    call.save()
    _record("call_created", call, by, acting_for, to_state=Phase.DRAFT)
    return call


@transaction.atomic
def change_draft(*, by: Person, call: Call, content: CallContent, revision: int) -> Call:
    """Save a draft. Raises StaleEdit if it was saved after ``revision``, WrongState once it is published."""
    acting_for = may_manage_scheme(by).require().acting_for
    call = _locked(call)
    _require_draft(call)
    _require_fresh(call, content, revision)
    _write(call, content)
    call.revision += 1
    call.save()
    _record("call_draft_changed", call, by, acting_for, from_state=Phase.DRAFT, to_state=Phase.DRAFT)
    return call


@transaction.atomic
def write_change(*, by: Person, call: Call, content: CallContent, revision: int) -> Call:
    """Save a change to a published call that is still being written. Nobody else sees it until it is published."""
    may_manage_scheme(by).require()
    call = _locked(call)
    _require_open_to_change(call)
    _require_fresh(call, content, revision)
    changed = content.as_json()
    call.pending = changed if changed != content_of(call).as_json() else None
    call.revision += 1
    call.save()
    return call


@transaction.atomic
def drop_change(*, by: Person, call: Call) -> Call:
    """Throw away a change that is being written; what is published stands."""
    may_manage_scheme(by).require()
    call = _locked(call)
    call.pending = None
    call.revision += 1
    call.save()
    return call


def _require_fresh(call: Call, content: CallContent, revision: int) -> None:
    if call.revision != revision:
        raise StaleEdit(
            _("Somebody saved the call in the meantime. Choose which version to keep."),
            theirs=written(call).as_json(),
            yours=content.as_json(),
            revision=call.revision,
        )


@transaction.atomic
def publish_call(*, by: Person, call: Call) -> CallVersion:
    """Publish: pin the terms as version 1 and open the first allotment. Raises RuleBroken with what to mend."""
    acting_for = may_manage_scheme(by).require().acting_for
    call = _locked(call)
    _require_draft(call)
    _refuse_if(selectors.problems(call))
    content = content_of(call)
    call.published_at = clock.now()
    call.save()
    version = _pin(call, content, number=1, reason="")
    start_allotment(call, _envelope_of(call))
    _record(
        "call_published",
        call,
        by,
        acting_for,
        from_state=Phase.DRAFT,
        to_state=selectors.phase(call),
        version=version,
    )
    return version


@transaction.atomic
def change_published_call(*, by: Person, call: Call, content: CallContent, reason: str) -> CallVersion:
    """Pin a new version of a published call, with the reason; those who have begun are told by the event.

    The envelope is not changed here. Raises RuleBroken with what to mend, WrongState once the call has closed.
    """
    acting_for = may_manage_scheme(by).require().acting_for
    call = _locked(call)
    before = content_of(call).announcement()
    _require_changeable(call, reason)
    after = content.announcement(has_envelope=True)
    _refuse_if(rules.problems_in_change(before, after, clock.now()))
    latest = selectors.current_version(call)
    _write(call, content)
    call.pending = None
    call.revision += 1
    call.save()
    version = _pin(call, content, number=latest.number + 1, reason=reason)
    if not selectors.changes_between(latest, version):
        raise RuleBroken(_("Nothing has been changed."))
    _record(
        "call_changed", call, by, acting_for, to_state=selectors.phase(call), reasons=reason, version=version
    )
    return version


@transaction.atomic
def cancel_call(*, by: Person, call: Call, reason: str) -> Call:
    """Take a published call back, with the reason. Not once decisions have been told."""
    acting_for = may_manage_scheme(by).require().acting_for
    call = _locked(call)
    was = selectors.phase(call)
    _require_cancellable(call, was, reason)
    call.cancelled_at, call.cancelled_reason = clock.now(), reason
    call.save()
    _record("call_cancelled", call, by, acting_for, from_state=was, to_state=Phase.CANCELLED, reasons=reason)
    return call


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


def _require_draft(call: Call) -> None:
    if call.published_at is not None:
        raise WrongState(_("The call has been published. A change is now a new version with a reason."))


def _require_open_to_change(call: Call) -> None:
    if selectors.phase(call) not in (Phase.UPCOMING, Phase.OPEN):
        raise WrongState(_("Only a call that is published and has not closed can be changed."))


def _require_changeable(call: Call, reason: str) -> None:
    _require_open_to_change(call)
    _require_reason(reason, _("Say why the call is changed. Those who have begun will see it."))


def _require_cancellable(call: Call, was: Phase, reason: str) -> None:
    if was in (Phase.DRAFT, Phase.CANCELLED):
        raise WrongState(_("Only a published call can be cancelled."))
    if call.allotments.filter(notified_at__isnull=False).exists():
        raise WrongState(_("Decisions in this call have been sent. It can no longer be cancelled."))
    _require_reason(reason, _("Say why the call is cancelled. The public will see it."))


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise RuleBroken(sentence, {"reason": [sentence]})


def _envelope_of(call: Call) -> Envelope:
    if call.envelope is None:  # pragma: no cover - the check before publishing asks for it
        raise RuleBroken(_("Choose the envelope that the grants are paid from."))
    return call.envelope


def _refuse_if(found: list[rules.Problem]) -> None:
    in_the_way = rules.in_the_way(found)
    if in_the_way:
        fields: dict[str, list[str]] = {}
        for problem in in_the_way:
            fields.setdefault(problem.where, []).append(wording.sentence(problem))
        raise RuleBroken(_("The call is not ready to be published. Mend what is listed."), fields)


def _write(call: Call, content: CallContent) -> None:
    if content.closes_at <= content.opens_at:
        sentence = _("The call closes before it opens. Move one of the times.")
        raise RuleBroken(sentence, {"closes_at": [sentence]})
    for language in ("nb", "nn", "en"):
        setattr(call, f"title_{language}", content.title.in_language(language))
        setattr(call, f"summary_{language}", content.summary.in_language(language))
    call.opens_at, call.closes_at = content.opens_at, content.closes_at
    if call.published_at is None:
        call.draft_terms = content.terms.model_dump(mode="json")
        call.envelope = content.envelope


def _pin(call: Call, content: CallContent, *, number: int, reason: str) -> CallVersion:
    terms = content.terms.model_copy(update={"title": content.title, "summary": content.summary})
    return CallVersion.objects.create(
        call=call,
        number=number,
        terms=terms.model_dump(mode="json"),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        reason=reason,
        made_at=clock.now(),
    )


def _record(
    act: str,
    call: Call,
    by: Person,
    acting_for: int | None,
    *,
    from_state: str = "",
    to_state: str = "",
    reasons: str = "",
    version: CallVersion | None = None,
) -> None:
    data: dict[str, object] = {"call": call.pk, "slug": call.slug}
    if version is not None:
        data |= {"version": version.pk, "number": version.number}
    events.record(
        f"scheme.{act}",
        thing=f"call:{call.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        from_state=from_state,
        to_state=to_state,
        rule_set=selectors.terms_now(call).rule_set,
        reasons=reasons,
        data=data,
    )
