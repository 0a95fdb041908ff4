"""Bars to both sides of a middle: gains and losses, or what moves a result down and up (a tornado)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import svg
from .bars import _Frame
from .chart import NARROW, Chart, Legend

TICKS = 30.0  # room under the bars for the axis, in pixels


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar: a result at a low and at a high value of what is varied; ``note`` is said when it is pointed at."""

    label: str
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: float
    end: float
    color: str
    tip: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A bar with its pieces, and the words at its outer ends."""

    label: str
    pieces: tuple[_Piece, ...]
    left: str = ""
    right: str = ""

    def reach(self) -> list[float]:
        return [value for piece in self.pieces for value in (piece.start, piece.end)]


def signed(
    title: str,
    data: Sequence[tuple[str, float]],
    *,
    summary: str = "",
    label: str = "",
    value: str = "",
    shown: svg.Shown = svg.number,
) -> Chart:
    """Gains to the right of zero, losses to the left. ``label`` and ``value`` head the table's columns."""
    lines = [
        _Line(
            name,
            (_Piece(0.0, amount, "success" if amount >= 0 else "danger", f"{name}: {shown(amount)}"),),
            "" if amount >= 0 else shown(amount),
            shown(amount) if amount >= 0 else "",
        )
        for name, amount in data
    ]
    rows = tuple((name, shown(amount)) for name, amount in data)
    return Chart(
        "signed", title, summary, (label, value), rows, lambda width: _draw(lines, 0.0, width, shown)
    )


def tornado(
    title: str,
    data: Sequence[Swing],
    *,
    centre: float,
    low_label: str,
    high_label: str,
    label: str = "",
    summary: str = "",
    shown: svg.Shown = svg.number,
) -> Chart:
    """For each thing that is varied the result at its low and at its high value, about the ``centre``."""
    names = (low_label, high_label)
    lines = [_swing(one, centre, names, shown) for one in data]
    rows = tuple((one.label, shown(one.low), shown(one.high)) for one in data)
    legend = (Legend("brand1", low_label), Legend("accent", high_label))
    return Chart(
        "tornado",
        title,
        summary,
        (label, low_label, high_label),
        rows,
        lambda width: _draw(lines, centre, width, shown),
        legend,
    )


def _swing(one: Swing, centre: float, names: tuple[str, str], shown: svg.Shown) -> _Line:
    note = f". {one.note}" if one.note else ""
    pieces = tuple(
        _Piece(centre, end, color, f"{one.label}, {name}: {shown(end)}{note}")
        for end, color, name in ((one.low, "brand1", names[0]), (one.high, "accent", names[1]))
    )
    least, most = sorted((one.low, one.high))
    return _Line(
        one.label, pieces, shown(least) if least < centre else "", shown(most) if most > centre else ""
    )


def _draw(lines: Sequence[_Line], centre: float, width: int, shown: svg.Shown) -> tuple[int, str]:
    frame = _Frame.of([line.label for line in lines], [""], width)
    room = max((svg.width_of(said) for line in lines for said in (line.left, line.right)), default=0.0) + 12
    ends = [centre, *(value for line in lines for value in line.reach())]
    low, high = min(ends), max(ends)
    start = frame.left + (room if low < centre else 0)
    end = width - (room if high > centre else 4)

    def at(value: float) -> float:
        return start + (end - start) * (value - low) / ((high - low) or 1)

    bottom = frame.height(len(lines))
    over_labels = (
        frame.left == 0
    )  # on a narrow page the labels stand above the bars: the middle is drawn by pieces
    drawn = [] if over_labels else [svg.rule(at(centre), 0, at(centre), bottom, "axis")]
    for place, line in enumerate(lines):
        drawn.append(frame.label(place))
        top, middle = frame.bar_top(place), frame.bar_top(place) + frame.thick / 2 + 5
        if over_labels:
            drawn.append(svg.rule(at(centre), top - 3, at(centre), top + frame.thick + 3, "axis"))
        for piece in line.pieces:
            left, right = sorted((at(piece.start), at(piece.end)))
            drawn.append(
                svg.mark(svg.rect(left, top, right - left, frame.thick, piece.color, round_=2), piece.tip)
            )
        least, most = min(map(at, line.reach())), max(map(at, line.reach()))
        if line.left:
            drawn.append(svg.text(least - 6, middle, line.left, anchor="end", kind="value"))
        if line.right:
            drawn.append(svg.text(most + 6, middle, line.right, kind="value"))
    said = shown(centre)
    half = svg.width_of(said) / 2
    placed = min(max(at(centre), half), width - half)
    drawn.append(svg.text(placed, bottom + 16, said, anchor="middle", kind="tick"))
    return int(bottom + (TICKS if width > NARROW else 24)), "".join(drawn)
