"""What this room itself puts into the registries it offers, when the app starts."""

from . import cases, challenges


def connect() -> None:
    cases.connect()
    challenges.connect()
