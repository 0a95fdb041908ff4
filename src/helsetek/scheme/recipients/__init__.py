"""Read a list of grant recipients as tilskudd.no gives it: a file, its columns, its rows. Nothing is written here."""

from helsetek.common.cells import CannotRead, cells_of

from .columns import Columns, NotUnderstood, understand
from .reading import Reading, read_file
from .rows import BadRow, ReportedRow

__all__ = [
    "BadRow", "CannotRead", "Columns", "NotUnderstood", "Reading", "ReportedRow", "cells_of", "read_file", "understand",
]  # fmt: skip
