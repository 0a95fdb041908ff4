"""Keep the catalogue: add a standard, change what is said of it, and give it a new standing from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.standards.models import Standard, Standing
from helsetek.standards.permissions import may_keep_catalogue
from helsetek.standards.rules.standing import Level, Life, faults_of_change
from helsetek.standards.rules.standing import Standing as Held

from .shared import record, why_no_standing

WRITABLE = (
    "identifier", "title", "kind", "version", "publisher", "url", "areas", "code_systems", "mandatory_for", "source",
    "replaces",
)  # fmt: skip
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})


@transaction.atomic
def add_standard(
    *, by: Person, level: Level, life: Life, on: date, legal_basis: str = "", reason: str = "", **said: Any
) -> Standard:
    """A new entry, with its first standing. Raises NotAllowed, RuleBroken."""
    right = may_keep_catalogue(by).require()
    _check(said)
    standard = Standard.objects.create(
        slug=_free_slug(said["title"]), **{k: said[k] for k in WRITABLE if k in said}
    )
    _stand(standard, by, Held(on, level, life), legal_basis, reason)
    record("added", f"standard:{standard.pk}", by, right.acting_for, slug=standard.slug)
    return standard


@transaction.atomic
def change_standard(*, by: Person, standard: Standard, **said: Any) -> Standard:
    """Correct what is said of a standard (not its standing). Raises NotAllowed, RuleBroken."""
    right = may_keep_catalogue(by).require()
    standard = Standard.objects.select_for_update().get(pk=standard.pk)
    _check(said)
    replaces = said.get("replaces")
    if replaces is not None and replaces.pk == standard.pk:
        problem = _("A standard cannot replace itself.")
        raise RuleBroken(problem, {"replaces": [problem]})
    changed = [name for name in WRITABLE if name in said and getattr(standard, name) != said[name]]
    if not changed:
        return standard
    before = {name: str(getattr(standard, name)) for name in changed}
    for name in changed:
        setattr(standard, name, said[name])
    standard.save(update_fields=changed)
    record("changed", f"standard:{standard.pk}", by, right.acting_for, before=before)
    return standard


@transaction.atomic
def give_standing(
    *,
    by: Person,
    standard: Standard,
    level: Level,
    life: Life,
    on: date,
    legal_basis: str = "",
    reason: str = "",
) -> Standing:
    """From the day on the standard stands so. What has been said is never rewritten.

    A standard is recommended before it is mandatory, and does not go back in its life cycle.
    Raises NotAllowed, RuleBroken.
    """
    right = may_keep_catalogue(by).require()
    standard = Standard.objects.select_for_update().get(pk=standard.pk)
    new = Held(on, level, life)
    history = [Held(row.on, Level(row.level), Life(row.life)) for row in standard.standings.all()]
    faults = faults_of_change(history, new)
    if faults:
        sentences = [why_no_standing(fault) for fault in faults]
        raise RuleBroken(sentences[0], {"": sentences})
    if level is Level.MANDATORY and not legal_basis.strip():
        problem = _("Say which law or regulation makes the standard mandatory.")
        raise RuleBroken(problem, {"legal_basis": [problem]})
    row = _stand(standard, by, new, legal_basis, reason)
    record(
        "standing_given", f"standard:{standard.pk}", by, right.acting_for,
        reasons=reason[:2000], level=level.value, life=life.value, on=on.isoformat(),
    )  # fmt: skip
    return row


def _stand(standard: Standard, by: Person, held: Held, legal_basis: str, reason: str) -> Standing:
    return Standing.objects.create(
        standard=standard,
        on=held.on,
        level=held.level.value,
        life=held.life.value,
        legal_basis=legal_basis.strip()[:400],
        reason=reason.strip()[:2000],
        source=standard.source,
        said_at=clock.now(),
        said_by=by,
    )


def _check(said: dict[str, Any]) -> None:
    needed = {
        "title": _("Give the standard its title."),
        "source": _("Say where this is written: a page or a document."),
    }
    missing = {name: [text] for name, text in needed.items() if name in said and not str(said[name]).strip()}
    if missing:
        raise RuleBroken(_("The entry is not complete."), missing)


def _free_slug(title: str) -> str:
    slug = slugify(title.translate(_LETTERS))[:70] or "standard"
    taken = set(Standard.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if one not in taken)
