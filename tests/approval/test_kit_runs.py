"""Runs of test kits from the portal: registered addresses, the run, answers, what is kept and what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from helsetek.accounts.selectors import Person
from helsetek.approval import kit_tools
from helsetek.approval.models import Application, Endpoint, KitRun
from helsetek.approval.selectors import kit_runs as selectors
from helsetek.approval.services import applying, handling, kit_runs
from helsetek.casework.services import add_document
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.engines.conformance import Workshop
from helsetek.engines.kits import Addresses, Https, ToolFault, Tools, load_kit, make_engine, verify
from helsetek.engines.kits.exchanges import Outgoing
from tests.approval import making
from tests.cast import Cast
from tests.engines.kits.honest_server import HonestServer
from tests.visiting import browser_of

SECRET = "Bearer kjempehemmelig"
URL = "https://fhir.example.no/r4"


def visit(person: Person, route: str, arguments: list[Any], form: dict[str, Any] | None = None) -> Any:
    address, browser = reverse(route, args=arguments), browser_of(person)
    return browser.get(address) if form is None else browser.post(address, form)


def an_endpoint(cast: Cast, application: Application) -> Endpoint:
    return kit_runs.add_endpoint(by=cast.nils, configuration=application.configuration, url=f"{URL}/")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> HonestServer:
    """The system under test, without a network. It knows no profiles, and neither do we here."""
    engine = make_engine()
    made = HonestServer(engine, "no profile", key=SECRET)
    monkeypatch.setattr(kit_tools, "tools_for", lambda urls: (Tools(made, engine, engine), Workshop()))
    return made


def test_addresses_are_registered_by_the_vendor_and_taken_away(cast: Cast) -> None:
    application = making.a_draft_against(cast, "no-basis-fhir")
    one = an_endpoint(cast, application)
    assert one.url == URL
    assert an_endpoint(cast, application) == one
    for url in (
        "http://fhir.example.no",
        "https://u:p@fhir.example.no",
        "https://a.no/?b",
        "nonsense",
        "https://x" * 90,
    ):
        with pytest.raises(RuleBroken):
            kit_runs.add_endpoint(by=cast.nils, configuration=application.configuration, url=url)
    with pytest.raises(NotAllowed):
        kit_runs.add_endpoint(by=cast.anne, configuration=application.configuration, url=URL)
    kit_runs.end_endpoint(by=cast.nils, endpoint=one)
    assert selectors.endpoints_of(application.configuration) == []
    with pytest.raises(RuleBroken):
        kit_runs.start_run(by=cast.nils, application=application, endpoint=one, inputs={})


def test_the_line_out_calls_nothing_inside() -> None:
    line = kit_tools.line_to(["https://localhost", "https://169.254.169.254"])
    assert isinstance(line, Https)
    assert line.addresses == Addresses.of(["https://localhost", "https://169.254.169.254"])
    for url in ("https://localhost/x", "https://169.254.169.254/latest", "https://elsewhere.example"):
        with pytest.raises(ToolFault, match=r"address\."):
            line.send(Outgoing("GET", url))


def test_a_run_is_carried_out_kept_and_holds_no_secret(cast: Cast, server: HonestServer) -> None:
    application = making.a_draft_against(cast, "no-basis-fhir")
    endpoint = an_endpoint(cast, application)
    with pytest.raises(NotAllowed):
        kit_runs.start_run(by=cast.anne, application=application, endpoint=endpoint, inputs={})
    with pytest.raises(RuleBroken, match="patient_id"):
        kit_runs.start_run(
            by=cast.nils, application=application, endpoint=endpoint, inputs={"patient_id": "a/b"}
        )
    run = kit_runs.start_run(
        by=cast.nils, application=application, endpoint=endpoint, inputs={"authorization": SECRET}
    )
    assert SECRET not in json.dumps([run.content, run.secrets])
    assert kit_tools.take_out(run.secrets) == {"authorization": SECRET}
    with pytest.raises(WrongState):
        kit_runs.start_run(by=cast.nils, application=application, endpoint=endpoint, inputs={})
    assert kit_runs.carry_out_next()
    assert not kit_runs.carry_out_next()
    run = selectors.kit_run(run.pk)
    assert (run.state, run.secrets, run.done) == ("done", "", 97)
    assert run.result
    assert run.result.by_vendor
    assert (run.result.kit, run.result.outcome) == ("no-basis-rest", "error")  # the profiles are not at hand
    report = selectors.report_of(run)
    assert report
    assert verify(report)
    assert report["subject"]["product"] == "Journalen"
    assert {one["id"] for one in report["results"] if one["outcome"] == "error"} == {
        f"NBR-{x}04" for x in "PRO"
    }
    assert "hemmelig" not in json.dumps([run.content, report])
    seen = visit(cast.nils, "approval:kit_run", [run.pk]).content.decode()
    assert "NBR-P14" in seen
    assert visit(cast.nils, "approval:kit_run_file", [run.pk, "pdf"]).content.startswith(b"%PDF")
    assert b"<testsuites" in visit(cast.nils, "approval:kit_run_file", [run.pk, "junit"]).content
    assert visit(cast.anne, "approval:kit_run", [run.pk]).status_code == 403


def test_a_run_that_asks_people_waits_and_goes_on(cast: Cast, server: HonestServer) -> None:
    lab = making.a_laboratory(cast, cast.tor)
    application = making.a_draft_against(cast, "logging-og-innsyn", laboratory_id=lab.pk)
    page = "approval.application"
    document = add_document(
        by=cast.nils, case=application.case, page=page, page_id=application.pk, title="Loggutdrag",
        file_name="logg.csv", content=b"hvem;hvem sin\nKari;Ola\n", content_type="text/csv",
    )  # fmt: skip
    run = kit_runs.start_run(by=cast.nils, application=application, endpoint=None, inputs={})
    kit_runs.carry_out_next()
    run = selectors.kit_run(run.pk)
    assert (run.state, run.result) == ("waiting", None)
    form = {"answer": "yes", "words": "Vist i testmiljøet.", "evidence": [str(document.pk)]}
    shorts = [test.short for test in load_kit("ehds-logging").tests]
    for short in shorts:
        assert visit(cast.nils, "approval:answer_test", [run.pk, short], form).status_code == 302
    run = selectors.kit_run(run.pk)
    assert run.state == "queued"
    kit_runs.carry_out_next()
    run = selectors.kit_run(run.pk)
    assert run.state == "done"
    assert run.result
    assert run.result.outcome == "pass"
    first = run.result.content["results"][0]
    assert first["answer"]["evidence"][0]["sha256"] == document.sha256
    assert first["answer"]["by"] == cast.nils.name


def test_a_run_is_broken_off_and_a_lost_one_waits_again(cast: Cast, server: HonestServer) -> None:
    application = making.a_draft_against(cast, "no-basis-fhir")
    endpoint = an_endpoint(cast, application)
    run = kit_runs.start_run(
        by=cast.nils, application=application, endpoint=endpoint, inputs={"authorization": SECRET}
    )
    assert visit(cast.nils, "approval:cancel_kit_run", [run.pk], {}).status_code == 302
    run = selectors.kit_run(run.pk)
    assert (run.state, run.secrets) == ("cancelled", "")
    assert not kit_runs.carry_out_next()
    with pytest.raises(WrongState):
        kit_runs.cancel_run(by=cast.nils, run=run)
    again = kit_runs.start_run(
        by=cast.nils, application=application, endpoint=endpoint, inputs={"authorization": SECRET}
    )
    KitRun.objects.filter(pk=again.pk).update(state="running", begun_at="2020-01-01T00:00:00Z")
    assert kit_runs.carry_out_next()
    assert selectors.kit_run(again.pk).state == "done"


def test_the_authority_runs_the_same_kit(cast: Cast, server: HonestServer) -> None:
    draft = making.filled_in(cast, making.a_draft_against(cast, "no-basis-fhir"))
    endpoint = an_endpoint(cast, draft)
    sent = applying.submit(by=cast.nils, application=draft, place="Bodø", function="Leder")
    taken = handling.take(by=cast.guri, application=sent)
    testing = handling.pass_documents(by=cast.guri, application=taken, note="I orden")
    page = visit(cast.guri, "approval:start_kit_run", [testing.pk])
    assert URL in page.content.decode()
    reply = visit(
        cast.guri,
        "approval:start_kit_run",
        [testing.pk],
        {"endpoint": endpoint.pk, "authorization": SECRET, "claims": "Patient.read"},
    )
    assert reply.status_code == 302
    kit_runs.carry_out_next()
    run = KitRun.objects.get()
    assert run.result
    assert (run.state, run.by_vendor, run.result.by_vendor) == ("done", False, False)
    with pytest.raises(WrongState):
        kit_runs.answer_test(by=cast.nils, run=run, short="NBR-P01", answer={"answer": "yes"})


def test_kits_that_play_the_counterpart_are_run_with_the_command(cast: Cast) -> None:
    application = making.a_draft(cast, "b")
    assert selectors.kit_for(application) is None
    assert visit(cast.nils, "approval:start_kit_run", [application.pk]).status_code == 302
    with pytest.raises(WrongState):
        kit_runs.start_run(by=cast.nils, application=application, endpoint=None, inputs={})
