"""A section may be half filled, but never too long, negative or of the wrong kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helsetek.grants.rules import sections
from helsetek.grants.rules.sections import BadSection, Budget, Goals, Plan, Project, SectionKey


@pytest.mark.parametrize("key", list(SectionKey))
def test_an_untouched_section_is_a_good_draft(key: SectionKey) -> None:
    assert sections.read(key, {}).is_empty


@pytest.mark.parametrize("key", list(SectionKey))
def test_what_is_stored_reads_back_the_same(key: SectionKey) -> None:
    section = sections.read(key, HALF_FILLED[key])
    assert not section.is_empty
    assert sections.read(key, sections.dump(section)) == section


def test_text_is_trimmed_and_freed_of_what_cannot_be_stored() -> None:
    project = sections.read(SectionKey.PROJECT, {"title": "  Felles\x00 journal \ud800"})
    assert project == Project(title="Felles journal ?")


def test_dates_and_numbers_come_back_typed() -> None:
    plan = sections.read(SectionKey.PLAN, {"starts": "2026-03-01"})
    goals = sections.read(
        SectionKey.GOALS, {"goals": [{"goal": "Færre dobbeltføringer", "baseline": "12.5"}]}
    )
    assert isinstance(plan, Plan)
    assert plan.starts == date(2026, 3, 1)
    assert isinstance(goals, Goals)
    assert goals.goals[0].baseline == Decimal("12.5")


@pytest.mark.parametrize(
    ("key", "data", "path", "says"),
    [
        ("project", {"title": "x" * 201}, "title", "too long"),
        ("project", {"measure": "space"}, "measure", "Choose one"),
        ("project", {"colour": "red"}, "colour", "no such field"),
        ("budget", {"lines": [{"amount_ore": -1}]}, "lines.0.amount_ore", "negative"),
        ("budget", {"lines": [{"amount_ore": 10**15}]}, "lines.0.amount_ore", "number of zeros"),
        ("budget", {"lines": [{"amount_ore": 1.5}]}, "lines.0.amount_ore", "could not be read"),
        ("budget", {"lines": [{}] * 1501}, "lines", "too many rows"),
        ("budget", {"requested": [{"year": 1800}]}, "requested.0.year", "too small"),
        ("plan", {"starts": "2026-02-30"}, "starts", "date that exists"),
        ("risk", {"risks": [{}, {"likelihood": 6}]}, "risks.1.likelihood", "too large"),
        ("goals", {"goals": [{"target": "many"}]}, "goals.0.target", "Write a number"),
        ("partners", {"partners": [{"organisation_id": "1; drop"}]}, "partners.0.organisation_id", "read"),
        ("partners", "not a section at all", "", "could not be read"),
    ],
)
def test_what_is_not_even_a_draft_is_refused_by_field(key: str, data: Any, path: str, says: str) -> None:
    with pytest.raises(BadSection) as refused:
        sections.read(SectionKey(key), data)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert says in refused.value.problems[0].sentence.text


def test_the_organisations_a_section_speaks_of() -> None:
    budget = Budget.model_validate({"lines": [{"organisation_id": 3}, {}], "own": [{"organisation_id": 5}]})
    assert sections.organisation_ids(budget) == {3, 5}
    assert sections.organisation_ids(Project(title="x")) == set()


HALF_FILLED: dict[str, dict[str, Any]] = {
    "project": {"title": "Felles journal", "area": "records"},
    "partners": {"partners": [{"organisation_id": 1, "contact_name": "Anne"}]},
    "goals": {"goals": [{"goal": "Raskere svar", "target": "3"}]},
    "plan": {"starts": "2026-03-01", "milestones": [{"name": "Behov beskrevet"}]},
    "budget": {"lines": [{"category": "staff"}], "requested": [{"year": 2026}]},
    "funding": {"no_others": True},
    "risk": {"risks": [{"what": "Leverandøren blir forsinket", "likelihood": 3}]},
    "standards": {"demanded": [{"code": "hl7_fhir"}], "duties": ["abc"]},
}
