"""What is typed on the command line, as the engine wants it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.model import Kit
from helsetek.engines.kits.yaml_reader import read_yaml

LANGUAGE = click.option("--language", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True)


def pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    """`name=value` as a dictionary. Raises UsageError."""
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise click.UsageError(f"{option} takes name=value, not {one!r}")
        found[name] = value
    return found


def inputs_of(kit: Kit, given: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Texts as the kinds of value that the inputs have; secrets from the environment."""
    made: dict[str, Any] = {}
    for name, value in given.items():
        wanted = kit.input(name)
        if wanted is not None and wanted.type == "secret":
            raise click.UsageError(
                f"{name} is a secret: put it in an environment variable and give --secret {name}=VARIABLE"
            )
        kind = wanted.type if wanted is not None else "text"
        made[name] = _value(kind, value)
    for name, variable in secrets.items():
        if not os.environ.get(variable):
            raise click.UsageError(f"the environment variable {variable} is not set")
        made[name] = os.environ[variable]
    return made


def _value(kind: str, value: str) -> Any:
    if kind == "list":
        return [one.strip() for one in value.replace(",", " ").split()]
    return value == "true" if kind == "flag" else value


def answers_of(path: Path | None) -> dict[str, Any]:
    """What people answer, from YAML or JSON. Raises KitBroken."""
    if path is None:
        return {}
    try:
        return read_yaml(path.read_bytes(), path.name)
    except OSError as error:
        raise KitBroken([f"{path.name} cannot be read: {error.strerror}"]) from error


def stop(error: KitBroken) -> None:
    """Tells every fault and ends with 2: nothing could be judged."""
    for fault in error.faults:
        click.echo(f"Error: {fault}", err=True)
    raise SystemExit(2)
