"""The FHIR R4 validator: a walk over a resource by its types, then by the profiles it must follow."""
