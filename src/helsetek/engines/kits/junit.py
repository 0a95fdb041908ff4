"""Results as JUnit XML, as build servers read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from helsetek.engines.kits.messages import Language, say, text_in
from helsetek.engines.kits.telling import reason_of, remarks_of


def as_junit(report: Mapping[str, Any], language: Language = "en") -> bytes:
    """One suite a group. `fail` is a failure, `error` and `wait` errors, all else that is no pass is skipped."""
    times = report["run"]["milliseconds"]
    suites = etree.Element("testsuites", name=text_in(report["kit"]["title"], language))
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in report["results"]:
        groups.setdefault(one["test"].rpartition(".")[0], []).append(one)
    totals = [_suite(suites, name, results, times, language) for name, results in groups.items()]
    for position, key in enumerate(("tests", "failures", "errors", "skipped")):
        suites.set(key, str(sum(one[position] for one in totals)))
    return etree.tostring(suites, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(
    suites: etree._Element, name: str, results: list[Mapping[str, Any]], times: Mapping[str, int],
    language: Language,
) -> tuple[int, int, int, int]:  # fmt: skip
    suite = etree.SubElement(suites, "testsuite", name=name)
    for one in results:
        _case(suite, one, times.get(one["id"], 0), language)
    outcomes = [_kind(one) for one in results]
    figures = (len(results), outcomes.count("failure"), outcomes.count("error"), outcomes.count("skipped"))
    for key, value in zip(("tests", "failures", "errors", "skipped"), figures, strict=True):
        suite.set(key, str(value))
    return figures


def _kind(result: Mapping[str, Any]) -> str:
    """A should that is not met is told in the output, and breaks no build."""
    if result["outcome"] == "fail":
        return "failure" if result["level"] == "must" else "passed"
    return {"pass": "passed", "error": "error", "wait": "error"}.get(result["outcome"], "skipped")


def _case(suite: etree._Element, result: Mapping[str, Any], milliseconds: int, language: Language) -> None:
    name = f"{result['id']} {text_in(result['title'], language)}"
    case = etree.SubElement(
        suite, "testcase", name=_clean(name), classname=result["test"], time=f"{milliseconds / 1000:.3f}"
    )
    kind, reason = _kind(result), reason_of(result, language)
    if kind != "passed":
        told = etree.SubElement(
            case, kind, message=_clean(reason or say(f"outcome.{result['outcome']}", language))
        )
        if kind != "skipped":
            told.set("type", result["outcome"])
            told.text = _clean(text_in(result["expected"], language))
    remarks = remarks_of(result, language) + ([reason] if kind == "passed" and reason else [])
    if remarks:
        etree.SubElement(case, "system-out").text = _clean("\n".join(remarks))


def _clean(text: str) -> str:
    """Without signs that XML cannot hold."""
    return "".join(
        one for one in text if one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd"
    )
