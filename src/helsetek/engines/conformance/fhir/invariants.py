"""Invariants: FHIRPath expressions, compiled once, evaluated where they stand."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.definitions.elements import Constraint
from helsetek.engines.conformance.definitions.types import TypeDef
from helsetek.engines.conformance.fhir.references import find_contained, in_bundle
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhirpath import Env, FhirPathError, Node, compile_path, truth


def evaluate(
    session: Session, constraints: tuple[Constraint, ...], value: Any, type_: TypeDef, path: str, scope: Scope
) -> None:
    """Notes each invariant that does not hold for a value."""
    node = Node(value, type_, session.definitions)
    env = environment(session, scope)
    context, this = env.context, env.this
    for constraint in constraints:
        try:
            env.context = env.this = node
            holds = truth(compile_path(constraint.expression)(env, [node]))
        except FhirPathError as error:
            session.add("invariant.unreadable", path, key=constraint.key, reason=str(error))
            continue
        finally:
            env.context, env.this = context, this
        if holds is not True:
            severity = "error" if constraint.severity == "error" else "warning"
            session.add("invariant", path, severity=severity, key=constraint.key, text=constraint.human)  # type: ignore[arg-type]


def environment(session: Session, scope: Scope) -> Env:
    """The surroundings of expressions in one resource; made once for each."""
    if scope.env is not None:
        found: Env = scope.env
        return found
    definitions = session.definitions
    resource = Node(scope.resource, scope.type, definitions)
    root = resource if scope.outer is scope else Node(scope.root, scope.outer.type, definitions)

    def as_node(found: Json | None) -> Node | None:
        if found is None:
            return None
        type_ = definitions.type(str(found.get("resourceType")))
        return Node(found, type_, definitions) if type_ is not None else None

    def resolve(reference: str, node: Node) -> Node | None:
        if reference.startswith("#"):
            return as_node(find_contained(reference[1:], scope))
        return as_node(in_bundle(reference, scope)[0])

    def conforms(node: Node, url: str) -> bool | None:
        if definitions.profile(url) is None:
            return None
        return session.would_do(
            lambda: session.check_profile(session, url, node.value, node.type, scope.path, scope)
        )

    env = Env(definitions, resource, resource, root, resolve, _member_of(session), conforms)
    scope.env = env
    return env


def _member_of(session: Session) -> Any:
    def member_of(item: Any, url: str) -> bool | None:
        value = item.value if isinstance(item, Node) else item
        if isinstance(value, str):
            return session.value_sets.contains(url, value, None).inside
        if not isinstance(value, dict):
            return None
        codings = value.get("coding", [value])
        answers = [
            session.value_sets.contains(url, str(one.get("code")), one.get("system")).inside
            for one in codings
        ]
        return True if True in answers else None if None in answers else False

    return member_of
