"""A MeasureReport against its Measure: groups, populations, stratifiers and scores."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.fhir.session import Json, Scope, Session


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Finds the measure and compares group by group."""
    canonical = data.get("measure")
    if not isinstance(canonical, str):
        return
    measure = session.definitions.find(canonical)
    if measure is None or measure.get("resourceType") != "Measure":
        session.add("measure.missing", f"{path}.measure", measure=canonical)
        return
    groups = _objects(measure.get("group"))
    for place, group in enumerate(_objects(data.get("group"))):
        here = f"{path}.group[{place}]"
        if "cohort" in _codes(measure.get("scoring")) and "measureScore" in group:
            session.add("measure.score", f"{here}.measureScore")
        if data.get("type") != "subject-list":
            _no_subjects(session, group, here)
        asked = _matching(group, groups)
        if asked is None:
            if groups:
                session.add("measure.group", here)
            continue
        _populations(session, group, asked, here)
        if data.get("type") != "data-collection":
            _stratifiers(session, group, asked, here)


def _no_subjects(session: Session, group: Json, here: str) -> None:
    for number, population in enumerate(_objects(group.get("population"))):
        if "subjectResults" in population:
            session.add("measure.subjects", f"{here}.population[{number}]")


def _objects(found: Any) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _codes(concept: Any) -> set[str]:
    """The codes of a concept, its text when it has none."""
    if not isinstance(concept, dict):
        return set()
    found = {str(one.get("code")) for one in _objects(concept.get("coding"))}
    return found or ({str(concept["text"])} if "text" in concept else set())


def _matching(found: Json, asked: list[Json]) -> Json | None:
    """The group, population or stratifier with the same code; the only one needs none."""
    own = _codes(found.get("code"))
    for one in asked:
        if own and own & _codes(one.get("code")):
            return one
    if len(asked) == 1 and not (own and _codes(asked[0].get("code"))):
        return asked[0]
    return None


def _populations(session: Session, group: Json, asked: Json, here: str) -> None:
    known: set[str] = set()
    for one in _objects(asked.get("population")):
        known |= _codes(one.get("code"))
    for place, one in enumerate(_objects(group.get("population"))):
        own = _codes(one.get("code"))
        if own and known and not own & known:
            session.add("measure.population", f"{here}.population[{place}]", code=", ".join(sorted(own)))


def _stratifiers(session: Session, group: Json, asked: Json, here: str) -> None:
    wanted = _objects(asked.get("stratifier"))
    found = _objects(group.get("stratifier"))
    matched = []
    for place, one in enumerate(found):
        own = {code for concept in _objects(one.get("code")) for code in _codes(concept)}
        same = [each for each in wanted if own & _codes(each.get("code"))]
        if not same and not (len(wanted) == 1 and not own):
            session.add("measure.stratifier", f"{here}.stratifier[{place}]")
        matched += same
    for one in wanted:
        if one not in matched and not (len(wanted) == 1 and found):
            code = ", ".join(sorted(_codes(one.get("code")))) or str(one.get("id", ""))
            session.add("measure.no_stratifier", here, code=code)
