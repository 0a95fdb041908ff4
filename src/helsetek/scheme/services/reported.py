"""Keep the grants that a list of another source tells of."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events, money
from helsetek.common.errors import RuleBroken
from helsetek.common.hashing import sha256
from helsetek.registry import selectors as registry
from helsetek.scheme.models import ReportedAward, ReportedList
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.recipients import Reading, ReportedRow

KNOWN = Path(__file__).resolve().parent.parent / "reported.toml"
IN_ONE_GO = 1_000
_KINDS = ("municipality", "county")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many grants were new, and how many stood here already."""

    new: int
    known: int


@transaction.atomic
def keep_reported(*, by: Person | None, reading: Reading, source: str = "tilskudd.no") -> Kept:
    """Keep the good rows of a list; those that are here already are left alone. The same file is kept once.

    ``by`` is None for whoever runs the command on the machine itself. Raises RuleBroken for a file kept before.
    """
    acting_for = may_manage_scheme(by).require().acting_for if by is not None else None
    if ReportedList.objects.filter(sha256=reading.sha256).exists():
        raise RuleBroken(_("This file has been imported before."))
    reported_list = ReportedList.objects.create(
        source=source,
        file_name=reading.file_name[:255],
        sha256=reading.sha256,
        read_at=clock.now(),
        read_by=by,
    )
    new = _new_awards(reading, reported_list)
    ReportedAward.objects.bulk_create(new, batch_size=IN_ONE_GO)
    kept = Kept(len(new), len(reading.good) - len(new))
    events.record(
        "scheme.recipients_imported",
        thing=f"reported_list:{reported_list.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        data={
            "source": source,
            "sha256": reading.sha256,
            "new": kept.new,
            "known": kept.known,
            "bad": len(reading.bad),
        },
    )
    return kept


@transaction.atomic
def keep_known_awards() -> int:
    """Keep the grants that come with the program (``reported.toml``). Gives how many were new."""
    with KNOWN.open("rb") as file:
        rows = tomllib.load(file)["award"]
    registered, new = _Registered(), 0
    for row in rows:
        said = [row[name] for name in ("scheme", "year", "recipient", "project", "amount_kr")]
        _award, made = ReportedAward.objects.get_or_create(
            key=sha256("\n".join(map(str, said))),
            defaults={
                "source": row["source"],
                "source_address": row["address"],
                "scheme": row["scheme"],
                "year": row["year"],
                "recipient": row["recipient"],
                "organisation_id": registered.by_name.get(plain_name(row["recipient"])),
                "project": row["project"],
                "amount_ore": money.kroner(row["amount_kr"]),
            },
        )
        new += made
    return new


def known_of(reading: Reading) -> int:
    """How many of the good rows stand here already."""
    return len(_known_keys(reading.keys()))


def _known_keys(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), IN_ONE_GO):
        part = ReportedAward.objects.filter(key__in=keys[start : start + IN_ONE_GO])
        found.update(part.values_list("key", flat=True))
    return found


def _new_awards(reading: Reading, reported_list: ReportedList) -> list[ReportedAward]:
    keys = reading.keys()
    known, registered = _known_keys(keys), _Registered()
    return [
        ReportedAward(
            source=reported_list.source,
            reported_list=reported_list,
            scheme=row.scheme,
            scheme_id=row.scheme_id,
            year=row.year,
            recipient=row.recipient,
            organisation_number=row.organisation_number,
            organisation_id=registered.id_of(row),
            project=row.project,
            amount_ore=row.amount_ore,
            key=key,
        )
        for key, row in zip(keys, reading.good, strict=True)
        if key not in known
    ]


class _Registered:
    """Which organisation of the registry a row means: by its number, else by the name of a municipality or county."""

    def __init__(self) -> None:
        bodies = [body for kind in _KINDS for body in registry.of_kind(kind)]
        self.by_number = {body.organisation_number: body.pk for body in bodies if body.organisation_number}
        self.by_name: dict[str, int | None] = {}
        for body in bodies:
            for name in names_of(body.name):
                # Two bodies of one name (Våler, Herøy) cannot be told apart by it.
                self.by_name[name] = None if name in self.by_name else body.pk

    def id_of(self, row: ReportedRow) -> int | None:
        if row.organisation_number in self.by_number:
            return self.by_number[row.organisation_number]
        return self.by_name.get(plain_name(row.recipient))


def names_of(name: str) -> set[str]:
    """The names a body is known by: «Fauske – Fuosko» is known by each of them."""
    return {plain_name(part) for part in re.split(r"\s[–-]\s", name)} - {""}


def plain_name(name: str) -> str:
    """«BODØ KOMMUNE» and «Bodø» are the same; so are «Nordland fylkeskommune» and «Nordland»."""
    return re.sub(r"\s+(fylkes)?kommune$", "", " ".join(name.casefold().split()))
