"""The kit for dialogue messages: a good record system passes, and each broken one fails where it is broken."""

import urllib.request
from pathlib import Path
from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import (
    Inbox,
    Kit,
    Run,
    Session,
    Tools,
    load_kit,
    make_engine,
    make_report,
    replay,
    start,
)
from helsetek.engines.kits.counterpart import counterpart
from helsetek.engines.kits.made import make
from tests.engines.kits.scripted_record import OTHER, OWN, ScriptedRecord

URL = "https://epj.example.no"
EVIDENCE = [{"name": "skjerm.png", "sha256": "0" * 64}]
# What is broken → tests that fail.
EXPECTED = {
    "refuses": "01 24 27", "no receipt": "01", "other id": "01", "invalid receipt": "02 08", "other type": "03",
    "own parties": "04", "ok with error": "06 07", "rejects all": "05 09", "any schema": "06",
    "any receiver": "07", "accepts anything": "06 07", "no error code": "06 07", "strange error": "08",
    "dies of nonsense": "09 24 27 28", "always a receipt": "10", "receipt of receipt": "25", "never sends": "21 28",
    "invalid message": "21 28",
    "wrong oid": "21 28", "wrong check digit": "21 28", "old payload": "22", "old head": "21 28",
    "other sender": "23", "same id": "26", "other parent": "28",
}  # fmt: skip


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit("kith-dialog")


@pytest.fixture(scope="module")
def kith(schemas: Path) -> Engine:
    return make_engine(schemas=schemas)


def went(kit: Kit, kith: Engine, broken: str = "", **more: Any) -> tuple[Session, Tools]:
    inbox = Inbox()
    record = ScriptedRecord(kith, inbox, broken, **more)
    session = start(
        kit,
        {"endpoint": URL, "her_id": OWN, "counterpart_her_id": OTHER, "trigger": f"{URL}/trigger"},
        seed="a",
    )
    record.enquiry = make("a", "uuid.21") or ""
    session.answer(
        {
            short: {"answer": "yes", "words": "Slik.", "evidence": EVIDENCE}
            for short in ("KDM-11", "KDM-12", "KDM-24", "KDM-27")
        }
    )
    tools = Tools(record, kith, kith, inbox, "http://x", has_schemas=True, patience=0.001)
    return Run(session, tools).go(), tools


def of(session: Session, outcome: str) -> set[str]:
    return {short.removeprefix("KDM-") for short, one in session.results.items() if one.outcome == outcome}


@pytest.mark.parametrize("in_answer", [False, True])
def test_a_good_record_system_passes(in_answer: bool, kit: Kit, kith: Engine) -> None:
    session, tools = went(kit, kith, in_answer=in_answer)
    assert {one.outcome for one in session.results.values()} == {"pass"}, [
        (short, one) for short, one in session.results.items() if one.outcome != "pass"
    ]
    report = make_report(session, tools)
    assert replay(kit, report, tools)["sha256"] == report["sha256"]


def test_ids_in_capitals_are_the_same_ids(kit: Kit, kith: Engine) -> None:
    session, _ = went(kit, kith, "upper case")
    assert of(session, "fail") == set()


@pytest.mark.parametrize("broken", EXPECTED)
def test_what_is_broken_is_found_and_nothing_else(broken: str, kit: Kit, kith: Engine) -> None:
    session, tools = went(kit, kith, broken)
    assert of(session, "fail") == set(EXPECTED[broken].split())
    assert of(session, "error") == set()
    if broken in ("no receipt", "never sends"):  # judged anew, the end is known from the beginning
        report = make_report(session, tools)
        assert replay(kit, report, tools)["sha256"] == report["sha256"]


def test_when_nothing_reaches_us_the_line_is_to_blame(kit: Kit, kith: Engine) -> None:
    session, _ = went(kit, kith, "never sends", silent=True)
    assert of(session, "fail") == set()
    assert session.results["KDM-01"].code == "counterpart.silent"
    session, _ = went(kit, kith, "trigger broken")
    assert session.results["KDM-21"].code == "trigger.refused"


def test_without_schemas_or_a_hand_the_tests_wait_or_cannot_be_judged(
    kit: Kit, plain_engine: Engine, kith: Engine
) -> None:
    inbox = Inbox()
    session = start(kit, {"endpoint": URL, "her_id": OWN, "counterpart_her_id": OTHER}, seed="a")
    Run(session, Tools(ScriptedRecord(kith, inbox), plain_engine, plain_engine, inbox, patience=0.001)).go()
    assert session.results["KDM-02"].code == "judge.schemas"
    assert session.results["KDM-21"].code == "wait.interact"
    assert session.results["KDM-11"].code == "wait.attest"
    assert of(session, "fail") == set()


def test_the_counterpart_takes_messages_over_a_real_line() -> None:
    inbox = Inbox()
    with counterpart(inbox, "127.0.0.1", 0) as address:
        for content in (b"<a/>", b"<b/>"):
            request = urllib.request.Request(f"{address}/her/1", content, {"Content-Type": "text/xml"})
            assert urllib.request.urlopen(request, timeout=5).status == 202
        assert b"counterpart" in urllib.request.urlopen(address, timeout=5).read()
    taken = inbox.take(lambda one: one.content == b"<b/>", 1)
    assert taken is not None
    assert taken.path == "/her/1"
    assert [one.content for one in inbox.waiting] == [b"<a/>"]
    assert inbox.take(lambda one: False, 0.01) is None


# --- logging: what people answer ---


def test_answers_by_people() -> None:
    kit, engine = load_kit("ehds-logging"), make_engine()
    nobody: Any = None
    tools = Tools(nobody, engine, engine)
    session = Run(start(kit, {}), tools).go()
    assert {one.outcome for one in session.results.values()} == {"wait"}
    full = {"answer": "yes", "words": "Vist.", "by": "Kari", "evidence": EVIDENCE}
    session.answer({test.short: full for test in kit.tests})
    session.answer(
        {
            "EHL-01": {"answer": "yes", "words": "Uten vedlegg."},
            "EHL-11": {"answer": "yes", "evidence": EVIDENCE},
            "EHL-12": {"answer": "no"},
            "EHL-14": {"answer": "not_applicable", "words": "Nei."},
            "EHL-15": {"answer": "not_applicable", "words": "Bare egne opplysninger."},
        }
    )
    Run(session, tools).go()
    found = {
        short: (one.outcome, one.code) for short, one in session.results.items() if one.outcome != "pass"
    }
    assert found == {
        "EHL-01": ("wait", "wait.evidence"), "EHL-11": ("wait", "wait.words"), "EHL-12": ("fail", ""),
        "EHL-14": ("wait", "wait.reason"), "EHL-15": ("not_applicable", "when.vendor"),
    }  # fmt: skip
    report = make_report(session, tools)
    assert report["verdict"] == "fail"
    assert report["requirements"]["EHDS-3.2e"] == "not_applicable"
    session.answer(dict.fromkeys(found, full))
    assert make_report(Run(session, tools).go(), tools)["verdict"] == "pass"
