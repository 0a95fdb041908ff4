"""Tables of control, by noun."""

from .controls import Control, ControlKind, Finding, Visit
from .plans import How, Plan, Selection

__all__ = ["Control", "ControlKind", "Finding", "How", "Plan", "Selection", "Visit"]
