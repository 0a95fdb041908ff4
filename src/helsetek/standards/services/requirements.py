"""Write requirements in a draft, publish the version, and from then on only make new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.standards import sheets
from helsetek.standards.models import Requirement, RequirementSet, RequirementSetVersion, VersionState
from helsetek.standards.permissions import may_keep_catalogue
from helsetek.standards.rules.requirements import Row, faults_of, problems_before_publishing, seal

from .catalogue import _LETTERS
from .shared import record, why_no_row

MOST_SAID = 12
SET_FIELDS = (
    "title_nb", "title_nn", "title_en", "purpose_nb", "purpose_nn", "purpose_en", "owner", "standard", "actor",
    "approval_type", "kit", "valid_months", "areas",
)  # fmt: skip


@transaction.atomic
def create_set(*, by: Person, **said: Any) -> RequirementSet:
    """A new set with an empty first version. Raises NotAllowed, RuleBroken."""
    right = may_keep_catalogue(by).require()
    slug = slugify(str(said["title_nb"]).translate(_LETTERS))[:70]
    if not slug or RequirementSet.objects.filter(slug=slug).exists():
        problem = _("There is a set with this title already. Choose another, or make a new version of it.")
        raise RuleBroken(problem, {"title_nb": [problem]})
    made = RequirementSet.objects.create(
        slug=slug, **{name: said[name] for name in SET_FIELDS if name in said}
    )
    RequirementSetVersion.objects.create(set=made, number=1, begun_at=clock.now())
    record("set_created", f"requirement_set:{made.pk}", by, right.acting_for, slug=slug)
    return made


@transaction.atomic
def begin_version(*, by: Person, requirement_set: RequirementSet) -> RequirementSetVersion:
    """A draft of the next version that begins as a copy of the last. Raises NotAllowed, WrongState."""
    right = may_keep_catalogue(by).require()
    held = RequirementSet.objects.select_for_update().get(pk=requirement_set.pk)
    last = held.versions.order_by("-number").first()
    if last is not None and last.state == VersionState.DRAFT:
        raise WrongState(_("Somebody has begun the next version already. Go on with that one."))
    number = last.number + 1 if last else 1
    draft = RequirementSetVersion.objects.create(set=held, number=number, begun_at=clock.now())
    if last:
        _write_rows(draft, [one.row for one in last.requirements.all()])
    record("version_begun", f"requirement_set:{held.pk}", by, right.acting_for, number=number)
    return draft


@transaction.atomic
def write_requirement(*, by: Person, version: RequirementSetVersion, row: Row) -> Requirement:
    """Add a requirement to the draft, or change the one with the same id. Raises NotAllowed, WrongState, RuleBroken."""
    right = may_keep_catalogue(by).require()
    draft = _draft(version)
    faults = faults_of(row)
    if faults:
        sentences = [why_no_row(fault) for fault in faults]
        raise RuleBroken(sentences[0], {"": sentences})
    known = draft.requirements.filter(code=row.code).first()
    place = known.place if known else draft.requirements.count() + 1
    written, _made = Requirement.objects.update_or_create(
        version=draft, code=row.code, defaults={**asdict(row), "place": place}
    )
    record("requirement_written", f"requirement_set:{draft.set_id}", by, right.acting_for, code=row.code)
    return written


@transaction.atomic
def remove_requirement(*, by: Person, version: RequirementSetVersion, code: str) -> None:
    """Take a requirement out of the draft. Raises NotAllowed, WrongState."""
    right = may_keep_catalogue(by).require()
    draft = _draft(version)
    draft.requirements.filter(code=code).delete()
    record("requirement_removed", f"requirement_set:{draft.set_id}", by, right.acting_for, code=code)


@transaction.atomic
def import_requirements(*, by: Person, version: RequirementSetVersion, content: bytes, name: str) -> int:
    """Let the draft hold what the file says, all of it or nothing. Gives how many. Raises RuleBroken and as above."""
    right = may_keep_catalogue(by).require()
    draft = _draft(version)
    try:
        rows = sheets.read(content, name)
    except sheets.CannotRead as error:
        problem = _("The file cannot be read as requirements: %(why)s.") % {"why": error}
        raise RuleBroken(problem, {"file": [problem]}) from error
    problems = _problems(rows)
    if problems:
        raise RuleBroken(problems[0], {"file": problems[:MOST_SAID]})
    draft.requirements.all().delete()
    _write_rows(draft, rows)
    record("imported", f"requirement_set:{draft.set_id}", by, right.acting_for, count=len(rows))
    return len(rows)


def _problems(rows: list[Row]) -> list[str]:
    """What is wrong, row by row. What only publishing needs (texts in all languages …) is left until then."""
    said = [f"{row.code or '?'}: {why_no_row(fault)}" for row in rows for fault in faults_of(row)]
    codes = [row.code for row in rows]
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    if not rows:
        said.append(_("The file holds no requirements."))
    return said + [_("%(code)s: the id is used twice.") % {"code": code} for code in twice]


@transaction.atomic
def publish_version(*, by: Person, version: RequirementSetVersion, note: str) -> RequirementSetVersion:
    """From now on the version is never changed, and new applications are held against it.

    A *must* has a way of testing or a stated reason; texts are in all three languages. Applications that were begun
    on an earlier version keep it. Raises NotAllowed, WrongState, RuleBroken.
    """
    right = may_keep_catalogue(by).require()
    draft = _draft(version)
    rows = [one.row for one in draft.requirements.all()]
    problems = problems_before_publishing(rows)
    if problems:
        said = [
            f"{one.code}: {why_no_row(one.fault)}" if one.code else why_no_row(one.fault) for one in problems
        ]
        raise RuleBroken(said[0], {"": said[:MOST_SAID]})
    if not note.strip():
        problem = _("Say what this version brings.")
        raise RuleBroken(problem, {"note": [problem]})
    seal_version(draft, rows, note, by)
    record(
        "version_published", f"requirement_set:{draft.set_id}", by, right.acting_for,
        reasons=draft.note, number=draft.number, sha256=draft.content_hash,
    )  # fmt: skip
    return draft


def seal_version(draft: RequirementSetVersion, rows: Iterable[Row], note: str, by: Person | None) -> None:
    """Part of the act that publishes."""
    draft.state, draft.note = VersionState.PUBLISHED, note.strip()[:2000]
    draft.published_at, draft.published_by = clock.now(), by
    draft.content_hash = seal(draft.set.slug, draft.number, rows)
    draft.save(update_fields=["state", "note", "published_at", "published_by", "content_hash"])


def _draft(version: RequirementSetVersion) -> RequirementSetVersion:
    held = RequirementSetVersion.objects.select_for_update().select_related("set").get(pk=version.pk)
    if held.state != VersionState.DRAFT:
        raise WrongState(_("This version is published and is never changed. Begin the next one."))
    return held


def _write_rows(version: RequirementSetVersion, rows: Iterable[Row]) -> None:
    Requirement.objects.bulk_create(
        Requirement(version=version, place=place, **asdict(row)) for place, row in enumerate(rows, 1)
    )
