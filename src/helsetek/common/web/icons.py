"""The icons: drawn for this system, 24 by 24, strokes that take the colour of the text around them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SHAPES = {
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="m8 12.2 2.8 2.8 5.2-5.6"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "cross-circle": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
    "warning": '<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5m0 2.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-9v.1"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4m7-4v4"/>',
    "arrow-right": '<path d="M4 12h15m-6-6 6 6-6 6"/>',
    "arrow-left": '<path d="M20 12H5m6-6-6 6 6 6"/>',
    "chevron-right": '<path d="m9 5 7 7-7 7"/>',
    "chevron-down": '<path d="m5 9 7 7 7-7"/>',
    "sort": '<path d="m8 9 4-5 4 5M8 15l4 5 4-5"/>',
    "sort-up": '<path d="m7 14 5-6 5 6"/>',
    "sort-down": '<path d="m7 10 5 6 5-6"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "filter": '<path d="M4 6h16M7 12h10m-7 6h4"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M4.5 20h15"/>',
    "upload": '<path d="M12 16V5m-5 5 5-5 5 5M4.5 20h15"/>',
    "file": '<path d="M6 3h8l5 5v13H6z"/><path d="M14 3v5h5"/>',
    "plus": '<path d="M12 5v14m-7-7h14"/>',
    "trash": '<path d="M4 7h16M9.5 7V4h5v3M6.5 7l1 13.5h9l1-13.5M10 11v6m4-6v6"/>',
    "pencil": '<path d="m4 20 1-4.5L16 4.5l3.5 3.5-11 11z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.8-3.6 3.3-5.5 6.5-5.5s5.7 1.9 6.5 5.5"/>'
        '<path d="M15.5 5.300a3.5 3.5 0 0 1 0 6.400m2 3.300c2.2.7 3.5 2.4 4 5"/>'
    ),
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/>'
        '<path d="M12 2.500v2m0 15v2M2.5 12h2m15 0h2M5.3 5.300l1.4 1.400m10.6 10.6 1.4 1.4'
        'M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"/>'
    ),
    "moon": '<path d="M19.5 14.500A8.5 8.5 0 0 1 9.5 4.500a8.5 8.5 0 1 0 10 10z"/>',
    "contrast": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18z" class="hs-icon__fill"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.5"/>',
    "pin": '<path d="M12 21.500s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "dot": '<circle cx="12" cy="12" r="4" class="hs-icon__fill"/>',
    "circle": '<circle cx="12" cy="12" r="8"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" class="hs-icon__fill"/>',
    "minus": '<path d="M6 12h12"/>',
    "external": '<path d="M13 5h6v6m0-6-9 9M17 14v5H5V7h5"/>',
    "list": '<path d="M9 6.500h11M9 12h11M9 17.500h11M4.5 6.500h.1M4.5 12h.1M4.5 17.500h.1"/>',
    "coins": '<ellipse cx="12" cy="6.5" rx="7" ry="3"/>'
    '<path d="M5 6.500v11c0 1.7 3.1 3 7 3s7-1.3 7-3v-11M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"/>',
}  # fmt: skip


def icon(name: str, label: str = "") -> SafeString:
    """An icon by name. Without a label it is decoration, hidden from screen readers. Raises KeyError."""
    shapes = mark_safe(_SHAPES[name])  # noqa: S308 - our own drawings above
    if label:
        return format_html(
            '<svg class="hs-icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, shapes
        )
    return format_html('<svg class="hs-icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', shapes)


def names() -> list[str]:
    return sorted(_SHAPES)
