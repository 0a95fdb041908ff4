"""What must be there before an application is submitted, named field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from helsetek.grants.rules import completeness, sections
from helsetek.grants.rules.completeness import Frame
from helsetek.grants.rules.sections import Partners, SectionKey
from tests.grants.content import whole_content
from tests.grants.terms import some_terms

TERMS = some_terms()
BODO, FAUSKE, STRANGER = 1, 2, 99
FRAME = Frame(TERMS, frozenset({BODO, FAUSKE}), frozenset({"double_entry"}))
WHOLE = whole_content(TERMS, [BODO, FAUSKE], "double_entry")


def paths(key: str, changes: dict[str, Any] | None = None, *, blank: bool = False) -> list[str]:
    """The fields that are named, when a whole section is changed so (or is blank)."""
    data = {} if blank else sections.dump(getattr(WHOLE, key)) | (changes or {})
    section = sections.read(SectionKey(key), data)
    return [problem.path for problem in completeness.problems(section, FRAME)]


@pytest.mark.parametrize("key", list(SectionKey))
def test_a_whole_section_is_complete(key: SectionKey) -> None:
    assert paths(key) == []


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (
            "project",
            ["title", "summary", "area", "measure", "needs", "activities", "activities_text"],
        ),
        ("partners", ["partners"]),
        ("goals", ["goals"]),
        ("plan", ["starts", "ends", "milestones"]),
        ("budget", ["lines", "requested"]),
        ("funding", ["no_others", "no_unspent"]),
        ("risk", ["risks"]),
        ("standards", ["demanded", "solutions", "involved", "duties"]),
    ],
)
def test_a_blank_section_names_all_it_lacks(key: str, named: list[str]) -> None:
    assert paths(key, blank=True) == named


@pytest.mark.parametrize(
    ("key", "changes", "named"),
    [
        ("project", {"measure": "networks"}, "measure"),  # not in this call
        ("project", {"activities": ["needs", "flying"]}, "activities"),
        ("goals", {"goals": [{}]}, "goals.0.goal"),
        ("goals", {"goals": [{"goal": "x", "indicator": "no_such"}]}, "goals.0.indicator"),
        ("goals", {"goals": [{"goal": "x", "own_indicator": "Ventetid"}]}, "goals.0.unit"),
        ("plan", {"starts": "2027-01-01", "ends": "2026-01-01"}, "ends"),
        ("plan", {"milestones": [{"name": "x", "on": "2030-01-01"}]}, "milestones.0.on"),
        ("plan", {"milestones": [{"name": "x", "on": "2026-02-01", "organisation_id": 99}]},
         "milestones.0.organisation_id"),
        ("budget", {"lines": [{"organisation_id": 1}]}, "lines.0.category"),
        ("budget", {"own": [{"organisation_id": 99, "year": 2026, "amount_ore": 1}]}, "own.0.organisation_id"),
        ("budget", {"own": [{"organisation_id": 1, "amount_ore": 1}]}, "own.0.year"),
        ("budget", {"own": [{"organisation_id": 1, "year": 2026, "amount_ore": 0}]}, "own.0.amount_ore"),
        ("budget", {"requested": [{"year": 2031, "amount_ore": 1}]}, "requested.0.year"),
        ("funding", {"others": [{"giver": "KS"}], "no_others": False}, "others.0.same_costs"),
        ("funding", {"unspent": [{"reference": "2024/1", "year": 2024, "amount_ore": 1, "use": "x"}]},
         "no_unspent"),  # told, and declared that there is none
        ("risk", {"risks": [{"what": "x", "likelihood": 2}]}, "risks.0.consequence"),
        ("standards", {"demanded": []}, "demanded"),
        ("standards", {"solutions": [{"code": "kjernejournal"}]}, "solutions.0.how"),
        ("standards", {"duties": ["words that have changed since"]}, "duties"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(key: str, changes: dict[str, Any], named: str) -> None:
    assert named in paths(key, changes)


def test_milestones_stand_in_order_of_time() -> None:
    rows = [{"name": "B", "on": "2026-09-01"}, {"name": "A", "on": "2026-05-01"}]
    assert paths("plan", {"milestones": rows}) == ["milestones.1.on"]


def test_a_cost_written_twice_is_named_in_both_places() -> None:
    line = sections.dump(WHOLE.budget)["lines"][0]
    assert paths("budget", {"lines": [line, line]}) == ["lines.0.year", "lines.1.year"]


def test_a_partner_that_has_left_is_named_in_the_budget() -> None:
    line = sections.dump(WHOLE.budget)["lines"][0] | {"organisation_id": STRANGER}
    assert paths("budget", {"lines": [line]}) == ["lines.0.organisation_id"]


def test_a_partner_that_has_left_needs_no_tasks() -> None:
    left = Partners.model_validate(
        {"partners": [*sections.dump(WHOLE.partners)["partners"], {"organisation_id": STRANGER}]}
    )
    assert completeness.problems(left, FRAME) == []


@pytest.mark.parametrize("address", ["kari", "kari@", "kari@example", "kari nordmann@example.org"])
def test_an_address_that_no_mail_reaches(address: str) -> None:
    partner = sections.dump(WHOLE.partners)["partners"]
    partner[0]["contact_email"] = address
    assert paths("partners", {"partners": partner}) == ["partners.0.contact_email"]


def test_the_years_of_the_call() -> None:
    assert list(FRAME.years) == [2026, 2027]
    assert TERMS.parameters.project_starts == date(2026, 1, 1)
