"""TOML files laid over each other, with the memory of which line said what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from helsetek.engines.economics.errors import AssumptionsError, Fault

LARGEST_FILE = 2_000_000
_BARE = r'"?{}"?'


def shipped() -> list[str]:
    """The names of the analyses that come with the software."""
    folder = resources.files("helsetek.engines.economics") / "data"
    names = [item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted(name for name in names if not name.startswith(("nasjonalt", "publisert")))


def shipped_text(name: str) -> str | None:
    """The text of a shipped file, or None when there is none of that name."""
    if not re.fullmatch(r"[\w.-]+", name):
        return None
    item = resources.files("helsetek.engines.economics") / "data" / f"{name}.toml"
    return item.read_text(encoding="utf-8") if item.is_file() else None


@dataclass(frozen=True)
class Layer:
    """One file: its name, its text (for line numbers) and its content."""

    name: str
    text: str
    data: dict[str, Any]

    def line(self, path: tuple[str, ...]) -> int:
        """The line of a key; else of the nearest table above it; 1 when neither is found."""
        lines = self.text.splitlines()
        for depth in range(len(path), 0, -1):
            header = _header_line(lines, path[:depth])
            if header and depth < len(path):
                return _key_line(lines, header, path[depth]) or header
            if header:
                return header
        return _key_line(lines, 0, path[0]) or 1 if path else 1

    def has(self, path: tuple[str, ...]) -> bool:
        """Whether the file itself says something at the path."""
        here: Any = self.data
        for step in path:
            if not isinstance(here, Mapping) or step not in here:
                return False
            here = here[step]
        return True


def _header_line(lines: list[str], path: tuple[str, ...]) -> int:
    name = r"\s*\.\s*".join(_BARE.format(re.escape(step)) for step in path)
    pattern = re.compile(rf"\s*\[\[?\s*{name}\s*\]\]?")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 0)


def _key_line(lines: list[str], after: int, key: str) -> int:
    pattern = re.compile(rf"\s*{_BARE.format(re.escape(key))}\s*[.=]")
    for number in range(after, len(lines)):
        if lines[number].lstrip().startswith("[") and number > after:
            return 0
        if pattern.match(lines[number]):
            return number + 1
    return 0


class Layers:
    """Files in the order they are laid: what is extended, the national assumptions the file names, the file itself."""

    def __init__(self, layers: list[Layer]) -> None:
        self.layers = layers
        self.data: dict[str, Any] = {}
        for layer in layers:
            self.data = _laid_over(self.data, layer.data)

    def fault(self, path: tuple[str, ...], what: str, mend: str) -> Fault:
        """A fault at the place that said it last."""
        for depth in range(len(path), -1, -1):
            for layer in reversed(self.layers):
                if layer.has(path[:depth]):
                    return Fault(layer.name, layer.line(path), what, mend)
        return Fault(self.layers[-1].name, 1, what, mend)

    def place(self, path: tuple[str, ...]) -> tuple[str, int]:
        """File and line of a path."""
        found = self.fault(path, "", "")
        return found.file, found.line


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _laid_over(old, value) if both and key not in ("value", "range", "spread") else value  # type: ignore[arg-type]
    return merged


def load_layers(source: str | Path) -> Layers:
    """Read a file or a shipped name with everything it extends; AssumptionsError when it cannot be read."""
    found: list[Layer] = []
    _load(str(source), found, [])
    return Layers(found)


def _load(name: str, found: list[Layer], on_the_way: list[str]) -> None:
    layer = _layer(name)
    if layer.name in on_the_way:
        circle = " → ".join([*on_the_way, layer.name])
        raise AssumptionsError(
            [Fault(layer.name, 1, f"The file extends itself: {circle}.", "Remove one «extends».")]
        )
    for key in ("extends", "national"):
        other = layer.data.get(key)
        if other:
            _load(_beside(name, str(other)), found, [*on_the_way, layer.name])
    found.append(layer)


def _beside(name: str, other: str) -> str:
    """A file named in another file: beside it when it is there, else shipped."""
    neighbour = Path(name).parent / f"{other}.toml"
    return str(neighbour) if Path(name).is_file() and neighbour.is_file() else other


def _layer(name: str) -> Layer:
    path = Path(name)
    text = _file_text(path) if path.is_file() else shipped_text(name)
    if text is None:
        known = ", ".join(shipped())
        raise AssumptionsError([Fault(name, 0, "There is no such file.", f"Give a file, or one of {known}.")])
    try:
        return Layer(path.name if path.is_file() else f"{name}.toml", text, tomllib.loads(text))
    except RecursionError as error:
        raise AssumptionsError(
            [Fault(path.name, 0, "The file is nested too deeply.", "Write it flatter.")]
        ) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise AssumptionsError(
            [
                Fault(
                    path.name,
                    int(at.group(1)) if at else 1,
                    f"This is not TOML: {error}.",
                    "Mend the line and try again.",
                )
            ]
        ) from error


def _file_text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        what = f"The file is larger than {LARGEST_FILE:,} bytes."
        raise AssumptionsError(
            [Fault(path.name, 0, what, "An assumptions file holds assumptions, not data.")]
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssumptionsError(
            [Fault(path.name, 0, "The file is not UTF-8.", "Save it as UTF-8.")]
        ) from error
