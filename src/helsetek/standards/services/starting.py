"""The catalogue as it begins: facts kept in files beside the code. Written once, into an empty catalogue."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from helsetek.common import clock
from helsetek.standards import sheets
from helsetek.standards.models import (
    Requirement,
    RequirementSet,
    RequirementSetVersion,
    Standard,
    Standing,
)

from .requirements import SET_FIELDS, _write_rows, seal_version

DATA = Path(__file__).resolve().parent.parent / "data"
_FACTS = (
    "slug", "identifier", "title", "kind", "version", "publisher", "url", "areas", "code_systems", "mandatory_for",
    "about", "source", "known_as",
)  # fmt: skip
_STANDING = ("on", "level", "life", "legal_basis", "reason", "source")


@transaction.atomic
def keep_catalogue() -> None:
    """Write the starting catalogue, unless there is one. It is no act of anybody."""
    if Standard.objects.exists():
        return
    rows = _read("catalogue.toml")["standard"]
    made = Standard.objects.bulk_create(Standard(**_picked(row, _FACTS)) for row in rows)
    known = {one.slug: one for one in made}
    Standing.objects.bulk_create(
        Standing(standard=known[row["slug"]], said_at=clock.now(), **_picked(row, _STANDING)) for row in rows
    )
    for row in rows:
        if "replaces" in row:
            Standard.objects.filter(slug=row["slug"]).update(replaces=known[row["replaces"]])
    for row in _read("sets.toml")["set"]:
        _keep_set({**row, "standard": known[row["standard"]]})


def _keep_set(row: dict[str, Any]) -> None:
    made = RequirementSet.objects.create(slug=row["slug"], **_picked(row, SET_FIELDS))
    version = RequirementSetVersion.objects.create(set=made, number=1, begun_at=clock.now())
    file = DATA / "sets" / f"{row['slug']}.csv"
    _write_rows(version, sheets.read(file.read_bytes(), file.name))
    rows = [one.row for one in Requirement.objects.filter(version=version)]
    seal_version(version, rows, row["note"], None)


def _picked(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)
