"""XML without its dangers: no entities, no network, no DTD, a limited size and depth."""

from __future__ import annotations

from lxml import etree

from helsetek.engines.conformance.issues import Issue, issue
from helsetek.engines.conformance.limits import Limits


def parser() -> etree.XMLParser:
    """A parser that resolves nothing. lxml itself ends a document of too many levels."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_pis=False,
    )  # fmt: skip


def read_tree(content: bytes, limits: Limits) -> tuple[etree._Element | None, list[Issue]]:
    """The root element, or None and why."""
    if len(content) > limits.bytes:
        return None, [issue("limit.bytes", "", most=limits.bytes)]
    if _declares(content):
        return None, [issue("xml.doctype", "")]
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        return None, [issue("xml.syntax", "", line=error.lineno, reason=error.msg)]
    if _too_deep(root, limits.depth):
        return None, [issue("limit.depth", "", most=limits.depth)]
    return root, []


def _declares(content: bytes) -> bool:
    """Is there a DOCTYPE in front of the first element? Asked before anything is parsed."""
    head = content.replace(b"\0", b"") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _too_deep(root: etree._Element, most: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False
