"""When the directorate asks about named sections, those and no others open; the earlier answers stay beside the new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from helsetek.casework import todo
from helsetek.casework.models import Notice
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application, InformationRequest
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting
from helsetek.grants.services.information import give_information
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
RISK = SectionKey.RISK


@pytest.fixture
def asked(cast: Cast) -> Iterator[Application]:
    """Asked about the risks, a week after the call closed; it is now two days later."""
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call, days=7):
        now = application.call.closes_at + timedelta(days=7)
        InformationRequest.objects.create(
            application=application,
            sections=["risk"],
            text="Hva gjør dere om leverandøren blir forsinket?",
            due_at=now + timedelta(days=14),
            asked_by=cast.guri,
            asked_at=now,
            before={"risk": 1},
        )
        Application.objects.filter(pk=application.pk).update(state="more_information")
        application.refresh_from_db()
    with scenes.after(application.call, days=9):
        yield application


def answer(cast: Cast, application: Application, measure: str = "Dagbøter i avtalen.") -> None:
    head = selectors.head(application, RISK)
    assert head is not None
    risk = {"risks": [head.data["risks"][0] | {"measure": measure}]}
    drafting.save_section(by=cast.anne, application=application, key=RISK, data=risk, revision=head.number)


def test_only_the_sections_asked_about_open(cast: Cast, asked: Application) -> None:
    answer(cast, asked)
    with pytest.raises(WrongState):
        drafting.save_section(
            by=cast.anne, application=asked, key=SectionKey.PROJECT, data={"title": "Nytt"}, revision=1
        )


def test_the_signatory_sends_the_answer(cast: Cast, asked: Application) -> None:
    answer(cast, asked)
    before = asked.content_hash
    sent = give_information(by=cast.bjorn, application=asked)
    assert sent.state == "submitted"
    assert sent.content_hash != before
    assert selectors.open_request(sent) is None
    assert events.of_case(asked.case.number)[-1].verb == "grants.information_given"
    assert Notice.objects.filter(kind="grants.information_given", person=cast.guri).count() == 1


def test_the_earlier_answer_stands_beside_the_new(cast: Cast, asked: Application) -> None:
    answer(cast, asked)
    request = asked.information_requests.get()
    earlier = selectors.content_at(asked, request.before)[RISK]
    assert earlier != selectors.section(asked, RISK)
    assert selectors.version(asked, RISK, 1).kept


@pytest.mark.parametrize("who", ["anne", "david", "guri", "tor"])
def test_nobody_else_sends_it(cast: Cast, asked: Application, who: str) -> None:
    with pytest.raises(NotAllowed):
        give_information(by=getattr(cast, who), application=asked)


def test_a_half_answer_is_not_sent(cast: Cast, asked: Application) -> None:
    answer(cast, asked, measure="")
    with pytest.raises(RuleBroken) as refused:
        give_information(by=cast.bjorn, application=asked)
    assert list(refused.value.fields) == ["risk"]


def test_it_cannot_be_sent_twice(cast: Cast, asked: Application) -> None:
    give_information(by=cast.bjorn, application=asked)
    with pytest.raises(WrongState):
        give_information(by=cast.bjorn, application=asked)


def test_it_waits_among_the_tasks_of_those_who_can_answer(cast: Cast, asked: Application) -> None:
    def waiting(person: object) -> list[str]:
        return [each.kind for each in todo.for_person(person)]  # type: ignore[arg-type]

    for person in (cast.anne, cast.bjorn, cast.cecilie):
        assert "grants.information" in waiting(person)
    for person in (cast.trond, cast.tor, cast.rita):
        assert "grants.information" not in waiting(person)


def test_a_draft_waits_among_the_tasks_until_the_deadline(cast: Cast) -> None:
    draft = scenes.a_draft(cast)
    with scenes.during(draft.call):
        mine = [t for t in todo.for_person(cast.anne) if t.kind == "grants.write"]
        signed = [t for t in todo.for_person(cast.bjorn) if t.kind == "grants.submit"]
    assert [t.due_at for t in (*mine, *signed)] == [draft.call.closes_at] * 2
    with scenes.after(draft.call):
        assert not [t for t in todo.for_person(cast.anne) if t.case_number == draft.case.number]
