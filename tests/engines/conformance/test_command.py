"""`helsetek validate`: verdicts as exit codes, text and streaming JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helsetek.engines.conformance.commands import validate
from tests.engines.conformance.conftest import patient


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with one valid and one invalid resource, and something else."""
    (tmp_path / "a-god.json").write_text(json.dumps(patient()), encoding="utf-8")
    (tmp_path / "b-feil.json").write_text(json.dumps(patient(gender="mann"), indent=1), encoding="utf-8")
    (tmp_path / "notat.txt").write_text("ikke noe for oss", encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(validate, [str(one) for one in arguments], input=data)


def test_valid_files_end_with_zero(files: Path) -> None:
    done = run(files / "a-god.json")
    assert done.exit_code == 0
    assert done.output.strip().endswith("a-god.json: gyldig")


def test_an_invalid_file_ends_with_one_and_says_why_in_norwegian_or_english(files: Path) -> None:
    done = run(files / "b-feil.json")
    assert done.exit_code == 1
    assert "feil [binding.outside] Patient.gender (linje" in done.output
    assert "mann er ikke i verdisettet" in done.output
    assert "mann is not in the value set" in run("--language", "en", files / "b-feil.json").output


def test_a_folder_is_searched_and_json_is_one_object_a_file(files: Path) -> None:
    done = run("--format", "json", files)
    reports = [json.loads(line) for line in done.output.splitlines()]
    assert [(Path(one["file"]).name, one["valid"]) for one in reports] == [
        ("a-god.json", True),
        ("b-feil.json", False),
    ]
    (issue,) = reports[1]["issues"]
    assert {"severity", "code", "path", "message"} <= issue.keys()
    assert (issue["severity"], issue["code"], issue["path"]) == ("error", "binding.outside", "Patient.gender")


def test_input_is_read_from_a_pipe() -> None:
    assert run("-", data=json.dumps(patient()).encode()).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["borte.json"],
        ["a-god.json", "--package", "borte.tgz"],
        ["a-god.json", "--profile", "http://example.no/finnes-ikke"],
        ["a-god.json", "--schemas", "."],
    ],
)
def test_what_cannot_be_judged_ends_with_two(
    arguments: list[str], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_many_files_are_shared_among_processes_in_their_order(tmp_path: Path) -> None:
    for number in range(12):
        resource = patient(gender="mann") if number % 5 == 0 else patient()
        (tmp_path / f"{number:02}.json").write_text(json.dumps(resource), encoding="utf-8")
    done = run("--format", "json", "--processes", "2", tmp_path)
    valid = [json.loads(line)["valid"] for line in done.output.splitlines()]
    assert valid == [number % 5 != 0 for number in range(12)]
