"""A call is drafted, published with its terms pinned, changed only with a reason, and can be cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, WrongState
from helsetek.scheme import selectors
from helsetek.scheme.models import CallVersion
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.rules.terms import Text
from helsetek.scheme.services import (
    cancel_call,
    change_draft,
    change_published_call,
    content_of,
    create_call,
    mark_told,
    open_allotment,
    publish_call,
)
from tests.cast import Cast
from tests.scheme.making import (
    AFTER,
    BEFORE,
    CLOSES,
    OPENS,
    a_draft_call,
    a_published_call,
    an_envelope,
    content,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


def test_a_call_follows_the_clock(cast: Cast) -> None:
    call = a_published_call(cast)
    assert selectors.phase(call, BEFORE) is Phase.UPCOMING
    assert selectors.is_open(call, OPENS)
    assert selectors.is_open(call, CLOSES - timedelta(microseconds=1))
    assert not selectors.is_open(call, CLOSES)
    assert selectors.phase(call, CLOSES) is Phase.CLOSED


def test_open_calls_are_those_that_take_applications_now(cast: Cast) -> None:
    call = a_published_call(cast)
    assert list(selectors.open_calls()) == []
    assert list(selectors.upcoming_calls()) == [call]
    with clock.at(OPENS):
        assert list(selectors.open_calls()) == [call]
    with clock.at(CLOSES):
        assert list(selectors.open_calls()) == []


def test_a_draft_is_not_among_the_published(cast: Cast) -> None:
    a_draft_call(cast)
    assert not selectors.published_calls().exists()


def test_publishing_pins_the_terms_and_opens_the_first_allotment(cast: Cast) -> None:
    call = a_published_call(cast)
    version = selectors.current_version(call)
    assert version.number == 1
    assert selectors.terms(version).criteria == selectors.default_terms("2024").criteria
    assert selectors.terms(version).title == words("Helseteknologi 2024")
    allotment = selectors.allotments_of(call).get()
    assert (allotment.number, allotment.envelope) == (1, call.envelope)
    assert events.of_thing(f"call:{call.pk}")[-1].verb == "scheme.call_published"


def test_a_pinned_version_cannot_be_rewritten(cast: Cast) -> None:
    a_published_call(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        CallVersion.objects.update(reason="something else")


@pytest.mark.parametrize("name", ["guri", "anne", "rita", "tor"])
def test_only_the_scheme_manager_makes_calls(cast: Cast, name: str) -> None:
    envelope = an_envelope(cast)
    with pytest.raises(NotAllowed):
        create_call(by=getattr(cast, name), slug="nei", content=content(envelope))


def test_two_calls_cannot_have_the_same_address(cast: Cast) -> None:
    call = a_draft_call(cast)
    with pytest.raises(RuleBroken) as refusal:
        create_call(by=cast.frode, slug=call.slug, content=content(call.envelope))
    assert "slug" in refusal.value.fields


def test_a_call_that_closes_before_it_opens_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        a_draft_call(cast, opens_at=CLOSES, closes_at=OPENS)
    assert "closes_at" in refusal.value.fields


def test_a_stale_save_shows_both_versions(cast: Cast) -> None:
    call = a_draft_call(cast)
    change_draft(by=cast.frode, call=call, content=content(call.envelope, title=words("Første")), revision=0)
    with pytest.raises(StaleEdit) as refusal:
        change_draft(
            by=cast.frode, call=call, content=content(call.envelope, title=words("Andre")), revision=0
        )
    assert refusal.value.theirs["title"]["nb"] == "Første"
    assert refusal.value.yours["title"]["nb"] == "Andre"


def test_publishing_says_all_that_is_to_be_mended(cast: Cast) -> None:
    terms = selectors.default_terms("2024")
    criteria = (terms.criteria[0].model_copy(update={"weight": 30}), *terms.criteria[1:])
    call = a_draft_call(
        cast,
        title=Text(nb="Bare bokmål", nn="", en=""),
        terms=terms.model_copy(update={"criteria": criteria}),
    )
    with pytest.raises(RuleBroken) as refusal:
        publish_call(by=cast.frode, call=call)
    assert set(refusal.value.fields) == {"title", "criteria"}


def test_a_call_is_published_once(cast: Cast) -> None:
    call = a_published_call(cast)
    with pytest.raises(WrongState):
        publish_call(by=cast.frode, call=call)
    with pytest.raises(WrongState):
        change_draft(by=cast.frode, call=call, content=content(call.envelope), revision=0)
    assert selectors.allotments_of(call).count() == 1


def test_a_change_after_publishing_is_a_new_version_with_its_reason(cast: Cast) -> None:
    call = a_published_call(cast)
    later = CLOSES + timedelta(days=7)
    with clock.at(OPENS):
        version = change_published_call(
            by=cast.frode, call=call, content=content(None, closes_at=later), reason="Feil i portalen"
        )
    call.refresh_from_db()
    assert (version.number, version.reason, version.closes_at) == (2, "Feil i portalen", later)
    assert call.closes_at == later
    first, second = selectors.versions_of(call)
    assert [d.path for d in selectors.changes_between(first, second)] == [("closes_at",)]
    event = events.of_thing(f"call:{call.pk}")[-1]
    assert (event.verb, event.reasons, event.data["number"]) == ("scheme.call_changed", "Feil i portalen", 2)


def test_the_first_version_stays_as_it_was(cast: Cast) -> None:
    call = a_published_call(cast)
    terms = selectors.default_terms("2024")
    fewer = terms.model_copy(update={"purpose": words("Nytt formål")})
    change_published_call(by=cast.frode, call=call, content=content(None, terms=fewer), reason="Skrivefeil")
    first, second = (selectors.terms(version) for version in selectors.versions_of(call))
    assert first.purpose == terms.purpose
    assert second.purpose == words("Nytt formål")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_change_needs_a_reason(cast: Cast, reason: str) -> None:
    call = a_published_call(cast)
    with pytest.raises(RuleBroken) as refusal:
        change_published_call(
            by=cast.frode, call=call, content=content(None, title=words("Nytt")), reason=reason
        )
    assert "reason" in refusal.value.fields


def test_a_change_that_changes_nothing_is_refused(cast: Cast) -> None:
    call = a_published_call(cast)
    with pytest.raises(RuleBroken):
        change_published_call(by=cast.frode, call=call, content=content_of(call), reason="Ingenting")
    assert len(selectors.versions_of(call)) == 1


def test_an_open_call_cannot_close_earlier_than_announced(cast: Cast) -> None:
    call = a_published_call(cast)
    earlier = content(None, closes_at=CLOSES - timedelta(days=1))
    with clock.at(OPENS), pytest.raises(RuleBroken) as refusal:
        change_published_call(by=cast.frode, call=call, content=earlier, reason="Vi har dårlig tid")
    assert "closes_at" in refusal.value.fields


def test_a_closed_call_is_not_changed(cast: Cast) -> None:
    call = a_published_call(cast)
    with clock.at(CLOSES), pytest.raises(WrongState):
        change_published_call(by=cast.frode, call=call, content=content(None), reason="For sent")


def test_a_call_is_cancelled_with_a_reason(cast: Cast) -> None:
    call = a_published_call(cast)
    cancel_call(by=cast.frode, call=call, reason="Pengene ble ikke vedtatt")
    call.refresh_from_db()
    assert selectors.phase(call, OPENS) is Phase.CANCELLED
    with clock.at(OPENS):
        assert not selectors.open_calls().exists()
    with pytest.raises(WrongState):
        cancel_call(by=cast.frode, call=call, reason="Igjen")


def test_a_call_whose_decisions_are_told_is_not_cancelled(cast: Cast) -> None:
    call = a_published_call(cast)
    mark_told(allotment=selectors.allotments_of(call).get())
    with pytest.raises(WrongState):
        cancel_call(by=cast.frode, call=call, reason="Angrer")


def test_a_further_allotment_waits_for_the_first_to_be_told(cast: Cast) -> None:
    call = a_published_call(cast)
    assert call.envelope is not None
    with clock.at(AFTER):
        with pytest.raises(WrongState):
            open_allotment(by=cast.frode, call=call, envelope=call.envelope)
        mark_told(allotment=selectors.allotments_of(call).get())
        second = open_allotment(by=cast.frode, call=call, envelope=call.envelope)
        with pytest.raises(WrongState):
            open_allotment(by=cast.frode, call=call, envelope=call.envelope)
    assert second.number == 2
