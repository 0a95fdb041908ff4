"""Figures as vector graphics (SVG), each made from the same numbers as its table.

Colours and type are given as attributes, so that a figure looks the same wherever the file is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from helsetek.engines.economics.outputs.tabular import show

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 30, 55
INK, LINE = "#1e2b3c", "#c9d1da"
COLOURS = ("#0b5c8a", "#b5520a", "#2f7d32", "#7b3fa0", "#8a6d00")
DASHES = ("", "7 4", "2 4", "9 3 2 3", "1 5")


@dataclass(frozen=True)
class Scale:
    """From values to places on the page."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)

    def ticks(self, count: int = 5) -> list[float]:
        """Round values along the scale."""
        raw = (self.high - self.low) / count or 1.0
        size = 10 ** np.floor(np.log10(raw))
        step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= raw - 1e-12)
        first = np.ceil(self.low / step - 1e-9) * step
        return [float(v) for v in np.arange(first, self.high + step * 1e-6, step)]


def _text(x: float, y: float, said: str, anchor: str = "middle", size: int = 13) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{INK}">{escape(said)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = LINE) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _page(title: str, parts: Sequence[str], height: float = HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" font-family="Inter, Arial, sans-serif"><title>{escape(title)}</title>'
        + "".join(parts)
        + "</svg>"
    )


def _axes(
    x: Scale, y: Scale, x_name: str, y_name: str, language: str, x_digits: int = 0, y_digits: int = 0
) -> list[str]:
    parts = []
    for value in y.ticks():
        parts += [_line(LEFT, y(value), WIDTH - RIGHT, y(value))]
        parts += [_text(LEFT - 8, y(value) + 4, show(value, language, y_digits), "end")]
    for value in x.ticks():
        parts += [_text(x(value), HEIGHT - BOTTOM + 18, show(value, language, x_digits))]
    parts += [_line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, INK)]
    parts += [_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_name), _text(LEFT, 16, y_name, "start")]
    return parts


def curves(
    title: str,
    x_values: Sequence[float],
    lines: dict[str, Sequence[float]],
    x_name: str,
    y_name: str,
    language: str,
) -> str:
    """One curve for each name, told apart by dash as well as colour, named at its end."""
    x = Scale(min(x_values), max(x_values), LEFT, WIDTH - RIGHT - 120)
    y = Scale(0.0, 1.0, HEIGHT - BOTTOM, TOP)
    parts, ends = _axes(x, y, x_name, y_name, language, 0, 1), []
    for number, (name, values) in enumerate(lines.items()):
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(x_values, values, strict=True))
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"/>'
        )
        ends.append((y(values[-1]), name))
    place = -np.inf
    for height, name in sorted(ends):
        place = max(height, place + 16)
        parts.append(_text(WIDTH - RIGHT - 114, place + 4, name, "start"))
    return _page(title, parts)


def bars(
    title: str, rows: Sequence[tuple[str, float, float]], centre: float, x_name: str, language: str
) -> str:
    """A tornado: for each name the result at a low and at a high value, about the stated result."""
    height = TOP + 26 * len(rows) + BOTTOM
    ends = [value for _, low, high in rows for value in (low, high)] + [centre]
    x = Scale(min(ends), max(ends), 300, WIDTH - RIGHT - 10)
    parts = [_line(x(v), TOP, x(v), height - BOTTOM + 4) for v in x.ticks()]
    parts += [_text(x(v), height - BOTTOM + 20, show(v, language, 0)) for v in x.ticks()]
    for number, (name, low, high) in enumerate(rows):
        top = TOP + 26 * number + 4
        for value, colour in ((low, COLOURS[1]), (high, COLOURS[0])):
            left, right = sorted((x(centre), x(value)))
            parts.append(
                f'<rect x="{left:.1f}" y="{top}" width="{right - left:.1f}" height="17" fill="{colour}"/>'
            )
        parts.append(_text(290, top + 13, name if len(name) < 46 else f"{name[:44]}…", "end", 12))
    parts += [
        _line(x(centre), TOP, x(centre), height - BOTTOM + 4, INK),
        _text(x(centre), height - 12, x_name),
    ]
    return _page(title, parts, height)


@dataclass(frozen=True)
class Bubble:
    """One grant: the leading municipality's centrality (index) and population, and the amount in NOK."""

    name: str
    centrality: float
    population: float
    grant: float


def bubbles(title: str, grants: Sequence[Bubble], x_name: str, y_name: str, language: str) -> str:
    """The report's figure of section 5.1.18: grant against centrality, bubble by population; for any round."""
    if not grants:
        return _page(title, [_text(WIDTH / 2, HEIGHT / 2, "–")])
    x = Scale(min(300.0, *(b.centrality for b in grants)), 1000.0, LEFT, WIDTH - RIGHT)
    y = Scale(0.0, max(b.grant for b in grants) / 1e6 * 1.08, HEIGHT - BOTTOM, TOP)
    largest = max(b.population for b in grants)
    parts = _axes(x, y, x_name, y_name, language, 0, 1)
    for bubble in sorted(grants, key=lambda b: -b.population):
        radius = 3 + 22 * (bubble.population / largest) ** 0.5
        said = f"{bubble.name}: {show(bubble.grant / 1e6, language, 2)} MNOK, {show(int(bubble.population), language, 0)}"
        parts.append(
            f'<circle cx="{x(bubble.centrality):.1f}" cy="{y(bubble.grant / 1e6):.1f}" r="{radius:.1f}" '
            f'fill="{COLOURS[0]}" fill-opacity="0.45" stroke="{COLOURS[0]}"><title>{escape(said)}</title></circle>'
        )
    return _page(title, parts)
