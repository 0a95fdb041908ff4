"""Kits that are shipped, and kits in files: with their locks and their requirement sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.model import Kit, Level, Text
from helsetek.engines.kits.reading import check_schema, read_kit
from helsetek.engines.kits.yaml_reader import read_yaml

SHIPPED = Path(str(files(__package__) / "shipped"))


@dataclass(frozen=True)
class Requirement:
    """What a test verifies. `not_tested` says why nothing does."""

    id: str
    level: Level
    text: Text
    not_tested: Text | None = None
    source: str = ""
    condition: str = ""
    testability: str = ""


@dataclass(frozen=True)
class RequirementSet:
    """Requirements of one version."""

    id: str
    version: str
    title: Text
    requirements: tuple[Requirement, ...]


def shipped() -> list[str]:
    """The names of the kits that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def path_of(name: str) -> Path:
    """A shipped kit by its name, or a file. Raises KitBroken."""
    if name in shipped():
        return SHIPPED / f"{name}.yaml"
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return path
    raise KitBroken([f"there is no kit {name}; shipped are {', '.join(shipped())}"])


def load_kit(name: str) -> Kit:
    """A kit by name or path. Raises KitBroken."""
    path = path_of(name)
    return read_kit(path.read_bytes(), path.name)


def load_requirements(kit: Kit, beside: Path = SHIPPED) -> RequirementSet:
    """The requirement set that a kit names, from `requirements/ID.yaml` beside the kit. Raises KitBroken."""
    path = beside / "requirements" / f"{kit.requirement_set['id']}.yaml"
    if not path.is_file():
        raise KitBroken([f"{kit.id}: the requirement set {kit.requirement_set['id']} is not at hand"])
    found = read_requirements(path.read_bytes(), path.name)
    if found.version != kit.requirement_set["version"]:
        raise KitBroken(
            [f"{kit.id}: speaks of {found.id} {kit.requirement_set['version']}, at hand is {found.version}"]
        )
    return found


def read_requirements(content: bytes, name: str = "requirements") -> RequirementSet:
    """A requirement set from its YAML. Raises KitBroken."""
    data = read_yaml(content, name)
    check_schema(data, "requirements", name)
    return RequirementSet(
        data["id"], data["version"], data["title"], tuple(_requirement(one) for one in data["requirements"])
    )


def _requirement(data: Mapping[str, Any]) -> Requirement:
    plain = ("source", "condition", "testability")
    return Requirement(
        data["id"], data["level"], data["text"], data.get("not_tested"),
        **{name: data[name] for name in plain if name in data},
    )  # fmt: skip
