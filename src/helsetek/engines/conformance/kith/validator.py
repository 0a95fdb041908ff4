"""The validator of KITH messages: schema, rules, Schematron, signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from helsetek.engines.conformance.issues import CannotJudge, Issue, Severity, issue
from helsetek.engines.conformance.kith import rules, signatures
from helsetek.engines.conformance.kith.schemas import Schemas
from helsetek.engines.conformance.limits import STANDARD, Limits
from helsetek.engines.conformance.reading.xml_safe import read_tree

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_NAMES = re.compile(r"\{[^}]*\}")


@dataclass
class KithValidator:
    """Judges messages against the schemas of one folder. Reuse it: schemas are compiled once."""

    folder: Path
    limits: Limits = STANDARD

    def __post_init__(self) -> None:
        self.schemas = Schemas(self.folder)

    def check(self, content: bytes) -> tuple[str, list[Issue]]:
        """The name of the message and all findings. Raises CannotJudge when its schema is not at hand."""
        root, issues = read_tree(content, self.limits)
        if root is None:
            return "", issues
        if rules.space(root) not in self.schemas.by_namespace:
            raise CannotJudge("schemas.unknown", namespace=rules.space(root) or "–")
        namespaces = {rules.space(node) for node in rules.elements(root)}
        issues += self._by_schema(root, namespaces)

        def add(code: str, node: etree._Element, /, **values: Any) -> None:
            line: Any = node.sourceline
            issues.append(issue(code, _path(node), line=line, **values))

        rules.check(root, add)
        issues += self._by_schematron(root, namespaces)
        issues += _by_signature(root)
        return rules.local(root), issues

    def _by_schema(self, root: etree._Element, namespaces: set[str]) -> list[Issue]:
        schema = self.schemas.driver(namespaces)
        if schema.validate(root):
            return []
        found = []
        log: Any = schema.error_log
        for entry in log:
            message = _NAMES.sub("", entry.message)
            found.append(issue("kith.schema", _where(root, entry.path), line=entry.line, reason=message))
        return found[: self.limits.issues]

    def _by_schematron(self, root: etree._Element, namespaces: set[str]) -> list[Issue]:
        found = []
        used = {id(one): one for space in namespaces for one in self.schemas.rules.get(space, ())}
        for one in used.values():
            if one.validate(root):
                continue
            for failed in one.validation_report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
                text = " ".join("".join(str(part) for part in failed.itertext()).split())
                role = str(failed.get("role") or "").lower()
                soft = role.startswith(("warn", "info"))
                where = _where(root, str(failed.get("location")))
                severity: Severity = "warning" if soft else "error"
                found.append(issue("schematron", where, severity=severity, text=text, id=failed.get("id")))
        return found


def _path(node: etree._Element) -> str:
    """An XPath by local names, with a number where there are several of a name."""
    parts = []
    one: etree._Element | None = node
    while one is not None:
        parent = one.getparent()
        same = [each for each in parent if each.tag == one.tag] if parent is not None else [one]
        number = f"[{same.index(one) + 1}]" if len(same) > 1 else ""
        parts.append(rules.local(one) + number)
        one = parent
    return "/" + "/".join(reversed(parts))


def _where(root: etree._Element, path: str | None) -> str:
    """The path of a schema error by names; libxml2 itself writes stars where there is a default namespace."""
    try:
        nodes: Any = root.xpath(
            path or ".", namespaces={key: value for key, value in root.nsmap.items() if key}
        )
    except etree.XPathError:
        return path or ""
    return _path(nodes[0]) if isinstance(nodes, list) and nodes else path or ""


def _by_signature(root: etree._Element) -> list[Issue]:
    found = next(root.iter(signatures.SIGNATURE), None)
    if found is None:
        return []
    reason = signatures.fault_of(root)
    path = _path(found)
    if reason is not None:
        return [issue("signature.broken", path, reason=reason)]
    return [issue("signature.whole", path)]
