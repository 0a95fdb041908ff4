"""JSONPath, the part that tests need (RFC 9535): members, indexes, wildcards, descendants and simple filters.

find({"a": [{"b": 1}]}, "$.a[*].b") == [1]
"""

from __future__ import annotations

import re
from typing import Any

_PART = re.compile(
    r"""(?P<deep>\.\.)?(?:\.?(?P<name>[A-Za-z_@$][\w-]*)|\.?(?P<star>\*)|\[(?P<index>-?\d+)\]|\[(?P<any>\*)\]
    |\['(?P<quoted>[^']*)'\]|\[\?\(?@\.(?P<key>[\w.-]+)\s*(?:(?P<sign>==|!=)\s*(?:'(?P<text>[^']*)'|(?P<word>true|false|-?\d+)))?\)?\])""",
    re.VERBOSE,
)
MOST = 10_000


class JsonPathError(ValueError):
    """The path cannot be read."""


def find(found: Any, path: str) -> list[Any]:
    """All values at a path, in order. Raises JsonPathError."""
    if not path.startswith("$"):
        raise JsonPathError("a JSONPath begins with $")
    items, place = [found], 1
    while place < len(path):
        part = _PART.match(path, place)
        if part is None or part.end() == place:
            raise JsonPathError(f"not understood from {path[place:]!r}")
        if part["deep"]:
            items = [below for one in items for below in _descendants(one)]
        items = [value for one in items for value in _step(one, part)][:MOST]
        place = part.end()
    return items


def _descendants(found: Any) -> list[Any]:
    every, level = [found], [found]
    while level and len(every) < MOST:
        level = [child for one in level for child in _children(one)]
        every += level
    return every[:MOST]


def _children(found: Any) -> list[Any]:
    return list(found.values()) if isinstance(found, dict) else list(found) if isinstance(found, list) else []


def _step(found: Any, part: re.Match[str]) -> list[Any]:
    name = part["name"] if part["name"] is not None else part["quoted"]
    if name is not None:
        return [found[name]] if isinstance(found, dict) and name in found else []
    if part["star"] or part["any"]:
        return _children(found)
    if part["index"] is not None:
        index = int(part["index"])
        return [found[index]] if isinstance(found, list) and -len(found) <= index < len(found) else []
    return [one for one in _children(found) if _fits(one, part)]


def _fits(found: Any, part: re.Match[str]) -> bool:
    for key in part["key"].split("."):
        if not isinstance(found, dict) or key not in found:
            return part["sign"] == "!="
        found = found[key]
    if part["sign"] is None:
        return True
    wanted: Any = part["text"]
    if wanted is None:
        wanted = {"true": True, "false": False}.get(part["word"])
        wanted = int(part["word"]) if wanted is None else wanted
    return bool((found == wanted) == (part["sign"] == "=="))
