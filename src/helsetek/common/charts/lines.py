"""Lines through points, or steps that hold until the next point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import svg
from .chart import NARROW, Chart, Legend


@dataclass(frozen=True, slots=True)
class Series:
    """One line: points (x, y) in rising x. ``dashed`` for what is expected and not yet known."""

    label: str
    points: tuple[tuple[float, float], ...]
    color: str = "accent"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Plane:
    """From values to pixels, inside margins."""

    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at_x(self, value: float) -> float:
        low, high = self.x
        return self.left + (self.right - self.left) * (value - low) / ((high - low) or 1)

    def at_y(self, value: float) -> float:
        low, high = self.y
        return self.bottom - (self.bottom - self.top) * (value - low) / ((high - low) or 1)


def line(
    title: str,
    series: Sequence[Series],
    *,
    summary: str = "",
    x_label: str = "",
    x_ticks: Sequence[tuple[float, str]] = (),
    x_shown: svg.Shown = svg.number,
    shown: svg.Shown = svg.number,
    step: bool = False,
    from_zero: bool = True,
) -> Chart:
    """Lines over a common x. ``x_ticks`` are the places named under the chart, else round numbers; ``x_label`` heads x.

    ``step`` holds each value until the next point. ``from_zero`` lets the y axis begin at zero.
    """
    places = sorted({x for one in series for x, _y in one.points})
    values = [dict(one.points) for one in series]
    names = dict(x_ticks)
    rows = tuple(
        (names.get(x) or x_shown(x), *(shown(by_x[x]) if x in by_x else "–" for by_x in values))
        for x in places
    )
    return Chart(
        "line",
        title,
        summary,
        (x_label, *(one.label for one in series)),
        rows,
        lambda width: _draw(series, width, x_label, x_ticks, x_shown, shown, step, from_zero),
        tuple(Legend(one.color, one.label) for one in series) if len(series) > 1 else (),
    )


def _draw(
    series: Sequence[Series],
    width: int,
    x_label: str,
    x_ticks: Sequence[tuple[float, str]],
    x_shown: svg.Shown,
    shown: svg.Shown,
    step: bool,
    from_zero: bool,
) -> tuple[int, str]:
    xs = [x for one in series for x, _y in one.points] or [0.0, 1.0]
    ys = [y for one in series for _x, y in one.points] or [0.0, 1.0]
    levels = svg.ticks(min(0.0, *ys) if from_zero else min(ys), max(ys))
    height = 300 if width > NARROW else 260
    left = max(svg.width_of(shown(level)) for level in levels) + 12
    plane = Plane(
        left,
        width - 14,
        14,
        height - 46,
        (min(xs), max(xs) if max(xs) > min(xs) else min(xs) + 1),
        (levels[0], levels[-1]),
    )
    named = list(x_ticks) or [(x, x_shown(x)) for x in svg.ticks(*plane.x) if plane.x[0] <= x <= plane.x[1]]
    parts = [axes(plane, levels, named, shown, x_label)]
    for one in series:
        parts.append(_path(one, plane, step))
        parts += [
            svg.mark(
                svg.circle(plane.at_x(x), plane.at_y(y), 4, one.color, "point"),
                f"{one.label}, {dict(named).get(x) or x_shown(x)}: {shown(y)}",
            )
            for x, y in one.points
        ]
    return height, "".join(parts)


def axes(
    plane: Plane, levels: Sequence[float], named: Sequence[tuple[float, str]], shown: svg.Shown, x_label: str
) -> str:
    """The grid with its numbers; names under the x axis are left out where there is no room for them."""
    parts = []
    for level in levels:
        y = plane.at_y(level)
        parts.append(svg.rule(plane.left, y, plane.right, y, "axis" if level == levels[0] else "gridline"))
        parts.append(svg.text(plane.left - 8, y + 5, shown(level), anchor="end", kind="tick"))
    free = -1.0
    for x, name in named:
        middle, half = plane.at_x(x), svg.width_of(name) / 2
        placed = min(max(middle, half), plane.right + 14 - half)
        if placed - half > free:
            parts.append(svg.text(placed, plane.bottom + 20, name, anchor="middle", kind="tick"))
            free = placed + half + 6
    if x_label:
        parts.append(svg.text(plane.right, plane.bottom + 40, x_label, anchor="end", kind="tick"))
    return "".join(parts)


def _path(one: Series, plane: Plane, step: bool) -> str:
    if not one.points:
        return ""
    (x, y), *rest = [(plane.at_x(x), plane.at_y(y)) for x, y in one.points]
    drawn = [f"M{svg.px(x)} {svg.px(y)}"]
    for to_x, to_y in rest:
        drawn.append(f"H{svg.px(to_x)}V{svg.px(to_y)}" if step else f"L{svg.px(to_x)} {svg.px(to_y)}")
    dashes = ' stroke-dasharray="6 5"' if one.dashed else ""
    return f'<path class="hs-stroke" data-color="{one.color}" d="{"".join(drawn)}"{dashes}/>'
