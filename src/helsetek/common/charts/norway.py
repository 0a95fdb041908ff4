"""A map of Norway made of dots: no borders are carried, and none are needed to know the country by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from . import svg
from .chart import Chart, Legend

# GRS 80 and UTM zone 33, in which maps of the whole of Norway are drawn.
_A, _F, _K0, _LON0 = 6_378_137.0, 1 / 298.257222101, 0.9996, math.radians(15)
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
# Mainland Norway with a little sea around it, in metres.
_WEST, _EAST, _SOUTH, _NORTH = -110_000.0, 1_150_000.0, 6_430_000.0, 7_960_000.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One place (degrees north and east). ``value`` (not negative) gives the area of the dot; None a plain dot."""

    lat: float
    lon: float
    label: str
    value: float | None = None
    color: str = "accent"
    href: str = ""


def utm33(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing in metres, EPSG:25833; right to a metre within Norway (Krüger's series to n³)."""
    phi, lam = math.radians(lat), math.radians(lon) - _LON0
    e = 2 * math.sqrt(_N) / (1 + _N)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    terms = list(enumerate(_ALPHA, start=1))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in terms)
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in terms)
    return 500_000 + _K0 * _RADIUS * east, _K0 * _RADIUS * north


def norway(
    title: str,
    dots: Sequence[Dot],
    *,
    land: Sequence[tuple[float, float]] = (),
    summary: str = "",
    label: str = "",
    value: str = "",
    shown: svg.Shown = svg.number,
    legend: Sequence[Legend] = (),
) -> Chart:
    """A map. ``land`` are places (lat, lon) drawn faintly under the dots, such as all municipalities: they draw the land.

    ``label`` and ``value`` head the table; dots with ``href`` are links, from north to south on the keyboard.
    """
    sized = any(dot.value is not None for dot in dots)
    rows = tuple(
        (dot.label, *(("–" if dot.value is None else shown(dot.value),) if sized else ())) for dot in dots
    )
    links = sum(bool(dot.href) for dot in dots)
    return Chart(
        "norway",
        title,
        summary,
        (label, value) if sized else (label,),
        rows,
        lambda width: _draw(dots, land, width, shown),
        tuple(legend),
        has_links=links > 0,
        links=links,
    )


def _draw(
    dots: Sequence[Dot], land: Sequence[tuple[float, float]], width: int, shown: svg.Shown
) -> tuple[int, str]:
    scale = width / (_EAST - _WEST)
    height = int((_NORTH - _SOUTH) * scale)
    largest = max((dot.value or 0 for dot in dots), default=0) or 1
    parts = [
        svg.circle(*_at(lat, lon, scale), 2.6 * width / 720 + 0.9, "neutral", "land") for lat, lon in land
    ]
    drawn = sorted(dots, key=lambda dot: -dot.lat)
    for dot in drawn:
        radius = 4.5 if dot.value is None else 3.5 + 14 * math.sqrt(dot.value / largest)
        x, y = _at(dot.lat, dot.lon, scale)
        shape = svg.circle(x, y, radius * (0.55 + 0.45 * width / 720), dot.color, "bubble")
        said = dot.label if dot.value is None else f"{dot.label}: {shown(dot.value)}"
        parts.append(svg.mark(shape, said, dot.href))
    return height, "".join(parts)


def _at(lat: float, lon: float, scale: float) -> tuple[float, float]:
    east, north = utm33(lat, lon)
    return (east - _WEST) * scale, (_NORTH - north) * scale
