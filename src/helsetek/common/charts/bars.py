"""Bars that lie: one for each thing, or stacked of layers against a limit (an envelope)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import svg
from .chart import NARROW, Chart, Legend


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``value`` is not negative; ``note`` is said when it is pointed at."""

    label: str
    value: float
    color: str = "accent"
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one colour of a stacked bar stands for."""

    label: str
    color: str


@dataclass(frozen=True, slots=True)
class Row:
    """One stacked bar: a value (not negative) for each layer, and the limit it is held against, if there is one."""

    label: str
    values: tuple[float, ...]
    limit: float | None = None
    href: str = ""


def bars(
    title: str,
    data: Sequence[Bar],
    *,
    summary: str = "",
    label: str = "",
    value: str = "",
    shown: svg.Shown = svg.number,
) -> Chart:
    """Horizontal bars. ``label`` and ``value`` head the table's columns; ``shown`` writes the numbers."""
    rows = tuple((bar.label, shown(bar.value)) for bar in data)
    links = sum(bool(bar.href) for bar in data)
    return Chart(
        "bars",
        title,
        summary,
        (label, value),
        rows,
        lambda width: _draw_bars(data, width, shown),
        has_links=links > 0,
        links=links,
    )


def _draw_bars(data: Sequence[Bar], width: int, shown: svg.Shown) -> tuple[int, str]:
    frame = _Frame.of([bar.label for bar in data], [shown(bar.value) for bar in data], width)
    most = max((bar.value for bar in data), default=0) or 1
    drawn = []
    for place, bar in enumerate(data):
        said, length = shown(bar.value), frame.room * bar.value / most
        inside = (
            frame.label(place)
            + svg.rect(frame.left, frame.bar_top(place), length, frame.thick, bar.color)
            + frame.value(place, frame.left + length, said)
        )
        tip = f"{bar.label}: {said}" + (f". {bar.note}" if bar.note else "")
        drawn.append(svg.mark(inside, tip, bar.href, f"{frame.words(place)} {said}"))
    return frame.height(len(data)), "".join(drawn)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where bars and labels go: labels to the left on a wide page, above each bar on a narrow one."""

    labels: tuple[list[str], ...]
    left: float
    room: float
    pitch: float
    offset: float
    thick: float

    @classmethod
    def of(cls, labels: Sequence[str], values: Sequence[str], width: int) -> _Frame:
        value_room = max((svg.width_of(value) for value in values), default=0) + 12
        narrow = width <= NARROW
        left = 0.0 if narrow else min(max(map(svg.width_of, labels), default=0.0) + 14, width * 0.42)
        lines = tuple(svg.lines_of(label, width if narrow else left - 12) for label in labels)
        deepest = max(map(len, lines), default=1)
        if narrow:
            return cls(lines, 0, width - value_room, 34 + 18 * deepest, 4 + 18 * deepest, 20)
        return cls(lines, left, width - left - value_room, max(36, 12 + 18 * deepest), 3 + 3 * deepest, 24)

    def bar_top(self, place: int) -> float:
        return place * self.pitch + self.offset

    def height(self, count: int) -> int:
        return max(int(count * self.pitch), 20)

    def words(self, place: int) -> str:
        return " ".join(self.labels[place])

    def label(self, place: int) -> str:
        """The label of a bar; the space after it keeps words apart for those who hear them."""
        lines = self.labels[place]
        if self.left == 0:
            last = self.bar_top(place) - 7
            return "".join(
                svg.text(0, last - 18 * (len(lines) - 1 - n), line, kind="label") + " "
                for n, line in enumerate(lines)
            )
        first = self.bar_top(place) + self.thick / 2 + 5 - 9 * (len(lines) - 1)
        drawn = (
            svg.text(self.left - 12, first + 18 * n, line, anchor="end", kind="label")
            for n, line in enumerate(lines)
        )
        return " ".join(drawn) + " "

    def value(self, place: int, end: float, said: str) -> str:
        return svg.text(end + 8, self.bar_top(place) + self.thick / 2 + 5, said, kind="value")


def stacked(
    title: str,
    layers: Sequence[Layer],
    data: Sequence[Row],
    *,
    summary: str = "",
    label: str = "",
    limit: str = "",
    shown: svg.Shown = svg.number,
) -> Chart:
    """Stacked bars, each against its limit: an envelope with what is paid, granted and free.

    ``label`` heads the first column of the table; ``limit`` names the limit, in the table and at the line.
    """
    limited = any(row.limit is not None for row in data)
    headings = (label, *(layer.label for layer in layers), *((limit,) if limited else ()))
    rows = tuple(
        (row.label, *map(shown, row.values), *((_shown_limit(row, shown),) if limited else ()))
        for row in data
    )
    links = sum(bool(row.href) for row in data)
    return Chart(
        "stacked",
        title,
        summary,
        headings,
        rows,
        lambda width: _draw_stacked(layers, data, width, limit, shown),
        tuple(Legend(layer.color, layer.label) for layer in layers),
        has_links=links > 0,
        links=links,
    )


def _shown_limit(row: Row, shown: svg.Shown) -> str:
    return "–" if row.limit is None else shown(row.limit)


def _draw_stacked(
    layers: Sequence[Layer], data: Sequence[Row], width: int, limit: str, shown: svg.Shown
) -> tuple[int, str]:
    frame = _Frame.of([row.label for row in data], [shown(sum(row.values)) for row in data], width)
    most = max((max(sum(row.values), row.limit or 0) for row in data), default=0) or 1
    drawn = []
    for place, row in enumerate(data):
        y, x = frame.bar_top(place), frame.left
        inside = [frame.label(place)]
        for layer, value in zip(layers, row.values, strict=True):
            length = frame.room * value / most
            if value > 0:
                piece = svg.rect(x, y, max(length - 1.5, 0.5), frame.thick, layer.color, round_=2)
                inside.append(svg.mark(piece, f"{row.label}, {layer.label}: {shown(value)}"))
            x += length
        total = shown(sum(row.values))
        inside.append(frame.value(place, max(x, frame.left + frame.room * (row.limit or 0) / most), total))
        if row.limit is not None:
            at = frame.left + frame.room * row.limit / most
            line = svg.rule(at, y - 4, at, y + frame.thick + 4, "limit")
            inside.append(svg.mark(line, f"{limit}: {shown(row.limit)}"))
        whole = "".join(inside)
        drawn.append(
            svg.mark(whole, f"{row.label}: {total}", row.href, f"{frame.words(place)} {total}")
            if row.href
            else whole
        )
    return frame.height(len(data)), "".join(drawn)
