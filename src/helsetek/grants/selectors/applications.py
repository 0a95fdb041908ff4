"""Reads of applications: their sections, what is missing, what the rules say, and who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person
from helsetek.casework.selectors import Case
from helsetek.common import clock
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants.models import (
    Application,
    ApplicationState,
    EligibilityRecord,
    InformationRequest,
    LateDoor,
    SectionVersion,
)
from helsetek.grants.permissions.applications import APPLICANTS, READERS, WRITERS, is_sealed, may_see
from helsetek.grants.rules import completeness as strict
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.completeness import Frame
from helsetek.grants.rules.eligibility import Content, Inputs, RuleResult, evaluate
from helsetek.grants.rules.sections import Budget, Section, SectionKey
from helsetek.grants.rules.words import Problem
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, CallVersion, Indicator

from . import eligibility

__all__ = [
    "Application",
    "ApplicationState",
    "Content",
    "EligibilityRecord",
    "InformationRequest",
    "LateDoor",
    "SectionStatus",
    "SectionVersion",
    "Standing",
    "application",
    "application_for",
    "budget_of",
    "completeness",
    "content",
    "content_of",
    "earlier_applications",
    "eligibility_now",
    "eligibility_records",
    "frame_of",
    "head",
    "is_sealed",
    "late_door",
    "newer_version",
    "of_call",
    "of_collaborations",
    "open_request",
    "sealed_count",
    "section",
    "standing",
    "version",
    "versions_of",
    "visible_to",
]


# -- One application --------------------------------------------------------------------------------


def application(application_id: int) -> Application:
    """With case, call, lead and collaboration. Raises Application.DoesNotExist."""
    return _whole().get(pk=application_id)


def application_for(person: Person, application_id: int) -> Application:
    """The same for somebody who asks. Raises NotAllowed with the reason, Application.DoesNotExist."""
    found = application(application_id)
    may_see(person, found).require()
    return found


def _whole() -> QuerySet[Application]:
    return Application.objects.select_related("case", "call", "call_version", "lead", "collaboration")


# -- Sections ---------------------------------------------------------------------------------------


def heads(application: Application) -> dict[SectionKey, SectionVersion]:
    """What holds of each section that has been saved. One query."""
    newest = SectionVersion.objects.filter(application=OuterRef("application"), key=OuterRef("key"))
    rows = SectionVersion.objects.filter(
        application=application, pk=Subquery(newest.order_by("-number").values("pk")[:1])
    )
    return {SectionKey(row.key): row for row in rows.select_related("saved_by")}


def head(application: Application, key: SectionKey) -> SectionVersion | None:
    """The version that holds, or None if the section was never saved."""
    rows = SectionVersion.objects.filter(application=application, key=key.value)
    return rows.select_related("saved_by").order_by("-number").first()


def version(application: Application, key: SectionKey, number: int) -> SectionVersion:
    """Raises SectionVersion.DoesNotExist."""
    return SectionVersion.objects.select_related("saved_by").get(
        application=application, key=key.value, number=number
    )


def versions_of(application: Application, key: SectionKey | None = None) -> QuerySet[SectionVersion]:
    """What is kept of a section's (or of all sections') history, newest first, without the text itself."""
    rows = SectionVersion.objects.filter(application=application)
    rows = rows if key is None else rows.filter(key=key.value)
    return rows.select_related("saved_by").defer("data").order_by("-saved_at", "-number")


def section(application: Application, key: SectionKey) -> Section:
    """The section as it stands, typed; blank if it was never saved."""
    found = head(application, key)
    return rules.read(key, found.data if found else {})


def content(application: Application) -> dict[SectionKey, Section]:
    """Every section as it stands, typed."""
    return _typed(heads(application))


def _typed(saved: dict[SectionKey, SectionVersion]) -> dict[SectionKey, Section]:
    return {key: rules.read(key, saved[key].data if key in saved else {}) for key in SectionKey}


def content_of(application: Application) -> Content:
    """The same as one record."""
    return _record(content(application))


def content_at(application: Application, numbers: dict[str, int]) -> dict[SectionKey, Section]:
    """Sections as they stood at given version numbers, for those that are named."""
    wanted = Q(pk__in=[])
    for key, number in numbers.items():
        wanted |= Q(key=key, number=number)
    rows = SectionVersion.objects.filter(wanted, application=application)
    return {SectionKey(row.key): rules.read(SectionKey(row.key), row.data) for row in rows}


def _record(sections: dict[SectionKey, Section]) -> Content:
    return Content.model_validate({key.value: section for key, section in sections.items()})


def budget_of(application: Application) -> Budget:
    found = section(application, SectionKey.BUDGET)
    assert isinstance(found, Budget)  # noqa: S101 - read() gives the type of the key
    return found


# -- What is missing, and what the rules say ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """How far a section has come: ``empty``, ``started`` or ``complete``, and what is missing."""

    key: SectionKey
    state: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands at a moment: its sections, what they lack, and what the rules answer.

    ``numbers`` are the version numbers of the sections that have been saved.
    """

    sections: dict[SectionKey, Section]
    statuses: tuple[SectionStatus, ...]
    results: tuple[RuleResult, ...]
    inputs: Inputs
    frame: Frame
    numbers: dict[SectionKey, int]
    indicators: tuple[Indicator, ...] = ()

    @property
    def names(self) -> dict[int, str]:
        """The members' names by id."""
        return {member.organisation_id: member.name for member in self.inputs.members}

    @property
    def last_instant(self) -> datetime:
        """Until when it can be submitted: the deadline, or the late door if one reaches further."""
        return max(self.inputs.closes_at, self.inputs.late_door_until or self.inputs.closes_at)

    @property
    def lacking(self) -> list[SectionStatus]:
        return [status for status in self.statuses if status.state != "complete"]

    @property
    def blank(self) -> list[SectionKey]:
        return [status.key for status in self.statuses if status.state == "empty"]

    @property
    def stops(self) -> list[RuleResult]:
        return [result for result in self.results if result.outcome.stops]

    @property
    def is_ready(self) -> bool:
        return not self.lacking and not self.stops


def standing(
    application: Application,
    *,
    unsaved: dict[SectionKey, Section] | None = None,
    version: CallVersion | None = None,
    at: datetime | None = None,
) -> Standing:
    """All of it in one reading; ``unsaved`` is what somebody is typing, in place of what is saved."""
    saved = heads(application)
    sections = _typed(saved) | (unsaved or {})
    indicators = tuple(scheme.indicators())
    inputs = eligibility.inputs_for(
        application,
        _record(sections),
        version=version,
        at=at,
        indicators=tuple(one.code for one in indicators),
    )
    frame = Frame(
        terms=inputs.terms,
        members=frozenset(member.organisation_id for member in inputs.members),
        indicators=frozenset(inputs.indicators),
    )
    statuses = tuple(_status(key, sections[key], frame) for key in SectionKey)
    numbers = {key: version_.number for key, version_ in saved.items()}
    return Standing(sections, statuses, tuple(evaluate(inputs)), inputs, frame, numbers, indicators)


def frame_of(application: Application, version: CallVersion | None = None) -> Frame:
    """What the application is held against: its call's terms and its collaboration as it stands."""
    return Frame(
        terms=scheme.terms(version or application.call_version),
        members=frozenset(eligibility.standing_ids(application)),
        indicators=frozenset(eligibility.indicator_codes()),
    )


def completeness(application: Application) -> list[SectionStatus]:
    """Each section in order, with what it lacks."""
    frame, found = frame_of(application), content(application)
    return [_status(key, found[key], frame) for key in SectionKey]


def _status(key: SectionKey, section: Section, frame: Frame) -> SectionStatus:
    problems = tuple(strict.problems(section, frame))
    state = "complete" if not problems else "empty" if section.is_empty else "started"
    return SectionStatus(key, state, problems)


def eligibility_now(
    application: Application, *, unsaved: dict[SectionKey, Section] | None = None
) -> list[RuleResult]:
    """What each rule answers at this moment."""
    return list(standing(application, unsaved=unsaved).results)


def eligibility_records(application: Application) -> list[EligibilityRecord]:
    """What was answered at each submission, newest first."""
    return list(application.eligibility_records.all())


# -- Calls, doors, requests ---------------------------------------------------------------------------


def newer_version(application: Application) -> CallVersion | None:
    """The call's terms as they now are, if they have changed since the application was begun or moved."""
    newest = scheme.current_version(application.call)
    return newest if newest.number > application.call_version.number else None


def late_door(call_id: int, collaboration_id: int) -> LateDoor | None:
    """The leave to submit late that reaches furthest, open or not."""
    doors = LateDoor.objects.filter(call_id=call_id, collaboration_id=collaboration_id)
    return doors.select_related("given_by").order_by("-until").first()


def late_doors_of(call: Call) -> list[LateDoor]:
    """Every leave to submit late that has been given, the newest first."""
    return list(
        LateDoor.objects.filter(call=call)
        .select_related("collaboration__lead", "given_by")
        .order_by("-given_at", "-id")
    )


def open_request(application: Application) -> InformationRequest | None:
    """The request for more information that waits for an answer."""
    return application.information_requests.filter(answered_at__isnull=True).first()


def requests_of(application: Application) -> list[InformationRequest]:
    return list(application.information_requests.select_related("asked_by"))


# -- Lists --------------------------------------------------------------------------------------------


def visible_to(person: Person) -> QuerySet[Application]:
    """What the person may see in lists: own parties' applications, and for the directorate those unsealed."""
    own = accounts.organisations_where(person, *APPLICANTS)
    seen = Q(case__parties__until__isnull=True, case__parties__organisation_id__in=own)
    if accounts.organisations_where(person, *READERS):
        seen |= Q(submitted_at__isnull=False, call__closes_at__lte=clock.now())
    return _whole().filter(seen).distinct()


def own_applications(person: Person) -> QuerySet[Application]:
    """Those that an organisation of the person's takes part in, the newest first."""
    own = accounts.organisations_where(person, *APPLICANTS)
    mine = Application.objects.filter(
        case__parties__until__isnull=True, case__parties__organisation_id__in=own
    )
    rows = Application.objects.select_related("case", "call", "lead", "collaboration")
    rows = rows.defer("call__draft_terms", "call__pending", "collaboration__purpose")  # long, and not shown
    return rows.filter(pk__in=mine.order_by().values("pk")).order_by("-created_at", "-id")


def of_call(call: Call) -> QuerySet[Application]:
    """All that have been submitted to the call. Ask ``visible_to`` for what somebody may see."""
    return _whole().filter(call=call, submitted_at__isnull=False)


def of_collaborations(ids: Iterable[int], call: Call) -> dict[int, Application]:
    """The standing application of each collaboration to the call."""
    rows = _whole().filter(collaboration_id__in=set(ids), call=call)
    return {row.collaboration_id: row for row in rows.exclude(state=ApplicationState.WITHDRAWN)}


def sealed_count(call: Call) -> int:
    """How many have been submitted: all that the directorate sees before the call closes."""
    return of_call(call).exclude(state=ApplicationState.WITHDRAWN).count()


def received(call: Call) -> tuple[int, int]:
    """How many stand submitted, and the sum they ask for in øre."""
    standing_ = of_call(call).exclude(state=ApplicationState.WITHDRAWN).select_related(None).order_by()
    told = standing_.aggregate(count=Count("pk"), asked=Sum("requested_ore"))
    return told["count"], told["asked"] or 0


def earlier_applications(person: Person, application: Application) -> list[Application]:
    """Others, to any call, that one may copy from: those of the person's own organisations."""
    return list(own_applications(person).exclude(pk=application.pk)[:50])


def begun_for(call_id: int) -> QuerySet[Application]:
    """Drafts to a call: those who are told when the call is changed."""
    return _whole().filter(call_id=call_id, state=ApplicationState.DRAFT)


def drafts_of(collaboration: Collaboration | int) -> QuerySet[Application]:
    pk = collaboration if isinstance(collaboration, int) else collaboration.pk
    return _whole().filter(collaboration_id=pk, state=ApplicationState.DRAFT)


def open_drafts(person: Person, now: datetime) -> list[tuple[Application, datetime]]:
    """Drafts that the person may write on and that can still be submitted, each with its last instant."""
    own = accounts.organisations_where(person, *WRITERS)
    drafts = own_applications(person).filter(
        state=ApplicationState.DRAFT, call__cancelled_at__isnull=True, case__parties__organisation_id__in=own
    )
    doors = {
        (door.call_id, door.collaboration_id): door.until
        for door in LateDoor.objects.filter(until__gt=now).order_by("until")
    }
    dated = [(d, doors.get((d.call_id, d.collaboration_id), d.call.closes_at)) for d in drafts]
    return [(draft, max(until, draft.call.closes_at)) for draft, until in dated if until > now]


def open_requests_to(person: Person) -> QuerySet[InformationRequest]:
    """Requests for more information that wait for an answer from the person's own organisations."""
    mine = own_applications(person).filter(state=ApplicationState.MORE_INFORMATION)
    requests = InformationRequest.objects.filter(answered_at__isnull=True, application__in=mine)
    return requests.select_related("application__case")


def visible_or_none(application_id: int) -> Application | None:
    """For guards, which ask about any id."""
    return _whole().filter(pk=application_id).first()


def of_case(case: Case) -> Application | None:
    return _whole().filter(case=case).first()
