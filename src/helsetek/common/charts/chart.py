"""What every chart is: a title, a sentence, a drawing for any width, and its numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

WIDE, NARROW = 720, 350  # the two widths that are drawn, in CSS pixels


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of the legend: its colour and what it stands for."""

    color: str
    label: str


@dataclass(frozen=True)
class Chart:
    """A chart to be drawn by ``{% chart %}``.

    ``summary`` says in a sentence what the chart shows, for those who do not see it and those who do. ``headings`` and
    ``rows`` are its numbers as text: the companion table.
    """

    kind: str
    title: str
    summary: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[int], tuple[int, str]]  # width → height and what is inside the svg element
    legend: tuple[Legend, ...] = ()
    has_links: bool = False
    links: int = 0

    @property
    def key(self) -> str:
        """A name for this chart's ids on the page."""
        said = "|".join((self.kind, self.title, *(" ".join(row) for row in self.rows)))
        return "c" + hashlib.sha256(said.encode()).hexdigest()[:8]

    def wide(self) -> str:
        return self.svg(WIDE)

    def narrow(self) -> str:
        return self.svg(NARROW)

    def svg(self, width: int) -> str:
        """The whole SVG element for that width. A chart of links is a group of links, any other an image."""
        height, inside = self.draw(width)
        key = f"{self.key}-{width}"
        role = "group" if self.has_links else "img"
        return (
            f'<svg class="hs-chart__svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="{role}" aria-label="{escaped(self.title)}" aria-describedby="{key}">'
            f'<desc id="{key}">{escaped(self.summary or self.title)}</desc>{inside}</svg>'
        )


def escaped(text: str) -> str:
    """Text made safe for element content and attributes."""
    for letter, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(letter, safe)
    return text
