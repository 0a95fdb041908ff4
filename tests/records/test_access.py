"""Anybody may ask for access; each document is answered, blacked out if need be, and a refusal can be appealed.

The duties (docs/law.md): offentleglova §§ 3, 12, 29, 31; offentleglova § 32.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core import mail
from django.test import Client

from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.events import Event
from helsetek.common.instants import oslo
from helsetek.records.models import DisclosureRequest, JournalEntry
from helsetek.records.rules.access import How
from helsetek.records.selectors import access as selectors
from helsetek.records.services import access
from helsetek.records.services.forgetting import forget_askers
from helsetek.records.services.mailing import send_answers
from tests import scenes
from tests.cast import Cast
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
ASKED = oslo(2024, 3, 25, 10)  # Monday before Easter: Thursday, Friday and Monday are holidays


@pytest.fixture
def entry(cast: Cast) -> JournalEntry:
    """An application that the public may know of, and a message in the same case."""
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call):
        casework.write_message(by=cast.anne, case=application.case, text="Ring Kari Nordmann på 912 34 567.")
    return JournalEntry.objects.get(kind="grants.submitted")


def asked(
    entry: JournalEntry, *, kinds: tuple[str, ...] = ("casework.message_written",)
) -> DisclosureRequest:
    entries = list(JournalEntry.objects.filter(kind__in=kinds))
    return access.ask(entries=entries, asker=access.Asker(email="journalist@example.org"))


def test_a_visitor_asks_and_fetches_a_blacked_out_copy(cast: Cast, entry: JournalEntry) -> None:
    visitor, officer = Client(), browser_of(cast.guri)
    with clock.at(ASKED):
        message = JournalEntry.objects.get(kind="casework.message_written")
        page = f"/innsyn/{message.year}/{message.number}/be-om-innsyn/"
        assert visitor.get(page).status_code == 200
        sent = visitor.post(page, {"documents": [message.pk], "email": "journalist@example.org"}, follow=True)
        request = DisclosureRequest.objects.get()
        assert request.code in sent.content.decode()
        assert request.due_on == date(
            2024, 4, 2
        )  # three working days: Tuesday, Wednesday, and Tuesday after Easter
        item = request.items.get()
        file = item.files.get()
        there = f"/innsyn/krav/{request.code}/{file.pk}/"
        assert visitor.get(there).status_code == 404
        bench = f"/innsynskrav/sladding/{file.pk}/"
        assert "912 34 567" in officer.get(bench).content.decode()  # suggested
        officer.post(bench, {"do": "terms", "terms": "Kari Nordmann", "suggested": ["912 34 567"]})
        officer.post(bench, {"do": "box", "left": "10", "top": "80", "width": "20", "height": "5"})
        assert officer.get(f"{bench}1.png").content.startswith(b"\x89PNG")
        assert officer.get(f"{bench}kopi.pdf").content.startswith(b"%PDF")
        form = {f"file-{file.pk}": "redacted", "paragraph": "offl-13-personal", "reasons": "Privat nummer."}
        officer.post(f"/innsynskrav/dokument/{item.pk}/", form)
        assert visitor.get(there).status_code == 404  # not sent yet
        officer.post(f"/innsynskrav/{request.pk}/send/")
        shown = visitor.get(f"/innsyn/krav/{request.code}/").content.decode()
        assert "Privat nummer." in shown
        copy = visitor.get(there).content
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(copy)).pages)
        assert text.strip() == ""
        assert send_answers() == 1
        assert send_answers() == 0
    assert request.code in mail.outbox[0].body
    assert not any("Nordmann" in str(one.data) + one.reasons for one in Event.objects.all())


def test_what_is_given_whole_is_the_document_itself(cast: Cast, entry: JournalEntry) -> None:
    with clock.at(ASKED):
        request = asked(entry, kinds=("grants.submitted",))
        item = request.items.get()
        files = {file.pk: How.WHOLE for file in item.files.all()}
        access.answer_item(by=cast.guri, item=item, files=files)
        access.send_answer(by=cast.guri, request=request)
        first = selectors.file(min(files))
        assert selectors.released(first) == selectors.original(first)
        with pytest.raises(WrongState):
            access.answer_item(by=cast.guri, item=item, files=files)
        assert not selectors.may_be_appealed(selectors.request(request.pk))


def test_a_refusal_has_its_ground_and_can_be_appealed_in_time(cast: Cast, entry: JournalEntry) -> None:
    with clock.at(ASKED):
        request = asked(entry)
        item = request.items.get()
        withheld = {file.pk: How.WITHHELD for file in item.files.all()}
        with pytest.raises(NotAllowed):
            access.answer_item(by=cast.anne, item=item, files=withheld)
        with pytest.raises(RuleBroken):
            access.answer_item(by=cast.guri, item=item, files=withheld, paragraph="offl-13-personal")
        with pytest.raises(RuleBroken):
            access.send_answer(by=cast.guri, request=request)
        access.answer_item(
            by=cast.guri, item=item, files=withheld, paragraph="offl-13-personal", reasons="Taushetsplikt."
        )
        access.send_answer(by=cast.guri, request=request)
    with clock.at(ASKED + timedelta(weeks=4)), pytest.raises(WrongState):
        access.appeal(request=request, text="For sent")
    with clock.at(ASKED + timedelta(weeks=1)):
        answer = Client().post(
            f"/innsyn/krav/{request.code}/klage/", {"text": "Jeg vil se det."}, follow=True
        )
        assert answer.status_code == 200
        access.send_appeal_on(by=cast.guri, request=request, statement="Vi opprettholder.")
        access.conclude_appeal(by=cast.guri, request=request, outcome="Klagen førte ikke fram.")
        assert selectors.request(request.pk).state == "concluded"


def test_silence_can_be_appealed_as_a_refusal(cast: Cast, entry: JournalEntry) -> None:
    with clock.at(ASKED):
        request = asked(entry)
        assert not selectors.may_be_appealed(request)
    with clock.at(ASKED + timedelta(days=14)):
        assert selectors.may_be_appealed(request)
        assert access.appeal(request=request, text="Ingen har svart.").state == "appealed"


def test_who_asked_is_forgotten_when_the_answer_is_long_given(cast: Cast, entry: JournalEntry) -> None:
    with clock.at(ASKED):
        request = asked(entry, kinds=("grants.submitted",))
        item = request.items.get()
        access.answer_item(by=cast.guri, item=item, files={file.pk: How.WHOLE for file in item.files.all()})
        access.send_answer(by=cast.guri, request=request)
    with clock.at(ASKED + timedelta(days=300)):
        assert forget_askers() == 0
    with clock.at(ASKED + timedelta(days=370)):
        assert forget_askers() == 1
        assert forget_askers() == 0
    request.refresh_from_db()
    assert (request.email, request.state) == ("", "answered")


def test_nobody_asks_without_end(cast: Cast, entry: JournalEntry) -> None:
    visitor = Client()
    with clock.at(ASKED):
        page = f"/innsyn/{entry.year}/{entry.number}/be-om-innsyn/"
        answers = [visitor.post(page, {"documents": []}).status_code for _each in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429


def test_documents_of_one_case_and_not_without_any(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        access.ask(entries=[], asker=access.Asker())
