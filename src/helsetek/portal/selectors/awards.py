"""Who got what: the awards of this system, and those that other sources tell of, as rows of one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helsetek.common.clock import OSLO
from helsetek.grants.selectors.awards import Award, awards_public
from helsetek.registry.points import points
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import ReportedAward


@dataclass(frozen=True, slots=True)
class Got:
    """One row of «who got what». ``kind`` is ``case`` (an award of this system) or ``reported`` (another source)."""

    kind: str
    id: int
    title: str
    lead: str
    lead_id: int | None
    members: tuple[str, ...]
    member_ids: tuple[int, ...]
    county: str
    area: str
    area_label: str
    year: int
    call: str
    call_slug: str
    told: date | None
    requested_ore: int | None
    amount_ore: int
    state: str
    synthetic: bool
    source: str
    source_address: str
    href: str
    synthetic_key: str = ""
    changed_by: str = ""

    @property
    def changed(self) -> str:
        """In words, whether the award was changed after it was told."""
        return changed_in_words(self.changed_by)

    @property
    def others(self) -> int:
        """How many municipalities and others there are beside the lead."""
        return max(0, len(self.members) - 1)

    @property
    def members_text(self) -> str:
        return ", ".join(self.members)

    @property
    def mark(self) -> str:
        """«Synthetic», or where the fact comes from."""
        return _("Synthetic") if self.synthetic else self.source

    @property
    def origin(self) -> str:
        """In one word, where there is little room."""
        return _("Synthetic") if self.synthetic else _("Reported")


def who_got_what() -> list[Got]:
    """Everything, the newest first."""
    awards = awards_public()
    reported = list(scheme.reported_awards())
    counties = {pk: place.county for pk, place in points().items()}
    areas, titles = (
        area_labels(award.call_id for award in awards),
        call_titles(award.call_id for award in awards),
    )
    rows = [_of_case(award, counties, areas, titles) for award in awards]
    rows += [_reported(one, counties) for one in reported]
    return sorted(rows, key=lambda row: (-row.year, row.told is None, -row.amount_ore))


def area_labels(call_ids: Iterable[int]) -> dict[str, str]:
    """What the areas of these calls are called, in the reader's language."""
    language = get_language() or "nb"
    labels: dict[str, str] = {}
    for call in scheme.published_calls().filter(pk__in=set(call_ids)):
        for area in scheme.terms_now(call).areas:
            labels.setdefault(area.code, area.label.in_language(language))
    return labels


def call_titles(call_ids: Iterable[int]) -> dict[int, str]:
    language = get_language() or "nb"
    found = scheme.published_calls().filter(pk__in=set(call_ids))
    return {call.pk: scheme.title(call).in_language(language) for call in found}


def _of_case(award: Award, counties: dict[int, str], areas: dict[str, str], titles: dict[int, str]) -> Got:
    return Got(
        kind="case",
        id=award.grant_id,
        title=award.title,
        lead=award.lead,
        lead_id=award.lead_id,
        members=tuple(name for _pk, name in award.members),
        member_ids=award.member_ids,
        county=counties.get(award.lead_id, ""),
        area=award.area,
        area_label=areas.get(award.area, award.area),
        year=award.year,
        call=titles.get(award.call_id, ""),
        call_slug=award.call_slug,
        told=award.told_at.astimezone(OSLO).date(),
        requested_ore=award.requested_ore,
        amount_ore=award.amount_ore,
        state=award.state,
        synthetic=award.synthetic,
        source=award.source,
        source_address="",
        href=reverse("portal:award", args=[award.grant_id]),
        synthetic_key="yes" if award.synthetic else "no",
        changed_by=award.changed,
    )


def changed_in_words(changed: str) -> str:
    words = {"appeal": _("Changed after an appeal"), "reversal": _("Changed by reversal")}
    return words.get(changed, "")


def _reported(one: ReportedAward, counties: dict[int, str]) -> Got:
    name = one.organisation.name if one.organisation else one.recipient
    return Got(
        kind="reported",
        id=one.pk,
        title=one.project or one.scheme,
        lead=name,
        lead_id=one.organisation_id,
        members=(name,),
        member_ids=(one.organisation_id,) if one.organisation_id else (),
        county=counties.get(one.organisation_id, "") if one.organisation_id else "",
        area="",
        area_label="",
        year=one.year,
        call=one.scheme,
        call_slug="",
        told=None,
        requested_ore=None,
        amount_ore=one.amount_ore,
        state="reported",
        synthetic=False,
        source=one.source,
        source_address=one.source_address,
        href="",
        synthetic_key="no",
    )
