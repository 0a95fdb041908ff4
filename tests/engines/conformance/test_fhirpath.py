"""FHIRPath: the language of invariants."""

from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from helsetek.engines.conformance.fhirpath import Env, FhirPathError, Node, compile_path
from helsetek.engines.conformance.fhirpath.values import system
from tests.engines.conformance.conftest import observation, patient


def values(engine: Engine, resource: dict[str, Any], text: str) -> list[Any]:
    type_ = engine.definitions.type(resource["resourceType"])
    assert type_ is not None
    node = Node(resource, type_, engine.definitions)
    env = Env(engine.definitions, node, node, node, this=node)
    return [system(one) for one in compile_path(text)(env, [node])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name.given", ["Ola"]),
        ("Patient.name.family", ["Nordmann"]),
        ("name.where(use = 'usual')", []),
        ("name.exists(family = 'Nordmann')", [True]),
        ("1 + 2 * 3", [7]),
        ("7 div 2 | 7 mod 2", [3, 1]),
        ("(1 | 2 | 2).count()", [2]),
        ("'abc'.substring(1, 1) & 'x'", ["bx"]),
        ("'2026' in ('2025' | '2026')", [True]),
        ("{} and false", [False]),
        ("{} or false", []),
        ("false implies {}", [True]),
        ("birthDate < @1950-03", [True]),
        ("birthDate = @1950", []),
        ("@2026-01-31 + 1 month = @2026-02-28", [True]),
        ("gender is code and (gender is string)", [True]),
        ("name.ofType(HumanName).count() = 1", [True]),
        ("deceased.exists()", [False]),
        ("name.given.select($this.length()).first()", [3]),
        ("iif(active.exists(), 'ja', 'nei')", ["nei"]),
        ("name.repeat(given).count() = 1", [True]),
        ("1 'kg' > 999 'g' and 1000 'mg' = 1 'g'", [True]),
        ("'12-3'.matches('^[0-9]+-[0-9]$')", [True]),
        ("(1 | 2 | 3).aggregate($this + $total, 0)", [6]),
        ("name.family.type().name", ["string"]),
        ("%resource.id = 'ola' and %context.id = id", [True]),
        ("telecom.all(system = 'phone')", [True]),
        ("@T12:30 < @T12:31", [True]),
    ],
)
def test_expressions_give_what_the_language_says(text: str, expected: list[Any], engine: Engine) -> None:
    assert values(engine, patient(), text) == expected


def test_a_choice_is_reached_by_its_plain_name(engine: Engine) -> None:
    assert values(engine, observation(), "value.ofType(Quantity).value") == [12]
    assert values(engine, observation(), "(value as Quantity).code") == ["s"]


@pytest.mark.parametrize(
    "text", ["name.", "name.where(", "1 +", "ukjent()", "'åpen", "name..given", "%ukjent = 1"]
)
def test_what_is_no_expression_is_refused(text: str, engine: Engine) -> None:
    with pytest.raises(FhirPathError):
        values(engine, patient(), text)


def test_the_engine_evaluates_an_expression_on_a_resource(engine: Engine) -> None:
    assert engine.evaluate(patient(), "name.given | birthDate") == ["Ola", "1950-02-28"]
    assert engine.evaluate(patient(), "name.family = 'Nordmann'") == [True]
    with pytest.raises(FhirPathError):
        engine.evaluate({"resourceType": "Pasient"}, "id")
