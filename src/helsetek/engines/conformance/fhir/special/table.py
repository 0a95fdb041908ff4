"""Which resources have rules of their own."""

from __future__ import annotations

from collections.abc import Callable

from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhir.special import (
    code_systems,
    concept_maps,
    measure_reports,
    questionnaire_responses,
    questionnaires,
    structure_definitions,
    value_sets,
)

Special = Callable[[Session, Json, str, Scope], None]

SPECIAL: dict[str, Special] = {
    "CodeSystem": code_systems.check,
    "ConceptMap": concept_maps.check,
    "MeasureReport": measure_reports.check,
    "Questionnaire": questionnaires.check,
    "QuestionnaireResponse": questionnaire_responses.check,
    "StructureDefinition": structure_definitions.check,
    "ValueSet": value_sets.check,
}
