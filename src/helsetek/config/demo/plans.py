"""What is going to happen in the demonstration, drawn with a fixed seed: the same every time, on every machine.

The totals are the real ones of 2024 (helsedirektoratet.no, «179 søknader til helseteknologiordningen» and
«66 prosjekter får tilskudd»; smartcarecluster.no, May 2024, for the second allotment). Bodø's three projects are
reported facts (regjeringen.no id3025846, nrk.no 1.16765930); all else is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from helsetek.common.money import kroner

from .places import Place, near
from .words import PROJECTS

SEED = 2024
APPLICATIONS, REQUESTED_ORE = 179, kroner(331_600_000)
AWARDS, AWARDED_ORE = 66, kroner(56_700_000)
SECOND_NEW, SECOND_MORE, SECOND_ORE = 16, 16, kroner(14_500_000)
DISMISSED = 4
THOUSAND = kroner(1_000)

BODO = "1804"
FACTS = "Prosjekt, leder og beløp: regjeringen.no (id3025846) og nrk.no (1.16765930). Resten av saken er oppdiktet."
# title, area, measure, partners, granted, applied for (made up). Bodø coordinated 30 municipalities in Nordland,
# Troms and Finnmark; which ones was not seen, so they are made up too.
REAL = (
    ("Felles strategi for kjøp av journal", "records", "procurement", 29, 2_300_000, 3_200_000),
    (
        "Utprøving av felles tjeneste for informasjonsdeling",
        "records",
        "procurement",
        4,
        1_600_000,
        2_400_000,
    ),
    ("Videreføring av digital hjemmeoppfølging", "home_follow_up", "adoption", 3, 1_000_000, 1_500_000),
)
NORTH = ("18", "55", "56")


@dataclass(frozen=True, slots=True)
class Planned:
    """One application: who, what, how much, how good (0–1), and what becomes of it."""

    lead: Place
    partners: tuple[Place, ...]
    title: str
    about: str
    area: str
    measure: str
    requested_ore: int
    quality: float
    recommended_ore: int = 0
    dismissed: bool = False
    source: str = ""

    @property
    def members(self) -> tuple[Place, ...]:
        return (self.lead, *self.partners)


def round_2024(places: dict[int, Place]) -> list[Planned]:
    """The 179 applications, best first; the first 66 are those that the first allotment reaches."""
    draw = Random(SEED)  # noqa: S311 - a play, not a secret
    real = [_real(places, row, draw) for row in REAL]
    leads = [place for place in sorted(places.values(), key=lambda p: p.number) if place.number != BODO]
    draw.shuffle(leads)
    made = [_made(places, leads[n % len(leads)], draw) for n in range(APPLICATIONS - len(real))]
    made = _scaled(made, REQUESTED_ORE - sum(one.requested_ore for one in real))
    made.sort(key=lambda one: -one.quality)
    return _with_recommendations(real, made, draw)


def _real(places: dict[int, Place], row: tuple[str, str, str, int, int, int], draw: Random) -> Planned:
    title, area, measure, partners, granted, requested = row
    north = {pk: place for pk, place in places.items() if place.number[:2] in NORTH}
    lead = next(place for place in north.values() if place.number == BODO)
    return Planned(
        lead=lead,
        partners=tuple(near(north, lead, partners, draw)),
        title=title,
        about="gå sammen om dette",
        area=area,
        measure=measure,
        requested_ore=kroner(requested),
        quality=0.97,
        recommended_ore=kroner(granted),
        source=FACTS,
    )


def _made(places: dict[int, Place], lead: Place, draw: Random) -> Planned:
    count = draw.choice((0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 11))
    partners = tuple(near(places, lead, count, draw))
    area = draw.choices(("records", "welfare_technology", "home_follow_up"), weights=(24, 100, 52))[0]
    title, about = draw.choice(PROJECTS[area])
    midt = any(place.midt_norge for place in (lead, *partners))
    measure = "procurement" if area == "records" and not midt else "adoption"
    region = lead.name if not partners else f"{lead.name} og nabokommunene"
    return Planned(
        lead=lead,
        partners=partners,
        title=title % region,
        about=about,
        area=area,
        measure=measure,
        requested_ore=int(draw.lognormvariate(0, 0.55) * (1 + count) ** 0.5 * kroner(900_000)),
        # Those that go together are rewarded (report 4.1.1), so larger collaborations tend to score better.
        quality=min(0.95, max(0.05, draw.gauss(0.45 + 0.025 * count, 0.17))),
    )


def _scaled(made: list[Planned], total_ore: int) -> list[Planned]:
    """The same projects with sums in whole thousands that add up to the total."""
    raw = sum(one.requested_ore for one in made)
    sums = [max(100, round(one.requested_ore * total_ore / raw / THOUSAND)) for one in made]
    sums[0] += total_ore // THOUSAND - sum(sums)
    return [
        replace(one, requested_ore=thousands * THOUSAND) for one, thousands in zip(made, sums, strict=True)
    ]


def _with_recommendations(real: list[Planned], made: list[Planned], draw: Random) -> list[Planned]:
    """Recommendations so that the first allotment reaches 66 and no further, with a reserve list after it."""
    reached, rest = made[: AWARDS - len(real)], made[AWARDS - len(real) :]
    left = AWARDED_ORE - sum(one.recommended_ore for one in real)
    shares = [one.requested_ore * draw.uniform(0.35, 0.6) for one in reached]
    sums = [max(100, round(share * left / sum(shares) / THOUSAND)) for share in shares]
    sums = _capped(sums, [one.requested_ore // THOUSAND for one in reached], left // THOUSAND)
    granted = [
        replace(one, recommended_ore=thousands * THOUSAND, quality=max(0.62, one.quality))
        for one, thousands in zip(reached, sums, strict=True)
    ]
    reserve = [_on_reserve(one, n, draw) for n, one in enumerate(rest)]
    dismissed = [replace(one, dismissed=True, recommended_ore=0) for one in reserve[-DISMISSED:]]
    return [*real, *granted, *reserve[:-DISMISSED], *dismissed]


def _capped(sums: list[int], most: list[int], total: int) -> list[int]:
    """Nobody gets more than asked for; what that leaves goes to the others, one thousand at a time."""
    sums = [min(given, top) for given, top in zip(sums, most, strict=True)]
    place = 0
    while (missing := total - sum(sums)) != 0:
        step = 1 if missing > 0 else -1
        if 100 <= sums[place] + step <= most[place]:
            sums[place] += step
        place = (place + 1) % len(sums)
    return sums


def _on_reserve(one: Planned, place: int, draw: Random) -> Planned:
    """The first forty after the line are recommended, but there is no room; the others are not."""
    quality = min(one.quality, 0.5)
    if place >= 40:
        return replace(one, quality=min(quality, 0.38))
    recommended = round(one.requested_ore * draw.uniform(0.3, 0.5) / THOUSAND) * THOUSAND
    return replace(one, quality=quality, recommended_ore=recommended)


def points(planned: Planned, criteria: list[str], draw: Random) -> dict[str, int]:
    """One assessor's points. Those above the line never come below those under it."""
    middle = planned.quality * 5
    low, high = (3, 5) if planned.quality >= 0.6 else (1, 3)
    found = {code: max(low, min(high, round(draw.gauss(middle, 0.5)))) for code in criteria}
    if planned.quality < 0.6 and min(found.values()) >= high:
        found[criteria[0]] = high - 1  # somewhere it fell short
    if planned.quality >= 0.6 and max(found.values()) <= low:
        found[criteria[0]] = low + 1
    return found


def second_allotment(new: int, more: int) -> list[int]:
    """Sums for the second allotment, in whole thousands: somewhat more for the new ones than for the increases."""
    total = SECOND_ORE // THOUSAND
    each_more = total * 35 // 100 // more
    each_new = (total - each_more * more) // new
    sums = [each_new] * new + [each_more] * more
    sums[0] += total - sum(sums)
    return [thousands * THOUSAND for thousands in sums]
