"""The kit for no-basis over REST: an honest server passes; a broken one fails where it is broken and only there."""

from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import Kit, Run, Session, Tools, start
from tests.engines.kits.honest_server import INTERACTIONS, HonestServer

BASE = "https://fhir.example.no/r4"
# What is broken → which tests fail; P stands for each of P, R and O.
EXPECTED: dict[str, str] = {
    "no capability": "S01", "invalid capability": "S02", "old version": "S03", "claims nothing": "S04",
    "no supported profile": "P29~", "any type": "S05", "create 200": "P01", "no location": "P01", "client id": "P02",
    "client meta": "P02 P20", "plain json": "P03", "breaks profile": "P04 P10", "forgets": "P05 P09", "no etag": "P06~",
    "304 with body": "P07", "unknown 200": "P08", "invalid bundle": "P10", "wrong bundle": "P09 P11",
    "ignores identifier": "P09 P11", "tells all": "P12", "lenient": "P13~", "no next": "P14", "no count": "P14",
    "one token": "P14", "endless": "P14", "any type of value": "P15", "nothing mandatory": "P16 P18~ X01",
    "any code": "P17", "no profile": "P18~", "broken json": "P19", "accepts anything": "P15 P16 P17 P18~ X01",
    "no update": "P20", "same version": "P20", "any id": "P21", "no if-match": "P22~", "newest version": "P23",
    "no history": "P23 P24", "always creates": "P25", "delete 500": "P26", "keeps deleted": "P26", "gone 200": "P26",
    "gone 404": "P27 P30~", "finds deleted": "P28",
}  # fmt: skip


def went(kit: Kit, engine: Engine, server: HonestServer, **inputs: Any) -> Session:
    session = start(kit, {"endpoint": BASE, **inputs}, seed="a")
    return Run(session, Tools(server, engine, engine)).go()


def failing(session: Session) -> set[str]:
    return {short for short, one in session.results.items() if one.outcome == "fail"}


def outcomes(session: Session) -> set[str]:
    return {one.outcome for one in session.results.values()}


def test_an_honest_server_passes_without_a_remark(rest_kit: Kit, no_basis: Engine) -> None:
    session = went(
        rest_kit, no_basis, HonestServer(no_basis, key="Bearer abcdef"), authorization="Bearer abcdef"
    )
    assert outcomes(session) == {"pass"}
    assert not [short for short, one in session.results.items() if one.warned]


def test_a_server_that_only_reads_is_asked_no_more(rest_kit: Kit, no_basis: Engine) -> None:
    server = HonestServer(no_basis)
    went(rest_kit, no_basis, server)
    reader = HonestServer(no_basis, claimed=("read", "search-type"), versions=dict(server.versions))
    reader._create(
        "Patient", {"resourceType": "Patient", "identifier": [{"system": "urn:oid:1.2", "value": "7"}]}
    )
    session = went(rest_kit, no_basis, reader, patient_id="n1")
    assert not failing(session)
    assert {one.method for one in reader.requests if "Observation" not in one.url} == {"GET"}


def wanted(pattern: str, kit: Kit) -> set[str]:
    """The failing tests of a row, for all three types."""
    found = set()
    for one in pattern.replace("~", "").split():
        letters = "PRO" if one.startswith("P") else one[0]
        found |= {f"NBR-{letter}{one[1:]}" for letter in letters}
    return found & {test.short for test in kit.tests}


@pytest.mark.parametrize("broken", EXPECTED)
def test_what_is_broken_is_found_and_nothing_else(broken: str, rest_kit: Kit, no_basis: Engine) -> None:
    session = went(rest_kit, no_basis, HonestServer(no_basis, broken))
    assert failing(session) == wanted(EXPECTED[broken], rest_kit)
    assert "error" not in outcomes(session)
    shoulds = {one for one in EXPECTED[broken].split() if one.endswith("~")}
    levels = {rest_kit.test(short).level for short in failing(session)}
    assert ("should" in levels) == bool(shoulds)


def test_an_open_door_is_found(rest_kit: Kit, no_basis: Engine) -> None:
    server = HonestServer(no_basis, "open door", key="Bearer abcdef")
    assert failing(went(rest_kit, no_basis, server, authorization="Bearer abcdef")) == {"NBR-S06"}


def test_a_poor_error_is_a_remark_and_no_failure(rest_kit: Kit, no_basis: Engine) -> None:
    session = went(rest_kit, no_basis, HonestServer(no_basis, "no outcome"))
    assert not failing(session)
    assert session.results["NBR-P08"].warned


def test_every_test_of_the_kit_has_been_seen_to_fail(rest_kit: Kit) -> None:
    seen = {"NBR-S06"}.union(*(wanted(one, rest_kit) for one in EXPECTED.values()))
    assert {test.short for test in rest_kit.tests} == seen


def test_without_the_profiles_only_what_needs_them_is_open(
    rest_kit: Kit, no_basis: Engine, plain_engine: Engine
) -> None:
    session = start(rest_kit, {"endpoint": BASE}, seed="a")
    Run(session, Tools(HonestServer(no_basis), plain_engine, plain_engine)).go()
    errors = {short: one.code for short, one in session.results.items() if one.outcome == "error"}
    assert errors == {"NBR-P04": "judge.profile", "NBR-R04": "judge.profile", "NBR-O04": "judge.profile"}
    assert not failing(session)


def test_what_was_made_is_cleaned_away_and_nothing_else(rest_kit: Kit, no_basis: Engine) -> None:
    server = HonestServer(no_basis, claimed=INTERACTIONS)
    theirs = server._create("Patient", {"resourceType": "Patient", "name": [{"family": "Egen"}]})
    went(rest_kit, no_basis, server, patient_id="n1")
    assert theirs.status == 201
    left = {
        key for key, found in server.versions.items() if found[-1] is not None and key[0] != "Observation"
    }
    assert left == {("Patient", "n1")}
    assert len(server.versions["Patient", "n1"]) == 1
