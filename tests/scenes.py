"""How far things have come when a test begins. Every builder goes through the services that people use.

Each takes the cast and gives the thing; what it stands on is made too, unless it is given. Calls follow the 2024 round
(open 1 November 2023 – 15 January 2024 kl. 12.00), and everything is done in a week when the call is open, whatever
the clock says outside: set the clock in the test with ``clock.at(...)``.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import people_with
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation import services as cooperating
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants.rules.eligibility import Content
from helsetek.grants.rules.sections import SectionKey, dump
from helsetek.grants.selectors.applications import Application
from helsetek.grants.services import drafting, submission
from helsetek.registry.selectors import Organisation
from helsetek.scheme import services as scheming
from helsetek.scheme.rules.terms import CallTerms, Text
from helsetek.scheme.selectors import Call, current_version, default_terms, terms
from helsetek.scheme.services import CallContent
from tests.cast import Cast
from tests.grants.content import whole_content
from tests.kept import kept

OPENS = oslo(2023, 11, 1, 9)
CLOSES = oslo(2024, 1, 15, 12)
INDICATOR = "municipalities_buying_together"


def during(call: Call) -> AbstractContextManager[None]:
    """The week before the call closes."""
    return clock.at(call.closes_at - timedelta(days=7))


def after(call: Call, days: int = 1) -> AbstractContextManager[None]:
    """Some days after the call has closed, when the seal is off."""
    return clock.at(call.closes_at + timedelta(days=days))


# -- Calls ------------------------------------------------------------------------------------------


def said(words: str) -> Text:
    return Text(nb=words, nn=f"{words} (nn)", en=f"{words} (en)")


def some_terms(name: str = "2024", **parameters: Any) -> CallTerms:
    """The scheme's own terms for a year, with some parameters changed. At least two municipalities."""
    plain = default_terms(name)
    changed = {"least_municipalities": 2, **parameters}
    return plain.model_copy(update={"parameters": plain.parameters.model_copy(update=changed)})


@kept
def an_open_call(
    cast: Cast,
    *,
    slug: str = "helseteknologi-2024",
    opens_at: datetime = OPENS,
    closes_at: datetime = CLOSES,
    terms: CallTerms | None = None,
    envelope_kr: int = 56_700_000,
) -> Call:
    """Published a month before it opens, with an envelope of its own."""
    with clock.at(opens_at - timedelta(days=30)):
        scheming.keep_goals()
        envelope = scheming.open_envelope(
            by=cast.frode, chapter="761", post="60", year=closes_at.year, name=f"Tilskudd {slug}"
        )
        scheming.allot(by=cast.frode, envelope=envelope, amount_ore=kroner(envelope_kr))
        content = CallContent(
            title=said("Helseteknologi 2024"),
            summary=said("Gå foran og sammen."),
            opens_at=opens_at,
            closes_at=closes_at,
            terms=terms or some_terms(),
            envelope=envelope,
        )
        call = scheming.create_call(by=cast.frode, slug=slug, content=content)
        scheming.publish_call(by=cast.frode, call=call)
    call.refresh_from_db()
    return call


@kept
def a_changed_call(cast: Cast, call: Call, *, reason: str = "Fristen er utsatt", **changes: Any) -> Call:
    """The call with a new version: by default it closes a week later."""
    content = scheming.content_of(call)
    changes = changes or {"closes_at": call.closes_at + timedelta(days=7)}
    with during(call):
        scheming.change_published_call(
            by=cast.frode, call=call, content=replace(content, **changes), reason=reason
        )
    call.refresh_from_db()
    return call


# -- Collaborations ---------------------------------------------------------------------------------


@kept
def a_collaboration(
    cast: Cast,
    *,
    lead: str = "bodo",
    members: tuple[str, ...] = ("fauske", "saltdal"),
    consented: bool = True,
    name: str = "Felles journal i Salten",
) -> Collaboration:
    """Founded by somebody who writes for the lead; every member consents through its own signatory."""
    places: list[Organisation] = [getattr(cast, each) for each in (lead, *members)]
    founder = people_with(Role.WRITER, places[0].pk)[0]
    found = cooperating.found(
        by=founder,
        name=name,
        purpose="Beskrive behov og kjøpe inn sammen.",
        lead_id=places[0].pk,
        member_ids=[place.pk for place in places[1:]],
    )
    if consented:
        let_consent(found)
    return found


def let_consent(collaboration: Collaboration, *, but: tuple[Organisation, ...] = ()) -> None:
    """Each member that has not answered consents through its own signatory, but for those named."""
    for membership in cooperation.memberships_of(collaboration):
        if membership.state == "invited" and membership.organisation not in but:
            signatory = people_with(Role.SIGNATORY, membership.organisation_id)[0]
            cooperating.consent(by=signatory, membership=membership)


# -- Applications -----------------------------------------------------------------------------------


@kept
def a_draft(
    cast: Cast, *, call: Call | None = None, collaboration: Collaboration | None = None
) -> Application:
    """Begun by the lead's writer, nothing written yet."""
    call = call or an_open_call(cast)
    with during(call):
        collaboration = collaboration or a_collaboration(cast)
        writer = people_with(Role.WRITER, collaboration.lead_id)[0]
        return drafting.begin(by=writer, call=call, collaboration=collaboration)


def some_content(application: Application, **changes: Any) -> Content:
    """All sections, complete and within every rule of the application's call."""
    members = cooperation.standing_ids(application.collaboration)
    members.sort(key=lambda member: member != application.lead_id)
    call_terms = terms(current_version(application.call))
    return whole_content(call_terms, members, INDICATOR, **changes)


def write_all(application: Application, content: Content) -> Application:
    """Every section, saved by a writer of the lead on top of what is there."""
    from helsetek.grants.selectors.applications import head

    writer = people_with(Role.WRITER, application.lead_id)[0]
    for key in SectionKey:
        before = head(application, key)
        drafting.save_section(
            by=writer,
            application=application,
            key=key,
            data=dump(getattr(content, key.value)),
            revision=before.number if before else 0,
        )
    application.refresh_from_db()
    return application


@kept
def a_complete_draft(
    cast: Cast,
    *,
    call: Call | None = None,
    collaboration: Collaboration | None = None,
    **content: Any,
) -> Application:
    """Every section complete and within every rule; all partners have consented unless the collaboration says else."""
    draft = a_draft(cast, call=call, collaboration=collaboration)
    with during(draft.call):
        return write_all(draft, some_content(draft, **content))


@kept
def a_submitted_application(
    cast: Cast,
    *,
    call: Call | None = None,
    collaboration: Collaboration | None = None,
    **content: Any,
) -> Application:
    """Submitted by the lead's signatory in the week before the deadline. Read it after the call has closed."""
    draft = a_complete_draft(cast, call=call, collaboration=collaboration, **content)
    with during(draft.call):
        signatory = people_with(Role.SIGNATORY, draft.lead_id)[0]
        return submission.submit(by=signatory, application=draft)
