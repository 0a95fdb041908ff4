"""The command `helsetek analyse`, as a person types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helsetek.engines.economics.commands import analyse

Write = Callable[..., Path]


def call(*words: str) -> Result:
    return CliRunner().invoke(analyse, list(words))


def test_a_shipped_analysis_shows_its_tables_and_its_hash() -> None:
    found = call("rapport-2022")
    assert found.exit_code == 0
    assert "Prissatt netto nytte" in found.output
    assert "SHA-256 " in found.output


def test_json_gives_unrounded_rows_by_name() -> None:
    found = json.loads(call("rapport-2022", "--alternative", "nivaa3", "--format", "json").output)
    assert list(found["alternatives"]) == ["nivaa3"]
    assert found["alternatives"]["nivaa3"]["table8"]["net"] == pytest.approx(3.106, abs=1e-3)


def test_a_changed_value_changes_the_result() -> None:
    found = json.loads(
        call(
            "rapport-2022",
            "--set",
            "introduction_saving=34.2",
            "--set",
            "vendor_gain_counted=0",
            "--format",
            "json",
        ).output
    )
    assert round(found["alternatives"]["nivaa3"]["table8"]["net"]) == -94


def test_draws_and_seed_are_in_the_result() -> None:
    words = ("rapport-2022", "--draws", "512", "--seed", "7", "--format", "json")
    found = json.loads(call(*words).output)["uncertainty"]
    assert (found["draws"], found["seed"]) == (512, 7)
    assert call(*words).output == call(*words).output


def test_the_audit_lists_contradictions() -> None:
    assert "104" in call("--audit").output
    found = json.loads(call("--audit", "--format", "json").output)
    assert found["feasible"] is True
    assert {1, 2, 3, 4, 7, 8, 10, 14, 15, 18, 19, 20} <= {item["number"] for item in found["findings"]}


def test_assumptions_are_listed_with_value_unit_and_status() -> None:
    listed = {
        item["id"]: item
        for item in json.loads(call("assumptions", "rapport-2022", "--format", "json").output)
    }
    assert listed["weeks_saved"]["value"] == {"null": 0.0, "nivaa1": 5.22, "nivaa2": 8.61, "nivaa3": 4.98}
    assert listed["weeks_saved"]["unit"] == "week/municipality"
    assert listed["weeks_saved"]["status"] == "calibrated"
    assert "weeks_saved" in call("assumptions", "2024").output


def test_why_tells_where_a_figure_comes_from() -> None:
    found = call("why", "table8.purchase_terms.nivaa2").output
    for expected in ("contract_price = 5000000 NOK/tender (2022)", "kap. 5.1.12", "SHA-256"):
        assert expected in found
    assert "table8.net.nivaa3" in call("why").output


@pytest.mark.parametrize(
    "what",
    [
        "uncertainty",
        "tornado",
        "switching",
        "indices",
        "information",
        "acceptability",
        "pairwise",
        "conditions",
        "actors",
    ],
)
def test_one_thing_is_looked_at(what: str) -> None:
    found = call("explore", what, "rapport-2022", "--draws", "512", "--alternative", "nivaa3")
    assert found.exit_code == 0, found.output
    assert found.output.count("\n") > 3


def test_groups_uptake_and_rules_use_the_register(tmp_path: Path) -> None:
    assert "under 2 000" in call("explore", "groups", "rapport-2022").output
    assert "Oppgitt" in call("uptake", "2024").output
    grid = tmp_path / "regler.toml"
    grid.write_text(
        "rate=[0.2,0.6]\nfloor=[0]\ncap=[8e5]\nleast_partners=[2]\nstep_down=[0]\nadoption_share=[0.4]\nbudget=[300]\n",
        encoding="utf-8",
    )
    assert call("rules", "2024", "--grid", str(grid), "--points", "64").output.count("\n") == 5
    grid.write_text("rate=[0.2]\n", encoding="utf-8")
    assert "no grid of rules" in call("rules", "2024", "--grid", str(grid)).output


def test_files_are_written(tmp_path: Path) -> None:
    for form, start in (
        ("xlsx", b"PK"),
        ("docx", b"PK"),
        ("html", b"<!doctype html>"),
        ("csv", b"table,row"),
    ):
        out = tmp_path / f"a.{form}"
        found = call("rapport-2022", "--format", form, "--out", str(out), "--draws", "256")
        assert found.exit_code == 0, found.output
        assert out.read_bytes().startswith(start)


def test_observations_update_the_analysis_and_any_day_is_replayed(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    words = (
        "observe",
        str(log),
        "--id",
        "p1",
        "--date",
        "2025-06-01",
        "--parameter",
        "weeks_saved",
        "--alternative",
        "nivaa2",
    )
    assert call(*words, "--kind", "value", "--value", "7", "--sd", "1").exit_code == 0
    assert "already" in call(*words, "--kind", "value", "--value", "7", "--sd", "1").output
    shown = []
    for day in ("2025-05-31", "2025-06-01"):
        found = call("rapport-2022", "--observations", str(log), "--as-of", day, "--format", "json")
        assert f"Not in force on {day}: «municipalities»" in found.stderr
        shown.append(json.loads(found.stdout)["alternatives"]["nivaa2"]["table5"]["efficiency_procurement"])
    assert shown[1] < shown[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("finnes-ikke",), "There is no such file"),
        (("rapport-2022", "--set", "vendors"), "--set vendors=9"),
        (("rapport-2022", "--set", "vendorz=3"), "Did you mean vendors"),
        (("rapport-2022", "--alternative", "nivaa9"), "This analysis has nivaa1"),
        (("why", "foo"), "There is no cell"),
        (("2024", "--register", "ingen.csv"), "There is no municipality table"),
    ],
)
def test_what_is_wrong_is_said_politely(words: tuple[str, ...], said: str) -> None:
    found = call(*words)
    assert found.exit_code != 0
    assert said in found.output
    assert "Traceback" not in found.output


def test_an_own_file_is_carried_out(write: Write) -> None:
    path = write('extends = "rapport-2022"\n[analysis]\nid = "min"\n[parameter.vendors]\nvalue = 9\n')
    assert json.loads(call(str(path), "--format", "json").output)["analysis"]["id"] == "min"
