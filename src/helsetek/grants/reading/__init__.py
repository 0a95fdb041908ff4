"""An application as it is read: the same words on the page, in the receipt and when two versions are compared."""

from .parts import Group, Line, Reading, Table
from .sections import read
from .words import Words, words_for

__all__ = ["Group", "Line", "Reading", "Table", "Words", "read", "words_for"]
