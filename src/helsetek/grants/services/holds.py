"""What stands in the way of acting on a grant: a hold, or an account that nobody has verified yet.

Every service that changes something on a grant asks here, after it has locked the grant. Facts that come from outside
are still taken in while a grant is on hold: what the bank has done with a payment that left before.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.common.errors import WrongState
from helsetek.grants.models import Grant
from helsetek.grants.selectors.amendments import account_in_doubt


def require_not_held(grant: Grant) -> None:
    """Raises WrongState while the grant is on hold."""
    if grant.state == "held":
        raise WrongState(_("The grant is on hold. Nothing on it can be changed until it is resumed."))


def require_payable(grant: Grant) -> None:
    """No payment leaves on hold, nor to an account that is in doubt. Raises WrongState."""
    require_not_held(grant)
    if account_in_doubt(grant):
        raise WrongState(
            _("A new account has been given and is not verified yet. No payment leaves until it is.")
        )
    if grant.account_id is None:
        raise WrongState(_("The grant is not accepted, or has no confirmed account."))
