"""The code lists of KITH messages: is a code in its list, and does the list's address fit the element?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*)){2,}")


@cache
def tables() -> dict[str, Any]:
    """The lists, from data/kith_codes.toml."""
    text = (files("helsetek.engines.conformance") / "data" / "kith_codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def known(listed: dict[str, Any] | None, code: str) -> bool | None:
    """Is a code in a list? None when the list is not at hand, or not whole."""
    if listed is None:
        return None
    if code in listed["codes"]:
        return True
    if listed.get("complete"):
        return False
    form = listed.get("pattern")
    return False if form and not re.fullmatch(form, code) else None


def in_system(oid: str, code: str) -> bool | None:
    """Is a code in the code system with an OID?"""
    return known(tables()["systems"].get(oid), code)


def in_place(owner: str, element: str, code: str) -> bool | None:
    """Is a code without a system right for an element (`AppRec`, `Status`)?"""
    return known(tables()["plain"].get(owner, {}).get(element), code)


def fitting_oids(element: str) -> list[str]:
    """The code systems that may stand on an element; empty when it is not known."""
    found: list[str] = tables()["oids"].get(element, [])
    return found


def message_types(namespace: str) -> list[str]:
    """The kinds of message that carry a payload; empty when it is not known."""
    found = tables()["messages"].get(namespace, {})
    return list(found.get("types", []))
