"""What this room puts into the registries of the floors below, when the app starts."""

from . import applying


def connect() -> None:
    applying.connect()
