"""Begin an application, save its sections, carry earlier ones over, and follow the call when it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants.models import Application, ApplicationState, SectionVersion
from helsetek.grants.permissions.applications import may_begin, may_see, may_write
from helsetek.grants.rules import budgets
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.copying import fitted
from helsetek.grants.rules.sections import BadSection, Budget, Project, Section, SectionKey
from helsetek.grants.rules.thinning import Step, superseded
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.wording import SECTIONS, fields_of
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call

CASE_KIND = "grants.application"


@transaction.atomic
def begin(
    *, by: Person, call: Call, collaboration: Collaboration, synthetic: bool = False, source: str = ""
) -> Application:
    """Begin a draft to a call; if the collaboration has begun already, give the one that is there.

    Raises NotAllowed, WrongState (the call is not published, or cancelled), TooLate.
    """
    acting_for = may_begin(by, collaboration).require().acting_for
    _require_open_to_drafts(call, collaboration)
    standing = selectors.of_collaborations([collaboration.pk], call).get(collaboration.pk)
    if standing:
        return standing
    try:
        with transaction.atomic():
            application = _new(by, call, collaboration, synthetic, source)
    except IntegrityError:
        # Somebody was a moment before (a double click): the database let one through.
        return selectors.of_collaborations([collaboration.pk], call)[collaboration.pk]
    record("begun", application, by, acting_for, to_state=ApplicationState.DRAFT)
    return application


def _require_open_to_drafts(call: Call, collaboration: Collaboration) -> None:
    if call.published_at is None or call.cancelled_at is not None:
        raise WrongState(_("This call does not take applications."))
    door = selectors.late_door(call.pk, collaboration.pk)
    arrived = clock.arrival()
    if arrived >= call.closes_at and not (door and arrived < door.until):
        raise TooLate(_("The deadline of this call has passed."))


def _new(by: Person, call: Call, collaboration: Collaboration, synthetic: bool, source: str) -> Application:
    case = casework.open_case(
        kind=CASE_KIND,
        title=collaboration.name,
        lead_id=collaboration.lead_id,
        member_ids=cooperation.standing_ids(collaboration),
        synthetic=synthetic,
    )
    return Application.objects.create(
        case=case,
        call=call,
        call_version=scheme.current_version(call),
        collaboration=collaboration,
        lead_id=collaboration.lead_id,
        created_at=clock.now(),
        created_by=by,
        synthetic=synthetic,
        source=source,
    )


@transaction.atomic
def save_section(
    *,
    by: Person,
    application: Application,
    key: SectionKey,
    data: dict[str, Any],
    revision: int,
    automatic: bool = False,
) -> SectionVersion:
    """Save a section on top of version ``revision`` (0 if none was saved). Gives the version that now holds.

    The same content again is no new version. ``automatic`` is a save by the page itself: those are thinned, and
    only the first of a stretch is written to the log. Raises NotAllowed, WrongState, RuleBroken (fields by path),
    StaleEdit when somebody has saved since ``revision``.
    """
    application = locked(application)
    acting_for = may_write(by, application).require().acting_for
    require_open(application, key)
    section = _read(key, data)
    head = selectors.head(application, key)
    _require_known_organisations(section, head, application)
    if head and head.data == rules.dump(section):
        return head
    _require_fresh(head, revision, section)
    saved = _add_version(application, key, section, by, head, automatic=automatic)
    _keep_in_step(application, section)
    thinned = _thin(application, key) if automatic else False
    if not thinned:
        data_ = {"section": key.value, "version": saved.number, "automatic": automatic}
        record("section_saved", application, by, acting_for, data=data_)
    return saved


def locked(application: Application, *also: str) -> Application:
    """The application as it now is, its row (and those of ``also``) locked until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self", *also))
    related = rows.select_related("case", "call", "call_version", "lead", "collaboration")
    return related.get(pk=application.pk)


def require_open(application: Application, key: SectionKey) -> None:
    """Raises WrongState unless the section can be written now."""
    if application.state == ApplicationState.DRAFT:
        return
    request = selectors.open_request(application)
    if request is None:
        raise WrongState(_("The application has been submitted, so it cannot be changed."))
    if key.value not in request.sections:
        raise WrongState(
            _("Only the sections that the directorate asks about can be changed: %(sections)s.")
            % {"sections": ", ".join(str(SECTIONS[SectionKey(each)]) for each in request.sections)}
        )


def _read(key: SectionKey, data: dict[str, Any]) -> Section:
    try:
        return rules.read(key, data)
    except BadSection as bad:
        raise RuleBroken(_("Some of it could not be saved."), fields_of(bad.problems)) from bad


def _require_known_organisations(
    section: Section, head: SectionVersion | None, application: Application
) -> None:
    """Only partners can be named; one who has left may stand where it stood, to be moved or taken out."""
    named = rules.organisation_ids(section)
    if not named:
        return
    before = rules.organisation_ids(rules.read(SectionKey(head.key), head.data)) if head else set()
    if named - before - set(cooperation.standing_ids(application.collaboration)):
        raise RuleBroken(_("Choose among the partners in the collaboration."))


def _require_fresh(head: SectionVersion | None, revision: int, section: Section) -> None:
    number = head.number if head else 0
    if number != revision:
        raise StaleEdit(
            _("Somebody saved this section while you were writing. Choose what to keep."),
            theirs=head.data if head else {},
            yours=rules.dump(section),
            revision=number,
        )


def _add_version(
    application: Application,
    key: SectionKey,
    section: Section,
    by: Person,
    head: SectionVersion | None,
    *,
    automatic: bool = False,
) -> SectionVersion:
    return SectionVersion.objects.create(
        application=application,
        key=key.value,
        number=(head.number if head else 0) + 1,
        data=rules.dump(section),
        saved_at=clock.now(),
        saved_by=by,
        automatic=automatic,
    )


def _keep_in_step(application: Application, section: Section) -> None:
    """What lists show of an application follows its sections: title, area, and the sum asked for."""
    match section:
        case Project():
            casework.retitle(application.case, section.title or application.collaboration.name)
            application.area = section.area
            application.save(update_fields=["area"])
        case Budget():
            application.requested_ore = budgets.requested(section)
            application.save(update_fields=["requested_ore"])
        case _:
            pass


def _thin(application: Application, key: SectionKey) -> bool:
    """Take away automatic steps that the newest ones stand for. True if any went."""
    rows = SectionVersion.objects.filter(application=application, key=key.value)
    steps = [
        Step(number, at, person, automatic, kept)
        for number, at, person, automatic, kept in rows.values_list(
            "number", "saved_at", "saved_by_id", "automatic", "kept"
        )
    ]
    gone = superseded(steps, clock.now())
    rows.filter(number__in=gone).delete()
    return bool(gone)


@transaction.atomic
def copy_sections(
    *, by: Person, application: Application, earlier: Application, keys: Iterable[SectionKey]
) -> list[SectionKey]:
    """Put sections of an earlier application into a draft, as far as they fit the new call.

    A section that has been written in the draft becomes a new version; the one before stays in its history. Gives
    the sections that were copied. Raises NotAllowed, WrongState.
    """
    may_see(by, earlier).require()
    application = locked(application)
    acting_for = may_write(by, application).require().acting_for
    if application.state != ApplicationState.DRAFT:
        raise WrongState(_("The application has been submitted, so it cannot be changed."))
    frame, saved = selectors.frame_of(application), selectors.heads(application)
    copied = []
    for key in dict.fromkeys(keys):
        section = fitted(selectors.section(earlier, key), frame)
        if not section.is_empty:
            _add_version(application, key, section, by, saved.get(key))
            _keep_in_step(application, section)
            copied.append(key)
    data = {"from": earlier.case.number, "sections": [key.value for key in copied]}
    record("sections_copied", application, by, acting_for, data=data)
    return copied


@transaction.atomic
def move_to_newest_terms(*, by: Person, application: Application) -> Application:
    """Let the draft be judged by the call as it now is. Twice is the same as once.

    Raises NotAllowed, WrongState.
    """
    application = locked(application)
    acting_for = may_write(by, application).require().acting_for
    newest = selectors.newer_version(application)
    if newest is None:
        return application
    if application.state != ApplicationState.DRAFT:
        raise WrongState(_("The application has been submitted, so it cannot be changed."))
    before = application.call_version.number
    application.call_version = newest
    application.save(update_fields=["call_version"])
    record(
        "moved_to_new_terms",
        application,
        by,
        acting_for,
        data={"from_version": before, "to_version": newest.number},
    )
    return application


def follow_collaboration(collaboration_id: int) -> None:
    """Let the parties of a collaboration's drafts be its members as they now are (told by event)."""
    for application in selectors.drafts_of(collaboration_id):
        casework.set_members(application.case, cooperation.standing_ids(application.collaboration))


def record(
    act: str,
    application: Application,
    by: Person,
    acting_for: int | None,
    *,
    from_state: str = "",
    to_state: str = "",
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One event of an application, in the words all of them share."""
    events.record(
        f"grants.{act}",
        thing=f"application:{application.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=application.case.number,
        from_state=from_state,
        to_state=to_state,
        rule_set=str(application.call_version.terms.get("rule_set", "")),
        reasons=reasons,
        data={"call_version": application.call_version.number, **(data or {})},
    )
