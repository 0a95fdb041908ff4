"""Reads of standards and requirements, for this room and the floors above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from helsetek.common import clock

from .models import (
    Kind,
    Requirement,
    RequirementSet,
    RequirementSetVersion,
    Standard,
    Standing,
    VersionState,
)
from .rules.requirements import Change, Row, difference, seal
from .rules.standing import Level, Life

__all__ = [
    "Kind",
    "Listed",
    "Requirement",
    "RequirementSet",
    "RequirementSetVersion",
    "Standard",
    "Standing",
    "addresses_of_names",
    "catalogue",
    "changes_of",
    "current_version",
    "is_whole",
    "open_versions",
    "purpose_of",
    "requirement_set",
    "requirements_of",
    "sets",
    "standard",
    "standard_named",
    "title_of",
    "version",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A standard as it stands on a day. ``level`` and ``life`` are ``unstated`` where no source says."""

    standard: Standard
    level: str
    life: str
    since: date | None

    @property
    def words(self) -> str:
        """What a search looks in."""
        one = self.standard
        return f"{one.title} {one.identifier} {one.publisher} {' '.join(one.known_as)}"


def catalogue(on: date | None = None) -> list[Listed]:
    """Every standard known on the day (today), as it stood then. Two queries."""
    day = on or clock.today()
    held = Prefetch("standings", Standing.objects.filter(on__lte=day).order_by("on", "id"), to_attr="held")
    rows = Standard.objects.select_related("replaces").prefetch_related(held)
    return [_listed(row, row.held) for row in rows if row.held or on is None]


def _listed(row: Standard, held: list[Standing]) -> Listed:
    last = held[-1] if held else None
    if last is None:
        return Listed(row, Level.UNSTATED.value, Life.UNSTATED.value, None)
    return Listed(row, last.level, last.life, last.on)


def standard(slug: str) -> Standard:
    """Raises Standard.DoesNotExist."""
    return (
        Standard.objects.select_related("replaces")
        .prefetch_related("standings", "replaced_by", "sets")
        .get(slug=slug)
    )


def standards() -> QuerySet[Standard]:
    return Standard.objects.all()


def standing_of(standard: Standard, on: date | None = None) -> Standing | None:
    """How it stands on the day (today); None before its first entry."""
    day = on or clock.today()
    held = [row for row in standard.standings.all() if row.on <= day]
    return held[-1] if held else None


def standard_named(name: str) -> Standard | None:
    """The standard that a call's terms name («Hodemelding»): by what it is known as, its identifier or its title."""
    wanted = name.strip().casefold()
    for row in Standard.objects.all():
        if wanted in {one.casefold() for one in (*row.known_as, row.identifier, row.title, row.slug) if one}:
            return row
    return None


def addresses_of_names(names: Iterable[str]) -> dict[str, str]:
    """For each of the names that the catalogue knows: the slug of its standard. One query."""
    wanted = {name: name.strip().casefold() for name in names}
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for row in Standard.objects.all():
        calls_itself = {one.casefold() for one in (*row.known_as, row.identifier, row.title, row.slug) if one}
        found.update({name: row.slug for name, folded in wanted.items() if folded in calls_itself})
    return found


# -- Requirements -----------------------------------------------------------------------------------------------


def sets(*, with_drafts: bool = False) -> QuerySet[RequirementSet]:
    """Sets that have a published version; with drafts, all."""
    versions = RequirementSetVersion.objects.order_by("number").annotate(count=Count("requirements"))
    rows = RequirementSet.objects.select_related("standard").prefetch_related(Prefetch("versions", versions))
    return rows if with_drafts else rows.filter(versions__state=VersionState.PUBLISHED).distinct()


def requirement_set(slug: str) -> RequirementSet:
    """Raises RequirementSet.DoesNotExist."""
    return RequirementSet.objects.select_related("standard").get(slug=slug)


def current_version(requirement_set: RequirementSet) -> RequirementSetVersion | None:
    """The newest published version."""
    return requirement_set.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def open_versions() -> list[RequirementSetVersion]:
    """The newest published version of each set: what a product can be declared against today."""
    rows = RequirementSetVersion.objects.filter(state=VersionState.PUBLISHED).select_related("set__standard")
    newest = {row.set_id: row for row in rows.order_by("number")}
    return sorted(newest.values(), key=lambda row: row.set.title_nb)


def version(slug: str, number: int) -> RequirementSetVersion:
    """Raises RequirementSetVersion.DoesNotExist."""
    rows = RequirementSetVersion.objects.select_related("set__standard", "published_by")
    return rows.get(set__slug=slug, number=number)


def version_by_id(version_id: int) -> RequirementSetVersion:
    """Raises RequirementSetVersion.DoesNotExist."""
    return RequirementSetVersion.objects.select_related("set__standard").get(pk=version_id)


def requirements_of(version: RequirementSetVersion) -> list[Requirement]:
    return list(version.requirements.all())


def rows_of(version: RequirementSetVersion) -> list[Row]:
    return [one.row for one in version.requirements.all()]


def changes_of(version: RequirementSetVersion) -> list[Change]:
    """What the version changed from the one before; nothing for the first."""
    before = RequirementSetVersion.objects.filter(set=version.set_id, number=version.number - 1).first()
    return difference(rows_of(before), rows_of(version)) if before else []


def is_whole(version: RequirementSetVersion) -> bool:
    """Whether a published version is what was published: its hash proves it."""
    return version.content_hash == seal(version.set.slug, version.number, rows_of(version))


def title_of(one: RequirementSet, language: str | None = None) -> str:
    return str(getattr(one, f"title_{_known(language)}"))


def purpose_of(one: RequirementSet, language: str | None = None) -> str:
    return str(getattr(one, f"purpose_{_known(language)}"))


def text_of(one: Requirement, language: str | None = None) -> str:
    """In the reader's language; bokmål where it is not translated yet."""
    return str(getattr(one, f"text_{_known(language)}") or one.text_nb)


def about(one: Standard, language: str | None = None) -> str:
    return str(one.about.get(_known(language), one.about.get("nb", "")))


def _known(language: str | None) -> str:
    wanted = (language or get_language() or "nb")[:2]
    return wanted if wanted in ("nb", "nn", "en") else "nb"


def having(words: str, most: int = 20) -> list[Standard]:
    """Standards whose title, identifier or publisher holds the words: for the site's search."""
    found = Q(title__icontains=words) | Q(identifier__icontains=words) | Q(publisher__icontains=words)
    return list(Standard.objects.filter(found)[:most])
