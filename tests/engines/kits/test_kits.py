"""Kits as data: what is refused, locks, coverage, values that runs make, and the command line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from helsetek.cli import main
from helsetek.engines.conformance import Engine
from helsetek.engines.conformance.kith.identifiers import birth_date, fault_of
from helsetek.engines.kits import KitBroken, coverage, load_kit, load_requirements, shipped
from helsetek.engines.kits.checking import check_kit
from helsetek.engines.kits.jsonpath import JsonPathError, find
from helsetek.engines.kits.library import Requirement, path_of
from helsetek.engines.kits.locks import faults_of, read_lock, renewed
from helsetek.engines.kits.made import make
from helsetek.engines.kits.messages import LANGUAGES, catalogue
from helsetek.engines.kits.reading import read_kit
from tests.engines.kits.honest_server import HonestServer, serve

TEXT = {"nb": "a", "nn": "a", "en": "a"}


def small(**more: Any) -> dict[str, Any]:
    """A kit of one test."""
    test = {
        "short": "T-1", "id": "t", "title": TEXT, "verifies": ["R-1"], "expected": TEXT,
        "steps": [{"request": {"method": "GET", "path": "x"}}, {"assert": {"status": [200]}}],
    }  # fmt: skip
    return {
        "format": "helsetek-kit/1", "id": "small", "version": "1.0.0", "title": TEXT, "about": TEXT, "actor": "server",
        "approval_type": "b", "requirement_set": {"id": "small", "version": "1"},
        "groups": [{"id": "g", "title": TEXT, "tests": [{**test, **more}]}],
    }  # fmt: skip


def written(kit: dict[str, Any]) -> bytes:
    return json.dumps(kit).encode()  # JSON is YAML


@pytest.mark.parametrize("name", shipped())
def test_shipped_kits_are_fit_for_use(name: str) -> None:
    assert check_kit(path_of(name)) == []


def test_every_text_is_there_in_three_languages_with_the_same_values() -> None:
    for code, said in catalogue().items():
        assert set(said) == set(LANGUAGES), code
        assert len({tuple(sorted(re.findall(r"\{(\w+)\}", one))) for one in said.values()}) == 1, code


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a: &x 1\nb: *x", "aliases"), (b"a: 1\na: 2", "twice"), (b"- 1", "mapping"),
        (b"a: [", "a: "), (b"\xff", "UTF-8"),
        (b"{}", "is a required property"), (b"groups: 7", "groups"), (b"a: !!python/object:os.system x", "constructor"),
    ],
)  # fmt: skip
def test_what_is_no_kit_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(KitBroken, match=fault):
        read_kit(content, "a: ")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"steps": [{"assert": {"fhirpath": "a.("}}]}, "not understood"),
        ({"steps": [{"assert": {"xpath": "//["}}]}, "not understood"),
        ({"steps": [{"assert": {"header": "a", "matches": "("}}]}, "not understood"),
        ({"steps": [{"extract": {"as": "a", "named": "b"}}]}, "named question"),
        ({"steps": [{"request": {"method": "GET", "path": "{{nowhere}}"}}]}, "nowhere has no value"),
        ({"steps": [{"request": {"method": "POST", "body": {"fixture": "f"}}}]}, "fixture f"),
        ({"steps": [{"assert": {"of": "later", "status": [200]}}]}, "later has no value"),
        ({"steps": [{"request": {"method": "GET", "path": "{{secret.key}}"}}]}, "headers only"),
        ({"after": ["T-9"]}, "no earlier test"), ({"kind": "attestation"}, "asks somebody"),
        ({"steps": [{"request": {"method": "GET"}, "wait": {"seconds": 1}}]}, "valid under each"),
    ],
)  # fmt: skip
def test_faults_in_kits_are_told(more: dict[str, Any], fault: str, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_bytes(written(small(**more)))
    assert any(fault in one for one in check_kit(path)), check_kit(path)


def test_short_ids_are_locked() -> None:
    kit = read_kit(written(small()))
    lock = renewed(kit, {})
    assert faults_of(kit, lock) == []
    assert faults_of(read_kit(written(small(title={**TEXT, "en": "better"}))), lock) == []
    assert "raise the version" in faults_of(read_kit(written(small(level="should"))), lock)[0]
    assert "new short id" in faults_of(read_kit(written(small(verifies=["R-2"]))), lock)[0]
    assert "new short id" in faults_of(read_kit(written(small(id="other"))), lock)[0]
    with pytest.raises(KitBroken):
        renewed(read_kit(written(small(verifies=["R-2"]))), lock)
    with pytest.raises(KitBroken, match="raise the version"):
        renewed(read_kit(written(small(level="should"))), lock)
    bettered = read_kit(written({**small(level="should"), "version": "1.1.0"}))
    after = renewed(bettered, lock)
    assert list(after["T-1"]["meaning"]) == ["1.0.0", "1.1.0"]
    assert faults_of(bettered, after) == []
    replaced = read_kit(written({**small(short="T-2", id="u"), "version": "1.2.0"}))
    retired = renewed(replaced, after)
    assert retired["T-1"]["retired"] == "1.2.0"
    with pytest.raises(KitBroken, match="retired"):
        renewed(kit, retired)


def test_every_must_has_a_test_or_a_reason() -> None:
    kit = read_kit(written(small()))
    must, reason = Requirement("R-1", "must", TEXT), Requirement("R-9", "must", TEXT, not_tested=TEXT)
    assert coverage([must, reason, Requirement("R-3", "may", TEXT)], [kit]).faults == ()
    assert coverage([must], [kit]).tests == {"R-1": ("T-1",)}
    assert "neither" in coverage([must, Requirement("R-2", "must", TEXT)], [kit]).faults[0]
    assert "not in the requirement set" in coverage([], [kit]).faults[0]
    assert (
        "is said not to be tested"
        in coverage([Requirement("R-1", "must", TEXT, not_tested=TEXT)], [kit]).faults[0]
    )
    assert "are not" in coverage([must], [read_kit(written(small(level="should")))]).faults[0]


def test_the_lock_of_a_shipped_kit_lists_its_tests_and_set() -> None:
    kit = load_kit("no-basis-rest")
    assert set(read_lock(path_of(kit.id))) >= {test.short for test in kit.tests}
    assert load_requirements(kit).version == kit.requirement_set["version"]


def test_made_values_are_synthetic_right_and_the_same_for_a_seed() -> None:
    for number in range(40):
        fnr, dnr = make("s", f"fnr.{number}") or "", make("s", f"dnr.{number}") or ""
        assert fault_of("FNR", fnr) is None
        assert fault_of("DNR", dnr) is None
        assert fault_of("ENH", make("s", f"orgnr.{number}") or "") is None
        assert int(fnr[2:4]) > 80
        assert str(birth_date(fnr)) == make("s", f"born.{number}")
    assert make("s", "fnr.1") == make("s", "fnr.1") != make("t", "fnr.1")
    assert make("s", "fnr") is None
    assert make("s", "unknown.1") is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.a.b", [1]), ("$['a'].b", [1]), ("$.list[*].x", [1, 2]), ("$.list[-1].x", [2]), ("$..x", [1, 2]),
        ("$.list[?(@.x == 2)].y", ["z"]), ("$.list[?@.y].x", [2]), ("$.list[?(@.y != 'z')].x", [1]), ("$.none", []),
        ("$", [{"a": {"b": 1}, "list": [{"x": 1}, {"x": 2, "y": "z"}]}]),
    ],
)  # fmt: skip
def test_jsonpath(path: str, found: list[Any]) -> None:
    assert find({"a": {"b": 1}, "list": [{"x": 1}, {"x": 2, "y": "z"}]}, path) == found
    with pytest.raises(JsonPathError):
        find({}, "a.b")
    with pytest.raises(JsonPathError):
        find({}, "$.a[")


# --- the command line ---


def called(*words: str, **env: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["conformance", *words], env=env)
    return result.exit_code, result.output


def test_list_show_and_check(tmp_path: Path) -> None:
    assert "no-basis-rest 1." in called("list")[1]
    code, text = called("show", "no-basis-rest", "--language", "en")
    assert code == 0
    assert "NBR-P14 Pages of a search" in text
    assert "request" in called("show", "no-basis-rest", "--test", "NBR-P14")[1]
    assert called("show", "nothing")[0] == 2
    assert called("check", "no-basis-rest")[0] == 0
    path = tmp_path / "small.yaml"
    path.write_bytes(written(small()))
    assert called("check", str(path))[0] == 1
    called("check", str(path), "--lock")
    assert "requirement set small is not at hand" in called("check", str(path))[1]


def test_run_over_a_real_line(tmp_path: Path, no_basis: Engine) -> None:
    files = {name: str(tmp_path / f"r.{name}") for name in ("json", "junit", "pdf")}
    options = [word for name, path in files.items() for word in (f"--{name}", path)]
    with serve(HonestServer(no_basis, key="Bearer abcdef")) as url:
        words = (
            "run",
            "no-basis-rest",
            "--endpoint",
            f"{url}/r4",
            "--secret",
            "authorization=KEY",
            "--only",
            "NBR-S",
        )
        refused = called(*words, KEY="Bearer abcdef")
        code, text = called(*words, "--allow-local", "--subject", "vendor=V", *options, KEY="Bearer abcdef")
    assert refused[0] == 2
    assert "--allow-local" in refused[1]
    assert (code, "✓ NBR-S06" in text) == (0, True), text
    assert "abcdef" not in Path(files["json"]).read_text(encoding="utf-8")
    assert called("export", files["json"], "--junit", files["junit"])[0] == 0
    assert called("replay", files["json"])[0] == 0
    assert called("run", "no-basis-rest")[0] == 2
    assert called("run", "no-basis-rest", "--endpoint", url, "--input", "authorization=x")[0] == 2
    Path(files["json"]).write_text(
        Path(files["json"]).read_text(encoding="utf-8").replace('"V"', '"W"'), encoding="utf-8"
    )
    assert called("export", files["json"])[0] == 1
