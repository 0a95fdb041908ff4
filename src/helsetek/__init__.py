"""Runs a grant scheme for health technology, from a municipality's first need to the measured effect."""
