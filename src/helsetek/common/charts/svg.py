"""The small words the charts are written in."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable

from .chart import escaped

Shown = Callable[[float], str]
LETTER = 7.6  # the mean width of a letter at 14 pixels, in pixels


def number(value: float) -> str:
    """«1 234 567,5»: how a number is written where nothing else is said."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def px(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "") -> str:
    """Words in the drawing; ``kind`` is a class of charts.css."""
    css = f' class="hs-{kind}"' if kind else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{px(x)}" y="{px(y)}"{css}{placed}>{escaped(words)}</text>'


def rect(x: float, y: float, width: float, height: float, color: str, *, round_: float = 3) -> str:
    shape = f'x="{px(x)}" y="{px(y)}" width="{px(max(width, 0.5))}" height="{px(height)}" rx="{px(round_)}"'
    return f'<rect class="hs-fill" data-color="{escaped(color)}" {shape}/>'


def circle(x: float, y: float, radius: float, color: str, kind: str = "fill") -> str:
    return f'<circle class="hs-{kind}" data-color="{escaped(color)}" cx="{px(x)}" cy="{px(y)}" r="{px(radius)}"/>'


def rule(x1: float, y1: float, x2: float, y2: float, kind: str = "gridline") -> str:
    return f'<line class="hs-{kind}" x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}"/>'


def mark(inside: str, tip: str, href: str = "", name: str = "") -> str:
    """A mark that says what it is when a pointer or the keyboard is at it; with ``href`` it is a link.

    ``name`` is the link's name if the drawing shows words: it must hold them as they are seen.
    """
    said = escaped(tip)
    if href:
        named = escaped(name or tip)
        return f'<a href="{escaped(href)}" aria-label="{named}" data-tip="{said}"><title>{said}</title>{inside}</a>'
    return f'<g data-tip="{said}"><title>{said}</title>{inside}</g>'


def shortened(words: str, pixels: float) -> str:
    """The words, cut with an ellipsis so that they fit."""
    room = max(int(pixels / LETTER), 3)
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def lines_of(words: str, pixels: float, most: int = 2) -> list[str]:
    """The words in lines that fit; the last is cut if they do not all fit in ``most`` lines."""
    room = max(int(pixels / LETTER), 8)
    lines = textwrap.wrap(words, room, break_long_words=False) or [""]
    return [shortened(line, pixels) for line in [*lines[: most - 1], " ".join(lines[most - 1 :])] if line]


def width_of(words: str) -> float:
    return len(words) * LETTER


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from ``low`` to ``high`` or just past it, some ``about`` of them."""
    if not high > low:
        return [low, low + 1]
    rough = (high - low) / about
    step = 10 ** math.floor(math.log10(rough))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if factor * step >= rough)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]
