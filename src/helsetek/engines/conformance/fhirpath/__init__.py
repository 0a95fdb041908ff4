"""FHIRPath over plain dictionaries and lists: parsed once into closures, typed by the FHIR definitions.

    expression = compile_path("name.where(use = 'official').given")
    found = expression(Env(definitions, node), [node])

Written here because invariants run on every element of every file: it must be fast, know the type of each node and
ask the validator for `resolve()`, `memberOf()` and `conformsTo()`.
"""

from helsetek.engines.conformance.fhirpath.compiler import compile_path
from helsetek.engines.conformance.fhirpath.values import Env, FhirPathError, Node, truth

__all__ = ["Env", "FhirPathError", "Node", "compile_path", "truth"]
