"""The report as a PDF that people read: PDF/UA-1 and PDF/A-2a, the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from helsetek.engines.kits.faults import ToolFault
from helsetek.engines.kits.messages import Language, catalogue, say, text_in
from helsetek.engines.kits.telling import issues_of, reason_of, remarks_of

MOST_ISSUES = 8
_LABELS = (
    "title", "kit", "verdict", "subject", "tested", "tools", "test", "result", "requirements", "requirement", "hash",
    "same", "expected", "attested", "page",
)  # fmt: skip


def as_pdf(report: Mapping[str, Any], language: Language = "nb") -> bytes:
    """A summary, the requirements, and each test with its reason. Raises ToolFault."""
    given: Any = {
        "main.typ": (files(__package__) / "data" / "report.typ").read_bytes(),
        "data.json": json.dumps(_data(report, language), ensure_ascii=False).encode(),
    }
    fonts = Path(str(files("helsetek"))) / "common" / "letters" / "fonts"
    moment = report["run"]["ended"] or report["run"]["moment"]
    try:
        made = typst.compile(
            given,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=not fonts.is_dir(),
                font_paths=[fonts] if fonts.is_dir() else [],
            ),
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(dt.datetime.fromisoformat(moment).timestamp()),
        )
    except typst.TypstError as error:
        raise ToolFault("tool.failed", reason=str(error)) from error
    return bytes(made)


def _data(report: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "words": {name: catalogue()[f"pdf.{name}"][language] for name in _LABELS},
        "kit": f"{text_in(report['kit']['title'], language)} ({report['kit']['id']} {report['kit']['version']})",
        "kit_sha256": report["kit"]["sha256"],
        "verdict": say(f"outcome.{report['verdict']}", language),
        "counts": [
            [say(f"outcome.{name}", language), number] for name, number in report["counts"].items() if number
        ],
        "subject": [[str(key), str(value)] for key, value in report["subject"].items()],
        "inputs": [[key, str(value)[:300]] for key, value in report["inputs"].items()],
        "run": f"{report['run']['started']} – {report['run']['ended']}",
        "tools": [report["tools"]["engine"], *report["tools"]["packages"]],
        "requirements": [
            [key, say(f"outcome.{value}", language)] for key, value in report["requirements"].items()
        ],
        "results": [_row(one, language) for one in report["results"] if one["outcome"] != "omit"],
        "sha256": report["sha256"],
        "verdict_sha256": report["verdict_sha256"],
    }


def _row(result: Mapping[str, Any], language: Language) -> dict[str, Any]:
    answer = result.get("answer") or {}
    told = [
        reason_of(result, language),
        *remarks_of(result, language),
        *issues_of(result, language)[:MOST_ISSUES],
    ]
    return {
        "short": result["id"],
        "title": text_in(result["title"], language),
        "outcome": say(f"outcome.{result['outcome']}", language),
        "good": result["outcome"] == "pass",
        "expected": text_in(result["expected"], language) if result["outcome"] == "fail" else "",
        "told": [one for one in told if one],
        "answer": str(answer.get("words", "")) if result["outcome"] == "pass" else "",
        "by": str(answer.get("by", "")),
        "evidence": [f"{one['name']} ({one['sha256'][:16]}…)" for one in answer.get("evidence", ())],
    }
