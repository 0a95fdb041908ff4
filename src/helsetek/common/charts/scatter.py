"""Points in a plane; with sizes, bubbles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from . import svg
from .chart import NARROW, Chart, Legend
from .lines import Plane, axes


@dataclass(frozen=True, slots=True)
class Point:
    """One point. ``size`` (not negative) gives the area of the bubble; None a plain point."""

    x: float
    y: float
    label: str
    size: float | None = None
    color: str = "accent"
    href: str = ""


def scatter(
    title: str,
    points: Sequence[Point],
    *,
    x_label: str,
    y_label: str,
    label: str = "",
    size_label: str = "",
    summary: str = "",
    x_shown: svg.Shown = svg.number,
    y_shown: svg.Shown = svg.number,
    size_shown: svg.Shown = svg.number,
    log_x: bool = False,
    legend: Sequence[Legend] = (),
) -> Chart:
    """A scatter or bubble chart. ``log_x`` suits what spans from small to very large, as inhabitants do (x > 0)."""
    sized = any(point.size is not None for point in points)
    rows = tuple(
        (
            point.label,
            x_shown(point.x),
            y_shown(point.y),
            *(("–" if point.size is None else size_shown(point.size),) if sized else ()),
        )
        for point in points
    )
    links = sum(bool(point.href) for point in points)
    names = (x_label, y_label, size_label)
    return Chart(
        "scatter",
        title,
        summary,
        (label, x_label, y_label, *((size_label,) if sized else ())),
        rows,
        lambda width: _draw(points, width, names, (x_shown, y_shown, size_shown), log_x),
        tuple(legend),
        has_links=links > 0,
        links=links,
    )


def _draw(
    points: Sequence[Point],
    width: int,
    names: tuple[str, str, str],
    shown: tuple[svg.Shown, svg.Shown, svg.Shown],
    log_x: bool,
) -> tuple[int, str]:
    scale = math.log10 if log_x else float
    xs = [scale(point.x) for point in points] or [0.0, 1.0]
    ys = [point.y for point in points] or [0.0, 1.0]
    levels = svg.ticks(min(0.0, *ys), max(ys))
    x_places = _powers(xs) if log_x else svg.ticks(min(xs), max(xs))
    height = 380 if width > NARROW else 320
    left = max(svg.width_of(shown[1](level)) for level in levels) + 12
    plane = Plane(left, width - 14, 34, height - 46, (x_places[0], x_places[-1]), (levels[0], levels[-1]))
    named = [(place, shown[0](10**place if log_x else place)) for place in x_places]
    parts = [svg.text(0, 14, names[1], kind="tick"), axes(plane, levels, named, shown[1], names[0])]
    largest = max((point.size or 0 for point in points), default=0) or 1
    for point in sorted(points, key=lambda one: -(one.size or 0)):
        radius = (
            5.0
            if point.size is None
            else 3 + (19 if width > NARROW else 13) * math.sqrt(point.size / largest)
        )
        bubble = svg.circle(plane.at_x(scale(point.x)), plane.at_y(point.y), radius, point.color, "bubble")
        said = f"{point.label}: {names[0]} {shown[0](point.x)}, {names[1]} {shown[1](point.y)}"
        if point.size is not None:
            said += f", {names[2]} {shown[2](point.size)}"
        parts.append(svg.mark(bubble, said, point.href))
    return height, "".join(parts)


def _powers(logs: Sequence[float]) -> list[float]:
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return [float(power) for power in range(low, max(high, low + 1) + 1)]
