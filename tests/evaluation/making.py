"""Runs and files for tests, made through the services."""

from __future__ import annotations

from typing import Any

from helsetek.evaluation import selectors, services
from helsetek.evaluation.models import AssumptionsFile, Run
from tests.cast import Cast

SMALL_FILE = """extends = "rapport-2022"

[analysis]
id = "mitt-forslag"
title = {nb = "Mitt forslag", nn = "Framlegget mitt", en = "My proposal"}

[parameter.vendors]
value = 6
status = "external"
source = {document = "Doffin, egen telling", page = "kunngjøringer 2024", date = 2025-01-15}
spread = {kind = "triangular", on = "value", low = 4, mode = 6, high = 9}
"""


def a_run(cast: Cast, key: str = "rapport-2022", name: str = "Som rapporten", **more: Any) -> Run:
    """Saved by Per."""
    return services.save_run(
        by=cast.per, subject=selectors.subject(cast.per, key), name=name, **{"draws": 1024, **more}
    )


def a_file(cast: Cast, text: str = SMALL_FILE, name: str = "mitt-forslag.toml") -> AssumptionsFile:
    """Brought by Per."""
    return services.upload_file(by=cast.per, file_name=name, content=text.encode())
