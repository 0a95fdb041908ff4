"""Sender, recipient, date, case number, title, text, signature, page numbers: in the letter's language."""

from __future__ import annotations

import pytest

from .sample import letter, reader, text_of

WORDS = {
    "nb": [
        "Dato 16. februar 2024",
        "Saksnummer 2024/000123",
        "Saksbehandler Guri",
        "Vennlig hilsen",
        "Vedlegg",
    ],
    "nn": [
        "Dato 16. februar 2024",
        "Saksnummer 2024/000123",
        "Saksbehandlar Guri",
        "Venleg helsing",
        "Vedlegg",
    ],
    "en": [
        "Date 16 February 2024",
        "Case number 2024/000123",
        "Case officer Guri",
        "Yours sincerely",
        "Copy to",
    ],
}
APPROVED = {
    "nb": "Elektronisk godkjent 16. februar 2024",
    "nn": "Elektronisk godkjent 16. februar 2024",
    "en": "Approved electronically 16 February 2024",
}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_in_each_language(language: str) -> None:
    text = text_of(letter(language=language))
    for words in [*WORDS[language], APPROVED[language], "Helsedirektoratet", "983 544 622", "8001 Bodø"]:
        assert words in text
    assert "Hans avdelingsdirektør" in text


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Side 2 av 3"), ("nn", "Side 2 av 3"), ("en", "Page 2 of 3")]
)
def test_pages_are_numbered(language: str, words: str) -> None:
    pdf = letter([{"kind": "text", "text": "Dette er en plan. " * 500}], language=language)
    assert len(reader(pdf).pages) == 3
    assert words in text_of(pdf)


def test_the_heading_row_of_a_long_table_is_repeated() -> None:
    table = {"kind": "table", "columns": [{"title": "Kommune"}], "rows": [[f"Sted {n}"] for n in range(90)]}
    assert text_of(letter([table])).count("Kommune") >= 3


def test_what_is_made_up_says_so_on_every_page() -> None:
    pdf = reader(letter([{"kind": "text", "text": "Dette er en plan. " * 500}], synthetic=True))
    assert all("Syntetisk eksempel" in page.extract_text() for page in pdf.pages)
    assert "Syntetisk" not in text_of(letter())


def test_without_signatories_the_sender_signs() -> None:
    assert "Vennlig hilsen Helsedirektoratet" in text_of(letter(signed_by=()))


def test_the_same_letter_is_the_same_bytes() -> None:
    assert letter() == letter()
