"""Readers: bytes to plain dictionaries and lists, with what was wrong in the syntax and where."""
