"""Messages on a case: parties and directorate write to each other, and the other side is told."""

from __future__ import annotations

import pytest

from helsetek.casework import selectors, services
from helsetek.casework.models import Case, Notice
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.models import Event
from tests.cast import Cast


def told() -> list[str]:
    return sorted(Notice.objects.values_list("person__name", flat=True))


def test_a_party_writes_and_the_officer_is_told(case: Case, cast: Cast) -> None:
    case = services.assign_officer(by=cast.frode, case=case, officer=cast.guri)
    services.write_message(by=cast.cecilie, case=case, text="  Kan vi få utsatt frist?  ")
    message = selectors.messages_of(case)[0]
    assert (message.text, message.organisation) == ("Kan vi få utsatt frist?", cast.fauske)
    assert told() == ["Guri"]


def test_the_directorate_writes_and_those_who_speak_for_the_lead_are_told(case: Case, cast: Cast) -> None:
    message = services.write_message(by=cast.guri, case=case, text="Vi trenger et vedlegg til.")
    assert message.organisation == cast.directorate
    assert told() == ["Anne", "Bjorn"]


def test_the_notice_does_not_say_what_the_message_says(case: Case, cast: Cast) -> None:
    services.write_message(by=cast.guri, case=case, text="Fortrolig innhold")
    notice = Notice.objects.first()
    assert notice is not None
    assert "Fortrolig" not in notice.subject + notice.body
    assert notice.path == f"/saker/{case.number}/meldinger/"
    assert case.number in notice.subject


@pytest.mark.parametrize("who", ["trond", "ingrid", "nils", "tor", "siri"])
def test_others_do_not_write(case: Case, cast: Cast, who: str) -> None:
    """Siri is auditor in Bodø: she sees the case but does not speak for Bodø."""
    with pytest.raises(NotAllowed):
        services.write_message(by=getattr(cast, who), case=case, text="Hei")
    assert not Event.objects.filter(verb="casework.message_written").exists()


@pytest.mark.parametrize("text", ["", "   \n", "x" * 10_001])
def test_an_empty_or_endless_message_is_refused(case: Case, cast: Cast, text: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.write_message(by=cast.anne, case=case, text=text)
    assert "text" in broken.value.fields
