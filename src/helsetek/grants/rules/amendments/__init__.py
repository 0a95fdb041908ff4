"""Amendments: which kinds there are, what each must hold, and what each does to the agreement. Pure."""

from .changes import CHANGES, Change, read_change
from .effects import Figures, after
from .kinds import KINDS, Kind, KindCode, Route, Side, route_of

__all__ = [
    "CHANGES",
    "KINDS",
    "Change",
    "Figures",
    "Kind",
    "KindCode",
    "Route",
    "Side",
    "after",
    "read_change",
    "route_of",
]
