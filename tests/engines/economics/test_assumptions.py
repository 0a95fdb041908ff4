"""An assumptions file is read, checked and hashed; what is wrong is named with its line and its mend."""

import json
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions, shipped
from helsetek.engines.economics.errors import AnalysisError, AssumptionsError
from helsetek.engines.economics.preparing import prepare
from helsetek.engines.economics.simulation import simulate

Write = Callable[..., Path]
DATA = resources.files("helsetek.engines.economics") / "data"


def faults(path: Path) -> str:
    with pytest.raises(AssumptionsError) as caught:
        read_assumptions(path)
    return str(caught.value)


def test_the_shipped_analyses_are_named() -> None:
    assert shipped() == ["2024", "rapport-2022", "rapport-2022-opptak", "rapport-2022-tabell5"]


@pytest.mark.parametrize(
    "name",
    [
        "2024",
        "rapport-2022",
        "rapport-2022-opptak",
        "rapport-2022-tabell5",
        "nasjonalt-2022",
        "nasjonalt-2024",
    ],
)
def test_shipped_files_follow_the_published_schema(name: str) -> None:
    schema = json.loads((DATA / "assumptions.schema.json").read_text(encoding="utf-8"))
    content = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(content, default=str)))


@pytest.mark.parametrize("name", ["2024", "rapport-2022", "rapport-2022-opptak"])
def test_every_shipped_assumption_has_three_languages_and_a_source(name: str) -> None:
    for parameter in read_assumptions(name).parameters.values():
        assert {"nb", "nn", "en"} == set(parameter.label), parameter.id
        assert parameter.source.document, parameter.id
        assert parameter.source.date, parameter.id


def test_the_table_5_analysis_differs_by_one_number_and_one_flag(report: Assumptions) -> None:
    other = read_assumptions("rapport-2022-tabell5")
    changed = [
        (level, name)
        for level, alternative in other.alternatives.items()
        for name in alternative.values
        if alternative.values[name] != report.alternatives[level].values[name]
    ]
    flags = [name for name, p in other.parameters.items() if p.value != report.parameters[name].value]
    assert (changed, flags) == ([("nivaa3", "introduction_saving")], ["vendor_gain_counted"])


def test_the_hash_follows_the_numbers_and_not_the_layout(write: Write, report: Assumptions) -> None:
    same = read_assumptions(write('# en kommentar\nextends = "rapport-2022"\n'))
    other = read_assumptions(write('extends = "rapport-2022"\n[parameter.vendors]\nvalue = 8.6\n'))
    assert same.hash == report.hash
    assert other.hash != report.hash


TANGLED = """[correlation.a]
members = ["vendors", "week_cost", "weeks_saved"]
matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]"""
PAIRED = '[correlation.{}]\nmembers = ["vendors", "{}"]\nmatrix = [[1, 0.5], [0.5, 1]]'
BAD = {
    "unknown unit": ('[parameter.vendors]\nunit = "leverandør"', 3, "unknown unit «leverandør»"),
    "wrong sign": ("[parameter.week_cost]\nvalue = -16500", 3, "«week_cost» is negative"),
    "infeasible range": ("[parameter.vendors]\nrange = [10, 7]", 3, "infeasible"),
    "value outside its range": ("[parameter.vendors]\nrange = [9, 10]", 3, "outside its range"),
    "unknown status": ('[parameter.vendors]\nstatus = "guessed"', 3, "status «guessed» is unknown"),
    "unknown spread": ('[parameter.vendors]\nspread = {kind = "cauchy"}', 3, "unknown kind «cauchy»"),
    "spread without its numbers": ('[parameter.vendors]\nspread = {kind = "normal", mean = 8}', 3, "needs sd"),
    "spread upside down": ('[parameter.vendors]\nspread = {kind = "uniform", low = 9, high = 7}', 3, "rising order"),
    "price year without index": ('[analysis]\nindex = ""\n[parameter.week_cost]\nprice_year = 2020', 5, "2020-kroner"),
    "price year of no money": ("[parameter.vendors]\nprice_year = 2022", 3, "is not money"),
    "unknown assumption set": ("[alternative.nivaa1.set]\nvendorz = 3", 3, "«vendorz», which is no assumption"),
    "no number": ('[parameter.vendors]\nvalue = "mange"', 3, "has no number"),
    "not finite": ("[parameter.vendors]\nvalue = inf", 3, "not finite"),
    "empty period": ("[analysis]\nlast_year = 2020", 3, "empty or longer"),
    "dates backwards": ("[parameter.vendors]\nvalid_from = 2025-01-01\nvalid_to = 2024-01-01", 4, "ends before"),
    "correlation of a certain value": (
        '[correlation.a]\nmembers = ["partners", "vendors"]\nmatrix = [[1, 0.5], [0.5, 1]]', 3, "is not uncertain",
    ),
    "matrix not positive definite": (
        TANGLED, 4, "not positive definite",
    ),
    "matrix not square": ('[correlation.a]\nmembers = ["vendors", "week_cost"]\nmatrix = [[1, 0.5]]', 4, "square"),
    "matrix ragged": ('[correlation.a]\nmembers = ["vendors", "week_cost"]\nmatrix = [[1, 0.5], [0.5]]', 4, "not square"),
    "matrix of words": ('[correlation.a]\nmembers = ["vendors", "week_cost"]\nmatrix = [["a"]]', 4, "no number"),
    "one assumption twice": (
        '[correlation.a]\nmembers = ["vendors", "vendors"]\nmatrix = [[1, 0.5], [0.5, 1]]', 3, "twice",
    ),
    "one assumption in two groups": (
        f"{PAIRED.format('a', 'week_cost')}\n{PAIRED.format('b', 'price_cut')}", 6, "in the groups «a» and",
    ),
    "source that is no table": ('[parameter.vendors]\nsource = "meg"', 3, "source of «vendors» cannot be"),
    "range of words": ('[parameter.vendors]\nrange = ["a", 3]', 3, "infeasible"),
    "spread that is no table": ("[parameter.vendors]\nspread = 3", 3, "spread of «vendors» cannot be 3"),
    "spread of lists": ('[parameter.vendors]\nspread = {kind = ["normal"]}', 3, "unknown kind"),
    "spread not finite": ('[parameter.vendors]\nspread = {kind = "uniform", low = 1, high = nan}', 3, "ordinary"),
    "spread misspelt": ('[parameter.vendors]\nspread = {kind = "uniform", low = 1, high = 2, hihg = 3}', 3, "«hihg»"),
    "label that is no text": ("[parameter.vendors]\nlabel = 3", 3, "label of «vendors» cannot be 3"),
    "key misspelt": ("[parameter.vendors]\nvalu = 3", 3, "Did you mean value?"),
    "alternative without label": ("[alternative.nivaa4]", 2, "«nivaa4» has no label"),
    "set that is no table": ("[alternative.nivaa1]\nset = 3", 3, "set of «nivaa1» cannot be 3"),
    "no grant years": ("[analysis]\nscheme_years = []", 3, "scheme_years of «analysis» cannot be []"),
    "grant years outside the period": ("[analysis]\nscheme_years = [1990]", 3, "outside the period 2023-2030"),
    "endless lifetime": ("[analysis]\nlifetime_end = 99999999", 3, "cannot be 99999999"),
    "lifetime of words": ('[analysis]\nlifetime_end = "a"', 3, "Write a year"),
    "base year far away": ("[analysis]\nbase_year = 2200", 3, "lies outside"),
    "price year without a level": ("[parameter.week_cost]\nprice_year = 1950", 3, "no level for 1950"),
    "index of zeros": ("[index.kpi]\nlevels = {2022 = 0}", 3, "above zero"),
    "tax included without a rate": ('[parameter.week_cost]\nvat = "included"', 3, "Add [parameter.vat_rate]"),
    "huge whole number": (f"[parameter.vendors]\nvalue = {'9' * 200}", 3, "not finite"),
    "judgement that is no word": ("[alternative.nivaa1.non_priced]\nquality = 3", 3, "is no judgement"),
    "unknown table": ("[unknown]\nx = 3", 2, "«unknown» is unknown in the file"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(BAD))
def test_a_bad_assumption_is_named_with_its_line_and_a_mend(write: Write, case: str) -> None:
    text, line, expected = BAD[case]
    message = faults(write(f'extends = "rapport-2022"\n{text}\n'))
    assert f"min.toml:{line}: " in message
    assert expected in message
    assert message.rstrip().endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The table [analysis] is missing"),
        ("analysis = 3\n", "analysis of «the file» cannot be 3"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ('a = "\x00"', "This is not TOML"),
    ],
)
def test_a_file_that_is_no_analysis_is_told_so(write: Write, text: str, said: str) -> None:
    assert said in faults(write(text))


def test_a_file_may_name_newer_national_assumptions_than_what_it_extends(write: Write) -> None:
    found = read_assumptions(write('extends = "rapport-2022"\nnational = "nasjonalt-2024"\n'))
    assert found.value("municipalities") == read_assumptions("2024").value("municipalities") == 357
    assert found.value("grant", "nivaa1") == 60


def test_a_mark_of_byte_order_does_not_matter(write: Write, report: Assumptions) -> None:
    assert read_assumptions(write('\ufeffextends = "rapport-2022"\n')).hash == report.hash


def test_a_value_that_makes_the_result_no_number_is_named(write: Write) -> None:
    path = write('extends = "rapport-2022"\n[parameter.partners]\nvalue = 0\n')
    with pytest.raises(AnalysisError, match=r"«partners» = 0\.0 cannot be used"):
        prepare(path)


def test_a_spread_that_makes_the_result_no_number_is_told(write: Write) -> None:
    spread = '{kind = "uniform", on = "factor", low = 0.0, high = 1e-320}'
    path = write(f'extends = "rapport-2022"\n[parameter.partners]\nspread = {spread}\n')
    with pytest.raises(AnalysisError, match="the net benefit is no number"):
        simulate(prepare(path).problem, draws=64)


def test_an_assumption_without_a_source_is_refused(write: Write) -> None:
    text = 'extends = "rapport-2022"\n[parameter.mine]\nlabel = "Min"\nvalue = 1\nunit = "1"\nstatus = "judged"\n'
    assert "min.toml:2: «mine» has no source. Write source = {document" in faults(write(text))


def test_all_faults_are_told_at_once(write: Write) -> None:
    text = 'extends = "rapport-2022"\n[parameter.vendors]\nvalue = -1\nunit = "x"\nstatus = "y"\n'
    assert len(faults(write(text)).splitlines()) == 3


def test_a_file_that_is_not_toml_is_told_by_line(write: Write) -> None:
    assert "min.toml:2: This is not TOML" in faults(write("a = 1\nb = = 2\n"))


def test_a_file_that_extends_itself_is_refused(write: Write) -> None:
    assert "extends itself" in faults(write('extends = "min"\n'))


def test_a_missing_file_is_answered_with_what_there_is() -> None:
    assert "Give a file, or one of 2024, rapport-2022" in faults(Path("finnes-ikke"))


def test_an_unknown_assumption_to_change_is_answered_with_the_nearest(report: Assumptions) -> None:
    with pytest.raises(AnalysisError, match="Did you mean vendors"):
        report.with_values({"vendor": 7})


def test_setting_a_value_sets_it_where_it_is_touched(report: Assumptions) -> None:
    changed = report.with_values({"introduction_saving": 34.2, "grant@nivaa1": 80.0})
    assert changed.value("introduction_saving", "nivaa3") == 34.2
    assert changed.value("introduction_saving", "nivaa1") == 0
    assert (changed.value("grant", "nivaa1"), changed.value("grant", "nivaa2")) == (80.0, 60.0)
