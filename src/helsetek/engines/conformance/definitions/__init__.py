"""What FHIR resources are measured against: the core specification's definitions and those of packages."""
