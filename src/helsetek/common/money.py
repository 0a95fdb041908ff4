"""Money is a whole number of øre. Never a float."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

ORE_IN_KRONE = 100
# No single sum in this system can be larger: 100 billion kroner, many times the state's whole grant budget.
LARGEST_ORE = 100_000_000_000 * ORE_IN_KRONE

if TYPE_CHECKING:
    _BigInt = models.BigIntegerField[int, int]
else:
    _BigInt = models.BigIntegerField


class NotMoney(ValueError):
    """The text cannot be read as a sum of money; the message says why, for the person who wrote it."""


class OreField(_BigInt):
    """A sum in øre, from 0 to LARGEST_ORE unless told otherwise. Name such fields ``…_ore``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [MinValueValidator(0), MaxValueValidator(LARGEST_ORE)])
        super().__init__(*args, **kwargs)


def kroner(amount: int) -> int:
    """So many whole kroner, in øre: ``kroner(200_000)``."""
    return amount * ORE_IN_KRONE


def nok(ore: int) -> Decimal:
    """The sum as a decimal number of kroner with two places, for files and interfaces."""
    return Decimal(ore).scaleb(-2)


def parse(text: str) -> int:
    """Read «1 234 567», «1.234.567», «1234567,50» or «kr 500,-» as øre. Raises NotMoney."""
    cleaned = re.sub(r"[\s\u00a0\u202f]|kr\.?|,-$|,–$", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", cleaned):
        cleaned = cleaned.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,2})?", cleaned):
        raise NotMoney(_("Write the sum in kroner with digits, for example 250 000."))
    return _within_bounds(cleaned.replace(",", "."))


def _within_bounds(digits: str) -> int:
    try:
        ore = int(Decimal(digits) * ORE_IN_KRONE)
    except InvalidOperation as error:  # pragma: no cover - the pattern above lets only numbers through
        raise NotMoney(_("Write the sum in kroner with digits, for example 250 000.")) from error
    if ore < 0:
        raise NotMoney(_("A sum cannot be negative."))
    if ore > LARGEST_ORE:
        raise NotMoney(_("The sum is too large to be right. Check the number of zeros."))
    return ore


def show(ore: int) -> str:
    """«1 234 567 kr», with øre only where there are any; the spaces do not break."""
    sign, whole, rest = "−" if ore < 0 else "", abs(ore) // ORE_IN_KRONE, abs(ore) % ORE_IN_KRONE
    digits = f"{whole:,}".replace(",", "\u00a0")
    return f"{sign}{digits},{rest:02d}\u00a0kr" if rest else f"{sign}{digits}\u00a0kr"


def share_of(ore: int, share: Decimal) -> int:
    """A share of a sum, rounded down to whole øre: nobody is promised the fraction that is not there."""
    return int(Decimal(ore) * share)
