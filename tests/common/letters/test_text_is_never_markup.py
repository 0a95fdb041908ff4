"""What people have written stands in the letter as they wrote it: it cannot act, and it cannot stop the letter."""

from __future__ import annotations

import pytest

from .sample import letter, reader, text_of

NASTY = [
    '#panic("boo")',
    '#read("/etc/passwd")',
    "*not bold* _not italic_ = not a heading",
    "$x^2$ `raw` <label> @reference // comment",
    "\\u{41} \\ # [ ] { } \" ' ~ --- ...",
    '"}]} , {"kind": "heading"',
    "<script>alert(1)</script>",
    "{{ data }} {% include %}",
]


@pytest.mark.parametrize("text", NASTY)
def test_in_a_paragraph(text: str) -> None:
    assert " ".join(text.split()) in text_of(letter([{"kind": "text", "text": text}]))


@pytest.mark.parametrize("text", NASTY)
def test_in_lists_tables_headings_and_quotes(text: str) -> None:
    blocks = [
        {"kind": "heading", "text": text},
        {"kind": "list", "items": [text]},
        {"kind": "facts", "rows": [["Navn", text]]},
        {"kind": "quote", "text": text},
        {"kind": "table", "columns": [{"title": text}], "rows": [[text]]},
    ]
    assert text_of(letter(blocks)).count(" ".join(text.split())) >= 5


def test_in_the_head() -> None:
    assert "#panic(1)" in text_of(letter(title="Om #panic(1)", officer="#panic(1)"))


def test_a_sign_without_a_font_becomes_a_box() -> None:
    assert text_of(letter([{"kind": "text", "text": "Bra 😀 plan 漢字"}])).count("□") == 3


def test_control_characters_are_left_out() -> None:
    assert "Bodø" in text_of(letter([{"kind": "text", "text": "Bo\x00d\x07\u202eø"}]))


def test_sami_and_decomposed_letters_are_drawn() -> None:
    text = "Guovdageaidnu, Kárášjohka, Deatnu: č đ ŋ š ŧ ž å\u030a A\u030a"
    drawn = text_of(letter([{"kind": "text", "text": text}]))
    assert "□" not in drawn
    assert "č đ ŋ š ŧ ž" in drawn
    assert "Å" in drawn


def test_a_long_text_is_drawn_whole() -> None:
    assert text_of(letter([{"kind": "text", "text": "Dette er en plan. " * 3000}])).count("plan.") == 3000


def test_a_long_word_stays_within_the_page() -> None:
    page = reader(letter([{"kind": "text", "text": "x" * 300}])).pages[0]
    lines = [line for line in page.extract_text().splitlines() if line.count("x") > 20]
    assert len(lines) >= 3
    assert page.extract_text().count("x") == 300
