"""Keep the goals and indicators of the report in the database."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from helsetek.scheme.models import Goal, Indicator

FILE = Path(__file__).resolve().parent.parent / "goals.toml"


@transaction.atomic
def keep_goals() -> None:
    """Write what ``goals.toml`` says. Nothing is taken away: applications may point at it."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["goal"]
    for row in rows:
        _keep_goal(row)


def _keep_goal(row: dict[str, Any]) -> None:
    goal, _ = Goal.objects.update_or_create(
        code=row["code"],
        defaults={"level": row["level"], "source": row["source"], **_in_languages("text", row["text"])},
    )
    for indicator in row.get("indicators", []):
        Indicator.objects.update_or_create(
            code=indicator["code"],
            defaults={
                "goal": goal,
                "unit": indicator["unit"],
                "better": indicator["better"],
                **_in_languages("label", indicator["label"]),
            },
        )


def _in_languages(name: str, text: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": text[language] for language in ("nb", "nn", "en")}
