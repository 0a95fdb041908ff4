"""The accounts that organisations want their payments on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken
from helsetek.registry.models import BankAccount, Organisation
from helsetek.registry.permissions import Somebody, may_register_account
from helsetek.registry.rules import is_account_number


@transaction.atomic
def register_account(*, by: Somebody, organisation_id: int, number: str) -> BankAccount:
    """Register the account that an organisation wants its payments on.

    ``number`` is eleven digits; spaces and full stops are taken away. The same number again gives the account that
    is there. The number itself is not written to the log. Raises NotAllowed, RuleBroken.
    """
    may_register_account(by, organisation_id).require()
    digits = number.replace(" ", "").replace("\u00a0", "").replace(".", "")
    if not is_account_number(digits):
        problem = _("This is not a valid account number. It has eleven digits; check each one.")
        raise RuleBroken(problem, {"number": [problem]})
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    known = organisation.bank_accounts.filter(number=digits, withdrawn_at__isnull=True).first()
    return known or _add_account(by, organisation, digits)


def _add_account(by: Somebody, organisation: Organisation, digits: str) -> BankAccount:
    account = BankAccount.objects.create(
        organisation=organisation, number=digits, registered_at=clock.now(), registered_by_id=by.pk
    )
    events.record(
        "registry.account_registered",
        thing=f"bank_account:{account.pk}",
        person_id=by.pk,
        organisation_id=organisation.pk,
    )
    return account
