"""What a standard's standing and a set of requirements must satisfy. Pure."""
