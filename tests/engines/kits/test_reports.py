"""Sessions, results and reports: nothing secret is kept, the same gives the same hash, a fault is no failure."""

import json
from typing import Any

import pytest
from lxml import etree

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import (
    Kit,
    KitBroken,
    Run,
    Session,
    ToolFault,
    Tools,
    as_junit,
    make_report,
    replay,
    start,
    verify,
)
from helsetek.engines.kits.exchanges import Answer, Keeping, Outgoing
from helsetek.engines.kits.pdf import as_pdf
from helsetek.engines.kits.results import Result, verdict
from tests.engines.kits.honest_server import HonestServer

BASE = "https://fhir.example.no/r4"
SECRET = "Bearer kjempehemmelig-nøkkel"


class Echo(HonestServer):
    """Repeats the key where it should not."""

    def send(self, request: Outgoing) -> Answer:
        found = super().send(request)
        return Answer(found.status, (*found.headers, ("X-Echo", SECRET), ("Date", "now")), found.body)


def report_of(kit: Kit, engine: Engine, server: HonestServer, **more: Any) -> tuple[dict[str, Any], Session]:
    session = start(
        kit,
        {"endpoint": BASE, "authorization": SECRET},
        {"vendor": "V", "product": "P"},
        seed=more.pop("seed", "a"),
    )
    tools = Tools(server, engine, engine)
    Run(session, tools, **more).go()
    return make_report(session, tools), session


def test_the_same_exchanges_give_the_same_hash(rest_kit: Kit, no_basis: Engine) -> None:
    one, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, key=SECRET))
    two, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, key=SECRET))
    other, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, key=SECRET), seed="b")
    broken, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, "no etag", key=SECRET))
    assert verify(one)
    assert one["sha256"] == two["sha256"] != other["sha256"]
    assert one["verdict_sha256"] == other["verdict_sha256"] != broken["verdict_sha256"]
    one["results"][0]["outcome"] = "fail"
    assert not verify(one)


def test_secrets_are_in_no_report_and_no_session(rest_kit: Kit, no_basis: Engine) -> None:
    report, session = report_of(rest_kit, no_basis, Echo(no_basis, key=SECRET))
    assert {one["outcome"] for one in report["results"]} == {"pass"}
    kept = json.dumps([report, session.as_dict()], ensure_ascii=False)
    assert "hemmelig" not in kept
    assert report["inputs"]["authorization"] == "•••"


def test_a_report_can_be_judged_anew_without_calling_anybody(rest_kit: Kit, no_basis: Engine) -> None:
    report, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, "no next", key=SECRET))
    nobody: Any = None
    again = replay(rest_kit, json.loads(json.dumps(report)), Tools(nobody, no_basis, no_basis))
    assert again["sha256"] == report["sha256"]
    with pytest.raises(KitBroken):
        replay(
            rest_kit,
            {**report, "kit": {"sha256": "", "id": "x"}},
            Tools(nobody, no_basis, no_basis),
        )


def test_a_session_is_stored_and_taken_up_again(rest_kit: Kit, no_basis: Engine) -> None:
    server = HonestServer(no_basis, key=SECRET)
    whole, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, key=SECRET))
    session = start(
        rest_kit, {"endpoint": BASE, "authorization": SECRET}, {"vendor": "V", "product": "P"}, seed="a"
    )
    count = iter(range(1000))
    tools = Tools(server, no_basis, no_basis, stop=lambda: next(count) > 20)
    Run(session, tools).go()
    assert session.results["NBR-O09"].outcome == "cancel"
    stored = json.loads(json.dumps(session.as_dict()))
    later = Session.load(rest_kit, stored, {"authorization": SECRET})
    tools.stop = bool
    done = len(server.requests)
    Run(later, tools).go()
    assert len(server.requests) > done
    assert {one.outcome for one in later.results.values()} == {"pass"}
    assert make_report(later, tools)["verdict_sha256"] == whole["verdict_sha256"]


class Dead:
    """A line on which nothing comes."""

    def __init__(self, code: str) -> None:
        self.code = code

    def send(self, request: Outgoing) -> Answer:
        if self.code == "bug":
            raise RuntimeError("a bug of ours")
        raise ToolFault(self.code, host="x")


@pytest.mark.parametrize("code", ["network.time", "tls.certificate", "address.internal", "bug"])
def test_a_fault_on_the_way_or_in_the_tool_is_never_a_failure(
    code: str, rest_kit: Kit, plain_engine: Engine
) -> None:
    session = start(rest_kit, {"endpoint": BASE, "claims": ["Patient.read", "Patient.create"]})
    Run(session, Tools(Dead(code), plain_engine, plain_engine)).go()
    report = make_report(session, Tools(Dead(code), plain_engine, plain_engine))
    assert report["counts"]["fail"] == 0
    assert report["verdict"] == "error"
    assert b'failures="0"' in as_junit(report)


def test_junit_and_pdf(rest_kit: Kit, no_basis: Engine) -> None:
    report, _ = report_of(rest_kit, no_basis, HonestServer(no_basis, "no update", key=SECRET))
    root = etree.fromstring(as_junit(report, "nn"))
    assert root.get("failures") == "3"
    assert "Endringa er ikkje lagra" in str(root.findall(".//failure")[0].get("message"))
    assert as_pdf(report, "nb").startswith(b"%PDF")
    assert as_pdf(report, "nb") == as_pdf(report, "nb")


def test_what_is_kept_has_a_limit(rest_kit: Kit, no_basis: Engine) -> None:
    _, session = report_of(
        rest_kit,
        no_basis,
        HonestServer(no_basis, key=SECRET),
        keeping=Keeping(body=100, session=2000, exchanges=30),
    )
    bodies = [one.response_body for one in session.exchanges]
    assert len(bodies) == 30
    assert max(len(str(one.get("text", ""))) for one in bodies) <= 100
    assert any(one.code == "limit.exchanges" for one in session.results.values())


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ("pass", "pass"), ("pass fail error", "fail"), ("pass error", "error"), ("pass wait", "wait"),
        ("pass skip", "skip"), ("pass not_applicable", "pass"), ("pass should:fail", "pass"),
        ("pass should:error", "error"), ("cancel fail", "cancel"), ("omit", "pass"),
    ],
)  # fmt: skip
def test_what_the_results_come_to(outcomes: str, whole: str) -> None:
    pairs = []
    for one in outcomes.split():
        level, _, outcome = one.rpartition(":")
        found: Any = outcome
        pairs.append((Result("T", found), level or "must"))
    assert verdict(pairs) == whole


@pytest.mark.parametrize(
    ("inputs", "fault"),
    [
        ({}, "endpoint is needed"), ({"endpoint": "ftp://x"}, "web address"),
        ({"endpoint": BASE, "x": "1"}, "no input x"),
        ({"endpoint": BASE, "claims": "a"}, "list"), ({"endpoint": BASE, "patient_id": "a/b"}, "does not fit"),
        ({"endpoint": BASE, "authorization": "a\r\nX: y"}, "cannot be sent"),
        ({"endpoint": BASE + "?a=b"}, "web address"),
    ],
)  # fmt: skip
def test_inputs_are_checked(inputs: dict[str, Any], fault: str, rest_kit: Kit) -> None:
    with pytest.raises(KitBroken, match=fault):
        start(rest_kit, inputs)
