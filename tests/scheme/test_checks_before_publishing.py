"""What the rules say of a call before it is published, and that every finding has a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from helsetek.scheme import wording
from helsetek.scheme.rules.calls import Announcement, Problem, in_the_way, problems, problems_in_change
from helsetek.scheme.rules.terms import CallTerms, Text, YearShare
from helsetek.scheme.selectors import default_terms
from tests.scheme.making import BEFORE, CLOSES, OPENS, words


@pytest.fixture
def call() -> Announcement:
    return Announcement(words("Tittel"), words("Sammendrag"), OPENS, CLOSES, default_terms("2024"))


def terms(call: Announcement, **changes: object) -> Announcement:
    return replace(call, terms=call.terms.model_copy(update=changes))


def parameters(call: Announcement, **changes: object) -> Announcement:
    return terms(call, parameters=call.terms.parameters.model_copy(update=changes))


def found(call: Announcement) -> list[str]:
    return [problem.what for problem in problems(call, BEFORE)]


def test_the_sets_that_come_with_the_scheme_are_in_order(call: Announcement) -> None:
    assert found(call) == []
    newer = replace(call, terms=default_terms("2027"), opens_at=OPENS, closes_at=CLOSES)
    assert in_the_way(problems(newer, BEFORE)) == []


def test_dates_out_of_order(call: Announcement) -> None:
    assert "closes_before_opens" in found(replace(call, opens_at=CLOSES, closes_at=OPENS))
    assert found(replace(call, closes_at=BEFORE, opens_at=BEFORE - timedelta(days=1))) == [
        "closes_in_the_past"
    ]
    assert found(parameters(call, project_ends=date(2024, 1, 1))) == ["project_ends_before_it_starts"]
    early = parameters(call, project_starts=date(2023, 1, 1), project_ends=date(2023, 12, 1))
    assert found(early) == ["project_ends_before_the_call"]


def test_a_short_call_is_a_warning_only(call: Announcement) -> None:
    """Bestemmelser om økonomistyring 6.3.1: the whole group of possible recipients must be reached."""
    short = problems(replace(call, opens_at=CLOSES - timedelta(days=7)), BEFORE)
    assert [(problem.what, problem.warning) for problem in short] == [("short_notice", True)]


def test_every_text_must_be_in_bokmal_and_nynorsk_at_once(call: Announcement) -> None:
    """Språklova § 14: forms and self-service are there in both forms at the same time."""
    half = problems(replace(call, summary=Text(nb="Bare bokmål", nn=" ", en="English")), BEFORE)
    assert half == [Problem("summary", "translation_missing", {"languages": ["nn"]})]
    first = call.terms.criteria[0].model_copy(update={"guidance": Text(nb="", nn="", en="")})
    nowhere = problems(terms(call, criteria=(first, *call.terms.criteria[1:])), BEFORE)
    assert nowhere[0].data["languages"] == ["nb", "nn", "en"]


def test_weights_add_up_to_a_hundred(call: Announcement) -> None:
    assert found(terms(call, criteria=call.terms.criteria[1:])) == ["weights_do_not_add_up"]


def test_codes_are_used_once(call: Announcement) -> None:
    twice = (*call.terms.activities, call.terms.activities[0])
    assert found(terms(call, activities=twice)) == ["code_twice"]


def test_there_is_something_to_pay_with_and_for(call: Announcement) -> None:
    assert found(replace(call, has_envelope=False)) == ["envelope_missing"]
    assert found(terms(call, cost_categories=call.terms.cost_categories[-1:])) == ["nothing_covered"]
    assert found(parameters(call, share_of_cost=())) == ["share_missing"]


def test_a_share_that_rises_is_a_warning(call: Announcement) -> None:
    """Report 6.1.1: less as time goes, so that those who go first get most."""
    rising = (YearShare(year=2024, share="0.5"), YearShare(year=2025, share="0.6"))  # type: ignore[arg-type]
    assert found(parameters(call, share_of_cost=rising)) == ["share_rises"]
    twice = (YearShare(year=2024, share="0.5"), YearShare(year=2024, share="0.5"))  # type: ignore[arg-type]
    assert found(parameters(call, share_of_cost=twice)) == ["share_year_twice"]


def test_before_it_opens_everything_can_still_move(call: Announcement) -> None:
    moved = replace(call, opens_at=OPENS + timedelta(days=1), closes_at=CLOSES - timedelta(days=1))
    assert problems_in_change(call, moved, BEFORE) == []
    assert [p.what for p in problems_in_change(call, moved, OPENS)] == ["already_open", "closes_earlier"]


@pytest.mark.parametrize("what", sorted(wording._SENTENCES))
def test_every_finding_has_a_sentence_that_ends_like_one(what: str) -> None:
    data = {"weeks": 4, "languages": ["nn"], "total": 90, "code": "a", "year": 2024}
    assert wording.sentence(Problem("x", what, data))[-1] in ".?"


def test_the_terms_are_read_back_as_they_were_written() -> None:
    terms = default_terms("2024")
    assert CallTerms.model_validate(terms.model_dump(mode="json")) == terms
