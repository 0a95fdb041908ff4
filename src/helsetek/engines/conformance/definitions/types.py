"""The types of FHIR as the reader and the walk use them: which keys, of which type, how many."""

from __future__ import annotations

from typing import Protocol

from helsetek.engines.conformance.definitions.elements import Constraint, Elem, TypeRef

# Held by the walk itself, faster and with better messages than by their expressions.
BUILT_IN = {"ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "dom-6", "ref-1", "txt-1", "txt-2", "bdl-7"}
CONTENT_CACHE = "#"


class Types(Protocol):
    """Where a field finds the type of what it holds."""

    def type_of_element(self, elem: Elem, code: str) -> TypeDef:
        """The type by element and code."""


class Field:
    """One JSON key of a type: `valueQuantity` is a field of its own."""

    __slots__ = ("_definitions", "_type", "choice", "code", "elem", "is_list", "key", "ref", "segment")

    def __init__(self, definitions: Types, elem: Elem, ref: TypeRef | None, key: str) -> None:
        self._definitions = definitions
        self._type: TypeDef | None = None
        self.elem = elem
        self.ref = ref
        self.code = ref.code if ref else ""
        self.key = key
        self.is_list = elem.is_list
        self.choice = elem.choice
        self.segment = f"{elem.name}.ofType({self.code})" if elem.choice else elem.name

    @property
    def type(self) -> TypeDef:
        """What is found under the key."""
        if self._type is None:
            self._type = self._definitions.type_of_element(self.elem, self.code)
        return self._type


class TypeDef:
    """A type, or the anonymous type of an element with children of its own."""

    __slots__ = (
        "bases", "by_name", "constraints", "elem", "fields", "is_primitive", "is_resource", "name", "required",
    )  # fmt: skip

    def __init__(self, name: str, elem: Elem, bases: tuple[str, ...], kind: str) -> None:
        self.name = name
        self.elem = elem
        self.bases = bases
        self.is_primitive = kind == "primitive-type"
        self.is_resource = kind == "resource"
        self.fields: dict[str, Field] = {}
        self.by_name: dict[str, tuple[Field, ...]] = {}
        self.required: tuple[Elem, ...] = ()
        self.constraints: tuple[Constraint, ...] = ()

    def is_a(self, name: str) -> bool:
        """Is this the named type or one that builds on it?"""
        return name == self.name or name in self.bases

    def fill(self, definitions: Types) -> TypeDef:
        """Sets the fields, once the type is known by name (types refer to each other)."""
        for child in self.elem.children.values():
            fields = tuple(_fields(definitions, child, self))
            self.by_name[child.name] = fields
            self.fields.update((found.key, found) for found in fields)
        self.required = tuple(child for child in self.elem.children.values() if child.min)
        self.constraints = tuple(
            found for found in self.elem.constraints if found.key not in BUILT_IN and found.expression
        )
        return self


def _fields(definitions: Types, child: Elem, owner: TypeDef) -> list[Field]:
    if child.choice:
        return [Field(definitions, child, ref, child.name + capital(ref.code)) for ref in child.types]
    ref = child.types[0] if child.types else None
    if owner.is_resource and child.name == "id":
        ref = TypeRef("id", (), ())
    return [Field(definitions, child, ref, child.name)]


def capital(code: str) -> str:
    """`dateTime` → `DateTime`, as in `valueDateTime`."""
    return code[:1].upper() + code[1:]
