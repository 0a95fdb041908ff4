"""Approval of products: the application, surveillance and runs of test kits, each step raced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.approval import kit_tools
from helsetek.approval.models import Approval
from helsetek.approval.rules.surveillance import Ground, Kind
from helsetek.approval.selectors import kit_runs as selectors
from helsetek.approval.services import applying, deciding, handling, kit_runs, testing
from helsetek.approval.services import surveillance as watching
from helsetek.casework.services import add_document
from helsetek.common import clock
from helsetek.engines.conformance import Workshop
from helsetek.engines.kits import Tools, load_kit, make_engine
from tests.approval import making
from tests.cast import Cast, gather
from tests.engines.kits.honest_server import HonestServer

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FOUND_MORE = "each finding is one of its own"
PLANNED_ANEW = "a plan that is proposed again takes the place of the one before"
ANOTHER_ANSWER = "an answer given again takes the place of the one before"


def test_every_step_of_an_approval(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, engine = gather(), make_engine()
    server = HonestServer(engine, "no profile", key="Bearer x")
    monkeypatch.setattr(kit_tools, "tools_for", lambda urls: (Tools(server, engine, engine), Workshop()))
    approval = _tested(course, cast)
    _documents_only(course, cast)
    _watched(course, cast, approval)
    _kits(course, cast)
    course.end()
    require_all_of(__name__, course.raced)


def _tested(course: Course, cast: Cast) -> Approval:
    """Type b: asked about, tested, tested again, recommended, sent back, decided."""
    draft = making.filled_in(cast, making.a_draft(cast, "b"))
    it, ours = {"application": draft}, {"by": cast.guri, "application": draft}
    course.race(applying.submit, by=cast.nils, **it, place="Bodø", function="Daglig leder")
    course.race(handling.take, **ours)
    later = clock.today() + timedelta(days=14)
    course.race(handling.ask_for_more, **ours, text="Arkitektur mangler.", answer_by=later)
    course.race(applying.answer, by=cast.nils, **it, text="Lagt til.")
    course.race(handling.pass_documents, **ours, note="I orden.")
    testing.find_results(**ours, found=making.all_passed(draft))
    course.race(testing.finish_testing, **ours)
    said = {"outcome": "approved", "text": "Oppfylt."}
    recommend = (handling.recommend, {"by": cast.gunnar, **it, **said})
    course.race(handling.test_again, by=cast.gunnar, **it, reason="Prøv DM-6 på nytt.", against=recommend)
    testing.finish_testing(**ours)
    course.race(handling.recommend, by=cast.gunnar, **it, **said)
    made = {"outcome": "approved", "reasons": "Kravene er oppfylt."}
    decide = (deciding.decide, {"by": cast.hans, **it, **made})
    course.race(handling.send_back, by=cast.hans, **it, reason="Begrunn mer.", against=decide)
    handling.recommend(by=cast.gunnar, **it, **said)
    withdraw = (applying.withdraw, {"by": cast.nils, **it, "reason": "Selges ikke."})
    course.race(deciding.decide, by=cast.hans, **it, **made, against=withdraw)
    return Approval.objects.get(application=draft)


def _documents_only(course: Course, cast: Cast) -> None:
    taken = handling.take(by=cast.guri, application=making.submitted(cast, "a", "Uten prøver"))
    course.race(handling.pass_documents, by=cast.guri, application=taken, note="I orden.")
    course.race(applying.withdraw, by=cast.nils, application=taken, reason="Selges ikke lenger.")


def _watched(course: Course, cast: Cast, approval: Approval) -> None:
    opened = {"by": cast.guri, "approval": approval, "kind": Kind.LOT, "about": "Trukket ut."}
    quiet = watching.open_surveillance(**opened, draw="draw:1")
    course.race(watching.close, by=cast.guri, case=quiet, text="Ingenting.", act="close_without_findings")
    case = watching.open_surveillance(**opened, draw="draw:2")
    ours, theirs = {"by": cast.guri, "case": case}, {"by": cast.nils, "case": case}
    course.race(watching.find, **ours, ground=Ground.REQUIREMENTS, text="Uten tidspunkt.", both=FOUND_MORE)
    due = clock.today() + timedelta(days=30)
    for good in (False, True):
        course.race(watching.propose_plan, **theirs, plan="Vi retter.", due_on=due, both=PLANNED_ANEW)
        course.race(watching.answer_plan, **ours, approve=good, reason="" if good else "For sent.")
    course.race(watching.start_work, **theirs)
    course.race(watching.report_corrected, **theirs, text="Versjon 4.2.2")
    course.race(watching.close, **ours, text="Det er der fortsatt.", act="not_corrected")
    watching.propose_plan(**theirs, plan="Vi retter nå.", due_on=due)
    watching.answer_plan(**ours, approve=True)
    watching.report_corrected(**theirs, text="Versjon 4.2.3")
    course.race(watching.close, **ours, text="Prøvd.", act="close_corrected")
    last = watching.open_surveillance(**opened, draw="draw:3")
    watching.find(by=cast.guri, case=last, ground=Ground.REQUIREMENTS, text="Igjen.")
    course.race(watching.close, by=cast.guri, case=last, text="Trukket.", act="close_unresolved")


def _kits(course: Course, cast: Cast) -> None:
    """A run that asks people: it waits, is answered, goes on and ends; another is broken off."""
    lab = making.a_laboratory(cast, cast.tor)
    application = making.a_draft_against(cast, "logging-og-innsyn", "Loggen", laboratory_id=lab.pk)
    asked = {"by": cast.nils, "application": application, "endpoint": None, "inputs": {}}
    run = course.race(kit_runs.start_run, **asked)
    course.race(kit_runs.carry_out_next)
    seen = add_document(
        by=cast.nils, case=application.case, page="approval.application", page_id=application.pk, title="Loggutdrag",
        file_name="logg.csv", content=b"hvem;hvem sin\nKari;Ola\n", content_type="text/csv",
    )  # fmt: skip
    paper = {
        "name": seen.file_name,
        "sha256": seen.sha256,
        "size": seen.size,
        "media_type": seen.content_type,
    }
    answer = {"answer": "yes", "words": "Vist i testmiljøet.", "evidence": [paper]}
    *shorts, last = [test.short for test in load_kit("ehds-logging").tests]
    for short in shorts:
        kit_runs.answer_test(by=cast.nils, run=run, short=short, answer=answer)
    course.race(kit_runs.answer_test, by=cast.nils, run=run, short=last, answer=answer)
    course.race(kit_runs.carry_out_next)
    assert selectors.kit_run(run.pk).state == "done"
    other = kit_runs.start_run(**asked)
    course.race(kit_runs.cancel_run, by=cast.nils, run=other)
