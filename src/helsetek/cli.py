"""The command `helsetek`: collects the rooms' commands and imports a room only when its command is used."""

import importlib
import os
from typing import Any

import click

# command → where it lives (module:attribute). A room adds its own here, and nowhere else.
COMMANDS = {
    "manage": "helsetek.config.commands:manage",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when asked for, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
def main(**_: Any) -> None:
    """Runs the health-technology scheme."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsetek.config.settings")
