"""Where the published R4 definitions say something else than the specification meant, as later corrected.

Each is one that R4B or the extensions pack carries corrected. They are laid on when the index is compiled.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# que-12 speaks of more than one condition; its R4 expression began to count at three. Corrected in R4B.
EXPRESSIONS = {
    # vs-1 speaks of dateTime only; its R4 expression asked it of periods too. Corrected in R4B.
    "($this as dateTime).toString().length() >= 8": "($this is dateTime) implies $this.toString().length() >= 8",
    "enableWhen.count() > 2 implies enableBehavior.exists()": "enableWhen.count() > 1 implies enableBehavior.exists()",
}
# The specification's own definitions carry it on the type, not on the type's code.
CONTEXTS = {"ElementDefinition.type.code": "ElementDefinition.type"}
# The units of components of vital signs are extensible: other measurements may stand beside (corrected in R4B).
EXTENSIBLE = {("Observation.component.value[x]", "http://hl7.org/fhir/ValueSet/ucum-vitals-common|4.0.1")}


def corrected(resource: Json) -> Json:
    """The definition with its corrections; changed in place."""
    for context in resource.get("context", ()):
        context["expression"] = CONTEXTS.get(context.get("expression"), context.get("expression"))
    for element in resource.get("snapshot", {}).get("element", ()):
        for constraint in element.get("constraint", ()):
            found = constraint.get("expression")
            constraint["expression"] = EXPRESSIONS.get(found, found)
        binding = element.get("binding", {})
        if (element["path"], binding.get("valueSet")) in EXTENSIBLE:
            binding["strength"] = "extensible"
    return resource
