"""Sentences about results, for the screen, JUnit and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helsetek.engines.kits.messages import Language, say, text_in

Result = Mapping[str, Any]


def reason_of(result: Result, language: Language) -> str:
    """Why a result is not a pass: what the check says, what was expected and what was found."""
    if result["code"]:
        words = say(result["code"], language, result["values"])
        given = (result.get("answer") or {}).get("words", "")
        return f"{words} {given}".strip() if result["code"] == "when.vendor" else words
    failed = next((one for one in result["checks"] if one["outcome"] == "failed"), None)
    return _check(failed, language) if failed else ""


def remarks_of(result: Result, language: Language) -> list[str]:
    """What should have held, but need not."""
    return [_check(one, language) for one in result["checks"] if one["outcome"] == "warned"]


def issues_of(result: Result, language: Language) -> list[str]:
    """What the validator said. It speaks bokmål and English."""
    spoken = "en" if language == "en" else "nb"
    return [
        f"{one['path']}: {one['message'][spoken]} [{one['code']}]"
        for check in result["checks"]
        for one in check["issues"]
    ]


def _check(check: Mapping[str, Any], language: Language) -> str:
    said, found = text_in(check["says"], language), say(check["code"], language, check["values"])
    return f"{said} {found}".strip()
