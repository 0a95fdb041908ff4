"""What a room's forms import: ``from helsetek.common.web.forms import MoneyField, InstantField, rows``."""

from .fields import DayField, InstantField, MoneyField, UploadField
from .rows import Rows, rows

__all__ = ["DayField", "InstantField", "MoneyField", "Rows", "UploadField", "rows"]
