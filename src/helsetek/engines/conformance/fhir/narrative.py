"""Narrative: well-formed XHTML with the elements and attributes that FHIR permits, and something to read."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from lxml import etree

from helsetek.engines.conformance.fhir.session import Session

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


def check(session: Session, text: str, path: str) -> None:
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
    if not "".join(str(part) for part in root.itertext()).strip() and root.find(f".//{{{XHTML}}}img") is None:
        session.add("narrative.empty", path)


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
