"""Narrative: well-formed XHTML with the elements and attributes that FHIR permits, and something to read."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from lxml import etree

from helsetek.engines.conformance.fhir.session import Scope, Session

XHTML = "http://www.w3.org/1999/xhtml"
_TEXT = (files("helsetek.engines.conformance") / "data" / "narrative.toml").read_text(encoding="utf-8")
_PERMITTED = tomllib.loads(_TEXT)
_ELEMENTS = set(_PERMITTED["elements"])
_EVERYWHERE = {
    "title", "style", "class", "id", "lang", "dir", "accesskey", "tabindex",
    "{http://www.w3.org/XML/1998/namespace}lang", "{http://www.w3.org/XML/1998/namespace}space",
}  # fmt: skip
_ALLOWED = {name: set(text.split()) for name, text in _PERMITTED["attributes"].items()}
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(\w+);")


@lru_cache(maxsize=1)
def _html_entities() -> dict[str, str]:
    from html.entities import html5

    return {name.removesuffix(";"): value for name, value in html5.items() if name.endswith(";")}


def _with_characters(text: str) -> str:
    """HTML's named characters (&nbsp;) are permitted in narrative, though XML does not know them."""
    known = _html_entities()
    return _ENTITY.sub(lambda found: known.get(found[1], found[0]), text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)


def check(session: Session, text: str, path: str, scope: Scope) -> None:
    """Reads `Narrative.div`."""
    try:
        root = etree.fromstring(_with_characters(text).encode(), _parser())
    except etree.XMLSyntaxError as error:
        session.add("narrative.xml", path, reason=error.msg)
        return
    if "<!DOCTYPE" in text:
        session.add("narrative.doctype", path)
        return
    if root.tag != f"{{{XHTML}}}div":
        session.add("narrative.root", path, found=root.tag)
        return
    _elements(session, root, path)
    _links(session, root, path, scope)
    if not "".join(str(part) for part in root.itertext()).strip() and root.find(f".//{{{XHTML}}}img") is None:
        session.add("narrative.empty", path)


_FOLLOWED = re.compile(r"(?:https?|ftp|mailto|tel|nntp|cid|pack):", re.IGNORECASE)


def _links(session: Session, root: etree._Element, path: str, scope: Scope) -> None:
    """Links lead somewhere: to a place in the same resource, or by a scheme that a reader can follow."""
    places: set[str] | None = None
    for node in root.iter(f"{{{XHTML}}}a"):
        link = str(node.get("href") or "")
        if link.startswith("#") and len(link) > 1:
            if places is None:
                places = _places(root) | _ids(scope)
            if link[1:] not in places:
                session.add("narrative.link", path, link=link)
        elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", link) and not _FOLLOWED.match(link):
            session.add("narrative.scheme", path, link=link)


def _places(root: etree._Element) -> set[str]:
    """What in the narrative can be linked to."""
    return {str(value) for node in root.iter() for name in ("id", "name") if (value := node.get(name))}


def _ids(scope: Scope) -> set[str]:
    """The ids of elements and contained resources."""
    found = set(scope.outer.contained)
    pending: list[object] = [scope.outer.root]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending.extend(one)
        elif isinstance(one, dict):
            if isinstance(one.get("id"), str):
                found.add(one["id"])
            pending.extend(one.values())
    return found


def _elements(session: Session, root: etree._Element, path: str) -> None:
    for node in root.iter():
        tag: object = node.tag
        if not isinstance(tag, str):
            if tag is etree.ProcessingInstruction:
                session.add("narrative.instruction", path)
            continue
        space, _, name = tag[1:].partition("}") if tag[0] == "{" else ("", "", tag)
        if space != XHTML or name not in _ELEMENTS:
            session.add("narrative.element", path, name=name)
            continue
        for attribute in node.attrib:
            if attribute not in _EVERYWHERE and attribute not in _ALLOWED.get(name, ()):
                session.add("narrative.attribute", path, name=attribute, element=name)
