"""What makes a number a number."""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.no import kontonr, orgnr


def is_organisation_number(number: str) -> bool:
    """Nine digits with a right check digit (Enhetsregisteret, modulus 11)."""
    return len(number) == 9 and bool(orgnr.is_valid(number))


def is_account_number(number: str) -> bool:
    """Eleven digits with a right check digit (Norwegian bank accounts, modulus 11)."""
    try:
        return len(number) == 11 and kontonr.validate(number) == number
    except ValidationError:
        return False
