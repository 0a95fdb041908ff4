"""Extensions: that the definition is known, that it may stand here, and that it is followed."""

from __future__ import annotations

import re
from typing import Any

from helsetek.engines.conformance.definitions.elements import Elem
from helsetek.engines.conformance.definitions.snapshot import SnapshotError, profile_tree
from helsetek.engines.conformance.definitions.types import Field, TypeDef
from helsetek.engines.conformance.fhir.invariants import environment
from helsetek.engines.conformance.fhir.references import is_absolute
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhirpath import FhirPathError, Node, compile_path, truth

_MODIFIER = "modifierExtension"
# Extensions that HL7 defines in other releases or in its own pack: not at hand, but not unknown either.
_ELSEWHERE = re.compile(r"http://hl7\.org/fhir/(?:\d\.\d/)?StructureDefinition/[^/]+$")


def check(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    """One extension."""
    url = value.get("url")
    _content(session, value, path)
    if not isinstance(url, str):
        return
    if not is_absolute(url):
        if not _inside_extension(path):
            session.add("extension.relative", path, url=url)
        return
    definition = session.definitions.profile(url)
    if definition is None or definition.get("type") != "Extension":
        _unknown(session, field, url, path)
        return
    _modifier(session, field, definition, url, path)
    if not _may_stand(session, definition, path, scope, value):
        session.add("extension.context", path, url=url, contexts=_contexts_text(definition))
    _invariants_of_context(session, definition, path, scope)
    _parts(session, definition, value, path)
    session.check_profile(session, url, value, field.type, path, scope)


def _invariants_of_context(session: Session, definition: Json, path: str, scope: Scope) -> None:
    """What must hold of the element that the extension stands on."""
    for expression in definition.get("contextInvariant", ()):
        where = Place(session, path, scope)
        if where.node is None:
            continue
        try:
            env = environment(session, scope)
            holds = truth(compile_path(str(expression))(env, [where.node]))
        except FhirPathError as error:
            session.add("invariant.unreadable", path, key=str(expression), reason=str(error))
            continue
        if holds is not True:
            session.add("extension.context_invariant", path, url=definition.get("url"), expression=expression)


def _parts(session: Session, definition: Json, value: Json, path: str) -> None:
    """The parts of a complex extension are those that its definition names."""
    try:
        tree = profile_tree(session.definitions, str(definition.get("url")))
    except SnapshotError:
        return
    child = tree.children.get("extension") if tree is not None else None
    if child is None or not child.slices:
        return
    known = {_url(each) for each in child.slices.values()}
    for place, part in enumerate(
        value.get("extension", ()) if isinstance(value.get("extension"), list) else ()
    ):
        url = part.get("url") if isinstance(part, dict) else None
        if isinstance(url, str) and ":" not in url and None not in known and url not in known:
            session.add("extension.part", f"{path}.extension[{place}]", part=url, url=definition.get("url"))


def _url(each: Elem) -> str | None:
    child = each.children.get("url")
    if child is not None and child.fixed is not None:
        return str(child.fixed[1])
    profiles = [url for ref in each.types for url in ref.profiles]
    return profiles[0] if profiles else None


def _content(session: Session, value: Json, path: str) -> None:
    """ext-1: a value or extensions, and never both."""
    has_value = any(key.lstrip("_").startswith("value") for key in value)
    if has_value == ("extension" in value):
        session.add("extension.content", path)


def _inside_extension(path: str) -> bool:
    return re.search(r"[eE]xtension\[\d+\]\.extension\[\d+\]$", path) is not None


def _unknown(session: Session, field: Field, url: str, path: str) -> None:
    if _ELSEWHERE.match(url):
        session.add("extension.elsewhere", path, url=url)
    elif field.elem.name == _MODIFIER:
        session.add("extension.unknown_modifier", path, url=url)
    elif session.strict_extensions and not _inside_extension(path):
        session.add("extension.unknown", path, url=url)


def _modifier(session: Session, field: Field, definition: Json, url: str, path: str) -> None:
    """A modifier changes the meaning of what it stands on, and is written as such."""
    for part in ("snapshot", "differential"):
        elements = definition.get(part, {}).get("element", ())
        if elements:
            is_modifier = bool(elements[0].get("isModifier"))
            if is_modifier and field.elem.name != _MODIFIER:
                session.add("extension.is_modifier", path, url=url)
            elif not is_modifier and field.elem.name == _MODIFIER:
                session.add("extension.not_modifier", path, url=url)
            return


def _contexts_text(definition: Json) -> str:
    return ", ".join(str(one.get("expression")) for one in definition.get("context", ()))


def _may_stand(session: Session, definition: Json, path: str, scope: Scope, value: Json) -> bool:
    """Is the element the extension stands on one of its contexts?"""
    contexts = [one for one in definition.get("context", ()) if isinstance(one, dict)]
    if not contexts:
        return True
    where = Place(session, path, scope)
    return any(_fits(session, one, where, scope) for one in contexts)


class Place:
    """The element that an extension stands on: its paths in the definitions and its types."""

    def __init__(self, session: Session, path: str, scope: Scope) -> None:
        self.node: Node | None = None
        own = re.sub(r"\.(?:modifierE|e)xtension\[\d+\]$", "", path.removeprefix(scope.path))
        self.names = {scope.type.name} if not own else set()
        self.extension_url: Any = None
        type_ = scope.type
        value: Any = scope.resource
        extra: Any = None
        self.names |= set(scope.type.bases) if not own else set()
        names = {scope.type.name}
        for found in re.finditer(r"\.(\w+)(?:\.ofType\((\w+)\))?(?:\[(\d+)\])?", own):
            step = next(
                (one for one in type_.by_name.get(found[1], ()) if not found[2] or one.code == found[2]), None
            )
            if step is None:
                return
            names = {f"{one}.{found[1]}" for one in (*names, type_.name, *type_.bases)}
            names |= {f"{one}[x]" for one in names} if step.choice else set()
            extra = _at(value.get(f"_{step.key}"), found[3]) if value.__class__ is dict else None
            value = _at(value.get(step.key), found[3]) if value.__class__ is dict else None
            value = value if value is not None else extra
            type_ = step.type
            if value.__class__ is dict and type_.is_resource:
                type_ = session.definitions.type(str(value.get("resourceType"))) or type_
            names |= {step.elem.path}
            if type_.name == "Extension" and value.__class__ is dict:
                self.extension_url = value.get("url")
        self.names |= names | {type_.name, *type_.bases}
        self.names |= _kinds(type_)
        self.node = Node(value, type_, session.definitions, extra)


def _kinds(type_: TypeDef) -> set[str]:
    """The kinds of resource that later versions of FHIR name: definitions with an address."""
    if not type_.is_resource or not {"url", "status"} <= type_.fields.keys():
        return set()
    return {"CanonicalResource", "MetadataResource"}


def _at(value: Any, index: str | None) -> Any:
    if index is not None and isinstance(value, list):
        return value[int(index)] if int(index) < len(value) else None
    return value


def _fits(session: Session, context: Json, where: Place, scope: Scope) -> bool:
    kind, expression = context.get("type"), str(context.get("expression", ""))
    if kind == "extension":
        return bool(where.extension_url == expression)
    if kind == "fhirpath":
        return _chosen(session, expression, where, scope)
    plain = expression.rpartition("#")[2].removeprefix("http://hl7.org/fhir/StructureDefinition/")
    plain = re.sub(r":[^.]+", "", plain)
    wanted = {plain, plain.removesuffix("[x]")}
    return bool(wanted & where.names) or plain in ("Element", "Any", "*", "Base")


def _chosen(session: Session, expression: str, where: Place, scope: Scope) -> bool:
    """Is the element among those an expression finds in the resource?"""
    env = environment(session, scope)
    if where.node is None or env.resource is None:
        return True
    try:
        found = compile_path(expression)(env, [env.resource])
    except FhirPathError:
        return True
    return any(getattr(one, "value", None) is where.node.value for one in found) or found == [True]
