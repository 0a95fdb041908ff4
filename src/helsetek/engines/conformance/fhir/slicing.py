"""Slicing: which slice a value belongs to, how many each slice has, and what a slice asks."""

from __future__ import annotations

import re
from typing import Any, Protocol

from helsetek.engines.conformance.definitions.elements import Elem
from helsetek.engines.conformance.definitions.snapshot import SnapshotError, profile_tree
from helsetek.engines.conformance.fhir.instances import Instance
from helsetek.engines.conformance.fhir.invariants import environment
from helsetek.engines.conformance.fhir.matching import equals, fits
from helsetek.engines.conformance.fhir.session import Scope, Session
from helsetek.engines.conformance.fhirpath import FhirPathError, Node, compile_path

_STEP = re.compile(r"(\$this)|(extension)\('([^']*)'\)|(resolve)\(\)|(ofType)\(([\w.]+)\)|(\w+)")


class Checker(Protocol):
    """What slicing asks of the profile check."""

    scope: Scope
    profile: str

    def check(self, elem: Elem, one: Instance) -> None:
        """Checks and tells."""

    def would_do(self, elem: Elem, one: Instance) -> bool | None:
        """Checks in silence; None when it cannot be known."""

    def conforms(self, url: str, one: Instance) -> bool:
        """Would the value follow a profile?"""


def check(session: Session, elem: Elem, found: list[Instance], path: str, checker: Checker) -> None:
    """Deals the values of a sliced element out on its slices."""
    if elem.slices and not _decidable(elem):
        return
    members: dict[str, list[Instance]] = {name: [] for name in elem.slices}
    perhaps: set[str] = set()
    loose = False
    last = -1
    order = list(elem.slices)
    for one in found:
        answers = {name: _matches(session, elem, elem.slices[name], one, checker) for name in order}
        name = next((name for name in order if answers[name]), None)
        if name is None:
            unsure = {name for name in order if answers[name] is None}
            perhaps |= unsure
            loose = True
            if _closed(elem) and not unsure:
                session.add("slice.closed", one.path, profile=checker.profile)
            continue
        _in_order(session, elem, order.index(name), last, loose, one)
        last = max(last, order.index(name))
        members[name].append(one)
        checker.check(elem.slices[name], one)
    _numbers(session, elem, members, perhaps, path, checker)


def _decidable(elem: Elem) -> bool:
    return bool((elem.slicing or {}).get("discriminator")) or elem.choice or _is_extension(elem)


def _is_extension(elem: Elem) -> bool:
    return elem.name in ("extension", "modifierExtension")


def _closed(elem: Elem) -> bool:
    return (elem.slicing or {}).get("rules") == "closed" and "@default" not in elem.slices


def _in_order(session: Session, elem: Elem, place: int, last: int, loose: bool, one: Instance) -> None:
    slicing = elem.slicing or {}
    if slicing.get("ordered") and place < last:
        session.add("slice.order", one.path, slice=list(elem.slices)[place])
    if slicing.get("rules") == "openAtEnd" and loose:
        session.add("slice.end", one.path, slice=list(elem.slices)[place])


def _numbers(
    session: Session,
    elem: Elem,
    members: dict[str, list[Instance]],
    perhaps: set[str],
    path: str,
    checker: Checker,
) -> None:
    """How many each slice has. What could not be known offline is a warning."""
    for name, slice_ in elem.slices.items():
        shown, found = f"{elem.path}:{name}", len(members[name])
        if found < slice_.min:
            session.add(
                "slice.min", path, severity="warning" if name in perhaps else "error", slice=shown, min=slice_.min,
                found=found, profile=checker.profile,
            )  # fmt: skip
        if found > slice_.max:
            session.add("slice.max", path, slice=shown, max=slice_.max, found=found, profile=checker.profile)
        if slice_.slices:
            check(session, slice_, members[name], path, checker)


class Unsure:
    """A discriminator that rests on codes that cannot be known here."""


def _matches(session: Session, elem: Elem, slice_: Elem, one: Instance, checker: Checker) -> bool | None:
    """Do all discriminators say that the value is of the slice? None when it cannot be known."""
    if _is_extension(elem) and (url := _extension_url(slice_)) is not None:
        return isinstance(one.value, dict) and one.value.get("url") == url
    discriminators = (elem.slicing or {}).get("discriminator") or [{"type": "type", "path": "$this"}]
    answers = [_says(session, found, slice_, one, checker) for found in discriminators]
    if False in answers:
        return False
    return None if Unsure in answers else True in answers


def _extension_url(slice_: Elem) -> str | None:
    child = slice_.children.get("url")
    if child is not None and child.fixed is not None:
        return str(child.fixed[1])
    profiles = [url for ref in slice_.types for url in ref.profiles]
    return profiles[0].partition("|")[0] if len(profiles) == 1 else None


def _says(session: Session, discriminator: Any, slice_: Elem, one: Instance, checker: Checker) -> Any:
    """True, False, Unsure, or None when the slice says nothing at the discriminator's path."""
    path, kind = str(discriminator.get("path", "$this")), discriminator.get("type")
    values = _evaluated(session, path, one, checker)
    wanted = _described(session, slice_, path)
    if not wanted:
        return None
    if kind == "exists":
        return _by_presence(wanted[0], values)
    if kind == "type":
        chosen = [each for each in wanted if each.slice_name] or wanted
        return any(_by_type(each, values) for each in chosen)
    if kind == "profile":
        answers = [_by_profile(each, values, checker) for each in wanted]
        return next((answer for answer in (True, False) if answer in answers), None)
    answers = [_by_value(each, values, checker) for each in wanted]
    return next((answer for answer in (True, Unsure, False) if answer in answers), None)


def _evaluated(session: Session, path: str, one: Instance, checker: Checker) -> list[Instance]:
    """What the discriminator's path finds in the value."""
    if path == "$this":
        return [one]
    env = environment(session, checker.scope)
    node = Node(one.value, one.type, session.definitions, one.extra)
    context, this = env.context, env.this
    env.context = env.this = node
    try:
        found = compile_path(path)(env, [node])
    except FhirPathError:
        return []
    finally:
        env.context, env.this = context, this
    return [
        Instance(each.value, each.extra, each.type, one.path, None)
        for each in found
        if isinstance(each, Node)
    ]


def _described(session: Session, slice_: Elem, path: str) -> list[Elem]:
    """The elements of the slice that the path leads to; through profiles of types and of references."""
    found = [slice_]
    for step in _STEP.finditer(path):
        this, extension, url, resolve, of_type, kind, name = step.groups()
        below: list[Elem] = []
        for each in found:
            if this:
                below.append(each)
            elif extension:
                below += _extension_of(session, each, url)
            elif resolve:
                below += _targets(session, each)
            elif of_type:
                below += _typed(each, kind)
            else:
                below += _children(session, each, name)
        found = below
    return found


def _trees(session: Session, urls: list[str]) -> list[Elem]:
    found = []
    for url in urls:
        try:
            tree = profile_tree(session.definitions, url)
        except SnapshotError:
            continue
        if tree is not None:
            found.append(tree)
    return found


def _targets(session: Session, elem: Elem) -> list[Elem]:
    return _trees(session, [url for ref in elem.types for url in ref.targets])


def _typed(elem: Elem, kind: str) -> list[Elem]:
    of_kind = [each for each in elem.slices.values() if any(ref.code == kind for ref in each.types)]
    return of_kind or [elem]


def _children(session: Session, elem: Elem, name: str) -> list[Elem]:
    child = elem.children.get(name)
    if child is not None and (says_something(child) or child.slices or child.max == 0):
        return _with_slices(child)
    for tree in _trees(session, [url for ref in elem.types for url in ref.profiles]):
        if (found := tree.children.get(name)) is not None:
            return _with_slices(found)
    return [child] if child is not None else []


def _with_slices(child: Elem) -> list[Elem]:
    """A child sliced by type once (`valueCoding`) says what it says in that slice."""
    if child.slices and child.fixed is None and child.pattern is None and not child.children:
        return [child, *child.slices.values()]
    return [child]


def _extension_of(session: Session, elem: Elem, url: str) -> list[Elem]:
    child = elem.children.get("extension")
    found = [
        each for each in (_all_slices(child) if child is not None else ()) if _extension_url(each) == url
    ]
    found = [each for each in found if not each.slices] or found
    return found or _trees(session, [url])


def _all_slices(elem: Elem) -> list[Elem]:
    """The slices of an element, and theirs."""
    return [one for each in elem.slices.values() for one in (each, *_all_slices(each))]


def _by_presence(wanted: Elem, values: list[Instance]) -> bool | None:
    if wanted.max == 0:
        return not values
    return bool(values) if wanted.min else None


def _by_type(wanted: Elem, values: list[Instance]) -> bool:
    if "." not in wanted.path and not wanted.types:
        codes = [wanted.path]
    else:
        codes = [ref.code for ref in wanted.types] or [wanted.path]
    return any(one.type.is_a(code) for one in values for code in codes)


def _by_profile(wanted: Elem, values: list[Instance], checker: Checker) -> bool | None:
    profiles = [url for ref in wanted.types for url in ref.profiles]
    if not profiles and not says_something(wanted):
        return None
    if not profiles:
        return any(checker.would_do(wanted, one) for one in values)
    return any(checker.conforms(url, one) for one in values for url in profiles)


def _by_value(wanted: Elem, values: list[Instance], checker: Checker) -> Any:
    if wanted.max == 0:
        return not values
    if wanted.fixed is not None:
        return any(equals(one.value, wanted.fixed[1]) for one in values)
    if wanted.pattern is not None:
        return any(fits(one.value, wanted.pattern[1]) for one in values)
    if not says_something(wanted):
        return None
    answers = [checker.would_do(wanted, one) for one in values]
    return True if True in answers else Unsure if None in answers else False


def says_something(elem: Elem, depth: int = 0) -> bool:
    """Does an element, or one below it, ask for certain values?"""
    if elem.fixed is not None or elem.pattern is not None:
        return True
    if elem.binding is not None and elem.binding.strength == "required":
        return True
    if any(ref.profiles for ref in elem.types) and depth == 0:
        return True
    below = [*elem.children.values(), *elem.slices.values()]
    return depth < 6 and any(says_something(child, depth + 1) for child in below)
