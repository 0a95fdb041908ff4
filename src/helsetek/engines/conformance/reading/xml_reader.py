"""FHIR XML to the same dictionaries that JSON gives, by the types of the elements.

What XML alone can get wrong (attributes, order, text, namespaces) is noted here; the walk does the rest.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.definitions.types import Field, TypeDef
from helsetek.engines.conformance.issues import Issue, issue
from helsetek.engines.conformance.limits import STANDARD, Limits
from helsetek.engines.conformance.reading.locate import plain_path
from helsetek.engines.conformance.reading.outcome import Reading
from helsetek.engines.conformance.reading.xml_safe import read_tree

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,30})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,4})?")

Json = dict[str, Any]


def read_xml(content: bytes, definitions: Definitions, limits: Limits = STANDARD) -> Reading:
    """Reads one resource. Nothing raises: what is wrong is in the reading's issues."""
    root, issues = read_tree(content, limits)
    if root is None:
        return Reading(None, issues)
    reader = _Reader(definitions)
    resource = reader.resource(root, _local(root))
    return Reading(resource, reader.issues, reader.line_of)


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def line_of(node: etree._Element) -> int:
    """The line in the file, 0 when it is not known."""
    line: Any = node.sourceline
    return int(line or 0)


def is_element(node: etree._Element) -> bool:
    """Comments and instructions are nodes too, but no elements."""
    tag: Any = node.tag
    return isinstance(tag, str)


class _Reader:
    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.issues: list[Issue] = []
        self.lines: dict[str, int] = {}

    def note(self, code: str, path: str, node: etree._Element, **values: Any) -> None:
        self.issues.append(issue(code, path, line=line_of(node), **values))

    def line_of(self, path: str) -> int | None:
        """The line of an element, or of its nearest parent."""
        path = plain_path(path)
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def resource(self, node: etree._Element, path: str) -> Json:
        """A resource by the name of its element."""
        name = _local(node)
        found: Json = {"resourceType": name}
        if etree.QName(node).namespace != FHIR:
            self.note("xml.namespace", path, node, found=etree.QName(node).namespace or "–")
        type_ = self.definitions.type(name)
        if type_ is None or not type_.is_resource:
            return found
        self.lines[path] = line_of(node)
        self.fill(found, node, type_, path)
        return found

    def fill(self, into: Json, node: etree._Element, type_: TypeDef, path: str) -> None:
        """The children of an element as keys."""
        self.attributes(into, node, type_, path)
        self.text(node, path)
        order = {key: place for place, key in enumerate(type_.fields)}
        last, counts = -1, dict[str, int]()
        for child in node:
            if not is_element(child):
                continue
            field = self.field(child, type_, path)
            if field is None:
                continue
            place = order[field.key]
            if place < last:
                self.note("xml.order", f"{path}.{field.key}", child, name=field.key)
            last = max(last, place)
            number = counts[field.key] = counts.get(field.key, -1) + 1
            here = f"{path}.{field.segment}" + (f"[{number}]" if field.is_list else "")
            self.lines[here] = line_of(child)
            self.put(into, field, child, here, number)

    def attributes(self, into: Json, node: etree._Element, type_: TypeDef, path: str) -> None:
        for name, value in node.attrib.items():
            text = str(value)
            if name == "id" and not type_.is_resource:
                into["id"] = text
            elif name == "url" and type_.name == "Extension":
                into["url"] = text
            elif name == "value" and type_.is_primitive:
                continue
            elif not str(name).startswith(_SCHEMA):
                self.note("xml.attribute", path, node, name=name)

    def text(self, node: etree._Element, path: str) -> None:
        loose = (node.text or "") + "".join(child.tail or "" for child in node)
        if loose.strip():
            self.note("xml.text", path, node, text=loose.strip())

    def field(self, child: etree._Element, type_: TypeDef, path: str) -> Field | None:
        name, space = _local(child), etree.QName(child).namespace
        field = type_.fields.get(name)
        if field is None:
            self.note("element.unknown", f"{path}.{name}", child, name=name, type=type_.name)
        elif space != (XHTML if field.code == "xhtml" else FHIR):
            self.note("xml.namespace", f"{path}.{name}", child, found=space or "–")
        return field

    def put(self, into: Json, field: Field, child: etree._Element, path: str, number: int) -> None:
        """One child under its key, in a list where the type has one."""
        type_ = field.type
        if type_.is_primitive:
            value, extra = self.primitive(field, child, path)
            self.put_primitive(into, field, value, extra, number)
            return
        if type_.is_resource:
            value = self.inner(child, path)
        else:
            value = {}
            self.fill(value, child, type_, path)
        if field.is_list or number:
            into.setdefault(field.key, [])
            if not isinstance(into[field.key], list):
                into[field.key] = [into[field.key]]
            into[field.key].append(value)
        else:
            into[field.key] = value

    def put_primitive(self, into: Json, field: Field, value: Any, extra: Json, number: int) -> None:
        key = field.key
        if not field.is_list and not number:
            if value is not None:
                into[key] = value
            if extra or value is None:
                into[f"_{key}"] = extra
            return
        if not isinstance(into.get(key), list):
            into[key] = [into[key]] if key in into else []
        into[key].append(value)
        if extra or f"_{key}" in into:
            extras = into.setdefault(f"_{key}", [])
            if isinstance(extras, list):
                extras.extend([None] * (number - len(extras)))
                extras.append(extra or None)

    def inner(self, child: etree._Element, path: str) -> Json:
        inside = [one for one in child if is_element(one)]
        if len(inside) != 1:
            self.note("xml.resource", path, child, found=len(inside))
        return self.resource(inside[0], path) if inside else {}

    def primitive(self, field: Field, child: etree._Element, path: str) -> tuple[Any, Json]:
        """The value by the JSON type of the primitive, and its id and extensions."""
        if field.code == "xhtml":
            return etree.tostring(child, encoding="unicode", with_tail=False), {}
        extra: Json = {}
        self.fill(extra, child, field.type, path)
        text = child.get("value")
        return (None if text is None else _typed(field.code, str(text))), extra


def _typed(code: str, text: str) -> Any:
    """Text of an attribute as JSON would have it; left as text when it does not fit, for the walk to tell."""
    if code == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if code in ("integer", "positiveInt", "unsignedInt"):
        return int(text) if _INTEGER.fullmatch(text) else text
    if code == "decimal":
        return Decimal(text) if _DECIMAL.fullmatch(text) else text
    return text
