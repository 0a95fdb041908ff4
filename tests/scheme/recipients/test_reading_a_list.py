"""A list of recipients is understood however its headings are spelled; each bad row is named with its reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from helsetek.common.money import kroner
from helsetek.scheme.recipients import CannotRead, NotUnderstood, read_file
from helsetek.scheme.recipients.columns import understand
from helsetek.scheme.recipients.rows import BadRow, read_row

HEADINGS = "Tilskuddsordning;År;Tilskuddsmottaker;Organisasjonsnummer;Tildelt beløp"
GOOD = "Helseteknologiordningen;2024;BODØ KOMMUNE;972418013;2 300 000"


def as_csv(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "mottakere.csv"
    path.write_bytes("\r\n".join((HEADINGS, *rows)).encode(encoding))
    return path


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    reading = read_file(as_csv(tmp_path, GOOD))
    row = reading.good[0]
    assert (row.number, row.recipient, row.year, row.amount_ore) == (
        2,
        "BODØ KOMMUNE",
        2024,
        kroner(2_300_000),
    )
    assert row.organisation_number == "972418013"
    assert reading.sums() == {("Helseteknologiordningen", 2024): (1, kroner(2_300_000))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_norwegian_letters_survive_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_file(as_csv(tmp_path, GOOD, encoding=encoding)).good[0].recipient == "BODØ KOMMUNE"


@pytest.mark.parametrize(
    "headings",
    [
        ["Ordning", "Tildelingsår", "Mottaker", "Org.nr.", "Beløp"],
        ["TILSKOTSORDNING", "budsjettår", "Tilskotsmottakar", "organisasjonsnr", "Løyvd beløp"],
        ["  Navn på ordning ", "Årstall", "Mottakers navn", "Orgnummer", "Tilskuddsbeløp (NOK)"],
        ["scheme", "year", "recipient", "organisation number", "amount"],
    ],
)
def test_headings_may_be_spelled_in_many_ways(headings: list[str]) -> None:
    columns = understand([["Uttrekk fra tilskudd.no"], [], headings])
    assert columns.heading_row == 3
    assert list(columns.places) == ["scheme", "year", "recipient", "organisation_number", "amount"]


def test_amounts_in_thousands_are_multiplied() -> None:
    columns = understand([["Ordning", "År", "Mottaker", "Beløp (i 1000 kr)"]])
    assert read_row(2, ["A", "2024", "Bodø", "2 300,5"], columns).amount_ore == kroner(2_300_500)


def test_columns_that_mean_nothing_to_us_are_named() -> None:
    assert understand([["Ordning", "År", "Mottaker", "Beløp", "Departement"]]).unused == ("Departement",)


def test_what_is_missing_is_said() -> None:
    with pytest.raises(NotUnderstood, match="«tilskuddsordning», «beløp»"):
        understand([["År", "Mottaker", "Fylke"]])


def test_a_workbook_is_read_as_a_text_file_is(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        HEADINGS.split(";"),
        ["Helseteknologiordningen", 2024, "Bodø kommune", 972418013, 2300000.5],
        [None] * 5,
    ):
        sheet.append(row)
    path = tmp_path / "mottakere.xlsx"
    book.save(path)
    reading = read_file(path)
    assert [row.amount_ore for row in reading.good] == [230000050]
    assert reading.bad == {}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";2024;Bodø;;100", "scheme is missing"),
        ("A;;Bodø;;100", "year is missing"),
        ("A;tjuefire;Bodø;;100", "year cannot be read"),
        ("A;1024;Bodø;;100", "year 1024 cannot be right"),
        ("A;2024;;;100", "recipient is missing"),
        ("A;2024;Bodø;123456789;100", "organisation number is not valid"),
        ("A;2024;Bodø;;", "amount is missing"),
        ("A;2024;Bodø;;mye", "amount cannot be read"),
        ("A;2024;Bodø;;-100", "above zero"),
        ("A;2024;Bodø;;0", "above zero"),
        ("A;2024;Bodø;;999999999999999", "too large"),
        ("A;2024;Bodø;;1,005", "more than two decimals"),
        ("A;2024;=HYPERLINK(1);;100", "looks like a formula"),
        ("@SUM(A1);2024;Bodø;;100", "looks like a formula"),
        (f"A;2024;{'x' * 301};;100", "longer than"),
    ],
)
def test_a_bad_row_is_named_with_its_reason_and_the_rest_is_read(
    tmp_path: Path, row: str, reason: str
) -> None:
    reading = read_file(as_csv(tmp_path, GOOD, row, GOOD))
    assert list(reading.bad) == [3]
    assert reason in reading.bad[3]
    assert [good.number for good in reading.good] == [2, 4]


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("2 300 000", 230000000), ("2.300.000", 230000000), ("2,300,000", 230000000), ("2300000,50", 230000050),
        ("2.300.000,50", 230000050), ("2,300,000.50", 230000050), ("kr 500,-", 50000), ("1234.5", 123450),
        (1e6, 100000000),
    ],
)  # fmt: skip
def test_amounts_may_be_written_in_many_ways(text: object, ore: int) -> None:
    columns = understand([["Ordning", "År", "Mottaker", "Beløp"]])
    assert read_row(2, ["A", 2024, "Bodø", text], columns).amount_ore == ore


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates())
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_row_it_is_read_or_refused(cells: list[object]) -> None:
    columns = understand([["Ordning", "År", "Mottaker", "Orgnr", "Beløp"]])
    try:
        row = read_row(2, cells, columns)
    except BadRow:
        return
    assert row.amount_ore > 0
    assert row.recipient


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x00\x01\x02\x03", "neither"),
        (b"bare tekst", "No columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "fil"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=says):
        read_file(path)


def test_a_packed_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bilder.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hei.txt", "hei")
    with pytest.raises(CannotRead, match="not an Excel workbook"):
        read_file(path)


def test_a_workbook_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 201_000_000)
    with pytest.raises(CannotRead, match="too large when it is unpacked"):
        read_file(path)


def test_a_file_that_is_too_large_or_gone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(CannotRead, match="too large"):
        read_file(path)
    with pytest.raises(CannotRead, match="cannot be opened"):
        read_file(tmp_path / "borte.csv")


def test_rows_that_say_the_same_are_two_grants(tmp_path: Path) -> None:
    keys = read_file(as_csv(tmp_path, GOOD, GOOD)).keys()
    assert len(set(keys)) == 2
