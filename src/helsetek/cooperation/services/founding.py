"""Found a collaboration, change it, invite members, and keep the agreement between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import HELD_IN, Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework.selectors import Document
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.cooperation.models import Collaboration, Membership, MembershipState
from helsetek.cooperation.permissions import PAGE, may_change, may_found
from helsetek.registry import selectors as registry

from .shared import locked, path_of, record, signatories

# A bound on size only: the largest real collaborations have some thirty members; all of Norway has 357.
LARGEST = 400
_STANDING = (MembershipState.INVITED, MembershipState.CONSENTED)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A file with the agreement between the members, as it was sent in."""

    file_name: str
    content: bytes
    content_type: str = ""


@transaction.atomic
def found(
    *,
    by: Person,
    name: str,
    purpose: str,
    lead_id: int,
    member_ids: Iterable[int],
    agreement: Agreement | None = None,
    synthetic: bool = False,
    source: str = "",
) -> Collaboration:
    """Found a collaboration and invite its members; the lead is one of them, and consents by its signatory too.

    ``source`` says where a real collaboration is reported. Raises NotAllowed, RuleBroken.
    """
    may_found(by, lead_id).require()
    name, purpose = _checked_words(name, purpose)
    ids = _checked_members([lead_id, *member_ids])
    collaboration = Collaboration.objects.create(
        name=name,
        purpose=purpose,
        lead_id=lead_id,
        founded_at=clock.now(),
        synthetic=synthetic,
        source=source[:500],
    )
    made = _invite(collaboration, ids)
    if agreement:
        _store(by, collaboration, agreement)
    _tell_signatories(collaboration, made)
    record("founded", collaboration, by, lead_id, {"members": ids})
    return collaboration


@transaction.atomic
def change(*, by: Person, collaboration: Collaboration, name: str, purpose: str) -> Collaboration:
    """Give the collaboration another name or purpose. Members who have consented are told.

    Raises NotAllowed, RuleBroken, WrongState.
    """
    collaboration = locked(collaboration)
    may_change(by, collaboration).require()
    name, purpose = _checked_words(name, purpose)
    if (name, purpose) == (collaboration.name, collaboration.purpose):
        return collaboration
    before = {"name": collaboration.name, "purpose": collaboration.purpose}
    collaboration.name, collaboration.purpose = name, purpose
    collaboration.save(update_fields=["name", "purpose"])
    others = collaboration.memberships.filter(state__in=_STANDING).exclude(
        organisation_id=collaboration.lead_id
    )
    casework.notify(
        signatories(others.values_list("organisation_id", flat=True)),
        kind="cooperation.changed",
        key=f"cooperation.changed:{collaboration.pk}:{clock.now().isoformat()}",
        path=path_of(collaboration),
        data={"collaboration": collaboration},
    )
    record("changed", collaboration, by, collaboration.lead_id, {"before": before})
    return collaboration


@transaction.atomic
def invite(*, by: Person, collaboration: Collaboration, organisation_ids: Iterable[int]) -> list[Membership]:
    """Invite more members. Those who are invited already, or have consented, are passed over.

    Raises NotAllowed, RuleBroken, WrongState.
    """
    collaboration = locked(collaboration)
    may_change(by, collaboration).require()
    ids = _checked_members(list(organisation_ids))
    standing = set(
        collaboration.memberships.filter(state__in=_STANDING).values_list("organisation_id", flat=True)
    )
    fresh = [one for one in ids if one not in standing]
    _check_size(len(standing) + len(fresh))
    made = _invite(collaboration, fresh)
    if made:
        _tell_signatories(collaboration, made)
        record("invited", collaboration, by, collaboration.lead_id, {"members": fresh})
    return made


@transaction.atomic
def add_agreement(*, by: Person, collaboration: Collaboration, agreement: Agreement) -> Document:
    """Keep a document of the collaboration: its agreement, or a later version. Raises NotAllowed, RuleBroken."""
    return casework.add_document(
        by=by,
        case=None,
        page=PAGE,
        page_id=collaboration.pk,
        title="",
        file_name=agreement.file_name,
        content=agreement.content,
        content_type=agreement.content_type,
    )


def _store(by: Person, collaboration: Collaboration, agreement: Agreement) -> None:
    try:
        casework.store_document(
            by=by,
            case=None,
            page=PAGE,
            page_id=collaboration.pk,
            title="",
            file_name=agreement.file_name,
            content=agreement.content,
            content_type=agreement.content_type,
        )
    except RuleBroken as error:
        raise RuleBroken(str(error), {"agreement": [str(error)]}) from error


def _checked_words(name: str, purpose: str) -> tuple[str, str]:
    name, purpose, problems = name.strip(), purpose.strip(), {}
    if not name or len(name) > 200:
        problems["name"] = [_("Give the collaboration a name of at most 200 characters.")]
    if not purpose or len(purpose) > 4000:
        problems["purpose"] = [_("Say what the collaboration is for, in at most 4,000 characters.")]
    if problems:
        raise RuleBroken(_("The collaboration needs a name and a purpose."), problems)
    return name, purpose


def _checked_members(ids: list[int]) -> list[int]:
    """The ids once each, in the order given. Only bodies that can apply, and that exist today, can be members."""
    ids = list(dict.fromkeys(ids))
    _check_size(len(ids))
    fit = set(registry.able_to_join(HELD_IN[Role.SIGNATORY]).filter(pk__in=ids).values_list("pk", flat=True))
    if set(ids) - fit:
        problem = _(
            "Members are municipalities, county authorities and health trusts. Choose them from the list."
        )
        raise RuleBroken(problem, {"members": [problem]})
    return ids


def _check_size(members: int) -> None:
    if members > LARGEST:
        raise RuleBroken(_("A collaboration can have at most %(most)s members.") % {"most": LARGEST})


def _invite(collaboration: Collaboration, ids: list[int]) -> list[Membership]:
    now = clock.now()
    return Membership.objects.bulk_create(
        Membership(collaboration=collaboration, organisation_id=one, invited_at=now) for one in ids
    )


def _tell_signatories(collaboration: Collaboration, made: list[Membership]) -> None:
    """Each member's own signatory is told that an answer is waited for."""
    names = registry.organisations([one.organisation_id for one in made] + [collaboration.lead_id])
    for one in made:
        casework.notify(
            signatories([one.organisation_id]),
            kind="cooperation.invitation",
            key=f"cooperation.invitation:{one.pk}",
            path=f"/samarbeid/svar/{one.pk}/",
            data={
                "collaboration": collaboration,
                "organisation": names[one.organisation_id],
                "lead": names[collaboration.lead_id],
            },
        )
