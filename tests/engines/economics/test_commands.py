"""The command `helsetek analyse`, as a person types it."""

import csv
import json
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helsetek.engines.economics.commands import analyse
from helsetek.engines.economics.commands.group import ORDER

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
        "nonpriced",
    ],
)
def test_one_thing_is_looked_at(what: str) -> None:
    found = call("explore", what, "rapport-2022", "--draws", "512", "--alternative", "nivaa3")
    assert found.exit_code == 0, found.output
    assert found.output.count("\n") > 3


def test_groups_uptake_and_rules_use_the_register(tmp_path: Path) -> None:
    assert "under 2 000" in call("explore", "groups", "rapport-2022").output
    alone = call("explore", "groups", "rapport-2022", "--alternative", "nivaa3").output
    assert "Ambisjonsnivå 3" in alone
    assert "Ambisjonsnivå 1" not in alone
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
        (("rapport-2022", "--set", "vendors=nan"), "an ordinary number"),
        (("rapport-2022", "--set", "vendors=1e400"), "an ordinary number"),
        (("rapport-2022", "--set", "vendors=-3"), "cannot be negative"),
        (("rapport-2022", "--set", "partners=0"), "«partners» = 0.0 cannot be used"),
        (("rapport-2022", "--set", "vendors=9", "--set", "vendors=8"), "set twice"),
        (("rapport-2022", "--draws", "99999999999"), "is not in the range"),
        (("rapport-2022", "--seed", "-1"), "is not in the range"),
        (("rapport-2022", "--format", "xlsx", "--out", "finnes-ikke/a.xlsx"), "No such file or directory"),
        (("rapport-2022", "--observations", "finnes-ikke.jsonl"), "No such file or directory"),
        (("study", "rapport-2022", "--input", "vendorz"), "is not uncertain. Choose among"),
        (("calibrate", "--share", "nivaa1=2"), "between 0 and 1"),
        (("calibrate", "--share", "nivaa9=0.2"), "This analysis has nivaa1"),
        (("uptake", "rapport-2022"), "rapport-2022-opptak"),
        (("rules", "2024", "--reading", "tabell 5"), "is no reading"),
        (("frontier", "finnes-ikke.csv"), "No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_politely(words: tuple[str, ...], said: str) -> None:
    found = call(*words)
    assert found.exit_code != 0
    assert said in found.output
    assert "Traceback" not in found.output


def test_a_value_outside_what_the_figures_allow_is_told() -> None:
    found = call("rapport-2022", "--set", "price_cut=15")
    assert "price_cut = 15 lies outside its identified range 0.1-0.2 (nivaa1)" in found.stderr


def test_a_study_is_worth_more_the_larger_it_is_and_never_more_than_full_knowledge() -> None:
    found = call(
        "study", "rapport-2022", "--noise", "2", "--cost", "50000", "--draws", "4096", "--format", "csv"
    )
    rows = list(csv.reader(found.output.splitlines()))[1:]
    worth = [float(value) for _, _, column, value in rows if column == "Verdi, MNOK"]
    assert len(worth) == 7
    assert worth == sorted(worth)
    assert worth[-1] < 23
    net = [float(value) for _, _, column, value in rows if column == "Netto, MNOK"]
    assert net[-1] == pytest.approx(worth[-1] - 50)


def test_the_uptake_is_calibrated_as_the_shipped_file_says() -> None:
    found = call(
        "calibrate", "rapport-2022-opptak", "--share", "nivaa1=0.50", "--share", "nivaa3=0.63"
    ).output
    shipped = resources.files("helsetek.engines.economics") / "data" / "rapport-2022-opptak.toml"
    fitted = [float(line.split("=")[1]) for line in found.splitlines() if line.startswith("attraction")]
    stated = [
        tomllib.loads(shipped.read_text("utf-8"))["alternative"][n]["set"]["attraction"]
        for n in ("nivaa1", "nivaa3")
    ]
    assert fitted == pytest.approx(stated, abs=1e-4)


def test_observed_results_weigh_the_draws(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    words = (
        "observe",
        str(log),
        "--date",
        "2025-06-01",
        "--alternative",
        "nivaa3",
        "--analysis",
        "rapport-2022",
    )
    weeks = ("--id", "a", "--parameter", "weeks_saved", "--kind", "value", "--value", "7", "--sd", "1")
    saved = (
        "--id",
        "b",
        "--parameter",
        "efficiency_introduction",
        "--kind",
        "result",
        "--value",
        "120",
        "--sd",
        "20",
    )
    assert call(*words, *weeks).exit_code == call(*words, *saved).exit_code == 0
    assert "no assumption «weks»" in call(*words, *weeks[:3], "weks", *weeks[4:]).output
    assert (
        "1 observed results are not counted here" in call("rapport-2022", "--observations", str(log)).stderr
    )
    known = call("reweight", "rapport-2022", "--observations", str(log), "--draws", "4096").output
    assert known.count("Ambisjonsnivå 3") == 3
    early = call(
        "reweight", "rapport-2022", "--observations", str(log), "--as-of", "2025-01-01", "--draws", "4096"
    ).output
    assert early.count("Ambisjonsnivå 3") == 2
    assert "Observasjoner: 0" in early


def test_rules_are_refined_and_show_regret_under_other_readings(tmp_path: Path) -> None:
    grid = tmp_path / "regler.toml"
    grid.write_text(
        "rate=[0.2,0.6]\nfloor=[0]\ncap=[8e5]\nleast_partners=[2]\nstep_down=[0]\nadoption_share=[0.4]\nbudget=[300]\n",
        encoding="utf-8",
    )
    reading = (
        "--reading",
        "tabell 5:introduction_saving=34.2",
        "--reading",
        "tabell 8:introduction_saving=53",
    )
    found = call("rules", "2024", "--grid", str(grid), "--points", "64", "--refine", *reading).output
    assert "Anger: tabell 5" in found
    assert "Anger: tabell 8" in found
    assert found.count("\n") == 6


def test_cost_and_effect_of_the_published_example(tmp_path: Path) -> None:
    table = tmp_path / "ce.csv"
    table.write_text(
        "alternative,cost,effect\nF,55000,5\nE,35000,4\nC,25000,3\nD,10000,2\nA,12000,1.5\nB,5000,1\n",
        encoding="utf-8",
    )
    found = call("frontier", str(table), "--threshold", "6000", "--language", "en").output
    assert "extendedly dominated" in found
    assert "12,500" in found
    assert "«D» is expected to beat «F» from 6000" in found
    table.write_text("alternative,cost,effect\nA,1,x\n", encoding="utf-8")
    assert "ce.csv:2: cost and effect are numbers" in call("frontier", str(table)).output


def test_help_names_every_command_in_the_order_of_the_work() -> None:
    found = call("--help").output
    places = [found.index(f"\n  {name} ") for name in ORDER]
    assert places == sorted(places)
    assert all(call(name, "--help").exit_code == 0 for name in ORDER)


def test_an_own_file_is_carried_out(write: Write) -> None:
    path = write('extends = "rapport-2022"\n[analysis]\nid = "min"\n[parameter.vendors]\nvalue = 9\n')
    assert json.loads(call(str(path), "--format", "json").output)["analysis"]["id"] == "min"
