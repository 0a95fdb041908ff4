"""The number rules, in the form that fields ask for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .rules import is_account_number, is_organisation_number


def check_organisation_number(number: str) -> None:
    if not is_organisation_number(number):
        raise ValidationError(
            _("This is not a valid organisation number. It has nine digits; check each one.")
        )


def check_account_number(number: str) -> None:
    if not is_account_number(number):
        raise ValidationError(_("This is not a valid account number. It has eleven digits; check each one."))
