"""The catalogue of rules: each is told in Norwegian and English, and each that the code names is there."""

import re
import string
from pathlib import Path

import pytest

from helsetek.engines import conformance
from helsetek.engines.conformance.issues import catalogue

SOURCE = Path(conformance.__file__).parent
RESERVED = {"line", "severity"}
NAMED = re.compile(r'(?:\badd|\bissue|CannotJudge|SnapshotError|\.note)\(\s*"([a-z_]+(?:\.[a-zA-Z_]+)?)"')


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_rule_says_the_same_in_both_languages(code: str) -> None:
    rule = catalogue()[code]
    assert rule["severity"] in ("fatal", "error", "warning", "information")
    assert rule["nb"].strip()
    assert fields(rule["nb"]) == fields(rule["en"])
    assert not fields(rule["nb"]) & RESERVED


def test_every_rule_that_the_code_names_is_in_the_catalogue() -> None:
    named = {
        code for path in SOURCE.rglob("*.py") for code in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 100
    assert named <= catalogue().keys()
