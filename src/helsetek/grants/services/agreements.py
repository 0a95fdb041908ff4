"""Keep the agreement: a new version for each act that changes it, never a change in one that is kept."""

from __future__ import annotations

from datetime import date

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.grants.models import AgreementVersion, Amendment, Grant
from helsetek.grants.rules.agreements import Agreement
from helsetek.grants.selectors import agreements as selectors


def keep(
    grant: Grant,
    *,
    by: Person | None,
    content: Agreement | None = None,
    amendment: Amendment | None = None,
    holds_from: date | None = None,
) -> AgreementVersion:
    """Write the agreement as it stands (or ``content``) down as the next version. Part of an act: the caller records."""
    last = selectors.newest(grant)
    agreed = content or selectors.agreement(grant)
    return AgreementVersion.objects.create(
        grant=grant,
        number=last.number + 1 if last else 1,
        content=agreed.model_dump(mode="json"),
        holds_from=holds_from or clock.today(),
        made_at=clock.now(),
        made_by=by,
        amendment=amendment,
    )


def keep_first(grant: Grant, now: Agreement) -> None:
    """What was agreed before the first change, for grants accepted before agreements were kept."""
    if selectors.newest(grant) is None:
        accepted = grant.accepted_at or grant.offered_at
        keep(grant, by=None, content=now, holds_from=accepted.astimezone(clock.OSLO).date())
