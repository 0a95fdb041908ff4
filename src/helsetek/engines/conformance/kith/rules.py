"""The rules of messages that schemas cannot express: codes, code systems, numbers, ids and references."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from helsetek.engines.conformance.kith import codes, identifiers

HEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
RECEIPTS = "http://www.kith.no/xmlstds/apprec/"
DIALOG = "http://www.kith.no/xmlstds/dialog/"
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")

Add = Callable[..., None]


def local(node: etree._Element) -> str:
    """The name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def space(node: etree._Element) -> str:
    """The namespace."""
    return str(node.tag)[1:].partition("}")[0] if str(node.tag).startswith("{") else ""


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """All elements, in order."""
    for node in root.iter():
        tag: Any = node.tag
        if isinstance(tag, str):
            yield node


def child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in names:
        node = next((one for one in node if local(one) == name), None) if node is not None else None
    return node


def check(root: etree._Element, add: Add) -> None:
    """All rules on one message. `add(rule, element, **values)` notes a finding."""
    for node in elements(root):
        if node.get("V") is not None:
            _code(node, add)
        if local(node) == "TypeId":
            _identifier(node, add)
    if local(root) == "MsgHead":
        _head(root, add)
    elif local(root) == "AppRec":
        _receipt(root, add)


def _code(node: etree._Element, add: Add) -> None:
    code, system, name = " ".join(str(node.get("V")).split()), node.get("S"), local(node)
    if system is not None:
        _system(node, str(system), name, add)
        inside = codes.in_system(str(system), code)
        if inside is False:
            add("kith.code", node, code=code, system=system)
        elif inside is None and codes.OID.fullmatch(str(system)):
            add("kith.code_unknowable", node, code=code, system=system)
        return
    parent = node.getparent()
    owner = local(parent) if parent is not None else ""
    owner = "MsgHead" if owner == "MsgInfo" else owner
    if codes.in_place(owner, name, code) is False or (
        name == "TypeId" and all(codes.in_system(oid, code) is False for oid in codes.fitting_oids(name))
    ):
        add("kith.code", node, code=code, system=name)


def _system(node: etree._Element, system: str, name: str, add: Add) -> None:
    """The address of the code system: an OID, and one that the element has."""
    if not codes.OID.fullmatch(system):
        add("kith.oid", node, oid=system)
        return
    fitting = codes.fitting_oids(name)
    if fitting and system not in fitting:
        add("kith.wrong_oid", node, oid=system, element=name, allowed=", ".join(fitting))


def _identifier(node: etree._Element, add: Add) -> None:
    """The number that stands in front of its kind."""
    number = next((one for one in node.itersiblings(preceding=True) if local(one) == "Id"), None)
    if number is None:
        return
    text = (number.text or "").strip()
    fault = identifiers.fault_of(str(node.get("V")).strip(), text)
    if fault is not None:
        add(fault, number, number=_hidden(text), kind=node.get("V"))


def _hidden(number: str) -> str:
    """No whole number of a person in a report or a log."""
    return f"{number[:6]}*****" if len(number) == 11 else number


def _guid(node: etree._Element | None, add: Add) -> None:
    if node is not None and not _GUID.fullmatch((node.text or "").strip()):
        add("kith.guid", node, value=node.text or "")


def _head(root: etree._Element, add: Add) -> None:
    info = child(root, "MsgInfo")
    if info is None:
        return
    _guid(child(info, "MsgId"), add)
    conversation = child(info, "ConversationRef")
    for name in ("RefToParent", "RefToConversation"):
        _guid(child(conversation, name), add)
    _parent(info, add)
    _patient(info, add)
    documents = [one for one in root if local(one) == "Document"]
    for number, document in enumerate(documents):
        _document(info, document, first=not number, add=add)


def _parent(info: etree._Element, add: Add) -> None:
    """An answer refers to what it answers, and no message to itself."""
    kind, own = child(info, "Type"), child(info, "MsgId")
    parent = child(info, "ConversationRef", "RefToParent")
    if kind is not None and str(kind.get("V")).endswith("_SVAR") and parent is None:
        add("kith.no_parent", kind, type=kind.get("V"))
    if parent is not None and own is not None and (parent.text or "").strip() == (own.text or "").strip():
        add("kith.own_parent", parent)


def _patient(info: etree._Element, add: Add) -> None:
    """The date of birth is that of the number."""
    patient, stated = child(info, "Patient"), child(info, "Patient", "DateOfBirth")
    if patient is None or stated is None:
        return
    for ident in (one for one in patient if local(one) == "Ident"):
        kind, number = child(ident, "TypeId"), child(ident, "Id")
        text = (number.text or "").strip() if number is not None else ""
        if kind is None or kind.get("V") not in ("FNR", "DNR") or not re.fullmatch(r"\d{11}", text):
            continue
        found = identifiers.birth_date(text)
        if found is not None and _date(stated.text) not in (None, found):
            add("kith.birth", stated)


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _document(info: etree._Element, document: etree._Element, *, first: bool, add: Add) -> None:
    reference = child(document, "RefDoc")
    content = child(reference, "Content")
    kind = child(reference, "MsgType")
    if reference is None or kind is None:
        return
    inside = next(iter(content), None) if content is not None else None
    if content is not None and child(reference, "FileReference") is not None:
        add("kith.two_contents", reference)
    if kind.get("V") == "XML":
        if inside is None:
            add("kith.no_payload", reference)
        elif first:
            _payload(info, inside, add)
    elif (
        inside is not None
        and space(inside).startswith("http://www.kith.no/xmlstds/")
        and local(inside) != "Base64Container"
    ):
        add("kith.kind_of_document", kind, kind=kind.get("V"), found=local(inside))


def _payload(info: etree._Element, payload: etree._Element, add: Add) -> None:
    """The kind of message in the header is one that carries this payload."""
    kind = child(info, "Type")
    types = codes.message_types(space(payload))
    if kind is None:
        return
    code = str(kind.get("V"))
    if types and code not in types:
        add(
            "kith.type_differs",
            kind,
            type=code,
            payload=f"{local(payload)} ({space(payload).rpartition('/')[2]})",
        )
    if space(payload).startswith(DIALOG):
        _dialog(kind, code, payload, add)
        for name in ("DokIdForesp", "DokIdNotat"):
            for one in elements(payload):
                if local(one) == name and not (one.text or "").strip():
                    add("kith.empty_id", one)


_PARTS = {"DIALOG_FORESPORSEL": "Foresporsel", "DIALOG_SVAR": "Notat", "DIALOG_NOTAT": "Notat"}


def _dialog(kind: etree._Element, code: str, payload: etree._Element, add: Add) -> None:
    part = _PARTS.get(code)
    if part and child(payload, part) is None:
        add("kith.no_part", kind, type=code, part=part)


def _receipt(root: etree._Element, add: Add) -> None:
    _guid(child(root, "Id"), add)
    _guid(child(root, "OriginalMsgId", "Id"), add)
    status = child(root, "Status")
    errors = [one for one in root if local(one) == "Error"]
    kind = child(root, "MsgType")
    if kind is not None and kind.get("V") != "APPREC":
        add("kith.type_differs", kind, type=kind.get("V"), payload="AppRec")
    if status is None:
        return
    if status.get("V") == "1" and errors:
        add("kith.error_in_ok", errors[0])
    if status.get("V") in ("2", "3") and not errors:
        add("kith.no_error", status, status=status.get("V"))
    own, original = child(root, "Id"), child(root, "OriginalMsgId", "Id")
    if own is not None and original is not None and (own.text or "").strip() == (original.text or "").strip():
        add("kith.own_parent", original)
