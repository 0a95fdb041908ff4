"""Validation of health data: FHIR R4 against definitions and profiles, and Norwegian KITH messages.

    from helsetek.engines.conformance import Engine, validate

    report = validate(content, profiles=("http://hl7.no/fhir/StructureDefinition/no-basis-Patient",),
                      packages=[Path("no-basis.tgz")])
    report.valid, [issue.message("nb") for issue in report.issues]

Pure Python on lxml; no Django, no network. See docs/engines/conformance.md.
"""

from helsetek.engines.conformance.engine import Engine, load_package, validate
from helsetek.engines.conformance.fhirpath import FhirPathError
from helsetek.engines.conformance.issues import CannotJudge, Issue, Report
from helsetek.engines.conformance.limits import Limits
from helsetek.engines.conformance.workshop import Bounds, Workshop

__all__ = [
    "Bounds", "CannotJudge", "Engine", "FhirPathError", "Issue", "Limits", "Report", "Workshop", "load_package",
    "validate",
]  # fmt: skip
