"""Values that a run makes for itself, from its seed: the same seed gives the same values.

Persons are synthetic: the month of birth is moved by 80, as in the national test registers, so no living person has
such a number. Organisations and HPR numbers have right check digits and are for test systems only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Callable

from stdnum.no import fodselsnummer, orgnr


def _dice(seed: str, name: str) -> random.Random:
    digest = hashlib.sha256(f"{seed}\0{name}".encode()).digest()
    return random.Random(int.from_bytes(digest[:8]))  # noqa: S311 - test data, no secrets


def person_number(seed: str, name: str, *, d_number: bool = False) -> str:
    """A synthetic fødselsnummer or D-number with right check digits."""
    dice = _dice(seed, name)
    while True:
        born = dt.date(1940, 1, 1) + dt.timedelta(days=dice.randrange(20_000))
        day = born.day + (40 if d_number else 0)
        digits = f"{day:02}{born.month + 80:02}{born.year % 100:02}{dice.randrange(500):03}"
        first = fodselsnummer.calc_check_digit1(digits)
        second = fodselsnummer.calc_check_digit2(digits + first) if first != "-" and len(first) == 1 else "-"
        if (digits + first + second).isdigit() and len(digits + first + second) == 11:
            return digits + first + second


def birth_date(number: str) -> str:
    """The date of birth in a number made here."""
    day = int(number[:2]) % 40 or 40
    return f"19{number[4:6]}-{int(number[2:4]) - 80:02}-{day:02}"


def _organisation(seed: str, name: str) -> str:
    dice = _dice(seed, name)
    while True:
        digits = f"9{dice.randrange(10**7):07}"
        number = next((digits + str(last) for last in range(10) if orgnr.is_valid(digits + str(last))), None)
        if number:
            return number


def _born(seed: str, name: str) -> str:
    return birth_date(person_number(seed, name.replace("born", "fnr")))


MAKERS: dict[str, Callable[[str, str], str]] = {
    "fnr": person_number,
    "dnr": lambda seed, name: person_number(seed, name, d_number=True),
    "born": _born,
    "orgnr": _organisation,
    "hpr": lambda seed, name: str(_dice(seed, name).randrange(1_000_000, 9_999_999)),
    "her": lambda seed, name: str(_dice(seed, name).randrange(100_000, 999_999)),
    "uuid": lambda seed, name: str(uuid.UUID(int=_dice(seed, name).getrandbits(128), version=4)),
    "token": lambda seed, name: f"{_dice(seed, name).getrandbits(40):010x}",
}


def make(seed: str, name: str) -> str | None:
    """The value of `fnr.1`, `orgnr.2` and so on, or None when it is not such a name."""
    kind, _, rest = name.partition(".")
    maker = MAKERS.get(kind)
    return maker(seed, name) if maker is not None and rest else None
