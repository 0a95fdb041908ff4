"""How binding a standard is by date, and what a set of requirements must satisfy before it is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from helsetek.standards import sheets
from helsetek.standards.rules.requirements import (
    Fault,
    Problem,
    Row,
    difference,
    problems_before_publishing,
    seal,
)
from helsetek.standards.rules.standing import Fault as Refused
from helsetek.standards.rules.standing import Level, Life, Standing, faults_of_change, standing_on

FIRST = Standing(date(2020, 1, 1), Level.GUIDELINE, Life.TRIAL)
SECOND = Standing(date(2022, 1, 1), Level.RECOMMENDED, Life.PHASING_IN)
ROW = Row("F.1", "Systemet skal svare.", "Systemet skal svare.", "The system shall answer.", testability="b")


def test_a_standard_stands_as_its_last_entry_says_on_any_day() -> None:
    assert standing_on([FIRST, SECOND], date(2019, 12, 31)) is None
    assert standing_on([FIRST, SECOND], date(2021, 12, 31)) == FIRST
    assert standing_on([FIRST, SECOND], date(2022, 1, 1)) == SECOND


def test_a_standard_is_recommended_before_it_is_mandatory() -> None:
    """ehelse.no, normerende produkter og normeringsnivå."""
    mandatory = Standing(date(2024, 1, 1), Level.MANDATORY, Life.ACTIVE)
    assert faults_of_change([FIRST], mandatory) == [Refused.NOT_RECOMMENDED_FIRST]
    assert faults_of_change([FIRST, SECOND], mandatory) == []
    assert faults_of_change([], mandatory) == []  # the catalogue begins with what a source says


def test_history_is_never_rewritten_and_no_standard_grows_younger() -> None:
    assert faults_of_change([SECOND], replace(SECOND, level=Level.MANDATORY)) == [Refused.NOT_LATER]
    assert faults_of_change([SECOND], Standing(date(2023, 1, 1), Level.RECOMMENDED, Life.TRIAL)) == [
        Refused.BACKWARDS
    ]
    assert faults_of_change([SECOND], replace(SECOND, on=date(2023, 1, 1))) == [Refused.NO_CHANGE]
    again = Standing(date(2023, 1, 1), Level.RECOMMENDED, Life.UNSTATED)
    assert faults_of_change([SECOND], again) == [Refused.UNSTATED_AGAIN]


def test_a_must_is_tested_or_says_why_not() -> None:
    untested = replace(ROW, testability="")
    assert problems_before_publishing([untested]) == [Problem(Fault.MUST_WITHOUT_TEST, "F.1")]
    assert problems_before_publishing([replace(untested, not_tested_reason="Ses i drift.")]) == []
    assert problems_before_publishing([replace(untested, strength="should")]) == []
    assert problems_before_publishing([]) == [Problem(Fault.EMPTY)]
    twice = problems_before_publishing([ROW, replace(ROW, text_en="")])
    assert twice == [Problem(Fault.CODE_TWICE, "F.1"), Problem(Fault.MISSING_LANGUAGE, "F.1")]


def test_what_a_version_changes() -> None:
    other = Row("F.2", "b")
    changes = difference([ROW, other], [replace(ROW, strength="should"), Row("F.3", "c")])
    assert [(one.code, one.what, one.fields) for one in changes] == [
        ("F.1", "changed", ("strength",)),
        ("F.3", "added", ()),
        ("F.2", "removed", ()),
    ]
    assert seal("s", 1, [ROW]) == seal("s", 1, [ROW]) != seal("s", 1, [other])


def test_a_table_in_the_columns_used_in_norway_comes_back_as_it_went() -> None:
    odd = replace(ROW, code="F.2", text_nb="=1+1; «ting»\nlinje", strength="may", comment="-")
    for name, content in (
        ("a.csv", sheets.as_csv([ROW, odd]).encode()),
        ("a.xlsx", sheets.as_workbook([ROW, odd])),
    ):
        assert sheets.read(content, name) == [ROW, odd], name


def test_strengths_are_read_in_the_words_people_use() -> None:
    table = (
        "Krav-ID;Type;Gjelder for;Krav;Må/Bør\nF.1;Funksjonelt;API;Tekst;SKAL\nF.2;;;Mer;bør\nF.3;;;Mer;Ja\n"
    )
    assert [row.strength for row in sheets.read(table.encode("cp1252"), "t.csv")] == ["must", "should", "Ja"]


def test_obligations_of_xt_ehr() -> None:
    table = "Model,Element,Actor,Obligation\nEHDSPatient,name,Producer,SHALL:able-to-populate\n"
    [row] = sheets.read(table.encode(), "obligations.csv")
    assert (row.code, row.strength, row.element) == (
        "EHDSPatient.name:able-to-populate",
        "must",
        "EHDSPatient.name",
    )
    assert row.text_en == "Producer shall be able to populate EHDSPatient.name."
    assert sheets.as_obligations([row, ROW]).splitlines()[1:] == [
        "EHDSPatient,name,Producer,SHALL:able-to-populate"
    ]
