"""What this room puts into the registries of the floors below, when the app starts."""

from . import after, applying, assessing


def connect() -> None:
    applying.connect()
    assessing.connect()
    after.connect()
