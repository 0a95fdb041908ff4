"""What the report page needs beyond the common tags."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(names: dict[Any, Any], key: Any) -> Any:
    """The name that stands at a key; the key itself where there is none."""
    return names.get(key, key)
