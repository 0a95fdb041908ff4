"""The scheme's rules. Pure."""
