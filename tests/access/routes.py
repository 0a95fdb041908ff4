"""All addresses that the site answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def all_routes() -> list[str]:
    """The full names of all routes; for one without a name its address in «…», which no table can hold."""
    return sorted(set(_walk(get_resolver().url_patterns, "", "")))


def _walk(patterns: list[URLPattern | URLResolver], spaces: str, address: str) -> Iterator[str]:
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield f"{spaces}{pattern.name}" if pattern.name else f"«{here}» has no name"
