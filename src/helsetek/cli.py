"""The command `helsetek`: knows where each command lives, and imports a room only when it is used."""

from __future__ import annotations

import importlib
import os
from importlib.metadata import version
from typing import NamedTuple

import click


class Entry(NamedTuple):
    """Where a command lives (`module:attribute`) and one line about it, so that a list needs no import.

    `django` says whether settings and tables must be ready before the module is imported.
    """

    where: str
    line: str
    django: bool = True


# A room that offers a command writes it in ROOM/commands.py with click and adds one line here.
# Two words make a command in a group: "demo load" is `load` in the group `demo`.
COMMANDS = {
    "serve": Entry(
        "helsetek.config.commands:serve", "Prepare the database and serve the web pages.", django=False
    ),
    "migrate": Entry("helsetek.config.commands:migrate", "Bring the database up to date with the program."),
    "worker": Entry("helsetek.config.commands:worker", "Send letters and notices in the background."),
    "import kommuner": Entry(
        "helsetek.registry.commands:import_kommuner", "Refresh the municipalities from Statistics Norway."
    ),
    "import tilskudd": Entry(
        "helsetek.scheme.commands:import_recipients", "Read a list of grant recipients from tilskudd.no."
