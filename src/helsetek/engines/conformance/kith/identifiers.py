"""Numbers of persons, health personnel and organisations: their form and check digits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from stdnum.no import fodselsnummer, orgnr

# Synthetic persons of the national test registers have a month that is moved by one of these.
_SYNTHETIC = (80, 65, 40)


def fault_of(kind: str, number: str) -> str | None:
    """The rule that a number of a kind (`FNR`, `HER`, …) breaks, or None."""
    check = _CHECKS.get(kind)
    return check(number) if check is not None else None


def _digits(number: str) -> bool:
    return re.fullmatch(r"\d{11}", number) is not None


def _check_digits(number: str) -> bool:
    return number[9] == fodselsnummer.calc_check_digit1(number) and number[
        10
    ] == fodselsnummer.calc_check_digit2(number)


def birth_date(number: str) -> dt.date | None:
    """The date of birth in a fødselsnummer or D-number; of synthetic persons too. None when there is none."""
    day, month, year, individual = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6:9])
    day -= 40 if day > 40 else 0
    month -= next((moved for moved in _SYNTHETIC if month > moved), 0)
    for century, first, last in ((1900, 0, 499), (2000, 500, 999), (1900, 900, 999), (1800, 500, 749)):
        fits = first <= individual <= last and _in_series(century, first, year)
        if fits:
            try:
                return dt.date(century + year, month, day)
            except ValueError:
                return None
    return None


def _in_series(century: int, first: int, year: int) -> bool:
    """The years that a series of individual numbers is used for (Skatteetaten)."""
    if century == 2000:
        return year < 40
    if century == 1800:
        return year >= 54
    return first == 0 or year >= 40


def _person(number: str, *, d_number: bool) -> str | None:
    if not _digits(number):
        return "id.eleven"
    if not _check_digits(number):
        return "id.check_digit"
    if (int(number[0]) >= 4) != d_number:
        return "id.kind"
    return None if birth_date(number) else "id.date"


def _help(number: str) -> str | None:
    """A felles hjelpenummer (FH): begins with 8 or 9, with the check digits of a fødselsnummer."""
    if not _digits(number):
        return "id.eleven"
    if number[0] not in "89":
        return "id.kind"
    return None if _check_digits(number) else "id.check_digit"


def _number(least: int, most: int) -> Callable[[str], str | None]:
    form = re.compile(rf"[1-9]\d{{{least - 1},{most - 1}}}")
    return lambda number: None if form.fullmatch(number) else "id.form"


def _organisation(number: str) -> str | None:
    if not re.fullmatch(r"[89]\d{8}", number):
        return "id.organisation"
    return None if orgnr.is_valid(number) else "id.organisation_digit"


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "FNR": lambda number: _person(number, d_number=False),
    "DNR": lambda number: _person(number, d_number=True),
    "FHN": _help,
    "HPR": _number(1, 9),
    "HER": _number(1, 8),
    "RSH": _number(4, 8),
    "DUF": _number(12, 12),
    "ENH": _organisation,
}
