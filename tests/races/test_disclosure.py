"""A request for access under the act on openness: answered, appealed, sent on and concluded, each step raced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.records.models import JournalEntry
from helsetek.records.rules.access import How
from helsetek.records.services import access
from tests import scenes
from tests.cast import gather

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ASKED = oslo(2024, 3, 25, 10)


def test_every_step_of_a_request_for_access(course: Course) -> None:
    cast = gather()
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call):
        casework.write_message(by=cast.anne, case=application.case, text="Ring Kari på 912 34 567.")
    entries = list(JournalEntry.objects.filter(kind="casework.message_written"))
    with clock.at(ASKED):
        request = access.ask(entries=entries, asker=access.Asker(email="journalist@example.org"))
        item = request.items.get()
        no = {"paragraph": "offl-13-personal", "reasons": "Taushetsplikt."}
        withheld = {file.pk: How.WITHHELD for file in item.files.all()}
        access.answer_item(by=cast.guri, item=item, files=withheld, **no)
        course.race(access.send_answer, by=cast.guri, request=request)
    with clock.at(ASKED + timedelta(weeks=1)):
        course.race(access.appeal, request=request, text="Jeg vil se det.")
        statement = {"by": cast.guri, "request": request, "statement": "Vi opprettholder."}
        course.race(access.send_appeal_on, **statement)
        course.race(access.conclude_appeal, by=cast.guri, request=request, outcome="Ikke medhold.")
    course.end()
    require_all_of(__name__, course.raced)
