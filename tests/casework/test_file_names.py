"""Names that people give files are made safe, and stay readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.casework.rules.names import LONGEST, clean_file_name, ending_of


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Søknad (endelig).pdf", "Søknad (endelig).pdf"),
        ("C:\\Users\\anne\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nContent-Type: text/html.txt", "aContent-Type_ text/html.txt".rpartition("/")[2]),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("  plan   med  rom .pdf ", "plan med rom .pdf"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("...", ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_name(given_name: str, kept: str) -> None:
    assert clean_file_name(given_name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    cut = clean_file_name("x" * 400 + ".docx")
    assert len(cut) <= LONGEST
    assert ending_of(cut) == "docx"


@given(st.text(max_size=300))
def test_nothing_dangerous_is_left(name: str) -> None:
    cleaned = clean_file_name(name)
    assert not set(cleaned) & set('/\\\0\r\n<>:"|?*')
    assert len(cleaned) <= LONGEST
    assert clean_file_name(cleaned) == cleaned
