"""Assumptions: what an analysis rests on, read from TOML, checked, and hashed."""

from helsetek.engines.economics.assumptions.model import (
    Alternative,
    Analysis,
    Assumptions,
    Correlation,
    Index,
    Parameter,
    Source,
    Spread,
)
from helsetek.engines.economics.assumptions.reading import read_assumptions, shipped

__all__ = [
    "Alternative",
    "Analysis",
    "Assumptions",
    "Correlation",
    "Index",
    "Parameter",
    "Source",
    "Spread",
    "read_assumptions",
    "shipped",
]
