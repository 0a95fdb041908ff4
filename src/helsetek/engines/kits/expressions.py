"""What an expression finds in an answer: FHIRPath, XPath, JSONPath, headers and named questions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lxml import etree

from helsetek.engines.conformance import Engine, FhirPathError
from helsetek.engines.conformance.limits import Limits
from helsetek.engines.conformance.reading.json_reader import read_json
from helsetek.engines.conformance.reading.xml_safe import read_tree
from helsetek.engines.kits import jsonpath
from helsetek.engines.kits.context import Context
from helsetek.engines.kits.exchanges import Answer

LIMITS = Limits(bytes=20_000_000)
MOST = 1_000


class Unreadable(Exception):
    """The answer is not what the expression needs: JSON, XML, a resource. `code` is a message."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def resource_of(answer: Answer) -> dict[str, Any]:
    """The FHIR resource in an answer. Raises Unreadable."""
    reading = read_json(answer.body, LIMITS)
    if reading.resource is None or "resourceType" not in reading.resource:
        raise Unreadable("answer.no_resource", type=answer.media_type or "–")
    return reading.resource


def tree_of(answer: Answer) -> etree._Element:
    """The XML in an answer. Raises Unreadable."""
    root, _ = read_tree(answer.body, LIMITS)
    if root is None:
        raise Unreadable("answer.no_xml")
    return root


def by_fhirpath(engine: Engine, answer: Answer, expression: str) -> list[Any]:
    """Plain values. Raises Unreadable."""
    try:
        return [plain(one) for one in engine.evaluate(resource_of(answer), expression)][:MOST]
    except FhirPathError as error:
        raise Unreadable("answer.path", expression=expression, reason=str(error)) from error


def by_xpath(context: Context, answer: Answer, expression: str) -> list[Any]:
    """Texts of the nodes found, or the value of the expression. Raises Unreadable."""
    try:
        found: Any = tree_of(answer).xpath(expression, namespaces=dict(context.kit.namespaces))
    except etree.XPathError as error:
        raise Unreadable("answer.path", expression=expression, reason=str(error)) from error
    found = found if isinstance(found, list) else [found]
    return [_node_text(one) for one in found][:MOST]


def _node_text(found: Any) -> Any:
    if isinstance(found, etree._Element):
        return " ".join("".join(str(part) for part in found.itertext()).split())
    if isinstance(found, float):
        return int(found) if found.is_integer() else str(found)
    return found if isinstance(found, bool) else str(found)


def by_jsonpath(answer: Answer, expression: str) -> list[Any]:
    """Values. Raises Unreadable."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("answer.no_json", type=answer.media_type or "–") from error
    try:
        return jsonpath.find(found, expression)[:MOST]
    except jsonpath.JsonPathError as error:
        raise Unreadable("answer.path", expression=expression, reason=str(error)) from error


def plain(value: Any) -> Any:
    """A value as JSON has it; decimals as text, so that no digit is lost."""
    return str(value) if isinstance(value, Decimal) else value


# --- named questions: the few things that data cannot say ---


def claims(answer: Answer) -> list[Any]:
    """`Patient.read` … as a CapabilityStatement of a server states them."""
    found = []
    for rest in _list(resource_of(answer).get("rest")):
        if not isinstance(rest, dict) or rest.get("mode") != "server":
            continue
        for one in _list(rest.get("resource")):
            found += _of_resource(one) if isinstance(one, dict) else []
    return sorted(set(found))


def _of_resource(found: dict[str, Any]) -> list[str]:
    name = str(found.get("type"))
    said = [one.get("code") for one in _list(found.get("interaction")) if isinstance(one, dict)]
    if found.get("conditionalCreate") is True:
        said.append("conditional-create")
    return [f"{name}.{code}" for code in said]


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def location_id(answer: Answer) -> list[Any]:
    """The id in the Location header: `[base]/Patient/[id]/_history/[version]`."""
    location = answer.header("location") or answer.header("content-location") or ""
    match = re.search(r"/[A-Z][A-Za-z]+/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?/?$", location)
    return [match[1]] if match else []


def next_page(answer: Answer) -> list[Any]:
    """The address of the next page of a Bundle."""
    links = resource_of(answer).get("link", [])
    return [
        one["url"]
        for one in _list(links)
        if isinstance(one, dict) and one.get("relation") == "next" and one.get("url")
    ]


NAMED: dict[str, Callable[[Answer], list[Any]]] = {
    "claims": claims, "location_id": location_id, "next_page": next_page,
}  # fmt: skip
