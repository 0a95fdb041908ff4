"""A letter that would not be right is not made."""

from __future__ import annotations

from pathlib import Path

import pytest

from helsetek.common.letters import LetterRefused

from .sample import letter

PICTURE = "image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>\")"


def template(folder: Path, text: str) -> Path:
    path = folder / "test.typ"
    path.write_text(f'#import "letter.typ": *\n#show: letter\n{text}\n', encoding="utf-8")
    return path


def test_a_picture_without_alternative_text(tmp_path: Path) -> None:
    with pytest.raises(LetterRefused, match="alt text"):
        letter(template=template(tmp_path, f"#{PICTURE})"))
    assert letter(template=template(tmp_path, f'#{PICTURE}, alt: "Kart over Salten")'))


def test_a_template_that_reads_files(tmp_path: Path) -> None:
    with pytest.raises(LetterRefused):
        letter(template=template(tmp_path, '#read("/etc/hostname")'))


def test_a_template_that_warns(tmp_path: Path) -> None:
    with pytest.raises(LetterRefused, match="unknown font"):
        letter(template=template(tmp_path, '#set text(font: "No such font")\nHei'))


def test_a_template_that_asks_for_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LetterRefused, match=r"test\.typ"):
        letter(template=template(tmp_path, "#data.missing"))


def test_an_unknown_language_or_block() -> None:
    with pytest.raises(LetterRefused, match="nb, nn, en"):
        letter(language="se")
    with pytest.raises(LetterRefused, match="no such block"):
        letter([{"kind": "marquee"}])


def test_a_letter_without_a_title() -> None:
    with pytest.raises(LetterRefused):
        letter(title="")


def test_a_letter_without_end() -> None:
    with pytest.raises(LetterRefused, match="at most"):
        letter([{"kind": "text", "text": "x" * 2_100_000}])
