"""FHIR packages: tarballs, folders and single files of definitions, as found in the wild.

Sizes are limited, nothing is unpacked to disk, and what cannot be read is named instead of passed over.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helsetek.engines.conformance.issues import CannotJudge

Json = dict[str, Any]
Read = Callable[[bytes, str], Json]

MOST_FILES = 20_000
MOST_BYTES = 600_000_000
MOST_FILE = 60_000_000


@dataclass
class Package:
    """Definitions that belong together: name, version and the resources with an address."""

    name: str
    version: str = ""
    resources: list[Json] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    dependencies: dict[str, str] = field(default_factory=dict)


def read_package(path: Path, read: Read) -> Package:
    """The package at a path: a .tgz, a folder (searched to the bottom) or one JSON or XML file.

    `read(bytes, name)` turns a file into a resource. Raises CannotJudge when nothing is there.
    """
    if not path.exists():
        raise CannotJudge("package.missing", path=str(path))
    package = Package(path.name)
    for name, content in _files(path):
        _take(package, name, content, read)
    if not package.resources:
        raise CannotJudge("package.empty", path=str(path))
    return package


def _take(package: Package, name: str, content: bytes, read: Read) -> None:
    base = name.rsplit("/", 1)[-1]
    if base.startswith(".") or not base.endswith((".json", ".xml")):
        return
    try:
        resource = read(content, base)
    except (ValueError, CannotJudge):
        package.unread.append(name)
        return
    if base == "package.json" and "resourceType" not in resource:
        package.name = str(resource.get("name", package.name))
        package.version = str(resource.get("version", ""))
        package.dependencies = dict(resource.get("dependencies") or {})
    elif resource.get("resourceType") == "Bundle":
        package.resources += [
            entry["resource"] for entry in resource.get("entry", []) if "url" in entry.get("resource", {})
        ]
    elif isinstance(resource.get("resourceType"), str):
        package.resources.append(resource)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _folder(path)
    elif path.name.endswith((".tgz", ".tar.gz", ".tar")):
        yield from _tarball(path)
    else:
        yield path.name, path.read_bytes()


def _folder(path: Path) -> Iterator[tuple[str, bytes]]:
    for number, found in enumerate(sorted(path.rglob("*"))):
        if number > MOST_FILES:
            raise CannotJudge("package.large", path=str(path))
        if found.is_file() and found.suffix in (".json", ".xml") and found.stat().st_size <= MOST_FILE:
            yield found.relative_to(path).as_posix(), found.read_bytes()


def _tarball(path: Path) -> Iterator[tuple[str, bytes]]:
    read = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
            for number, member in enumerate(archive):
                read += member.size
                if number > MOST_FILES or read > MOST_BYTES:
                    raise CannotJudge("package.large", path=str(path))
                wanted = member.isfile() and member.size <= MOST_FILE and _wanted(member.name)
                if wanted and (content := archive.extractfile(member)):
                    yield member.name, content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CannotJudge("package.broken", path=str(path)) from error


def _wanted(name: str) -> bool:
    """Examples and tests in a package are not its definitions."""
    return "/example" not in name and "/tests/" not in name and not name.endswith(".index.json")
