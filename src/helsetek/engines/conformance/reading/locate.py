"""From the path of an element to the line it stands on. Worked out only when there is something to tell."""

from __future__ import annotations

import re
from bisect import bisect_right

_COMMENT = re.compile(r"/\*.*?\*/")
_PART = re.compile(r"([A-Za-z_]\w*)(?:\.ofType\((\w+)\))?((?:\[\d+\])*)(?:\[url='[^']*'\])?")
_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")


class JsonLines:
    """Lines of the elements of one JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[int] | None = None

    def line_of(self, path: str) -> int | None:
        """The line of the element at a path; of its nearest parent when the element is not there."""
        position = self._find(steps(path))
        if self._lines is None:
            self._lines = [found.start() for found in re.finditer("\n", self._text)]
        return bisect_right(self._lines, position - 1) + 1

    def _find(self, wanted: list[str | int]) -> int:
        position = self._skip(0)
        best = position
        for step in wanted:
            found = self._member(position, step) if isinstance(step, str) else self._item(position, step)
            if found is None:
                if step == 0:  # a list was expected and an object found
                    continue
                break
            position = best = found
        return best

    def _skip(self, position: int) -> int:
        found = _SPACE.match(self._text, position)
        return found.end() if found else position

    def _member(self, position: int, key: str) -> int | None:
        if self._text[position : position + 1] != "{":
            return None
        position = self._skip(position + 1)
        while (name := _STRING.match(self._text, position)) is not None:
            value = self._skip(self._skip(name.end()) + 1)
            if name.group()[1:-1] == key:
                return value
            position = self._skip(self._past(value))
            if self._text[position : position + 1] != ",":
                return None
            position = self._skip(position + 1)
        return None

    def _item(self, position: int, index: int) -> int | None:
        if self._text[position : position + 1] != "[":
            return None
        position = self._skip(position + 1)
        for _ in range(index):
            position = self._skip(self._past(position))
            if self._text[position : position + 1] != ",":
                return None
            position = self._skip(position + 1)
        return position

    def _past(self, position: int) -> int:
        """The place after the value at `position`."""
        depth = 0
        while True:
            character = self._text[position : position + 1]
            if character == '"':
                found = _STRING.match(self._text, position)
                position = found.end() if found else len(self._text)
            elif character in ("{", "["):
                depth += 1
                position += 1
            elif character in ("}", "]"):
                depth -= 1
                position += 1
            elif character in (",", ":"):
                position += 1
            else:
                scalar = _SCALAR.match(self._text, position)
                position = scalar.end() if scalar else len(self._text)
            if depth <= 0 or position >= len(self._text):
                return position
            position = self._skip(position)


def steps(path: str) -> list[str | int]:
    """`Observation.value.ofType(Quantity).code` → valueQuantity, code; the type in front is left out."""
    wanted: list[str | int] = []
    for found in _PART.finditer(_COMMENT.sub("", path).partition(".")[2]):
        name, chosen, indexes = found.groups()
        wanted.append(name + chosen[:1].upper() + chosen[1:] if chosen else name)
        wanted.extend(int(index) for index in re.findall(r"\d+", indexes))
    return wanted


def plain_path(path: str) -> str:
    """The path without the comments that name resources."""
    return _COMMENT.sub("", path)
