"""Schemas by namespace: a folder of XSD files is read once, and a driver schema is made for what a message holds."""

from __future__ import annotations

from pathlib import Path

from lxml import etree, isoschematron  # type: ignore[attr-defined]

from helsetek.engines.conformance.issues import CannotJudge
from helsetek.engines.conformance.limits import Limits
from helsetek.engines.conformance.reading.xml_safe import read_tree

XSD = "http://www.w3.org/2001/XMLSchema"
SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
MOST_FILES = 2_000


class Schemas:
    """The schemas and Schematron rules of a folder. Raises CannotJudge when there are none."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CannotJudge("schemas.missing", path=str(folder))
        self.folder = folder.resolve()
        self.by_namespace: dict[str, Path] = {}
        self.rules: dict[str, list[isoschematron.Schematron]] = {}
        self._drivers: dict[frozenset[str], etree.XMLSchema] = {}
        for number, path in enumerate(sorted(self.folder.rglob("*"))):
            if number > MOST_FILES:
                raise CannotJudge("schemas.large", path=str(folder))
            if path.suffix == ".xsd":
                self._take_schema(path)
            elif path.suffix == ".sch":
                self._take_rules(path)
        if not self.by_namespace:
            raise CannotJudge("schemas.missing", path=str(folder))

    def _take_schema(self, path: Path) -> None:
        root, _ = read_tree(path.read_bytes(), Limits(bytes=20_000_000))
        if root is not None and root.tag == f"{{{XSD}}}schema" and (space := root.get("targetNamespace")):
            self.by_namespace.setdefault(str(space), path)

    def _take_rules(self, path: Path) -> None:
        root, _ = read_tree(path.read_bytes(), Limits(bytes=20_000_000))
        if root is None or root.tag != f"{{{SCHEMATRON}}}schema":
            raise CannotJudge("schematron.broken", path=path.name)
        try:
            rules = isoschematron.Schematron(etree.ElementTree(root), store_report=True)
        except (etree.LxmlError, ValueError) as error:
            raise CannotJudge("schematron.broken", path=path.name) from error
        for space in root.findall(f"{{{SCHEMATRON}}}ns"):
            self.rules.setdefault(str(space.get("uri")), []).append(rules)

    def driver(self, namespaces: set[str]) -> etree.XMLSchema:
        """One schema that imports those of all these namespaces, so that a payload is checked with its header."""
        known = frozenset(namespaces & self.by_namespace.keys())
        if known not in self._drivers:
            self._drivers[known] = self._compile(known)
        return self._drivers[known]

    def _compile(self, known: frozenset[str]) -> etree.XMLSchema:
        imports = "".join(
            f'<import namespace="{space}" schemaLocation="{self.by_namespace[space].as_uri()}"/>'
            for space in sorted(known)
        )
        text = f'<schema xmlns="{XSD}" targetNamespace="urn:helsetek:driver">{imports}</schema>'
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        try:
            return etree.XMLSchema(etree.fromstring(text.encode(), parser))
        except etree.XMLSchemaParseError as error:
            raise CannotJudge("schemas.broken", reason=str(error)) from error
