"""StructureDefinition: does the differential fit what it constrains?"""

from __future__ import annotations

import re
from typing import Any

from helsetek.engines.conformance.definitions.elements import Elem, element, with_ids
from helsetek.engines.conformance.definitions.snapshot import Layer, SnapshotError, copied, tree_of
from helsetek.engines.conformance.fhir.matching import equals, fits
from helsetek.engines.conformance.fhir.session import Json, Scope, Session


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Lays the differential on its base element by element, and compares each with what it replaces."""
    if data.get("derivation") != "constraint":
        return
    base = session.definitions.profile(str(data.get("baseDefinition", "")))
    listed = data.get("differential")
    elements = listed.get("element") if isinstance(listed, dict) else None
    if base is None or not isinstance(elements, list):
        return
    if any(not isinstance(one, dict) or not isinstance(one.get("path"), str) for one in elements):
        return
    try:
        tree = copied(tree_of(session.definitions, base))
    except SnapshotError:
        return
    layer = Layer(session.definitions, tree, data)
    for place, diff in enumerate(with_ids(elements)):
        _element(session, layer, diff, f"{path}.differential.element[{place}]", data)


def _element(session: Session, layer: Layer, diff: Json, path: str, data: Json) -> None:
    if "." not in diff["path"] and diff.get("slicing"):
        session.add("definition.root_slicing", path)
        return
    if _plain(str(diff["id"])) != diff["path"].replace("[x]", ""):
        session.add("definition.id", path, id=diff["id"], path=diff["path"])
        return
    try:
        node = layer.find(diff)
    except SnapshotError:
        session.add("definition.path", path, path=diff["path"], base=data.get("baseDefinition"))
        return
    new = element({"path": node.path, **diff})
    _number(session, node, new, diff, path)
    _types(session, node, new, path)
    _values(session, node, new, path)
    layer.merge(node, diff)
    if diff.get("slicing"):
        _discriminators(session, layer, node, path)


def _plain(name: str) -> str:
    """The path that an id stands for: without slices, and without the mark of choices."""
    return re.sub(r":[^.]+", "", name).replace("[x]", "")


def _number(session: Session, node: Elem, new: Elem, diff: Json, path: str) -> None:
    if "max" in diff and new.max > node.max:
        session.add("definition.max", path, found=diff["max"], base=node.raw.get("max"))
    if "min" in diff and new.min < node.min and node.slice_name is None:
        session.add("definition.min", path, found=new.min, base=node.min)
    if "min" in diff and new.min > (new.max if "max" in diff else node.max):
        session.add("definition.range", path, min=new.min, max=diff.get("max", node.raw.get("max")))


def _types(session: Session, node: Elem, new: Elem, path: str) -> None:
    allowed = {ref.code for ref in node.types}
    for ref in new.types:
        type_ = session.definitions.type(ref.code)
        if allowed and ref.code not in allowed and not (type_ and allowed & set(type_.bases)):
            session.add("definition.type", path, found=ref.code, allowed=", ".join(sorted(allowed)))
        for url in ref.profiles:
            profile = session.definitions.profile(url)
            kind = session.definitions.type(str(profile.get("type"))) if profile else None
            if kind is not None and not kind.is_a(ref.code):
                session.add("definition.profile_type", path, profile=url, found=kind.name, type=ref.code)


_NAMES = re.compile(r"[a-z]\w*(?:\.[a-z]\w*)*")


def _discriminators(session: Session, layer: Layer, node: Elem, path: str) -> None:
    """The path of a discriminator is one in the element that is sliced. Paths with functions are not read."""
    for place, one in enumerate((node.slicing or {}).get("discriminator", ())):
        name = str(one.get("path", ""))
        here: Elem | None = copied(node)
        for step in name.split(".") if _NAMES.fullmatch(name) and len(node.types) == 1 else ():
            if here is None or len({ref.code for ref in here.types}) > 1:
                break  # which type it is depends on what is chosen
            if not here.children:
                layer.unfold(here)
            here = here.children.get(step)
            if here is None:
                session.add("definition.discriminator", f"{path}.slicing.discriminator[{place}]", path=name)


def _values(session: Session, node: Elem, new: Elem, path: str) -> None:
    found: Any = new.fixed[1] if new.fixed else new.pattern[1] if new.pattern else None
    if found is None:
        return
    if node.fixed is not None and not equals(found, node.fixed[1]):
        session.add("definition.fixed", path, found=found, base=node.fixed[1])
    elif node.pattern is not None and new.fixed is not None and not fits(found, node.pattern[1]):
        session.add("definition.fixed", path, found=found, base=node.pattern[1])
