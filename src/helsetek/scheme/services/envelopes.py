"""Open an envelope, fill it, and take back what is free."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import events, money
from helsetek.common.errors import RuleBroken
from helsetek.scheme.models import Account, Envelope
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.selectors import Balances, balances

from . import ledger

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


@transaction.atomic
def open_envelope(
    *,
    by: Person,
    chapter: str,
    post: str,
    year: int,
    name: str,
    source: str = "",
    synthetic: bool = False,
) -> Envelope:
    """Open an empty envelope for a budget post and year. Raises RuleBroken if it is there already."""
    acting_for = may_manage_scheme(by).require().acting_for
    _check_envelope(chapter, post, year, name)
    envelope = Envelope.objects.create(
        chapter=chapter, post=post, year=year, name=name, source=source, synthetic=synthetic
    )
    events.record(
        "scheme.envelope_opened",
        thing=f"envelope:{envelope.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"chapter": chapter, "post": post, "year": year, "name": name, "source": source},
    )
    return envelope


def _check_envelope(chapter: str, post: str, year: int, name: str) -> None:
    fields: dict[str, list[str]] = {}
    if not name.strip():
        fields["name"] = [_("Give the envelope a name.")]
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        fields["year"] = [
            _("Give a year from %(first)s to %(last)s.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        ]
    if Envelope.objects.filter(chapter=chapter, post=post, year=year, name=name).exists():
        fields["name"] = [_("There is already an envelope of this name for this post and year.")]
    if fields:
        raise RuleBroken(_("The envelope could not be opened."), fields)


@transaction.atomic
def allot(*, by: Person, envelope: Envelope, amount_ore: int, key: str = "", reason: str = "") -> Balances:
    """Put money that has been voted into the envelope. The same ``key`` twice puts it in once (a double click)."""
    acting_for = may_manage_scheme(by).require().acting_for
    check_amount(amount_ore)
    return _record_move(by, acting_for, envelope, "allotted", amount_ore, key, reason)


@transaction.atomic
def take_back(*, by: Person, envelope: Envelope, amount_ore: int, reason: str, key: str = "") -> Balances:
    """Give free money back to the state, with a reason. Raises Overdrawn if not that much is free."""
    acting_for = may_manage_scheme(by).require().acting_for
    check_amount(amount_ore)
    if not reason.strip():
        raise RuleBroken(
            _("Say why the money is taken back."), {"reason": [_("Say why the money is taken back.")]}
        )
    return _record_move(by, acting_for, envelope, "taken_back", amount_ore, key, reason)


def check_amount(amount_ore: int) -> None:
    """Raises RuleBroken (field ``amount``) for nothing, or for more than there can be."""
    if not 0 < amount_ore <= money.LARGEST_ORE:
        sentence = _("Give a sum above zero.") if amount_ore <= 0 else _("The sum is too large to be right.")
        raise RuleBroken(sentence, {"amount": [sentence]})


def _record_move(
    by: Person, acting_for: int | None, envelope: Envelope, act: str, amount_ore: int, key: str, reason: str
) -> Balances:
    ways = {"allotted": (Account.VOTED, Account.FREE), "taken_back": (Account.FREE, Account.VOTED)}
    source, target = ways[act]
    Envelope.objects.select_for_update().get(pk=envelope.pk)
    count = envelope.postings.count()
    ledger.move(
        envelope_id=envelope.pk,
        source=source,
        target=target,
        amount_ore=amount_ore,
        case_number="",
        verb=f"scheme.{act}",
        key=f"scheme.{act}:{envelope.pk}:{key or count + 1}",
    )
    if envelope.postings.count() > count:
        events.record(
            f"scheme.{act}",
            thing=f"envelope:{envelope.pk}",
            person_id=by.pk,
            organisation_id=acting_for,
            reasons=reason,
            data={"amount_ore": amount_ore},
        )
    return balances(envelope.pk)
