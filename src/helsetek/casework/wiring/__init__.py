"""What this room itself puts into the registries it offers, when the app starts."""

from . import cases, challenges, forewarnings


def connect() -> None:
    cases.connect()
    challenges.connect()
    forewarnings.connect()
