"""The acts of control, by noun."""
