"""Fields read what people write, and say what to do when they cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from helsetek.common.web.forms import DayField, InstantField, MoneyField, UploadField


def errors_of(field: forms.Field, value: Any) -> str:
    with translation.override("nb"), pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    "text", ["1 234 567", "1.234.567", "1\u00a0234\u00a0567", "kr 1 234 567,-", "1234567,00"]
)
def test_a_sum_is_read_as_it_is_written(text: str) -> None:
    assert MoneyField().clean(text) == 123_456_700


def test_a_sum_with_ore() -> None:
    assert MoneyField().clean("1234567,50") == 123_456_750


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5", "kan ikke være negativt"),
        ("mye", "Skriv beløpet i kroner"),
        ("1e9", "Skriv beløpet i kroner"),
        ("999 999 999 999", "for stort"),
        ("9" * 5000, "Skriv beløpet i kroner"),
    ],
)
def test_a_sum_that_cannot_be_is_refused_politely(text: str, said: str) -> None:
    assert said in errors_of(MoneyField(), text)


def test_bounds_of_a_sum_are_told_in_kroner() -> None:
    assert "minst 1\u00a0000\u00a0kr" in errors_of(MoneyField(min_ore=100_000), "999")
    assert "høyst 1\u00a0000\u00a0kr" in errors_of(MoneyField(max_ore=100_000), "1001")


def test_an_empty_sum_is_nothing_and_zero_is_zero() -> None:
    assert MoneyField(required=False).clean("  ") is None
    assert MoneyField().clean("0") == 0


def test_a_sum_is_shown_again_as_it_was_typed() -> None:
    class Form(forms.Form):
        sum_ore = MoneyField()

    assert 'value="mange penger"' in str(Form({"sum_ore": "mange penger"})["sum_ore"])
    assert 'value="1\u00a0250\u00a0000"' in str(Form(initial={"sum_ore": 125_000_000})["sum_ore"])


def test_an_instant_is_norwegian_time() -> None:
    assert InstantField().clean(["2024-01-15", "12:00"]) == datetime(2024, 1, 15, 11, 0, tzinfo=UTC)
    assert InstantField().clean(["15.01.2024", "12.00"]) == datetime(2024, 1, 15, 11, 0, tzinfo=UTC)


def test_the_hour_that_is_skipped_in_spring_is_refused() -> None:
    assert "finnes ikke" in errors_of(InstantField(), ["2024-03-31", "02:30"])


def test_the_hour_that_comes_twice_in_autumn_is_refused() -> None:
    assert "to ganger" in errors_of(InstantField(), ["2024-10-27", "02:30"])


def test_the_hours_around_the_change_are_fine() -> None:
    assert InstantField().clean(["2024-03-31", "03:00"]) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    assert InstantField().clean(["2024-10-27", "03:00"]) == datetime(2024, 10, 27, 2, 0, tzinfo=UTC)


def test_half_an_instant_is_not_enough() -> None:
    assert errors_of(InstantField(), ["2024-01-15", ""])
    assert errors_of(InstantField(required=False), ["2024-01-15", ""])
    assert InstantField(required=False).clean(["", ""]) is None


@pytest.mark.parametrize("text", ["15.1.24x", "0024-01-15", "2024-02-30", "3024-01-01"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    assert errors_of(DayField(), text)


def test_a_file_of_another_kind_is_refused() -> None:
    assert "filtypen" in errors_of(UploadField(endings=["pdf"]), SimpleUploadedFile("virus.exe", b"MZ"))


def test_a_file_that_is_too_large_is_refused_with_both_sizes() -> None:
    said = errors_of(
        UploadField(endings=["pdf"], max_size=1_500_000), SimpleUploadedFile("avtale.pdf", b"x" * 2_000_000)
    )
    assert "2,0\u00a0MB" in said
    assert "1,5\u00a0MB" in said


def test_a_file_within_the_limits_is_received() -> None:
    file = SimpleUploadedFile("Avtale.PDF", b"%PDF-1.7")
    assert UploadField(endings=["pdf"]).clean(file) is file
