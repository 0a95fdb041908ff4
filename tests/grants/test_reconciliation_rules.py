"""Statements of the bank and lists of the accounting system are read and held against ours. No database."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.grants.rules.reconciliation import Ours, Theirs, compare
from helsetek.grants.rules.statements import (
    MOST_LINES,
    Line,
    NotAStatement,
    read_camt,
    read_columns,
    sum_in_ore,
)
from tests.grants.bank_says import camt

DAY = date(2026, 3, 10)


def ours(thing: str, ore: int, reference: str = "", on: date = DAY) -> Ours:
    return Ours(thing, on, ore, frozenset({reference} - {""}))


def theirs(line: int, ore: int, reference: str = "", on: date = DAY) -> Theirs:
    return Theirs(line, on, ore, reference)


def test_a_camt_statement_is_read_transaction_by_transaction() -> None:
    content = camt(("DBIT", "1000.50", "HTO-1-1", "", DAY), ("CRDT", "25.00", "", "12345674", DAY))
    assert read_camt(content) == [
        Line(DAY, -100_050, "HTO-1-1", "Bodø kommune"),
        Line(DAY, 2_500, "12345674", "Bodø kommune"),
    ]
    assert read_camt(content.replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn"))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"<Document/>", b"\x00\x01", b"<Document><a></Document>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Document><BkToCstmrStmt/></Document>',
        camt(("DBIT", "1e9", "x", "", DAY)), camt(("DBIT", "9" * 14, "x", "", DAY)),
        camt(("DBIT", "5.00", "x", "", DAY)).replace(b'"NOK"', b'"EUR"'),
        camt(("DBIT", "5.00", "x", "", DAY)).replace(b"2026-03-10", b"2026-02-30"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(NotAStatement, match=r"\w"):
        read_camt(content)


def test_a_list_with_columns_is_read_by_its_headings() -> None:
    rows = [
        ["Hovedbok"], ["Bilagsdato", "Tekst", "KID", "Beløp"], ["10.03.2026", "Bodø", "12345674", "1 234,50"],
        [date(2026, 3, 11), "Ut", "HTO-1-1", -5], [None, "", "", None],
    ]  # fmt: skip
    assert read_columns(rows) == [
        Line(DAY, 123_450, "12345674", "Bodø"), Line(date(2026, 3, 11), -500, "HTO-1-1", "Ut"),
    ]  # fmt: skip
    in_and_out = [
        ["Dato", "Inn på konto", "Ut av konto"],
        ["2026-03-10", "", "7,00"],
        ["2026-03-10", "3,00", ""],
    ]
    assert [line.amount_ore for line in read_columns(in_and_out)] == [-700, 300]
    with pytest.raises(NotAStatement, match="Row 2"):
        read_columns([["Dato", "Beløp"], ["i går", "5"]])
    with pytest.raises(NotAStatement, match="No columns"):
        read_columns([["a", "b"]])
    with pytest.raises(NotAStatement, match="more than"):
        read_columns([["Dato", "Beløp"], *[["2026-03-10", "1"]] * (MOST_LINES + 1)])


@given(st.text(max_size=30))
def test_any_text_is_a_sum_or_is_refused(text: str) -> None:
    with contextlib.suppress(NotAStatement):
        assert abs(sum_in_ore(text)) <= 10**13


def test_each_kind_of_difference() -> None:
    found = compare(
        [
            ours("a", -100, "A"),
            ours("b", -200, "B"),
            ours("c", -300, "C"),
            ours("d", 400),
            ours("e", 500, "E"),
        ],
        [
            theirs(1, -100, "A"),
            theirs(2, -250, "B"),
            theirs(3, -100, "A"),
            theirs(4, 400),
            theirs(5, 77, "X"),
        ],
        days=5,
    )
    assert found.pairs == {1: "a", 4: "d"}
    kinds = {
        (one.kind, one.ours and one.ours.thing, one.theirs and one.theirs.line) for one in found.differences
    }
    assert kinds == {
        ("other_amount", "b", 2), ("doubled", "a", 3), ("missing_here", None, 5),
        ("missing_there", "c", None), ("missing_there", "e", None),
    }  # fmt: skip


def test_equal_sums_without_a_reference_are_not_guessed_at() -> None:
    found = compare([ours("a", 100), ours("b", 100)], [theirs(1, 100)], days=5)
    assert (found.pairs, len(found.differences)) == ({}, 3)
    late = compare([ours("a", 100)], [theirs(1, 100, on=date(2026, 3, 20))], days=5)
    assert late.pairs == {}


ROW = st.tuples(st.integers(-3, 3).filter(bool), st.sampled_from(["", "A", "B", "C"]))


@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
def test_nothing_disappears(here: list[tuple[int, str]], there: list[tuple[int, str]]) -> None:
    """Every line and every payment of ours is in a pair or in a difference, and none is in two pairs."""
    mine = [ours(f"t{n}", ore, reference) for n, (ore, reference) in enumerate(here)]
    lines = [theirs(n, ore, reference) for n, (ore, reference) in enumerate(there)]
    found = compare(mine, lines, days=5)
    seen_lines = [*found.pairs, *(one.theirs.line for one in found.differences if one.theirs)]
    assert sorted(seen_lines) == list(range(len(lines)))
    things = [*found.pairs.values()]
    things += [one.ours.thing for one in found.differences if one.ours and one.kind != "doubled"]
    assert sorted(things) == sorted(one.thing for one in mine)
