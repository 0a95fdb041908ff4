"""What an answer on access amounts to."""

from __future__ import annotations

import pytest

from helsetek.records.rules.access import How, Outcome, needs_ground, outcome_of


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ([How.WHOLE], Outcome.GIVEN),
        ([How.WHOLE, How.WHOLE], Outcome.GIVEN),
        ([How.WITHHELD, How.WITHHELD], Outcome.REFUSED),
        ([How.WHOLE, How.WITHHELD], Outcome.PART),
        ([How.REDACTED], Outcome.PART),
        ([How.REDACTED, How.WITHHELD], Outcome.PART),
    ],
)
def test_the_outcome_follows_from_what_is_given_of_each_file(files: list[How], outcome: Outcome) -> None:
    assert outcome_of(files) is outcome
    assert needs_ground(outcome) is (outcome is not Outcome.GIVEN)
