"""Submit, take back, withdraw; the late door; and the recorded look through the seal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.selectors import is_disqualified
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, TooLate, WrongState
from helsetek.common.hashing import canonical, sha256
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants import addresses
from helsetek.grants.models import Application, ApplicationState, EligibilityRecord, LateDoor, SectionVersion
from helsetek.grants.permissions.applications import (
    is_sealed,
    may_look_through_seal,
    may_open_late_door,
    may_submit,
)
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.eligibility import Inputs, RuleResult, evaluate
from helsetek.grants.rules.machines import APPLICATION
from helsetek.grants.rules.sections import Section, SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors.applications import Standing
from helsetek.grants.selectors.attachments import as_content, attachments
from helsetek.grants.wording import SECTIONS, say
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call

from .drafting import locked, record
from .receipts import make_receipt

LONGEST_REASON = 2000


@transaction.atomic
def submit(*, by: Person, application: Application) -> Application:
    """Submit a draft: complete, within every rule, with every partner's consent, before the deadline.

    The instant that counts is when the request arrived here, not when its turn came: nobody is late because the
    line was long. Submitting what is submitted already changes nothing (a double click). Raises NotAllowed,
    WrongState, TooLate, RuleBroken (``fields`` by section or rule).
    """
    arrived = clock.arrival()
    # With the collaboration: no partner leaves it in the moment between.
    application = locked(application, "collaboration")
    acting_for = may_submit(by, application).require().acting_for
    if application.state == ApplicationState.SUBMITTED:
        return application
    target = state.move(APPLICATION, "submit", application.state)
    application.call_version = scheme.current_version(application.call)
    now = selectors.standing(application, at=arrived)
    _require_in_time(now)
    _require_complete(now)
    _require_within_rules(now.stops)
    _seal(application, now.sections, by, arrived, target)
    keep_for_good(application)
    _keep_record(application, now)
    application.receipt = make_receipt(application, now.sections, now.results)
    application.save(update_fields=["receipt"])
    _tell(application, "submitted", by)
    record(
        "submitted",
        application,
        by,
        acting_for,
        from_state=ApplicationState.DRAFT,
        to_state=target,
        data={
            "content_hash": application.content_hash,
            "requested_ore": application.requested_ore,
            "receipt": application.receipt.sha256,
        },
    )
    return application


def _require_in_time(now: Standing) -> None:
    closed = next((result for result in now.stops if result.rule == "call_open"), None)
    if closed:
        raise TooLate(say(closed.why))


def _require_complete(now: Standing) -> None:
    if now.lacking:
        names = ", ".join(str(SECTIONS[status.key]) for status in now.lacking)
        raise RuleBroken(
            _("The application is not complete. Look at: %(sections)s.") % {"sections": names},
            {s.key.value: [say(problem.sentence) for problem in s.problems] for s in now.lacking},
        )


def _require_within_rules(stops: list[RuleResult]) -> None:
    if stops:
        raise RuleBroken(
            " ".join(say(result.why) for result in stops),
            {result.rule: [say(result.why), say(result.mend)] for result in stops},
        )


def _seal(
    application: Application,
    sections: dict[SectionKey, Section],
    by: Person,
    at: datetime,
    target: str,
) -> None:
    """Write that it is submitted, and the hash of all that it says."""
    members = cooperation.consented_ids(application.collaboration)
    casework.set_members(application.case, members)
    application.state, application.submitted_at, application.submitted_by = target, at, by
    application.content_hash = hash_of(application, members, sections)
    application.save()


def hash_of(application: Application, members: list[int], sections: dict[SectionKey, Section]) -> str:
    """SHA-256 of the application's whole content: the call's version, who applies, every section and every attachment."""
    attached = as_content(attachments(application))
    return sha256(
        canonical(
            {
                "case": application.case.number,
                "call": application.call.slug,
                "call_version": application.call_version.number,
                "lead": application.lead_id,
                "members": sorted(members),
                "sections": {key.value: rules.dump(section) for key, section in sections.items()},
                # Named only where there are any: what was submitted before there were attachments keeps its hash.
                **({"attachments": attached} if attached else {}),
            }
        )
    )


def keep_for_good(application: Application) -> None:
    heads = [version.pk for version in selectors.heads(application).values()]
    SectionVersion.objects.filter(pk__in=heads).update(kept=True)


def _keep_record(application: Application, now: Standing) -> None:
    """What the rules saw and said. The terms are not repeated: the call's version holds them, and never changes."""
    seen = now.inputs.model_dump(mode="json", exclude={"terms"})
    EligibilityRecord.objects.create(
        application=application,
        rule_set=now.inputs.terms.rule_set,
        inputs={**seen, "call_version": application.call_version_id},
        results=[result.as_data() for result in now.results],
        made_at=now.inputs.now,
    )


def judge_again(record_: EligibilityRecord) -> list[RuleResult]:
    """The same rules on the same inputs: the answer that was given, proved."""
    inputs = dict(record_.inputs)
    version = scheme.version(inputs.pop("call_version"))
    return evaluate(Inputs.model_validate({**inputs, "terms": version.terms}))


@transaction.atomic
def take_back(*, by: Person, application: Application) -> Application:
    """Open a submitted application again, as long as it could still be submitted anew.

    Raises NotAllowed, WrongState, TooLate.
    """
    arrived = clock.arrival()
    application = locked(application)
    acting_for = may_submit(by, application).require().acting_for
    if application.state == ApplicationState.DRAFT:
        return application
    target = state.move(APPLICATION, "take_back", application.state)
    if not _still_open(application, arrived):
        raise TooLate(_("The deadline has passed, so the application stands as it was submitted."))
    _open_again(application, target)
    _tell(application, "taken_back", by)
    record("taken_back", application, by, acting_for, from_state=ApplicationState.SUBMITTED, to_state=target)
    return application


def _still_open(application: Application, at: datetime) -> bool:
    door = selectors.late_door(application.call_id, application.collaboration_id)
    ends = max(application.call.closes_at, door.until) if door else application.call.closes_at
    return at < ends


def _open_again(application: Application, target: str) -> None:
    """Nothing of a submission stays but its history. The receipt stays in the case: it was true."""
    application.state = target
    application.submitted_at = application.submitted_by = application.receipt = None
    application.content_hash = ""
    application.save()


@transaction.atomic
def withdraw(*, by: Person, application: Application, reason: str) -> Application:
    """Withdraw for good. What was never unsealed stays closed to the directorate. Twice is the same as once.

    Raises NotAllowed, WrongState, RuleBroken.
    """
    application = locked(application)
    acting_for = may_submit(by, application).require().acting_for
    if application.state == ApplicationState.WITHDRAWN:
        return application
    reason = required_reason(reason, _("Say why you withdraw the application."))
    before, target = application.state, state.move(APPLICATION, "withdraw", application.state)
    if is_sealed(application):
        _open_again(application, target)
    else:
        application.state = target
        application.save(update_fields=["state"])
    _tell(application, "withdrawn", by, reason=reason)
    record("withdrawn", application, by, acting_for, from_state=before, to_state=target, reasons=reason)
    return application


def required_reason(reason: str, ask: str, field: str = "reason") -> str:
    """The reason without blanks around it. Raises RuleBroken if there is none, or too much."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken(ask, {field: [ask]})
    if len(reason) > LONGEST_REASON:
        problem = _("Keep the reason within %(most)s characters.") % {"most": LONGEST_REASON}
        raise RuleBroken(problem, {field: [problem]})
    return reason


@transaction.atomic
def open_late_door(
    *, by: Person, call: Call, collaboration: Collaboration, until: datetime, reason: str
) -> LateDoor:
    """Let one collaboration submit after the deadline, until an instant, for a reason that is kept.

    Raises NotAllowed, RuleBroken.
    """
    acting_for = may_open_late_door(by).require().acting_for
    reason = required_reason(reason, _("Say why they may submit after the deadline."))
    if until <= max(clock.now(), call.closes_at):
        problem = _("Choose a time that lies ahead, and after the deadline of the call.")
        raise RuleBroken(problem, {"until": [problem]})
    application = selectors.of_collaborations([collaboration.pk], call).get(collaboration.pk)
    if application and is_disqualified(by, application.case):
        raise NotAllowed(_("You are disqualified in this case, so somebody else must act."))
    door = LateDoor.objects.create(
        call=call, collaboration=collaboration, until=until, reason=reason, given_by=by, given_at=clock.now()
    )
    _tell_of_door(door, application)
    events.record(
        "grants.late_door_opened",
        thing=f"call:{call.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=application.case.number if application else "",
        reasons=reason,
        data={"collaboration": collaboration.pk, "until": until},
    )
    return door


def _tell_of_door(door: LateDoor, application: Application | None) -> None:
    lead = door.collaboration.lead_id
    path = addresses.application(application.pk) if application else addresses.begin(door.call.slug)
    casework.notify(
        accounts.people_of([lead], Role.SIGNATORY, Role.WRITER),
        kind="grants.late_door",
        key=f"grants.late_door:{door.pk}",
        path=path,
        case=application.case if application else None,
        data={"collaboration": door.collaboration.name, "until": door.until, "reason": door.reason},
    )


@transaction.atomic
def look_through_seal(*, by: Person, application: Application, reason: str) -> dict[SectionKey, Section]:
    """The content of a sealed application, for an administrator with a reason. The applicants are told at once.

    Each look is one event and needs its own reason. Raises NotAllowed, RuleBroken, WrongState.
    """
    acting_for = may_look_through_seal(by, application).require().acting_for
    reason = required_reason(
        reason, _("Say why you must look at it now. The applicants will see the reason.")
    )
    if not is_sealed(application):
        raise WrongState(_("The application is not sealed any more."))
    sections = selectors.content(application)
    _tell(application, "seal_looked_through", by, reason=reason)
    record("seal_looked_through", application, by, acting_for, reasons=reason)
    return sections


def _tell(application: Application, what: str, by: Person, **data: Any) -> None:
    """The lead's writers and signatories, and each partner's signatories, learn what has been done."""
    partners = application.case.parties.filter(until__isnull=True).values_list("organisation_id", flat=True)
    writers = accounts.people_of([application.lead_id], Role.WRITER)
    people = writers + accounts.people_of(partners, Role.SIGNATORY)
    number = events_so_far(application)
    casework.notify(
        people,
        kind=f"grants.{what}",
        key=f"grants.{what}:{application.pk}:{number}",
        path=addresses.application(application.pk),
        case=application.case,
        data={"title": application.case.title, "number": application.case.number, "by": by.name, **data},
    )


def events_so_far(application: Application) -> int:
    """How many acts the case has seen: tells one submission from the next."""
    return events.count_of_case(application.case.number)
