"""The acts of this room, by noun."""
