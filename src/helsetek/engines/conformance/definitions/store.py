"""Definitions in layers: packages over the core. Looked up by canonical address, compiled when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from helsetek.engines.conformance.definitions.core import FHIR_VERSION, Core
from helsetek.engines.conformance.definitions.elements import Elem, build_tree
from helsetek.engines.conformance.definitions.packages import Package
from helsetek.engines.conformance.definitions.types import CONTENT_CACHE, TypeDef
from helsetek.engines.conformance.issues import CannotJudge

Json = dict[str, Any]

BASE = "http://hl7.org/fhir/StructureDefinition/"


def _version_key(version: str) -> tuple[tuple[int, str], ...]:
    parts = version.replace("-", ".-").split(".")
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


class Definitions:
    """Everything that is known, by address. Not changed once it is made, but for what it remembers."""

    def __init__(self, core: Core, packages: Iterable[Package] = ()) -> None:
        self.core = core
        self._added: dict[str, dict[str, Json]] = {}
        self._found: dict[str, Json | None] = {}
        self._types: dict[str, TypeDef | None] = {}
        self.packages = [f"hl7.fhir.r4.core {FHIR_VERSION} ({core.package()})"]
        self.globals: dict[str, list[str]] = {}
        self.memory: dict[str, dict[Any, Any]] = {}
        self.missing: set[str] = set()
        for package in packages:
            self._add(package)
        given = {one.partition(" ")[0] for one in self.packages}
        self.missing = {one for one in self.missing if one.partition(" ")[0] not in given}

    def _add(self, package: Package) -> None:
        self.packages.append(f"{package.name} {package.version}".strip())
        self.missing |= {f"{name} {version}" for name, version in package.dependencies.items()}
        for resource in package.resources:
            if resource.get("resourceType") == "ImplementationGuide":
                for one in resource.get("global", ()):
                    self.globals.setdefault(str(one.get("type")), []).append(str(one.get("profile")))
            if isinstance(url := resource.get("url"), str):
                self._added.setdefault(url, {})[str(resource.get("version", ""))] = resource

    def remember(self, kind: str) -> dict[Any, Any]:
        """A memory for what a part of the engine has worked out from these definitions."""
        return self.memory.setdefault(kind, {})

    def urls(self) -> set[str]:
        """All addresses of what the packages hold, the core left out."""
        return set(self._added)

    def find(self, canonical: str) -> Json | None:
        """The resource at a canonical address (`url` or `url|version`): packages first, the newest first."""
        if canonical not in self._found:
            self._found[canonical] = self._look_up(canonical)
        return self._found[canonical]

    def _look_up(self, canonical: str) -> Json | None:
        url, _, version = canonical.partition("#")[0].partition("|")
        versions = self._added.get(url, {})
        if version:
            exact = _version_among(version, versions)
            return exact or self._core_version(url, version)
        if versions:
            return versions[max(versions, key=_version_key)]
        return self.core.find(url)

    def _core_version(self, url: str, version: str) -> Json | None:
        known = self.core.types.get(url)
        if known and (known[1] == version or known[1].startswith(f"{version}.")):
            return self.core.find(url)
        return None

    def kind_of(self, canonical: str) -> str | None:
        """The resource type at an address, without reading it; None when it is not known."""
        url = canonical.partition("#")[0].partition("|")[0]
        if url in self._added:
            return str(next(iter(self._added[url].values())).get("resourceType"))
        known = self.core.types.get(url)
        return known[0] if known else None

    def profile(self, canonical: str) -> Json | None:
        """The StructureDefinition at an address, or None."""
        found = self.find(canonical)
        return found if found and found.get("resourceType") == "StructureDefinition" else None

    def type(self, name: str) -> TypeDef | None:
        """A type of the core specification by its name (`Patient`, `HumanName`, `code`)."""
        if name not in self._types:
            self._types[name] = self._make_type(name)
        return self._types[name]

    def _make_type(self, name: str) -> TypeDef | None:
        raw = self.core.find(BASE + name)
        if not raw or raw.get("derivation") == "constraint" or raw.get("name") != name:
            return None
        base = raw.get("baseDefinition", "").rpartition("/")[2]
        bases: tuple[str, ...] = ()
        if base and (parent := self.type(base)) is not None:
            bases = (base, *parent.bases)
        made = TypeDef(name, build_tree(raw["snapshot"]["element"]), bases, raw["kind"])
        self._types[name] = made
        return made.fill(self)

    def type_of_element(self, elem: Elem, code: str) -> TypeDef:
        """The type of what an element holds: anonymous when the element has children of its own."""
        if elem.content:
            return self._anonymous(elem.content)
        if elem.children:
            return self._anonymous(elem.path)
        found = self.type(code)
        if found is None:
            raise CannotJudge("definitions.type", name=code)
        return found

    def _anonymous(self, path: str) -> TypeDef:
        key = CONTENT_CACHE + path
        found = self._types.get(key)
        if found is None:
            head, *rest = path.split(".")
            owner = self.type(head)
            if owner is None:
                raise CannotJudge("definitions.type", name=path)
            elem = owner.elem
            for part in rest:
                elem = elem.children[part.removesuffix("[x]")]
            base = elem.types[0].code if elem.types else "BackboneElement"
            found = TypeDef(path, elem, (base, "Element"), "complex-type")
            self._types[key] = found
            found.fill(self)
        return found

    def resource_types(self) -> set[str]:
        """The names of all concrete resource types."""
        known = self.remember("resource-types")
        if not known:
            known["all"] = set(self._resource_types())
        names: set[str] = known["all"]
        return names

    def _resource_types(self) -> Iterable[str]:
        codes = self.core.find("http://hl7.org/fhir/resource-types") or {}
        abstract = {"Resource", "DomainResource"}
        return (found["code"] for found in codes.get("concept", ()) if found["code"] not in abstract)


def _version_among(version: str, versions: dict[str, Json]) -> Json | None:
    if version in versions:
        return versions[version]
    near = [known for known in versions if known.startswith(f"{version}.")]
    return versions[max(near, key=_version_key)] if near else None
