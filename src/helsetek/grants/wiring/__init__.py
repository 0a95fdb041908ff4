"""What this room puts into the registries of the floors below, when the app starts."""

from helsetek.casework import state
from helsetek.grants.rules import machines

from . import after, amending, appealing, applying, assessing, journal, recovering, retaining


def connect() -> None:
    for machine in machines.ALL:
        state.register(machine, words=f"grants.{machine.name}")
    applying.connect()
    assessing.connect()
    after.connect()
    amending.connect()
    journal.connect()
    appealing.connect()
    recovering.connect()
    retaining.connect()
