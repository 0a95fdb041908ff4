"""Forms of the scheme manager."""
