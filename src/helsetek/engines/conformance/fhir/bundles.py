"""Bundles: the addresses of entries, that they agree with the resources, and what each kind of Bundle must hold."""

from __future__ import annotations

import re
from typing import Any

from helsetek.engines.conformance.fhir.references import in_bundle, is_absolute, restful
from helsetek.engines.conformance.fhir.session import Entries, Json, Scope, Session

_UUID = re.compile(r"urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_REQUESTS = {"transaction", "batch"}
_ANSWERS = {"transaction-response", "batch-response"}


def _entries(data: Json) -> list[Json]:
    found = data.get("entry")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def index(data: Json) -> Entries:
    """The entries by address and by type and id."""
    entries = Entries(str(data.get("type")))
    for place, entry in enumerate(_entries(data)):
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            continue
        if isinstance(url := entry.get("fullUrl"), str):
            entries.by_url.setdefault(url, []).append((place, resource))
            entries.addresses[id(resource)] = url
        name = f"{resource.get('resourceType')}/{resource.get('id')}"
        entries.by_id.setdefault(name, []).append((place, resource))
    return entries


def place(session: Session, inner: Scope, outer: Scope, path: str) -> None:
    """Tells the scope of an entry's resource its own address."""
    if outer.type.name != "Bundle" or not path.endswith(".resource"):
        return
    found = re.search(r"\.entry\[(\d+)\]\.resource$", path)
    entries = outer.resource.get("entry")
    if found and isinstance(entries, list):
        url = entries[int(found[1])].get("fullUrl")
        inner.full_url = url if isinstance(url, str) else None


def check(session: Session, scope: Scope) -> None:
    """The rules of the Bundle as a whole."""
    kind = scope.resource.get("type")
    _links(session, scope)
    known: dict[tuple[str, str], int] = {}
    for place, entry in enumerate(_entries(scope.resource)):
        path = f"{scope.path}.entry[{place}]"
        _address(session, entry, str(kind), path)
        _once(session, entry, str(kind), path, known)
        if kind == "searchset":
            _search_entry(session, entry, path)
    if kind == "searchset":
        _search(session, scope)
    if kind in _FIRST:
        _first(session, scope, str(kind))


def _links(session: Session, scope: Scope) -> None:
    """One link of each kind that leads through the pages of a result."""
    links = scope.resource.get("link")
    seen: set[str] = set()
    for place, link in enumerate(links if isinstance(links, list) else ()):
        relation = link.get("relation") if isinstance(link, dict) else None
        if relation in ("self", "first", "previous", "prev", "next", "last"):
            if relation in seen:
                session.add("bundle.link_twice", f"{scope.path}.link[{place}]", relation=relation)
            seen.add(relation)


def _address(session: Session, entry: Json, kind: str, path: str) -> None:
    url, resource = entry.get("fullUrl"), entry.get("resource")
    if not isinstance(url, str):
        if isinstance(resource, dict) and kind not in _REQUESTS | _ANSWERS:
            session.add("bundle.no_address", path)
        return
    if not is_absolute(url):
        session.add("bundle.relative", path, url=url)
    elif isinstance(resource, dict):
        _agrees(session, url, resource, kind, path)


def _agrees(session: Session, url: str, resource: Json, kind: str, path: str) -> None:
    """The type and id in the address are those of the resource."""
    found = restful(url)
    own = resource.get("id")
    if found is None or found[1] not in session.definitions.resource_types():
        return
    if own is None and kind not in _REQUESTS:
        session.add("bundle.no_id", path, url=url)
    if found[1] != resource.get("resourceType") or (isinstance(own, str) and found[2] != own):
        session.add("bundle.address_differs", path, url=url, found=f"{resource.get('resourceType')}/{own}")


def _once(session: Session, entry: Json, kind: str, path: str, known: dict[tuple[str, str], int]) -> None:
    """bdl-7: an address stands once, or once for each version."""
    url, resource = entry.get("fullUrl"), entry.get("resource")
    if not isinstance(url, str) or kind in ("history", *_ANSWERS):
        return
    meta = resource.get("meta") if isinstance(resource, dict) else None
    version = str(meta.get("versionId", "")) if isinstance(meta, dict) else ""
    if (url, version) in known:
        session.add("bundle.twice", path, url=url)
    known[(url, version)] = 1


def _search_entry(session: Session, entry: Json, path: str) -> None:
    resource = entry.get("resource")
    if (
        isinstance(resource, dict)
        and "id" not in resource
        and resource.get("resourceType") != "OperationOutcome"
    ):
        session.add("bundle.search_id", f"{path}.resource")


def _search(session: Session, scope: Scope) -> None:
    """The matches of a search are of the type that the self link says was searched."""
    links = scope.resource.get("link")
    own = (
        [one.get("url") for one in links if isinstance(one, dict) and one.get("relation") == "self"]
        if isinstance(links, list)
        else []
    )
    if not own or not isinstance(own[0], str):
        return
    path, _, query = own[0].partition("?")
    name = path.rstrip("/").rsplit("/", 1)[-1]
    if name not in session.definitions.resource_types():
        return
    for place, entry in enumerate(_entries(scope.resource)):
        resource = entry.get("resource")
        mode = entry["search"].get("mode") if isinstance(entry.get("search"), dict) else None
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if kind and mode in ("match", None) and kind not in (name, "OperationOutcome"):
            included = mode is None and ("_include" in query or "_revinclude" in query)
            if not included:
                session.add(
                    "bundle.search_type", f"{scope.path}.entry[{place}].resource", found=kind, expected=name
                )


# What the first entry is, and its references that shall be found in the Bundle.
_FIRST: dict[str, tuple[str, tuple[str, ...]]] = {
    "document": (
        "Composition",
        ("subject", "encounter", "author", "attester.party", "custodian", "event.detail", "section.author",
         "section.focus", "section.entry"),
    ),
    "message": ("MessageHeader", ("focus",)),
}  # fmt: skip


def _first(session: Session, scope: Scope, kind: str) -> None:
    """A document or message carries what its first resource refers to."""
    name, paths = _FIRST[kind]
    entries = _entries(scope.resource)
    first = entries[0].get("resource") if entries else None
    if not isinstance(first, dict) or first.get("resourceType") != name:
        return
    url = entries[0].get("fullUrl")
    inner = Scope(
        first, scope.type, scope.path, first, above=scope, full_url=url if isinstance(url, str) else None
    )
    start = f"{scope.path}.entry[0].resource/*{name}/{first.get('id', 'null')}*/"
    for steps in paths:
        for path, value in _at(first, steps.split("."), start):
            _must_be_there(session, value, path, inner, kind)
    if kind == "document":
        for path, section in _sections(first.get("section"), f"{start}.section"):
            for sub, value in _at(section, ["entry"], path):
                _must_be_there(session, value, sub, inner, kind)


def _sections(sections: Any, path: str) -> list[tuple[str, Json]]:
    """Sections within sections."""
    found = []
    pending = [(sections, path)]
    while pending:
        level, here = pending.pop()
        for place, section in enumerate(level if isinstance(level, list) else []):
            if isinstance(section, dict) and isinstance(section.get("section"), list):
                below = f"{here}[{place}].section"
                found += [
                    (f"{below}[{number}]", one)
                    for number, one in enumerate(section["section"])
                    if isinstance(one, dict)
                ]
                pending.append((section["section"], below))
    return found


def _at(data: Any, steps: list[str], path: str) -> list[tuple[str, Json]]:
    """The objects at a path, each with its own path."""
    found = [(path, data)]
    for step in steps:
        below = []
        for here, one in found:
            value = one.get(step) if isinstance(one, dict) else None
            if isinstance(value, list):
                below += [(f"{here}.{step}[{place}]", item) for place, item in enumerate(value)]
            elif value is not None:
                below.append((f"{here}.{step}", value))
        found = below
    return [(here, one) for here, one in found if isinstance(one, dict)]


def _must_be_there(session: Session, value: Json, path: str, scope: Scope, kind: str) -> None:
    reference = value.get("reference")
    if not isinstance(reference, str) or not reference or reference.startswith("#"):
        return
    target, _ = in_bundle(reference, scope)
    if target is None:
        session.add("bundle.not_included", path, reference=reference, kind=kind)
