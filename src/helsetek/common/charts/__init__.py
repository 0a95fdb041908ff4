"""Charts as SVG, in pure Python: no library in the browser, no inline style, themed by the design system's tokens.

Each function returns a ``Chart``: it draws itself wide and narrow, and carries its numbers as a table. In a template:
``{% chart made %}``. Colours are words: ``accent``, ``brand1``, ``brand2``, ``success``, ``warning``, ``danger``,
``info``, ``neutral``.
"""

from .bars import Bar, Layer, Row, bars, stacked
from .chart import Chart, Legend
from .diverging import Swing, signed, tornado
from .lines import Series, line
from .norway import Dot, norway
from .scatter import Point, scatter

__all__ = [
    "Bar",
    "Chart",
    "Dot",
    "Layer",
    "Legend",
    "Point",
    "Row",
    "Series",
    "Swing",
    "bars",
    "line",
    "norway",
    "scatter",
    "signed",
    "stacked",
    "tornado",
]
