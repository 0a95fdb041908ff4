"""What a validation says: issues with stable rule ids, each with its message in Norwegian and English."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Severity = Literal["fatal", "error", "warning", "information"]
Language = Literal["nb", "en"]
BAD: tuple[Severity, ...] = ("fatal", "error")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every rule: its id → severity, nb, en. The ids are stable; messages may be bettered."""
    found: dict[str, dict[str, str]] = {}
    for name in ("fhir.toml", "kith.toml"):
        text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
        found.update(tomllib.loads(text))
    return found


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:197]}…"


class _Values(dict[str, str]):
    """What a message tells; a value that is not given must not keep the rest from being told."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. `code` is the rule's id, `path` a FHIRPath or XPath to the element, `line` counts from 1."""

    severity: Severity
    code: str
    path: str
    values: dict[str, Any] = field(default_factory=dict)
    line: int | None = None

    def message(self, language: Language = "en") -> str:
        """What was expected and what was found."""
        template = catalogue()[self.code][language]
        return template.format_map(_Values((key, _shown(value)) for key, value in self.values.items()))

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        """The issue as written by `helsetek validate --format json`."""
        found: dict[str, Any] = {
            "severity": self.severity,
            "code": self.code,
            "path": self.path,
            "message": self.message(language),
        }
        if self.line is not None:
            found["line"] = self.line
        return found


def issue(
    code: str, path: str, /, *, severity: Severity | None = None, line: int | None = None, **values: Any
) -> Issue:
    """An issue by its rule, with the rule's own severity unless another is given."""
    return Issue(severity or catalogue()[code]["severity"], code, path, values, line)  # type: ignore[arg-type]


class CannotJudge(Exception):
    """Nothing can be said of the file: a tool's or a set-up's fault, never the vendor's."""

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return Issue("fatal", self.code, "", self.values).message("en")


@dataclass
class Report:
    """The verdict on one file or resource. `judged` is False when nothing could be said of it."""

    issues: list[Issue] = field(default_factory=list)
    judged: bool = True
    kind: str = ""
    engine: str = ""
    packages: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """No error: warnings and information leave a file valid."""
        return self.judged and not any(found.severity in BAD for found in self.issues)

    def as_dict(self, file: str = "", language: Language = "en") -> dict[str, Any]:
        """The report as one JSON object."""
        return {
            "file": file,
            "valid": self.valid,
            "judged": self.judged,
            "kind": self.kind,
            "issues": [found.as_dict(language) for found in self.issues],
            "engine": self.engine,
            "packages": list(self.packages),
        }
