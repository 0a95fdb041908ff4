"""YAML as kits use it: no anchors, no key twice, no dates or «no» turned into something else."""

from __future__ import annotations

import re
from typing import Any

import yaml

from helsetek.engines.kits.faults import KitBroken

MOST_BYTES = 2_000_000


class _Loader(yaml.SafeLoader):
    """The safe loader with the resolvers of JSON: true, false, null and numbers only."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuses aliases: they can make a small file endlessly large."""
        if self.check_event(yaml.AliasEvent):
            raise KitBroken([f"line {self.line + 1}: anchors and aliases are not used in kits"])
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping in which no key stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise KitBroken([f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice"])
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _resolve(tag: str, pattern: str, first: str) -> None:
    for letter in first:
        _Loader.yaml_implicit_resolvers.setdefault(letter, []).append((tag, re.compile(pattern)))


_resolve("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf")
_resolve("tag:yaml.org,2002:null", r"^null$", "n")
_resolve("tag:yaml.org,2002:int", r"^-?(?:0|[1-9]\d*)$", "-0123456789")


def read_yaml(content: bytes, name: str = "") -> dict[str, Any]:
    """One mapping. Raises KitBroken with the line of the fault."""
    if len(content) > MOST_BYTES:
        raise KitBroken([f"{name}: larger than {MOST_BYTES} bytes"])
    try:
        found = yaml.load(content.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except UnicodeDecodeError as error:
        raise KitBroken([f"{name}: not UTF-8"]) from error
    except yaml.YAMLError as error:
        raise KitBroken([f"{name}: {error}"]) from error
    except RecursionError as error:
        raise KitBroken([f"{name}: nested too deeply"]) from error
    if not isinstance(found, dict):
        raise KitBroken([f"{name}: a mapping was expected"])
    return found
