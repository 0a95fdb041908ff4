"""What an analysis gives: JSON, CSV, a workbook with live formulas, Word and HTML, and why. Checks 15 and 16."""

import io
import json
import re
import warnings
import zipfile
from importlib import resources
from pathlib import Path

import formulas
import jsonschema
import openpyxl
import pytest
from docx import Document
from lxml import etree

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.outputs.document import document
from helsetek.engines.economics.outputs.figures import Bubble, bubbles
from helsetek.engines.economics.outputs.grants import grant_figure
from helsetek.engines.economics.outputs.html import html
from helsetek.engines.economics.outputs.main_tables import main_tables, per_krone_table
from helsetek.engines.economics.outputs.picture import dots, empty
from helsetek.engines.economics.outputs.report import Figure, Report, report
from helsetek.engines.economics.outputs.result import as_json, result
from helsetek.engines.economics.outputs.tabular import Table, as_csv, as_text, show
from helsetek.engines.economics.outputs.why import cells, why
from helsetek.engines.economics.outputs.words import PHRASES, ROW_LABELS
from helsetek.engines.economics.outputs.workbook import workbook
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Register
from helsetek.engines.economics.simulation import simulate
from helsetek.engines.economics.tables import ROWS, rows

SHEETS = ("Beregning", "Tabeller")


@pytest.fixture(scope="module")
def made(report_problem: Problem) -> bytes:
    return workbook(report_problem)


@pytest.fixture(scope="module")
def whole(report_problem: Problem, country: Register) -> Report:
    return report(Prepared(report_problem, country, 0, 0.0), simulate(report_problem, draws=512), "nb")


def test_the_result_follows_its_published_schema(report_problem: Problem) -> None:
    text = (resources.files("helsetek.engines.economics") / "data" / "result.schema.json").read_text(
        encoding="utf-8"
    )
    found = json.loads(as_json(result(report_problem, simulate(report_problem, draws=1024))))
    jsonschema.Draft202012Validator(json.loads(text)).validate(found)
    assert (
        found["alternatives"]["nivaa3"]["table8"]["net"]
        == rows(report_problem.ledger(), ["nivaa1", "nivaa2", "nivaa3"])["net"]["nivaa3"]
    )
    assert (found["unit"], found["price_year"]) == ("MNOK", 2022)


def formulas_in(made: bytes) -> list[tuple[str, str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(made))
    return [
        (s, c.coordinate, c.value)
        for s in SHEETS
        for line in book[s].iter_rows()
        for c in line
        if c.value is not None
    ]


def test_no_number_stands_outside_the_sheet_of_assumptions(made: bytes) -> None:
    for sheet, place, value in formulas_in(made):
        assert isinstance(value, str), f"{sheet}!{place} holds {value}"
        if value.startswith("="):
            literal = re.findall(r"(?<![A-Z$\d.])(\d+\.?\d*(?:[eE][-+]?\d+)?)(?![\d!])", value)
            assert set(literal) <= {"1"}, f"{sheet}!{place}: {value}"


def test_an_independent_engine_recalculates_the_same(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cached = openpyxl.load_workbook(path, data_only=True)
    compared = 0
    for sheet, place, value in formulas_in(made):
        if isinstance(value, str) and value.startswith("="):
            theirs = float(solution[f"'[bok.xlsx]{sheet.upper()}'!{place}"].value[0, 0])
            assert abs(theirs - cached[sheet][place].value) < 1e-9
            compared += 1
    assert compared > 150


def test_the_cached_values_are_the_results(made: bytes, report_problem: Problem) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made), data_only=True)["Tabeller"]
    net = next(
        [c.value for c in line[1:4]] for line in sheet.iter_rows() if line[0].value == ROW_LABELS["net"]["nb"]
    )
    assert net == pytest.approx(
        list(rows(report_problem.ledger(), report_problem.alternatives)["net"].values()), abs=1e-9
    )


def test_the_same_assumptions_give_the_same_bytes(
    made: bytes, report_problem: Problem, scheme: Prepared
) -> None:
    assert workbook(report_problem) == made
    assert workbook(scheme.problem) == workbook(scheme.problem)
    assert as_json(result(report_problem)) == as_json(result(report_problem))


def test_the_workbook_of_the_scheme_carries_the_choice_of_the_municipalities(scheme: Prepared) -> None:
    made = workbook(scheme.problem, "en")
    assert any("EXP(" in str(value) for _, _, value in formulas_in(made))
    assert any("LN(" in str(value) for _, _, value in formulas_in(made))
    sheet = openpyxl.load_workbook(io.BytesIO(made), data_only=True)["Tabeller"]
    net = next(
        [c.value for c in line[1:4]] for line in sheet.iter_rows() if line[0].value == "Priced net benefit"
    )
    assert net == pytest.approx(
        list(rows(scheme.problem.ledger(), scheme.problem.alternatives)["net"].values()), abs=1e-9
    )


def test_every_cell_of_the_tables_resolves_to_sources(report_problem: Problem) -> None:
    for cell in cells(report_problem):
        answer = why(report_problem, cell)
        assert answer.formula
        for name in answer.assumptions:
            assert report_problem.assumptions.parameters[name].source.document
        if answer.value:
            assert answer.assumptions, cell
            assert answer.terms, cell


def test_why_adds_up(report_problem: Problem) -> None:
    answer = why(report_problem, "table8.operations.nivaa3")
    assert sum(answer.terms.values()) == pytest.approx(answer.value)
    assert {"administration", "grant", "networks", "rate_near"} == set(answer.assumptions)
    with pytest.raises(AnalysisError, match="for example table8"):
        why(report_problem, "table8.netto.nivaa3")


def test_a_changed_assumption_changes_the_hash(report_problem: Problem) -> None:
    changed = Problem(report_problem.assumptions.with_values({"price_cut": 0.19}))
    assert result(changed)["analysis"]["hash"] != result(report_problem)["analysis"]["hash"]


def test_the_report_has_the_chapters_of_the_guide_and_every_assumption(
    whole: Report, report_problem: Problem
) -> None:
    assert len(whole.chapters) == 8
    names = {part.name for chapter in whole.chapters for part in chapter.parts if isinstance(part, Table)}
    assert {
        "table4",
        "table5",
        "table7",
        "table8",
        "uncertainty",
        "tornado_nivaa3",
        "actors",
        "groups_size",
        "assumptions",
    } <= names
    appendix = next(part for part in whole.chapters[-1].parts if isinstance(part, Table))
    assert len(appendix.rows) == len(report_problem.assumptions.parameters)


def test_html_is_well_formed_with_captions_headings_and_no_script(whole: Report) -> None:
    made = html(whole)
    tree = etree.HTML(made)
    assert tree.get("lang") == "nb"
    for table in tree.iter("table"):
        assert table.find("caption") is not None
        assert all(line[0].tag == "th" for line in table.find("tbody"))
    assert not list(tree.iter("script"))
    assert (
        len(list(tree.iter("svg")))
        == sum(isinstance(p, Figure) for c in whole.chapters for p in c.parts)
        == 2
    )


def test_word_opens_with_headings_tables_and_vector_figures(whole: Report) -> None:
    made = document(whole)
    word = Document(io.BytesIO(made))
    assert next(p.text for p in word.paragraphs if p.style.name == "Heading 1").startswith("1 Problem")
    assert len(word.tables) == sum(isinstance(p, Table) for c in whole.chapters for p in c.parts)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [name for name in archive.namelist() if name.endswith(".svg")] == [
            "word/media/figure1.svg",
            "word/media/figure2.svg",
        ]
        assert b"svgBlip" in archive.read("word/document.xml")
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 5000 for picture in pictures)
    assert word.sections[-1].page_width > word.sections[-1].page_height


def test_a_drawing_that_cannot_be_drawn_is_an_empty_dot() -> None:
    assert dots("<svg", 100) == empty()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_report_is_made_in_every_language(scheme: Prepared, language: str) -> None:
    made = html(report(scheme, simulate(scheme.problem, draws=256), language))
    assert f'lang="{language}"' in made
    assert ("Uvisse" if language == "nn" else "Uncertainty") in made


def test_every_phrase_is_in_every_language() -> None:
    for name, words in {**PHRASES, **ROW_LABELS}.items():
        assert {"nb", "nn", "en"} == set(words), name
        assert all(words.values()), name
    assert set(ROWS) == set(ROW_LABELS)


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert show(-1234567.25, "nb", 1) == "−1\u00a0234\u00a0567,2"
    assert show(1234.5, "en", 1) == "1,234.5"
    assert show(-0.01, "nb", 1) == "0,0"
    assert show(None, "nb", 1) == "–"


def test_csv_keeps_every_digit(report_problem: Problem) -> None:
    lines = as_csv(main_tables(report_problem, "nb")).splitlines()
    assert lines[0] == "table,row,column,value"
    net = rows(report_problem.ledger(), report_problem.alternatives)["net"]["nivaa3"]
    assert f"table8,Prissatt netto nytte,Ambisjonsnivå 3,{net!r}" in lines


def test_text_tables_line_up() -> None:
    table = Table("t", "Tittel", ("Navn", "Tall"), (("a", 1.0), ("lengre", -22.5)))
    assert as_text(table, "nb").splitlines()[3:] == ["a         1,0", "lengre  −22,5"]


def test_the_figure_of_grants_has_a_bubble_for_each_and_bears_no_markup() -> None:
    drawn = bubbles(
        "Tilskudd",
        [Bubble("Bodø <b>", 800, 53_000, 2.3e6), Bubble("Modalen", 500, 390, 3e6)],
        "Sentralitet",
        "MNOK",
        "nb",
    )
    tree = etree.fromstring(drawn.encode())
    circles = tree.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) == 2
    assert float(circles[0].get("r")) > float(circles[1].get("r"))
    assert "Bodø <b>" in circles[0][0].text
    assert "–" in bubbles("Tom", [], "x", "y", "nb")


def test_any_rounds_rows_give_the_figure_and_its_numbers() -> None:
    rows = [Bubble("Bodø", 800, 53_000, 2_300_000), Bubble("Modalen", 500, 390, 3_000_000)]
    found = grant_figure(iter(rows), "nb", title="Runde 2025")
    assert found.svg.count("<circle") == 2
    assert "<title>Runde 2025</title>" in found.svg
    assert [line[0] for line in found.table.rows] == ["Modalen", "Bodø"]
    assert found.table.shown("nb")[1] == ["Bodø", "800", "53\u00a0000", "2\u00a0300\u00a0000", "43,4"]
    assert found.table.note == "2 tilskudd, 5,3 MNOK i alt."
    assert grant_figure([], "en").table.rows == ()
    with pytest.raises(AnalysisError, match="«Øde» cannot be drawn"):
        grant_figure([Bubble("Øde", 300, 0, 1)])


def test_benefit_per_granted_krone_and_break_even(report_problem: Problem) -> None:
    """The report's 0.2 / 0.2 / 0.4, and its break-even had it been discounted."""
    found = {str(line[0]): line[1:] for line in per_krone_table(report_problem, "en").rows}
    assert [round(float(v or 0), 3) for v in found["Benefit per granted krone (NOK)"]] == [
        0.217,
        0.227,
        0.448,
    ]
    assert found["Break-even, MNOK a year 2024-2028"][1] == pytest.approx(27.0, abs=0.05)
    assert found["Break-even, MNOK a year 2024-2030"][1] == pytest.approx(20.0, abs=0.05)
    assert found["Break-even, MNOK a year 2024-2028"][2] == 0
