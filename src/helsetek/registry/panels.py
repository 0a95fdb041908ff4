"""What rooms above show on an organisation's page (its grants, its collaborations): they register it when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from .models import Organisation

Panel = Callable[[HttpRequest, "Organisation"], SafeString | str]


@dataclass(frozen=True)
class _Placed:
    order: int
    panel: Panel


_panels: list[_Placed] = []


def add(panel: Panel, *, order: int = 50) -> None:
    """``panel(request, organisation)`` gives a drawn section with an h2 of its own, or nothing. Lower stands first."""
    _panels.append(_Placed(order, panel))


def drawn(request: HttpRequest, organisation: Organisation) -> list[SafeString | str]:
    shown = (placed.panel(request, organisation) for placed in sorted(_panels, key=lambda one: one.order))
    return [section for section in shown if section]
