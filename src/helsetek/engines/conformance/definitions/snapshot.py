"""Snapshots: a profile's differential laid over its base, down to the elements that only the types describe.

The result is a tree of elements. A definition's own snapshot is used when it carries one, else it is generated.
"""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.definitions.elements import (
    Elem,
    TypeRef,
    build_tree,
    element,
    with_ids,
)
from helsetek.engines.conformance.definitions.store import BASE, Definitions

Json = dict[str, Any]

MOST_BASES = 30


class SnapshotError(ValueError):
    """The differential does not fit its base. `code` is the rule, `values` what its message needs."""

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


def profile_tree(definitions: Definitions, url: str) -> Elem | None:
    """The tree of a profile; None when the profile is not known. Raises SnapshotError."""
    memory = definitions.remember("trees")
    if url not in memory:
        raw = definitions.profile(url)
        memory[url] = _attempt(definitions, raw) if raw is not None else None
        if "#" in url and isinstance(memory[url], Elem):
            memory[url] = _part(memory[url], url.partition("#")[2])
    found = memory[url]
    if isinstance(found, SnapshotError):
        raise found
    tree: Elem | None = found
    return tree


def _part(tree: Elem, name: str) -> Elem | None:
    """The element of a tree with an id."""
    found: Elem | None = tree
    for segment in name.split(".")[1:]:
        plain, _, slice_name = segment.partition(":")
        found = found.children.get(plain.removesuffix("[x]")) if found else None
        found = found.slices.get(slice_name) if found and slice_name else found
    return found


def _attempt(definitions: Definitions, raw: Json) -> Elem | SnapshotError:
    try:
        return tree_of(definitions, raw)
    except SnapshotError as error:
        return error
    except (TypeError, AttributeError, ValueError, KeyError) as error:  # a definition that is no definition
        return SnapshotError("snapshot.broken", url=raw.get("url"), reason=str(error))


def tree_of(definitions: Definitions, raw: Json, *, generate: bool = False, depth: int = 0) -> Elem:
    """The tree of a StructureDefinition. Raises SnapshotError."""
    elements = raw.get("snapshot", {}).get("element")
    if elements and not generate:
        return build_tree(elements)
    if depth > MOST_BASES:
        raise SnapshotError("snapshot.circle", url=raw.get("url"))
    base_url = str(raw.get("baseDefinition", ""))
    base = definitions.profile(base_url)
    if base is None:  # what the profile itself says can still be checked
        definitions.remember("incomplete")[raw.get("url")] = base_url
        base = definitions.profile(BASE + str(raw.get("type")))
    if base is None:
        raise SnapshotError("snapshot.base", base=base_url)
    tree = copied(tree_of(definitions, base, depth=depth + 1))
    for diff in with_ids(list(raw.get("differential", {}).get("element", ()))):
        Layer(definitions, tree, raw).apply(diff)
    return tree


def copied(elem: Elem) -> Elem:
    """The element with all that is below it."""
    new = element(elem.raw)
    new.children = {name: copied(child) for name, child in elem.children.items()}
    new.slices = {name: copied(child) for name, child in elem.slices.items()}
    return new


class Layer:
    """One differential element laid on the tree."""

    def __init__(self, definitions: Definitions, tree: Elem, profile: Json) -> None:
        self.definitions, self.tree, self.profile = definitions, tree, profile

    def apply(self, diff: Json) -> None:
        """Finds the element and changes it. Raises SnapshotError when there is no such element."""
        _merge(self.find(diff), diff)

    def merge(self, node: Elem, diff: Json) -> None:
        """Changes an element that was found."""
        _merge(node, diff)

    def find(self, diff: Json) -> Elem:
        """The element that is constrained, made where it is a new slice. Raises SnapshotError."""
        first, *rest = str(diff["id"]).split(".")
        if first.partition(":")[0] != self.tree.path.partition(".")[0]:
            raise SnapshotError("snapshot.path", path=diff.get("path"), url=self.profile.get("url"))
        node = self.tree
        for segment in rest:
            name, _, slice_name = segment.partition(":")
            node = self.step(node, name, slice_name, diff)
        return node

    def step(self, node: Elem, name: str, slice_name: str, diff: Json) -> Elem:
        if not node.children:
            self.unfold(node)
        plain = name.removesuffix("[x]")
        child = node.children.get(plain)
        if child is None:
            child, kind = self.chosen(node, plain, diff)
            return _sliced(child, slice_name or plain, TypeRef(kind, (), ()))
        return _sliced(child, slice_name) if slice_name else child

    def chosen(self, node: Elem, name: str, diff: Json) -> tuple[Elem, str]:
        """`valueQuantity` as a short form of `value[x]` with that type."""
        for child in node.children.values():
            if child.choice and name.startswith(child.name):
                for ref in child.types:
                    if ref.code[:1].upper() + ref.code[1:] == name[len(child.name) :]:
                        return child, ref.code
        raise SnapshotError("snapshot.path", path=diff.get("path"), url=self.profile.get("url"))

    def unfold(self, node: Elem) -> None:
        """Gives an element the children of its type, its type's profile, or what it repeats."""
        source = self.source(node)
        if source is not None:
            node.children = {name: copied(child) for name, child in source.children.items()}

    def source(self, node: Elem) -> Elem | None:
        if node.content:
            head, *rest = node.content.split(".")
            type_ = self.definitions.type(head)
            found = type_.elem if type_ else None
            for name in rest:
                found = found.children.get(name.removesuffix("[x]")) if found else None
            return found
        codes = {ref.code for ref in node.types}
        profiles = [url for ref in node.types for url in ref.profiles]
        if len(profiles) == 1 and (tree := profile_tree(self.definitions, profiles[0])) is not None:
            return tree
        type_ = self.definitions.type(codes.pop() if len(codes) == 1 else "Element")
        return type_.elem if type_ else None


def _sliced(child: Elem, name: str, kind: TypeRef | None = None) -> Elem:
    """The slice of an element, made when it is new; slices of slices by `a/b`."""
    owner = child
    outer = name.rpartition("/")[0]
    if outer and outer in child.slices:
        owner = child.slices[outer]
    if name not in owner.slices:
        new = copied(child)
        new.slices = {}
        raw = {key: value for key, value in child.raw.items() if key != "slicing"}
        raw.update(id=f"{child.id}:{name}", sliceName=name, min=0)
        if kind is not None:
            raw["type"] = [one for one in child.raw.get("type", ()) if one.get("code") == kind.code]
        _refresh(new, raw)
        owner.slices[name] = new
        if kind is not None and owner.slicing is None:
            slicing = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}
            _refresh(owner, {**owner.raw, "slicing": slicing})
    return owner.slices[name]


_NOT_MERGED = {"id", "path", "constraint", "base"}


def _merge(node: Elem, diff: Json) -> None:
    raw = dict(node.raw)
    for start in ("fixed", "pattern"):
        if any(key.startswith(start) for key in diff):
            raw = {key: value for key, value in raw.items() if not key.startswith(start)}
    raw.update({key: value for key, value in diff.items() if key not in _NOT_MERGED})
    if added := diff.get("constraint"):
        new = {one.get("key") for one in added}
        raw["constraint"] = [one for one in raw.get("constraint", ()) if one.get("key") not in new] + added
    _refresh(node, raw)


def _refresh(node: Elem, raw: Json) -> None:
    """Reads the element anew from its JSON; children and slices stay."""
    new = element(raw)
    for name in Elem.__slots__:
        if name not in ("children", "slices", "path", "name", "choice", "is_list"):
            setattr(node, name, getattr(new, name))
