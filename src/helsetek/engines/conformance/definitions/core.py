"""The core specification as one indexed file, made at set-up from the installed definitions.

A definition is read when something asks for it, so a start costs nothing and many processes share the file.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helsetek.engines.conformance.definitions.errata import corrected
from helsetek.engines.conformance.definitions.trimming import trimmed
from helsetek.engines.conformance.issues import CannotJudge

Json = dict[str, Any]

FORMAT = 3
FHIR_VERSION = "4.0.1"
PACKAGE = Path("node_modules") / "@medplum" / "definitions"
BUNDLES = (
    "profiles-types", "profiles-resources", "profiles-others", "extension-definitions", "valuesets",
    "v3-codesystems", "v2-tables", "conceptmaps",
)  # fmt: skip
_TABLE = (
    "create table definition (url text, version text, type text, name text, body blob);"
    "create table about (key text primary key, value text);"
)


def index_path() -> Path:
    """Where the index lies: HELSETEK_FHIR_INDEX, else beside the environment that runs."""
    if named := os.environ.get("HELSETEK_FHIR_INDEX"):
        return Path(named)
    return Path(sys.prefix) / "share" / "helsetek" / f"fhir-r4-{FORMAT}.sqlite3"


def definitions_folder() -> Path:
    """The folder of the installed npm package with the official definitions.

    Raises CannotJudge when it is not installed.
    """
    roots = [Path.cwd(), Path(sys.prefix).parent, *Path(__file__).resolve().parents]
    for root in roots:
        folder = root / PACKAGE / "dist" / "fhir" / "r4"
        if folder.is_dir():
            return folder
    raise CannotJudge("definitions.missing")


def compile_index(source: Path, target: Path) -> int:
    """Writes the index from the bundles in the folder `source`; gives the number of definitions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        count = _write(source, part)
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(source: Path, part: Path) -> int:
    database = sqlite3.connect(part)
    try:
        database.executescript(_TABLE)
        rows = list(_rows(source))
        database.executemany("insert into definition values (?, ?, ?, ?, ?)", rows)
        database.execute("create index by_url on definition (url)")
        database.execute("insert into about values ('package', ?)", [_package_version(source)])
        database.commit()
    finally:
        database.close()
    return len(rows)


def _rows(source: Path) -> Iterator[tuple[str, str, str, str, bytes]]:
    for name in BUNDLES:
        bundle = json.loads((source / f"{name}.json").read_bytes())
        for entry in bundle["entry"]:
            resource = entry["resource"]
            if url := resource.get("url"):
                body = json.dumps(
                    corrected(trimmed(resource)), separators=(",", ":"), ensure_ascii=False
                ).encode()
                yield (
                    url,
                    resource.get("version", ""),
                    resource["resourceType"],
                    resource.get("name", ""),
                    zlib.compress(body, 6),
                )


def _package_version(source: Path) -> str:
    package = json.loads((source.parents[2] / "package.json").read_bytes())
    return f"{package['name']} {package['version']}"


def _make(path: Path) -> None:
    try:
        compile_index(definitions_folder(), path)
    except OSError as error:
        raise CannotJudge("definitions.unwritable", path=str(path), reason=error.strerror) from error


class Core:
    """Reads the index. One connection for each process; reading only."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or index_path()
        if not self.path.exists():
            _make(self.path)
        self._database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, check_same_thread=False)
        self.types = {
            url: (kind, version)
            for url, kind, version in self._database.execute("select url, type, version from definition")
        }

    def package(self) -> str:
        """The package the index was made from, with its version."""
        return str(self._database.execute("select value from about where key = 'package'").fetchone()[0])

    def find(self, url: str) -> Json | None:
        """The definition with this address, or None."""
        if url not in self.types:
            return None
        row = self._database.execute("select body from definition where url = ? limit 1", [url]).fetchone()
        found: Json = json.loads(zlib.decompress(row[0]))
        return found

    def close(self) -> None:
        """Lets the file go."""
        self._database.close()
