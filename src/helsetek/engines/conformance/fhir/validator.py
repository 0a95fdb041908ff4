"""The validator: puts the parts together and judges one resource."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.fhir import extensions, invariants, profiles, resources
from helsetek.engines.conformance.fhir.session import Full, Json, Session
from helsetek.engines.conformance.issues import Issue
from helsetek.engines.conformance.limits import STANDARD, Limits
from helsetek.engines.conformance.terminology.valuesets import ValueSets


@dataclass
class FhirValidator:
    """Judges resources against one set of definitions. Reuse it: what it compiles is remembered."""

    definitions: Definitions
    limits: Limits = STANDARD
    strict_extensions: bool = True
    value_sets: ValueSets = field(init=False)

    def __post_init__(self) -> None:
        self.value_sets = ValueSets(self.definitions)

    def check(self, resource: Json, profiles_asked: tuple[str, ...] = ()) -> list[Issue]:
        """All findings on one resource, in the order of the walk."""
        session = Session(
            self.definitions, self.limits, self.value_sets, strict_extensions=self.strict_extensions,
            walk_resource=resources.walk_inner, check_profile=profiles.check, check_extension=extensions.check,
        )  # fmt: skip
        session.evaluate = lambda *arguments: invariants.evaluate(session, *arguments)
        with suppress(Full):
            resources.walk_root(session, resource, profiles_asked)
        return session.issues
